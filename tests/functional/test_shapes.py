"""One set of figures in every shape that offices give a table, in four languages, as text and as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest

import popcalc as api
from popcalc.periods import month_label
from tests.unit.intake.spreadsheets import Cell, xlsx

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


def read(path: Path, counts: Iterable[str], **options: str) -> dict[tuple[str, str, str], int]:
    """Return the figures that popcalc reads."""
    table = api.read(path, **options).table  # type: ignore[arg-type]
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
