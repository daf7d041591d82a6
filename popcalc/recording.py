"""From figures to records: one row per area, period and indicator, in the order of output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.aggregation import TOTAL, Groups
from popcalc.areas import ALL, Areas
from popcalc.arrays import Array, Ints
from popcalc.definitions.catalogue import CiMethod
from popcalc.periods import Period
from popcalc.rates import Figures, interval
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
) -> pd.DataFrame:
    """Return the records of `records.RECORD_FIELDS`, and the exact numerator and denominator of each value.

    `bases` is the basis of each figure, empty where it has none; without `confidence` there are no limits.
    """
    columns: dict[str, object] = {}
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
    return pd.DataFrame(columns, copy=False)


def _places(groups: Groups, periods: Sequence[Period], areas: Areas, indicators: int) -> dict[str, object]:
    """Return the columns that say where and when."""
    area = np.repeat(np.arange(len(groups.areas)), len(periods) * indicators)
    period = np.tile(np.repeat(np.arange(len(periods)), indicators), len(groups.areas))
    total = len(groups.areas) - 1 if TOTAL in groups.areas else None
    spots = [spot for spot in groups.areas if spot != TOTAL]
    above = [int(areas.parent_of[spot]) for spot in spots]

    def with_total(words: list[str], of_total: str) -> list[str]:
        return [*words, of_total] if total is not None else words

    return {
        "area": _texts(with_total([areas.keys[spot] for spot in spots], ALL), area),
        "area_name": _texts(with_total([areas.names[spot] for spot in spots], ""), area),
        "level": _texts(with_total([areas.levels[areas.level_of[spot]] for spot in spots], LEVEL_ALL), area),
        "parent": _texts(with_total([areas.keys[spot] if spot >= 0 else "" for spot in above], ""), area),
        "period": _texts([one.label for one in periods], period),
        "start": _texts([one.first_day.isoformat() for one in periods], period),
        "end": _texts([one.last_day.isoformat() for one in periods], period),
    }


def _definitions(figures: Sequence[Figures], groups: Groups, bases: Sequence[str]) -> dict[str, object]:
    """Return the columns that say what."""
    which = np.tile(np.arange(len(figures)), groups.size)
    indicators = [one.indicator for one in figures]
    return {
        "indicator": _texts([one.key for one in indicators], which),
        "unit": _texts([one.unit for one in indicators], which),
        "basis": _texts(bases, which),
    }


def _limits(figures: Sequence[Figures], confidence: float | None, ci_method: CiMethod) -> dict[str, object]:
    """Return the columns of intervals, empty when none were asked for."""
    if confidence is None:
        count = sum(len(one.value) for one in figures)
        # One number, however many rows there are.
        nothing = np.broadcast_to(np.nan, count)
        method = _texts([""], np.broadcast_to(0, count))
        return {"lower": nothing, "upper": nothing, "confidence": nothing, "method": method}
    found = [interval(one, confidence, ci_method) for one in figures]
    named = stacked((limits[2] for limits in found), object)
    return {
        "lower": stacked((limits[0] for limits in found), np.float64),
        "upper": stacked((limits[1] for limits in found), np.float64),
        "confidence": np.where(named != "", confidence, np.nan),
        "method": pd.Categorical(named),
    }


def _flags(figures: Sequence[Figures]) -> pd.Categorical:
    """Return the flags of each record, joined by `;` in their fixed order."""
    codes, distinct = pd.factorize(stacked(map(_packed, figures), np.int64))
    words = [";".join(flag for place, flag in enumerate(FLAGS) if bits >> place & 1) for bits in distinct.tolist()]
    return pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype=object))


def _packed(figures: Figures) -> Ints:
    """Return the flags of each figure as the bits of one number."""
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


def _texts(words: Sequence[str], position: Array) -> pd.Categorical:
    """Return a column of words that repeat, each row's word by its position."""
    distinct = list(dict.fromkeys(words))
    place = {word: spot for spot, word in enumerate(distinct)}
    # In as few bytes as a categorical has, so that it need not make others of them.
    codes = np.array([place[word] for word in words], dtype=np.min_scalar_type(-len(distinct) - 1))[position]
    return pd.Categorical.from_codes(codes, categories=pd.Index(distinct, dtype=object))
