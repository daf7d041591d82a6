"""Findings held against the truth: found at its place, found anywhere, and what sound figures are accused of."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from popcalc.periods import Calendar, read_months
from tests.benchmarks.validation.county import PREFIX, County
from tests.benchmarks.validation.planting import Scope, Truth

WRONG = ("error", "warning")
BALANCED = {"births", "deaths", "migration_in", "migration_out", "population"}
"""Counts of one balance: where it fails, nothing tells which of them is wrong."""


@dataclass(frozen=True)
class Finding:
    """A finding of severity warning or error, its area and its months as places in the data set."""

    code: str
    severity: str
    scope: Scope
    number: int
    first: int
    last: int
    count: str
    said: str

    @property
    def months(self) -> range:
        """The months, by index."""
        return range(self.first, self.last + 1)

    @property
    def what(self) -> tuple[object, ...]:
        """What is said, but for its figures."""
        return self.code, self.severity, self.scope, self.number, self.first, self.last, self.count


@dataclass(frozen=True)
class Judged:
    """What became of a planted error.

    `accused` are findings on areas that are sound, `beside` those on sound months or counts of the area concerned. What
    is said of the same data set without the error counts for nothing.
    """

    at_place: bool
    anywhere: bool
    accused: tuple[Finding, ...]
    beside: tuple[Finding, ...]


def findings(frame: pd.DataFrame, county: County) -> list[Finding]:
    """Return the findings that say that something is wrong."""
    areas = _areas(county)
    found: list[Finding] = []
    for row in frame.to_dict("records"):
        if row["severity"] not in WRONG:
            continue
        area, period = _text(row["area"]), _text(row["period"])
        scope, number = areas[area]
        run = read_months(period, Calendar(county.year_start)) if period else None
        first = run.start - county.start if run else 0
        last = run.end - county.start if run else county.months - 1
        said = f"{row['severity']} {row['code']} {area or 'all'} {period} {_text(row['count'])}: {row['message']}"
        found.append(
            Finding(
                str(row["code"]), str(row["severity"]), scope, number, max(first, 0), min(last, county.months - 1),
                _text(row["count"]), said,
            )
        )  # fmt: skip
    return found


def is_sound(found: list[Finding], truth: Truth) -> bool:
    """Whether nothing is said of sound figures."""
    return all(_concerns(one, truth) and _touches(one, truth) and _is_count(one, truth) for one in found)


def judge(found: list[Finding], truth: Truth, county: County, without: list[Finding]) -> Judged:
    """Hold findings against the planted error; `without` are those of the same data set without it."""
    known = {one.what for one in without}
    new = [one for one in found if one.what not in known]
    hits = [one for one in new if _fits(one, truth)]
    return Judged(
        _placed(hits, truth, county),
        any(_concerns(one, truth) for one in new),
        tuple(one for one in new if not _concerns(one, truth)),
        tuple(one for one in new if _concerns(one, truth) and not (_touches(one, truth) and _is_count(one, truth))),
    )


def _fits(one: Finding, truth: Truth) -> bool:
    """Whether months and count are right: not longer than what was planted and a month more."""
    holds = any(month in one.months for month in truth.right)
    longest = truth.last - min(truth.first, *truth.right) + 2
    return holds and len(one.months) <= longest and _is_count(one, truth)


def _is_count(one: Finding, truth: Truth) -> bool:
    if not one.count or not truth.counts or one.count in truth.counts:
        return True
    is_part = any(one.count.startswith(count) or count.startswith(one.count) for count in truth.counts)
    return is_part or (one.code == "POPULATION_BALANCE" and bool(truth.counts & BALANCED))


def _placed(hits: list[Finding], truth: Truth, county: County) -> bool:
    """Whether the area is named: itself, or at least half of what it is made of."""
    villages = {one.number for one in hits if one.scope is Scope.VILLAGE} & truth.villages
    towns = {one.number for one in hits if one.scope is Scope.TOWN} & truth.towns
    if truth.scope is Scope.VILLAGE:
        return bool(villages)
    if 2 * len(villages) >= len(truth.villages):
        return True
    if truth.scope is Scope.TOWN:
        return bool(towns)
    return any(one.scope is Scope.ALL for one in hits) or 2 * len(towns) >= len(county.towns)


def _concerns(one: Finding, truth: Truth) -> bool:
    match one.scope:
        case Scope.VILLAGE:
            return one.number in truth.villages
        case Scope.TOWN:
            return one.number in truth.towns
    return True


def _touches(one: Finding, truth: Truth) -> bool:
    return one.first <= truth.last and one.last >= truth.first


def _areas(county: County) -> dict[str, tuple[Scope, int]]:
    """Return what each key of an area stands for."""
    before = f"{county.name}/" if county.name else ""
    found: dict[str, tuple[Scope, int]] = {key: (Scope.ALL, 0) for key in ("", county.name, PREFIX)}
    for number, town in enumerate(county.towns):
        for key in (town, before + town, f"{PREFIX}/{town}", county.town_code(number)):
            found[key] = Scope.TOWN, number
    for number, village in enumerate(county.villages):
        for town in {county.towns[one] for one in county.town[:, number]}:
            found[f"{before}{town}/{village}"] = Scope.VILLAGE, number
        if county.codes:
            found[county.codes[number]] = Scope.VILLAGE, number
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
