"""The whole validation: every check over the village-months, and its findings as records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from popcalc.areas import Areas
from popcalc.definitions.catalogue import Catalogue, Identity
from popcalc.language import Label, Text, text
from popcalc.periods import CALENDAR_YEAR, Calendar, Run
from popcalc.quality.completeness import completeness
from popcalc.quality.cumulative import check_cumulative
from popcalc.quality.findings import EVERYWHERE, SEVERITIES, Finding
from popcalc.quality.gaps import check_empty_cells, check_gaps
from popcalc.quality.jumps import check_stocks
from popcalc.quality.material import Material
from popcalc.quality.outliers import check_outliers
from popcalc.quality.people import check_people
from popcalc.quality.rules import check_proportions, check_rules, rule_words
from popcalc.quality.sent_twice import check_sent_twice
from popcalc.quality.sex_ratio import check_sex_ratio
from popcalc.quality.silence import check_silence
from popcalc.quality.totals import check_totals
from popcalc.question import reported_span
from popcalc.records import AREA_NAME, FINDING_FIELDS, FindingResults
from popcalc.table import VillageMonths

Check = Callable[[Material], Iterable[Finding]]

CHEAP: tuple[Check, ...] = (
    check_rules,
    check_proportions,
    check_people,
    check_cumulative,
    check_sent_twice,
)
"""What takes no time beside reading, and is wrong wherever it is found: looked at also where nobody asks."""

CHECKS: tuple[Check, ...] = (
    *CHEAP,
    check_totals,
    check_gaps,
    check_empty_cells,
    check_stocks,
    check_silence,
    check_outliers,
    check_sex_ratio,
)
"""Everything that `validate` looks at."""

MEANINGS: Mapping[str, Text] = {
    "PART_ABOVE_WHOLE": text("a part is not larger than its whole"),
    "TOTAL_DIFFERS": text("a printed total is the sum of its parts"),
    "GAP": text("months are missing that others report"),
    "NEVER_REPORTED": text("events without people, or people without events"),
    "MONTH_WITHOUT_FILE": text("months of which there is no report at all"),
    "EMPTY_CELLS": text("cells are empty"),
    "NOBODY_REPORTS": text("a count is given in some months only"),
    "LOOKS_CUMULATIVE": text("figures look cumulative"),
    "SENT_TWICE": text("figures stand again under another date"),
    "MORE_THAN_PEOPLE": text("there are no more births or deaths than people"),
    "TEN_TIMES": text("figures are about ten, a hundred ... times the usual, or a tenth"),
    "POPULATION_JUMP": text("a population moves by more than 5 % in a month"),
    "SILENT": text("no event at all in a village that should have some"),
    "OUTLIER": text("a month stands apart from the village's others, more than chance explains"),
    "FEW_BIRTHS": text("sex ratios on few births"),
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
    material = Material(table, catalogue, reported_span(table, catalogue), calendar)
    reports = completeness(material, by)
    found = [finding for check in CHECKS for finding in check(material)]
    found.sort(key=lambda finding: _order(finding, table.areas))
    span = calendar.label_of(material.span)
    codes = dict.fromkeys(finding.code for finding in found)
    meanings = {code: _meaning(code, catalogue) for code in codes}
    return FindingResults(_frame(found, table.areas, calendar), meanings, reports, span, table.areas.villages)


def _order(finding: Finding, areas: Areas) -> tuple[int, str, int, int, str, str, str, int]:
    return (
        SEVERITIES.index(finding.severity),
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
    return rule.label or text("{rule}", rule=rule_words(rule))


def _frame(found: Sequence[Finding], areas: Areas, calendar: Calendar) -> pd.DataFrame:
    """Return the findings as `records.FINDING_FIELDS`; messages are texts, not yet words."""
    places = [finding.place for finding in found]
    rows = [place.row if place else None for place in places]
    columns: dict[str, object] = {
        "code": _texts(finding.code for finding in found),
        "severity": _texts(finding.severity for finding in found),
        "area": _texts(_key(finding.area, areas) for finding in found),
        "period": _texts(calendar.label_of(Run(finding.start, finding.end)) for finding in found),
        "count": _texts(finding.count for finding in found),
        "file": _texts(place.file if place else "" for place in places),
        "row": pd.array(rows, dtype="Int64"),
        "message": pd.Series([finding.message for finding in found], dtype=object),
        "expected": _numbers(finding.expected for finding in found),
        "found": _numbers(finding.found for finding in found),
        AREA_NAME: _texts("" if finding.area == EVERYWHERE else areas.names[finding.area] for finding in found),
    }
    return pd.DataFrame(columns)[[*FINDING_FIELDS, AREA_NAME]]


def _texts(words: Iterator[str] | Iterable[str]) -> pd.Series:
    return pd.Series(list(words), dtype=object)


def _numbers(figures: Iterable[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if figure is None else figure for figure in figures], dtype=np.float64)
