"""The whole of `check`: a year's targets held against village-months, one verdict for each target, area and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from popcalc.areas import ALL, Areas
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Kind, Moment, Term
from popcalc.definitions.targets import Bound, Rule, Targets
from popcalc.errors import Fault, Notice, RequestError, did_you_mean, fault
from popcalc.language import text
from popcalc.left_out import left_out_notices
from popcalc.periods import Period, PeriodKind, Run, label_of, period_of, split, year_run
from popcalc.question import Question, find_areas, find_level, reported_span
from popcalc.rates import Basis, rate
from popcalc.recording import record, stacked
from popcalc.records import VerdictResults
from popcalc.rollup import LeftOut, Plan, Totals, roll_up
from popcalc.sums import make_groups
from popcalc.table import VillageMonths
from popcalc.verdicts.bounds import find_bounds, wrong_areas
from popcalc.verdicts.judging import Applied, Verdicts, judge
from popcalc.verdicts.to_go import ToGo, YearEnd, find_to_go

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bench:
    """What is the same for all targets: the counts, the year, and the periods that are judged."""

    table: VillageMonths
    targets: Targets
    catalogue: Catalogue
    available: Available
    question: Question
    year: Run
    periods: tuple[Period, ...]
    to_year_end: bool


@dataclass(frozen=True)
class Batch:
    """Targets that are judged for the same areas and periods."""

    level: str
    periods: tuple[Period, ...]
    rules: tuple[Rule, ...]


def check(
    table: VillageMonths, targets: Targets, catalogue: Catalogue, available: Available, question: Question
) -> tuple[VerdictResults, list[Notice]]:
    """Return a verdict for each target, area and period, and notices on what was left out of the figures.

    The target year is judged up to its last month in the data. Raises RequestError when the data hold no month of it,
    or a target names a level or an area that they do not have.
    """
    year = year_run(targets.year, targets.year_start)
    judged = _judged(table, catalogue, year, targets)
    periods = split(judged, question.period, targets.year_start, clip=True)
    bench = Bench(table, targets, catalogue, available, question, year, periods, question.period is PeriodKind.ALL)
    default = find_level(table.areas, question.by)
    _refuse_unknown(bench, default)
    frames, left_out = [], []
    for batch in _batches(bench, default):
        frame, lost = _judge_batch(bench, batch)
        frames.append(frame)
        left_out += lost
    if not frames:
        raise RequestError([fault("NO_TARGET", text("no target holds for the areas and months asked for"))])
    return _results(bench, frames, default), left_out_notices(left_out, table.areas, catalogue, keep=False)


def needed_indicators(targets: Targets) -> list[str]:
    """Return the keys of the indicators that the targets bound."""
    return list(dict.fromkeys(rule.indicator.key for rule in targets.rules))


def _judged(table: VillageMonths, catalogue: Catalogue, year: Run, targets: Targets) -> Run:
    """Return the target year up to the last month that any area reported."""
    span = reported_span(table, catalogue)
    if span.end < year.start or span.start > year.end:
        sentence = text(
            "the targets are for {year} ({months}), the data for {data}",
            year=targets.year,
            months=label_of(year, 1),
            data=label_of(span, 1),
        )
        raise RequestError([fault("OTHER_YEAR", sentence)])
    return Run(year.start, min(span.end, year.end))


def _refuse_unknown(bench: Bench, default: str) -> None:
    faults: list[Fault] = []
    if default == ALL:
        faults.append(fault("NO_LEVEL", text("targets are judged for areas, not for the total: give --by a level")))
    levels = bench.table.areas.levels
    for rule in bench.targets.rules:
        if rule.level is not None and rule.level not in levels:
            hint = did_you_mean(rule.level, levels)
            sentence = text("the data have no level {level}{hint}", level=rule.level, hint=hint)
            faults.append(fault("UNKNOWN_LEVEL", sentence, rule.place))
        faults += wrong_areas(rule, bench.table.areas, ())
    if faults:
        raise RequestError(faults)


def _batches(bench: Bench, default: str) -> Iterable[Batch]:
    """Yield the targets together that are judged for the same level and periods, in their order."""
    keyed: dict[tuple[str, tuple[Period, ...]], list[Rule]] = {}
    for rule in bench.targets.rules:
        periods = tuple(found for period in bench.periods if (found := _in_effect(rule, period, bench)))
        if periods:
            keyed.setdefault((rule.level or default, periods), []).append(rule)
    for (level, periods), rules in keyed.items():
        yield Batch(level, periods, tuple(rules))


def _in_effect(rule: Rule, period: Period, bench: Bench) -> Period | None:
    """Return the part of a period in which a target holds."""
    start = period.start if rule.first is None else max(period.start, rule.first)
    end = period.end if rule.last is None else min(period.end, rule.last)
    if start > end:
        return None
    whole = (start, end) == (period.start, period.end)
    return period if whole else period_of(Run(start, end), bench.targets.year_start)


def _judge_batch(bench: Bench, batch: Batch) -> tuple[pd.DataFrame, list[LeftOut]]:
    """Return the verdict records of targets for one level."""
    areas = bench.table.areas
    chosen = _areas_of(areas, batch.level, bench.question.areas)
    groups = make_groups(areas, chosen, total=False, periods=len(batch.periods))
    span = Run(batch.periods[0].start, batch.periods[-1].end)
    plan = Plan(bench.catalogue, batch.periods, span, bench.targets.year_start, bench.question.average)
    stocks = {rule.indicator.key: closing_stock(rule.indicator) for rule in batch.rules if rule.indicator.has_basis}
    wanted = {rule.indicator.key: rule.indicator for rule in batch.rules}
    wanted |= {stock.key: stock for stock in stocks.values()}
    there = [one for one in wanted.values() if not bench.available.missing(one)]
    totals, left_out = roll_up(bench.table, there, groups, plan)
    days = np.tile(np.array([period.days for period in batch.periods], dtype=np.int64), len(groups.areas))
    villages = _villages(areas, chosen, batch.level)
    expected = np.outer(villages, [period.months for period in batch.periods]).ravel()
    figures, verdicts = [], []
    for rule in batch.rules:
        sums = totals.get(rule.indicator.key, _nothing(expected))
        figure = rate(rule.indicator, sums, days, Basis(rule.basis or Basis.ANNUAL), bench.catalogue)
        bounds = find_bounds(rule, chosen, areas, batch.periods, bench.year)
        verdict = judge(rule, figure, bounds)
        stock = totals.get(stocks[rule.indicator.key].key) if rule.indicator.key in stocks else None
        ending = year_end(bench, rule, sums, stock, batch.periods, days)
        go = find_to_go(rule.indicator, figure, verdict, bounds, ending, bench.catalogue)
        figures.append(figure)
        verdicts.append(_columns(rule, bounds, verdict, go))
    frame = record(figures, groups, batch.periods, areas, [rule.basis for rule in batch.rules])
    for name in verdicts[0]:
        frame[name] = stacked([columns[name] for columns in verdicts], verdicts[0][name].dtype)
    order = {rule.name: place for place, rule in enumerate(bench.targets.rules)}
    frame["rule_order"] = frame["target"].map(order).astype(np.int64)
    return frame, left_out


def closing_stock(indicator: Indicator) -> Indicator:
    """Return the stock of a rate's denominator at the period's end, as a count."""
    assert indicator.denominator is not None
    terms = tuple(Term(term.coefficient, term.count, Moment.CLOSING) for term in indicator.denominator)
    key = f"closing of {indicator.denominator}"
    return Indicator(key, indicator.label, Kind.COUNT, Formula(terms))


def _areas_of(areas: Areas, level: str, named: Sequence[str]) -> list[int]:
    """Return the areas of a level, only those that are named or lie below a named one when there are names."""
    chosen, _ = find_areas(areas, level, named)
    wanted = areas.levels.index(level)
    return [position for position in chosen if areas.level_of[position] == wanted]


def _villages(areas: Areas, chosen: Sequence[int], level: str) -> Ints:
    """Return the number of villages of each area."""
    of_area = np.bincount(areas.above(level) + 1, minlength=len(areas.keys) + 1)
    return of_area[np.array(chosen, dtype=np.int64) + 1]


def _nothing(expected: Ints) -> Totals:
    """Return the sums of an indicator whose counts no column holds."""
    zeros = np.zeros(len(expected), dtype=np.int64)
    return Totals(zeros, zeros, zeros, zeros, zeros, zeros, expected.astype(np.int64), {})


def year_end(
    bench: Bench, rule: Rule, totals: Totals, stock: Totals | None, periods: Sequence[Period], days: Ints
) -> YearEnd:
    """Return the person-time at the end of the target year, or of the months in which the target holds.

    The last stock is held flat to then; the average stock where no month-end is reported. All months lie in one
    statistical year, so that person-days divide by its days alone.
    """
    twice = totals.twice_365 + totals.twice_366
    left = np.zeros(len(twice), dtype=np.int64)
    if bench.to_year_end:
        last = bench.year.end if rule.last is None else rule.last
        left += Run(periods[-1].end + 1, last).days if periods[-1].end < last else 0
    held = stock.plus - stock.minus if stock is not None else np.zeros_like(twice)
    reported = stock.reported > 0 if stock is not None else np.zeros(len(twice), dtype=bool)
    flat = np.where(reported, 2 * held * left, twice * left // days)
    divisor = days + left if rule.basis == "period" else np.full(len(twice), bench.year.days)
    return YearEnd(twice + flat, 2 * divisor)


def _columns(rule: Rule, bounds: Applied, verdict: Verdicts, go: ToGo) -> dict[str, npt.NDArray[Any]]:
    """Return the columns that a verdict adds to a record."""
    count = len(bounds.which)
    return {
        "target": _words(rule.name, count),
        "operator": np.array([bound.operator.value for bound in bounds.bounds], dtype=object)[bounds.which],
        "bound_low": _ends(bounds.bounds, "low")[bounds.which],
        "bound_high": _ends(bounds.bounds, "high")[bounds.which],
        "applied_low": _ends(bounds.applied, "low")[bounds.which],
        "applied_high": _ends(bounds.applied, "high")[bounds.which],
        "status": verdict.status,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "margin": verdict.margin,
        "to_go": go.number,
        "to_go_kind": go.kind,
    }


def _words(word: str, count: int) -> npt.NDArray[np.object_]:
    return np.full(count, word, dtype=object)


def _ends(bounds: Sequence[Bound], side: str) -> npt.NDArray[np.float64]:
    ends = [getattr(bound, side) for bound in bounds]
    return np.array([float("nan") if end is None else float(end) for end in ends])


def _results(bench: Bench, frames: Sequence[pd.DataFrame], default: str) -> VerdictResults:
    """Return the records of all batches, in order of level, area, period and target."""
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    areas = bench.table.areas
    depth = {level: place for place, level in enumerate(areas.levels)}
    frame["level_order"] = frame["level"].map(depth).astype(np.int64)
    for name in ("area", "start"):
        frame[name] = frame[name].astype(str)
    frame = frame.sort_values(["level_order", "area", "start", "rule_order"], kind="stable", ignore_index=True)
    return VerdictResults(
        frame=frame.drop(columns=["level_order", "rule_order"]),
        rules={rule.name: rule for rule in bench.targets.rules},
        units=bench.catalogue.units,
        by=default,
        name=bench.targets.name,
        area_names=dict(zip(areas.keys[areas.villages :], areas.names[areas.villages :], strict=True)),
    )
