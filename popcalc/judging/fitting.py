"""Whether a year's targets fit the village-months: counts, months, levels and areas that both know."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

import numpy as np

from popcalc.answerable import no_level, reported_span
from popcalc.areas import ALL, Areas
from popcalc.areas.finding import AreaNames
from popcalc.arrays import Ints
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.definitions.targets import Rule, Targets
from popcalc.definitions.targets_rules import overlap, overlap_sentence
from popcalc.errors import Fault, Notice, RequestError, did_you_mean, fault
from popcalc.judging.bounds import wrong_areas
from popcalc.language import Text, text
from popcalc.periods import Run, month_label
from popcalc.table import END, START, VILLAGE, Table, TablePart, reporting

COMPLETE = Fraction(9, 10)
"""A month is complete when so many of the villages expected have reported a flow."""


def lacking(targets: Targets, available: Available) -> list[tuple[Rule, Text]]:
    """Return the targets whose indicators need counts that no column holds, and what to say of each."""
    return [
        (
            rule,
            text(
                "no verdict on {key}: it needs {missing}, which no column holds; `popcalc counts` lists the headers",
                key=rule.indicator.key,
                missing=tuple(missing),
            ),
        )
        for rule in targets.rules
        if (missing := available.missing(rule.indicator))
    ]


def judged_run(table: Table, catalogue: Catalogue, targets: Targets, last: int | None = None) -> Run:
    """Return the target year up to `last`, else to its last complete month; raises RequestError for another year.

    Where no month is complete, it is the last that any area reported.
    """
    year = targets.run
    span = reported_span(table, catalogue)
    if not span.overlaps(year):
        raise RequestError([fault("OTHER_YEAR", _other_year(targets, span))])
    if last is not None and last < year.start:
        known = {"month": month_label(last), "first": month_label(year.start)}
        raise RequestError([fault("NO_MONTHS", text("--to {month} is before the target year, {first}", **known))])
    if last is not None:
        return Run(year.start, min(last, year.end))
    return Run(year.start, last_complete(table, catalogue, span.within(year)))


def partial_months(table: Table, catalogue: Catalogue, targets: Targets, judged: Run) -> list[Notice]:
    """Return a notice of the months of the year that are there in part and are not judged."""
    span = reported_span(table, catalogue)
    later = Run(min(judged.end + 1, targets.run.end), targets.run.end)
    if judged.end >= min(span.end, targets.run.end) or not span.overlaps(later):
        return []
    later = span.within(later)
    reported, expected = reporting_months(table, catalogue, later)
    sentence = text(
        "judged up to {month}, the last month for which 90 % of the villages have reported; not judged: {later}. --to "
        "{last} judges up to the last",
        month=month_label(judged.end),
        later=tuple(
            text("{month} ({some} of {all} villages)", month=month_label(later.start + place), some=some, all=every)
            for place, (some, every) in enumerate(zip(reported.tolist(), expected.tolist(), strict=True))
            if some
        ),
        last=month_label(later.end),
    )
    return [Notice("MONTH_IN_PART", sentence)]


def last_complete(table: Table, catalogue: Catalogue, months: Run) -> int:
    """Return the last month that is complete, else the last for which any village has reported."""
    reported, expected = reporting_months(table, catalogue, months)
    there = reported > 0
    complete = there & (reported * COMPLETE.denominator >= expected * COMPLETE.numerator)
    found = np.flatnonzero(complete if complete.any() else there)
    return months.start + int(found[-1]) if len(found) else months.end


def reporting_months(table: Table, catalogue: Catalogue, months: Run) -> tuple[Ints, Ints]:
    """Return how many villages have reported a flow in each of some months, and how many there were."""
    natures = {key: catalogue.counts[key].nature for key in table.counts}
    flows = [key for key, nature in natures.items() if nature is Nature.FLOW]
    stocks = [key for key, nature in natures.items() if nature is Nature.STOCK]
    found = list(table.each(partial(_reporting_part, flows=flows, months=months)))
    if not sum(int(reported.sum()) for reported, _ in found):
        found = list(table.each(partial(_reporting_part, flows=stocks, months=months)))
    reported, expected = (sum(column, start=np.zeros(months.months, np.int64)) for column in zip(*found, strict=True))
    return reported, expected


def _reporting_part(part: TablePart, flows: Sequence[str], months: Run) -> tuple[Ints, Ints]:
    rows = reporting(part, flows, beside=True)
    edges = np.zeros((len(part.villages), months.months + 1), dtype=np.int64)
    start, end = (rows[edge].astype(np.int64) - months.start for edge in (START, END))
    inside = (end >= 0) & (start < months.months)
    np.add.at(edges, (rows[VILLAGE][inside], start[inside].clip(min=0)), 1)
    np.add.at(edges, (rows[VILLAGE][inside], end[inside].clip(max=months.months - 1) + 1), -1)
    there = edges.cumsum(axis=1)[:, :-1] > 0
    each = np.arange(months.start, months.end + 1)
    lives = np.ones(there.shape, np.int64) if part.lives is None else part.lives.months(each, each)
    return (there & (lives > 0)).sum(axis=0), lives.sum(axis=0)


def _other_year(targets: Targets, span: Run) -> Text:
    """Return that the data are of another year than the targets."""
    year = targets.run
    return text(
        "the targets are for {year} ({first} to {last}), the data run from {start} to {end}",
        year=targets.year,
        first=month_label(year.start),
        last=month_label(year.end),
        start=month_label(span.start),
        end=month_label(span.end),
    )


def misfits(targets: Targets, areas: Areas, names: AreaNames, default: str) -> list[Fault]:
    """Return what is wrong with the levels and areas of targets, and which overlap at the level that is asked for."""
    faults: list[Fault] = []
    rules, year = targets.rules, targets.run
    if default == ALL and any(rule.level is None for rule in rules):
        faults.append(fault("NO_LEVEL", text("targets are judged for areas, not for the total: give --by a level")))
    for place, rule in enumerate(rules):
        if rule.level is not None and rule.level not in areas.levels:
            sentence = no_level(rule.level, areas.levels, did_you_mean(rule.level, areas.levels))
            faults.append(fault("UNKNOWN_LEVEL", sentence, rule.place))
        faults += wrong_areas(rule, areas, names)
        faults += [
            fault("OVERLAPPING_TARGETS", overlap_sentence(rule, other), rule.place)
            for other in rules[:place]
            if overlap(rule, other, rule.level or default, other.level or default, year)
        ]
    return faults
