"""Whether a year's targets fit the village-months: counts, months, levels and areas that both know."""

from __future__ import annotations

from popcalc.areas import ALL, Areas
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.targets import Rule, Targets
from popcalc.definitions.targets_rules import overlap, overlap_sentence
from popcalc.errors import Fault, RequestError, did_you_mean, fault
from popcalc.judging.area_names import AreaNames
from popcalc.judging.bounds import wrong_areas
from popcalc.language import Text, text
from popcalc.periods import Run, month_label
from popcalc.question import reported_span
from popcalc.table import Table


def lacking(targets: Targets, available: Available) -> list[tuple[Rule, Text]]:
    """Return the targets whose indicators need counts that no column holds, and what to say of each."""
    return [
        (
            rule,
            text(
                "no verdict on {key}: it needs {missing}, which no column holds; `popcalc counts` lists the headers",
                key=rule.indicator.key,
                missing=", ".join(missing),
            ),
        )
        for rule in targets.rules
        if (missing := available.missing(rule.indicator))
    ]


def judged_run(table: Table, catalogue: Catalogue, targets: Targets) -> Run:
    """Return the target year up to the last month that any area reported; raises RequestError for another year."""
    year = targets.run
    span = reported_span(table, catalogue)
    if not span.overlaps(year):
        raise RequestError([fault("OTHER_YEAR", _other_year(targets, span))])
    return Run(year.start, min(span.end, year.end))


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
            sentence = text(
                "the data have no level {level}{hint}; they have {levels}",
                level=rule.level,
                hint=did_you_mean(rule.level, areas.levels),
                levels=", ".join(areas.levels),
            )
            faults.append(fault("UNKNOWN_LEVEL", sentence, rule.place))
        faults += wrong_areas(rule, areas, names)
        faults += [
            fault("OVERLAPPING_TARGETS", overlap_sentence(rule, other), rule.place)
            for other in rules[:place]
            if overlap(rule, other, rule.level or default, other.level or default, year)
        ]
    return faults
