"""The whole validation: every check over the village-months, and its findings as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from popcalc.areas import Areas
from popcalc.arrays import Array, Floats, Objects
from popcalc.definitions.catalogue import Catalogue, Identity
from popcalc.language import Label, Text, text
from popcalc.periods import CALENDAR_YEAR, Calendar, Run
from popcalc.quality.amounts import check_amounts
from popcalc.quality.causes import without_explained
from popcalc.quality.cheap import CHEAP, Check
from popcalc.quality.comings import check_comings
from popcalc.quality.completeness import completeness
from popcalc.quality.far_dates import dates_of
from popcalc.quality.findings import EVERYWHERE, SEVERITIES, Finding
from popcalc.quality.gaps import check_empty_cells, check_gaps
from popcalc.quality.jumps import check_stocks
from popcalc.quality.material import Material
from popcalc.quality.mends import mend_of
from popcalc.quality.outliers import check_outliers
from popcalc.quality.rule_words import rule_words
from popcalc.quality.sex_ratio import check_boys_and_girls, check_sex_ratio
from popcalc.quality.slips import check_slips
from popcalc.quality.swapped import check_swapped
from popcalc.quality.timeliness import check_sending
from popcalc.quality.totals import check_totals
from popcalc.quality.twins import check_twins
from popcalc.quality.weighing import shares
from popcalc.record_columns import RecordColumns, Words
from popcalc.records import AREA_NAME, FINDING_FIELDS, FindingResults
from popcalc.village_months import VillageMonths

CHECKS: tuple[Check, ...] = (
    *CHEAP,
    check_totals,
    check_gaps,
    check_comings,
    check_empty_cells,
    check_stocks,
    check_slips,
    check_swapped,
    check_twins,
    check_outliers,
    check_amounts,
    check_sex_ratio,
    check_boys_and_girls,
    check_sending,
)
"""Everything that `validate` looks at."""

SHARE_DIGITS = 4
"""Shares are told, and ordered, to a hundredth of a per cent."""

MEANINGS: Mapping[str, Text] = {
    "FAR_DATE": text("a few rows are dated years from all others"),
    "PART_ABOVE_WHOLE": text("a part is not larger than its whole"),
    "TOTAL_DIFFERS": text("a printed total is the sum of its parts"),
    "GAP": text("months are missing that others report"),
    "NEW_AREA": text("areas that report from a month on"),
    "CLOSED_AREA": text("areas that report until a month"),
    "MERGED_AREA": text("areas that went into others"),
    "NEVER_REPORTED": text("events without people, or people without events"),
    "MONTH_WITHOUT_FILE": text("months of which there is no report at all"),
    "EMPTY_CELLS": text("cells are empty"),
    "NOBODY_REPORTS": text("a count is given in some months only"),
    "LOOKS_CUMULATIVE": text("figures look cumulative"),
    "SENT_TWICE": text("figures stand again under another date"),
    "SAME_FIGURES": text("two villages have the same figures"),
    "MORE_THAN_PEOPLE": text("there are no more births or deaths than people"),
    "TEN_TIMES": text("figures are about ten, a hundred ... times the usual, or a tenth"),
    "POPULATION_JUMP": text("a population moves by more than 5 % in a month"),
    "POPULATION_SLIP": text("a population leaves its way for a month"),
    "EXCHANGED": text("two counts have changed places"),
    "SILENT": text("no event at all where some are usual"),
    "OUTLIER": text("a month's events are not what is usual, more than chance explains"),
    "SHIFT": text("the events of some months are not what is usual, more than chance explains"),
    "UNUSUAL_RATE": text("events are not what so many people have elsewhere, more than chance explains"),
    "UNUSUAL_SEX_RATIO": text("boys and girls are not born so unequally"),
    "FEW_BIRTHS": text("sex ratios on few births"),
    "SENT_LATE": text("reports were sent late"),
    "SENT_EARLY": text("reports were sent before their months were over"),
}
"""What each code stands for; those of the catalogue's rules say it themselves."""


def validate(
    table: VillageMonths,
    catalogue: Catalogue,
    *,
    calendar: Calendar = CALENDAR_YEAR,
    by: str | None = None,
) -> FindingResults:
    """Return everything that the checks find, and how complete the reports are at the level `by` (default: town).

    Raises RequestError when the table holds no figure at all, or the data have no such level.
    """
    material = Material(table, catalogue, dates_of(table, catalogue).span, calendar)
    reports = completeness(material, by)
    found = without_explained([finding for check in CHECKS for finding in check(material)], material)
    weights = shares(material, found)
    order = sorted(range(len(found)), key=lambda spot: _order(found[spot], float(weights[spot]), table.areas))
    found, weights = [found[spot] for spot in order], weights[order]
    span = calendar.label_of(material.span)
    codes = dict.fromkeys(finding.code for finding in found)
    meanings = {code: _meaning(code, catalogue) for code in codes}
    mends = {code: mend_of(code) for code in codes}
    records = _records(found, weights, table, calendar)
    return FindingResults(records, meanings, mends, reports, span, table.areas.villages)


def _order(finding: Finding, share: float, areas: Areas) -> tuple[int, float, str, int, int, str, str, str, int]:
    return (
        SEVERITIES.index(finding.severity),
        -round(float(np.nan_to_num(share)), SHARE_DIGITS),
        _key(finding.area, areas),
        finding.start,
        finding.end,
        finding.code,
        finding.count,
        finding.place.file if finding.place else "",
        (finding.place.row or 0) if finding.place else 0,
    )


def _key(area: int, areas: Areas) -> str:
    return "" if area == EVERYWHERE else areas.keys[area]


def _meaning(code: str, catalogue: Catalogue) -> Text | Label:
    if code in MEANINGS:
        return MEANINGS[code]
    rule: Identity = catalogue.identities[code.lower()]
    return rule.label or rule_words(rule)


def _records(found: Sequence[Finding], weights: Floats, table: VillageMonths, calendar: Calendar) -> RecordColumns:
    """Return the findings as `records.FINDING_FIELDS`; messages are texts, not yet words."""
    areas = table.areas
    places = [finding.place for finding in found]
    sheets = dict(zip(table.files, table.sheets, strict=False))
    columns: dict[str, Array | Words] = {
        "code": Words.of([finding.code for finding in found]),
        "severity": Words.of([finding.severity for finding in found]),
        "area": Words.of([_key(finding.area, areas) for finding in found]),
        "period": Words.of([calendar.label_of(Run(finding.start, finding.end)) for finding in found]),
        "count": Words.of([finding.count for finding in found]),
        "file": Words.of([place.file if place else "" for place in places]),
        "row": _objects([place.row if place else None for place in places]),
        "message": _objects([finding.message for finding in found]),
        "expected": _numbers(finding.expected for finding in found),
        "found": _numbers(finding.found for finding in found),
        "share": np.round(100 * weights, SHARE_DIGITS - 2),
        "column": _objects([place.column if place else None for place in places]),
        "sheet": Words.of([sheets.get(place.file, "") if place else "" for place in places]),
        "cell": Words.of([place.cell if place else "" for place in places]),
        "todo": _objects([mend_of(finding.code) for finding in found]),
        AREA_NAME: Words.of(["" if finding.area == EVERYWHERE else areas.names[finding.area] for finding in found]),
    }
    return RecordColumns({name: columns[name] for name in (*FINDING_FIELDS, AREA_NAME)})


def _objects(values: Sequence[object]) -> Objects:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _numbers(figures: Iterable[float | None]) -> Floats:
    return np.array([np.nan if figure is None else figure for figure in figures], dtype=np.float64)
