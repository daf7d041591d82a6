"""Verdicts of random villages held against a second judge, which is slow and plain and written from the design."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import pandas as pd
import pytest

from popcalc.definitions.available import available
from popcalc.definitions.catalogue import Basis, Formula, Indicator, IntervalModel, Kind
from popcalc.definitions.targets import AreaBound, Bound, Effective, Operator, Rule, Targets, gaps_of, is_paced
from popcalc.errors import Place
from popcalc.judging.check import check
from popcalc.periods import Calendar, month_label, year_month
from popcalc.question import ask
from popcalc.records import VerdictResults
from tests.unit.judging.second_judge import SecondJudge, Word
from tests.unit.judging.second_judge_chance import Bounds
from tests.unit.judging.second_judge_outlook import Limits, likely
from tests.unit.judging.second_judge_sums import Aim
from tests.unit.oracle import Asked, Oracle, Row
from tests.unit.oracle_months import Months, Stretch, judged_to, stretches
from tests.unit.tables import CATALOGUE, FLOWS, INDICATORS, add_quotas, indicator, random_rows, table_of

VILLAGES = {f"{town}{number}": town for town in ("a", "b", "c") for number in range(3)}
YEAR = 2013
COVERAGES = (None, None, None, Fraction(1, 2))
HERE = Place("test")
BY_CHANCE = (
    indicator("births_by_chance", Kind.COUNT, "births", interval=IntervalModel.POISSON),
    indicator("increase_by_chance", Kind.COUNT, "births - deaths", interval=IntervalModel.MOVER),
    indicator("covered_by_chance", Kind.PROPORTION, "males", "closing(women)", 100, IntervalModel.BINOMIAL),
)
"""Paced figures that a catalogue gives an interval."""


def bound_near(one: Indicator, chance: random.Random) -> Bound:
    """A bound that figures of these rows come near to, on either side, exactly or not."""
    scale = Fraction(one.per, 1000) if one.per > 1 else Fraction(1)
    low = scale * chance.choice([0, 1, 5, 20, 100, 300, 500, 800, 950, 1000]) * chance.choice([1, 1, 2])
    match chance.choice(["floor", "cap", "band", "narrow", "equal"]):
        case "floor":
            return Bound(Operator.AT_LEAST, low, None)
        case "cap":
            return Bound(Operator.AT_MOST, None, low)
        case "band":
            return Bound(Operator.BETWEEN, low, low * 2)
        case "equal":
            return Bound(Operator.EQUAL, low, low)
    return Bound(Operator.BETWEEN, low, low * Fraction(103, 100))


def some_months(year: Months, chance: random.Random) -> Effective | None:
    """The year, or months of it in which a target is in effect; either end may be left out."""
    if chance.random() < 0.6:
        return None
    first, last = sorted((chance.randint(*year), chance.randint(*year)))
    return Effective(first if chance.random() < 0.7 else None, last if chance.random() < 0.7 else None)


def rules_of(chance: random.Random, year: Months) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            f"rule{number}",
            one,
            bound_near(one, chance),
            HERE,
            basis=chance.choice(list(Basis)) if one.has_basis else None,
            paced=is_paced(one, CATALOGUE) and chance.random() < 0.8,
            gaps=gaps_of(one, CATALOGUE),
            min_events=chance.choice([0, 0, 0, 5]),
            min_coverage=chance.choice(COVERAGES),
            level=chance.choice([None, None, None, "town"]),
            areas=tuple(AreaBound(town, bound_near(one, chance), HERE) for town in "ab" if chance.random() < 0.2),
            effective=some_months(year, chance),
        )
        for number, one in enumerate((*INDICATORS, *BY_CHANCE))
    )


@dataclass(frozen=True)
class Case:
    """Random rows and targets, and what is asked of them."""

    rows: list[Row]
    rules: tuple[Rule, ...]
    year_start: int
    by: str
    period: str
    to: int | None

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.year_start)

    @property
    def year(self) -> Months:
        run = self.calendar.year_run(YEAR)
        return run.start, run.end

    def results(self, rules: tuple[Rule, ...] | None = None, *, drivers: int = 0) -> VerdictResults:
        """What popcalc finds, for all targets or some."""
        table = table_of(self.rows, VILLAGES)
        targets = Targets(year=YEAR, calendar=self.calendar, rules=self.rules if rules is None else rules)
        last = month_label(self.to) if self.to is not None else None
        question = ask(by=self.by, period=self.period, calendar=self.calendar, last=last)
        return check(table, targets, CATALOGUE, available(CATALOGUE, table.counts), question, drivers=drivers)[0]

    def judged(self, rules: tuple[Rule, ...] | None = None) -> list[Mapping[str, object]]:
        return records_of(self.results(rules).frame)


def records_of(frame: pd.DataFrame) -> list[Mapping[str, object]]:
    return [{str(key): value for key, value in one.items()} for one in frame.to_dict("records")]


def filled(rows: Sequence[Row], chance: random.Random, months: range) -> list[Row]:
    """The rows that are of one month, with every flow, and one for each month that a village has none of."""
    found = [
        Row(row.village, row.start, row.end, {**{flow: chance.choice([0, 1, 9, 40]) for flow in FLOWS}, **row.counts})
        for row in rows
        if row.start == row.end
    ]
    there = {(row.village, row.start) for row in found}
    found += [
        Row(village, month, month, {"births": chance.choice([9, 30]), "males": chance.randint(0, 9),
                                    "deaths": chance.choice([0, 1, 9]), "spending": chance.choice([0, 5_000]),
                                    "population": chance.randint(500, 5_000), "women": chance.randint(100, 900)})
        for village in VILLAGES
        for month in months
        if (village, month) not in there
    ]  # fmt: skip
    return found


def case_of(seed: int) -> Case:
    chance = random.Random(seed)
    year_start = chance.choice([1, 1, 10])
    run = Calendar(year_start).year_run(YEAR)
    months = range(run.start + chance.choice([-6, -1, 0, 0, 2]), run.start + chance.choice([3, 6, 12, 14]))
    rows = random_rows(chance, VILLAGES, months)
    if chance.random() < 0.4:
        rows = filled(rows, chance, range(run.start, run.start + chance.choice([5, 5, 12])))
    rows = add_quotas(rows, chance, year_start)
    rules = rules_of(chance, (run.start, run.end))
    period = chance.choice(["all", "all", "month", "quarter", "half"])
    to = chance.choice([None, None, run.start + 4, run.end])
    return Case(rows, rules, year_start, chance.choice(["town", "village"]), period, to)


def months_of(row: Mapping[str, object]) -> Months:
    start, end = (pd.Timestamp(str(row[edge])) for edge in ("start", "end"))
    return start.year * 12 + start.month - 1, end.year * 12 + end.month - 1


def said(row: Mapping[str, object], one: Indicator) -> Word:
    """A record as the second judge says it; numbers in smallest units, of the denominator where more of it is asked."""

    def number(field: str, formula: Formula | None) -> int | None:
        value = float(str(row[field]))
        decimals = max((CATALOGUE.counts[count].decimals for count in formula.counts), default=0) if formula else 0
        return None if math.isnan(value) else round(value * 10**decimals)

    too_high = row["to_go_kind"] == "needed" and float(str(row["value"])) > float(str(row["applied_high"]))
    return Word(
        str(row["status"]),
        str(row["reason"]),
        number("to_go", one.denominator if too_high else one.numerator),
        str(row["to_go_kind"]),
        number("behind", one.numerator),
        str(row["evidence"]),
    )


Place_ = tuple[str, str, Months]
"""A target, an area and the months that are judged."""


def expected_of(case: Case) -> dict[Place_, tuple[Rule, Bound, Stretch]]:
    """The verdicts that there are to be: each target, for each area of its level, on each stretch of months."""
    end, _ = judged_to(case.rows, VILLAGES, FLOWS, case.year, case.to)
    found = {}
    for rule in case.rules:
        of_town = {one.area: one.bound for one in rule.areas}
        areas = sorted(set(VILLAGES.values())) if (rule.level or case.by) == "town" else sorted(VILLAGES)
        for stretch in stretches(case.year, end, (rule.first, rule.last), case.period):
            for area in areas:
                bound = of_town.get(VILLAGES.get(area, area), rule.bound)
                found[rule.name, area, stretch.judged] = (rule, bound, stretch)
    return found


@dataclass(frozen=True)
class Compared:
    """What popcalc says and what the second judge says, of an area, a target and a stretch of months."""

    found: Word | None
    expected: Word
    projected: Limits | None
    outlook: Limits | None
    likely: str
    expected_likely: str
    place: object


@cache
def judged(seed: int) -> Sequence[Compared]:
    return tuple(_judged(seed))


def _judged(seed: int) -> Iterator[Compared]:
    case = case_of(seed)
    judge = SecondJudge(Oracle(case.rows, VILLAGES, CATALOGUE))
    expected = expected_of(case)
    records = {(str(row["target"]), str(row["area"]), months_of(row)): row for row in case.judged()}
    assert records.keys() <= expected.keys()
    for place, (rule, bound, stretch) in expected.items():
        inside = frozenset(village for village, town in VILLAGES.items() if place[1] in (village, town))
        basis = rule.basis.value if rule.basis else "annual"
        asked = Asked(inside, stretch.judged, stretch.judged, case.year_start, basis=basis)
        aim = Aim(
            rule.indicator, bound.low, bound.high, YEAR, rule.paced, rule.min_events, rule.min_coverage, stretch.goal
        )
        row = records.get(place)
        found = said(row, rule.indicator) if row else None
        numbers = (found.to_go, found.behind) if found else ()
        word = judge.judge(aim, asked, numbers)
        is_projected = case.period == "all" and word.status != "no_data"
        outlook = judge.outlook(aim, asked) if is_projected else None
        yield Compared(
            found,
            word,
            projected(row) if row else None,
            outlook,
            str(row["likely"]) if row else "",
            likely_of(outlook, judge.share_of(aim, stretch.goal, asked), word.status),
            (place, aim, row),
        )


def likely_of(outlook: Limits | None, goal: Bounds, status: str) -> str:
    """What is likely: nothing where nothing is projected, and the verdict itself where nothing more may come."""
    if outlook is None:
        return ""
    return {"pass": "met", "fail": "missed"}[status] if outlook.lower == outlook.upper else likely(outlook, goal)


def projected(row: Mapping[str, object]) -> Limits | None:
    value, lower, upper = (float(str(row[name])) for name in ("projected", "projected_lower", "projected_upper"))
    return None if math.isnan(value) else Limits(value, lower, upper)


@pytest.mark.parametrize("seed", range(8))
def test_verdicts_are_those_of_the_second_judge(seed: int) -> None:
    for one in judged(seed):
        assert one.found == one.expected, (seed, one.place)
        if one.outlook is None:
            assert one.projected is None, (seed, one.place)
        else:
            assert one.projected, (seed, one.place)
            assert one.projected.is_like(one.outlook), (seed, one)
        assert one.likely == one.expected_likely, (seed, one)


def test_the_random_rows_meet_every_verdict_and_reason() -> None:
    compared = [one for seed in range(8) for one in judged(seed)]
    words = [one.expected for one in compared]
    assert {word.status for word in words} == {"pass", "fail", "no_data"}
    reasons = {"", "nothing_reported", "impossible", "undefined", "incomplete", "below_min_events"}
    assert {word.reason for word in words} == reasons
    assert {word.kind for word in words if word.to_go} == {"needed", "allowed"}
    assert {word.evidence for word in words} == {"", "uncertain", "clear", "strong"}
    assert any(word.kind and word.to_go is None for word in words)
    assert any(word.behind for word in words)
    assert {one.expected_likely for one in compared} == {"", "met", "missed", "open"}
    assert sum(one.outlook is not None for one in compared) > 100


@pytest.mark.parametrize("seed", range(12, 15))
def test_no_verdict_hangs_on_the_other_targets(seed: int) -> None:
    case = case_of(seed)
    together = [plain(row) for row in case.judged()]
    for rule in case.rules:
        alone = [plain(row) for row in case.judged((rule,))]
        assert alone == [row for row in together if row["target"] == rule.name], (seed, rule)


@pytest.mark.parametrize("seed", range(15, 19))
def test_an_area_without_its_drivers_is_what_is_left_of_it(seed: int) -> None:
    case = replace(case_of(seed), by="town")
    oracle = Oracle(case.rows, VILLAGES, CATALOGUE)
    results = case.results(drivers=9)
    fails = {(row["target"], row["area"], row["period"]): row for row in records_of(results.frame)}
    rules = {rule.name: rule for rule in case.rules}
    gone: dict[tuple[object, ...], set[str]] = defaultdict(set)
    assert results.drivers is not None
    assert len(results.drivers) > 0
    for driver in records_of(results.drivers):
        place = (driver["target"], driver["area"], driver["period"])
        fail, rule = fails[place], rules[str(driver["target"])]
        gone[place].add(str(driver["village"]))
        months, basis = months_of(fail), rule.basis.value if rule.basis else "annual"
        left = frozenset(one for one, town in VILLAGES.items() if town == driver["area"]) - gone[place]
        asked = Asked(left, months, months, case.year_start, basis=basis)
        without = oracle.answer(rule.indicator, asked).value
        own = oracle.answer(rule.indicator, replace(asked, villages=frozenset({str(driver["village"])}))).value
        assert fail["status"] == "fail"
        assert [str(driver[name]) for name in ("without", "value")] == [as_text(without), as_text(own)], (seed, driver)
        assert driver["without_status"] == ("" if without is None else status_of(without, fail)), (seed, driver)


def as_text(value: Fraction | None) -> str:
    return "nan" if value is None else str(float(value))


def status_of(value: Fraction, row: Mapping[str, object]) -> str:
    low, high = row["exact_low"], row["exact_high"]
    above, below = (value - end if isinstance(end, Fraction) else None for end in (low, high))
    return "fail" if (above is not None and above < 0) or (below is not None and below > 0) else "pass"


def plain(row: Mapping[str, object]) -> dict[str, str]:
    """A record in which nothing equals nothing."""
    return {name: str(value) for name, value in row.items()}


def test_months_of_a_record_are_those_of_its_days() -> None:
    assert [year_month(month) for month in months_of({"start": "2013-02-01", "end": "2013-03-31"})] == [
        (2013, 2),
        (2013, 3),
    ]
