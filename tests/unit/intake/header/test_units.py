"""Units of thousands and more, in headers and in the line above a table."""

from __future__ import annotations

import pytest

from popcalc.definitions.headers import header_unit, normal_header
from popcalc.definitions.units import TableUnits, units_of_line
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import solid
from tests.unit.intake.reading import faults, figures, message, read
from tests.unit.intake.spreadsheets import xlsx


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("总人口（万）", "万"),
        ("Population (in 1,000)", "1,000"),
        ("Population ('000)", "'000"),
        ("Population in thousands", "thousands"),
        ("Population, thousands", "thousands"),
        ("Population (millions)", "millions"),
        ("总人口 万人", "万人"),
        ("總人口(千人)", "千人"),
    ],
)
def test_what_multiplies_is_a_unit_wherever_it_stands(written: str, unit: str) -> None:
    assert header_unit(written) == unit
    assert normal_header(written) in ("总人口", "population")


@pytest.mark.parametrize("written", ["births per thousand", "每万人", "Population 2000", "Sandbar Million Road No. 1"])
def test_words_like_units_that_are_none(written: str) -> None:
    assert header_unit(written) is None


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("Thousands", TableUnits(("thousands",))),
        ("(in thousands)", TableUnits(("thousands",))),
        ("Population in thousands", TableUnits(("thousands",), "population")),
        ("Vital events, 2013 ('000)", TableUnits(("'000",), "vital events, 2013")),
        ("单位：万", TableUnits(("万",))),
        ("2013年人口（万人）", TableUnits(("万人",), "2013年人口")),
        ("Figures are in thousands.", TableUnits(("thousands",), "figures are")),
        ("本表单位为万人", TableUnits(("万人",))),
        ("注：本表人口数以万人计。", TableUnits(("万人",))),
        ("以千人为单位", TableUnits(("千人",))),
        ("本表按万人计算，户籍人口为年末数", TableUnits(("万人",))),
        ("以万全镇计", None),
        ("单位 万人", TableUnits(("万人",))),
        ("（単位 千人）", TableUnits(("千人",))),
        ("단위 천명", TableUnits(("천명",))),
        ("Form no: 1000", None),
        ("1000", None),
        ("Births per thousand", None),
        ("单位：北岭镇", None),
    ],
)
def test_lines_above_a_table(written: str, units: TableUnits | None) -> None:
    assert units_of_line(written) == units


@pytest.mark.parametrize(
    ("text", "births", "people"),
    [
        # 1.25 x 10,000 and 120.03 x 10,000.
        ("省,年份,出生人口(万),总人口(万)\n某省,2018,1.25,120.03\n", 12_500, 1_200_300),
        # 12.3456 x 10,000: a whole number of people.
        ("省,年份,出生人数,总人口\n某省,2018,3,12.3456\n".replace("总人口", "总人口(万)"), 3, 123_456),
        # The line stands for all columns without a unit of their own: 12 x 1,000 and 568 x 1,000.
        (",,Thousands,\ndistrict,year,births,population\nEast,2018,12,568\n", 12_000, 568_000),
        ("单位：万\n省,年份,出生人数(人),总人口\n某省,2018,12,568\n", 12, 5_680_000),
        # 2.5 x 1,000,000.
        ("district,year,births,Population (millions)\nEast,2018,31000,2.5\n", 31_000, 2_500_000),
    ],
)
def test_figures_in_thousands_and_more_are_people(text: str, births: int, people: int) -> None:
    ((_, found),) = figures(read(text)).items()
    assert found == {"births": births, "population": people}


def test_a_part_of_a_person_is_an_error_in_thousands_too() -> None:
    assert faults("省,年份,总人口(万)\n某省,2018,12.34567\n") == ["data.csv:2:3 NOT_A_COUNT"]


def test_a_line_that_gives_its_unit_to_one_count_leaves_the_others_open() -> None:
    text = "Population in thousands\ndistrict,year,births,population\nEast,2018,12,56.8\n"

    assert faults(text) == ["data.csv:2:3 UNIT_OF_WHICH"]
    assert "births (thousands), or births (persons)" in message(text)
    ((_, found),) = figures(read(text.replace("births", "births (persons)"))).items()
    assert found == {"births": 12, "population": 56_800}


def test_each_unit_of_each_language_is_read_behind_each_label() -> None:
    """Letters that part units in one language (e, y, et) stand within those of others: persons, milliers."""
    languages = vocabulary().languages.values()
    labels = [label for one in languages for label in one.units.of_table]
    units = [unit for one in languages for unit in (*one.units.plain, *one.units.multiples, *one.units.money)]
    assert len(labels) > 10
    assert len(units) > 100
    wrong = [
        (label, unit)
        for label in labels
        for unit in units
        if (found := units_of_line(f"{label}: {unit}")) is None or found.units != solid((unit,))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("Unit: persons, thousand yuan", ("persons", "thousandyuan")),
        ("Unit: persons; 10,000 yuan", ("persons", "10,000yuan")),
        ("Unidad: personas y miles de personas", ("personas", "milesdepersonas")),
        ("单位：人和万元", ("人", "万元")),
    ],
)
def test_several_units_of_a_line_are_parted_by_what_stands_between_them(line: str, units: tuple[str, ...]) -> None:
    found = units_of_line(line)
    assert found is not None
    assert found.units == units


def test_thousand_persons_above_a_table_multiply() -> None:
    rows = "Unit: thousand persons,,\nmonth,village,births\n2013-06,Ash,3\n"
    assert figures(read(rows)) == {("Ash", "2013-06"): {"births": 3000}}


@pytest.mark.parametrize(
    "name",
    [
        "births in thousands",
        "births_in_thousands",
        "出生人数（万人）",
        "Births, millions",
        "births_thousands",
        "人口（万人）2019",
    ],
)
def test_a_unit_in_the_name_of_a_file_or_sheet_is_asked_about(name: str) -> None:
    rows = "month,village,births\n2013-06,Ash,3\n"
    files = {f"{name}.csv": rows}
    book = {"book.xlsx": xlsx({name: [line.split(",") for line in rows.splitlines()]})}

    assert faults(files) == [f"{name}.csv:1:3 NAME_UNIT"]
    assert faults(book) == ["book.xlsx:1:3 NAME_UNIT"]
    assert figures(read({f"{name}.csv": rows.replace("births", "births (thousands)")}))["Ash", "2013-06"] == {
        "births": 3000
    }
    assert figures(read({f"{name}.csv": f"Unit: persons,,\n{rows}"}))["Ash", "2013-06"] == {"births": 3}


@pytest.mark.parametrize("name", ["mil", "villages 1000", "births 2013", "万人村", "thousand oaks births"])
def test_names_with_other_words_say_no_unit(name: str) -> None:
    assert figures(read({f"{name}.csv": "month,village,births\n2013-06,Ash,3\n"}))["Ash", "2013-06"] == {"births": 3}


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("Live births (thousands)", "births"),
        ("Births, thousands", "live births"),
        ("Nacidos vivos (miles)", "births"),
        ("活产数（千人）", "births"),
        ("常住人口（万人）", "人口"),
        ("Resident population (thousands)", "population"),
        ("Mid-year population (thousands)", "population"),
        ("Population at 1 January (thousands)", "population"),
    ],
)
def test_a_unit_of_a_count_that_is_no_column_is_asked_about(title: str, header: str) -> None:
    rows = f'"{title}",,\nregion,year,{header}\nA,2019,620\n'

    assert faults(rows) == ["data.csv:2:3 UNIT_OF_WHICH"]
    for unit, value in (("thousands", 620_000), ("persons", 620)):
        ((_, found),) = figures(read(rows.replace(f"year,{header}", f"year,{header} ({unit})"))).items()
        assert list(found.values()) == [value]


@pytest.mark.parametrize(
    "rows",
    [
        "region,births 2018,births 2019\nA,620,20\n",
        "region,year,male births,female births\nA,2019,620,20\n",
        "region,year,indicator,value\nA,2019,births,620\n",
    ],
)
def test_tables_of_every_shape_are_asked_about(rows: str) -> None:
    assert faults(f"Live births (thousands),,\n{rows}")[0].endswith("UNIT_OF_WHICH")
    assert faults({"Live births (thousands).csv": rows})[0].endswith("NAME_UNIT")
    assert faults({"Births_in_thousands.csv": rows})[0].endswith("NAME_UNIT")


def test_a_line_for_all_columns_answers_for_a_count_that_is_none_of_them() -> None:
    rows = "Live births (thousands),,\nUnit: thousands,,\nregion,year,births\nA,2019,620\n"

    assert figures(read(rows))["A", "2019"] == {"births": 620_000}
    assert faults(rows.replace("Unit: thousands", "Unit: persons")) == ["data.csv:3:3 UNIT_OF_WHICH"]


@pytest.mark.parametrize("title", ["Live births (persons)", "Investment (thousand yuan)"])
def test_a_title_of_another_count_that_multiplies_none_of_the_columns_changes_nothing(title: str) -> None:
    rows = f"{title},,\nregion,year,births\nA,2019,620\n"

    assert figures(read(rows))["A", "2019"] == {"births": 620}


@pytest.mark.parametrize("line", ["Unit: thousand persons", "单位：千人", "in thousands", "Thousands"])
def test_a_line_above_a_long_table_gives_its_unit_to_every_name(line: str) -> None:
    rows = f"{line},,,\nregion,year,indicator,value\nA,2019,births,620\nA,2019,deaths (persons),20\n"

    assert figures(read(rows))["A", "2019"] == {"births": 620_000, "deaths": 20}


def test_a_line_above_a_long_table_that_names_one_count_leaves_the_others_open() -> None:
    rows = "Births (thousands),,,\nregion,year,indicator,value\nA,2019,births,620\nA,2019,deaths,20\n"

    assert faults(rows) == ["data.csv:2:3 UNIT_OF_WHICH"]
    assert figures(read(rows.replace("deaths", "deaths (persons)")))["A", "2019"] == {"births": 620_000, "deaths": 20}


def test_the_header_of_the_figures_of_a_long_table_may_say_their_unit() -> None:
    rows = "region,year,indicator,value (thousands)\nA,2019,births,620\nA,2019,deaths (persons),20\n"

    assert figures(read(rows))["A", "2019"] == {"births": 620_000, "deaths": 20}


@pytest.mark.parametrize(
    "line",
    [
        "тысяча человек",
        "в тысячах",
        "in Tausend",
        "Angaben in Tausend",
        "Einheit: 1000",
        "Einheit: Tausend Personen",
        "in duizenden",
        "migliaia di persone",
        "Đơn vị: nghìn người",
        "bin kişi",
        "tys. osób",
        "тис. осіб",
        "พันคน",
        "هزار نفر",
        "thousand inhabitants",
        "Unit: thousands of households",
        "1 000 personnes",
        "mil personas",
        "Births, THS",
    ],
)
def test_thousands_in_further_words_and_languages_multiply(line: str) -> None:
    rows = f'"{line}",,\nregion,year,births\nA,2019,620\n'

    assert figures(read(rows))["A", "2019"] == {"births": 620_000}


@pytest.mark.parametrize(
    "line",
    [
        "Thousand persons, end of year",
        "Thousand persons (end of year)",
        "Thousands of persons at year end",
        "Thousands, except births",
        "Thousand persons 2019",
        "万人，年末",
        "Thousand births",
        "Births (thousands), 2019",
        "Births in thousands, 2019",
        "Births (in thousands) by region, 2019",
        "Population (thousands), births (persons)",
        "2019年各地区出生人数（千人）统计表",
        "Unit: Persons (thousands)",
        "Population (000)",
        "Values x 1000",
        "Unit = thousands",
        "Multiplier: 1000",
        "Unit multiplier: 3",
        "UNIT_MULT,3",
        "倍数：1000",
    ],
)
def test_a_line_that_says_thousands_and_something_else_is_asked_about(line: str) -> None:
    line = line if line.startswith("UNIT_MULT") else f'"{line}",'
    wide = f"{line},\nregion,year,births\nA,2019,620\n"
    long = f"{line},,\nregion,year,indicator,value\nA,2019,births,620\n"

    assert faults(wide) == ["data.csv:2:3 TITLE_UNIT"]
    assert faults(long) == ["data.csv:2:3 TITLE_UNIT"]
    for rows in (wide, long):
        assert figures(read(rows.replace("births\n", "births (1000)\n").replace("births,", "births (1000),"))) == {
            ("A", "2019"): {"births": 620_000}
        }
        assert figures(
            read(rows.replace("births\n", "births (persons)\n").replace("births,", "births (persons),"))
        ) == {("A", "2019"): {"births": 620}}


@pytest.mark.parametrize(
    "line",
    [
        "Thousands of people moved to the city in 2019",
        "Thousand Oaks, 2019",
        "万全镇，2019年",
        "千灯镇2019年末报表",
        "Scale: 1:1000",
        "Multiplier: 1",
        "UNIT_MULT: 0",
        "Tausendmorgen",
        "Million Road, north",
        "Births (provisional), thousand years of Northhill",
        "Investment (10,000 yuan) and births, 2019",
        "2019年各地区投资（万元）与出生统计表",
        "Ordinance (1000) of 2019",
        "Bin",
        "Mio",
        "THS_PERS",
    ],
)
def test_lines_with_words_like_units_say_none(line: str) -> None:
    rows = f'"{line}",,\nregion,year,births\nA,2019,620\n'

    assert list(figures(read(rows)).values()) == [{"births": 620}]


@pytest.mark.parametrize(
    "rate", ["je 1000 Einwohner", "per 1,000 inhabitants", "на 1000 человек", "por 1000 habitantes"]
)
def test_rates_of_thousands_are_no_units(rate: str) -> None:
    assert units_of_line(f"Births {rate}") is None
    assert units_of_line(rate) is None
    rows = 'region,year,births,UNIT_MEASURE,remarks\nA,2019,620,"{0}","{0}"\n'
    assert figures(read(rows.format(rate)))["A", "2019"] == {"births": 620}


@pytest.mark.parametrize(
    "header",
    [
        "Population (thousands, end of year)",
        "Population, thousands (end of year)",
        "Population (end of year, 1,000)",
        "Population (mid-year; in thousands)",
        "Population in thousands (1 January)",
        "年末人口（年末，千人）",
        "人口（千人，12月31日）",
    ],
)
def test_a_unit_beside_the_moment_of_a_header_multiplies(header: str) -> None:
    ((_, found),) = figures(read(f'region,year,"{header}"\nA,2019,620\n')).items()

    assert list(found.values()) == [620_000]


def test_a_unit_before_the_year_of_a_header_multiplies() -> None:
    rows = 'region,"births in thousands, 2019",2020年出生人数（千人）\nA,620,3\n'

    assert [one["births"] for one in figures(read(rows)).values()] == [620_000, 3_000]


def test_an_area_may_be_called_as_a_short_code_of_thousands() -> None:
    assert len(figures(read("area,month,births\nTHS,2013-06,3\nABC,2013-06,4\n"))) == 2
