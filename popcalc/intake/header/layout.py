"""How a file is laid out: its encoding, delimiter and header, and which column holds what."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from popcalc.areas.completion import is_statistical, level_of_code
from popcalc.areas.labels import code_role
from popcalc.areas.tree import plain_code, stem
from popcalc.definitions.columns import Columns
from popcalc.errors import InputError, Notice, Place, fault
from popcalc.intake.header.faults import (
    identity_numbers,
    lost_characters,
    misread_headers,
    no_area,
    no_header,
    no_period,
    persons,
    two_columns,
    unclear_column,
)
from popcalc.intake.header.headings import join_rows
from popcalc.intake.header.locate import Header, find_header, records_of, second_headers
from popcalc.intake.header.meanings import Meaning
from popcalc.intake.header.persons import column_of_identity_numbers, may_hold_identity_numbers
from popcalc.intake.header.roles import Roles
from popcalc.intake.header.titles import title_notices
from popcalc.intake.header.unused import only_to_date, unused_notice
from popcalc.intake.header.words import AREA, AREA_CODE, IGNORE, PERIOD, YEAR
from popcalc.intake.rows.footers import plain_lines
from popcalc.intake.rows.words import read_period
from popcalc.intake.rows.year_and_month import year_and_month
from popcalc.intake.sources.find import Source, why
from popcalc.intake.text.decoding import SHOWN_AS, UTF8, candidates, without_mark
from popcalc.intake.text.wrong_bytes import wrong_head
from popcalc.language import plural, text
from popcalc.periods import PeriodError, Run
from popcalc.vocabulary import vocabulary

HEAD_BYTES = 1 << 16


@dataclass(frozen=True)
class CountColumn:
    """A column that holds a count; `factor` is 10,000 under a header such as `投入(万元)`."""

    index: int
    header: str
    key: str
    factor: int = 1


@dataclass(frozen=True)
class Layout:
    """How one file is read.

    `encodings` are to be tried in order; `skipped` is the number of records above the first data row; `headers` ends
    with the last column that has one. `words` leads from `period`, a level or `<level>_code` to the column that holds
    it; `run` is what the file's name says when there is no period column; `year` is the column of the years of a period
    column whose months have none; `leaf` is the level of the rows. `lines_above` are the skipped records, which may
    stand again further down where a page begins. `ignored` are columns that tell nothing of a row.
    """

    source: Source
    encodings: tuple[str, ...]
    delimiter: str
    skipped: int
    headers: tuple[str, ...]
    counts: tuple[CountColumn, ...]
    words: Mapping[str, int]
    leaf: str
    run: Run | None = None
    year: int | None = None
    lines_above: frozenset[tuple[str, ...]] = frozenset()
    notices: tuple[Notice, ...] = ()
    ignored: frozenset[int] = frozenset()

    @property
    def is_only_named(self) -> bool:
        """Whether the rows name their areas by nothing but a name: no code, no area above."""
        return self.words.keys() - {PERIOD} == {self.leaf}

    @property
    def word_columns(self) -> frozenset[int]:
        """The columns that are read as texts."""
        return frozenset(self.words.values()) | ({self.year} if self.year is not None else set())

    @property
    def width(self) -> int:
        """Number of columns that every row must have."""
        return len(self.headers)

    @property
    def name(self) -> str:
        """The file's name in messages."""
        return self.source.name


def lay_out(source: Source, roles: Roles, columns: Columns, encoding: str | None, year_start: int) -> Layout:
    """Return how a file is to be read; raises InputError when its header cannot be understood."""
    head = _head(source)
    if not without_mark(head).strip():
        sentence = text("the file is empty; it needs a header row and rows of counts")
        raise InputError([fault("EMPTY_FILE", sentence, Place(source.name))])
    forced = source.encoding or encoding or columns.encoding
    encodings = candidates(head, lambda decoded: find_header(decoded, roles).known, forced)
    decoded = without_mark(head).decode(encodings[0], errors="replace").removeprefix("\ufeff")
    header = find_header(decoded, roles)
    below = second_headers(header, roles)
    place = Place(source.name, header.row + 1)
    _refuse_persons(place, header, below, decoded, roles)
    if damaged := lost_characters(source.name, header, read_whole=_decodes(head, encodings[0])):
        raise InputError(damaged)
    if misread := misread_headers(source.name, header, roles):
        raise InputError(misread)
    meanings = _meanings(header, roles)
    if header.known < 2 or not any(roles.is_count(meaning.role) or meaning.rivals for meaning in meanings):
        to_date = only_to_date(place, header.headings, roles)
        raise InputError([wrong_head(source, head, encodings) or to_date or no_header(place, header, roles)])
    held = _columns(place, header, roles)
    counts = tuple(
        CountColumn(
            index, str(header.headings[index]), role, roles.factor(role, header.headings[index].unit, header.units)
        )
        for role, index in held.items()
        if roles.is_count(role)
    )
    words = {role: index for role, index in held.items() if not roles.is_count(role)}
    ignored = {index for index, meaning in enumerate(meanings) if meaning.role == IGNORE}
    words = _with_levels(words, header, below, roles)
    year = words.pop(YEAR, None)
    run = None if PERIOD in words else source.run(year_start)
    if year is not None and PERIOD not in words:
        # A year by itself is a period, where the file's name says none.
        words, year = ({**words, PERIOD: year} if run is None else words), None
    elif columns.period:
        year = None
    leaf = roles.level_of(words)
    missing = [no_period(place)] if PERIOD not in words and run is None else []
    if leaf is None:
        raise InputError([*missing, no_area(place)])
    if missing:
        raise InputError(missing)
    used = {column.index for column in counts} | set(words.values()) | ignored | {year}
    unused = [one for index, one in enumerate(header.headings) if index not in used and one.levels]
    return Layout(
        source=source,
        encodings=tuple(encodings),
        delimiter=header.delimiter,
        skipped=header.row + header.depth + below,
        headers=tuple(map(str, header.headings)),
        counts=counts,
        words=words,
        leaf=leaf,
        run=run,
        year=year,
        lines_above=plain_lines(header.titles + header.rows + header.below[:below]),
        notices=(
            *_notices(Place(source.name), UTF8 if forced else encodings[0], header.row, below),
            *filter(None, [unused_notice(Place(source.name), unused, held, roles)]),
            *title_notices(
                Place(source.name),
                header.titles,
                [run] if run else _first_runs(header.below[below:], words[PERIOD], year, columns, year_start),
                year_start,
                cumulative=columns.cumulative,
            ),
        ),
        ignored=frozenset(ignored),
    )


def _first_runs(
    rows: Sequence[Sequence[str]], index: int, year: int | None, columns: Columns, year_start: int
) -> list[Run]:
    """Return the months of the first rows, those without any left out."""
    runs = []
    for cells in rows:
        month = cells[index] if len(cells) > index else ""
        written = month if year is None or len(cells) <= year else year_and_month(cells[year], month)
        try:
            runs.append(read_period(written, columns.period, year_start))
        except PeriodError:
            continue
    return runs


def _head(source: Source) -> bytes:
    try:
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        sentence = text("cannot be read: {reason}", reason=why(error))
        raise InputError([fault("UNREADABLE", sentence, Place(source.name))]) from None
    cut = head.rfind(b"\n") + 1
    return head[:cut] if len(head) == HEAD_BYTES and cut and b"\0" not in head else head


def _decodes(head: bytes, encoding: str) -> bool:
    """Whether the beginning is in the encoding, but for a character that its end may have cut."""
    try:
        without_mark(head)[:-4].decode(encoding)
    except UnicodeDecodeError as error:
        return error.end >= len(without_mark(head)) - 8
    return True


def _refuse_persons(place: Place, header: Header, below: int, decoded: str, roles: Roles) -> None:
    """Raise InputError when a column holds facts about persons, by its heading or by its values."""
    for headings in (header.headings, *(join_rows([cells]) for cells in header.below[:below])):
        for index, one in enumerate(headings):
            if one.levels and roles.is_personal(one):
                raise InputError([persons(header.place(place.file, index), str(one))])
    if may_hold_identity_numbers(decoded):
        code_words = vocabulary().words(lambda one: one.headers.in_codes)
        areas = {
            index
            for index, (one, meaning) in enumerate(zip(header.headings, _meanings(header, roles), strict=True))
            if meaning.role in _area_roles(roles) or any(word in one.normal for word in code_words)
        }
        column = column_of_identity_numbers(records_of(decoded, header.delimiter), areas)
        if column is not None:
            # Without a header the first row is a person's.
            heads = header.headings[column] if header.known > 1 and column < len(header.headings) else None
            raise InputError([identity_numbers(header.place(place.file, column), str(heads) if heads else "")])


def _area_roles(roles: Roles) -> set[str]:
    return {AREA, AREA_CODE, *roles.levels, *map(code_role, roles.levels)}


def _meanings(header: Header, roles: Roles) -> list[Meaning]:
    return [roles.meaning(one) if one.levels else Meaning() for one in header.headings]


def _columns(place: Place, header: Header, roles: Roles) -> dict[str, int]:
    """Return the column of each role; two columns for one role, and one that may hold two counts, are faults.

    A column below a group that may narrow it is taken only for an area or the month, and where no other column is; for
    a count that no other column holds it is a fault.
    """
    held: dict[str, int] = {}
    faults = []
    meanings = list(enumerate(_meanings(header, roles)))
    vague_words = vocabulary().words(lambda one: one.headers.vague_period)
    vague = {index for index, one in enumerate(header.headings) if one.normal in vague_words}
    for index, meaning in sorted(meanings, key=lambda column: (not column[1].sure, column[0] in vague)):
        role = meaning.role
        heads = header.headings[index]
        if meaning.rivals:
            faults.append(unclear_column(header.place(place.file, index), heads, meaning.rivals))
        if role is None or role == IGNORE or (role in held and (role == YEAR or index in vague)):
            continue
        earlier = held.get(role)
        if earlier is None and roles.is_count(role) and not meaning.sure:
            faults.append(unclear_column(header.place(place.file, index), heads, (role,)))
        elif earlier is None or _is_meant_rather(role, index, earlier, header, roles):
            held[role] = index
        elif meaning.sure and not roles.is_other_population(role, heads):
            faults.append(two_columns(place.file, role, earlier, index, header))
    if faults:
        raise InputError(faults)
    return dict(sorted(held.items(), key=lambda column: column[1]))


def _is_meant_rather(role: str, index: int, earlier: int, header: Header, roles: Roles) -> bool:
    """Whether of two columns of a population the later is the one that the columns file means."""
    return roles.is_other_population(role, header.headings[earlier]) and not roles.is_other_population(
        role, header.headings[index]
    )


def _with_levels(words: Mapping[str, int], header: Header, skipped: int, roles: Roles) -> dict[str, int]:
    """Give the columns `area` and `area_code`, which name no level, the level that the others leave to them.

    A name beside a village column is the town's (`区域, 村里`), and so is one on the left of another level; alone, or
    on the right of the levels above, it is the lowest level's (`乡镇, 名称`). A code is that of the lowest level with a
    name, unless codes of lower ones stand below it; where no column says a level, the codes do by their length.
    """
    found = {role: index for role, index in words.items() if role not in (AREA, AREA_CODE)}
    lowest = roles.levels[-1]
    spoken = roles.level_of(found)
    rows = header.below[skipped:]
    codes = [plain_code(cells[words[AREA_CODE]]) for cells in rows if len(cells) > words.get(AREA_CODE, len(cells))]
    coded = _level_of_codes(codes, roles)
    if AREA in words:
        named = [level for level in roles.levels if level in found or code_role(level) in found]
        beyond = bool(named) and lowest not in named and words[AREA] > found.get(named[-1], words[AREA])
        highest = named[0] if named and not beyond else None
        above = roles.levels[roles.levels.index(highest) - 1] if highest and highest != roles.levels[0] else lowest
        found.setdefault(above if highest else (not named and coded) or lowest, words[AREA])
    if AREA_CODE in words:
        lower = coded and (spoken is None or roles.levels.index(coded) > roles.levels.index(spoken))
        level = coded if lower else roles.level_of(found)
        found.setdefault(code_role(level or lowest), words[AREA_CODE])
    return found


def _level_of_codes(codes: Sequence[str], roles: Roles) -> str | None:
    """Return the lowest level that some codes are of by their length, None where that does not tell."""
    used = [stem(code) for code in codes if code]
    if any(is_statistical(code) for code in used):
        return roles.levels[-1]
    found = {level_of_code(code) or "" for code in used}
    return max(found, key=roles.levels.index) if found and found <= set(roles.levels) else None


def _notices(place: Place, encoding: str, titles: int, below: int) -> Iterator[Notice]:
    if encoding != UTF8:
        yield encoding_notice(place, encoding)
    if titles:
        sentence = plural(titles, "{count} row above the header skipped", "{count} rows above the header skipped")
        yield Notice("TITLE_ROWS", sentence, place)
    if below:
        sentence = plural(below, "a second header row skipped", "{count} more header rows skipped")
        yield Notice("SECOND_HEADER", sentence, place)


def encoding_notice(place: Place, encoding: str) -> Notice:
    """Return the notice that a file was not in UTF-8."""
    shown = SHOWN_AS.get(encoding, encoding)
    return Notice("ENCODING", text("read as {encoding}; --encoding forces another", encoding=shown), place)
