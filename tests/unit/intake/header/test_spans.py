"""Periods within the headings of columns."""

from __future__ import annotations

import pytest

from popcalc.intake.header.headings import heading
from popcalc.intake.header.spans import is_span, span_of
from popcalc.periods import CALENDAR_YEAR, Run, month_ordinal


@pytest.mark.parametrize(
    ("levels", "words", "rest"),
    [
        (["1月"], "1月", []),
        (["Jan 2023"], "Jan 2023", []),
        (["2024-01", "births"], "2024-01", ["births"]),
        (["births", "2023"], "2023", ["births"]),
        (["births 2023"], "2023", ["births"]),
        (["2023 births"], "2023", ["births"]),
        (["births, Q1 2024"], "Q1 2024", ["births"]),
        (["births_2019"], "2019", ["births"]),
        (["2024年01月_총인구수"], "2024年01月", ["총인구수"]),
        (["出生人数2019年"], "2019年", ["出生人数"]),
        (["12月末人口"], "12月", ["人口"]),
        (["2024年", "1月", "出生人数", "男"], "2024年1月", ["出生人数", "男"]),
        (["一季度", "出生"], "一季度", ["出生"]),
    ],
)
def test_a_heading_says_a_period_and_the_rest(levels: list[str], words: str, rest: list[str]) -> None:
    span = span_of(heading(*levels))

    assert span is not None
    assert (span.words, list(span.rest.levels)) == (words, rest)


@pytest.mark.parametrize("header", ["0-4", "65+", "5岁", "一孩", "村名", "births", "1", "12", "320803", "上月", "合计"])
def test_ages_ranks_codes_and_column_numbers_are_no_periods(header: str) -> None:
    assert span_of(heading(header)) is None
    assert not is_span(header)


def test_the_year_comes_from_elsewhere_where_the_words_have_none() -> None:
    june = month_ordinal(2013, 6)
    without = span_of(heading("6月"))
    with_year = span_of(heading("2013年6月"))

    assert without is not None
    assert with_year is not None
    assert (without.has_year, with_year.has_year) == (False, True)
    assert without.run(CALENDAR_YEAR) is None
    assert without.run(CALENDAR_YEAR, "2013") == with_year.run(CALENDAR_YEAR, "1999") == Run(june, june)
