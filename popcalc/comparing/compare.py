"""The comparison of figures: with those of another time on what both have, or with those of the area above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation import Groups, Plan
from popcalc.aggregation.sums import COMPARED
from popcalc.answerable import reported_span
from popcalc.arrays import Array, Bools, Ints
from popcalc.comparing.above import find_above
from popcalc.comparing.counterparts import counterparts
from popcalc.comparing.differences import Difference, difference
from popcalc.definitions.catalogue import Basis, Indicator, Kind
from popcalc.errors import Notice
from popcalc.evidence import CLEAR_LEVEL
from popcalc.periods import Period
from popcalc.question import Compare, Question
from popcalc.rates import Figures
from popcalc.readings import figures_of, roll_up_readings
from popcalc.records import (
    COMPARABLE,
    EXACT_COMPARED_DENOMINATOR,
    EXACT_COMPARED_NUMERATOR,
    EXACT_DIFFERENCE_DENOMINATOR,
    EXACT_DIFFERENCE_NUMERATOR,
)
from popcalc.table import Table

OF_SUMS = ("value", "numerator", "denominator", "exact_numerator", "exact_denominator", "events", "per_event")


class Compared(Struct, frozen=True, eq=False):
    """Figures of one indicator with what they are compared with; arrays by area and period.

    `plain` are the figures as they were, those that have another value on what is compared flagged `comparable`;
    `figures` have that value. `columns` are those of `records.COMPARISON_FIELDS`, with the exact fractions of the
    compared value and of the difference.
    """

    plain: Figures
    figures: Figures
    columns: dict[str, Array]


def compared_with(table: Table, plan: Plan, question: Question) -> tuple[tuple[Period, ...], list[Notice]]:
    """Return the period that each is compared with, none where areas are, and notices on what lacks.

    Raises RequestError where nothing can be compared.
    """
    assert question.compare
    if question.compare is Compare.ABOVE:
        return (), []
    return counterparts(plan.periods, question, question.compare, reported_span(table, plan.catalogue))


def compare(
    table: Table,
    groups: Groups,
    plan: Plan,
    question: Question,
    asked: Sequence[tuple[Indicator, Basis]],
    figures: Sequence[Figures],
    others: tuple[Period, ...],
) -> list[Compared]:
    """Return the figures of indicators on their bases, compared as the question asks; `others` are of `compared_with`.

    Raises RequestError where no area has one above it.
    """
    if question.compare is Compare.ABOVE:
        return _with_above(table, groups, plan, question, asked, figures)
    both = replace(plan, compared=others)
    indicators = list({one.key: one for one, _ in asked}.values())
    twice = replace(groups, periods=len(both.every))
    days = np.tile(np.array([period.days for period in both.every], dtype=np.int64), len(groups.areas))
    read = figures_of(roll_up_readings(table, indicators, twice, both), asked, days)
    places = np.arange(twice.size).reshape(len(groups.areas), twice.periods)
    now, then = places[:, : groups.periods].ravel(), places[:, groups.periods :].ravel()
    labels = np.tile(np.array([other.label for other in others], dtype=object), len(groups.areas))
    return [
        _in_time(plain, one.figures.at(now), one.figures.at(then), labels, question)
        for plain, one in zip(figures, read, strict=True)
    ]


def _in_time(plain: Figures, now: Figures, then: Figures, labels: Array, question: Question) -> Compared:
    there = now.defined & then.defined & plain.defined
    differ = there & (now.value != plain.value)
    flagged = plain.with_flags({COMPARABLE: differ}, undefined=np.zeros_like(differ))
    shown = _replaced(flagged, now, differ)
    found = difference(now, then, question.confidence or CLEAR_LEVEL, question.ci_method)
    return Compared(flagged, shown, _columns(found, then, labels, there, now.reported))


def _with_above(
    table: Table,
    groups: Groups,
    plan: Plan,
    question: Question,
    asked: Sequence[tuple[Indicator, Basis]],
    figures: Sequence[Figures],
) -> list[Compared]:
    days = np.tile(np.array([period.days for period in plan.periods], dtype=np.int64), len(groups.areas))
    compared = []
    for plain, above in zip(figures, find_above(table, groups, plan, asked, figures, days), strict=True):
        found = difference(
            plain, above.whole, question.confidence or CLEAR_LEVEL, question.ci_method, tested=above.rest
        )
        keys = np.array(above.keys, dtype=object)
        # A count of a part says nothing beside that of the whole.
        there = plain.defined & above.whole.defined & (keys != "") & (plain.indicator.kind is not Kind.COUNT)
        compared.append(Compared(plain, plain, _columns(found, above.whole, keys, there, above.rest.reported)))
    return compared


def _replaced(plain: Figures, others: Figures, rows: Bools) -> Figures:
    """Return figures with the sums of others in some rows, and the flags of these; coverage stays as it is."""
    if not rows.any():
        return plain
    sums = {name: np.where(rows, getattr(others, name), getattr(plain, name)) for name in OF_SUMS}
    kept = {"partial", COMPARABLE}
    nothing = np.zeros_like(rows)
    flags = {
        flag: np.where(rows & (flag not in kept), others.flags.get(flag, nothing), plain.flags.get(flag, nothing))
        for flag in {**plain.flags, **others.flags}
    }
    in_totals = {name: np.where(rows, getattr(others.totals, name), getattr(plain.totals, name)) for name in COMPARED}
    totals = replace(plain.totals, **in_totals)
    return replace(plain, **sums, flags=flags, totals=totals)


def _columns(found: Difference, other: Figures, keys: Array, there: Bools, months: Ints) -> dict[str, Array]:
    def numbers(values: Array) -> Array:
        return np.where(there, values, np.nan)

    return {
        "compared_with": np.where(there, keys, "").astype(object),
        "compared_value": numbers(other.value),
        "difference": numbers(found.value),
        "percent": numbers(found.percent),
        "difference_lower": numbers(found.lower),
        "difference_upper": numbers(found.upper),
        "ratio_lower": numbers(found.ratio_lower),
        "ratio_upper": numbers(found.ratio_upper),
        "difference_evidence": np.where(there, found.evidence, "").astype(object),
        "village_months_compared": np.where(there, months, 0),
        EXACT_COMPARED_NUMERATOR: other.exact_numerator,
        EXACT_COMPARED_DENOMINATOR: np.where(there, other.exact_denominator, 0),
        EXACT_DIFFERENCE_NUMERATOR: found.numerator,
        EXACT_DIFFERENCE_DENOMINATOR: np.where(there, found.denominator, 0),
    }
