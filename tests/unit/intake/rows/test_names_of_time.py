"""Names among areas that speak of time: left out, asked about, or names of places all the same."""

from __future__ import annotations

import pytest

from popcalc.intake.rows.names_of_time import TimeName, may_be_times, periods_in_figures, time_of

CERTAIN = (
    "H1 2013", "Q1 2013", "S1 2013",
    "Jun-12", "Jan-Jun", "January to June", "Corresponding period of 2012", "Same period 2012", "1st half 2013",
    "April 2013", "FY 2012-13", "Total to date 2013", "1-6月", "8月", "2012年", "上半年", "第一季度", "平成24年",
    "令和3年1月から6月", "1~6월", "1-6월 누계", "Enero-Junio", "Janvier-juin", "Januari - Juni",
    "январь-июнь 2012 года", "يناير - يونيو",
)  # fmt: skip
ASKED = (
    "Year 2012", "Upto June 2013", "Up to the end of June", "First Quarter", "The Half", "1-6月累计",
    "2012年同期", "上年同期(2012)", "截至6月底", "24年度", "前年同期累計", "전년 동월 누계", "2012년 동기",
    "Mismo período 2012", "Primer semestre", "Même période 2012", "Année 2012", "Até junho", "Mês de maio",
    "Periode yang sama tahun 2012", "Соответствующий период 2012 года", "نفس الفترة من عام 2012",
)  # fmt: skip
AREAS = (
    "March", "A2176", "H25", "Q1", "T2", "6M", "May", "5 de Mayo", "20 de Julio", "1er Mai", "Del Mar", "Mai-Mai",
    "Mai Ndombe", "一月", "三月村", "五一村", "八一", "今市", "月夜野", "上中", "Quarter Village", "1st Ward",
    "Ward 2012", "Block 5", "Old Date", "Date", "Bulan", "12-3", "100", "2012", "2013-06", "Six Mile", "One Hundred",
    "Sept-Îles", "Le Mans", "Set", "Out", "Висла", "",
)  # fmt: skip


@pytest.mark.parametrize("name", CERTAIN)
def test_periods_and_comparisons_are_no_areas(name: str) -> None:
    assert time_of(name) is TimeName.CERTAIN
    assert may_be_times([name]) == [0]


@pytest.mark.parametrize("name", ASKED)
def test_other_words_of_time_are_asked_about(name: str) -> None:
    assert time_of(name) is TimeName.ASKED
    assert may_be_times([name]) == [0]


@pytest.mark.parametrize("name", AREAS)
def test_places_keep_their_names(name: str) -> None:
    assert time_of(name) is None


def test_figures_are_years_and_months_only_where_no_other_name_is_without_letters() -> None:
    assert periods_in_figures(["East", "2012", "2013-06"]) == {"2012", "2013-06"}
    assert not periods_in_figures(["2012", "2013"])
    assert not periods_in_figures(["East", "2012", "0415"])
    assert not periods_in_figures(["East", "2012-01", "2012-47"])
