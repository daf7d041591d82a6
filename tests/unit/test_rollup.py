"""The roll-up and the rates against the oracle, and what must hold of them whatever the data."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from popcalc.periods import PeriodKind, Run
from popcalc.rates import Basis, Figures, rate
from popcalc.table import VillageMonths
from tests.unit.oracle import Answer, Asked, Oracle, Row
from tests.unit.tables import CATALOGUE, INDICATORS, Villages, add_quotas, random_rows, rolled, table_of


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    return {
        "period": draw(st.sampled_from(PeriodKind)),
        "year_start": draw(st.integers(1, 12)),
        "average": draw(st.sampled_from(["curve", "ends", "mid"])),
        "keep": draw(st.booleans()),
        "clip": draw(st.booleans()),
    }


@settings(max_examples=150, phases=[Phase.generate])
@given(st.integers(0, 2**32), questions(), st.sampled_from(Basis), st.booleans())
def test_every_kind_of_indicator_agrees_with_the_oracle(
    seed: int, question: dict[str, object], basis: Basis, bounded: bool
) -> None:
    chance = random.Random(seed)
    villages = {f"v{number}": chance.choice(["north", "south"]) for number in range(chance.randint(2, 4))}
    first = chance.randint(2011 * 12, 2013 * 12)
    months = range(first, first + chance.choice([1, 4, 9, 14, 27]))
    rows = add_quotas(random_rows(chance, villages, months), chance, int(str(question["year_start"])))
    table = table_of(rows, villages)
    span = Run(first + chance.randint(-2, 2), months.stop + chance.randint(2, 4)) if bounded else None
    totals, _, plan, places = rolled(table, span=span, **question)  # type: ignore[arg-type]
    oracle = Oracle(rows, villages, CATALOGUE)
    days = np.tile(np.array([period.days for period in plan.periods], dtype=np.int64), len(places))
    for indicator in INDICATORS:
        figures = rate(indicator, totals[indicator.key], days, basis, CATALOGUE)
        group = 0
        for place in places:
            below = villages_of(place, table, villages)
            for period in plan.periods:
                asked = Asked(
                    below, (period.start, period.end), (plan.span.start, plan.span.end), plan.year_start,
                    plan.average.value, plan.keep_unmatched, basis.value,
                )  # fmt: skip
                expected = oracle.answer(indicator, asked)
                assert answer_of(figures, group) == as_floats(expected), (indicator.key, place, period)
                if expected.value is not None:
                    exactly = Fraction(int(figures.exact_numerator[group]), int(figures.exact_denominator[group]))
                    assert exactly == expected.value
                group += 1


Plain = tuple[float | None, float | None, float | None, int, int, frozenset[str]]


def answer_of(figures: Figures, group: int) -> Plain:
    def plain(values: npt.NDArray[np.float64]) -> float | None:
        return None if np.isnan(values[group]) else float(values[group])

    return (
        plain(figures.value),
        plain(figures.numerator),
        plain(figures.denominator),
        int(figures.reported[group]),
        int(figures.expected[group]),
        frozenset(flag for flag, where in figures.flags.items() if where[group]),
    )


def as_floats(answer: Answer) -> Plain:
    value, numerator, denominator = (
        None if part is None else float(part) for part in (answer.value, answer.numerator, answer.denominator)
    )
    return value, numerator, denominator, answer.reported, answer.expected, answer.flags


def villages_of(place: int, table: VillageMonths, villages: Villages) -> frozenset[str]:
    """The villages of an area of the tree, all for the grand total."""
    if place < 0:
        return frozenset(villages)
    name = table.areas.names[place]
    return frozenset(village for village, town in villages.items() if name in (village, town))
