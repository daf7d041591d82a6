"""How a file is laid out: its encoding, delimiter and header, and which column holds what."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, InputError, Notice, Place, did_you_mean, fault
from popcalc.intake.decoding import SHOWN_AS, UTF8, candidates, without_mark
from popcalc.intake.roles import AREA, AREA_CODE, IGNORE, PERIOD, Roles
from popcalc.intake.sources import Source
from popcalc.language import text
from popcalc.periods import Run, run_in_name

HEAD_BYTES = 1 << 16
HEADER_ROWS = 15
"""How many rows from the top the header may stand below titles."""
DELIMITERS = (",", "\t", ";")


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

    `encodings` are to be tried in order; `skipped` is the number of records above the first data row; `width` is the
    number of columns up to the last that has a header. `words` leads from `period`, a level or `<level>_code` to the
    column that holds it; `run` is what the file's name says when there is no period column.
    """

    source: Source
    encodings: tuple[str, ...]
    delimiter: str
    skipped: int
    headers: tuple[str, ...]
    counts: tuple[CountColumn, ...]
    words: Mapping[str, int]
    run: Run | None
    notices: tuple[Notice, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns that every row must have."""
        return len(self.headers)

    @property
    def name(self) -> str:
        """The file's name in messages."""
        return self.source.name


@dataclass(frozen=True)
class _Header:
    """A row that may be the header: its position, its cells and how many of them are known."""

    row: int
    cells: tuple[str, ...]
    delimiter: str
    known: int


def lay_out(source: Source, roles: Roles, columns: Columns, encoding: str | None, year_start: int) -> Layout:
    """Return how a file is to be read; raises InputError when its header cannot be understood."""
    head = _head(source)
    if not head.strip():
        raise InputError(
            [
                fault(
                    "EMPTY_FILE",
                    text("the file is empty; it needs a header row and rows of counts"),
                    Place(source.name),
                )
            ]
        )
    encodings = candidates(head, lambda decoded: _best_header(decoded, roles).known, encoding or columns.encoding)
    decoded = without_mark(head).decode(encodings[0], errors="replace")
    header = _best_header(decoded, roles)
    _refuse_persons(source, header, roles)
    if header.known < 2 or not any(roles.of(cell) in roles.counts for cell in header.cells):
        raise InputError([_no_header(source, header, roles)])
    cells = header.cells
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    counts, words = _columns(source, header.row, cells, roles)
    skipped = header.row + _second_headers(decoded, header, counts, roles)
    run = None if PERIOD in words else run_in_name(source.name, year_start)
    faults = _missing_columns(source, header.row, words, run, roles)
    if faults:
        raise InputError(faults)
    notices = _notices(source, encodings[0], header, skipped, cells, counts, words)
    return Layout(source, tuple(encodings), header.delimiter, skipped, cells, counts, words, run, notices)


def _head(source: Source) -> bytes:
    try:
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            [fault("UNREADABLE", text("cannot be read: {reason}", reason=reason), Place(source.name))]
        ) from None
    cut = head.rfind(b"\n") + 1
    return head[:cut] if len(head) == HEAD_BYTES and cut and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def _best_header(decoded: str, roles: Roles) -> _Header:
    """Return the row near the top, under the delimiter, that has the most known headers; the first of equals."""
    best = _Header(0, (), ",", -1)
    for delimiter in DELIMITERS:
        for row, cells in enumerate(_records(decoded, delimiter)):
            known = len({role for cell in cells if (role := roles.of(cell)) is not None})
            if known > best.known:
                best = _Header(row, tuple(cells), delimiter, known)
    return best


def _records(decoded: str, delimiter: str) -> list[list[str]]:
    """Return the first records of a text; the last may be cut short."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) == HEADER_ROWS:
                break
    except csv.Error:
        pass
    return records


def _refuse_persons(source: Source, header: _Header, roles: Roles) -> None:
    for column, cell in enumerate(header.cells, start=1):
        if roles.is_personal(cell):
            raise InputError(
                [
                    fault(
                        "PERSONAL_DATA",
                        text(
                            "column {header} holds facts about persons; popcalc reads aggregate counts only: take the column out",
                            header=cell.strip(),
                        ),
                        Place(source.name, header.row + 1, column),
                    )
                ]
            )


def _no_header(source: Source, header: _Header, roles: Roles) -> Fault:
    unknown = next((cell.strip() for cell in header.cells if cell.strip() and roles.of(cell) is None), "")
    return fault(
        "NO_HEADER",
        text(
            "no header row with known columns in the first {rows} rows; one is needed with an area, the month and counts such as "
            "village, month, births, deaths, population{hint}; `popcalc counts` lists the known headers, --columns names others",
            rows=HEADER_ROWS,
            hint=did_you_mean(unknown, sorted(roles.counts)),
        ),
        Place(source.name, header.row + 1 if header.known > 0 else 1),
    )


def _columns(
    source: Source, row: int, cells: Sequence[str], roles: Roles
) -> tuple[tuple[CountColumn, ...], dict[str, int]]:
    """Return the columns of counts, and of the period and the areas; two columns for one key are a fault."""
    counts: dict[str, CountColumn] = {}
    words: dict[str, int] = {}
    faults = []
    for index, cell in enumerate(cells):
        role = roles.of(cell)
        if role is None or role == IGNORE:
            continue
        earlier = counts[role].index if role in counts else words.get(role)
        if earlier is not None:
            faults.append(
                fault(
                    "TWO_COLUMNS",
                    text(
                        "columns {one} ({first}) and {two} ({second}) both hold {key}; take one out, or say in a --columns file which is meant",
                        one=earlier + 1,
                        first=cells[earlier].strip(),
                        two=index + 1,
                        second=cell.strip(),
                        key=role,
                    ),  # fmt: skip
                    Place(source.name, row + 1, index + 1),
                )
            )
        elif role in roles.counts:
            counts[role] = CountColumn(index, cell.strip(), role, roles.factor(cell))
        else:
            words[role] = index
    if faults:
        raise InputError(faults)
    return tuple(counts.values()), _with_levels(words, roles)


def _with_levels(words: dict[str, int], roles: Roles) -> dict[str, int]:
    """Give the columns `area` and `area_code`, which name no level, the level that the others leave to them.

    A name beside a village column is the town's (`区域, 村里`), alone it is the leaf's; a code is the leaf's.
    """
    named = [level for level in roles.levels if level in words or f"{level}_code" in words]
    leaf = roles.levels[-1]
    if AREA in words:
        at = words.pop(AREA)
        above = roles.levels[roles.levels.index(named[0]) - 1] if named and roles.levels.index(named[0]) else leaf
        words.setdefault(leaf if not named else above, at)
        named = [level for level in roles.levels if level in words or f"{level}_code" in words]
    if AREA_CODE in words:
        words.setdefault(f"{named[-1] if named else leaf}_code", words.pop(AREA_CODE))
    return {role: index for role, index in words.items() if role not in (AREA, AREA_CODE)}


def _second_headers(decoded: str, header: _Header, counts: Sequence[CountColumn], roles: Roles) -> int:
    """Return the number of records from the header to the first data row: 1, and the second headers below it.

    A second header is the same columns in another language, or their numbers: no count column holds a figure there,
    or every cell is its column's number.
    """
    records = _records(decoded, header.delimiter)[header.row + 1 :]
    below = 0
    for cells in records:
        filled = [(index, cell.strip()) for index, cell in enumerate(cells) if cell.strip()]
        numbers = (
            len(filled) > 2
            and all(cell.isdigit() for _, cell in filled)
            and [int(cell) for _, cell in filled]
            in (
                list(range(1, len(filled) + 1)),
                list(range(filled[0][0] + 1, filled[0][0] + 1 + len(filled))),
            )
        )
        known = sum(roles.of(cell) is not None for _, cell in filled)
        figures = any(
            any(mark.isdigit() for mark in cells[column.index]) and roles.of(cells[column.index]) is None
            for column in counts
            if column.index < len(cells)
        )
        if not numbers and (known < 2 or figures):
            break
        below += 1
    return 1 + below


def _missing_columns(source: Source, row: int, words: Mapping[str, int], run: Run | None, roles: Roles) -> list[Fault]:
    faults = []
    if PERIOD not in words and run is None:
        faults.append(
            fault(
                "NO_PERIOD",
                text(
                    "no month: add a column `month` with figures such as 2013-06, or name the file after its month (2013-06.csv)"
                ),
                Place(source.name, row + 1),
            )
        )
    if not any(level in words or f"{level}_code" in words for level in roles.levels):
        faults.append(
            fault(
                "NO_AREA",
                text("no area: add a column `village` (or `town`) with names or `village_code` with codes"),
                Place(source.name, row + 1),
            )
        )
    return faults


def _notices(
    source: Source,
    encoding: str,
    header: _Header,
    skipped: int,
    cells: Sequence[str],
    counts: Sequence[CountColumn],
    words: Mapping[str, int],
) -> tuple[Notice, ...]:
    notices = []
    place = Place(source.name)
    if encoding != UTF8:
        notices.append(
            Notice(
                "ENCODING",
                text("read as {encoding}; --encoding forces another", encoding=SHOWN_AS.get(encoding, encoding)),
                place,
            )
        )
    if header.row:
        notices.append(Notice("TITLE_ROWS", text("{rows} rows above the header skipped", rows=header.row), place))
    if skipped - header.row > 1:
        notices.append(Notice("SECOND_HEADER", text("a second header row skipped"), place))
    used = {column.index for column in counts} | set(words.values())
    unused = [cell.strip() for index, cell in enumerate(cells) if index not in used and cell.strip()]
    if unused:
        notices.append(Notice("UNUSED_COLUMNS", text("columns not used: {columns}", columns=", ".join(unused)), place))
    return tuple(notices)
