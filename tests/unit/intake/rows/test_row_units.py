"""A column that says the unit of each row: what it multiplies is never read as a figure of single persons."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read


@pytest.mark.parametrize(
    "unit", ["thousands", "ten thousand persons", "10,000 persons", "'000", "lakh", "万人", "千人", "miles de personas"]
)
@pytest.mark.parametrize("header", ["unit", "unit of measure", "单位", "计量单位"])
def test_a_unit_that_multiplies_is_an_error_at_the_first_row_that_has_it(unit: str, header: str) -> None:
    table = f'month,village,births,{header}\n2013-06,Ash,3,{{}}\n2013-06,Elm,4,\n2013-06,Oak,5,"{unit}"\n'

    assert faults(table.format("persons")) == ["data.csv:4:4 ROW_UNIT"]
    assert faults(table.format(f'"{unit}"')) == ["data.csv:2:4 ROW_UNIT"]
    assert f"columns: {{{header}: ignore}}" in message(table.format("persons"))


@pytest.mark.parametrize("unit", ["persons", "人", "number", "personas", "명"])
def test_a_unit_of_single_persons_changes_nothing(unit: str) -> None:
    rows = f"month,village,births,unit\n2013-06,Ash,3,{unit}\n2013-06,Elm,4,{unit}\n"

    assert figures(read(rows))["Ash", "2013-06"] == {"births": 3}


def test_the_unit_may_be_the_one_that_the_header_says() -> None:
    rows = "month,village,births (thousands),unit\n2013-06,Ash,3,thousands\n"

    assert figures(read(rows)) == {("Ash", "2013-06"): {"births": 3000}}
    assert faults(rows.replace(",thousands", ",persons")) == ["data.csv:2:4 ROW_UNIT"]


def test_each_name_of_a_long_table_is_held_against_its_own_unit() -> None:
    rows = (
        "月份,村名,指标,数值,单位\n2013-06,甲村,出生人数,3,人\n2013-06,甲村,总人口,300,人\n"
        "2013-06,甲村,家庭户数,90,户\n2013-06,乙村,出生人数,5,人\n"
    )

    assert figures(read(rows))["甲村", "2013-06"]["births"] == 3
    assert faults(rows.replace("总人口,300,人", "总人口,300,万人")) == ["data.csv:3:5 ROW_UNIT"]
    assert faults(rows.replace("乙村,出生人数,5,人", "乙村,出生人数,5,千人")) == ["data.csv:5:5 ROW_UNIT"]
    in_name = rows.replace("总人口,300,人", "总人口（万人）,300,万人")
    assert figures(read(in_name))["甲村", "2013-06"]["population"] == 3_000_000


@pytest.mark.parametrize(
    "cell", ["thousands, see note", "thousands (provisional)", "Thousands*", "千人；见注", "'000 - estimate"]
)
def test_a_remark_behind_a_unit_or_in_another_row_changes_nothing(cell: str) -> None:
    rows = 'month,village,births,unit\n2013-06,Ash,3,{}\n2013-06,Elm,4,"{}"\n'

    assert faults(rows.format("persons", cell)) == ["data.csv:3:4 ROW_UNIT"]
    assert faults(rows.format("see note", cell)) == ["data.csv:3:4 ROW_UNIT"]


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("1000", "1000"), ("3", "1000"), ("3: Thousands", "1000"), ("x1,000", "1000"), ("6", "1000000"), ("4.0", "10000")],
)
@pytest.mark.parametrize("header", ["UNIT_MULT", "multiplier", "PowerCode Code", "Scale", "倍数", "Multiplicador"])
def test_a_multiplier_of_rows_is_no_column_to_pass_over(header: str, cell: str, unit: str) -> None:
    rows = f'month,village,births,{header}\n2013-06,Ash,3,0\n2013-06,Elm,4,1\n2013-06,Oak,5,"{cell}"\n'

    assert faults(rows) == ["data.csv:4:4 ROW_UNIT"]
    way_out = rows.replace("births,", f"births ({unit}),")
    assert f"(births ({unit}))" in message(rows)
    assert figures(read(way_out))["Oak", "2013-06"] == {"births": 5 * int(unit)}


@pytest.mark.parametrize("cell", ["0", "1", "1.0", "0: Units"])
def test_a_multiplier_that_multiplies_nothing_changes_nothing(cell: str) -> None:
    rows = f"month,village,births,UNIT_MULT\n2013-06,Ash,3,{cell}\n2013-06,Elm,4,{cell}\n"

    assert figures(read(rows))["Ash", "2013-06"] == {"births": 3}


def test_what_is_said_of_the_column_decides() -> None:
    rows = "month,village,births,unit\n2013-06,Ash,3,persons\n2013-06,Elm,4,thousands\n"

    assert len(figures(read(rows, Columns(headers={"unit": "ignore"})))) == 2


@pytest.mark.parametrize(
    "cell",
    [
        "Persons in thousands",
        "Persons (000)",
        "NUMBER (thousands)",
        "Number, thousands",
        "3: Thousands",
        "THS_PER: Thousand persons",
        "Births (thousands)",
        "人数（万人）",
    ],
)
def test_what_is_counted_or_a_code_may_stand_before_the_unit(cell: str) -> None:
    rows = 'month,village,births,UNIT_MEASURE\n2013-06,Ash,3,persons\n2013-06,Elm,4,"{}"\n'

    assert faults(rows.format(cell)) == ["data.csv:3:4 ROW_UNIT"]
    assert figures(read(rows.format("PS: Persons")))["Elm", "2013-06"] == {"births": 4}


@pytest.mark.parametrize("header", ["Remarks", "Notes", "备注", "Observaciones", "ملاحظات"])
@pytest.mark.parametrize("cell", ["thousands", "1000 persons", "千人", "Persons (thousands)", "(in thousands)", "'000"])
def test_a_unit_that_multiplies_is_an_error_in_a_column_of_remarks(header: str, cell: str) -> None:
    rows = f'month,village,births,{header}\n2013-06,Ash,3,late\n2013-06,Elm,4,\n2013-06,Oak,5,"{cell}"\n'

    assert faults(rows) == ["data.csv:4:4 ROW_UNIT"]
    assert f"columns: {{{header}: ignore}}" in message(rows)
    assert figures(read(rows, Columns(headers={header: "ignore"})))["Oak", "2013-06"] == {"births": 5}
    in_thousands = rows.replace("births,", "births (1000),").replace("'000", "1000s")
    assert figures(read(in_thousands))["Oak", "2013-06"] == {"births": 5000}


def test_a_unit_in_a_remark_is_found_in_wide_and_in_long_tables() -> None:
    wide = "village,births 2018,births 2019,Remarks\nAsh,3,4,thousands\n"
    long = "village,year,indicator,value,备注\nAsh,2019,births,3,\nAsh,2019,deaths,3,千人\n"

    assert faults(wide) == ["data.csv:2:4 ROW_UNIT"]
    assert faults(long) == ["data.csv:3:5 ROW_UNIT"]


@pytest.mark.parametrize(
    "cell",
    [
        "about a thousand people moved",
        "thousands moved in",
        "per thousand",
        "每千人",
        "对",
        "万元",
        "1000",
        "(1000)",
        "persons",
        "male",
        "2013-06",
    ],
)
def test_other_remarks_change_nothing(cell: str) -> None:
    rows = 'month,village,births,Remarks\n2013-06,Ash,3,"{0}"\n2013-06,Elm,4,{1}\n'

    for other in ("", cell, "late"):
        table = read(rows.format(cell, other))
        assert figures(table)["Ash", "2013-06"] == {"births": 3}
        assert not table.notices


@pytest.mark.parametrize("cell", ["3", "3: Thousands"])
def test_the_column_of_multipliers_may_have_its_code_and_its_name(cell: str) -> None:
    rows = "month,village,births,UNIT_MULT: Unit multiplier\n2013-06,Ash,3,{0}\n2013-06,Elm,4,{0}\n"

    assert faults(rows.format(cell)) == ["data.csv:2:4 ROW_UNIT"]
    assert figures(read(rows.format("0: Units")))["Ash", "2013-06"] == {"births": 3}
