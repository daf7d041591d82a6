"""Points and commas within figures: thousands or decimals."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.signs import Signs, plain_number, signs_of
from tests.unit.intake.reading import faults, figures, message, read

POINT = Columns(thousands=".")
ROWS = "month;village;births;population\n2013-06;Ñora;{};{}\n2013-06;Vega;{};{}\n"


@pytest.mark.parametrize(
    ("columns", "cell", "number"),
    [
        (Columns(), "1,234", "1234"),
        (Columns(), "1 234 567.5", "1234567.5"),
        (POINT, "2.000", "2000"),
        (POINT, "1.234.567,5", "1234567.5"),
        (POINT, "12,5", "12.5"),
        (POINT, "12.5", "12·5"),
        (Columns(decimal=","), "2.000", "2000"),
        (Columns(decimal=",", thousands=" "), "1 234,5", "1234.5"),
        (Columns(decimal=",", thousands=" "), "2.000", "2·000"),
        (Columns(decimal="."), "2.000", "2.000"),
        (Columns(thousands="'"), "1'234.5", "1234.5"),
    ],
)
def test_a_figure_by_the_signs_of_the_columns_file(columns: Columns, cell: str, number: str) -> None:
    assert plain_number(cell, signs_of(columns)) == number


def test_signs_that_nothing_says_are_open() -> None:
    assert signs_of(Columns()) == Signs(None, ".", open=True)


def test_three_digits_behind_a_point_are_asked_about_whether_they_are_noughts_or_not() -> None:
    assert faults(ROWS.format(3, "2.000", 2, "2.141")) == [
        "data.csv:2:4 POINT_OR_THOUSANDS",
        "data.csv:3:4 POINT_OR_THOUSANDS",
    ]
    assert "“2.000”: it may be 2000 or 2" in message(ROWS.format(3, "2.000", 2, 1950))


def test_a_point_of_thousands_is_read_where_the_columns_file_says_so() -> None:
    # 2.000 is 2,000 and 1.234.567 is 1,234,567; whole numbers stay what they are.
    assert figures(read(ROWS.format(3, "2.000", 2, "1.234.567"), POINT)) == {
        ("Ñora", "2013-06"): {"births": 3, "population": 2000},
        ("Vega", "2013-06"): {"births": 2, "population": 1_234_567},
    }
    assert faults(ROWS.format(3, "2.000", "12.5", 700), POINT) == ["data.csv:3:3 NOT_A_COUNT"]


def test_a_point_before_decimals_is_read_where_the_columns_file_says_so() -> None:
    found = figures(read(ROWS.format("3.000", 1930, 2, "395.000"), Columns(decimal=".")))

    assert found[("Ñora", "2013-06")] == {"births": 3, "population": 1930}
    assert found[("Vega", "2013-06")] == {"births": 2, "population": 395}


def test_decimals_that_cannot_be_thousands_stay_whole_numbers() -> None:
    assert figures(read(ROWS.format("12.0", "1930.000", "7.00", "1395.0"))) == {
        ("Ñora", "2013-06"): {"births": 12, "population": 1930},
        ("Vega", "2013-06"): {"births": 7, "population": 1395},
    }


def test_in_a_column_of_many_another_figure_tells_what_the_point_is() -> None:
    text = "月份,村,出生人数(万)\n2013-06,松坡村,{}\n2013-06,石门村,{}\n"

    # 1.234 x 10,000 beside 12.5 x 10,000, whose point is before decimals for certain.
    assert figures(read(text.format("1.234", "12.5"))) == {
        ("松坡村", "2013-06"): {"births": 12_340},
        ("石门村", "2013-06"): {"births": 125_000},
    }
    assert faults(text.format("1.234", "2.500")) == [
        "data.csv:2:3 POINT_OR_THOUSANDS",
        "data.csv:3:3 POINT_OR_THOUSANDS",
    ]


def test_a_comma_before_decimals_is_named_with_its_key() -> None:
    assert 'decimal: ","' in message(ROWS.format("12,5", 900, 2, 700))
    # 12,5 x 1,000.
    text = ROWS.replace("births", "births (thousands)").format("12,5", 900, "0,25", 700)
    assert figures(read(text, Columns(decimal=",")))[("Ñora", "2013-06")]["births"] == 12_500


@pytest.mark.parametrize("unit", ["thousands", "тыс. чел.", "万人"])
def test_three_digits_behind_a_comma_are_asked_about_where_the_unit_is_of_many(unit: str) -> None:
    rows = ROWS.replace("population", f"population ({unit})")

    assert faults(rows.format(3, "5,023", 2, "712")) == ["data.csv:2:4 COMMA_OR_THOUSANDS"]
    assert "it may be 5023 or 5.023" in message(rows.format(3, "5,023", 2, "12,345"))
    assert "it may be 2000 or 2:" in message(rows.format(3, "2,000", 2, "12,345"))


@pytest.mark.parametrize(
    ("columns", "other", "population"),
    [
        (Columns(decimal=","), "712", 5_023),
        (Columns(thousands=","), "712", 5_023_000),
        (Columns(), "12.5", 5_023_000),
        (Columns(), "1,234.5", 5_023_000),
        (Columns(), "1,234,567", 5_023_000),
    ],
)
def test_what_the_comma_is_the_columns_file_or_another_figure_tells(
    columns: Columns, other: str, population: int
) -> None:
    rows = ROWS.replace("population", "population (thousands)").format(3, "5,023", 2, other)

    assert figures(read(rows, columns))["Ñora", "2013-06"]["population"] == population


def test_a_comma_in_a_column_of_single_persons_or_of_small_decimals_parts_thousands() -> None:
    assert figures(read(ROWS.format(3, "5,023", 2, "712")))["Ñora", "2013-06"]["population"] == 5_023
    # 5.023 hundreds are no whole persons.
    hundreds = ROWS.replace("population", "population (百人)").format(3, "5,023", 2, "712")
    assert figures(read(hundreds))["Ñora", "2013-06"]["population"] == 502_300


@pytest.mark.parametrize(
    ("month", "births", "population"),
    [
        ("٢٠٢٣-٠١", "٥", "١٬٢٣٤"),
        ("۲۰۲۳-۰۱", "۵", "۱۲۳۴"),
        ("२०२३-०१", "५", "१,२३४"),
        ("২০২৩-০১", "৫", "১২৩৪"),
        ("２０２３－０１", "５", "１，２３４"),
    ],
)
def test_digits_of_other_scripts_are_read_in_figures_and_months(month: str, births: str, population: str) -> None:
    table = read(f'month,village,births,population\n{month},Vega,{births},"{population}"\n')

    assert figures(table) == {("Vega", "2023-01"): {"births": 5, "population": 1234}}


def test_digits_of_two_scripts_in_one_figure_are_an_error() -> None:
    written = "month,village,births\n2023-01,Vega,۱۲٤\n"

    assert faults(written) == ["data.csv:2:3 NOT_A_COUNT"]
    assert "two scripts" in message(written)


LAKHS = 'month,village,population\n2023-01,Vega,"1,23,456"\n2023-01,Hill,"{}"\n'


@pytest.mark.parametrize(("other", "figure"), [("12,34,567", 1234567), ("23,456", 23456), ("12", 12)])
def test_commas_that_part_lakhs_are_read(other: str, figure: int) -> None:
    assert figures(read(LAKHS.format(other))) == {
        ("Vega", "2023-01"): {"population": 123456},
        ("Hill", "2023-01"): {"population": figure},
    }


@pytest.mark.parametrize(("other", "row"), [("1,234,567", 2), ("12,3456", 3)])
def test_commas_in_other_places_beside_them_are_an_error(other: str, row: int) -> None:
    assert f"data.csv:{row}:3 NOT_A_COUNT" in faults(LAKHS.format(other))
