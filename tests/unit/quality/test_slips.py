from __future__ import annotations

import random

from tests.unit.quality.conftest import Found, page

CODE = "POPULATION_SLIP"


def villages() -> dict[str, list[tuple[int, int, int]]]:
    """Villages of about 1,500 people, of whom a few come and go in each month."""
    chance = random.Random(7)
    found: dict[str, list[tuple[int, int, int]]] = {}
    for number in range(20):
        people, rows = 1500 + number, []
        for _ in range(24):
            births, deaths = chance.randint(0, 4), chance.randint(0, 3)
            people += births - deaths + chance.randint(-4, 4)
            rows.append((births, deaths, people))
        found[f"A/v{number}"] = rows
    return found


def test_month_end_with_two_digits_swapped_is_told_with_what_would_follow(found: Found) -> None:
    changed = villages()
    month, swapped = next(
        (month, swapped)
        for month, (_, _, people) in enumerate(changed["A/v3"][4:20], start=4)
        if abs((swapped := people - people % 100 + int(f"{people % 100:02}"[::-1])) - people) >= 36
    )
    births, deaths, people = changed["A/v3"][month]
    changed["A/v3"][month] = (births, deaths, swapped)
    (record,) = found(page("births,deaths,population", changed))
    assert (record["code"], record["area"], record["row"]) == (CODE, "A/v3", 3 * 24 + month + 2)
    assert abs(record["expected"] - people) <= 8
    assert record["message"].endswith(": are two digits swapped?")


def test_what_people_usually_do_is_not_told(found: Found) -> None:
    assert found(page("births,deaths,population", villages()), CODE) == []


def test_people_who_stay_are_no_slip(found: Found) -> None:
    changed = villages()
    changed["A/v3"] = [(row[0], row[1], row[2] + 60) if month > 7 else row for month, row in enumerate(changed["A/v3"])]
    assert found(page("births,deaths,population", changed), CODE) == []


def test_village_whose_people_come_and_go_in_crowds_has_none(found: Found) -> None:
    changed = villages()
    changed["A/camp"] = [(0, 0, 1500 + 60 * (month % 2)) for month in range(24)]
    assert found(page("births,deaths,population", changed), CODE) == []
