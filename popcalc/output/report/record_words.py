"""What a workbook calls the fields of records and what stands in them; English shows the records as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from popcalc.areas import ALL
from popcalc.language import SOURCE, Language, Text, text

HEADINGS: Mapping[str, Text] = {
    "area": text("key of the area"),
    "area_name": text("Area"),
    "level": text("level of the area"),
    "parent": text("key of the area above"),
    "period": text("Period"),
    "start": text("first day"),
    "end": text("last day"),
    "indicator": text("Indicator"),
    "unit": text("unit of the value"),
    "basis": text("basis of a rate"),
    "value": text("value in full"),
    "numerator": text("numerator of the value"),
    "denominator": text("denominator of the value"),
    "lower": text("lower limit"),
    "upper": text("upper limit"),
    "confidence": text("level of confidence"),
    "method": text("method of the limits"),
    "village_months_reported": text("village-months reported"),
    "village_months_expected": text("village-months expected"),
    "flags": text("flags of the value"),
    "compared_with": text("compared with"),
    "compared_value": text("value compared with"),
    "difference": text("difference of both"),
    "percent": text("difference in per cent"),
    "difference_lower": text("lower limit of the difference"),
    "difference_upper": text("upper limit of the difference"),
    "ratio_lower": text("lower limit of the ratio"),
    "ratio_upper": text("upper limit of the ratio"),
    "difference_evidence": text("evidence of the difference"),
    "village_months_compared": text("village-months compared"),
    "target": text("name of the target"),
    "operator": text("operator of the bound"),
    "bound_low": text("low bound as written"),
    "bound_high": text("high bound as written"),
    "applied_low": text("low bound applied"),
    "applied_high": text("high bound applied"),
    "status": text("status of the verdict"),
    "reason": text("reason of no verdict"),
    "evidence": text("evidence of the verdict"),
    "margin": text("margin to the bound"),
    "to_go": text("number to go"),
    "to_go_kind": text("kind of the number to go"),
    "behind": text("number behind today"),
    "projected": text("value projected"),
    "projected_lower": text("lower limit projected"),
    "projected_upper": text("upper limit projected"),
    "likely": text("likely outcome"),
    "rank": text("rank of the village"),
    "village": text("key of the village"),
    "village_name": text("Village"),
    "contribution": text("Contributes"),
    "without": text("Area without"),
    "without_status": text("verdict without"),
    "events": text("villages that report events"),
    "stocks": text("villages that report month-ends"),
    "expected": text("villages expected"),
}
"""The fields of all records of a report."""
CELLS: Mapping[str, Text] = {
    "all": text("All"),
    "pass": text("target met"),
    "fail": text("target missed"),
    "no_data": text("no data"),
    "strong": text("strong"),
    "clear": text("clear"),
    "uncertain": text("uncertain"),
    "annual": text("annual"),
    "period": text("of the period"),
    "allowed": text("may still come"),
    "needed": text("must still come"),
    "met": text("likely met"),
    "missed": text("likely missed"),
    "open": text("open whether it is met"),
    "at_least": text("not below"),
    "at_most": text("not above"),
    "between": text("within a band"),
    "equal": text("equal to"),
    "partial": text("partly reported"),
    "unmatched": text("not matched"),
    "impossible": text("not possible"),
    "undefined": text("not defined"),
    "supplied": text("average supplied"),
    "extrapolated": text("held flat"),
    "bridged": text("filled in between"),
    "stale": text("not the last month-end"),
    "whole_area": text("from the row of the whole area"),
    "few_events": text("few events"),
    "empty_cells": text("hangs on empty cells"),
    "date_assumed": text("date is assumed"),
    "hidden": text("rests on hidden rows"),
    "comparable": text("on what both have"),
    "not_reported": text("nothing reported"),
    "incomplete": text("not complete"),
    "below_min_events": text("too few events to judge"),
    "exact_poisson": text("exact Poisson"),
    "exact_binomial": text("exact binomial"),
    "exact_odds": text("exact binomial, as a ratio"),
    "mover_exact_poisson": text("MOVER from exact Poisson limits"),
}
"""The words of cells that are of no language, those of lists among them."""
INDICATOR, UNIT, LEVEL, TARGET = "indicator", "unit", "level", "target"
AREAS = ("area", "parent")
"""Fields of keys of areas, which stand as they are but for that of the total."""
CODED = ("basis", "method", "flags", "operator", "status", "reason", "evidence", "difference_evidence", "to_go_kind",
         "likely", "without_status")  # fmt: skip
"""Fields whose cells are such words."""


def heading(field: str, language: Language) -> str:
    """Return what stands over a field."""
    return field if language.code == SOURCE else language(HEADINGS[field])


def cells(field: str, values: Sequence[Any], language: Language) -> Sequence[Any]:
    """Return the cells of a field."""
    if language.code == SOURCE:
        return values
    if field == UNIT:
        return [language.unit(one) for one in values]
    if field in AREAS:
        return [language(CELLS[ALL]) if one == ALL else one for one in values]
    if field in (INDICATOR, LEVEL, TARGET):
        return [language(CELLS[one]) if one in CELLS else language.named(str(one)) for one in values]
    return [_coded(one, language) for one in values] if field in CODED else values


def _coded(value: Any, language: Language) -> Any:
    """Return a cell of one word, or of several between semicolons."""
    if not isinstance(value, str) or not value:
        return value
    return language(text("; ")).join(language(CELLS[one]) if one in CELLS else one for one in value.split(";"))
