"""What is said of empty cells that may mean none or not reported: once, with both values and the two ways out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct

from popcalc.aggregation import TOTAL
from popcalc.areas import Areas
from popcalc.arrays import Bools
from popcalc.definitions.catalogue import Indicator
from popcalc.doubts import Doubts
from popcalc.errors import Notice
from popcalc.language import Text, plural, text
from popcalc.periods import Period
from popcalc.rates import Figures
from popcalc.readings import ReadFigures

PLACES = range(2, 9)
"""So many decimals the two values have, as few as tell them apart."""


class Read(Struct, frozen=True, eq=False):
    """The figures of an indicator by area and period, and where a verdict on them hangs on empty cells."""

    indicator: Indicator
    figures: ReadFigures
    areas: Sequence[int]
    periods: Sequence[Period]
    verdicts: Bools | None = None

    @property
    def hanging(self) -> Bools:
        """Where a figure or a verdict hangs on empty cells."""
        return self.figures.changed if self.verdicts is None else self.figures.changed | self.verdicts


class Hanging(Struct, frozen=True):
    """How many figures of an indicator hang on empty cells, and the first of them in both readings, None for none.

    Those of some areas and of others that come after them can be added.
    """

    indicator: Indicator
    number: int
    first: Text | None

    def __add__(self, other: Hanging) -> Hanging:
        return Hanging(self.indicator, self.number + other.number, self.first or other.first)


def hanging_of(several: Iterable[Read], areas: Areas) -> list[Hanging]:
    """Return of each indicator what hangs on empty cells."""
    return [
        Hanging(one.indicator, int(one.hanging.sum()), _difference(one, areas))
        if one.figures.if_zero and one.hanging.any()
        else Hanging(one.indicator, 0, None)
        for one in several
    ]


def empty_cells_notices(several: Iterable[Hanging], doubts: Doubts) -> list[Notice]:
    """Return one notice on all empty cells that figures or verdicts hang on, if there are any."""
    hanging = [one for one in several if one.number]
    if not hanging:
        return []
    columns = sorted(doubts.columns_of(count for one in hanging for count in one.indicator.counts))
    more = sum(one.number for one in hanging) - 1
    sentence = plural(
        sum(doubts.empty[column].number for column in columns),
        "{count} empty cell of {columns} ({places}) may mean none or not reported: {difference}{more}{without}. Say "
        "which with --empty zero or --empty missing (of one count in a --columns file: {example}), or enter it",
        "{count} empty cells of {columns} ({places}) may mean none or not reported: {difference}{more}{without}. Say "
        "which with --empty zero or --empty missing (of one count in a --columns file: {example}), or enter them",
        columns=tuple(columns),
        places=_places(columns, doubts),
        difference=hanging[0].first,
        more=_more(more),
        without=_without(columns, doubts),
        example=f"empty: {{{columns[0]}: zero}}",
    )
    return [Notice("EMPTY_CELLS", sentence)]


def _more(number: int) -> Text:
    if not number:
        return text("")
    return plural(number, "; {count} more figure hangs on them", "; {count} more figures hang on them")


def _places(columns: Sequence[str], doubts: Doubts) -> tuple[str, ...]:
    """Return the first places of the first column, and dots where there are more cells."""
    first = doubts.empty[columns[0]]
    whole = len(columns) == 1 and first.number == len(first.places)
    return (*map(str, first.places), *([] if whole else ["..."]))


def _difference(one: Read, areas: Areas) -> Text:
    """Return the first figure that hangs on empty cells in both readings."""
    row = int(np.flatnonzero(one.hanging)[0])
    area, period = divmod(row, len(one.periods))
    position = one.areas[area]
    where = {
        "indicator": one.indicator.key,
        "area": text("all areas") if position == TOTAL else areas.names[position],
        "period": one.periods[period].label,
    }
    if not one.figures.changed[row]:
        return text("the verdict on {indicator} of {area} in {period} holds in one reading only", **where)
    other = one.figures.all_zero
    assert other is not None
    missing, zero = (_exact(figures, row) for figures in (one.figures.as_missing, other))
    places = next((places for places in PLACES if _shown(missing, places) != _shown(zero, places)), PLACES[-1])
    return text(
        "{indicator} of {area} in {period} is {missing} where they are not reported and {zero} where they mean none",
        missing=_shown(missing, places),
        zero=_shown(zero, places),
        **where,
    )


def _exact(figures: Figures, row: int) -> Fraction | None:
    bottom = int(figures.exact_denominator[row])
    return Fraction(int(figures.exact_numerator[row]), bottom) if bottom else None


def _shown(value: Fraction | None, places: int) -> Text | str:
    """Return a value rounded half up, a whole one without decimals."""
    if value is None:
        return text("no figure")
    if value.denominator == 1:
        return f"{value.numerator:,}"
    rounded = math.floor(abs(value) * 10**places + Fraction(1, 2))
    whole, rest = divmod(rounded, 10**places)
    return f"{'-' if value < 0 and rounded else ''}{whole:,}.{rest:0{places}}"


def _without(columns: Sequence[str], doubts: Doubts) -> Text:
    """Return why no figure is given, where that is so."""
    left_out = tuple(column for column in columns if doubts.empty[column].no_zero_written)
    if not left_out:
        return text("")
    return text(
        "; no figure is given that hangs on {columns}, where zeros are to be expected and not one is written",
        columns=left_out,
    )
