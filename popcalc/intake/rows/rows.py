"""A block of a file as rows: counts as whole numbers, areas as positions in pools, months as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Pool, code_role
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.errors import COUNTED, Place
from popcalc.intake.header.layout import CountColumn, Layout
from popcalc.intake.header.words import PERIOD
from popcalc.intake.join.faultlist import FaultList
from popcalc.intake.rows.cells import NIL_MARKS, CellError, CellRules, plain_cell, read_cell
from popcalc.intake.rows.footers import find_asides, says_nothing_or_words
from popcalc.intake.rows.words import AreaWords, PeriodWords
from popcalc.intake.rows.year_and_month import joined
from popcalc.intake.text.blocks import Block
from popcalc.intake.text.bytestrings import distinct
from popcalc.intake.text.parsing import Cells, parse
from popcalc.language import plural, text
from popcalc.periods import PeriodError
from popcalc.table import MISSING

if TYPE_CHECKING:
    from popcalc.intake.text.bytestrings import Bools, Positions, Texts
    from popcalc.intake.text.parsing import Ints

SHOWN_CELL = 40


@dataclass(frozen=True)
class Reading:
    """What is the same for every block of every file: the wanted counts, the rules, and the words that gather."""

    catalogue: Catalogue
    columns: Columns
    wanted: frozenset[str]
    periods: PeriodWords
    areas: Mapping[str, AreaWords]
    faults: FaultList = field(default_factory=FaultList)

    @property
    def pools(self) -> Mapping[str, Pool]:
        """The pool of each role."""
        return {role: words.pool for role, words in self.areas.items()}

    def rules(self, column: CountColumn) -> CellRules:
        """Return how the cells of a count column are read."""
        nil_marks = NIL_MARKS | {plain_cell(mark) for mark in self.columns.nil_marks}
        nil_value = 0 if self.columns.nil == "zero" else MISSING
        return CellRules(self.catalogue.counts[column.key], column.factor, nil_marks, nil_value)


@dataclass(frozen=True)
class Chunk:
    """The rows of one block: positions in the pools by role, first and last month, counts by key, row numbers.

    `totals` are the rows of totals among them, which are left out of all others; None when there are none. What a
    total does not say, or says in a cell that cannot be read, is missing; without a month it runs from 0 to -1.
    `footers` and `headers` are the numbers of lines below the table and of headers that stand again.
    """

    words: Mapping[str, Positions]
    start: Positions
    end: Positions
    counts: Mapping[str, Positions | Ints]
    row: Positions
    totals: Chunk | None = None
    footers: int = 0
    headers: int = 0

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, chosen: Bools | slice) -> Chunk:
        return Chunk(
            {role: positions[chosen] for role, positions in self.words.items()},
            self.start[chosen],
            self.end[chosen],
            {key: values[chosen] for key, values in self.counts.items()},
            self.row[chosen],
        )


def read_rows(block: Block, layout: Layout, reading: Reading) -> Chunk:
    """Return the rows of a block; faults go into `reading.faults`.

    Left out are rows in which no column that is read says anything, rows of totals, and lines that are no data.
    """
    wanted = [column for column in layout.counts if column.key in reading.wanted]
    cells = parse(block, layout, wanted, reading.faults)
    if not len(cells.row):
        return Chunk({}, cells.row, cells.row, {}, cells.row, None, cells.footers, cells.headers)
    words = {role: reading.areas[role].of(cells.texts[spot]) for role, spot in layout.words.items() if role != PERIOD}
    period = reading.periods.of(_period_texts(cells, layout)) if PERIOD in layout.words else None
    total = _totals(words, period, reading)
    footers, headers = find_asides(block, cells.row, layout, *_suspects(words, period, cells, layout, reading))
    keep = ~(_blank(cells, words, period, layout, reading) | total | footers | headers)
    _complain_of_words(words, period, keep, cells, layout, reading)
    start, end = _months(period, len(cells.row), layout, reading)
    counts = {column.key: _narrow(_counts(cells, column, keep, layout, reading)) for column in wanted}
    rows = Chunk(words, start, end, counts, cells.row)
    total &= ~footers & ~headers
    return replace(
        rows if keep.all() else rows[keep],
        totals=rows[total] if total.any() else None,
        footers=cells.footers + int(footers.sum()),
        headers=cells.headers + int(headers.sum()),
    )


def _period_texts(cells: Cells, layout: Layout) -> Texts:
    """Return the column of months, with those of the year column where the file has one."""
    months = cells.texts[layout.words[PERIOD]]
    return months if layout.year is None else joined(cells.texts[layout.year], months)


def _totals(words: Mapping[str, Positions], period: Positions | None, reading: Reading) -> Bools:
    """Return which rows are totals: some name, code or month in them says so."""
    marks = [(reading.areas[role].totals, positions) for role, positions in words.items()]
    if period is not None:
        marks.append((np.array(reading.periods.totals), period))
    found = [mark[positions] for mark, positions in marks if mark.any()]
    rows = len(next(iter(words.values())))
    return np.logical_or.reduce(found) if found else np.zeros(rows, dtype=bool)


def _suspects(
    words: Mapping[str, Positions], period: Positions | None, cells: Cells, layout: Layout, reading: Reading
) -> tuple[Bools, Bools]:
    """Return which rows may be no data (they have no month, no figure or the name of a footer); which have a month."""
    rows = len(cells.row)
    suspects = np.zeros(rows, dtype=np.bool_)
    dated = np.ones(rows, dtype=np.bool_)
    if period is not None:
        dated = ~np.array([isinstance(run, PeriodError) for run in reading.periods.runs])[period]
        suspects |= ~dated
    elif not cells.numbers:
        counted = [distinct(cells.texts[spot]) for spot in set(cells.texts) - layout.word_columns]
        blank = [np.array([says_nothing_or_words(one) for one in written])[codes] for codes, written in counted]
        suspects |= np.logical_and.reduce(blank) if blank else suspects
    for role, positions in words.items():
        if (labels := reading.areas[role].labels).any():
            suspects |= labels[positions]
    return suspects, dated


def _blank(
    cells: Cells, words: Mapping[str, Positions], period: Positions | None, layout: Layout, reading: Reading
) -> Bools:
    """Return which rows say nothing in any column that is read."""
    if cells.numbers:
        return np.zeros(len(cells.row), dtype=bool)
    blank: Bools = np.logical_and.reduce([positions == 0 for positions in words.values()])
    if period is not None:
        blank &= period == reading.periods.blank
    if blank.any():
        spoken = [spot for spot in cells.texts if spot not in layout.word_columns]
        for row in np.flatnonzero(blank):
            blank[row] = not any(cells.texts[spot][row].decode().strip() for spot in spoken)
    return blank


def _complain_of_words(
    words: Mapping[str, Positions],
    period: Positions | None,
    keep: Bools,
    cells: Cells,
    layout: Layout,
    reading: Reading,
) -> None:
    """Add the faults of periods that are none, of areas without a name, and of codes that a spreadsheet damaged."""
    if period is not None:
        wrong = np.array([isinstance(run, PeriodError) for run in reading.periods.runs])
        for spot in _spots(wrong[period] & keep):
            run = reading.periods.runs[int(period[spot])]
            assert isinstance(run, PeriodError)
            reading.faults.add("NOT_A_PERIOD", run.text, _place(layout, cells, spot, layout.words[PERIOD]))
    for role, positions in words.items():
        damaged = reading.areas[role].damaged
        for spot in _spots(damaged[positions] & keep) if damaged.any() else ():
            sentence = text(
                "the code {code} is in scientific form: the spreadsheet has cut its digits; format the column as text, "
                "enter the codes again and save",
                code=_quoted(cells.texts[layout.words[role]][spot].decode()),
            )
            reading.faults.add("SCIENTIFIC_CODE", sentence, _place(layout, cells, spot, layout.words[role]))
    for level in _levels_to_name(words, layout, reading):
        roles = [role for role in (level, code_role(level)) if role in words]
        nameless = np.logical_and.reduce([words[role] == 0 for role in roles])
        if level != layout.leaf and code_role(layout.leaf) in words:
            nameless &= words[code_role(layout.leaf)] == 0
        _complain_of_nameless(nameless & keep, level, words[roles[0]], cells, layout, reading)


def _complain_of_nameless(
    nameless: Bools, level: str, words: Positions, cells: Cells, layout: Layout, reading: Reading
) -> None:
    """Add a fault for each row without an area, or one for all below a name that stood in a merged cell."""
    spots = _spots(nameless)
    column = layout.words[level] if level in layout.words else layout.words[code_role(level)]
    # A merged cell keeps its words in the first of its rows.
    if level != layout.leaf and spots and (words[: spots[0]] > 0).any():
        sentence = plural(
            len(spots),
            "this row has no name or code of its {level}; fill it in; where cells were merged, only the first row "
            "keeps the name: unmerge them, fill it down to every row and save again",
            "{count} rows from here on have no name or code of their {level}; where cells were merged, only the first "
            "row keeps the name: unmerge them, fill the name down to every row and save again",
            level=text(level),
        )
        reading.faults.add("NO_AREA_IN_ROW", sentence, _place(layout, cells, spots[0], column))
        return
    for spot in spots:
        sentence = text(
            "this row has no name or code of its {level}; fill it in, or take the row out", level=text(level)
        )
        reading.faults.add("NO_AREA_IN_ROW", sentence, _place(layout, cells, spot, column))


def _levels_to_name(words: Mapping[str, Positions], layout: Layout, reading: Reading) -> Iterator[str]:
    """Yield the levels that a row must name: its own, and the one above where the file has a column of it.

    Without the latter (cells that a spreadsheet had merged) a village would be in no town.
    """
    yield layout.leaf
    above = [area.level for role, area in reading.areas.items() if role in words and area.level != layout.leaf]
    if above:
        yield above[-1]


def _spots(wrong: Bools) -> Sequence[int]:
    """Return the positions of what is wrong, at most as many as are counted."""
    found: list[int] = np.flatnonzero(wrong)[: COUNTED + 1].tolist()
    return found


def _place(layout: Layout, cells: Cells, spot: int, index: int) -> Place:
    return Place(layout.name, int(cells.row[spot]), index + 1)


def _months(period: Positions | None, rows: int, layout: Layout, reading: Reading) -> tuple[Positions, Positions]:
    """Return the first and the last month of each row."""
    if period is None:
        assert layout.run is not None
        return np.full(rows, layout.run.start, dtype=np.int32), np.full(rows, layout.run.end, dtype=np.int32)
    start, end = reading.periods.months()
    return start[period], end[period]


def _counts(cells: Cells, column: CountColumn, keep: Bools, layout: Layout, reading: Reading) -> Ints:
    """Return a count column as whole numbers in the unit that is kept."""
    rules = reading.rules(column)
    if column.index in cells.numbers:
        numbers = cells.numbers[column.index]
        if int(numbers.max(initial=0)) <= rules.largest // rules.scale and not rules.has_numbers_as_nil:
            return numbers * rules.scale if rules.scale != 1 else numbers
        return _read_texts(numbers.astype(np.bytes_), cells, column, rules, keep, layout, reading)
    return _read_texts(cells.texts[column.index], cells, column, rules, keep, layout, reading)


def _read_texts(
    texts: Texts, cells: Cells, column: CountColumn, rules: CellRules, keep: Bools, layout: Layout, reading: Reading
) -> Ints:
    codes, written_cells = distinct(texts)
    values = np.empty(len(written_cells), dtype=np.int64)
    wrong: dict[int, CellError] = {}
    for code, written in enumerate(written_cells):
        try:
            values[code] = read_cell(written, rules)
        except CellError as error:
            values[code] = MISSING
            wrong[code] = error
    for spot in _spots(np.isin(codes, list(wrong)) & keep) if wrong else ():
        found = wrong[int(codes[spot])]
        sentence = text(
            "{header} is {cell}: {reason}",
            header=column.header,
            cell=_quoted(written_cells[int(codes[spot])]),
            reason=found.reason,
        )
        reading.faults.add(found.code, sentence, _place(layout, cells, spot, column.index))
    return values[codes]


def _quoted(written: str) -> str:
    return f"“{written if len(written) <= SHOWN_CELL else written[: SHOWN_CELL - 1] + '…'}”"


def _narrow(values: Ints) -> Positions | Ints:
    """Return the counts in 32 bits where they fit, to keep the table small."""
    return values.astype(np.int32) if int(values.max(initial=0)) <= np.iinfo(np.int32).max else values
