"""Rows above others by the word of a level in their names."""

from __future__ import annotations

from popcalc.intake.rows.heads import heads_above
from tests.unit.intake.reading import figures, notices, read

ROWS = [("中央市", 90, 7), ("西郡", 60, 5), ("西町", 60, 5), ("東郡", 70, 6), ("東町", 40, 4), ("東野町", 30, 2)]


def written(rows: list[tuple[str, int, int]]) -> dict[str, str]:
    lines = [f"{name},{people},{births}" for name, people, births in rows]
    return {"2023-03.csv": "\n".join(["市町村名,人口,出生数", *lines]) + "\n"}


def test_a_name_of_a_level_above_heads_those_that_follow_it() -> None:
    assert heads_above([name for name, _, _ in ROWS]) == [{"西町": "西郡", "東町": "東郡", "東野町": "東郡"}]
    assert heads_above(["North County", "Ash Town", "Bell Town"]) == [
        {"Ash Town": "North County", "Bell Town": "North County"}
    ]
    assert heads_above(["Ash", "Bell", "Ash Town"]) == []


def test_heads_of_several_levels_come_from_the_bottom_up() -> None:
    assert heads_above(["青河县", "北岭镇", "东村", "西村", "南山镇", "前村"]) == [
        {"东村": "北岭镇", "西村": "北岭镇", "前村": "南山镇"},
        {"北岭镇": "青河县", "东村": "青河县", "西村": "青河县", "南山镇": "青河县", "前村": "青河县"},
    ]


def test_heads_are_totals_where_their_figures_agree_also_above_one_row() -> None:
    table = read(written(ROWS))

    assert {area for area, _ in figures(table)} == {"中央市", "西町", "東町", "東野町"}
    assert "TOTAL_ROWS" in notices(table)


def test_heads_whose_figures_differ_are_areas() -> None:
    rows = [("中央市", 90, 7), ("西郡", 61, 5), ("西町", 20, 1), ("西村", 30, 2)]

    assert {area for area, _ in figures(read(written(rows)))} == {"中央市", "西郡", "西町", "西村"}
