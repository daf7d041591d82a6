"""A report is made: the month is chosen, figures are calculated, targets judged, counts checked."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.answerable import choose_indicators, find_level, reported_span
from popcalc.areas import ALL, Areas, Registry
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Indicator, Kind
from popcalc.definitions.targets import Targets
from popcalc.errors import Notice, RequestError, fault
from popcalc.judging.check import check
from popcalc.judging.fitting import last_complete, reporting_months
from popcalc.language import text
from popcalc.periods import Calendar, PeriodError, Run, month_label, read_months
from popcalc.quality.validating import validate
from popcalc.question import Compare, ask
from popcalc.records import FindingResults, Results, VerdictResults
from popcalc.reporting.asking import ask_areas
from popcalc.reporting.figures import Calculations, figures_in, figures_of
from popcalc.reporting.report import YEAR, Contents, Figure, Place, Report, Standing, Wish
from popcalc.village_months import VillageMonths

DRIVERS = 3
"""So many villages are named for each target that is missed."""
FLOWS = ("births", "deaths")
RATE = "crude_birth_rate"
BESIDE = ("natural_increase_rate",)
"""What a report tells first, where the counts allow it."""
MOST_FLOWS = 2


def make_report(
    table: VillageMonths,
    catalogue: Catalogue,
    available: Available,
    wish: Wish,
    *,
    targets: Targets | None = None,
    calendar: Calendar,
    population: str = "",
    empty_as_zero: bool = False,
    registry: Registry | None = None,
) -> tuple[Report, list[Notice]]:
    """Return what a report says, and notices on what was left out of its figures.

    Without a month it is of the last that is complete: for which 90 % of the villages have reported. `population` is
    `registered` or `resident` where that is known; `empty_as_zero` says that empty cells were read so. Raises
    RequestError for a month or a level that the data or the targets do not have, or where nothing can be computed.
    """
    calendar = targets.calendar if targets else calendar
    run = _month(table, catalogue, targets, wish, calendar)
    to_date = calendar.to_date(run)
    before = Run(to_date.start - YEAR, to_date.end - YEAR)
    span = reported_span(table, catalogue)
    compare = Compare.LAST_YEAR if span.overlaps(before) else None
    compare_month = compare if span.start <= run.start - YEAR else None
    contents, indicators = choose_contents(catalogue, available, targets)
    level = find_level(table.areas, wish.by)
    question = ask(by=level, calendar=calendar)
    made = Calculations(table, indicators, catalogue, question)
    results, month_results = made.over(to_date), made.over(run)
    both = made.over(to_date, compare) if compare else results
    both_of_month = made.over(run, compare_month) if compare_month else month_results
    start = max(span.start, to_date.start - YEAR)
    told = [*contents.flows, *([contents.rate] if contents.rate else [])]
    series = made.by_month(Run(start, run.end), told)
    verdicts, noticed = _verdicts(table, catalogue, available, targets, registry, level, run, compare)
    findings = validate(table, catalogue, calendar=calendar, by=level)
    reports = reports_of(findings)
    places = _places(table.areas, level)
    return Report(
        wish=wish,
        whole=_whole(table.areas),
        whole_level=_whole_level(table.areas),
        population=population,
        run=run,
        to_date=to_date,
        calendar=calendar,
        has_last_year=compare is not None,
        catalogue=catalogue,
        indicators={
            one.key: one for one in [*indicators, *([rule.indicator for rule in targets.rules] if targets else [])]
        },
        contents=contents,
        places=places,
        standings={one.key: reports.get((one.key, run.end), Standing(0, 0)) for one in places},
        reports={key: one for key, one in reports.items() if start <= key[1] <= run.end},
        later=_later(table, catalogue, run, span),
        month=figures_of(month_results),
        year=figures_of(results),
        both=figures_of(both),
        both_of_month=figures_of(both_of_month),
        series=_series(series),
        results=both,
        month_results=both_of_month,
        verdicts=verdicts,
        findings=findings,
        asked=ask_areas(table, catalogue, findings, run, level, calendar),
        empty_as_zero=empty_as_zero,
    ), [*(one for one in made.notices if one.code not in {other.code for other in noticed}), *noticed]


def _month(table: VillageMonths, catalogue: Catalogue, targets: Targets | None, wish: Wish, calendar: Calendar) -> Run:
    """Return the month that the report is of."""
    span = reported_span(table, catalogue)
    if wish.month is None:
        within = span.within(targets.run) if targets and span.overlaps(targets.run) else span
        month = last_complete(table, catalogue, within)
    else:
        month = _read_month(wish.month, calendar)
    if not span.start <= month <= span.end:
        sentence = text(
            "--month {month}: the data run from {start} to {end}",
            month=month_label(month),
            start=month_label(span.start),
            end=month_label(span.end),
        )
        raise RequestError([fault("NO_MONTHS", sentence)])
    if targets and not targets.run.start <= month <= targets.run.end:
        sentence = text(
            "the report is of {month}, the targets are for {start} to {end}: give the targets of that year, or another "
            "--month",
            month=month_label(month),
            start=month_label(targets.run.start),
            end=month_label(targets.run.end),
        )
        raise RequestError([fault("OTHER_YEAR", sentence)])
    return Run(month, month)


def _read_month(written: str, calendar: Calendar) -> int:
    try:
        run = read_months(written, calendar)
    except PeriodError as error:
        sentence = text("{option}: {reason}", option="--month", reason=error.text)
        raise RequestError([fault("NOT_A_PERIOD", sentence)]) from error
    if run.months > 1:
        sentence = text("--month {month} is not one month, such as 2026-10", month=written)
        raise RequestError([fault("NOT_A_MONTH", sentence)])
    return run.start


def choose_contents(
    catalogue: Catalogue, available: Available, targets: Targets | None
) -> tuple[Contents, list[Indicator]]:
    """Return what is told, and all indicators that are computed for it: births and deaths where they are reported.

    Else the first flows and the first rate that there are, those of the targets before others. Raises RequestError
    where nothing can be computed.
    """
    there = {one.key: one for one in choose_indicators(["all"], available, catalogue)}
    bounded = [one for one in _bounded(targets) if one.key in there]
    usual = [*bounded, *choose_indicators([], available, catalogue)]
    flows = [key for key in FLOWS if key in there]
    flows = flows or [one.key for one in usual if one.kind is Kind.COUNT and one.key in catalogue.counts][:MOST_FLOWS]
    rate = RATE if RATE in there else next((one.key for one in usual if one.has_basis), None)
    rates = [key for key in BESIDE if key in there] or ([rate] if rate else [])
    wanted = dict.fromkeys([*flows, *([rate] if rate else []), *rates, *(one.key for one in bounded)])
    if not wanted:
        sentence = text("a report needs births, deaths or another count of events: no column holds one")
        raise RequestError([fault("NO_INDICATOR", sentence)])
    return Contents(tuple(flows), rate, tuple(rates)), [there[key] for key in wanted]


def _bounded(targets: Targets | None) -> list[Indicator]:
    return [rule.indicator for rule in targets.rules] if targets else []


def _verdicts(
    table: VillageMonths,
    catalogue: Catalogue,
    available: Available,
    targets: Targets | None,
    registry: Registry | None,
    level: str,
    run: Run,
    compare: Compare | None,
) -> tuple[VerdictResults | None, list[Notice]]:
    if targets is None:
        return None, []
    question = ask(by=level, last=month_label(run.end), calendar=targets.calendar, compare=compare)
    return check(table, targets, catalogue, available, question, registry=registry, drivers=DRIVERS)


def _places(areas: Areas, level: str) -> list[Place]:
    """Return the areas of a level in the order of their files, those of one area above together, the total last."""
    spots = areas.at(level).tolist() if level != ALL else []
    order = areas.as_in_files(spots)
    spots = sorted(spots, key=lambda spot: order.get(areas.keys[spot], 0))
    groups = list(dict.fromkeys(int(areas.parent_of[spot]) for spot in spots))
    spots.sort(key=lambda spot: groups.index(int(areas.parent_of[spot])))
    above = ["", *areas.names]
    places = [
        Place(areas.keys[spot], areas.names[spot], level, above[int(areas.parent_of[spot]) + 1]) for spot in spots
    ]
    return [*places, Place(ALL, "", ALL)]


def _whole(areas: Areas) -> str:
    """Return the name of the area above all, empty where there is none."""
    top = areas.at(areas.levels[0]).tolist()
    return areas.names[top[0]] if len(top) == 1 else ""


def _whole_level(areas: Areas) -> str:
    """Return the level of all areas together: that of the one above all, else the one over the highest, or empty."""
    top = areas.levels[0]
    if len(areas.at(top)) == 1:
        return top
    known = DEFAULT_LEVELS.index(top) if top in DEFAULT_LEVELS else 0
    return DEFAULT_LEVELS[known - 1] if known else ""


def reports_of(findings: FindingResults) -> dict[tuple[str, int], Standing]:
    """Return how many villages of each area have reported each month."""
    reports = findings.completeness
    kind = "events" if bool((reports["events"] > 0).any()) else "stocks"
    months = {label: read_months(label).start for label in dict.fromkeys(reports.texts("period"))}
    return {
        (area, months[label]): Standing(some, every)
        for area, label, some, every in zip(
            reports.texts("area"),
            reports.texts("period"),
            reports[kind].tolist(),
            reports["expected"].tolist(),
            strict=True,
        )
    }


def _later(table: VillageMonths, catalogue: Catalogue, run: Run, span: Run) -> Sequence[tuple[int, Standing]]:
    """Return the months after the report's that some villages have reported and others have not."""
    if run.end >= span.end:
        return []
    months = Run(run.end + 1, span.end)
    some, every = reporting_months(table, catalogue, months)
    pairs = zip(some.tolist(), every.tolist(), strict=True)
    return [(months.start + place, Standing(*pair)) for place, pair in enumerate(pairs) if 0 < pair[0] < pair[1]]


def _series(results: Results) -> dict[tuple[str, int], Figure]:
    records = results.columns
    months = [read_months(label).start for label in records.texts("period")]
    return dict(zip(zip(records.texts("indicator"), months, strict=True), figures_in(records), strict=True))
