"""From figures to records: one row per area, period and indicator, in the order of output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.aggregation import TOTAL, Groups
from popcalc.areas import ALL, Areas
from popcalc.arrays import Array, Ints, numbered
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
        EXACT_NUMERATOR: _exact([one.exact_numerator for one in figures]),
        EXACT_DENOMINATOR: _exact([one.exact_denominator for one in figures]),
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
        # One number, however many rows there are.
        nothing, method = np.broadcast_to(np.nan, count), Words(np.broadcast_to(0, count), [""])
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
    numbers, distinct = numbered(stacked(map(_packed, figures), np.int64))
    words = [";".join(flag for place, flag in enumerate(FLAGS) if bits >> place & 1) for bits in distinct.tolist()]
    return Words(numbers, words)


def _packed(figures: Figures) -> Ints:
    """Return the flags of each figure as the bits of one number."""
    assert figures.flags.keys() <= set(FLAGS), "a flag that FLAGS lacks would stand in no record"
    packed = np.zeros(len(figures.value), dtype=np.int64)
    for place, flag in enumerate(FLAGS):
        if flag in figures.flags:
            packed |= figures.flags[flag].astype(np.int64) << place
    return packed


def _exact(columns: Sequence[Ints]) -> Array:
    """Return the indicators' columns as one of 64 bits, of Python's whole numbers where one holds larger ones."""
    return stacked(columns, np.result_type(*columns) if columns else np.int64)


def stacked(columns: Iterable[Array], dtype: npt.DTypeLike) -> Array:
    """Return the indicators' columns as one, the indicator running fastest."""
    return np.stack([column.astype(dtype, copy=False) for column in columns], axis=1).ravel()
