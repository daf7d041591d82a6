"""One span: the periods of random questions and their figures, by the second calculator, by compute and by explain."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pytest

from popcalc.calculation import calculate
from popcalc.explaining.figures import explain
from popcalc.periods import Calendar, month_label
from popcalc.question import ask
from tests.unit.oracle import Asked, Oracle, Row
from tests.unit.oracle_months import Months, asked_periods, span
from tests.unit.tables import CATALOGUE, FLOWS, INDICATORS, add_quotas, random_rows, table_of

VILLAGES = {"a0": "a", "a1": "a", "b0": "b"}
PERIODS = ("all", "month", "quarter", "half", "year", "ytd")


@dataclass(frozen=True)
class Case:
    """Random rows and a random question about them."""

    rows: list[Row]
    period: str
    first: int | None
    last: int | None
    year_start: int
    unmatched: str
    basis: str

    def asked(self, **more: object) -> dict[str, object]:
        bounds = {"first": self.first, "last": self.last}
        months = {name: None if month is None else month_label(month) for name, month in bounds.items()}
        calendar = Calendar(self.year_start)
        same = {"period": self.period, "calendar": calendar, "unmatched": self.unmatched, "basis": self.basis}
        return {**months, **same, **more}

    @property
    def periods(self) -> list[Months]:
        return asked_periods(span(self.rows, FLOWS), self.period, self.first, self.last, self.year_start)


def case_of(seed: int) -> Case:
    chance = random.Random(seed)
    year_start = chance.choice([1, 1, 10, 4])
    first = 2012 * 12 + chance.randrange(12)
    rows = add_quotas(
        random_rows(chance, VILLAGES, range(first, first + chance.choice([1, 3, 5, 14]))), chance, year_start
    )
    start, end = span(rows, FLOWS)
    asked = sorted((chance.randint(start, end), chance.randint(start, end)))
    return Case(
        rows,
        chance.choice(PERIODS),
        chance.choice([None, None, asked[0], start - 2]),
        chance.choice([None, None, asked[1], end + 2]),
        year_start,
        chance.choice(["drop", "keep"]),
        chance.choice(["annual", "period"]),
    )


def months_of(row: Mapping[str, object]) -> Months:
    start, end = (pd.Timestamp(str(row[edge])) for edge in ("start", "end"))
    return start.year * 12 + start.month - 1, end.year * 12 + end.month - 1


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [(None, None, ""), ("2000-01", "2000-03", ""), ("2000-02", "2000", "2000-04..2000-12"),
     ("1999-12", "2000-04", "1999-12, 2000-04"), ("1999", None, "1999")],
)  # fmt: skip
def test_months_that_no_area_reports_are_told_where_they_are_asked_for(
    first: str | None, last: str | None, months: str
) -> None:
    january = 2000 * 12
    rows = [Row("a1", month, month, {"births": 1, "population": 100}) for month in range(january, january + 3)]
    births = [CATALOGUE.indicators["births"]]
    _, notices = calculate(table_of(rows, VILLAGES), births, CATALOGUE, ask(first=first, last=last))
    told = [str(one.text) for one in notices if one.code == "BEYOND_DATA"]
    said = "which is asked for and counts as not reported; they report from 2000-01 to 2000-03"
    assert [one.partition(", and --from")[0] for one in told] == (
        [f"no area reports {months}, {said}"] if months else []
    )


@pytest.mark.parametrize("seed", range(24))
def test_compute_and_explain_give_the_periods_and_figures_of_the_second_calculator(seed: int) -> None:
    case = case_of(seed)
    table, oracle = table_of(case.rows, VILLAGES), Oracle(case.rows, VILLAGES, CATALOGUE)
    results, _ = calculate(table, INDICATORS, CATALOGUE, ask(by="town", **case.asked()))  # type: ignore[arg-type]
    records = results.frame.to_dict("records")
    assert sorted({months_of(row) for row in records}) == case.periods  # type: ignore[arg-type]
    explained = {
        (area, one.key, (facts.period.start, facts.period.end)): facts.value
        for area in ("a", "b")
        for one in INDICATORS
        for facts in explain(table, one, CATALOGUE, ask(areas=[area], **case.asked()))  # type: ignore[arg-type]
    }
    known = {one.key: one for one in INDICATORS}
    for row in records:
        inside = frozenset(one for one, town in VILLAGES.items() if row["area"] in (town, "") or row["level"] == "all")
        period = months_of(row)  # type: ignore[arg-type]
        one = known[str(row["indicator"])]
        asked = Asked(
            inside, period, period, case.year_start, keep=case.unmatched == "keep",
            basis=case.basis if one.has_basis else "annual",
        )  # fmt: skip
        expected = oracle.answer(one, asked).value
        found = None if pd.isna(row["value"]) else row["value"]
        assert found == (None if expected is None else float(expected)), (seed, row)
        if row["level"] != "all":
            assert explained[str(row["area"]), one.key, period] == expected, (seed, row)


def test_the_random_questions_are_of_every_kind() -> None:
    cases = [case_of(seed) for seed in range(24)]
    assert {case.period for case in cases} == set(PERIODS)
    ends = {(case.first is None, case.last is None) for case in cases}
    assert len(ends) == 4
    assert {case.unmatched for case in cases} == {"drop", "keep"}
    assert any(len(case.periods) > 3 for case in cases)
