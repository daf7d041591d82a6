"""One set of figures in every shape that offices give a table, in four languages, as text and as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import pytest

import popcalc as api
from popcalc.errors import PopcalcError
from popcalc.periods import month_label
from tests.unit.intake.spreadsheets import Cell, xlsx

if TYPE_CHECKING:
    from tests.conftest import Popcalc

Cells = Sequence[Any]
Grid = Sequence[Cells]
Figures = Mapping[tuple[str, str, str], int]
"""By area, month and count."""

MONTHS = ("2023-01", "2023-02", "2024-01", "2024-02")
COUNTS = ("births", "deaths", "population")


@dataclass(frozen=True)
class Words:
    """The words of one language: months are January and February."""

    month: str
    town: str
    measure: str
    total: str
    areas: tuple[str, str, str]
    counts: Mapping[str, str]
    months: tuple[str, str]
    ages: tuple[str, str, str]
    year: str = "{}"

    def of_month(self, month: str) -> str:
        """Return a month without its year."""
        return self.months[int(month[5:]) - 1]


LANGUAGES = {
    "en": Words(
        "month",
        "town",
        "indicator",
        "Total",
        ("Northhill Town", "Sandbar Town", "Reed Bank Town"),
        {"births": "Births", "deaths": "Deaths", "population": "Population"},
        ("Jan", "Feb"),
        ("0-4", "5-17", "18 and over"),
    ),
    "zh": Words(
        "月份",
        "乡镇",
        "指标",
        "合计",
        ("东关镇", "西关镇", "南河乡"),
        {"births": "出生人数", "deaths": "死亡人数", "population": "总人口"},
        ("1月", "2月"),
        ("0-4岁", "5-17岁", "18岁及以上"),
        "{}年",
    ),
    "es": Words(
        "mes",
        "municipio",
        "indicador",
        "total",
        ("Municipio de Robleda", "Municipio de Arenal", "Municipio de Juncos"),
        {"births": "nacimientos", "deaths": "defunciones", "population": "población"},
        ("enero", "febrero"),
        ("0-4 años", "5-17 años", "18 años y más"),
    ),
    "ko": Words(
        "연월",
        "읍면동",
        "지표",
        "합계",
        ("동산읍", "서천면", "남호면"),
        {"births": "출생아수", "deaths": "사망자수", "population": "인구"},
        ("1월", "2월"),
        ("0-4세", "5-17세", "18세 이상"),
        "{}년",
    ),
}


def truth(words: Words) -> dict[tuple[str, str, str], int]:
    """Return the figures, each another one."""
    return {
        (area, month, count): 7 + 100 * (count == "population") + 31 * place + 5 * spot + 3 * number
        for place, area in enumerate(words.areas)
        for spot, month in enumerate(MONTHS)
        for number, count in enumerate(COUNTS)
    }


@dataclass(frozen=True)
class Made:
    """A table, how many of its rows are header, the counts that it gives, and what says the rest."""

    rows: Grid
    header: int = 1
    counts: Sequence[str] = ("births",)
    title: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


def areas_under_a_title(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, *words.areas],
        *([month, *(of[area, month, "births"] for area in words.areas)] for month in MONTHS),
    ]
    return Made(rows, title=words.counts["births"])


def areas_with_their_total(words: Words, of: Figures) -> Made:
    made = areas_under_a_title(words, of)
    rows: Grid = [[*made.rows[0], words.total], *([*row, sum(map(int, row[1:]))] for row in made.rows[1:])]
    return Made(rows, title=made.title)


def areas_over_counts(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, *(one for area in words.areas for one in (area, "", ""))],
        ["", *(words.counts[count] for _ in words.areas for count in COUNTS)],
        *([month, *(of[area, month, count] for area in words.areas for count in COUNTS)] for month in MONTHS),
    ]
    return Made(rows, 2, COUNTS)


def counts_over_areas(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, *(one for count in COUNTS for one in (words.counts[count], "", ""))],
        ["", *(area for _ in COUNTS for area in words.areas)],
        *([month, *(of[area, month, count] for count in COUNTS for area in words.areas)] for month in MONTHS),
    ]
    return Made(rows, 2, COUNTS)


def areas_and_counts_in_one_header(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, *(f"{area} {words.counts[count]}" for area in words.areas for count in COUNTS)],
        *([month, *(of[area, month, count] for area in words.areas for count in COUNTS)] for month in MONTHS),
    ]
    return Made(rows, 1, COUNTS)


def areas_beside_names_of_figures(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, words.measure, *words.areas, words.total],
        *(
            [month, words.counts[count], *figures, sum(figures)]
            for month in MONTHS
            for count in COUNTS
            for figures in [[of[area, month, count] for area in words.areas]]
        ),
    ]
    return Made(rows, 1, COUNTS)


def months_beside_names_of_figures(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.town, words.measure, *MONTHS],
        *(
            [area, words.counts[count], *(of[area, month, count] for month in MONTHS)]
            for area in words.areas
            for count in COUNTS
        ),
    ]
    return Made(rows, 1, COUNTS)


def areas_over_months(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.measure, *(one for area in words.areas for one in (area, *[""] * (len(MONTHS) - 1)))],
        ["", *(month for _ in words.areas for month in MONTHS)],
        *(
            [words.counts[count], *(of[area, month, count] for area in words.areas for month in MONTHS)]
            for count in COUNTS
        ),
    ]
    return Made(rows, 2, COUNTS)


def years_over_months(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.town, *(one for year in ("2023", "2024") for one in (words.year.format(year), ""))],
        ["", *(words.of_month(month) for month in MONTHS)],
        *([area, *(of[area, month, "births"] for month in MONTHS)] for area in words.areas),
    ]
    return Made(rows, 2, title=words.counts["births"])


def years_over_months_and_a_blank_cell(words: Words, of: Figures) -> Made:
    made = years_over_months(words, of)
    return Made([["", *made.rows[0][1:]], [words.town, *made.rows[1][1:]], *made.rows[2:]], 2, title=made.title)


def years_over_months_with_totals(words: Words, of: Figures) -> Made:
    def with_total(area: str, months: Sequence[str]) -> list[int]:
        figures = [of[area, month, "births"] for month in months]
        return [*figures, sum(figures)]

    rows: Grid = [
        [words.town, *(one for year in ("2023", "2024") for one in (words.year.format(year), "", ""))],
        ["", *[*words.months, words.total] * 2],
        *([area, *with_total(area, MONTHS[:2]), *with_total(area, MONTHS[2:])] for area in words.areas),
    ]
    return Made(rows, 2, title=words.counts["births"])


def counts_over_years_over_months(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.town, *(one for count in COUNTS for one in (words.counts[count], "", "", ""))],
        ["", *(one for _ in COUNTS for year in ("2023", "2024") for one in (words.year.format(year), ""))],
        ["", *(words.of_month(month) for _ in COUNTS for month in MONTHS)],
        *([area, *(of[area, month, count] for count in COUNTS for month in MONTHS)] for area in words.areas),
    ]
    return Made(rows, 3, COUNTS)


def _parts(figure: int) -> list[int]:
    return [figure // 5, figure // 3, figure - figure // 5 - figure // 3]


def ages_below_their_count(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, words.town, words.counts["births"], words.counts["population"], "", ""],
        ["", "", "", *words.ages],
        *(
            [month, area, of[area, month, "births"], *_parts(of[area, month, "population"])]
            for month in MONTHS
            for area in words.areas
        ),
    ]
    return Made(rows, 2, ("births", "population"), options={"sum_over": "age"})


def ages_and_their_total(words: Words, of: Figures) -> Made:
    made = ages_below_their_count(words, of)
    rows: Grid = [
        [*made.rows[0], ""],
        [*made.rows[1], words.total],
        *([*row, sum(map(int, row[3:]))] for row in made.rows[2:]),
    ]
    return Made(rows, 2, made.counts)


def ages_in_the_header_of_their_count(words: Words, of: Figures) -> Made:
    made = ages_below_their_count(words, of)
    ages = [f"{words.counts['population']} {age}" for age in words.ages]
    return Made([[*made.rows[0][:3], *ages], *made.rows[2:]], 1, made.counts, options=made.options)


def areas_over_ages(words: Words, of: Figures) -> Made:
    rows: Grid = [
        [words.month, *(one for area in words.areas for one in (area, "", ""))],
        ["", *(age for _ in words.areas for age in words.ages)],
        *(
            [month, *(part for area in words.areas for part in _parts(of[area, month, "population"]))]
            for month in MONTHS
        ),
    ]
    return Made(rows, 2, ("population",), words.counts["population"], {"sum_over": "age"})


SHAPES: tuple[Callable[[Words, Figures], Made], ...] = (
    areas_under_a_title,
    areas_with_their_total,
    areas_over_counts,
    counts_over_areas,
    areas_and_counts_in_one_header,
    areas_beside_names_of_figures,
    months_beside_names_of_figures,
    areas_over_months,
    years_over_months,
    years_over_months_and_a_blank_cell,
    years_over_months_with_totals,
    counts_over_years_over_months,
    ages_below_their_count,
    ages_and_their_total,
    ages_in_the_header_of_their_count,
    areas_over_ages,
)
WITHOUT_CONFIGURATION = ("en", "zh", "ko")
"""Languages whose names of areas here have the word of their level at their end; the others stand before the name."""


def write_csv(made: Made, path: Path) -> Path:
    """Write a table as text, merged cells being blank but for the first."""
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([*([[made.title]] if made.title else []), *made.rows])
    return path.with_suffix(".csv")


def write_xlsx(made: Made, path: Path) -> Path:
    """Write a table as a workbook, cells of groups merged over their columns."""
    top = 2 if made.title else 1
    rows: list[list[Cell]] = [[made.title]] if made.title else []
    rows += [[None if cell == "" else cell for cell in row] for row in made.rows]
    merged = [
        f"{ascii_uppercase[first]}{top + number}:{ascii_uppercase[last]}{top + number}"
        for number, row in enumerate(made.rows[: made.header - 1])
        for first, last in groups(row)
    ]
    path.with_suffix(".xlsx").write_bytes(xlsx({"Sheet1": rows}, merged=merged))
    return path.with_suffix(".xlsx")


def groups(row: Cells) -> Iterable[tuple[int, int]]:
    """Yield the first and the last column of each cell that stands over several."""
    filled = [column for column, cell in enumerate(row) if cell != ""]
    for column, following in zip(filled, [*filled[1:], len(row)], strict=True):
        if following > column + 1:
            yield column, following - 1


def read(path: Path, counts: Iterable[str], **options: Any) -> dict[tuple[str, str, str], int]:
    """Return the figures that popcalc reads."""
    table = api.read(path, **options).table
    names = table.areas.names
    return {
        (names[row["village"]], month_label(row["start"]), count): int(row[count])
        for row in table.rows.to_dict("records")
        for count in counts
        if row[count] >= 0
    }


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_figure_of_every_shape_comes_back(
    shape: Callable[[Words, Figures], Made], language: str, write: Callable[[Made, Path], Path], tmp_path: Path
) -> None:
    words = LANGUAGES[language]
    of = truth(words)
    made = shape(words, of)
    columns = {}
    if language not in WITHOUT_CONFIGURATION:
        (tmp_path / "columns.yaml").write_text("version: 1\nacross: area\n", encoding="utf-8")
        columns = {"columns": str(tmp_path / "columns.yaml")}

    found = read(write(made, tmp_path / "table"), made.counts, **made.options, **columns)

    assert found == {key: figure for key, figure in of.items() if key[2] in made.counts}


def wrong(tmp_path: Path, written: str, *, name: str = "table.csv", columns: str = "", **options: Any) -> list[str]:
    """Return what is wrong with a table: code and place, without the folder."""
    (tmp_path / name).write_text(written, encoding="utf-8")
    with pytest.raises(PopcalcError) as caught:
        api.read(tmp_path / name, **_with_columns(tmp_path, columns), **options)
    return [f"{one.place or ''} {one.code}".replace(f"{tmp_path}/", "") for one in caught.value.faults]


def figures(
    tmp_path: Path, written: str, count: str = "births", *, name: str = "table.csv", columns: str = "", **options: Any
) -> list[int]:
    """Return the figures of a count that a table gives, by area and month."""
    (tmp_path / name).write_text(written, encoding="utf-8")
    found = read(tmp_path / name, [count], **_with_columns(tmp_path, columns), **options)
    return [found[key] for key in sorted(found)]


def notices(tmp_path: Path, written: str, *, columns: str = "") -> list[str]:
    """Return what is said of a table."""
    (tmp_path / "table.csv").write_text(written, encoding="utf-8")
    table = api.read(tmp_path / "table.csv", **_with_columns(tmp_path, columns)).table
    return [f"{one.place or ''} {one.text}".replace(f"{tmp_path}/", "") for one in table.notices]


def _with_columns(tmp_path: Path, columns: str) -> dict[str, Any]:
    if not columns:
        return {}
    (tmp_path / "columns.yaml").write_text(f"version: 1\n{columns}\n", encoding="utf-8")
    return {"columns": str(tmp_path / "columns.yaml")}


PLAIN_NAMES = "births\nmonth,North,South\n2013-01,3,4\n2013-02,5,6\n"
AGES = "month,village,population 0-4,population 5-9,population 10+\n2013-01,A,3,4,5\n"


def test_names_without_the_word_of_a_level_are_asked_about(tmp_path: Path) -> None:
    assert wrong(tmp_path, PLAIN_NAMES.removeprefix("births\n")) == ["table.csv:1:2 AREAS_ACROSS"]
    assert wrong(tmp_path, "month,North,,South,\n,births,deaths,births,deaths\n2013-01,3,4,5,6\n") == [
        "table.csv:2:2 AREAS_ACROSS"
    ]
    assert figures(tmp_path, PLAIN_NAMES, columns="across: area") == [3, 5, 4, 6]
    assert wrong(tmp_path, PLAIN_NAMES, columns="across: period") != []


def test_a_year_beside_an_area_whose_rows_say_months_is_asked_about(tmp_path: Path) -> None:
    for header, found in (("North 2012", ["table.csv:2:4 WHICH_COUNT"]), ("Same period 2012", [])):
        written = f"births\nmonth,North,South,{header}\n2013-01,3,4,9\n2013-02,5,6,9\n"
        if found:
            assert wrong(tmp_path, written, columns="across: area") == found
        else:
            assert figures(tmp_path, written, columns="across: area") == [3, 5, 4, 6]


def test_areas_that_other_files_or_the_areas_file_name_are_known_in_headers(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("month,town,population\n2013-01,North,90\n2013-01,South,80\n")
    (tmp_path / "areas.csv").write_text("name,level\nNorth,county\nSouth,county\n")
    written = PLAIN_NAMES.removeprefix("births\n")

    (tmp_path / "births.csv").write_text(written)
    both = api.read([tmp_path / "births.csv", tmp_path / "people.csv"]).table
    (tmp_path / "people.csv").unlink()

    assert both.areas.levels == ("town",)
    assert both.rows["births"].tolist() == [3, 5, 4, 6]
    assert figures(tmp_path, written, name="births.csv", areas=str(tmp_path / "areas.csv")) == [3, 5, 4, 6]


def test_a_table_of_areas_needs_a_line_that_says_its_count(tmp_path: Path) -> None:
    assert wrong(tmp_path, "month,East Town,West Town\n2013-01,3,4\n") == ["table.csv:1:2 WHICH_COUNT"]
    assert figures(tmp_path, "month,East Town,West Town\n2013-01,3,4\n", name="births.csv") == [3, 4]


def test_places_are_those_of_the_cell_in_a_table_of_areas(tmp_path: Path) -> None:
    written = "births,,\nmonth,East Town,West Town\n2013-01,3,x\n2013-02,4,5\n2013-02,4,6\n"

    assert wrong(tmp_path, written)[0] == "table.csv:3:3 NOT_A_COUNT"
    assert wrong(tmp_path, written.replace("x", "2"))[0] == "table.csv:5:3 TWO_FIGURES"


def test_totals_over_areas_are_held_against_their_sum(tmp_path: Path) -> None:
    stock = "population,,,\nmonth,East Town,West Town,Total\n2013-01,30,40,71\n"
    flow = "month,indicator,East Town,West Town,Total\n2013-01,births,3,4,8\n2013-01,deaths,1,2,3\n"

    assert "table.csv:3:4 Total says population 71, its rows give 70" in notices(tmp_path, stock)
    assert "table.csv:2:5 Total says births 8, its rows give 7" in notices(tmp_path, flow)


def test_a_column_of_another_count_beside_areas_is_asked_about(tmp_path: Path) -> None:
    written = "month,East Town births,West Town births,deaths\n2013-01,3,4,1\n"

    assert wrong(tmp_path, written) == ["table.csv:1:4 NO_AREA"]
    assert figures(tmp_path, written.replace("deaths", "births").replace(",1\n", ",7\n")) == [3, 4]


def test_parts_without_a_whole_are_an_error_and_are_dealt_with_as_a_column_of_them(tmp_path: Path) -> None:
    assert wrong(tmp_path, AGES) == ["table.csv:1:3 DIMENSION"]
    assert figures(tmp_path, AGES, "population", sum_over="age") == [12]
    assert figures(tmp_path, AGES, "population", sum_over="年龄") == [12]
    assert figures(tmp_path, AGES, "population", columns="sum_over: [age]\nwhere: {age: [0-4, 5-9]}") == [7]
    assert figures(tmp_path, AGES, "population", where="age=10+") == [5]
    assert wrong(tmp_path, AGES, sum_over="sex") == ["table.csv:1 UNKNOWN_COLUMN", "table.csv:1:3 DIMENSION"]
    assert "table.csv:1:3 UNKNOWN_VALUE" in wrong(tmp_path, AGES, where="age=0-5")
    assert wrong(tmp_path, AGES.replace("5-9", "0-9"), sum_over="age") == ["table.csv:2:4 OVERLAPPING"]


def test_the_whole_beside_its_parts_is_read_and_they_are_held_against_it(tmp_path: Path) -> None:
    whole = AGES.replace("10+\n", "10+,population\n").replace("5\n", "5,13\n")

    assert figures(tmp_path, whole, "population") == [13]
    assert "table.csv:2:6 A says population 13, its rows give 12" in notices(tmp_path, whole)
    assert wrong(tmp_path, whole, sum_over="age") == ["table.csv:2:6 SUM_DIFFERS"]


def test_actual_is_taken_beside_plan_and_never_added_to_it(tmp_path: Path) -> None:
    written = "月份,村,计划出生数,实际出生数\n2013-01,东村,3,4\n"

    assert figures(tmp_path, written) == [4]
    assert figures(tmp_path, written, where="计划=计划") == [3]


def test_ages_that_are_counts_of_their_own_are_parts_of_the_sum(tmp_path: Path) -> None:
    written = "月份,村,0-14岁人口,15-59岁人口,60岁及以上人口\n2013-01,东村,3,4,1\n"

    assert figures(tmp_path, written, "population", sum_over="age") == [8]


def test_what_is_derived_from_its_parts_needs_no_sum_and_takes_none_amiss(tmp_path: Path) -> None:
    """Whoever asked for the sum before the catalogue knew all the parts is given the same."""
    grouped = "月份,村,期末总人口,,\n,,0-14岁,15-59岁,60岁及以上\n2013-01,东村,3,4,1\n"

    assert figures(tmp_path, grouped, "population") == figures(tmp_path, grouped, "population", sum_over="年龄") == [8]
    by_sex = "month,village,births male,births female\n2013-01,A,3,4\n"
    assert figures(tmp_path, by_sex, sum_over="sex") == [7]
    assert wrong(tmp_path, by_sex, sum_over="age") == ["table.csv:1 UNKNOWN_COLUMN"]
    assert wrong(tmp_path, "month,village,births male\n2013-01,A,3\n", sum_over="sex") == ["table.csv:1 UNKNOWN_COLUMN"]


def test_a_column_among_parts_that_is_no_known_one_is_asked_about(tmp_path: Path) -> None:
    written = AGES.replace("10+", "elsewhere")

    assert wrong(tmp_path, written, sum_over="age") == ["table.csv:1:5 WHICH_PART"]
    bare = f"population\n{written.replace('population ', '')}"
    assert wrong(tmp_path, bare, sum_over="age") == ["table.csv:2:5 WHICH_PART"]
    assert wrong(tmp_path, written, sum_over="age", where="village=A") == ["table.csv:1:5 WHICH_PART"]
    assert figures(tmp_path, written, "population", where="age=0-4") == [3]
    assert figures(
        tmp_path, written, "population", sum_over="age", columns='columns: {"population elsewhere": ignore}'
    ) == [7]


def test_an_empty_cell_beside_parts_is_open_as_it_is_beside_a_count(tmp_path: Path) -> None:
    rows = ("2013-01,A,3,9,3,", "2013-02,A,3,9,3,1", "2013-03,A,3,9,3,0")
    (tmp_path / "table.csv").write_text(
        "\n".join(["month,village,population 0-4,population 5-9,births,deaths", *rows, ""])
    )

    table = api.read(tmp_path / "table.csv", sum_over="age").table

    assert table.rows["population"].tolist() == [12, 12, 12]
    assert [str(one) for one in table.doubts.empty["deaths"].places] == [f"{tmp_path}/table.csv:2:6"]


def test_parts_that_only_a_columns_file_knows_are_parts(tmp_path: Path) -> None:
    written = "month,village,births,\n,,Hospital,Home\n2013-01,A,3,4\n"

    assert figures(tmp_path, written, columns="across: dimension\nsum_over: [dimension]") == [7]


def test_a_name_that_begins_with_a_sex_is_an_area(tmp_path: Path) -> None:
    assert figures(tmp_path, "月份,女山镇,男山镇\n2013-01,3,4\n", name="出生人数.csv") == [3, 4]


def test_figures_that_look_like_years_are_no_header(tmp_path: Path) -> None:
    assert figures(tmp_path, "births\nvillage,2023,2024\nA,2015,1987\n") == [2015, 1987]


@pytest.mark.parametrize(
    ("title", "year_start", "first"),
    [("Births 2009/10", 4, "2009-04"), ("Births FY 2010", 7, "2009-04"), ("出生数 令和5年度", 4, "2023-04")],
)
def test_months_below_a_statistical_year_are_of_that_year(
    title: str, year_start: int, first: str, tmp_path: Path
) -> None:
    header, april, january = ("市町村,4月,1月", "4月", "1月") if "年" in title else ("town,Apr,Jan", "Apr", "Jan")
    across = f"{title}\n{header}\nA,3,5\n"
    rows = f"{title}\n{header.split(',')[0]},month,births\nA,{april},3\nA,{january},5\n"
    expected = [first, f"{int(first[:4]) + 1}-01"]
    if year_start == 7:
        expected = ["2010-04", "2010-01"]

    for written in (across, rows.replace("month,births", "月,出生数") if "年" in title else rows):
        (tmp_path / "table.csv").write_text(written, encoding="utf-8")
        by_option = api.read(tmp_path / "table.csv", year_start=year_start).table
        by_file = api.read(tmp_path / "table.csv", **_with_columns(tmp_path, f"year_start: {year_start}")).table
        found = dict(zip(by_option.rows["births"], map(month_label, by_option.rows["start"]), strict=True))
        assert [found[3], found[5]] == expected
        assert by_file.rows["start"].tolist() == by_option.rows["start"].tolist()
        assert wrong(tmp_path, written) != []


def test_two_starts_of_the_year_are_an_error(tmp_path: Path) -> None:
    assert wrong(tmp_path, AGES, columns="year_start: 4", year_start=10) == ["columns.yaml OTHER_YEAR_START"]


def test_inspect_says_the_shape_and_a_draft_asks(tmp_path: Path, popcalc: Popcalc) -> None:
    (tmp_path / "ages.csv").write_text(AGES)
    (tmp_path / "areas.csv").write_text(PLAIN_NAMES)

    english = popcalc("inspect", "ages.csv", "-f", "table", "--draft", "drafted.yaml", cwd=tmp_path).stdout.decode()
    chinese = popcalc("inspect", "ages.csv", "-f", "table", "--lang", "zh", cwd=tmp_path).stdout.decode()
    popcalc("inspect", "areas.csv", "--draft", "asked.yaml", cwd=tmp_path)

    assert "a row for each area and period, columns for the parts of a count" in english
    assert "每行一个地区的一个时期，一个指标按分组占多列" in chinese
    assert '# sum_over: ["age"]' in (tmp_path / "drafted.yaml").read_text()
    assert "# across: area" in (tmp_path / "asked.yaml").read_text()
