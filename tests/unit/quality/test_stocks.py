from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.quality.conftest import Found, page

CODES = ("TEN_TIMES", "POPULATION_JUMP")


def told(found: Found, figures: Sequence[int | None], count: str = "population") -> list[tuple[str, str, float, float]]:
    cells = [None if figure is None else (figure, 1) for figure in figures]
    text = page(f"{count},births", {"A/one": cells, "A/two": [(1000, 1)] * len(cells)})
    return [(one["code"], one["period"], one["expected"], one["found"]) for one in found(text, *CODES)]


@pytest.mark.parametrize("slip", [20520, 205, 2, 20520000])
def test_figure_of_another_magnitude_is_told_once(slip: int, found: Found) -> None:
    figures = [2050, 2051, slip, 2053, 2054]
    codes = [("POPULATION_JUMP" if slip == 2 else "TEN_TIMES", "2013-03")]
    assert [one[:2] for one in told(found, figures)] == codes


def test_last_month_of_another_magnitude(found: Found) -> None:
    assert told(found, [2050, 2051, 2052, 20530]) == [("TEN_TIMES", "2013-04", 2051.0, 20530.0)]


def test_other_stocks_are_looked_at_for_magnitude_and_not_for_jumps(found: Found) -> None:
    figures = [50, 51, 501, 90, 52]
    assert told(found, figures, "women_15_49") == [("TEN_TIMES", "2013-03", 52.0, 501.0)]


def test_jump_of_more_than_five_percent(found: Found) -> None:
    assert told(found, [1000, 1051, 1052]) == [("POPULATION_JUMP", "2013-02", 1000.0, 1051.0)]
    assert told(found, [1000, 1050, 1052]) == []


def test_leap_and_its_way_back_is_one_finding(found: Found) -> None:
    assert told(found, [1000, 1001, 1200, 1003, 1004]) == [("POPULATION_JUMP", "2013-03", 1001.0, 1200.0)]


def test_two_leaps_in_one_direction_are_two(found: Found) -> None:
    assert [one[1] for one in told(found, [1000, 1100, 1210, 1210])] == ["2013-02", "2013-03"]


def test_saw_tooth_is_told_at_each_tooth(found: Found) -> None:
    assert [one[1] for one in told(found, [1000, 1200, 1000, 1200, 1000])] == ["2013-02", "2013-04"]


def test_family_that_leaves_a_hamlet_is_no_jump(found: Found) -> None:
    assert told(found, [100, 81, 81]) == []
    assert [one[1] for one in told(found, [100, 80, 80])] == ["2013-02"]


def test_more_months_allow_more(found: Found) -> None:
    assert told(found, [1000, None, None, 1140, 1141]) == []
    assert [one[1] for one in told(found, [1000, None, 1140, 1141])] == ["2013-03"]
