"""The cell of one figure: rounded half up from its exact fraction, with its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.catalogue import Kind
from popcalc.language import Language, text
from popcalc.output.numbers import half_up, half_up_float
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR, Results

if TYPE_CHECKING:
    import numpy.typing as npt

UNDEFINED = "–"
PLACES = 2
"""Decimals of everything but counts; money is a count in hundredths and has them too."""


def shown_values(results: Results, indicators: npt.NDArray[np.int64], language: Language) -> list[str]:
    """Return the cell of every row: `1,234`, `10.42`, `10.42 (9.80–11.05)` or a dash.

    `indicators` is the position of each row's indicator. A limit without end is `∞`.
    """
    records = results.columns
    places = places_of(results, indicators)
    to = language(text(" to "))
    numerators, denominators = records[EXACT_NUMERATOR].tolist(), records[EXACT_DENOMINATOR].tolist()
    positions = indicators.tolist()
    values = [
        half_up(above, below, places[position], thousands=",") if below and above is not None else UNDEFINED
        for above, below, position in zip(numerators, denominators, positions, strict=True)
    ]
    if not bool(np.isfinite(records["confidence"]).any()):
        return values
    limits = zip(records["lower"].tolist(), records["upper"].tolist(), strict=True)
    return [
        f"{value}{_interval(lower, upper, places[position], to)}" if value != UNDEFINED else value
        for value, (lower, upper), position in zip(values, limits, positions, strict=True)
    ]


def places_of(results: Results, indicators: npt.NDArray[np.int64]) -> list[int]:
    """Return the decimals of each indicator: none for whole counts, else two."""
    denominators = results.columns[EXACT_DENOMINATOR]
    places = []
    for position, indicator in enumerate(results.indicators.values()):
        is_count = indicator.kind is Kind.COUNT
        whole = is_count and all(one in (0, 1, None) for one in denominators[indicators == position].tolist())
        places.append(0 if whole else PLACES)
    return places


def _interval(lower: float, upper: float, places: int, to: str) -> str:
    if not math.isfinite(lower):
        return ""
    low = half_up_float(lower, places, thousands=",")
    high = half_up_float(upper, places, thousands=",") if math.isfinite(upper) else "∞"
    # A dash beside a minus sign cannot be read.
    return f" ({low}{to if lower < 0 else '–'}{high})"
