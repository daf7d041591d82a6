"""A block of a file as columns: counts as whole numbers, areas as positions in pools, months as numbers.

pandas parses at full speed, and nothing that it parses is believed before it is checked: every record must have the
same number of cells (counted in the bytes, since pandas lets a surplus cell spill into the next count when it reads
only some columns), and every count column must have come out as whole numbers. What does not is read again, by its
distinct texts or record by record, so that each fault has an exact place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.identity import Pool
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.errors import COUNTED, Fault, Place, fault
from popcalc.intake.blocks import Block
from popcalc.intake.cells import LARGEST_COUNT, NIL_MARKS, CellError, CellRules, read_cell
from popcalc.intake.layout import CountColumn, Layout
from popcalc.intake.roles import PERIOD
from popcalc.language import text
from popcalc.periods import PeriodError, Run, read_run
from popcalc.table import MISSING

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Words = npt.NDArray[np.object_]

TOTAL_WORDS = frozenset(
    {"合计", "合計", "小计", "小計", "总计", "總計", "总合计", "共计", "total", "subtotal", "grand total", "sum"}
)
SCIENTIFIC_CODE = re.compile(r"\d+(\.\d+)?[eE]\+?\d+")
SURPLUS = "surplus"


@dataclass
class FaultList:
    """The faults found so far, counted to a bound so that a hopeless file does not fill the memory."""

    faults: list[Fault] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether there are so many that counting on says nothing more."""
        return len(self.faults) > COUNTED

    def add(self, code: str, sentence: object, place: Place) -> None:
        """Take in one fault, unless the list is full."""
        if not self.full:
            self.faults.append(fault(code, sentence, place))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Reading:
    """What is the same for every block of every file: the wanted counts, the rules, and the pools that fill up."""

    catalogue: Catalogue
    columns: Columns
    wanted: frozenset[str]
    year_start: int
    pools: Mapping[str, Pool]
    faults: FaultList = field(default_factory=FaultList)
    runs: dict[str, Run | PeriodError] = field(default_factory=dict)
    totals: dict[str, list[bool]] = field(default_factory=dict)

    def marks_total(self, role: str) -> npt.NDArray[np.bool_]:
        """Return for each word of a pool whether it marks a row of totals; each word is looked at once."""
        known = self.totals.setdefault(role, [])
        known += [is_total(word) for word in self.pools[role].words[len(known) :]]
        return np.array(known)

    def run(self, written: str) -> Run | PeriodError:
        """Return the months that a period cell means, or what is wrong with it; each text is read once."""
        if written not in self.runs:
            try:
                self.runs[written] = read_period(written, self.columns.period, self.year_start)
            except PeriodError as error:
                self.runs[written] = error
        return self.runs[written]

    def rules(self, column: CountColumn) -> CellRules:
        """Return how the cells of a count column are read."""
        nil_marks = NIL_MARKS | {mark.casefold() for mark in self.columns.nil_marks}
        nil_value = 0 if self.columns.nil == "zero" else MISSING
        return CellRules(self.catalogue.counts[column.key], column.factor, nil_marks, nil_value)


@dataclass(frozen=True)
class Chunk:
    """The rows of one block: positions in the pools by role, first and last month, counts by key, row numbers."""

    words: Mapping[str, npt.NDArray[np.int32]]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    counts: Mapping[str, Ints]
    row: npt.NDArray[np.int32]
    totals: int = 0


def read_period(written: str, pattern: str | None, year_start: int) -> Run:
    """Return the months that a period cell means; `pattern` is a strptime form that is tried first."""
    if pattern:
        from datetime import datetime

        try:
            day = datetime.strptime(written.strip(), pattern)
        except ValueError:
            raise PeriodError(
                text("{cell} does not have the form {form} that the columns file gives", cell=written, form=pattern)
            ) from None
        month = day.year * 12 + day.month - 1
        return Run(month, month)
    return read_run(written, year_start)


def read_rows(block: Block, layout: Layout, reading: Reading) -> Chunk | None:
    """Return the rows of a block, None when it holds none; faults go into `reading.faults`."""
    wanted = [column for column in layout.counts if column.key in reading.wanted]
    table = _regular(block, layout, wanted) or _irregular(block, layout, wanted, reading.faults)
    if not len(table.row):
        return None
    counts = {column.key: _counts(table, column, layout, reading) for column in wanted}
    start, end = _months(table, layout, reading)
    words = {
        role: _positions(table, role, index, layout, reading) for role, index in layout.words.items() if role != PERIOD
    }
    keep, totals = _kept(table, words, layout, reading)
    if not keep.any():
        return None
    if not keep.all():
        words = {role: positions[keep] for role, positions in words.items()}
        counts = {key: values[keep] for key, values in counts.items()}
        start, end, row = start[keep], end[keep], table.row[keep]
    else:
        row = table.row
    return Chunk(words, start, end, {key: _narrow(values) for key, values in counts.items()}, row, totals)


@dataclass
class _Table:
    """The wanted cells of a block by column position: whole numbers where all were, else texts; and the row numbers."""

    cells: dict[int, Ints | Words]
    row: npt.NDArray[np.int32]


def _regular(block: Block, layout: Layout, wanted: Sequence[CountColumn]) -> _Table | None:
    """Return the cells when every record has the same number of them and no quotes matter, else None."""
    content = block.content if block.content.endswith(b"\n") else block.content + b"\n"
    unquoted = _without_quotes(content, layout.delimiter.encode())
    if unquoted is None:
        return None
    width = _even_width(unquoted, layout.delimiter)
    if width is None or width < layout.width:
        return None
    texts = list(layout.words.values())
    numbers = [column.index for column in wanted]
    surplus = list(range(layout.width, width))
    frame = _parse(unquoted, width, [*texts, *numbers, *surplus], dict.fromkeys([*texts, *surplus], object), layout)
    if any((frame[index] != "").any() for index in surplus):
        return None
    odd = [index for index in numbers if not _whole_numbers(frame[index])]
    cells: dict[int, Ints | Words] = {
        index: frame[index].to_numpy() for index in [*texts, *numbers] if index not in odd
    }
    if odd:
        again = _parse(unquoted, width, odd, dict.fromkeys(odd, object), layout)
        cells |= {index: again[index].to_numpy() for index in odd}
    row = np.arange(block.first, block.first + len(frame), dtype=np.int32)
    return _without_blank_rows(_Table(cells, row), odd)


def _parse(
    content: bytes, width: int, columns: Sequence[int], types: Mapping[int, type], layout: Layout
) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(content),
        sep=layout.delimiter,
        header=None,
        names=range(width),
        usecols=sorted(columns),
        dtype=dict(types),  # type: ignore[arg-type]
        index_col=False,
        na_filter=False,
        skip_blank_lines=False,
        quoting=csv.QUOTE_NONE,
        encoding="utf-8",
    )


def _without_quotes(content: bytes, delimiter: bytes) -> bytes | None:
    """Return the block without its quotes when they only wrap whole plain cells; None when they matter.

    A quoted cell with a delimiter or a line end inside shows afterwards as a record of another width.
    """
    quotes = content.count(b'"')
    if not quotes:
        return content
    around = (b'"' + delimiter, delimiter + b'"', b'"\n', b'\n"')
    wrapping = sum(content.count(mark) for mark in around) + content.startswith(b'"')
    return content.replace(b'"', b"") if wrapping == quotes and b'""' not in content else None


def _even_width(content: bytes, delimiter: str) -> int | None:
    """Return the number of cells in each record, None when it is not the same in all."""
    letters = np.frombuffer(content, dtype=np.uint8)
    marks = np.flatnonzero((letters == ord(delimiter)) | (letters == ord("\n")))
    lines = content.count(b"\n")
    width, left_over = divmod(len(marks), lines)
    even = not left_over and bool((letters[marks[width - 1 :: width]] == ord("\n")).all())
    return width if even else None


def _whole_numbers(column: pd.Series) -> bool:
    return column.dtype == np.int64 and bool(column.min() >= 0) and bool(column.max() <= LARGEST_COUNT)


def _without_blank_rows(table: _Table, odd: Sequence[int]) -> _Table:
    """Leave out rows in which no wanted cell says anything; there are none where a count column is all numbers."""
    if len(odd) < sum(values.dtype != object for values in table.cells.values()) + len(odd):
        return table
    blank = np.logical_and.reduce([values == "" for values in table.cells.values()])
    return _Table({index: values[~blank] for index, values in table.cells.items()}, table.row[~blank])


def _irregular(block: Block, layout: Layout, wanted: Sequence[CountColumn], faults: FaultList) -> _Table:
    """Return the cells record by record; records of the wrong length are faults."""
    needed = sorted({*layout.words.values(), *(column.index for column in wanted)})
    kept: list[list[str]] = []
    rows: list[int] = []
    reader = csv.reader(io.StringIO(block.content.decode("utf-8"), newline=""), delimiter=layout.delimiter)
    number = block.first - 1
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            faults.add(
                "BROKEN_RECORD",
                text("this record cannot be read: {reason}", reason=str(error)),
                Place(layout.name, number),
            )
            continue
        if not any(cell.strip() for cell in record):
            continue
        if len(record) < layout.width:
            sentence = text(
                "this row has {cells} cells, the header has {width}; fill in the missing ones, leaving a cell empty where nothing is known",
                cells=len(record), width=layout.width,
            )  # fmt: skip
            faults.add("SHORT_ROW", sentence, Place(layout.name, number, len(record) + 1))
        elif any(cell.strip() for cell in record[layout.width :]):
            sentence = text(
                "this row has {cells} cells, the header has {width}; a thousands separator may have split a number: write it without, or in quotes",
                cells=len(record), width=layout.width,
            )  # fmt: skip
            faults.add("LONG_ROW", sentence, Place(layout.name, number, layout.width + 1))
        else:
            kept.append([record[index] for index in needed])
            rows.append(number)
    cells: dict[int, Ints | Words] = {
        index: np.array([record[place] for record in kept], dtype=object) for place, index in enumerate(needed)
    }
    return _Table(cells, np.array(rows, dtype=np.int32))


def _counts(table: _Table, column: CountColumn, layout: Layout, reading: Reading) -> Ints:
    """Return a count column as whole numbers in the count's smallest unit."""
    rules = reading.rules(column)
    cells = table.cells[column.index]
    if cells.dtype != object:
        return cells * (rules.factor * 10**rules.count.decimals)
    codes, distinct = pd.factorize(cells)
    values = np.empty(len(distinct), dtype=np.int64)
    for position, written in enumerate(distinct):
        try:
            values[position] = read_cell(written, rules)
        except CellError as error:
            values[position] = MISSING
            for row in table.row[codes == position].tolist():
                sentence = text(
                    "{header} is {cell}: {reason}", header=column.header, cell=_quoted(written), reason=error.reason
                )
                reading.faults.add(error.code, sentence, Place(layout.name, row, column.index + 1))
    return values[codes]


def _quoted(written: str) -> str:
    return f"“{written if len(written) <= 40 else written[:39] + '…'}”"


def _months(table: _Table, layout: Layout, reading: Reading) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the first and the last month of each row."""
    if PERIOD not in layout.words:
        assert layout.run is not None
        return (
            np.full(len(table.row), layout.run.start, dtype=np.int32),
            np.full(len(table.row), layout.run.end, dtype=np.int32),
        )
    index = layout.words[PERIOD]
    codes, distinct = pd.factorize(table.cells[index])
    runs = np.zeros((len(distinct), 2), dtype=np.int32)
    for position, written in enumerate(distinct):
        run = reading.run(written)
        if isinstance(run, Run):
            runs[position] = run.start, run.end
            continue
        for row in table.row[codes == position].tolist():
            if not _is_total_row(table, row, layout):
                reading.faults.add("NOT_A_PERIOD", run.text, Place(layout.name, row, index + 1))
    return runs[codes, 0], runs[codes, 1]


def _is_total_row(table: _Table, row: int, layout: Layout) -> bool:
    place = int(np.flatnonzero(table.row == row)[0])
    return any(is_total(str(table.cells[index][place])) for index in layout.words.values())


def is_total(name: str) -> bool:
    """Return whether a name marks a row of totals."""
    return re.sub(r"[\s:]", "", name).casefold() in TOTAL_WORDS


def _positions(table: _Table, role: str, index: int, layout: Layout, reading: Reading) -> npt.NDArray[np.int32]:
    """Return the position of each row's word in the role's pool."""
    codes, distinct = pd.factorize(table.cells[index])
    pool = reading.pools[role]
    if pool.is_code:
        for position, written in enumerate(distinct):
            if SCIENTIFIC_CODE.fullmatch(written.strip()):
                for row in table.row[codes == position].tolist():
                    sentence = text(
                        "the code {code} is in scientific form: the spreadsheet has cut its digits; format the column as text, enter the codes again and save",
                        code=_quoted(written),
                    )
                    reading.faults.add("SCIENTIFIC_CODE", sentence, Place(layout.name, row, index + 1))
    positions = np.array([pool.position(written) for written in distinct], dtype=np.int32)
    return positions[codes]


def _kept(
    table: _Table, words: Mapping[str, npt.NDArray[np.int32]], layout: Layout, reading: Reading
) -> tuple[npt.NDArray[np.bool_], int]:
    """Return which rows are villages' (not totals), and the number of totals; a row that names no area is a fault."""
    names = {role: positions for role, positions in words.items() if not reading.pools[role].is_code}
    total = np.zeros(len(table.row), dtype=bool)
    for role, positions in names.items():
        marks = reading.marks_total(role)
        if marks.any():
            total |= marks[positions]
    leaf = next(
        level for level in reversed(reading_levels(reading, words)) if level in words or f"{level}_code" in words
    )
    named = np.logical_or.reduce([words[role] > 0 for role in (leaf, f"{leaf}_code") if role in words])
    index = layout.words.get(leaf, layout.words.get(f"{leaf}_code", 0))
    for row in table.row[~named & ~total].tolist():
        sentence = text("this row has no name or code of its {level}; fill it in, or take the row out", level=leaf)
        reading.faults.add("NO_AREA_IN_ROW", sentence, Place(layout.name, row, index + 1))
    return named & ~total, int(total.sum())


def reading_levels(reading: Reading, words: Mapping[str, object]) -> Sequence[str]:
    """Return the levels that the pools speak of, from the top down."""
    levels = [pool.level for role, pool in reading.pools.items() if not pool.is_code]
    return [level for level in levels if level in words or f"{level}_code" in words]


def _narrow(values: Ints) -> Ints:
    """Return the counts in 32 bits where they fit, to keep the table small."""
    fits = values.max(initial=0) < np.iinfo(np.int32).max
    return values.astype(np.int32) if fits else values  # type: ignore[return-value]
