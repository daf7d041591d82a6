from __future__ import annotations

import random

import pytest

from tests.unit.quality.conftest import Found, page

HEADER = "births,deaths,population,population_male,population_female"


def villages() -> dict[str, list[tuple[int, ...]]]:
    """Two towns of three villages in which men are 122 more than women, and both come and go."""
    chance = random.Random(3)
    return {
        f"{town}/{town}{number}": [
            (3, 2, men + women, men, women)
            for men, women in ((2860 + chance.randint(-5, 5), 2738 + chance.randint(-5, 5)) for _ in range(12))
        ]
        for town in "AB"
        for number in range(3)
    }


@pytest.mark.parametrize(("where", "area"), [("B/B1", "B/B1"), ("B", "B"), ("", "")])
def test_men_and_women_of_a_month_that_have_changed_places(found: Found, where: str, area: str) -> None:
    rows = villages()
    assert found(page(HEADER, rows), "EXCHANGED") == []
    for name in (name for name in rows if name.startswith(where)):
        births, deaths, people, men, women = rows[name][6]
        rows[name][6] = (births, deaths, people, women, men)
    (record,) = found(page(HEADER, rows), "EXCHANGED")
    assert (record["area"], record["period"]) == (area, "2013-07")


def test_men_and_women_who_slowly_change_places_are_sound(found: Found) -> None:
    rows = villages()
    # A village of Taiwan in 2019.
    apart = [39, 32, 18, 10, -3, -10, -33, -32, -29, -28, -27, -32]
    rows["B/B1"] = [(3, 2, 3540, 1770 + one // 2, 1770 - one // 2) for one in apart]
    assert found(page(HEADER, rows), "EXCHANGED") == []
