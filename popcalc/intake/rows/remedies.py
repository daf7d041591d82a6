"""Which options would deal with the columns that split a file's rows: tried on the rows themselves, simplest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

import numpy as np
from msgspec import Struct

from popcalc.again import option_words
from popcalc.arrays import distinct_values
from popcalc.definitions.choices import BETWEEN
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.rows.adding_up import added_up
from popcalc.intake.rows.breakdowns import breakdowns
from popcalc.intake.rows.dated import holds_days
from popcalc.intake.rows.dimension_faults import called
from popcalc.intake.rows.dimension_values import disjoint, is_plan, is_whole, overlapping
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Split
from popcalc.intake.rows.values import JudgedColumn
from popcalc.intake.rows.watched import judge_columns
from popcalc.language import Text, text

TRIED = 40
COLUMNS = 4
"""So many columns are looked at, those that narrow first."""


class _Step(Struct, frozen=True):
    """What is done with a column: rows of some values are kept (none: all), and added up or not.

    Values that are not of everybody may be so together: `are_all`.
    """

    index: int
    values: tuple[str, ...] = ()
    is_summed: bool = False
    are_all: bool = False


def way_out(
    split: Split, dimensions: Sequence[JudgedColumn], layout: Layout, reading: Reading, *, monthly: bool
) -> Text:
    """Return what deals with some columns: options that give every figure, else options that give some."""
    second: Text | None = None
    for steps in islice(_tries(split, dimensions, layout, reading), TRIED):
        outcome = _outcome(split, steps, layout, reading, monthly=monthly)
        if outcome is None:
            continue
        way = _said(steps, layout, is_whole=outcome)
        if outcome:
            return way
        second = second or way
    return second or text("keep the rows that are meant")


def _tries(
    split: Split, dimensions: Sequence[JudgedColumn], layout: Layout, reading: Reading
) -> Iterator[tuple[_Step, ...]]:
    in_order = sorted(dimensions, key=lambda one: (not one.narrows, len(one.values)))[:COLUMNS]
    every = [*layout.summed, *(one.column.index for one in dimensions)]
    steps = [
        _steps(split, one.column, [other for other in every if other != one.column.index], reading) for one in in_order
    ]
    for size in range(1, len(steps) + 1):
        for some in combinations(steps, size):
            yield from product(*some)


def _steps(split: Split, column: Column, apart: Sequence[int], reading: Reading) -> list[_Step]:
    """Return what may be done with a column, what keeps all figures first; `apart` are others that tell rows apart."""
    index, header = column.index, called(column)
    values = split.values[index]
    used = [number for number in distinct_values(split.cells(index)).tolist() if number]
    written = [values.written[number] for number in used if not values.whole[number]]
    whole = [values.written[number] for number in used if values.whole[number]]
    if several := breakdowns(split, index, apart, reading):
        kept, of_all = several[0].values, several[0].are_all
    else:
        kept, of_all = disjoint(written) if overlapping(written) else (), False
    is_no_sum = any(map(is_plan, written)) or holds_days(column, values)
    sums = [] if is_no_sum else [_Step(index, kept, is_summed=True, are_all=of_all)]
    keeps = [_Step(index, (one,)) for one in (*whole[:1], *written[:1])]
    return [
        one for one in (*sums, *keeps) if not one.values or ("=" not in header and BETWEEN not in "".join(one.values))
    ]


def _outcome(split: Split, steps: Sequence[_Step], layout: Layout, reading: Reading, *, monthly: bool) -> bool | None:
    """Return whether the steps give every figure of everybody, None where they leave something to be dealt with."""
    figures = _reported(split)
    for step in steps:
        if step.values:
            values = split.values[step.index]
            number_of = dict(zip(values.written, values.same.tolist(), strict=True))
            numbers = [number_of[one] for one in step.values]
            split = split[np.isin(split.cells(step.index), numbers)]
    summed = [*layout.summed, *(step.index for step in steps if step.is_summed)]
    kept = [step.index for step in steps if step.values]
    left = judge_columns(split, layout, monthly=monthly, apart=summed, chosen=kept)
    if any(one.first is not None for one in left):
        return None
    added = added_up(split, summed, layout, reading)
    if added.faults:
        return None
    of_everybody = all(step.are_all or all(map(is_whole, step.values)) for step in steps)
    lacks = any(one.code == "SUM_LACKS" for one in added.notices)
    return of_everybody and not lacks and _reported(added.split) >= figures


def _reported(split: Split) -> int:
    """Return how many different figures are reported."""
    figure = split.figures()
    return sum(len(distinct_values(figure[values >= 0])) for values in split.rows.counts.values())


def _said(steps: Sequence[_Step], layout: Layout, *, is_whole: bool) -> Text:
    words: list[str] = []
    for step in steps:
        header = called(layout.column(step.index))
        words += ["--where", f"{header}={BETWEEN.join(step.values)}"] if step.values else []
        words += ["--sum-over", header] if step.is_summed else []
    options = option_words(words)
    if is_whole:
        return text("{options} gives all figures", options=options)
    if not any(step.values for step in steps):
        return text("{options} adds them up, as far as no part is missing", options=options)
    return text("{options} keeps those rows alone", options=options)
