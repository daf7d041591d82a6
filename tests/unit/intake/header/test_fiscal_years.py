"""2013年度: a year like any other in Chinese, the one from April 2013 in Japanese."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, message, read

JAPANESE = "年度,市区町村,出生数\n{},青葉市,5\n"
CHINESE = "年度,乡镇,出生人数\n{},北岭镇,5\n"
FROM_APRIL = {("青葉市", "2013-04..2014-03"): {"births": 5}}


@pytest.mark.parametrize("year", ["2013", "2013年度"])
def test_a_fiscal_year_in_a_japanese_file_begins_in_april_and_needs_a_calendar_that_does(year: str) -> None:
    assert figures(read(JAPANESE.format(year), year_start=4)) == FROM_APRIL
    for year_start in (1, 10):
        assert faults(JAPANESE.format(year), year_start=year_start) == ["data.csv:2:1 NOT_A_PERIOD"]
    assert "--year-start 4" in message(JAPANESE.format(year))


@pytest.mark.parametrize("year", ["2013", "2013年度", "102年度"])
def test_a_fiscal_year_in_a_chinese_file_is_a_year_like_any_other(year: str) -> None:
    assert figures(read(CHINESE.format(year))) == {("北岭镇", "2013"): {"births": 5}}
    assert list(figures(read(CHINESE.format(year), year_start=10))) == [("北岭镇", "2012-10..2013-09")]


def test_a_fiscal_year_where_nothing_tells_the_language_is_asked_about() -> None:
    rows = "period,village,births\n2013年度,East,5\n"

    assert faults(rows) == faults(rows, year_start=4) == ["data.csv:2:1 NOT_A_PERIOD"]
    assert "may be the year 2013 or" in message(rows)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("period,village,births\n2013年度,東,5\n", "cp932"),
        ("period,village,births\n2013年度,ひがし,5\n", "utf-8"),
        ("period,village,births\n2013年度,辻,5\n", "utf-8"),
        ("period,地域,births\n2013年度,東,5\n", "utf-8"),
    ],
)
def test_kana_characters_headers_and_the_encoding_tell_japanese(text: str, encoding: str) -> None:
    assert list(figures(read({"a.csv": text.encode(encoding)}, year_start=4)).values()) == [{"births": 5}]
    assert faults({"a.csv": text.encode(encoding)}) == ["a.csv:2:1 NOT_A_PERIOD"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("period,village,births\n2013年度,東鄉,5\n", "big5"),
        ("period,village,births\n2013年度,东,5\n", "utf-8"),
        ("period,乡镇,births\n2013年度,中,5\n", "utf-8"),
    ],
)
def test_characters_headers_and_the_encoding_tell_chinese(text: str, encoding: str) -> None:
    found = figures(read({"a.csv": text.encode(encoding)}))

    assert [months for _, months in found] == ["2013"]


def test_a_month_beside_a_fiscal_year_is_the_one_of_that_year() -> None:
    rows = "年度,月,市区町村,出生数\n2013,4,青葉市,5\n2013,3,青葉市,6\n"

    assert figures(read(rows, year_start=4)) == {
        ("青葉市", "2013-04"): {"births": 5},
        ("青葉市", "2014-03"): {"births": 6},
    }
    reign = "年度,月,市区町村,出生数\n平成25年度,4月,青葉市,5\n平成25年度,3月,青葉市,6\n"
    assert list(figures(read(reign))) == [("青葉市", "2013-04"), ("青葉市", "2014-03")]
    assert faults(rows) == ["data.csv:2:2 NOT_A_PERIOD", "data.csv:3:2 NOT_A_PERIOD"]


def test_columns_and_names_of_fiscal_years() -> None:
    across = {"出生数.csv": "市区町村,2013年度,2014年度\n青葉市,5,6\n"}
    named = {"出生2013年度.csv": "市区町村,出生数\n青葉市,5\n"}
    folder = {"2013年度/4月.csv": "市区町村,出生数\n青葉市,5\n"}

    assert list(figures(read(across, year_start=4))) == [
        ("青葉市", "2013-04..2014-03"),
        ("青葉市", "2014-04..2015-03"),
    ]
    assert faults(across) == ["出生数.csv:1:2 AMBIGUOUS_PERIOD"]
    assert figures(read(named, year_start=4)) == FROM_APRIL
    assert faults(named) == ["出生2013年度.csv:1 NO_PERIOD"]
    assert faults(folder) == ["4月.csv:1 NO_PERIOD"]


def test_a_title_of_a_fiscal_year_dates_no_months() -> None:
    """January 2014, not 2013."""
    rows = "2013年度\n月,市区町村,出生数\n1月,青葉市,5\n"

    assert faults(rows) == ["data.csv:3:1 NOT_A_PERIOD"]


def test_months_across_in_rows_of_a_fiscal_year_are_those_of_that_year() -> None:
    rows = {"出生数.csv": "年度,市区町村,4月,3月\n2013,青葉市,5,6\n"}

    assert list(figures(read(rows, year_start=4))) == [("青葉市", "2013-04"), ("青葉市", "2014-03")]
