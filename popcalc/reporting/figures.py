"""Figures of a report out of records, beside those of the same months a year before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from msgspec.structs import replace

from popcalc.calculation import calculate
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.errors import Notice
from popcalc.evidence import CLEAR_LEVEL
from popcalc.periods import PeriodKind, Run
from popcalc.question import Compare, Question
from popcalc.record_columns import RecordColumns
from popcalc.records import (
    EXACT_COMPARED_DENOMINATOR,
    EXACT_COMPARED_NUMERATOR,
    EXACT_DENOMINATOR,
    EXACT_DIFFERENCE_DENOMINATOR,
    EXACT_DIFFERENCE_NUMERATOR,
    EXACT_NUMERATOR,
    LEVEL_ALL,
    Results,
)
from popcalc.reporting.report import Figure, Figures
from popcalc.table import Table


class Calculations:
    """The calculations of one report: the same counts, indicators and level, for different months.

    Notices are those of the first, which is of most months: the others would say the same of fewer.
    """

    def __init__(self, table: Table, indicators: Sequence[Indicator], catalogue: Catalogue, question: Question) -> None:
        self.table, self.indicators, self.catalogue, self.question = table, indicators, catalogue, question
        self.notices: list[Notice] = []

    def over(self, run: Run, compare: Compare | None = None) -> Results:
        """Return the records of some months as one period, with limits, and beside others if asked."""
        question = replace(self.question, first=run.start, last=run.end, compare=compare, confidence=CLEAR_LEVEL)
        return self._calculated(question, self.indicators)

    def by_month(self, run: Run, keys: Sequence[str]) -> Results:
        """Return the records of the total for each of some months."""
        question = replace(self.question, by=LEVEL_ALL, period=PeriodKind.MONTH, first=run.start, last=run.end)
        return self._calculated(question, [one for one in self.indicators if one.key in keys])

    def _calculated(self, question: Question, indicators: Sequence[Indicator]) -> Results:
        results, notices = calculate(self.table, indicators, self.catalogue, question)
        self.notices = self.notices or notices
        return results


def figures_of(results: Results) -> Figures:
    """Return the figures of one period by area and indicator."""
    records = results.columns
    keys = zip(records.texts("area"), records.texts("indicator"), strict=True)
    return dict(zip(keys, figures_in(records), strict=True))


def figures_in(records: RecordColumns) -> list[Figure]:
    """Return the figure of each record."""
    columns = records.columns
    is_compared = EXACT_COMPARED_DENOMINATOR in columns
    count = len(records)
    nothing: list[Fraction | None] = [None] * count
    value = _fractions(records, EXACT_NUMERATOR, EXACT_DENOMINATOR)
    last = _fractions(records, EXACT_COMPARED_NUMERATOR, EXACT_COMPARED_DENOMINATOR) if is_compared else nothing
    difference = (
        _fractions(records, EXACT_DIFFERENCE_NUMERATOR, EXACT_DIFFERENCE_DENOMINATOR) if is_compared else nothing
    )
    percent = _numbers(records, "percent") if is_compared else [None] * count
    evidence = records.texts("difference_evidence") if is_compared else [""] * count
    flags = [frozenset(one.split(";")) - {""} for one in records.texts("flags")]
    fields = (
        value,
        _numbers(records, "lower"),
        _numbers(records, "upper"),
        last,
        difference,
        percent,
        evidence,
        _numbers(records, "denominator"),
        records["village_months_reported"].tolist(),
        records["village_months_expected"].tolist(),
        flags,
    )
    return [Figure(*one) for one in zip(*fields, strict=True)]


def _fractions(records: RecordColumns, above: str, below: str) -> list[Fraction | None]:
    return [
        Fraction(int(top), int(bottom)) if bottom and top is not None else None
        for top, bottom in zip(records[above].tolist(), records[below].tolist(), strict=True)
    ]


def _numbers(records: RecordColumns, name: str) -> list[float | None]:
    return [None if math.isnan(one) else float(one) for one in records[name].tolist()]
