"""From figures to records: one row per area, period and indicator, in the order of output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.aggregation import TOTAL, Groups
from popcalc.areas import ALL, Areas
from popcalc.arrays import Array, numbered
from popcalc.definitions.catalogue import CiMethod
from popcalc.periods import Period
from popcalc.rates import Figures, interval
from popcalc.record_columns import RecordColumns, Words
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR, FLAGS, LEVEL_ALL

if TYPE_CHECKING:
    import numpy.typing as npt


def record(
    figures: Sequence[Figures],
    groups: Groups,
    periods: Sequence[Period],
    areas: Areas,
    bases: Sequence[str],
    confidence: float | None = None,
    ci_method: CiMethod = CiMethod.EXACT,
) -> RecordColumns:
    """Return the records of `records.RECORD_FIELDS`, and the exact numerator and denominator of each value.

    `bases` is the basis of each figure, empty where it has none; without `confidence` there are no limits.
    """
    columns: dict[str, Array | Words] = {}
    columns |= _places(groups, periods, areas, len(figures))
    columns |= _definitions(figures, groups, bases)
    columns |= {
        "value": stacked((one.value for one in figures), np.float64),
        "numerator": stacked((one.numerator for one in figures), np.float64),
        "denominator": stacked((one.denominator for one in figures), np.float64),
    }
    columns |= _limits(figures, confidence, ci_method)
    columns |= {
        "village_months_reported": stacked((one.reported for one in figures), np.int64),
        "village_months_expected": stacked((one.expected for one in figures), np.int64),
        "flags": _flags(figures),
        EXACT_NUMERATOR: stacked((one.exact_numerator for one in figures), object),
        EXACT_DENOMINATOR: stacked((one.exact_denominator for one in figures), object),
    }
    return RecordColumns(columns)


def _places(groups: Groups, periods: Sequence[Period], areas: Areas, indicators: int) -> dict[str, Array | Words]:
    """Return the columns that say where and when."""
    area = np.repeat(np.arange(len(groups.areas)), len(periods) * indicators)
    period = np.tile(np.repeat(np.arange(len(periods)), indicators), len(groups.areas))
    total = len(groups.areas) - 1 if TOTAL in groups.areas else None
    spots = [spot for spot in groups.areas if spot != TOTAL]
    above = [int(areas.parent_of[spot]) for spot in spots]

    def with_total(words: list[str], of_total: str) -> list[str]:
        return [*words, of_total] if total is not None else words

    return {
        "area": Words.of(with_total([areas.keys[spot] for spot in spots], ALL), area),
        "area_name": Words.of(with_total([areas.names[spot] for spot in spots], ""), area),
        "level": Words.of(with_total([areas.levels[areas.level_of[spot]] for spot in spots], LEVEL_ALL), area),
        "parent": Words.of(with_total([areas.keys[spot] if spot >= 0 else "" for spot in above], ""), area),
        "period": Words.of([one.label for one in periods], period),
        "start": Words.of([one.first_day.isoformat() for one in periods], period),
        "end": Words.of([one.last_day.isoformat() for one in periods], period),
    }


def _definitions(figures: Sequence[Figures], groups: Groups, bases: Sequence[str]) -> dict[str, Array | Words]:
    """Return the columns that say what."""
    which = np.tile(np.arange(len(figures)), groups.size)
    indicators = [one.indicator for one in figures]
    return {
        "indicator": Words.of([one.key for one in indicators], which),
        "unit": Words.of([one.unit for one in indicators], which),
        "basis": Words.of(bases, which),
    }


def _limits(figures: Sequence[Figures], confidence: float | None, ci_method: CiMethod) -> dict[str, Array | Words]:
    """Return the columns of intervals, empty when none were asked for."""
    if confidence is None:
        count = sum(len(one.value) for one in figures)
        nothing, method = np.full(count, np.nan), Words.of([""], np.zeros(count, dtype=np.int64))
        return {"lower": nothing, "upper": nothing, "confidence": nothing, "method": method}
    found = [interval(one, confidence, ci_method) for one in figures]
    methods = stacked((limits[2] for limits in found), object)
    return {
        "lower": stacked((limits[0] for limits in found), np.float64),
        "upper": stacked((limits[1] for limits in found), np.float64),
        "confidence": np.where(methods != "", confidence, np.nan),
        "method": Words.of(methods.tolist()),
    }


def _flags(figures: Sequence[Figures]) -> Words:
    """Return the flags of each record, joined by `;` in their fixed order."""
    packed = np.zeros(sum(len(one.value) for one in figures), dtype=np.int64)
    for place, flag in enumerate(FLAGS):
        none = np.zeros(len(figures[0].value), dtype=bool)
        packed += stacked((one.flags.get(flag, none) for one in figures), np.int64) << place
    numbers, distinct = numbered(packed)
    words = [";".join(flag for place, flag in enumerate(FLAGS) if bits >> place & 1) for bits in distinct.tolist()]
    return Words(numbers, words)


def stacked(columns: Iterable[Array], dtype: npt.DTypeLike) -> Array:
    """Return the indicators' columns as one, the indicator running fastest."""
    return np.stack([column.astype(dtype) for column in columns], axis=1).ravel()
