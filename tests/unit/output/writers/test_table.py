import re
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from msgspec.structs import replace
from wcwidth import wcswidth

from popcalc.language import language
from popcalc.output.figures import people_view
from popcalc.output.panels import lay_out
from popcalc.output.writers.terminal import panel_lines
from popcalc.record_columns import RecordColumns
from popcalc.records import Results

of_frame = RecordColumns.of_frame

Render = Callable[..., str]

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def with_name(results: Results, name: str) -> Results:
    names = results.frame["area_name"].where(results.frame["area"] != "320803102", name)
    return replace(results, columns=of_frame(results.frame.assign(area_name=names)))


def two_months(results: Results) -> Results:
    months = [results.frame.assign(period=f"2013-0{month}") for month in (1, 2)]
    return replace(results, columns=of_frame(pd.concat(months, ignore_index=True)))


def with_limits(results: Results, lower: float, upper: float) -> Results:
    return replace(results, columns=of_frame(results.frame.assign(lower=lower, upper=upper, confidence=0.95)))


def test_whole_table_without_a_terminal(towns: Results, rendered: Render) -> None:
    assert rendered(towns, "table") == TABLE


def test_whole_table_in_chinese(towns: Results, rendered: Render) -> None:
    assert rendered(towns, "table", lang="zh") == TABLE_ZH


def test_columns_that_do_not_fit_stand_in_panels_each_with_the_areas(towns: Results, rendered: Render) -> None:
    shown = rendered(towns, "table", width=60)
    assert max(map(wcswidth, shown.splitlines())) <= 60
    assert [line.split() for line in shown.splitlines()].count(["Town", "Fee", "income"]) <= 1
    assert sum(line.startswith("Northhill ") for line in shown.splitlines()) == 2
    for number in ("1,358", "13.21 a", "-1.58", "106.19 e", "100.09 b", "12,333,333.40"):
        assert number in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 160, None])
def test_every_line_of_a_panel_is_equally_wide(towns: Results, lang: str, width: int | None) -> None:
    view = replace(people_view(with_name(towns, "北山（Northhill）"), language(lang)), title="", notes=())
    for panel in lay_out(view, width):
        lines = ["".join(words for words, _ in line) for line in panel_lines(panel, view)]
        assert {wcswidth(line) for line in lines} == {panel.width}


def test_a_narrow_terminal_cuts_no_number(towns: Results, rendered: Render) -> None:
    assert "12,333,333.40" in rendered(towns, "table", width=10)


@pytest.mark.parametrize("width", [60, 100, 160])
def test_colour_changes_nothing_but_colour(towns: Results, rendered: Render, width: int) -> None:
    coloured = rendered(towns, "table", width=width, color=True)
    plain = rendered(towns, "table", width=width)
    assert ANSI.search(coloured)
    assert not ANSI.search(plain)
    assert [line.rstrip() for line in ANSI.sub("", coloured).splitlines()] == plain.splitlines()


def test_markup_in_a_name_is_text(towns: Results, rendered: Render) -> None:
    for color in (False, True):
        shown = ANSI.sub("", rendered(with_name(towns, "[bold]North[/bold] :smile:"), "table", width=200, color=color))
        assert "[bold]North[/bold] :smile:" in shown


def test_control_characters_in_a_name_cannot_reach_the_terminal(towns: Results, rendered: Render) -> None:
    shown = rendered(with_name(towns, "North\x1b[2J\nhill\r"), "table")
    assert "North␛[2J␊hill␍" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", shown)
    coloured = rendered(with_name(towns, "North\x1b[2J\nhill\r"), "table", width=200, color=True)
    assert "\x1b[2J" not in coloured


def test_one_period_is_in_the_title_and_several_are_a_column(towns: Results, rendered: Render) -> None:
    shown = rendered(two_months(towns), "table").splitlines()
    assert shown[0].startswith("By town, 2013-01-01 to 2013-06-30, annual rates")
    assert [line.split()[:2] for line in shown if line.startswith(("Northhill", "All"))] == [
        ["Northhill", "2013-01"],
        ["Northhill", "2013-02"],
        ["All", "2013-01"],
        ["All", "2013-02"],
    ]
    assert any("Northhill 2013-01 22 of 24, Northhill 2013-02 22 of 24" in line for line in shown)


def test_the_interval_stands_beside_the_figure(towns: Results, rendered: Render) -> None:
    shown = rendered(with_limits(towns, 9.795, 1211.0), "table")
    assert "13.85 (9.79–1,211.00)" in shown  # the float 9.795 lies just below the tie
    assert "In brackets: 95 % confidence interval." in shown
    assert "–  " not in shown


def test_a_limit_without_end_and_a_negative_one_can_be_read(towns: Results, rendered: Render) -> None:
    assert "106.19 (88.00–∞)" in rendered(with_limits(towns, 88.0, np.inf), "table")
    assert "106.19 (88.00–∞)" in rendered(with_limits(towns, 88.0, np.nan), "table")
    assert "-1.58 (-3.00 to -0.50)" in rendered(with_limits(towns, -3.0, -0.5), "table")


def test_an_undefined_figure_says_why(towns: Results, rendered: Render) -> None:
    frame = towns.frame.copy()
    silent = frame["area"].astype(str).eq("320803103") & frame["indicator"].astype(str).eq("sex_ratio_at_birth")
    frame.loc[silent, ["value", "village_months_reported"]] = [np.nan, 0]
    frame.loc[silent, ["exact_numerator", "flags"]] = [None, "undefined"]
    shown = rendered(replace(towns, columns=of_frame(frame)), "table")
    assert "c  no figure: a count that it needs was not reported" in shown
    assert "d  no figure: its denominator is zero" in shown
    assert re.search(r"^Southfield .* – c", shown, re.MULTILINE)
    assert re.search(r"^河口镇 .* – d", shown, re.MULTILINE)


def test_the_areas_with_the_lowest_coverage_are_named_first(towns: Results, rendered: Render) -> None:
    frame = pd.concat(
        [
            towns.frame[towns.frame["indicator"] == "births"].assign(
                area=f"v{number}", area_name=f"Village {number}", level="village", flags="partial"
            )
            for number in range(5)
        ],
        ignore_index=True,
    ).drop_duplicates("area")
    frame["village_months_reported"] = [20, 3, 23, 12, 22]
    frame.loc[1:, "flags"] = "partial"
    shown = rendered(replace(towns, columns=of_frame(frame)), "table")
    listed = "Village 1 3 of 24, Village 3 12 of 24, Village 0 20 of 24, and 2 more"
    assert f"a  partial: some village-months are missing (at the worst: {listed})" in shown


def test_a_flag_that_all_figures_have_is_marked_once_at_the_heading(towns: Results, rendered: Render) -> None:
    shown = rendered(towns, "table")
    assert shown.count("‰ annual d") == 2
    assert not re.search(r"\d d\b", shown)


def test_two_areas_of_one_name_are_told_apart(towns: Results, rendered: Render) -> None:
    frame = towns.frame.assign(area_name="Riverside", parent="320803")
    frame.loc[frame["area"] == "320803104", "parent"] = "320804"
    named = replace(towns, columns=of_frame(frame), area_names={"320803": "East county"})
    shown = rendered(named, "table")
    assert "Riverside (East county)" in shown
    assert "Riverside (320804)" in shown


def test_a_large_table_is_coloured_in_no_time(towns: Results, rendered: Render) -> None:
    many = pd.concat([towns.frame.iloc[6:12].assign(area=str(number)) for number in range(1_000)], ignore_index=True)
    began = time.process_time()
    shown = rendered(replace(towns, columns=of_frame(many)), "table", color=True, width=200)
    assert ANSI.search(shown)
    assert time.process_time() - began < 2


def test_no_figures_is_said(towns: Results, rendered: Render) -> None:
    assert rendered(replace(towns, columns=of_frame(towns.frame.iloc[:0])), "table") == "No figures.\n\nArea\n────\n"


def test_wide_table_has_keys_and_full_precision(towns: Results, rendered: Render) -> None:
    shown = rendered(towns, "table", layout="wide")
    assert "policy_compliance_rate" in shown
    assert repr(19900 / 233) in shown


TABLE = """\
By town, 2013H1 (2013-01-01 to 2013-06-30), annual rates, average population from all month-ends

                                        Rate of                 Policy
                              Crude     natural  Sex ratio  compliance
Town        Live births  birth rate    increase   at birth        rate     Fee income
              persons    ‰ annual d  ‰ annual d  per 100           %             yuan
─────────────────────────────────────────────────────────────────────────────────────
Northhill         233 a     13.21 a      6.63 a   106.19 e     85.41        12,345.50
Southfield      1,108       13.85       -1.58     103.30      100.09 b           0.00
河口镇             17        2.67        0.00          – c    100.00    12,333,333.40
─────────────────────────────────────────────────────────────────────────────────────
All             1,358       13.06       -0.18     106.38 e     93.52    12,345,678.90

a  partial: some village-months are missing (at the worst: Northhill 22 of 24)
b  impossible: a part above its whole, or more births or deaths than people; a count is wrong
c  no figure: its denominator is zero
d  extrapolated: population held at its nearest month-end for more than a month
e  few events: fewer than 20, so chance weighs heavily
"""

TABLE_ZH = """\
按乡镇，2013H1（2013-01-01 至 2013-06-30），率为折年率，平均人口按各月末人口计

                                              出生人口
乡镇        出生人数      出生率  自然增长率    性别比  政策符合率           收费
                人    ‰ 折年率 d  ‰ 折年率 d  女=100           %               元
─────────────────────────────────────────────────────────────────────────────────
Northhill      233 a     13.21 a      6.63 a  106.19 e     85.41        12,345.50
Southfield   1,108       13.85       -1.58    103.30      100.09 b           0.00
河口镇          17        2.67        0.00         – c    100.00    12,333,333.40
─────────────────────────────────────────────────────────────────────────────────
合计         1,358       13.06       -0.18    106.38 e     93.52    12,345,678.90

a  不完整：部分村有月份未报（一村一月为一份；缺报最多：Northhill 应报 24 份、实报 22 份）
b  不可能：部分大于整体，或出生、死亡多于总人口，数据有误
c  无数值：分母为零
d  外推：沿用最近的月末人口超过一个月
e  例数少：不足 20 例，受偶然波动影响大
"""
