"""The whole of `check`: a year's targets held against village-months, one verdict for each target, area and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from msgspec.structs import replace

from popcalc.aggregation import Totals, make_groups
from popcalc.answerable import check_held, check_ranked, find_areas, find_level, reported_span
from popcalc.areas import Areas, Registry
from popcalc.areas.finding import AreaNames
from popcalc.arrays import Ints
from popcalc.comparing.columns import OF_WORDS
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Basis, Catalogue
from popcalc.definitions.targets import Gaps, Rule, Targets, effect_of
from popcalc.doubts import Reading
from popcalc.empty_cells import empty_cells_notices, hanging_of
from popcalc.errors import Notice, RequestError, fault
from popcalc.judging.apart import Apart, parts_apart
from popcalc.judging.batches import Batch, Judged, Judgement, Judging
from popcalc.judging.bounds import find_bounds, last_month, unused_areas
from popcalc.judging.columns import RULE_ORDER, verdict_columns
from popcalc.judging.ending import Ending
from popcalc.judging.fitting import judged_run, lacking, misfits, partial_months
from popcalc.judging.fractions import written_as_fraction
from popcalc.judging.to_go import find_to_go
from popcalc.judging.verdict import judge_readings
from popcalc.language import plural, text
from popcalc.left_out import left_out_notices, silent_notices
from popcalc.periods import Period, PeriodKind, Run
from popcalc.question import Question
from popcalc.readings import AS_MISSING, Columns, ReadFigures, Rolled, figures_of, roll_up_readings
from popcalc.record_columns import RecordColumns
from popcalc.recording import record, stacked
from popcalc.records import EXACT_FIELDS, VERDICT_FIELDS, VerdictResults
from popcalc.table import Table

COVERAGE = ("village_months_reported", "village_months_expected")
NUMBERS = (
    "value", "numerator", "denominator", "lower", "upper", "confidence",
    "bound_low", "bound_high", "applied_low", "applied_high",
    "margin", "to_go", "behind", "projected", "projected_lower", "projected_upper",
)  # fmt: skip
"""The fields of a verdict that are numbers, NaN for nothing."""


def check(
    table: Table,
    targets: Targets,
    catalogue: Catalogue,
    available: Available,
    question: Question,
    *,
    registry: Registry | None = None,
    drivers: int = 0,
    scores: bool = False,
) -> tuple[VerdictResults, list[Notice]]:
    """Return a verdict for each target, area and period, and notices on what was left out of the figures.

    The target year is judged up to its last complete month, or to the last month of the question. `registry` is the
    areas file, whose names targets may use, too. With `drivers` so many villages are named for each fail, with `scores`
    each area gets a score. Raises RequestError when the data hold no month of the year, or a target names a level or an
    area that they do not have.
    """
    judging = set_up(table, targets, catalogue, available, question, registry=registry)
    found = judge_all(judging)
    results = verdict_results(judging, found)
    if drivers:
        from popcalc.judging.drivers import find_drivers

        results = replace(results, drivers=find_drivers(judging, found, drivers))
    if scores:
        from popcalc.judging.scores import find_scores

        results = replace(results, scores=find_scores(results.frame, targets, judging.periods))
    lost = [one for batch in found for one in batch.left_out]
    notices = [Notice("COUNT_MISSING", sentence, rule.place) for rule, sentence in lacking(targets, available)]
    notices += [one for rule in targets.rules for one in unused_areas(rule, table.areas, judging.names, judging.level)]
    judged = Run(judging.periods[0].start, judging.periods[-1].end)
    if question.last is None:
        notices += partial_months(table, catalogue, targets, judged)
    notices += silent_notices(table, catalogue, judged)
    notices += [notice for batch in found for notice in batch.notices]
    notices += _not_in_effect(judging)
    if results.nothing_judged:
        sentence = plural(
            len(results.frame),
            "nothing could be judged: the one verdict is without data",
            "nothing could be judged: all {count} verdicts are without data",
        )
        notices.append(Notice("NOTHING_JUDGED", sentence))
    notices += [notice for batch in found for one in batch.judgements for notice in written_as_fraction(one)]
    notices += empty_cells_notices(
        hanging_of((one for batch in found for one in batch.read), table.areas), table.doubts
    )
    return results, [*notices, *left_out_notices(lost, table.areas, catalogue, keep=False)]


def set_up(
    table: Table,
    targets: Targets,
    catalogue: Catalogue,
    available: Available,
    question: Question,
    *,
    registry: Registry | None = None,
) -> Judging:
    """Return what targets are judged on; raises RequestError when they do not fit the data."""
    without = lacking(targets, available)
    if len(without) == len(targets.rules):
        raise RequestError(fault("COUNT_MISSING", sentence, rule.place) for rule, sentence in without)
    periods = targets.calendar.split(judged_run(table, catalogue, targets, question.last), question.period, clip=True)
    to_year_end = question.period is PeriodKind.ALL
    names, level = AreaNames(table.areas, registry), find_level(table.areas, question.by)
    if faults := misfits(targets, table.areas, names, level):
        raise RequestError(faults)
    return Judging(table, targets, catalogue, available, question, periods, to_year_end, names, level)


def judge_all(judging: Judging) -> list[Judged]:
    """Return the judgements of all targets; nothing where none is in effect.

    Raises RequestError when none holds for the areas asked for."""
    batches = list(_batches(judging))
    found = [judge_batch(judging, batch) for batch in batches]
    if batches and not any(len(one.frame) for one in found):
        raise RequestError([fault("NO_TARGET", text("no target holds for the areas asked for"))])
    return found


def needed_indicators(targets: Targets) -> list[str]:
    """Return the keys of the indicators that the targets bound."""
    return list(dict.fromkeys(rule.indicator.key for rule in targets.rules))


def _batches(judging: Judging) -> Iterable[Batch]:
    """Yield the targets together that are judged for the same level and periods, in their order."""
    keyed: dict[tuple[str, tuple[Period, ...]], list[Rule]] = {}
    for rule in judging.targets.rules:
        periods = tuple(found for period in judging.periods if (found := _in_effect(rule, period, judging)))
        if periods:
            keyed.setdefault((rule.level or judging.level, periods), []).append(rule)
    for (level, periods), rules in keyed.items():
        yield Batch(level, periods, tuple(rules))


def _not_in_effect(judging: Judging) -> list[Notice]:
    """Return a notice of the targets that are not in effect in any of the periods."""
    outside = [
        rule
        for rule in judging.targets.rules
        if not any(_in_effect(rule, period, judging) for period in judging.periods)
    ]
    if not outside:
        return []
    months = judging.targets.calendar.label_of(Run(judging.periods[0].start, judging.periods[-1].end))
    sentence = text(
        "not in effect in {months}, and so not judged: {targets}",
        months=months,
        targets=tuple(rule.name for rule in outside),
    )
    return [Notice("NOT_IN_EFFECT", sentence, outside[0].place)]


def _in_effect(rule: Rule, period: Period, judging: Judging) -> Period | None:
    """Return the part of a period in which a target holds."""
    start = period.start if rule.first is None else max(period.start, rule.first)
    end = min(period.end, last_month(rule, judging.targets.run))
    if start > end:
        return None
    whole = (start, end) == (period.start, period.end)
    return period if whole else judging.targets.calendar.period_of(Run(start, end))


def judge_batch(judging: Judging, batch: Batch) -> Judged:
    """Return the judgements of the targets of a batch; raises RequestError where they are too many to be held."""
    areas = judging.table.areas
    chosen = _areas_of(areas, batch.level, judging.question.areas, judging.names)
    groups = make_groups(areas, chosen, total=False, periods=len(batch.periods))
    check_held(groups.size * len(batch.rules))
    if judging.question.rank:
        check_ranked(len(chosen), groups.periods * len(batch.rules))
    wanted = {rule.indicator.key: rule.indicator for rule in batch.rules}
    there = [one for one in wanted.values() if not judging.available.missing(one)]
    rolled = roll_up_readings(judging.table, there, groups, judging.plan(batch))
    days = np.tile(np.array([period.days for period in batch.periods], dtype=np.int64), len(groups.areas))
    nothing = _nothing(_expected(areas, chosen, batch.level, batch.periods))
    rolled = replace(rolled, read={**rolled.read, AS_MISSING: {**dict.fromkeys(wanted, nothing), **rolled.totals}})
    figures = figures_of(rolled, [(rule.indicator, rule.basis or Basis.ANNUAL) for rule in batch.rules], days)
    added, noticed = RecordColumns({}), list[Notice]()
    if judging.question.added and groups.size:
        from popcalc.judging.compared import compared

        figures, added, noticed = compared(judging, batch, groups, figures)
    apart = _parts_apart(judging, batch, chosen, rolled, figures)
    span = reported_span(judging.table, judging.catalogue)
    begun = _expected(areas, chosen, batch.level, [_since(period, span) for period in batch.periods])
    ending = Ending(judging, batch, groups, chosen)
    judgements = []
    for rule, read in zip(batch.rules, figures, strict=True):
        parts = apart.get(rule.indicator.key, {})
        bounds = find_bounds(
            rule, chosen, areas, batch.periods, judging.targets.run,
            names=judging.names, to_year_end=judging.to_year_end,
        )  # fmt: skip
        verdicts = judge_readings(rule, read, bounds, parts, begun)
        at_end = ending.of(rule, read.figures, parts.get(AS_MISSING))
        to_go = find_to_go(rule, read.figures, verdicts, bounds, at_end, judging.catalogue)
        outlook = ending.outlook(rule, read.figures, verdicts, bounds, at_end)
        judgements.append(Judgement(rule, read, bounds, verdicts, at_end, to_go, outlook))
    bases = [rule.basis.value if rule.basis else "" for rule in batch.rules]
    frame = record([one.figures for one in judgements], groups, batch.periods, areas, bases).frame(categories=True)
    places = {rule.name: place for place, rule in enumerate(judging.targets.rules)}
    columns = [
        verdict_columns(one.rule, places[one.rule.name], one.applied, one.verdicts, one.to_go, one.outlook)
        for one in judgements
    ]
    for name in columns[0]:
        frame[name] = stacked([column[name] for column in columns], columns[0][name].dtype)
    if len(added):
        frame = pd.concat([frame, added.frame()], axis=1)
    return Judged(batch, tuple(chosen), tuple(judgements), frame, rolled.left_out, noticed)


def _parts_apart(
    judging: Judging, batch: Batch, chosen: Sequence[int], rolled: Rolled, figures: Sequence[ReadFigures]
) -> dict[str, dict[Columns, Apart]]:
    """Return the parts of the figures that gaps could move either way, by indicator and by reading of empty cells."""
    asked = {
        rule.indicator.key: rule.indicator
        for rule, read in zip(batch.rules, figures, strict=True)
        if rule.gaps is Gaps.EITHER and rule.indicator.denominator and read.as_missing.flags["partial"].any()
    }
    found: dict[str, dict[Columns, Apart]] = {}
    for columns, totals in rolled.read.items():
        some = [one for key, one in asked.items() if key in totals and not judging.available.missing(one)]
        if some:
            table = judging.table.read_as(Reading(columns)) if columns else judging.table
            parts = parts_apart(table, some, chosen, batch.level, judging.plan(batch))
            for key, apart in parts.items():
                found.setdefault(key, {})[columns] = apart
    return found


def _areas_of(areas: Areas, level: str, named: Sequence[str], names: AreaNames) -> list[int]:
    """Return the areas of a level, only those that are named or lie below a named one when there are names."""
    chosen, _ = find_areas(areas, level, named, names)
    wanted = areas.levels.index(level)
    return [position for position in chosen if areas.level_of[position] == wanted]


def _since(period: Run, span: Run) -> Run:
    """Return the months of a period from the first on that the data report; its last one where they begin later."""
    return Run(min(max(period.start, span.start), period.end), period.end)


def _expected(areas: Areas, chosen: Sequence[int], level: str, periods: Sequence[Run]) -> Ints:
    """Return the village-months of each area (rows) and period in which its villages exist, flat."""
    above, spots = areas.above(level) + 1, np.array(chosen, dtype=np.int64) + 1
    months = np.array([period.months for period in periods], dtype=np.int64)
    if areas.lives is None:
        return np.outer(np.bincount(above, minlength=len(areas.keys) + 1)[spots], months).ravel()
    of_area = np.zeros((len(areas.keys) + 1, len(periods)), dtype=np.int64)
    starts, ends = (np.array([getattr(one, edge) for one in periods], dtype=np.int64) for edge in ("start", "end"))
    np.add.at(of_area, above, areas.lives.months(starts, ends))
    return of_area[spots].ravel()


def _nothing(expected: Ints) -> Totals:
    """Return the sums of an indicator whose counts no column holds."""
    zeros = np.zeros(len(expected), dtype=np.int64)
    return Totals(zeros, zeros, zeros, zeros, zeros, zeros, expected.astype(np.int64), {})


def verdict_results(judging: Judging, found: Sequence[Judged]) -> VerdictResults:
    """Return the records of all batches, in order of level, area, period and target."""
    frames = [one.frame for one in found if len(one.frame)]
    if not frames:
        frames = [_no_records(judging.question.added)]
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    for name in OF_WORDS:
        if name in frame:
            # Of targets without figures nothing is compared.
            frame[name] = frame[name].astype(object).where(frame[name].notna(), "")
    areas, targets = judging.table.areas, judging.targets
    return VerdictResults(
        frame=_in_order(frame, areas),
        rules={rule.name: rule for rule in targets.rules},
        units=judging.catalogue.units,
        by=judging.level,
        name=targets.name,
        area_names=dict(zip(areas.keys[areas.villages :], areas.names[areas.villages :], strict=True)),
        area_order=areas.as_in_files(range(len(areas.keys))),
        added=judging.question.added,
        compare=judging.question.compare or "",
        open_until={
            rule.name: Run(targets.run.start, last_month(rule, targets.run)).last_day.isoformat()
            for rule in targets.rules
            if judging.to_year_end
        },
        effects={rule.name: effect_of(rule.indicator, judging.catalogue) for rule in targets.rules},
    )


def _no_records(added: Sequence[str]) -> pd.DataFrame:
    """Return the records of no verdict at all."""
    columns = {name: np.zeros(0, dtype=object) for name in (*VERDICT_FIELDS, *EXACT_FIELDS, *added)}
    columns |= {name: np.zeros(0, dtype=np.float64) for name in NUMBERS}
    columns |= {name: np.zeros(0, dtype=np.int64) for name in (*COVERAGE, RULE_ORDER)}
    return pd.DataFrame(columns)


def _in_order(frame: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return verdict records in order of level, area, period and target."""
    depth = {level: place for place, level in enumerate(areas.levels)}
    frame["level_order"] = frame["level"].map(depth).astype(np.int64)
    for name in ("area", "start"):
        frame[name] = frame[name].astype(str)
    keys = ["level_order", "area", "start", RULE_ORDER]
    return frame.sort_values(keys, kind="stable", ignore_index=True).drop(columns=["level_order", RULE_ORDER])
