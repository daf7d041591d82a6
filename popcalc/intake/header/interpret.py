"""From a file's first bytes to how it is read: the header is found and each column interpreted, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from popcalc.areas.completion import is_statistical, level_of_code
from popcalc.areas.labels import code_role
from popcalc.areas.tree import plain_code, stem
from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, Notice, Place
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
from popcalc.intake.header.headings import Heading, join_rows, plain_lines
from popcalc.intake.header.layout import Column, ColumnClass, Layout, Refused, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header, find_header, records_of, second_headers
from popcalc.intake.header.months import first_runs
from popcalc.intake.header.persons import column_of_identity_numbers, may_hold_identity_numbers
from popcalc.intake.header.titles import title_notices
from popcalc.intake.header.unused import count_to_date, only_to_date, unused_notice
from popcalc.intake.header.words import AREA, AREA_CODE, CODE_WORDS, IGNORE, PERIOD, VAGUE, YEAR
from popcalc.intake.sources.source import Source
from popcalc.intake.text.head import Head, read_head
from popcalc.intake.text.wrong_bytes import wrong_head
from popcalc.language import plural
from popcalc.periods import Calendar, Run

AREA_NAMES = (AREA, AREA_CODE)
"""Roles of columns of areas that name no level."""


@dataclass(frozen=True)
class _Held:
    """Which column holds each role, and what is wrong with columns that may hold the same or several."""

    column_of: Mapping[str, int]
    faults: tuple[Fault, ...]


def lay_out(
    source: Source, lexicon: HeaderLexicon, columns: Columns, encoding: str | None, calendar: Calendar
) -> Layout | Refused:
    """Return how a file is to be read, or what of its header cannot be understood."""
    head = read_head(source, lambda decoded: find_header(decoded, lexicon).known, encoding or columns.encoding)
    if isinstance(head, Fault):
        return Refused((head,))
    header = find_header(head.decoded, lexicon)
    place = Place(source.name)
    below = second_headers(header, lexicon)
    held = _columns_of_roles(source.name, header, lexicon)
    faults = (
        _about_persons(source.name, header, below, head.decoded, lexicon)
        or lost_characters(source.name, header, read_whole=head.fits)
        or misread_headers(source.name, header, lexicon)
        or _nothing_known(source, header, head, lexicon)
        or held.faults
    )
    if faults:
        return Refused(tuple(faults))
    words = {role: index for role, index in held.column_of.items() if not lexicon.is_count(role)}
    words = _with_levels(words, header, below, lexicon)
    run = None if PERIOD in words else source.run(calendar)
    words = _with_year(words, run, columns)
    leaf = lexicon.level_of(words)
    missing = [no_period(Place(source.name, header.row + 1))] if PERIOD not in words and run is None else []
    if leaf is None or missing:
        return Refused((*missing, *([no_area(Place(source.name, header.row + 1))] if leaf is None else [])))
    counts = {role: index for role, index in held.column_of.items() if lexicon.is_count(role)}
    interpreted = _interpreted(header, {**counts, **words}, lexicon)
    unread = [
        one
        for one, column in zip(header.headings, interpreted, strict=True)
        if not column.is_read and column.column_class is not ColumnClass.DESCRIPTION and one.levels
    ]
    rows = header.below[below:]
    runs = [run] if run else first_runs(rows, words[PERIOD], words.get(YEAR), columns, calendar)
    return Layout(
        source=source,
        encodings=head.encodings,
        delimiter=header.delimiter,
        skipped=header.row + header.depth + below,
        columns=interpreted,
        leaf=leaf,
        run=run,
        lines_above=plain_lines(header.titles + header.rows + header.below[:below]),
        notices=(
            *head.notices,
            *_notices(place, header.row, below),
            *filter(None, [unused_notice(place, unread, held.column_of, lexicon)]),
            *title_notices(place, header.titles, runs, calendar, cumulative=columns.cumulative),
        ),
    )


def _about_persons(file: str, header: Header, below: int, decoded: str, lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    """Return the fault of a column that holds facts about persons, by its heading or by its values."""
    for headings in (header.headings, *(join_rows([cells]) for cells in header.below[:below])):
        for index, one in enumerate(headings):
            if one.levels and lexicon.is_personal(one):
                return (persons(header.place(file, index), str(one)),)
    if not may_hold_identity_numbers(decoded):
        return ()
    area_roles = {*AREA_NAMES, *lexicon.levels, *map(code_role, lexicon.levels)}
    areas = {
        index
        for index, one in enumerate(header.headings)
        if lexicon.meaning(one).role in area_roles or any(word in one.normal for word in CODE_WORDS)
    }
    column = column_of_identity_numbers(records_of(decoded, header.delimiter), areas)
    if column is None:
        return ()
    # Without a header the first row is a person's.
    heads = header.headings[column] if header.known > 1 and column < len(header.headings) else None
    return (identity_numbers(header.place(file, column), str(heads) if heads else ""),)


def _nothing_known(source: Source, header: Header, head: Head, lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    """Return the fault of a file without a known header, or with one that has no count."""
    meanings = map(lexicon.meaning, header.headings)
    if header.known >= 2 and any(lexicon.is_count(meaning.role) or meaning.rivals for meaning in meanings):
        return ()
    place = Place(source.name, header.row + 1)
    to_date = only_to_date(place, header.headings, lexicon)
    return (wrong_head(source, head) or to_date or no_header(place, header, lexicon),)


def _columns_of_roles(file: str, header: Header, lexicon: HeaderLexicon) -> _Held:
    """Return the column of each role; two columns for one role, and one that may hold two counts, are faults.

    A column below a group that may narrow it is taken only for an area or the month, and where no other column is; for
    a count that no other column holds it is a fault.
    """
    held: dict[str, int] = {}
    faults = []
    vague = {index for index, one in enumerate(header.headings) if one.normal in VAGUE}
    meanings = enumerate(map(lexicon.meaning, header.headings))
    for index, meaning in sorted(meanings, key=lambda column: (not column[1].sure, column[0] in vague)):
        role = meaning.role
        heads = header.headings[index]
        if meaning.rivals:
            faults.append(unclear_column(header.place(file, index), heads, meaning.rivals))
        if role is None or role == IGNORE or (role in held and (role == YEAR or index in vague)):
            continue
        earlier = held.get(role)
        if earlier is None and lexicon.is_count(role) and not meaning.sure:
            faults.append(unclear_column(header.place(file, index), heads, (role,)))
        elif earlier is None or _is_meant_rather(role, index, earlier, header, lexicon):
            held[role] = index
        elif meaning.sure and not lexicon.is_other_population(role, heads):
            faults.append(two_columns(file, role, earlier, index, header))
    return _Held(dict(sorted(held.items(), key=lambda column: column[1])), tuple(faults))


def _is_meant_rather(role: str, index: int, earlier: int, header: Header, lexicon: HeaderLexicon) -> bool:
    """Whether of two columns of a population the later is the one that the columns file means."""
    return lexicon.is_other_population(role, header.headings[earlier]) and not lexicon.is_other_population(
        role, header.headings[index]
    )


def _with_levels(words: Mapping[str, int], header: Header, skipped: int, lexicon: HeaderLexicon) -> dict[str, int]:
    """Give the columns `area` and `area_code`, which name no level, the level that the others leave to them.

    A name beside a village column is the town's (`区域, 村里`), and so is one on the left of another level; alone, or
    on the right of the levels above, it is the lowest level's (`乡镇, 名称`). A code is that of the lowest level with a
    name, unless codes of lower ones stand below it; where no column says a level, the codes do by their length.
    """
    found = {role: index for role, index in words.items() if role not in AREA_NAMES}
    lowest = lexicon.levels[-1]
    spoken = lexicon.level_of(found)
    rows = header.below[skipped:]
    codes = [plain_code(cells[words[AREA_CODE]]) for cells in rows if len(cells) > words.get(AREA_CODE, len(cells))]
    coded = _level_of_codes(codes, lexicon)
    if AREA in words:
        named = [level for level in lexicon.levels if level in found or code_role(level) in found]
        beyond = bool(named) and lowest not in named and words[AREA] > found.get(named[-1], words[AREA])
        highest = named[0] if named and not beyond else None
        above = (
            lexicon.levels[lexicon.levels.index(highest) - 1] if highest and highest != lexicon.levels[0] else lowest
        )
        found.setdefault(above if highest else (not named and coded) or lowest, words[AREA])
    if AREA_CODE in words:
        lower = coded and (spoken is None or lexicon.levels.index(coded) > lexicon.levels.index(spoken))
        own = coded if lower else lexicon.level_of(found)
        found.setdefault(code_role(own or lowest), words[AREA_CODE])
    return found


def _level_of_codes(codes: Sequence[str], lexicon: HeaderLexicon) -> str | None:
    """Return the lowest level that some codes are of by their length, None where that does not tell."""
    used = [stem(code) for code in codes if code]
    if any(is_statistical(code) for code in used):
        return lexicon.levels[-1]
    found = {level_of_code(code) or "" for code in used}
    return max(found, key=lexicon.levels.index) if found and found <= set(lexicon.levels) else None


def _with_year(words: Mapping[str, int], run: Run | None, columns: Columns) -> dict[str, int]:
    """Return the columns with the one of years only where it is needed.

    It goes with a column of months, unless the columns file says how these are written; by itself it is a period, where
    the file's name (`run`) says none.
    """
    found = dict(words)
    if YEAR not in found or (PERIOD in found and not columns.period):
        return found
    year = found.pop(YEAR)
    return found if PERIOD in found or run is not None else {**found, PERIOD: year}


def _interpreted(header: Header, role_of_column: Mapping[str, int], lexicon: HeaderLexicon) -> tuple[Column, ...]:
    """Return every column with its class and the reason for it."""
    roles = {index: role for role, index in role_of_column.items()}
    return tuple(
        _read_column(index, one, roles[index], header, lexicon)
        if index in roles
        else _unread_column(index, one, lexicon)
        for index, one in enumerate(header.headings)
    )


def _read_column(index: int, heads: Heading, role: str, header: Header, lexicon: HeaderLexicon) -> Column:
    if lexicon.is_count(role):
        factor = lexicon.factor(role, heads.unit, header.units)
        return Column(index, str(heads), ColumnClass.COUNT, Why.HEADER, role, factor)
    kind = ColumnClass.PERIOD if role in (PERIOD, YEAR) else ColumnClass.AREA
    return Column(index, str(heads), kind, Why.HEADER, role)


def _unread_column(index: int, heads: Heading, lexicon: HeaderLexicon) -> Column:
    """Return a column that is not read, with what it is as far as its header says."""
    role = lexicon.meaning(heads).role
    if not heads.levels:
        found = ColumnClass.UNKNOWN, Why.NO_HEADER, ""
    elif role == IGNORE:
        found = ColumnClass.DESCRIPTION, Why.SAYS_NOTHING, ""
    elif role is not None:
        kind = ColumnClass.PERIOD if role in (PERIOD, YEAR) else ColumnClass.AREA
        found = ColumnClass.COUNT if lexicon.is_count(role) else kind, Why.GIVES_WAY, role
    elif (count := count_to_date(heads, lexicon)) is not None:
        found = ColumnClass.COMPARISON, Why.NOT_OF_THIS_PERIOD, count
    elif heads.is_rate or lexicon.indicator_of(str(heads)) is not None:
        found = ColumnClass.RATE, Why.NO_COUNT, ""
    else:
        found = ColumnClass.UNKNOWN, Why.NOT_KNOWN, ""
    return Column(index, str(heads), *found)


def _notices(place: Place, titles: int, below: int) -> Iterator[Notice]:
    if titles:
        sentence = plural(titles, "{count} row above the header skipped", "{count} rows above the header skipped")
        yield Notice("TITLE_ROWS", sentence, place)
    if below:
        sentence = plural(below, "a second header row skipped", "{count} more header rows skipped")
        yield Notice("SECOND_HEADER", sentence, place)
