import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from popcalc.intake.sources.kinds import KINDS
from popcalc.intake.sources.source import without_endings
from popcalc.periods import (
    CALENDAR_YEAR,
    Calendar,
    Run,
    around_month_in_name,
    month_ordinal,
    read_months,
    split_year,
    split_year_in_name,
    with_months_for_split_years,
    year_in_name,
)
from popcalc.periods import months_in_name as months_in_bare_name

NAMED = [
    ("2013-06.csv", "2013-06", "2013-06"),
    ("births_201306.csv", "2013-06", "2013-06"),
    ("births201306.csv", "2013-06", "2013-06"),
    ("births_2013_06.csv", "2013-06", "2013-06"),
    ("２０１３０６.csv", "2013-06", "2013-06"),
    ("2013.10.csv", "2013-10", "2013-10"),
    ("2013年6月报表.csv", "2013-06", "2013-06"),
    ("清江区2013年06月人口.xlsx", "2013-06", "2013-06"),
    ("births June 2013.csv", "2013-06", "2013-06"),
    ("2013-Jun.csv", "2013-06", "2013-06"),
    ("2013-06-30.csv", "2013-06", "2013-06"),
    ("population_20130630.csv", "2013-06", "2013-06"),
    ("births_2013-06_sent_20130705.csv", "2013-06", "2013-06"),
    ("2013_201306.csv", "2013-06", "2013-06"),
    ("320803_201306.csv", "2013-06", "2013-06"),
    ("201306_320803100201.csv", "2013-06", "2013-06"),
    ("2013-06_v2.csv", "2013-06", "2013-06"),
    ("永和201306.csv", "2013-06", "2013-06"),
    ("201306和平镇.csv", "2013-06", "2013-06"),
    ("2013-06 town 07.csv", "2013-06", "2013-06"),
    # folders
    ("2013/06/data.csv", "2013-06", "2013-06"),
    ("2013/06.csv", "2013-06", "2013-06"),
    ("2013\\06\\data.csv", "2013-06", "2013-06"),
    ("county/2013/06/Northhill/births.csv", "2013-06", "2013-06"),
    ("2013年/6月/births.csv", "2013-06", "2013-06"),
    ("2013年/1-6月.csv", "2013-01", "2013-06"),
    ("2013/June.csv", "2013-06", "2013-06"),
    ("2013/births-Q2.csv", "2013-04", "2013-06"),
    ("2013/Q2/births.csv", "2013-04", "2013-06"),
    ("2013/上半年.csv", "2013-01", "2013-06"),
    ("2013-06/births.csv", "2013-06", "2013-06"),
    ("2012-05/2013-06.csv", "2013-06", "2013-06"),
    ("108年/01/births.csv", "2019-01", "2019-01"),
    ("2013年6月/北岭镇.xlsx", "2013-06", "2013-06"),
    ("北岭镇2013年6月报表.xls", "2013-06", "2013-06"),
    ("201306_Northhill.csv", "2013-06", "2013-06"),
    ("2013年报表/6月.csv", "2013-06", "2013-06"),
    ("2013年度报表/06/births.csv", "2013-06", "2013-06"),
    ("2013.zip/06.csv", "2013-06", "2013-06"),
    ("2013-06.zip/births.csv", "2013-06", "2013-06"),
    ("2013年上半年/5月.csv", "2013-05", "2013-05"),
    ("2013-06/6月.csv", "2013-06", "2013-06"),
    ("2013-06/05.csv", "2013-06", "2013-06"),  # a village's number
    # parts of a year and years
    ("2013Q1.csv.gz", "2013-01", "2013-03"),
    ("births-2013-H2.tsv", "2013-07", "2013-12"),
    ("2013年第三季度.csv", "2013-07", "2013-09"),
    ("2013年上半年.csv", "2013-01", "2013-06"),
    ("report-2013.csv", "2013-01", "2013-12"),
    ("2013-report.csv", "2013-01", "2013-12"),
    ("2013年度报表.csv", "2013-01", "2013-12"),
    # ranges
    ("2012-10_2013-03.csv", "2012-10", "2013-03"),
    ("201210-201303.csv", "2012-10", "2013-03"),
    ("2012_10_2013_03.csv", "2012-10", "2013-03"),
    ("2012-10 to 2013-03.csv", "2012-10", "2013-03"),
    ("2012年10月至2013年3月.csv", "2012-10", "2013-03"),
    ("2013年1-6月报表.csv", "2013-01", "2013-06"),
    ("Jan-Jun_2013.csv", "2013-01", "2013-06"),
    ("20121001-20130331.csv", "2012-10", "2013-03"),
    # Republic of China
    ("10801.csv", "2019-01", "2019-01"),
    ("108-01.csv", "2019-01", "2019-01"),
    ("民國108年1月.csv", "2019-01", "2019-01"),
]

SILENT = [
    "",
    "-",
    "births.csv",
    "320803100201.csv",
    "210203.csv",  # a county code
    "320803.csv",
    "v2013.csv",
    "v201306.csv",
    "rev2013b.csv",
    "20131.csv",
    "2013-13.csv",
    "2013-00.csv",
    "08.csv",
    "10801_births.csv",  # a postcode as likely as a month
    "births_20130705.csv",  # the day it was sent
    "2013/births.csv",  # a shelf
    "2013/01-06.csv",
    "2013/2013-13.csv",
]

UNSURE = [
    "2013-05 and 2013-06.csv",
    "births-2013-05-and-06.csv",
    "2013-05.births.2013-06.csv",
    "2013-06_2013-05.csv",
    "2012-2013.csv",
    "2012 2013.csv",
    "06-2013.csv",
    "201301-06.csv",
    "2013-01~06.csv",
    "2013_births_06.csv",
    "2013年前三季度.csv",
    "2013年第5季度.csv",
    "2013/06/report-2013.csv",
    "2013/Q1-and-Q2.csv",
    "2013/前三季度.csv",
    "2013/6月7月.csv",
    "2013/6、7月.csv",
    "2013年6、7月.csv",
    "2013年5月和6月.csv",
    "2013年6月/5月.csv",
    "2013H1/8月.csv",
    "2013年报表/前三季度.csv",
]

SHEETS = [
    ("a.xlsx", "2013年6月", ("2013-06", "2013-06")),
    ("a.xlsx", "2013年三月", ("2013-03", "2013-03")),
    ("a.xlsx", "二〇一三年十一月份", ("2013-11", "2013-11")),
    ("2013.xlsx", "五月", ("2013-05", "2013-05")),
    ("2013.xlsx", "五月份报表", ("2013-05", "2013-05")),
    ("2013.xlsx", "六月村", ("2013-01", "2013-12")),
    ("a.xlsx", "2013", ("2013-01", "2013-12")),
    ("2013年报表.xlsx", "6月", ("2013-06", "2013-06")),
    ("2013/Northhill.xlsx", "June", ("2013-06", "2013-06")),
    ("2013.xlsx", "1", ("2013-01", "2013-01")),
    ("2013.xlsx", "Sheet1", ("2013-01", "2013-12")),
    ("2013-06.xlsx", "Sheet1", ("2013-06", "2013-06")),
    ("2013-06.xlsx", "6月", ("2013-06", "2013-06")),
    ("2013-06.xlsx", "2013", ("2013-06", "2013-06")),
    ("2013H1.xlsx", "2013年6月", ("2013-06", "2013-06")),
    ("2013年.zip/b.xls", "12月", ("2013-12", "2013-12")),
    ("2013-06.xlsx", "5月", None),
    ("2013-06.xlsx", "2013-05", None),
    ("a.xlsx", "6月", None),
    ("a.xlsx", "births", None),
]


def months_in_name(path: str, calendar: Calendar = CALENDAR_YEAR, sheet: str | None = None) -> Run | None:
    """Return the months that a path says as files are called, with the endings of their kinds."""
    return months_in_bare_name(without_endings(path, KINDS.endings), calendar, sheet)


def run_of(first: str, last: str) -> Run:
    return Run(*(month_ordinal(int(month[:4]), int(month[5:])) for month in (first, last)))


@pytest.mark.parametrize(("path", "first", "last"), NAMED)
def test_name_says_its_months(path: str, first: str, last: str) -> None:
    assert months_in_name(path) == run_of(first, last)


@pytest.mark.parametrize("path", SILENT)
def test_name_without_a_period_says_none(path: str) -> None:
    assert months_in_name(path) is None


@pytest.mark.parametrize("path", UNSURE)
def test_name_that_may_mean_more_than_one_period_says_none(path: str) -> None:
    assert months_in_name(path) is None


@pytest.mark.parametrize(("path", "sheet", "months"), SHEETS)
def test_sheet_says_its_months_within_those_of_the_file(path: str, sheet: str, months: tuple[str, str] | None) -> None:
    assert months_in_name(path, sheet=sheet) == (run_of(*months) if months else None)


def test_parts_of_the_year_in_a_name_follow_the_statistical_year() -> None:
    assert months_in_name("report-2013.csv", Calendar(10)) == run_of("2012-10", "2013-09")
    assert months_in_name("2013/上半年.csv", Calendar(10)) == run_of("2012-10", "2013-03")
    assert months_in_name("2013Q3.csv", Calendar(10)) == run_of("2013-04", "2013-06")


def test_only_three_folders_above_a_file_are_asked() -> None:
    assert months_in_name("2013-06/a/b/births.csv") == run_of("2013-06", "2013-06")
    assert months_in_name("2013-06/a/b/c/births.csv") is None


@given(st.text(), st.integers(1, 12))
def test_any_path_is_answered_without_an_error_and_says_no_months_without_a_digit(path: str, year_start: int) -> None:
    run = months_in_name(path, Calendar(year_start))
    assert run is None or (run.start <= run.end and any(letter.isnumeric() for letter in path))


@given(st.integers(1990 * 12, 2030 * 12), st.integers(0, 30), st.integers(1, 12))
def test_the_label_of_any_months_is_a_name_that_says_them(start: int, more: int, year_start: int) -> None:
    calendar, run = Calendar(year_start), Run(start, start + more)
    # 2010-11 may be a year.
    assume(split_year(calendar.label_of(run)) is None)
    assert months_in_name(f"births {calendar.label_of(run)}.csv", calendar) == run


@given(st.integers(10**6, 10**17).filter(lambda code: len(str(code)) != 8))
def test_an_area_code_of_seven_digits_or_more_is_never_a_period(code: int) -> None:
    assert months_in_name(f"{code}.csv") is None


@given(st.text("0123456789-_./年月季度Q～至 村v", max_size=20))
def test_a_name_of_the_likely_signs_is_answered_with_months_of_a_year_that_stands_in_it(path: str) -> None:
    run = months_in_name(path)
    if run is not None:
        assert run.start <= run.end
        digits = unicodedata.normalize("NFKC", path)
        for year in {run.start // 12, run.end // 12}:
            assert str(year) in digits or str(year - 1911) in digits


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("2013年6月累计.csv", "2013-01..2013-06"),
        ("2013年6月累计数.xlsx", "2013-01..2013-06"),
        ("births_ytd_2013-06.csv", "2013-01..2013-06"),
        ("cumulative births 2013-06.csv", "2013-01..2013-06"),
        ("2013-06 year to date.csv", "2013-01..2013-06"),
        ("cumulative/2013-06.csv", "2013-06"),
        ("documented_2013-06.csv", "2013-06"),
    ],
)
def test_a_name_that_says_cumulative_runs_from_the_start_of_the_year(path: str, label: str) -> None:
    run = months_in_name(path)

    assert run is not None
    assert run == read_months(label)


def test_cumulative_means_since_the_start_of_the_statistical_year() -> None:
    assert months_in_name("2013年2月累计.csv", Calendar(10)) == read_months("2012-10..2013-02")
    assert months_in_name("2013年报表.xlsx", Calendar(10), "2月累计") == read_months("2012-10..2013-02")


@pytest.mark.parametrize(
    "path",
    [
        "Kerala2009-10.csv",
        "Kerala_2009_10.csv",
        "2010-11.csv",
        "births 2011-12 final.csv",
        "2012-13.csv",
        "1999-00.csv",
    ],
)
def test_a_year_of_two_numbers_is_never_a_month_and_needs_its_first(path: str) -> None:
    first = int(re.findall(r"\d{4}", path)[0])

    assert months_in_name(path) is None
    assert months_in_name(path, Calendar(4)) == run_of(f"{first}-04", f"{first + 1}-03")
    # Which of the two calendar years a month in the rows lies in is not said.
    assert year_in_name(without_endings(path, KINDS.endings), Calendar(4)) is None


@pytest.mark.parametrize(
    "path",
    [
        "Kerala 2009-10 Q1.csv",
        "Kerala 2009-10 June.csv",
        "2009-10 and 2010-11.csv",
        "2009-10_2010-11.csv",
        "2009-10/Kerala.csv",
        "2009-10 cumulative.csv",
        "2012-13/April.csv",
    ],
)
def test_a_year_of_two_numbers_that_is_not_all_a_name_says_is_not_read(path: str) -> None:
    assert months_in_name(path) is None
    assert months_in_name(path, Calendar(4)) is None


@pytest.mark.parametrize(
    "path", ["2009-10月.csv", "200910.csv", "2009-10-31.csv", "2010-10.csv", "2010-08_2010-11.csv"]
)
def test_what_is_a_month_for_certain_is_no_year_of_two_numbers(path: str) -> None:
    assert months_in_name(path) is not None
    assert split_year_in_name(without_endings(path, KINDS.endings)) is None


def test_what_stands_around_a_month_in_a_name_tells_names_that_differ_in_it_alone() -> None:
    assert around_month_in_name("a/births_2010-11") == ("a/births-\0", False)
    assert around_month_in_name("a/births_2010-10") == ("a/births-\0", True)
    assert around_month_in_name("2010-10/a") == ("\0/a", True)
    assert around_month_in_name("2010-10 to 2010-11") is None
    assert months_in_name(with_months_for_split_years("a/births_2010-11")) == run_of("2010-11", "2010-11")
