from __future__ import annotations

import random

import pytest

from tests.unit.quality.conftest import Found, page
from tests.unit.quality.test_outliers import CODES, HEADER

WINTER = {0: 1.6, 1: 1.6, 10: 1.3, 11: 1.5}
"""The season of deaths: less than two years do not tell it, and a slip must not make one of it."""

Villages = dict[str, list[tuple[int, int, int]]]


def clean(seed: int, towns: int, months: int) -> Villages:
    """Towns of four villages of 2,500 people, with births and deaths that fall by chance and a winter."""
    chance = random.Random(seed)

    def drawn(mean: float) -> int:
        return sum(chance.random() < mean / 60 for _ in range(60))

    return {
        f"{town}/{town}{number}": [
            (drawn(3), drawn(2.5 * WINTER.get(month % 12, 0.85)), 2500) for month in range(months)
        ]
        for town in "ABCD"[:towns]
        for number in range(4)
    }


@pytest.mark.parametrize("months", [10, 22, 36])
@pytest.mark.parametrize("towns", [2, 4])
@pytest.mark.parametrize("seed", range(2))
def test_one_wrong_cell_accuses_no_area_and_no_month_but_its_own(
    found: Found, towns: int, months: int, seed: int
) -> None:
    villages = clean(seed, towns, months)
    before = found(page(HEADER, villages), *CODES)
    chance = random.Random(seed)
    for _ in range(4):
        name, month = chance.choice(sorted(villages)), chance.randrange(months)
        births, deaths, people = villages[name][month]
        wrong = chance.choice([40, 70, 300, 4000])
        row = chance.choice([(wrong, deaths, people), (births, wrong, people)])
        rows = [row if place == month else own for place, own in enumerate(villages[name])]
        records = found(page(HEADER, {**villages, name: rows}), *CODES)
        new = [one for one in records if one not in before]
        label = f"{2013 + month // 12}-{month % 12 + 1:02}"
        town = name.split("/")[0]
        assert {(one["area"] in (name, town, ""), one["period"]) for one in new} <= {(True, label)}
