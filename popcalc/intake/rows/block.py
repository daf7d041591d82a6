"""A block of a file as rows: what each is, its areas as positions in pools, its months and counts as whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.arrays import distinct_values
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.header.second_table import another_table
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.choosing import choose
from popcalc.intake.rows.classify import classify
from popcalc.intake.rows.day_order import DayOrder
from popcalc.intake.rows.empty_cells import all_missing, flows_besides, settled, with_flows_beside
from popcalc.intake.rows.figures import counts_of, named_counts, names_of_counts, quoted, spots_of
from popcalc.intake.rows.indents import with_parents
from popcalc.intake.rows.looks import filled_down, misleading_figures
from popcalc.intake.rows.other_times import OtherTimes, faults_of_months, find_other_times
from popcalc.intake.rows.parsing import parse
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.repeated import Above, with_repeats
from popcalc.intake.rows.totals_across import columns_of_parts, columns_that_add_up, odd_across, odd_parts
from popcalc.intake.rows.turning import Table, parts_of, table_of, turn
from popcalc.intake.rows.values import NO_ROWS, BlockRows, RowClass, Rows, WholeRows, added, tallies_of
from popcalc.intake.rows.words import PeriodWords
from popcalc.intake.text.blocks import Block
from popcalc.language import plural, text, word
from popcalc.periods import PeriodError
from popcalc.table import ABSENT

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.rows.parsing import Cells
    from popcalc.intake.rows.turning import Figures
    from popcalc.intake.rows.values import Classes, PrintedRows
    from popcalc.intake.text.bytestrings import Positions, Texts


def read_block(
    block: Block, layout: Layout, reading: Reading, most: int, above: Above, order: DayOrder | None = None
) -> BlockRows:
    """Return the rows of a block; after more than `most` faults the rest of it may not be looked at.

    `above` is what the row before the block says, `order` that of the dates of its periods, where it is needed.
    """
    adding_up, parts = columns_that_add_up(layout, reading), columns_of_parts(layout, reading)
    beside = [one for sums in parts.values() for some in sums for one in some]
    wanted = [*(column for column in layout.counts if column.key in reading.wanted), *adding_up, *beside]
    cells = filled_down(parse(block, layout, wanted, reading.headers, most), layout)
    odd = tallies_of(
        np.array([row_class for _, row_class in cells.asides], np.int8), np.array([row for row, _ in cells.asides])
    )
    table = table_of(cells, layout, wanted, order)
    others = [row for row, row_class in cells.asides if row_class is RowClass.OTHER_TABLE]
    if not len(table.row):
        return BlockRows(NO_ROWS, NO_ROWS, odd, _with_tables(cells.faults, others, layout))
    words = {role: reading.areas[role].of(texts) for role, texts in table.words.items() if role != PERIOD}
    periods = reading.periods(layout.form)
    period = periods.of(table.words[PERIOD]) if PERIOD in table.words else None
    words, period, last = with_repeats(words, period, above, reading, periods)
    start, end = _months(period, len(table.row), layout, reading)
    times = find_other_times(table, words, (start, end), above, layout, reading)
    if times is not None:
        start, end, last = times.start, times.end, {**last, **times.last}
    classes = classify(block, table, words, period, layout, reading, times.rows if times is not None else None)
    if times is not None:
        classes[times.heads & ~table.has_figures()] = RowClass.OF_MONTHS
    named = named_counts(table, layout)
    if named is not None:
        classes[(classes == RowClass.DATA) & (named < 0)] = RowClass.NO_COUNT
    classes, seen = choose(classes, table.asked, layout)
    data = classes == RowClass.DATA
    if layout.indent:
        words, further = with_parents(words, table.words[layout.leaf], data, above, layout, reading)
        last = {**last, **further}
    faults = [*cells.faults, *_faults_of_words(words, period, data, table, layout, reading)]
    faults += misleading_figures(cells, table.row, data, layout)
    faults += faults_of_months(times, data, table, layout, reading) if times is not None else []
    figures: dict[Column, AnyInts] = {}
    for column in table.counts:
        own_rows = named == names_of_counts(layout).index(column.column.header) if named is not None else None
        values, wrong = counts_of(column, data if own_rows is None else data & own_rows, table, reading)
        figures[column.column] = values if own_rows is None else np.where(own_rows, values, ABSENT).astype(values.dtype)
        # What is wrong with cells that are only held against others is no fault.
        faults += wrong if column.column not in beside else []
    days = np.array(periods.days, dtype=np.int8) if periods.has_days else None
    day = days[period] if days is not None and period is not None else None
    rows = Rows(words, start, end, {}, table.row, day if reading.dated else None)
    others += table.row[classes == RowClass.OTHER_TABLE].tolist()
    totals = (classes == RowClass.TOTAL_BY_WORD) | (classes == RowClass.TOTAL_AS_SAID)
    own, of_own = _chosen(data, rows, figures)
    watched = dict(table.watched)
    if layout.measure is not None and table.measure is not None:
        watched[layout.measure] = table.measure
    besides = cache(partial(flows_besides, block, own, data, layout, reading, most))
    settled_rows, zeros = settled(turn(own, of_own, layout, reading), reading, layout, besides)
    return BlockRows(
        data=with_flows_beside(settled_rows, besides, reading),
        totals=all_missing(turn(*_chosen(totals, rows, figures), layout, reading)) if totals.any() else NO_ROWS,
        tallies=added([odd, tallies_of(classes, table.row)]),
        faults=_with_tables(faults, others, layout),
        odd_totals=(
            *odd_across(own, of_own, adding_up, layout, reading),
            *odd_parts(own, of_own, parts, layout, reading),
        ),
        last=last,
        dates=_dates(period, day, data, periods),
        watched=_watched(watched, data, layout),
        watched_totals=_watched(watched, totals, layout) if totals.any() else {},
        seen=seen,
        zeros=zeros,
        whole=_whole(times, classes, rows, figures, layout, reading) if times is not None else None,
        printed=_printed(cells, table, rows, classes, layout) if layout.rates else None,
    )


def _whole(
    times: OtherTimes, classes: Classes, rows: Rows, figures: Figures, layout: Layout, reading: Reading
) -> WholeRows | None:
    """Return the rows of the whole at other times whose months are known; they name no area of the lowest level."""
    chosen = (classes == RowClass.OTHER_TIME) & times.known
    if not chosen.any():
        return None
    leaf = {layout.leaf, code_role(layout.leaf)}
    words = {role: np.zeros_like(one) if role in leaf else one for role, one in rows.words.items()}
    whole = all_missing(turn(*_chosen(chosen, replace(rows, words=words), figures), layout, reading))
    return WholeRows(whole, times.to_date[chosen])


def _printed(cells: Cells, table: Table, rows: Rows, classes: Classes, layout: Layout) -> PrintedRows:
    from popcalc.intake.rows.printed_rates import printed_rows

    return printed_rows(cells, table, rows, classes, layout)


def _watched(watched: Mapping[int, Texts], chosen: Bools, layout: Layout) -> dict[int, Texts]:
    """Return the cells of some rows in the columns that are judged by them, as often as each row becomes one."""
    of_rows = {index: np.repeat(texts[chosen], max(1, len(layout.turns))) for index, texts in watched.items()}
    return {**of_rows, **parts_of(layout, int(chosen.sum()))}


def _chosen(chosen: Bools, rows: Rows, figures: Figures) -> tuple[Rows, Figures]:
    """Return some rows as they lie, with the figures of each column of a count."""
    if chosen.all():
        return rows, figures
    return rows[chosen], {column: values[chosen] for column, values in figures.items()}


def _dates(
    period: Positions | None, day: AnyInts | None, data: Bools, periods: PeriodWords
) -> frozenset[tuple[int, int]]:
    """Return the months and days of a block's data."""
    if period is None or day is None or not day.any():
        return frozenset()
    _, end = periods.months()
    return frozenset(
        (int(end[number]), periods.days[number]) for number in distinct_values(period[data & (day > 0)]).tolist()
    )


def _with_tables(faults: Sequence[Fault], others: Sequence[int], layout: Layout) -> Sequence[Fault]:
    """Return the faults with that of the first other table in front, which explains all that is below it."""
    if not others:
        return faults
    first = min(others)
    above = [one for one in faults if one.place and one.place.row and one.place.row < first]
    return [another_table(Place(layout.name, first)), *above]


def _faults_of_words(
    words: Mapping[str, Positions],
    period: Positions | None,
    data: Bools,
    table: Table,
    layout: Layout,
    reading: Reading,
) -> Iterator[Fault]:
    """Yield the faults of periods that are none, of codes that a spreadsheet damaged, and of areas without a name."""
    if period is not None:
        wrong = np.array([isinstance(run, PeriodError) for run in reading.periods(layout.form).runs])
        for spot in spots_of(wrong[period] & data):
            run = reading.periods(layout.form).runs[int(period[spot])]
            assert isinstance(run, PeriodError)
            yield fault("NOT_A_PERIOD", run.text, table.place_of_word(spot, PERIOD))
    for role, positions in words.items():
        damaged = reading.areas[role].damaged
        for spot in spots_of(damaged[positions] & data) if damaged.any() else ():
            sentence = text(
                "the code {code} is in scientific form: the spreadsheet has cut its digits; format the column as text, "
                "enter the codes again and save",
                code=quoted(table.words[role][spot].decode()),
            )
            yield fault("SCIENTIFIC_CODE", sentence, table.place_of_word(spot, role))
        asked = reading.areas[role].asked
        for spot in spots_of(asked[positions] & data) if asked.any() else ():
            sentence = text(
                "{quoted} in the column of areas speaks of time and may be no area: take the row out, or say in a "
                '--columns file what it is (totals: ["{name}"] leaves it out, not_totals: ["{name}"] makes it an area)',
                quoted=quoted(table.words[role][spot].decode()),
                name=table.words[role][spot].decode().strip(),
            )
            yield fault("NAME_OF_TIME", sentence, table.place_of_word(spot, role))
    for level in _levels_to_name(words, layout, reading):
        roles = [role for role in (level, code_role(level)) if role in words]
        nameless = np.logical_and.reduce([words[role] == 0 for role in roles])
        if level != layout.leaf and code_role(layout.leaf) in words:
            nameless &= words[code_role(layout.leaf)] == 0
        yield from _faults_of_nameless(nameless & data, level, words[roles[0]], table, layout)


def _faults_of_nameless(nameless: Bools, level: str, words: Positions, table: Table, layout: Layout) -> Iterator[Fault]:
    """Yield a fault for each row without an area, or one for all below a name that stood in a merged cell."""
    spots = spots_of(nameless)
    role = level if level in layout.words else code_role(level)
    # A merged cell keeps its words in the first of its rows.
    if level != layout.leaf and spots and (words[: spots[0]] > 0).any():
        sentence = plural(
            len(spots),
            "this row has no name or code of its {level}; fill it in; where cells were merged, only the first row "
            "keeps the name: unmerge them, fill it down to every row and save again",
            "{count} rows from here on have no name or code of their {level}; where cells were merged, only the first "
            "row keeps the name: unmerge them, fill the name down to every row and save again",
            level=word(level),
        )
        yield fault("NO_AREA_IN_ROW", sentence, table.place_of_word(spots[0], role))
        return
    for spot in spots:
        sentence = text(
            "this row has no name or code of its {level}; fill it in, or take the row out", level=word(level)
        )
        yield fault("NO_AREA_IN_ROW", sentence, table.place_of_word(spot, role))


def _levels_to_name(words: Mapping[str, Positions], layout: Layout, reading: Reading) -> Iterator[str]:
    """Yield the levels that a row must name: its own, and the one above where the file has a column of it.

    Without the latter (cells that a spreadsheet had merged) a village would be in no town.
    """
    yield layout.leaf
    above = [
        area.level
        for role, area in reading.areas.items()
        if role in words and area.level not in (layout.leaf, layout.indent)
    ]
    if above:
        yield above[-1]


def _months(period: Positions | None, rows: int, layout: Layout, reading: Reading) -> tuple[Positions, Positions]:
    """Return the first and the last month of each row."""
    if period is None and layout.run is None:
        # The columns say it.
        return np.zeros(rows, dtype=np.int32), np.full(rows, -1, dtype=np.int32)
    if period is None:
        assert layout.run is not None
        return np.full(rows, layout.run.start, dtype=np.int32), np.full(rows, layout.run.end, dtype=np.int32)
    start, end = reading.periods(layout.form).months()
    return start[period], end[period]
