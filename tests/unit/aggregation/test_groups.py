"""Grouped sums: exact, and by areas that hold each other."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from popcalc.aggregation.groups import TOTAL, grouping, make_groups
from tests.unit.tables import areas_of

VILLAGES = {"a": "north", "b": "south", "c": "north"}
AREAS = areas_of(VILLAGES)  # positions: a, b, c, north, south


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(-(2**58), 2**58)), max_size=30))
def test_sums_are_exact_where_floats_are_not(rows: list[tuple[int, int, int]]) -> None:
    groups = make_groups(AREAS, [0, 1, 2], total=False, periods=2)
    cell, period, value = (np.array([row[part] for row in rows], dtype=np.int64) for part in range(3))
    found = grouping(groups, cell, period).sums(value)
    expected = [sum(v for c, p, v in rows if c * 2 + p == group) for group in range(6)]
    assert found.tolist() == expected


def test_a_sum_beyond_what_floats_hold_keeps_its_last_unit() -> None:
    groups = make_groups(AREAS, [], total=True, periods=1)
    nothing = np.zeros(3, dtype=np.int64)
    assert grouping(groups, nothing, nothing).sums(np.array([2**53, 1, 1])).tolist() == [2**53 + 2]


def test_small_whole_numbers_and_truths_are_added_in_64_bits() -> None:
    groups = make_groups(AREAS, [], total=True, periods=1)
    nothing = np.zeros(3, dtype=np.int64)
    large = np.full(3, 2**31 - 1, dtype=np.int32)
    assert grouping(groups, nothing, nothing).sums(large).tolist() == [3 * (2**31 - 1)]
    assert grouping(groups, nothing, nothing).sums(np.array([True, False, True])).tolist() == [2]


def test_towns_villages_and_the_total_add_up_from_the_same_villages() -> None:
    groups = make_groups(AREAS, [3, 4, 1], total=True, periods=1)
    assert groups.areas == (3, 4, 1, TOTAL)
    of_village = np.array([100, 20, 3])
    of_cell = np.bincount(groups.cell_of, weights=of_village, minlength=groups.cells).astype(np.int64)
    assert groups.by_area(of_cell).tolist() == [103, 20, 20, 123]


def test_villages_outside_the_areas_asked_for_are_in_no_cell() -> None:
    groups = make_groups(AREAS, [4], total=False, periods=1)
    assert groups.cell_of.tolist() == [-1, 0, -1]
    assert groups.by_area(np.array([7])).tolist() == [7]


def test_an_area_without_villages_sums_to_nothing() -> None:
    empty = areas_of({"a": "north"})
    larger = type(empty)(
        empty.levels, [*empty.keys, "west"], [*empty.names, "west"],
        np.append(empty.level_of, 0).astype(np.int32), np.append(empty.parent_of, -1).astype(np.int32), 1,
    )  # fmt: skip
    groups = make_groups(larger, [1, 2], total=True, periods=2)
    assert groups.by_area(np.array([5, 6])).tolist() == [5, 6, 0, 0, 5, 6]
    alone = make_groups(larger, [2], total=False, periods=2)
    assert alone.by_area(np.zeros(0, dtype=np.int64)).tolist() == [0, 0]


def test_villages_that_share_all_areas_share_a_cell() -> None:
    assert make_groups(AREAS, [3, 4], total=True, periods=1).cells == 2
    assert make_groups(AREAS, [0, 1, 2, 3, 4], total=True, periods=1).cells == 3
