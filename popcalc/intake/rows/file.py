"""One file, read in the first of its encodings that fits all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import code_role
from popcalc.errors import Fault
from popcalc.intake.header.layout import Layout, Shape
from popcalc.intake.rows.block import read_block
from popcalc.intake.rows.day_order import DayOrder, may_need_order, order_of
from popcalc.intake.rows.days import ByMonth, are_of_months, by_month
from popcalc.intake.rows.growing import GrowingRows, columns_of, rows_of
from popcalc.intake.rows.judging import Judged, judge, may_have_totals
from popcalc.intake.rows.marks import Read, find_marks
from popcalc.intake.rows.measures import in_one_row
from popcalc.intake.rows.noticed import notices_of
from popcalc.intake.rows.printed_totals import odd_totals
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.repeated import Above
from popcalc.intake.rows.stock_moments import assumed_notice, at_moments
from popcalc.intake.rows.totals import are_subtotals
from popcalc.intake.rows.values import (
    NO_ROWS,
    NONE,
    FileRows,
    RowClass,
    Rows,
    Tallies,
    added,
    tallies_of,
)
from popcalc.intake.rows.watched import WATCHED, Watching, judge_columns
from popcalc.intake.text.blocks import read_blocks
from popcalc.intake.text.unclear_encoding import unclear_encoding
from popcalc.intake.text.wrong_encoding import WrongEncoding, next_encoding, none_fits, rivals_after
from popcalc.table import PrintedTotal

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools


@dataclass(frozen=True)
class _Blocks:
    """What the blocks of a file gave: their data as one, totals, tallies and faults.

    `broken` says why the reading ended before the file did, if it did.
    """

    data: Rows
    totals: list[Rows]
    tallies: Tallies
    faults: list[Fault]
    dates: frozenset[tuple[int, int]]
    watched: Mapping[int, AnyInts]
    watching: Watching
    broken: bool = False
    odd_totals: Sequence[PrintedTotal] = ()


def read_file(
    layout: Layout, reading: Reading, *, block_bytes: int, most: int, progress: Callable[[int], None]
) -> FileRows:
    """Return the rows of a file and all that was found in it; after more than `most` faults its end is not looked at.

    `progress` is told the number of bytes of each block.
    """
    tried: dict[str, WrongEncoding] = {}
    while (encoding := next_encoding(layout.encodings, tried)) is not None:
        found = _read_blocks(layout, encoding, reading, block_bytes, most, progress)
        if isinstance(found, WrongEncoding):
            tried[encoding] = found
            if rivals := rivals_after(layout.encodings, tried):
                return FileRows(NO_ROWS, faults=[unclear_encoding(layout.name, rivals)])
        else:
            every = replace(reading, wanted=frozenset(reading.catalogue.counts), dated=True)

            def again(encoding: str = encoding, every: Reading = every) -> _Blocks | None:
                whole = _read_blocks(layout, encoding, every, block_bytes, most, lambda _: None)
                return None if isinstance(whole, WrongEncoding) else whole

            file = _whole_file(found, encoding, layout, reading, again)
            return replace(file, notices=[*notices_of(layout, encoding, file), *file.notices])
    return FileRows(NO_ROWS, faults=[none_fits(layout.source, layout.encodings, tried)])


def _read_blocks(
    layout: Layout, encoding: str, reading: Reading, block_bytes: int, most: int, progress: Callable[[int], None]
) -> _Blocks | WrongEncoding:
    """Return what the blocks of a file give in one encoding, if it is in that."""
    order: DayOrder | Fault | None = None
    if reading.columns.period is None and may_need_order(layout.first_periods):
        order = order_of(layout, encoding, reading.headers, block_bytes)
    if isinstance(order, Fault):
        return _Blocks(NO_ROWS, [], {}, [order], frozenset(), {}, Watching(), broken=True)
    growing, watching = GrowingRows(), Watching()
    totals: list[Rows] = []
    tallies: list[Tallies] = []
    faults: list[Fault] = []
    dates: set[tuple[int, int]] = set()
    odd: list[PrintedTotal] = []
    above: Above = {}
    broken = False
    done = 0
    for block in read_blocks(layout.source, encoding, layout.delimiter, layout.skipped, block_bytes):
        if isinstance(block, WrongEncoding):
            return block
        if isinstance(block, Fault):
            faults.append(block)
            broken = True
            break
        found = read_block(block, layout, reading, most - len(faults), above, order)
        above = found.last or above
        done += len(block.content)
        if len(found.data):
            # A little more than the size of the file makes likely.
            expected = (growing.length + len(found.data)) * max(1.0, layout.source.size / done) * 1.02
            columns = {**columns_of(found.data), **watching.positions(found.watched)}
            growing.add(columns, len(found.data), int(expected))
        totals += [found.totals] if len(found.totals) else []
        tallies.append(found.tallies)
        faults += found.faults
        dates |= found.dates
        odd += found.odd_totals
        progress(len(block.content))
        if len(faults) > most:
            break
    watched = {int(index): positions for index, positions in growing.group(WATCHED).items()}
    data = rows_of(growing) if growing.length else NO_ROWS
    return _Blocks(data, totals, added(tallies), faults, frozenset(dates), watched, watching, broken, odd)


def _whole_file(
    found: _Blocks, encoding: str, layout: Layout, reading: Reading, again: Callable[[], _Blocks | None]
) -> FileRows:
    """Return a file's blocks as one, totals left out and held against the rows that they add up.

    `again` gives the blocks with all counts of the file.
    """
    file = FileRows(found.data, found.tallies, found.faults, odd_totals=found.odd_totals, encoding=encoding)
    if found.broken:
        return file
    if found.watched:
        columns = judge_columns(found.data, found.watched, found.watching, layout, monthly=are_of_months(found.dates))
        wrong = [one.fault for one in columns if one.fault is not None]
        by_column = {one.column.index: one for one in columns}
        file = replace(file, faults=[*file.faults, *wrong], judged=by_column)
    if file.faults and len(file.data):
        # What is wrong with the cells of totals is no fault.
        by_code = _by_code(file.data, layout, reading)
        rows = set(file.data.row[by_code].tolist())
        if left := [one for one in file.faults if not (one.place and one.place.row in rows)]:
            return replace(_without(file, by_code, RowClass.TOTAL_BY_CODE)[0], faults=left)
        file = replace(file, faults=[])
    if not len(file.data):
        return file
    months = _by_months(found, layout, reading, again)
    if months.faults:
        return replace(file, faults=months.faults)
    is_added_up = len(months.rows) < len(file.data)
    printed = found.totals if not is_added_up else []
    judged = _judged(months.rows, printed, layout, reading, again)
    totals = GrowingRows()
    for part in printed:
        totals.add(columns_of(part), len(part))
    file = replace(file, data=months.rows, notices=judged.notices, perhaps=judged.perhaps)
    classes = np.zeros(len(file.data), dtype=np.int8)
    for row_class, rows_of_class in judged.classes.items():
        classes[rows_of_class] = row_class
    for row_class in judged.classes:
        file, left_out = _without(file, classes == row_class, row_class)
        classes = classes[classes != row_class]
        totals.add(columns_of(left_out), len(left_out))
    file = replace(file, faults=judged.faults)
    if totals.length and len(file.data) and not file.faults:
        left_out, data = rows_of(totals), file.data
        if layout.shape is Shape.LONG:
            left_out, data = in_one_row(left_out)[0], in_one_row(data)[0]
        file = replace(file, odd_totals=[*file.odd_totals, *odd_totals(data, left_out, layout, reading)])
    read = found.data.counts.keys()
    data = replace(file.data, counts={key: file.data.counts[key] for key in read})
    moments = at_moments(data, found.dates, layout, reading)
    notices = [*file.notices, *filter(None, [assumed_notice(moments, layout)])]
    return replace(file, data=moments.rows, marks=find_marks(Read(layout, moments)), notices=notices)


def _by_months(found: _Blocks, layout: Layout, reading: Reading, again: Callable[[], _Blocks | None]) -> ByMonth:
    """Return the rows with one for each area and month, where their dates are not those of months."""
    if are_of_months(found.dates):
        return ByMonth(found.data)
    whole = again()
    if whole is None or len(whole.data) != len(found.data):
        return ByMonth(found.data)
    rows = in_one_row(whole.data)[0] if layout.shape is Shape.LONG else whole.data
    months = by_month(rows, layout, reading)
    return replace(months, rows=replace(months.rows, day=None))


def _judged(
    rows: Rows, printed: list[Rows], layout: Layout, reading: Reading, again: Callable[[], _Blocks | None]
) -> Judged:
    """Return which rows are totals by all counts of the file, which are read when some row may be one."""
    if layout.shape is Shape.LONG:
        return _judged_by_area(rows, printed, layout, reading, again)
    if {column.key for column in layout.counts} <= rows.counts.keys():
        return judge(rows, _together(printed), layout, reading)
    if not may_have_totals(rows, layout, reading):
        nothing = np.zeros(len(rows), dtype=np.bool_)
        return Judged(nothing, nothing)
    whole = again()
    if whole is None or len(whole.data) != len(rows):
        return judge(rows, _together(printed), layout, reading)
    return judge(whole.data, _together(whole.totals), layout, reading)


def _judged_by_area(
    rows: Rows, printed: list[Rows], layout: Layout, reading: Reading, again: Callable[[], _Blocks | None]
) -> Judged:
    """Return which rows of a long table are of totals: the figures of an area and period are judged together."""
    if not {column.key for column in layout.counts} <= rows.counts.keys():
        whole = again()
        if whole is not None and len(whole.data) == len(rows):
            rows, printed = whole.data, whole.totals
    together, group = in_one_row(rows)
    judged = judge(together, in_one_row(_together(printed))[0], layout, reading)
    classes = {row_class: marked[group] for row_class, marked in judged.classes.items()}
    return replace(judged, totals=judged.totals[group], parts=judged.parts[group], classes=classes)


def _together(parts: list[Rows]) -> Rows:
    growing = GrowingRows()
    for part in parts:
        growing.add(columns_of(part), len(part))
    return rows_of(growing) if growing.length else NO_ROWS


def _by_code(rows: Rows, layout: Layout, reading: Reading) -> Bools:
    """Return which rows have the code of an area above other rows of the file."""
    role = code_role(layout.leaf)
    if role in rows.words and reading.areas[role].upper[rows.words[role]].any():
        return are_subtotals(rows.words[role], reading.areas[role].pool.words)
    return np.zeros(len(rows), dtype=np.bool_)


def _without(file: FileRows, totals: Bools, row_class: RowClass) -> tuple[FileRows, Rows]:
    """Return a file without some rows, which are totals, and these; what is wrong with their cells is no fault."""
    if not totals.any():
        return file, NO_ROWS
    left_out = file.data[totals]
    rows = set(left_out.row.tolist())
    data = file.data[~totals]
    of_totals = tallies_of(np.full(len(left_out), row_class, np.int8), left_out.row)
    of_data = tallies_of(np.full(len(data), RowClass.DATA, np.int8), data.row)
    tallies: Tallies = {**file.tallies, RowClass.DATA: NONE, **of_data, **of_totals}
    faults = [one for one in file.faults if not (one.place and one.place.row in rows)]
    return replace(file, data=data, tallies=tallies, faults=faults), left_out
