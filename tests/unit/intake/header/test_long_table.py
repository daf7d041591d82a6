"""Tables in which each row is one figure."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import Figures, faults, figures, message, read

RIGHT: Figures = {
    ("Hill", "2023-01"): {"live_births": 14, "deaths": 2},
    ("Lake", "2023-01"): {"live_births": 20, "deaths": 3},
}
DHIS2 = (
    "orgUnit,period,dataElement,value\n"
    "Hill,202301,Live births,14\nHill,202301,Deaths,2\nLake,202301,Live births,20\nLake,202301,Deaths,3\n"
)


def test_an_export_of_data_values() -> None:
    assert figures(read(DHIS2)) == RIGHT


def test_one_count_alone_is_what_it_is_among_others() -> None:
    assert figures(read(DHIS2, counts=["deaths"])) == {
        ("Hill", "2023-01"): {"deaths": 2},
        ("Lake", "2023-01"): {"deaths": 3},
    }


def test_a_table_of_a_statistics_portal() -> None:
    written = (
        "地区,时间,指标,数值\n北岭镇,2013-06,出生人数,3\n北岭镇,2013-06,期末总人口,2141\n北岭镇,2013-06,图书馆,7\n"
    )
    table = read(written)

    assert figures(table) == {("北岭镇", "2013-06"): {"births": 3, "population": 2141}}
    assert any("图书馆" in str(one.text) for one in table.notices)


def test_a_count_that_stands_in_a_later_block_alone() -> None:
    table = read(DHIS2 + "Lake,202302,Population,900\n", block_bytes=64)

    assert figures(table)["Lake", "2023-02"] == {"population": 900}


def test_totals_are_judged_by_all_figures_of_an_area_together() -> None:
    """The row of all says 4 deaths, its parts 2 + 1 = 3."""
    figures_of = {"北岭镇": (3, 2, 2141), "南河镇": (5, 1, 3000), "合计": (8, 4, 5141)}
    rows = [
        f"{area},2013-06,{name},{value}\n"
        for area, values in figures_of.items()
        for name, value in zip(("出生人数", "死亡人数", "期末总人口"), values, strict=True)
    ]
    table = read("地区,时间,指标,数值\n" + "".join(rows))

    assert {area for area, _ in figures(table)} == {"北岭镇", "南河镇"}
    [odd] = table.totals
    assert (odd.count, odd.printed, odd.summed) == ("deaths", 4, 3)


def test_a_total_by_its_figures_alone() -> None:
    """北岭县 has the sums of both towns in every count and month."""
    figures_of = {"北岭": (8, 3, 5141), "东村": (3, 2, 2141), "西村": (5, 1, 3000)}
    rows = [
        f"{area},2013-0{month},{name},{value + month * (2 if area == '北岭' else 1)}\n"
        for month in (5, 6)
        for area, values in figures_of.items()
        for name, value in zip(("出生人数", "死亡人数", "期末总人口"), values, strict=True)
    ]
    table = read("村名,时间,指标,数值\n" + "".join(rows))

    assert {area for area, _ in figures(table)} == {"东村", "西村"}


def test_a_category_that_splits_the_figures_is_an_error_that_names_it() -> None:
    written = (
        "orgUnit,period,dataElement,categoryOptionCombo,value\n"
        "Hill,202301,Live births,male,14\nHill,202301,Live births,female,13\nHill,202301,Deaths,male,2\n"
    )

    assert faults(written) == ["data.csv:2:4 DIMENSION"]
    assert "categoryOptionCombo narrows its rows (male, female)" in message(written)


@pytest.mark.parametrize("again", ["5", "2"])
def test_a_figure_given_twice(again: str) -> None:
    written = f"{DHIS2}Hill,202301,Deaths,{again}\n"

    if again == "2":
        assert figures(read(written)) == RIGHT
    else:
        assert faults(written) == ["data.csv:6:4 TWO_FIGURES"]
        assert "data.csv:3:4" in message(written)


def test_a_wrong_figure_has_its_place() -> None:
    assert faults(DHIS2.replace(",3\n", ",x\n")) == ["data.csv:5:4 NOT_A_COUNT"]


def test_words_for_a_figure_and_its_name_head_other_tables_too() -> None:
    """A column `indicator` that names areas, and one of a count called value by nobody."""
    assert faults("indicator,period,value\nHill,202301,14\n")[0].endswith(("NO_HEADER", "NO_AREA"))
    assert figures(read("village,month,births,data element\nHill,2023-01,3,births by place\n")) == {
        ("Hill", "2023-01"): {"births": 3}
    }
