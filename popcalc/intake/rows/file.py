"""One file, read in the first of its encodings that fits all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.arrays import combine, distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.rows.days import ByMonth, are_of_months, by_month
from popcalc.intake.rows.dealing import as_dealt, deal, of_totals
from popcalc.intake.rows.file_blocks import FileBlocks, read_file_blocks
from popcalc.intake.rows.growing import GrowingRows, columns_of, rows_of
from popcalc.intake.rows.indents import as_totals, find_indents, with_own_names, without_levels
from popcalc.intake.rows.marks import Read, find_marks
from popcalc.intake.rows.measures import in_one_row
from popcalc.intake.rows.noticed import notices_of, unread_notices
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Dealt
from popcalc.intake.rows.stock_moments import assumed_notice, at_moments
from popcalc.intake.rows.suspected import Judged, may_be_near, may_have_totals
from popcalc.intake.rows.totals import are_subtotals
from popcalc.intake.rows.values import (
    NO_ROWS,
    NONE,
    FileRows,
    RowClass,
    Rows,
    Tallies,
    WholeRows,
    added,
    tallies_of,
)
from popcalc.intake.text.unclear_encoding import unclear_encoding
from popcalc.intake.text.wrong_encoding import WrongEncoding, next_encoding, none_fits, rivals_after
from popcalc.table import ABSENT
from popcalc.village_months import PrintedTotal, Sent

if TYPE_CHECKING:
    from popcalc.arrays import Bools
    from popcalc.intake.rows.values import FileRates, PrintedRows


Again = Callable[[], FileBlocks | None]
"""Gives the same blocks with all counts of the file; None where that cannot be."""

MAY_SAY_ELSE = frozenset((RowClass.FOOTER, RowClass.HEADER, RowClass.COMPARISON))
"""Lines beside which there may be one that says another unit, month or area."""


def read_file(
    layout: Layout, reading: Reading, *, block_bytes: int, most: int, progress: Callable[[int], None]
) -> FileRows:
    """Return the rows of a file and all that was found in it; after more than `most` faults its end is not looked at.

    `progress` is told the number of bytes of each block.
    """
    tried: dict[str, WrongEncoding] = {}
    # Rows of several days are not added up as if they were of one.
    first = replace(reading, dated=True) if layout.summed else reading
    while (encoding := next_encoding(layout.encodings, tried)) is not None:
        found = read_file_blocks(layout, encoding, first, block_bytes, most, progress)
        if isinstance(found, WrongEncoding):
            tried[encoding] = found
            if rivals := rivals_after(layout.encodings, tried):
                return FileRows(NO_ROWS, faults=[unclear_encoding(layout.name, rivals)])
        else:
            every = replace(reading, wanted=frozenset(reading.catalogue.counts), dated=True)
            sent, unread = _sent_of(found, layout)
            dealt = deal(found.split(layout), layout, reading, monthly=are_of_months(found.dates))

            def again(
                encoding: str = encoding, every: Reading = every, rows: int = len(found.data), dealt: Dealt = dealt
            ) -> FileBlocks | None:
                whole = read_file_blocks(layout, encoding, every, block_bytes, most, lambda _: None)
                if isinstance(whole, WrongEncoding) or len(whole.data) != rows:
                    return None
                return _as_dealt(whole, as_dealt(whole.data, dealt.dealing, reading), dealt, layout, reading)

            found = _as_dealt(found, dealt.rows, dealt, layout, reading)
            file = _whole_file(found, dealt, encoding, layout, reading, again)
            notices = [*unread_notices(layout, unread), *notices_of(layout, encoding, file), *file.notices]
            return replace(file, notices=notices, sent=sent)
    return FileRows(NO_ROWS, faults=[none_fits(layout.source, layout.encodings, tried)])


def _as_dealt(found: FileBlocks, rows: Rows, dealt: Dealt, layout: Layout, reading: Reading) -> FileBlocks:
    """Return the blocks of a file with their rows, and totals, as they are once its columns have been dealt with."""
    totals = of_totals(found.split_totals(layout), dealt, layout, reading)
    found = replace(found, data=rows, totals=totals)
    if dealt.tallies is None:
        return found
    others: Tallies = {one: tally for one, tally in found.tallies.items() if one is not RowClass.DATA}
    return replace(found, tallies=added([others, dealt.tallies]))


def _whole_file(
    found: FileBlocks,
    dealt: Dealt,
    encoding: str,
    layout: Layout,
    reading: Reading,
    again: Again,
) -> FileRows:
    """Return a file's blocks as one, totals left out and held against the rows that they add up.

    `again` gives the blocks with all counts of the file.
    """
    file = FileRows(
        found.data,
        found.tallies,
        found.faults,
        odd_totals=found.odd_totals,
        encoding=encoding,
        judged={one.column.index: one for one in dealt.columns},
        seen=found.seen,
        parts=dealt.parts,
        zeros=found.zeros,
    )
    if found.broken:
        return file
    if file.faults and len(file.data):
        # What is wrong with the cells of totals is no fault.
        by_code = _by_code(file.data, layout, reading)
        rows = set(file.data.row[by_code].tolist())
        if left := [one for one in file.faults if not (one.place and one.place.row in rows)]:
            return replace(_without(file, by_code, RowClass.TOTAL_BY_CODE)[0], faults=[*left, *dealt.faults])
        file = replace(file, faults=[])
    if dealt.faults or not len(file.data):
        return replace(file, faults=[*file.faults, *dealt.faults])
    if not MAY_SAY_ELSE.isdisjoint(found.tallies):
        from popcalc.intake.rows.lines_between import contrary_lines

        if wrong := [*contrary_lines(layout, encoding, file.data.row, reading)]:
            return replace(file, faults=wrong)
    months = _by_months(found, layout, reading, again)
    if months.faults:
        return replace(file, faults=months.faults)
    is_added_up = len(months.rows) < len(file.data)
    printed = found.totals if not is_added_up else NO_ROWS
    totals = GrowingRows()
    if layout.indent:
        months, file, again, above = _by_indents(months, file, layout, reading, again)
        if len(above):
            totals.add(columns_of(above), len(above))
        if file.faults:
            return file
    judged = _judged(months.rows, printed, layout, reading, again)
    if len(printed):
        totals.add(columns_of(printed), len(printed))
    file = replace(file, data=months.rows, notices=[*dealt.notices, *judged.notices], perhaps=judged.perhaps)
    classes = np.zeros(len(file.data), dtype=np.int8)
    for row_class, rows_of_class in judged.classes.items():
        classes[rows_of_class] = row_class
    for row_class in judged.classes:
        file, left_out = _without(file, classes == row_class, row_class)
        classes = classes[classes != row_class]
        totals.add(columns_of(left_out), len(left_out))
    file = replace(file, faults=judged.faults)
    left_out, data = rows_of(totals) if totals.length else NO_ROWS, file.data
    if len(left_out) and len(data) and not file.faults:
        if layout.is_long:
            left_out, data = in_one_row(left_out)[0], in_one_row(data)[0]
        file = replace(file, odd_totals=[*file.odd_totals, *_odd_totals(data, left_out, layout, reading)])
    whole = [*_of_whole(found.whole, file.data, found.dates, layout, reading)] if not file.faults else []
    if whole:
        printed_whole = [_odd_totals(file.data, one.rows, layout, reading) for one in whole if not one.to_date.any()]
        file = replace(
            file, odd_totals=[*file.odd_totals, *(one for some in printed_whole for one in some)], whole=whole
        )
    if found.printed and not file.faults:
        dealing = dealt.dealing
        regrouped = is_added_up or bool(dealing.summed) or (layout.is_long and dealing.kept is not None)
        file = replace(file, rates=_file_rates(found.printed, data, left_out, layout, reading, regrouped))
    read, data = found.data.counts.keys(), file.data
    if data.counts.keys() != read:
        data = replace(data, counts={key: data.counts[key] for key in read})
    moments = at_moments(data, found.dates, layout, reading)
    notices = [*file.notices, *filter(None, [assumed_notice(moments, layout)])]
    return replace(file, data=moments.rows, marks=find_marks(Read(layout, moments)), notices=notices)


def _file_rates(
    printed: Sequence[PrintedRows], data: Rows, totals: Rows, layout: Layout, reading: Reading, regrouped: bool
) -> FileRates:
    from popcalc.intake.rows.printed_rates import file_rates

    return file_rates(printed, data, totals, layout, reading, regrouped=regrouped)


def _odd_totals(data: Rows, totals: Rows, layout: Layout, reading: Reading) -> list[PrintedTotal]:
    from popcalc.intake.rows.printed_totals import odd_totals

    return odd_totals(data, totals, layout, reading)


def _of_whole(
    found: Sequence[WholeRows], data: Rows, dates: frozenset[tuple[int, int]], layout: Layout, reading: Reading
) -> Iterator[WholeRows]:
    """Yield the rows of the whole at other times, their stocks at their moments; one that is assumed is missing.

    Those from the start of the year on have no stocks.
    """
    if not found:
        return
    counts = reading.catalogue.counts
    roles = [data.words[role] for role in (layout.leaf, code_role(layout.leaf)) if role in data.words]
    areas = len(distinct_values(combine(roles))) if roles else 1
    for one in found:
        for to_date in (False, True):
            rows = one.rows[one.to_date == to_date]
            moments = at_moments(rows, dates, layout, reading)
            left = {key for key in rows.counts if to_date and counts[key].nature is not Nature.FLOW}
            left |= moments.stocks if len(moments.assumed) else set()
            rows = rows if to_date else moments.rows
            kept = {key: np.full_like(own, ABSENT) if key in left else own for key, own in rows.counts.items()}
            if len(rows):
                yield WholeRows(replace(rows, counts=kept), np.full(len(rows), to_date), areas)


def _by_indents(
    months: ByMonth, file: FileRows, layout: Layout, reading: Reading, again: Again
) -> tuple[ByMonth, FileRows, Again, Rows]:
    """Return the rows of a file without those of areas whose parts stand further in below them, and these as totals."""
    every = again()
    rows = every.data if every is not None and len(every.data) == len(months.rows) else months.rows
    found = find_indents(rows, layout, reading)
    if found.faults:
        return months, replace(file, faults=found.faults), again, NO_ROWS
    own = months.rows if found.hold else without_levels(months.rows, layout)
    left_out = as_totals(own[found.parents], layout, reading) if found.hold else NO_ROWS
    kept = ~found.parents if found.hold else np.ones(len(own), dtype=np.bool_)
    classes = np.where(kept, RowClass.DATA, RowClass.TOTAL_BY_INDENT).astype(np.int8)
    tallies = {**file.tallies, RowClass.DATA: NONE, **tallies_of(classes, own.row)}

    def without() -> FileBlocks | None:
        blocks = again()
        if blocks is None or len(blocks.data) != len(kept):
            return None
        data = with_own_names(blocks.data[kept], layout, reading) if found.hold else without_levels(blocks.data, layout)
        return replace(blocks, data=data)

    data = with_own_names(own[kept], layout, reading) if found.hold else own
    return replace(months, rows=data), replace(file, tallies=tallies), without, left_out


def _by_months(found: FileBlocks, layout: Layout, reading: Reading, again: Again) -> ByMonth:
    """Return the rows with one for each area and month, where their dates are not those of months."""
    if are_of_months(found.dates):
        return ByMonth(replace(found.data, day=None))
    whole = again()
    if whole is None or len(whole.data) != len(found.data):
        return ByMonth(found.data)
    rows = in_one_row(whole.data)[0] if layout.is_long else whole.data
    months = by_month(rows, layout, reading)
    return replace(months, rows=replace(months.rows, day=None))


def _judged(rows: Rows, printed: Rows, layout: Layout, reading: Reading, again: Again) -> Judged:
    """Return which rows are totals by all counts of the file, which are read when some row may be one."""
    if layout.is_long:
        return _judged_by_area(rows, printed, layout, reading, again)
    if not may_have_totals(rows, layout, reading):
        nothing = np.zeros(len(rows), dtype=np.bool_)
        return Judged(nothing, nothing)
    if {column.key for column in layout.counts} <= rows.counts.keys():
        return _as_judged(rows, printed, layout, reading)
    whole = again()
    if whole is None or len(whole.data) != len(rows):
        return _as_judged(rows, printed, layout, reading)
    return _as_judged(whole.data, whole.totals, layout, reading)


def _as_judged(rows: Rows, printed: Rows, layout: Layout, reading: Reading) -> Judged:
    from popcalc.intake.rows.judging import judge

    judged = judge(rows, printed, layout, reading)
    left = ~judged.totals
    if not judged.faults and may_be_near(rows, left, layout, reading):
        from popcalc.intake.rows.near_faults import near_faults

        judged.faults += near_faults(rows, left, judged.parts, layout, reading)
    return judged


def _judged_by_area(rows: Rows, printed: Rows, layout: Layout, reading: Reading, again: Again) -> Judged:
    """Return which rows of a long table are of totals: the figures of an area and period are judged together."""
    if not {column.key for column in layout.counts} <= rows.counts.keys():
        whole = again()
        if whole is not None and len(whole.data) == len(rows):
            rows, printed = whole.data, whole.totals
    together, group = in_one_row(rows)
    judged = _as_judged(together, in_one_row(printed)[0], layout, reading)
    classes = {row_class: marked[group] for row_class, marked in judged.classes.items()}
    return replace(judged, totals=judged.totals[group], parts=judged.parts[group], classes=classes)


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


def _sent_of(found: FileBlocks, layout: Layout) -> tuple[Sent | None, Sequence[Column]]:
    """Return when the rows were sent, where a column may say it, and the columns that speak of it and do not say it."""
    if not found.watched:
        return None, ()
    from popcalc.intake.rows.sent import sent_of

    return sent_of(found, layout)
