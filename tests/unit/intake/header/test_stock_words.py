"""Words that put a stock at the very date that is given."""

from __future__ import annotations

import pytest

from popcalc.intake.header.stock_words import says_at_start


@pytest.mark.parametrize(
    "words",
    [
        "Population as of the first of the month",
        "Estimated population as at 1 January",
        "Mid-year estimates, 1 January 2013",
        "年初人口",
        "人口（1月1日現在）",
        "令和5年4月1日現在",
        "Población a 1 de enero",
        "População em 1º de janeiro",
        "Population au 1er janvier 2013",
        "Penduduk per 1 Januari",
        "Численность населения на 1 января",
        "2013년 1월 1일 현재 인구",
        "عدد السكان كما في 1 يناير",
    ],
)
def test_a_moment_is_said(words: str) -> None:
    assert says_at_start(words)


@pytest.mark.parametrize(
    "words",
    [
        "Population",
        "Births, 1 January to 30 June 2013",
        "1 January - 30 June",
        "1月1日至6月30日",
        "1月1日～6月30日",
        "期末总人口",
        "as often as possible",
        "11月1日",
        "Nacimientos, 1 de enero al 30 de junio",
        "Births, 1 January 2013 to 30 June 2013",
    ],
)
def test_no_moment_is_said(words: str) -> None:
    assert not says_at_start(words)
