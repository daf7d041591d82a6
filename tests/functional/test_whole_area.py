"""Rows of the whole area at other times than its parts: added to none of them, used for all together, and said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc

WARDS = """\
Estimated people as of 1 August 2021,,
Ward,Population,Households
2020,900,300
"June 2021 a)",950,310
July,960,320
August 2021,1000,330
 East Ward,400,130
 West Ward,600,200
a) As counted,,
,,
Vital events,,
Ward,Births,Deaths
2020,120,60
May 2021,10,4
June,11,5
July 2021,12,6
 East Ward,5,2
 West Ward,7,4
Year to date,70,33
Year to date last year,65,30
"""


def records(popcalc: Popcalc, folder: Path, *options: str, exit_code: int = 0) -> tuple[list[dict[str, Any]], str]:
    result = popcalc("compute", folder, *options, "-f", "json")
    assert result.code == exit_code, result.stderr.decode()
    found = json.loads(result.stdout)["records"] if exit_code == 0 else []
    return found, result.stderr.decode()


def of_all(found: Sequence[dict[str, Any]], indicator: str) -> dict[str, Any]:
    (one,) = [row for row in found if row["area"] == "all" and row["indicator"] == indicator]
    return one


def test_the_month_before_and_the_year_to_date_give_the_figures_of_the_whole(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "wards.csv").write_text(WARDS, encoding="utf-8")
    month = ("--from", "2021-07", "--to", "2021-07", "--indicator", "births,crude_birth_rate")
    found, said = records(popcalc, tmp_path, *month)
    assert of_all(found, "births")["value"] == 12
    assert "whole_area" not in of_all(found, "births")["flags"]
    rate = of_all(found, "crude_birth_rate")
    # July is the line of people of 1 July, counted in the row of July, and of 1 August, the sum of the wards.
    assert rate["value"] == pytest.approx(12 / ((960 + 1000) / 2) * 1000 * 365 / 31)
    assert rate["flags"] == ["whole_area", "few_events"]
    assert {row["area"] for row in found} == {"East Ward", "West Ward", "all"}
    assert "rows of the whole area at other times" in said
    to_date, _ = records(popcalc, tmp_path, "--from", "2021-01", "--to", "2021-07", "--indicator", "births,deaths")
    assert (of_all(to_date, "births")["value"], of_all(to_date, "deaths")["value"]) == (70, 33)
    assert of_all(to_date, "births")["flags"] == ["whole_area"]
    (east,) = [row for row in to_date if row["area"] == "East Ward" and row["indicator"] == "births"]
    assert (east["value"], east["flags"]) == (5, ["partial"])


def test_a_year_and_the_same_months_of_it_are_taken_apart(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "wards.csv").write_text(WARDS, encoding="utf-8")
    late, _ = records(popcalc, tmp_path, "--from", "2020-08", "--to", "2020-12", "--indicator", "births")
    assert of_all(late, "births")["value"] == 120 - 65


def test_a_footnote_or_a_year_of_a_day_gives_no_stock(popcalc: Popcalc, tmp_path: Path) -> None:
    """The row of June has a note that may say of another day, and of 2020 nothing says which day it is."""
    (tmp_path / "wards.csv").write_text(WARDS, encoding="utf-8")
    june, _ = records(popcalc, tmp_path, "--from", "2021-05", "--to", "2021-05", "--indicator", "population")
    assert of_all(june, "population")["value"] is None


def test_rows_that_contradict_the_areas_are_said_and_not_used(popcalc: Popcalc, tmp_path: Path) -> None:
    wrong = WARDS.replace("July 2021,12,6", "July 2021,13,6")
    (tmp_path / "wards.csv").write_text(wrong, encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--from", "2021-01", "--to", "2021-07", "--indicator", "births,deaths")
    assert (of_all(found, "births")["value"], of_all(found, "births")["flags"]) == (12, ["partial"])
    assert of_all(found, "deaths")["value"] == 33
    assert "its rows give 12" in said
    assert "births: the rows of the whole area at other times are not used" in said


def test_less_to_date_than_in_its_months_is_not_used(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "wards.csv").write_text(WARDS.replace("Year to date,70", "Year to date,20"), encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--from", "2021-01", "--to", "2021-07", "--indicator", "births")
    assert of_all(found, "births")["value"] == 12
    assert "births: the rows of the whole area at other times are not used" in said


def test_explain_shows_what_the_figure_rests_on(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "wards.csv").write_text(WARDS, encoding="utf-8")
    told = popcalc("explain", "births", tmp_path, "--from", "2021-01", "--to", "2021-07").stdout.decode()
    assert "births 70" in told
    assert "2021-01..2021-04" in told
    assert "whole area" in told


NAMES = {
    "en": ("village", "births", "population", "Total", "Year to date", "Previous month"),
    "zh": ("村", "出生人数", "期末总人口", "合计", "本年累计", "上月"),
    "ja": ("町名", "出生数", "人口", "計", "本年累計", "前月"),
    "ko": ("마을", "출생", "인구", "계", "금년 누계", "전월"),
    "es": ("pueblo", "nacimientos", "población", "Total", "Acumulado del año", "Mes anterior"),
    "fr": ("village", "naissances", "population", "Total", "Cumul annuel", "Mois précédent"),
    "pt": ("aldeia", "nascimentos", "população", "Total", "Acumulado no ano", "Mês anterior"),
    "id": ("desa", "kelahiran", "jumlah penduduk", "Jumlah", "Kumulatif tahun ini", "Bulan lalu"),
    "ru": ("село", "родившиеся", "численность населения", "Итого", "С начала года", "Предыдущий месяц"),
    "ar": ("القرية", "المواليد", "عدد السكان", "المجموع", "منذ بداية العام", "الشهر السابق"),
}


@pytest.mark.parametrize("language", NAMES)
def test_rows_below_those_of_the_month_are_none_of_its_areas(language: str, popcalc: Popcalc, tmp_path: Path) -> None:
    village, births, people, total, to_date, before = NAMES[language]
    written = f"{village},{births},{people}\nAton,3,300\nBton,2,200\n{total},5,500\n{to_date},31,\n{before},4,490\n"
    (tmp_path / "2021-06.csv").write_text(written, encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--indicator", "births,crude_birth_rate")
    assert of_all(found, "births")["value"] == 5
    assert "2 rows of the whole area" in said
    assert of_all(found, "crude_birth_rate")["value"] == pytest.approx(5 / 495 * 1000 * 365 / 30)
    year, _ = records(popcalc, tmp_path, "--from", "2021-01", "--to", "2021-06", "--indicator", "births")
    assert of_all(year, "births")["value"] == 31


def test_rows_of_one_town_are_not_those_of_all(popcalc: Popcalc, tmp_path: Path) -> None:
    for town, first in (("Northhill Town", "Aton"), ("Southhill Town", "Cton")):
        rows = f"village,births\n{first},3\n{first} End,2\nTotal,5\nYear to date,31\n"
        (tmp_path / f"{town} 2021-06.csv").write_text(rows, encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--from", "2021-01", "--to", "2021-06", "--indicator", "births")
    assert of_all(found, "births")["value"] == 10
    assert "births: the rows of the whole area at other times are not used" in said


def test_months_that_follow_hold_the_year_to_date_against_their_sum(popcalc: Popcalc, tmp_path: Path) -> None:
    for month, births, to_date in (("2021-01", 3, 5), ("2021-02", 4, 11)):
        rows = f"village,births\nAton,{births}\nBton,2\nYear to date,{to_date}\n"
        (tmp_path / f"{month}.csv").write_text(rows, encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--indicator", "births")
    assert (of_all(found, "births")["value"], of_all(found, "births")["flags"]) == (11, [])
    assert "not used" not in said


def test_a_row_of_a_period_without_certain_months_is_an_error_where_areas_follow(
    popcalc: Popcalc, tmp_path: Path
) -> None:
    rows = "Area,births\n2021,100\n2022 a),110\nNorth Town,50\nSouth Town,60\n"
    (tmp_path / "areas.csv").write_text(rows, encoding="utf-8")
    _, said = records(popcalc, tmp_path, exit_code=2)
    assert "areas.csv:4:1 NO_PERIOD no row above says for certain of which months this row is" in said


def test_years_above_their_areas(popcalc: Popcalc, tmp_path: Path) -> None:
    rows = "Area,births\n2021,100\nNorth Town,40\nSouth Town,60\n2022,110\nNorth Town,50\nSouth Town,60\n"
    (tmp_path / "areas.csv").write_text(rows, encoding="utf-8")
    found, _ = records(popcalc, tmp_path, "--period", "year", "--indicator", "births")
    assert [(row["area"], row["period"], row["value"]) for row in found] == [
        ("North Town", "2021", 40),
        ("North Town", "2022", 50),
        ("South Town", "2021", 60),
        ("South Town", "2022", 60),
        ("all", "2021", 100),
        ("all", "2022", 110),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "To date", "January to date", "Up to the month", "Corresponding period last year",
        "Same period of previous year",
        "Corresponding month of the previous year", "Hasta la fecha", "Mismo mes del año pasado",
        "Jumlah s/d bulan ini", "المجموع حتى تاريخه",
    ],
)  # fmt: skip
def test_other_words_for_another_time_are_no_town(name: str, popcalc: Popcalc, tmp_path: Path) -> None:
    rows = f"month,town,births,population\n2013-06,East,20,1500\n2013-06,West,16,1500\n2013-06,{name},77,3000\n"
    (tmp_path / "towns.csv").write_text(rows, encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--indicator", "births")
    assert of_all(found, "births")["value"] == 36
    assert "towns.csv:4: note: 1 row" in said


@pytest.mark.parametrize("name", ["Jan-Jun", "Corresponding period of 2012", "1-6月", "2012年"])
def test_a_period_among_the_areas_is_no_town(name: str, popcalc: Popcalc, tmp_path: Path) -> None:
    rows = f"month,town,births,population\n2013-06,East,20,1500\n2013-06,West,16,1500\n2013-06,{name},77,3000\n"
    (tmp_path / "towns.csv").write_text(rows, encoding="utf-8")
    found, said = records(popcalc, tmp_path, "--indicator", "births")
    assert of_all(found, "births")["value"] == 36
    assert "towns.csv:4: note: 1 row that compares with another period or other rows left out" in said


@pytest.mark.parametrize("name", ["Whole year 2012", "2012", "上年同期(2012)"])
def test_other_names_of_time_are_asked_about(name: str, popcalc: Popcalc, tmp_path: Path) -> None:
    rows = f"month,town,births,population\n2013-06,East,20,1500\n2013-06,West,16,1500\n2013-06,{name},77,3000\n"
    data, columns = tmp_path / "data", tmp_path / "columns.yaml"
    data.mkdir()
    (data / "towns.csv").write_text(rows, encoding="utf-8")
    _, said = records(popcalc, data, exit_code=2)
    assert f"towns.csv:4:2 NAME_OF_TIME “{name}” in the column of areas speaks of time" in said
    for key, births in (("totals", 36), ("not_totals", 113)):
        assert f'{key}: ["{name}"]' in said
        columns.write_text(f'version: 1\n{key}: ["{name}"]\n', encoding="utf-8")
        found, _ = records(popcalc, data, "--columns", str(columns), "--indicator", "births")
        assert of_all(found, "births")["value"] == births


def test_the_only_area_above_the_parts_has_the_figures_of_the_whole_too(popcalc: Popcalc, tmp_path: Path) -> None:
    """It is all that there is, as the line below it is: both once ended in a traceback."""
    rows = "County,Ward,Births,Deaths\nKisumu,July 2021,12,6\nKisumu,East Ward,5,\nKisumu,West Ward,,4\n"
    (tmp_path / "wards.csv").write_text(f"Vital events,,,\n{rows}")
    found, _ = records(popcalc, tmp_path / "wards.csv", "--by", "county", "--indicator", "births,deaths")
    whole = [one for one in found if one["area"] in ("Kisumu", "all")]
    assert [(one["area"], one["indicator"], one["value"]) for one in whole] == [
        ("Kisumu", "births", 12),
        ("Kisumu", "deaths", 6),
        ("all", "births", 12),
        ("all", "deaths", 6),
    ]
