"""Columns that are not read: said once, shortly, and with what may be done."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read


def said(table: str) -> str:
    (notice,) = read(table).notices
    assert notice.code == "UNUSED_COLUMNS"
    return str(notice.text)


@pytest.mark.parametrize(
    "header",
    [
        "累计出生人数",
        "1-6月出生人数",
        "本年累计出生",
        "今年以来出生人数",
        "出生数（年初から）",
        "출생아수 올해 들어",
        "births ytd",
        "Cumulative births",
        "Births so far this year",
        "Births since January",
        "Nacimientos hasta la fecha",
        "Nascimentos até a data",
        "Naissances à ce jour",
        "Kelahiran sampai saat ini",
        "Родившиеся накопительным итогом",
        "المواليد حتى تاريخه",
    ],
)
def test_a_count_given_only_to_date_says_what_to_do(header: str) -> None:
    alone = f"月份,村名,{header}\n2013-01,松谷村,3\n"
    beside = f"月份,村名,{header},死亡人数\n2013-01,松谷村,3,1\n"

    assert faults(alone) == ["data.csv:1 NO_HEADER"]
    assert f"(columns: {{{header}: births}}) and read all files with --cumulative" in message(alone)
    assert "did you mean" not in message(alone)
    assert f"{header} (figures to date: map it to births in a --columns file" in said(beside)


def test_what_the_message_advises_works() -> None:
    files = "月份,村名,累计出生人数\n2013-01,松谷村,3\n2013-02,松谷村,5\n"
    columns = Columns({"累计出生人数": "births"}, cumulative=True)

    assert figures(read(files, columns)) == {("松谷村", "2013-01"): {"births": 3}, ("松谷村", "2013-02"): {"births": 2}}


def test_figures_to_date_beside_those_of_the_month_are_only_listed() -> None:
    assert said("月份,村名,本月出生人数,累计出生人数\n2013-02,松谷村,3,5\n") == "columns not used: 累计出生人数"


def test_a_slip_is_shown_with_the_header_that_was_meant() -> None:
    assert said("month,town,vilage,births,mood,hamlets here\n2013-01,Northhill,A,1,good,2\n") == (
        "columns not used: vilage (did you mean village?), mood, hamlets here"
    )


def test_a_slip_is_none_where_another_column_holds_what_it_may_mean() -> None:
    assert said("month,village,villagge,births\n2013-01,A,3,1\n") == "columns not used: villagge"


def test_many_columns_are_counted_and_the_same_header_is_said_once() -> None:
    headers = [f"x{number}" for number in range(3000)]

    assert said(f"month,village,births,{','.join(headers)}\n2013-01,A,1{',1' * 3000}\n") == (
        "columns not used: x0, x1, x2, x3, x4, x5, x6, x7 and 2,992 more"
    )
    assert said("month,village,births,x,x,x\n2013-01,A,1,2,2,2\n") == "columns not used: x"
