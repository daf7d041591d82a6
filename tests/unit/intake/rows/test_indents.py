"""Areas of two levels in one column, told by blanks before their names and by their figures."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.errors import InputError
from popcalc.intake.header.indents import depth_of, level_of_indents
from tests.unit.intake.reading import figures, read
from tests.unit.intake.spreadsheets import xlsx

ROWS = [
    ("North", 70, 3),
    ("  Aton", 30, 1),
    ("  Bton", 40, 2),
    ("South", 90, 4),
    ("  Aton", 45, 1),
    ("  Cton", 45, 3),
    ("West", 60, 2),
]
LEVELS = ("county", "town", "village")


def table(rows: list[tuple[str, int, int]], header: str = "area,births,deaths") -> dict[str, str | bytes]:
    return {"2021-06.csv": "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"}


def births(files: dict[str, str | bytes], columns: Columns | None = None) -> list[int | None]:
    return [one["births"] for one in figures(read(files, columns)).values()]


def test_a_full_width_blank_is_two() -> None:
    assert [depth_of(name) for name in ("A", " A", "　A", "\u00a0 A", "")] == [0, 1, 2, 2, 0]


def test_one_name_further_in_is_a_slip() -> None:
    assert level_of_indents(["A", " B", "C"], "village", LEVELS, ()) == ""
    assert level_of_indents(["A", " B", " C"], "village", LEVELS, ()) == "town"
    assert level_of_indents([" A", "B", " C", " D"], "village", LEVELS, ()) == ""
    assert level_of_indents(["A", " B", " C"], "village", LEVELS, ("town",)) == ""
    assert level_of_indents(["A", " B", " C"], "county", LEVELS, ()) == ""


@pytest.mark.parametrize("blank", ["  ", "　", "\u00a0\u00a0"])
def test_an_area_with_parts_is_their_total_and_one_without_stays(blank: str) -> None:
    rows = [(name.replace("  ", blank), own, deaths) for name, own, deaths in ROWS]
    found = read(table(rows))
    assert sorted(births(table(rows)), key=str) == [30, 40, 45, 45, 60]
    towns = {name for name, level in zip(found.areas.names, found.areas.level_of, strict=True) if level == 0}
    assert towns == {"North", "South", "West"}


def test_what_a_row_is_does_not_depend_on_the_counts_that_are_asked_for() -> None:
    asked = read(table(ROWS), counts=["deaths"])
    assert sorted(one["deaths"] or 0 for one in figures(asked).values()) == [1, 1, 2, 2, 3]


def test_a_workbook_keeps_the_blanks() -> None:
    files: dict[str, str | bytes] = {"2021-06.xlsx": xlsx({"June": [["area", "births", "deaths"], *ROWS]})}
    assert sorted(births(files), key=str) == [30, 40, 45, 45, 60]


def test_names_without_figures_are_headings() -> None:
    rows = "area,births\nNorth,\n Aton,3\n Bton,4\nSouth,\n Aton,5\n Cton,6\n"
    assert sorted(births({"2021-06.csv": rows}), key=str) == [3, 4, 5, 6]


def test_blanks_that_mean_nothing() -> None:
    rows = "area,births\nNorth,7\n Aton,30\n Bton,4\nSouth,9\n Cton,5\n Dton,60\n"
    assert sorted(births({"2021-06.csv": rows}), key=str) == [30, 4, 5, 60, 7, 9]


def test_a_figure_above_the_sum_of_those_further_in_asks() -> None:
    rows = "area,births\nNorth,70\n Aton,30\n Bton,4\nSouth,90\n Cton,5\n Dton,60\n"
    with pytest.raises(InputError, match="stand further in, as its parts do"):
        read({"2021-06.csv": rows})
    told = read({"2021-06.csv": rows}, Columns(not_totals=("North", "South")))
    assert len(figures(told)) == 6


def test_three_levels() -> None:
    rows = "area,births\nNorth,70\n Hill,40\n  Aton,30\n  Bton,10\n Vale,30\n  Cton,10\n  Dton,20\nWest,60\n"
    assert sorted(births({"2021-06.csv": rows}), key=str) == [10, 10, 20, 30, 60]


def test_a_total_by_a_word_is_above_nothing() -> None:
    rows = "area,births\nTotal,7\n Aton,3\n Bton,4\n"
    assert sorted(births({"2021-06.csv": rows}), key=str) == [3, 4]
