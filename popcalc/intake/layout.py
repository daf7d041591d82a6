"""How a file is laid out: its encoding, delimiter and header, and which column holds what."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from popcalc.areas.completion import is_statistical
from popcalc.areas.labels import code_role
from popcalc.areas.tree import plain_code
from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, InputError, Notice, Place, did_you_mean, fault
from popcalc.intake.decoding import SHOWN_AS, UTF8, candidates, without_mark
from popcalc.intake.header import HEADER_ROWS, Header, find_header, personal_column, second_headers
from popcalc.intake.header_words import AREA, AREA_CODE, IGNORE, PERIOD
from popcalc.intake.roles import Roles
from popcalc.intake.sources import Source, why
from popcalc.intake.wrong_bytes import wrong_head
from popcalc.language import text
from popcalc.periods import Run

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
    it; `run` is what the file's name says when there is no period column; `leaf` is the level of the rows.
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
    notices: tuple[Notice, ...] = ()

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
    _refuse_persons(source, header, roles)
    if header.known < 2 or not any(roles.is_count(roles.of(cell)) for cell in header.cells):
        raise InputError([wrong_head(source, head, encodings) or _no_header(source, header, roles)])
    cells = header.cells
    while not cells[-1].strip():
        cells = cells[:-1]
    counts, words = _columns(Place(source.name, header.row + 1), cells, roles)
    words = _with_levels(words, header, roles)
    below = second_headers(header, [column.index for column in counts], roles)
    run = None if PERIOD in words else source.run(year_start)
    leaf = roles.level_of(words)
    if faults := list(_missing_columns(Place(source.name, header.row + 1), words, leaf, run)):
        raise InputError(faults)
    assert leaf is not None
    used = {column.index for column in counts} | set(words.values())
    unused = [cell.strip() for index, cell in enumerate(cells) if index not in used and cell.strip()]
    return Layout(
        source=source,
        encodings=tuple(encodings),
        delimiter=header.delimiter,
        skipped=header.row + 1 + below,
        headers=cells,
        counts=counts,
        words=words,
        leaf=leaf,
        run=run,
        notices=tuple(_notices(Place(source.name), UTF8 if forced else encodings[0], header.row, below, unused)),
    )


def _head(source: Source) -> bytes:
    try:
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        sentence = text("cannot be read: {reason}", reason=why(error))
        raise InputError([fault("UNREADABLE", sentence, Place(source.name))]) from None
    cut = head.rfind(b"\n") + 1
    return head[:cut] if len(head) == HEAD_BYTES and cut and b"\0" not in head else head


def _refuse_persons(source: Source, header: Header, roles: Roles) -> None:
    column = personal_column(header, roles)
    if column is not None:
        sentence = text(
            "column {header} holds facts about persons; popcalc reads aggregate counts only: take the column out",
            header=header.cells[column].strip() if column < len(header.cells) else str(column + 1),
        )
        raise InputError([fault("PERSONAL_DATA", sentence, Place(source.name, header.row + 1, column + 1))])


def _no_header(source: Source, header: Header, roles: Roles) -> Fault:
    unknown = next((cell.strip() for cell in header.cells if cell.strip() and roles.of(cell) is None), "")
    sentence = text(
        "no header row with known columns in the first {rows} rows; one is needed with an area, the month and counts "
        "such as village, month, births, deaths, population{hint}; `popcalc counts` lists the known headers, --columns "
        "names others",
        rows=HEADER_ROWS,
        hint=did_you_mean(unknown, sorted(roles.units)),
    )
    return fault("NO_HEADER", sentence, Place(source.name, header.row + 1 if header.known > 0 else 1))


def _columns(place: Place, cells: Sequence[str], roles: Roles) -> tuple[tuple[CountColumn, ...], dict[str, int]]:
    """Return the columns of counts, and of the period and the areas; two columns for one key are a fault."""
    held: dict[str, int] = {}
    faults = []
    for index, cell in enumerate(cells):
        role = roles.of(cell)
        if role is None or role == IGNORE:
            continue
        earlier = held.get(role)
        if earlier is None or (roles.is_other_population(cells[earlier]) and not roles.is_other_population(cell)):
            held[role] = index
        elif not roles.is_other_population(cell) or roles.is_other_population(cells[earlier]):
            sentence = text(
                "columns {one} ({first}) and {two} ({second}) both hold {key}; take one out, or say in a --columns "
                "file which is meant",
                one=earlier + 1,
                first=cells[earlier].strip(),
                two=index + 1,
                second=cell.strip(),
                key=role,
            )
            faults.append(fault("TWO_COLUMNS", sentence, Place(place.file, place.row, index + 1)))
    if faults:
        raise InputError(faults)
    counts = tuple(
        CountColumn(index, cells[index].strip(), role, roles.factor(cells[index]))
        for role, index in held.items()
        if roles.is_count(role)
    )
    return counts, {role: index for role, index in held.items() if not roles.is_count(role)}


def _with_levels(words: Mapping[str, int], header: Header, roles: Roles) -> dict[str, int]:
    """Give the columns `area` and `area_code`, which name no level, the level that the others leave to them.

    A name beside a village column is the town's (`区域, 村里`), alone it is the lowest level's. A code is that of the
    lowest level with a name, unless codes of villages stand below it.
    """
    found = {role: index for role, index in words.items() if role not in (AREA, AREA_CODE)}
    lowest = roles.levels[-1]
    if AREA in words:
        highest = next((level for level in roles.levels if level in found or code_role(level) in found), None)
        above = roles.levels[roles.levels.index(highest) - 1] if highest and highest != roles.levels[0] else lowest
        found.setdefault(above if highest else lowest, words[AREA])
    if AREA_CODE in words:
        codes = [plain_code(cells[words[AREA_CODE]]) for cells in header.below if len(cells) > words[AREA_CODE]]
        of_villages = any(is_statistical(code) and not code.endswith("000") for code in codes)
        level = lowest if of_villages else roles.level_of(found)
        found.setdefault(code_role(level or lowest), words[AREA_CODE])
    return found


def _missing_columns(place: Place, words: Mapping[str, int], leaf: str | None, run: Run | None) -> Iterator[Fault]:
    if PERIOD not in words and run is None:
        sentence = text(
            "no month: add a column `month` with figures such as 2013-06, or name the file after its month "
            "(2013-06.csv)"
        )
        yield fault("NO_PERIOD", sentence, place)
    if leaf is None:
        sentence = text("no area: add a column `village` (or `town`) with names or `village_code` with codes")
        yield fault("NO_AREA", sentence, place)


def _notices(place: Place, encoding: str, titles: int, below: int, unused: Sequence[str]) -> Iterator[Notice]:
    if encoding != UTF8:
        yield encoding_notice(place, encoding)
    if titles:
        yield Notice("TITLE_ROWS", text("{rows} rows above the header skipped", rows=titles), place)
    if below:
        yield Notice("SECOND_HEADER", text("a second header row skipped"), place)
    if unused:
        yield Notice("UNUSED_COLUMNS", text("columns not used: {columns}", columns=", ".join(unused)), place)


def encoding_notice(place: Place, encoding: str) -> Notice:
    """Return the notice that a file was not in UTF-8."""
    shown = SHOWN_AS.get(encoding, encoding)
    return Notice("ENCODING", text("read as {encoding}; --encoding forces another", encoding=shown), place)
