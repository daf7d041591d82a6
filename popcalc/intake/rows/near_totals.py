"""A value that is nearly the total of others, some persons being of none of them: T beside M and F, 0 beside 1, 2."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.arrays import distinct_values
from popcalc.intake.header import narrowing
from popcalc.intake.header.layout import Column
from popcalc.intake.rows.breakdowns import table_of_parts
from popcalc.intake.rows.cells_of_sums import cells_of_sums
from popcalc.intake.rows.dimension_values import are_all
from popcalc.intake.rows.split import Split

if TYPE_CHECKING:
    from popcalc.arrays import Bools, Ints

_FEWEST, _MOST = 3, 12
"""So many values a column has that may have such a total."""
_NEAR = 0.05
"""So much of a total may be of persons who are in no part."""
_ENOUGH = math.log(10)
"""The logarithm of one in how many cases figures are so near by chance: none is so near but a total, as it is."""
_LEAST_OF_A_SEX = 0.3


def near_total(split: Split, index: int, apart: Sequence[int], column: Column) -> tuple[str, str] | None:
    """Return a count and the value that is nearly the sum of both sexes or of another whole, in every figure."""
    values = split.values[index]
    parts = [one for one in distinct_values(split.cells(index)).tolist() if one and not values.whole[one]]
    if not _FEWEST <= len(parts) <= _MOST:
        return None
    written = [values.written[number] for number in parts]
    kinds = [narrowing.kind_of(one) for one in written]
    wholes = [[spot for spot, one in enumerate(kinds) if one == kind] for kind in dict.fromkeys(filter(None, kinds))]
    wholes = [spots for spots in wholes if are_all([written[spot] for spot in spots])]
    is_of_sex = not any(kinds) and narrowing.kind_called(column.header) == narrowing.SEX
    if not wholes and not is_of_sex:
        return None
    cells = cells_of_sums(split, index, apart)
    for key, figures in split.rows.counts.items():
        table, reported = table_of_parts(cells, parts, figures)
        for spots in [*wholes, *(_two_sexes(table) if is_of_sex else ())]:
            for spot in (one for one, kind in enumerate(kinds) if kind is None and one not in spots):
                if _is_near(table, reported, spot, spots):
                    return key, written[spot]
    return None


def _two_sexes(table: Ints) -> Iterator[list[int]]:
    """Yield the two values behind the largest, where both are as large as a sex is, whatever their codes."""
    sums = table.sum(axis=0)
    largest, *two = np.argsort(-sums, kind="stable")[:_FEWEST].tolist()
    if (sums[two] >= _LEAST_OF_A_SEX * sums[largest]).all():
        yield two


def _is_near(table: Ints, reported: Bools, spot: int, spots: Sequence[int]) -> bool:
    """Whether a value is nearly the sum of some others wherever all are reported."""
    own = table[reported[:, [spot, *spots]].all(axis=1)]
    total, sums = own[:, spot], own[:, spots].sum(axis=1)
    most = np.maximum(_NEAR * total, 1)
    near = (sums - 1 <= total) & (total <= sums + most)
    # Of all figures up to the total so many are as near.
    return bool(near.all()) and float(np.log((total + 1) / (most + 2)).clip(min=0).sum()) > _ENOUGH
