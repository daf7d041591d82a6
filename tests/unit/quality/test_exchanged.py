from __future__ import annotations

import random

import pytest

from tests.unit.quality.conftest import Found, Record, page

HEADER = "births,deaths,population"
MONTHS = 24


def county(*, moving: bool = True) -> dict[str, list[tuple[int, int, int]]]:
    """Villages of 2,000 people with four births and two deaths in a month; people follow, and one or two move."""
    chance = random.Random(3)
    villages: dict[str, list[tuple[int, int, int]]] = {}
    for town in "ABCD":
        for number in range(10):
            people, rows = 2000, []
            for _ in range(MONTHS):
                births, deaths = (sum(chance.random() < mean / 40 for _ in range(40)) for mean in (4, 2))
                people += births - deaths + chance.randint(-2, 2) if moving else 0
                rows.append((births, deaths, people))
            villages[f"{town}/{town}{number}"] = rows
    return villages


def exchanged(
    villages: dict[str, list[tuple[int, int, int]]], where: str, months: range
) -> dict[str, list[tuple[int, int, int]]]:
    """The villages whose name begins so, with births and deaths in each other's place in some months."""
    return {
        name: [
            (row[1], row[0], row[2]) if name.startswith(where) and month in months else row
            for month, row in enumerate(rows)
        ]
        for name, rows in villages.items()
    }


def told(records: list[Record]) -> list[tuple[str, str, str]]:
    return [(record["code"], record["area"], record["period"]) for record in records]


@pytest.mark.parametrize(("where", "area"), [("", ""), ("C", "C")])
def test_month_whose_columns_changed_places_is_told_once(where: str, area: str, found: Found) -> None:
    records = found(page(HEADER, exchanged(county(), where, range(8, 9))))
    assert told(records) == [("EXCHANGED", area, "2013-09")]
    assert records[0]["message"].endswith("would be usual: have the columns changed places?")


def test_rates_alone_say_it_of_many_months(found: Found) -> None:
    records = found(page(HEADER, exchanged(county(moving=False), "C", range(8, 14))))
    assert told(records) == [("EXCHANGED", "C", "2013-09..2014-02")]


def test_more_deaths_than_births_for_all_time_are_no_exchange(found: Found) -> None:
    assert found(page(HEADER, exchanged(county(), "C/C1", range(MONTHS)))) == []
    assert found(page(HEADER, county())) == []


def test_month_without_births_is_no_exchange(found: Found) -> None:
    villages = {
        name: [(0, *row[1:]) if name.startswith("C") and month == 8 else row for month, row in enumerate(rows)]
        for name, rows in county().items()
    }
    assert told(found(page(HEADER, villages))) == [("SILENT", "C", "2013-09")]
