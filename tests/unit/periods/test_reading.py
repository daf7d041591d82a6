import pickle
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.language import Text
from popcalc.periods import Calendar, PeriodError, Run, month_ordinal, read_months

WRITTEN = [
    # months
    ("2013-06", "2013-06", "2013-06"),
    ("2013-6", "2013-06", "2013-06"),
    ("201306", "2013-06", "2013-06"),
    ("201306.0", "2013-06", "2013-06"),
    ("2013/6", "2013-06", "2013-06"),
    ("2013/06", "2013-06", "2013-06"),
    ("2013.6", "2013-06", "2013-06"),
    ("2013.06", "2013-06", "2013-06"),
    ("2013.10", "2013-10", "2013-10"),
    ("2013.1", "2013-01", "2013-01"),
    ("2013年6月", "2013-06", "2013-06"),
    ("2013年06月", "2013-06", "2013-06"),
    ("2013年6月份", "2013-06", "2013-06"),
    ("2013年6月底", "2013-06", "2013-06"),
    ("1900-01", "1900-01", "1900-01"),
    ("2200-12", "2200-12", "2200-12"),
    # what spreadsheets and input methods make of them
    ("２０１３－０６", "2013-06", "2013-06"),
    ("２０１３年　６月", "2013-06", "2013-06"),
    (" 2013 - 06 ", "2013-06", "2013-06"),
    ("\ufeff2013-06", "2013-06", "2013-06"),
    ("2013\u00a006", "2013-06", "2013-06"),
    ("'2013-06", "2013-06", "2013-06"),
    ("2013\u201306", "2013-06", "2013-06"),
    # digits of Arabic and Persian
    ("٢٠١٣-٠٦", "2013-06", "2013-06"),
    ("۲۰۱۳/۶", "2013-06", "2013-06"),
    # dates
    ("2013-06-30", "2013-06", "2013-06"),
    ("2013/6/30", "2013-06", "2013-06"),
    ("2013.6.1", "2013-06", "2013-06"),
    ("2013年6月30日", "2013-06", "2013-06"),
    ("20130630", "2013-06", "2013-06"),
    ("2012-02-29", "2012-02", "2012-02"),
    ("2000-02-29", "2000-02", "2000-02"),
    ("2013-06-30 00:00:00", "2013-06", "2013-06"),
    ("2013-06-30T00:00:00", "2013-06", "2013-06"),
    ("2013/6/1 0:00", "2013-06", "2013-06"),
    # Republic of China
    ("11506", "2026-06", "2026-06"),
    ("10001", "2011-01", "2011-01"),
    ("15012", "2061-12", "2061-12"),
    ("8001", "1991-01", "1991-01"),
    ("9912", "2010-12", "2010-12"),
    ("11506.0", "2026-06", "2026-06"),
    ("108年1月", "2019-01", "2019-01"),
    ("民國108年1月", "2019-01", "2019-01"),
    ("民国108年01月", "2019-01", "2019-01"),
    ("中華民國69年1月", "1980-01", "1980-01"),
    ("108/01", "2019-01", "2019-01"),
    ("108-01", "2019-01", "2019-01"),
    ("80-01", "1991-01", "1991-01"),
    ("99/12", "2010-12", "2010-12"),
    ("108/01/31", "2019-01", "2019-01"),
    ("108年1月31日", "2019-01", "2019-01"),
    ("108年", "2019-01", "2019-12"),
    ("108年1-6月", "2019-01", "2019-06"),
    # Excel dates
    ("41426", "2013-06", "2013-06"),
    ("41425", "2013-05", "2013-05"),
    ("41426.0", "2013-06", "2013-06"),
    ("30000", "1982-02", "1982-02"),
    ("80000", "2119-01", "2119-01"),
    # quarters
    ("2013Q1", "2013-01", "2013-03"),
    ("2013q4", "2013-10", "2013-12"),
    ("2013-Q2", "2013-04", "2013-06"),
    ("Q3 2013", "2013-07", "2013-09"),
    ("2013年第1季度", "2013-01", "2013-03"),
    ("2013年一季度", "2013-01", "2013-03"),
    ("2013第一季度", "2013-01", "2013-03"),
    ("2013年第四季度", "2013-10", "2013-12"),
    ("2013年第Ⅲ季度", "2013-07", "2013-09"),
    ("2013年第Ⅳ季度", "2013-10", "2013-12"),
    ("108年第2季", "2019-04", "2019-06"),
    # halves
    ("2013H1", "2013-01", "2013-06"),
    ("2013-h2", "2013-07", "2013-12"),
    ("2013年上半年", "2013-01", "2013-06"),
    ("2013年上半年度", "2013-01", "2013-06"),
    ("2013年Q1", "2013-01", "2013-03"),
    ("2013年全年", "2013-01", "2013-12"),
    ("2013M01", "2013-01", "2013-01"),
    ("二〇一三年一月", "2013-01", "2013-01"),
    ("二○一三年12月", "2013-12", "2013-12"),
    ("二零一三年", "2013-01", "2013-12"),
    ("2013年下半年", "2013-07", "2013-12"),
    # years
    ("2013", "2013-01", "2013-12"),
    ("2013.0", "2013-01", "2013-12"),
    ("2013年", "2013-01", "2013-12"),
    ("2013年度", "2013-01", "2013-12"),
    # ranges
    ("2012-10..2013-03", "2012-10", "2013-03"),
    ("2012-10~2013-03", "2012-10", "2013-03"),
    ("2012-10～2013-03", "2012-10", "2013-03"),
    ("2012-10\u301c2013-03", "2012-10", "2013-03"),
    ("2012-10至2013-03", "2012-10", "2013-03"),
    ("2012-10 to 2013-03", "2012-10", "2013-03"),
    ("2013-01—2013-06", "2013-01", "2013-06"),
    ("2013-01 - 2013-06", "2013-01", "2013-06"),
    ("2012.10-2013.03", "2012-10", "2013-03"),
    ("201210-201303", "2012-10", "2013-03"),
    ("2013-06..2013-06", "2013-06", "2013-06"),
    ("2013年1-6月", "2013-01", "2013-06"),
    ("2013年1月-6月", "2013-01", "2013-06"),
    ("2013年1月至6月", "2013-01", "2013-06"),
    ("2012年10月-2013年3月", "2012-10", "2013-03"),
    ("2012年10月——2013年3月", "2012-10", "2013-03"),
    ("2012年10月至2013年3月", "2012-10", "2013-03"),
    ("2012..2013", "2012-01", "2013-12"),
    ("2012年至2013年", "2012-01", "2013-12"),
    ("2012Q4..2013Q1", "2012-10", "2013-03"),
    ("2012-10-01..2013-03-31", "2012-10", "2013-03"),
    ("20121001-20130331", "2012-10", "2013-03"),
    ("10801-10806", "2019-01", "2019-06"),
    # English
    ("Jun 2013", "2013-06", "2013-06"),
    ("June 2013", "2013-06", "2013-06"),
    ("JUNE, 2013", "2013-06", "2013-06"),
    ("Sept. 2013", "2013-09", "2013-09"),
    ("October 2013", "2013-10", "2013-10"),
    ("2013 Jun", "2013-06", "2013-06"),
    ("Jun-13", "2013-06", "2013-06"),
    ("Jan-49", "2049-01", "2049-01"),
    ("Jan-Jun 2013", "2013-01", "2013-06"),
    # a month before its year, months in words, a time of day
    ("06/2013", "2013-06", "2013-06"),
    ("6-2013", "2013-06", "2013-06"),
    ("12.2013", "2013-12", "2013-12"),
    ("2013年06", "2013-06", "2013-06"),
    ("2013年六月", "2013-06", "2013-06"),
    ("2013年十二月份", "2013-12", "2013-12"),
    ("民國108年十月", "2019-10", "2019-10"),
    ("2013-06-30 12:30:00", "2013-06", "2013-06"),
    ("2013/6/30 23:59", "2013-06", "2013-06"),
    ("Q1/2013", "2013-01", "2013-03"),
    ("2013一季度", "2013-01", "2013-03"),
    ("2013年前三季度", "2013-01", "2013-09"),
    ("2013前2季度", "2013-01", "2013-06"),
    ("October to December 2013", "2013-10", "2013-12"),
    ("Oct 2012 to Mar 2013", "2012-10", "2013-03"),
    ("Oct 2012 - Mar 2013", "2012-10", "2013-03"),
]

BY_OCTOBER = [
    ("2013", "2012-10", "2013-09"),
    ("2013年度", "2012-10", "2013-09"),
    ("2013H1", "2012-10", "2013-03"),
    ("2013年上半年", "2012-10", "2013-03"),
    ("2013年下半年", "2013-04", "2013-09"),
    ("2013Q3", "2013-04", "2013-06"),
    ("2013年第三季度", "2013-04", "2013-06"),
    ("2012..2013", "2011-10", "2013-09"),
    ("2013-06", "2013-06", "2013-06"),
    ("2013年1-6月", "2013-01", "2013-06"),
]

REFUSED = [
    ("", "is empty"),
    (" \u3000 ", "is empty"),
    ("2013-13", "no month 13"),
    ("2013-00", "no month 00"),
    ("201313", "no month 13"),
    ("201300", "no month 00"),
    ("11513", "no month 13"),
    ("9900", "no month 00"),
    ("2013年13月", "no month 13"),
    ("2013年1-13月", "no month 13"),
    ("2013-02-29", "no day 29 in 2013-02"),
    ("2100-02-29", "no day 29 in 2100-02"),
    ("20130631", "no day 31 in 2013-06"),
    ("2013-06-00", "no day 00 in 2013-06"),
    ("2013Q5", "no quarter 5"),
    ("2013Q0", "no quarter 0"),
    ("2013H3", "no half-year 3"),
    ("1899-12", "year 1899 is outside 1900 to 2200"),
    ("2201", "year 2201 is outside 1900 to 2200"),
    ("320803", "year 3208 is outside 1900 to 2200"),
    ("13-06", "two digits"),
    ("79/01", "two digits"),
    ("151-01", "only from 80 to 150"),
    ("13年6月", "two digits"),
    ("Jun-99", "only from 00 to 49"),
    ("15101", "five digits"),
    ("29999", "five digits"),
    ("80001", "five digits"),
    ("2013-06..2013-01", "ends before it starts"),
    ("201303-201210", "ends before it starts"),
    ("2013年6-1月", "ends before it starts"),
    ("Jun-Jan 2013", "ends before it starts"),
    ("2013..2012", "ends before it starts"),
    ("2013-06..", "one end of the range is missing"),
    ("至2013-06", "one end of the range is missing"),
    ("2012-13..2013-01", "no month 13"),
    ("2013-06-15..2013-07-31", "only part of a month"),
    ("20130601-20130629", "only part of a month"),
    ("2012-2013", "may mean two years"),
    ("2012/2013年度", "may mean two years"),
    ("2013-2012", "may mean two years"),
    ("6", "names no year"),
    ("6月", "names no year"),
    ("June", "names no year"),
    ("Q1", "names no year"),
    ("上半年", "names no year"),
    ("13.6", "two digits"),
    ("13/2013", "there is no month 13"),
    ("2013年十三月", "is not a month"),
    ("2013-06-30 24:30", "is not a month"),
    ("2013年前一季度", "is not a month"),
    ("birth", "is not a month"),
    ("2013-06..births", "is not a month"),
    ("2013-06-2014", "is not a month"),
    ("2013/06-30", "is not a month"),
    ("2013-06..2013-07..2013-08", "is not a month"),
    ("13-Jun", "is not a month"),
    ("Jun 13", "is not a month"),
    ("320803100201", "is not a month"),
    ("-2013", "is not a month"),
    ("3.2E+11", "is not a month"),
    ("9" * 5000, "is not a month"),
    ("{0}", "is not a month"),
]


def run_of(first: str, last: str) -> Run:
    return Run(*(month_ordinal(int(month[:4]), int(month[5:])) for month in (first, last)))


@pytest.mark.parametrize(("written", "first", "last"), WRITTEN)
def test_written_form_reads_as_its_months(written: str, first: str, last: str) -> None:
    assert read_months(written) == run_of(first, last)


@pytest.mark.parametrize(("written", "first", "last"), BY_OCTOBER)
def test_quarters_halves_and_years_follow_the_statistical_year(written: str, first: str, last: str) -> None:
    assert read_months(written, Calendar(10)) == run_of(first, last)


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_what_is_no_period_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(PeriodError, match=reason):
        read_months(written)


@pytest.mark.parametrize("written", [written for written, _ in REFUSED])
def test_the_example_that_an_error_gives_can_be_read(written: str) -> None:
    with pytest.raises(PeriodError) as caught:
        read_months(written)
    read_months(str(caught.value.text.values["example"]))


def test_a_reversed_range_is_shown_the_right_way_round() -> None:
    with pytest.raises(PeriodError) as caught:
        read_months("2013-03..2012-10")
    assert str(caught.value) == (
        "2013-03..2012-10 cannot be read as a period: it ends before it starts; write it as 2012-10..2013-03"
    )


def test_a_reversed_range_of_years_keeps_whole_years_in_its_example() -> None:
    with pytest.raises(PeriodError, match=r"write it as 2012-01\.\.2013-12"):
        read_months("2013..2012")


def test_error_carries_a_text_and_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="2013-13") as caught:
        read_months("2013-13")
    assert isinstance(caught.value, PeriodError)
    assert isinstance(caught.value.text, Text)
    assert str(caught.value.text) == str(caught.value)


def test_error_keeps_its_text_on_the_way_from_another_process() -> None:
    with pytest.raises(PeriodError) as caught:
        read_months("2013-13")
    assert pickle.loads(pickle.dumps(caught.value)).text == caught.value.text


def test_error_shows_a_long_or_unprintable_text_short_and_clean() -> None:
    with pytest.raises(PeriodError) as caught:
        read_months("\x1b[31m" + "村" * 500 + "\nnext")
    message = str(caught.value)
    assert len(message) < 200
    assert message.isprintable()


@given(st.integers(30_000, 80_000))
def test_excel_date_is_the_month_that_holds_it(serial: int) -> None:
    day = date(2013, 6, 1) + timedelta(days=serial - 41426)
    month = month_ordinal(day.year, day.month)
    assert read_months(str(serial)) == read_months(f"{serial}.0") == Run(month, month)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_date_is_the_month_that_holds_it(day: date) -> None:
    month = month_ordinal(day.year, day.month)
    slashed, chinese = f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"
    for written in (day.isoformat(), day.isoformat().replace("-", ""), slashed, chinese):
        assert read_months(written) == Run(month, month)


@given(st.integers(80, 150), st.integers(1, 12))
def test_republic_of_china_months_count_from_1911(year: int, number: int) -> None:
    month = month_ordinal(year + 1911, number)
    forms = (f"{year}{number:02d}", f"{year}年{number}月", f"{year}/{number:02d}", f"民國{year}年{number:02d}月")
    for written in forms:
        assert read_months(written) == Run(month, month)


signs = st.text("0123456789-/.~年月日第季度上下半一二三四至到民國QHIVqh jantoecu…—～１Ⅳ:T'\u0000\ud800{}", max_size=24)


likely = st.one_of(st.text(), signs, st.from_regex(r"\A\d{1,9}([-/.~至年]\d{1,4}){0,4}\Z"))


def test_a_year_of_two_digits_is_read_up_to_49() -> None:
    assert read_months("Jun-49") == read_months("2049-06")
    assert read_months("Jun-00") == read_months("2000-06")
    with pytest.raises(PeriodError, match="a year of two digits is read only from 00 to 49, as 2000 to 2049"):
        read_months("Jun-50")


@pytest.mark.parametrize(("length", "shown"), [(40, "x" * 40), (41, "x" * 39 + "…")])
def test_a_text_of_more_than_40_letters_is_shown_cut(length: int, shown: str) -> None:
    with pytest.raises(PeriodError) as refused:
        read_months("x" * length)
    assert str(refused.value).startswith(f"{shown} cannot be read as a period")


@pytest.mark.parametrize(("length", "reason"), [(80, "one end of the range is missing"), (81, "it is not a month")])
def test_a_text_of_more_than_80_letters_is_not_looked_at(length: int, reason: str) -> None:
    with pytest.raises(PeriodError, match=reason):
        read_months("x" * (length - 1) + "~")


@given(likely)
def test_whatever_an_error_advises_can_be_read(written: str) -> None:
    try:
        read_months(written)
    except PeriodError as error:
        example = str(error.text.values["example"])
        read_months(example)


@given(likely, st.integers(1, 12))
def test_any_text_is_read_or_refused_and_nothing_else(written: str, year_start: int) -> None:
    try:
        run = read_months(written, Calendar(year_start))
    except PeriodError:
        return
    assert month_ordinal(1899, 1) <= run.start <= run.end <= month_ordinal(2200, 12)


def test_periods_load_without_pandas_and_numpy() -> None:
    code = "import sys, popcalc.periods; sys.exit(bool({'pandas', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
