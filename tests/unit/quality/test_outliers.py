from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from tests.unit.quality.conftest import Found, Record, page

HEADER = "births,deaths,population"
CODES = ("OUTLIER", "SHIFT", "SILENT", "UNUSUAL_RATE")
MONTHS = 24


def told(records: Sequence[Record]) -> list[tuple[str, str, str, str]]:
    return [(record["code"], record["area"], record["period"], record["count"]) for record in records]


def county(towns: int = 4, villages: int = 8, months: int = MONTHS) -> dict[str, list[tuple[int, int, int]]]:
    """Villages of 2,000 people whose births and deaths fall by chance, 3 and 2 in a month."""
    chance = random.Random(5)

    def drawn(mean: int) -> int:
        return sum(chance.random() < mean / 50 for _ in range(50))

    return {
        f"{town}/{town}{number}": [(drawn(3), drawn(2), 2000) for _ in range(months)]
        for town in "ABCDEFGH"[:towns]
        for number in range(villages)
    }


def changed(
    villages: dict[str, list[tuple[int, int, int]]],
    where: str,
    months: range,
    births: float = 1,
    deaths: float = 1,
    people: float = 1,
) -> dict[str, list[tuple[int, int, int]]]:
    """The villages whose name begins so, with figures so many times their own in some months (from 0)."""
    return {
        name: [
            (round(row[0] * births), round(row[1] * deaths), round(row[2] * people))
            if name.startswith(where) and month in months
            else row
            for month, row in enumerate(rows)
        ]
        for name, rows in villages.items()
    }


def test_months_of_chance_are_not_told(found: Found) -> None:
    assert found(page(HEADER, county()), *CODES) == []


def test_season_that_all_share_is_not_told(found: Found) -> None:
    villages = county()
    for first in (6, 18):
        villages = changed(villages, "", range(first, first + 3), births=2)
    assert found(page(HEADER, villages), *CODES) == []


def test_figure_typed_twice_is_told_with_what_is_usual(found: Found) -> None:
    villages = county()
    villages["A/A0"][4] = (2, 33, 2000)
    (record,) = found(page(HEADER, villages), *CODES)
    assert told([record]) == [("OUTLIER", "A/A0", "2013-05", "deaths")]
    assert (record["found"], record["row"]) == (33, 6)
    assert record["expected"] == pytest.approx(2, abs=1)
    assert record["message"] == f"33 deaths, where about {record['expected']:.1f} would be usual: a slip?"


@pytest.mark.parametrize("months", [range(18, 24), range(6, 24), range(3, 24), range(12)])
def test_ten_times_too_many_are_told_of_the_wrong_side(found: Found, months: range) -> None:
    (record,) = found(page(HEADER, changed(county(), "B/B3", months, births=10)), *CODES)
    assert told([record])[0][:2] == ("SHIFT", "B/B3")
    first = f"{2013 + months[0] // 12}-{months[0] % 12 + 1:02}"
    assert record["period"] == "2013" if months == range(12) else record["period"].startswith(first)
    assert record["found"] > record["expected"]


def test_town_is_told_instead_of_its_villages(found: Found) -> None:
    records = found(page(HEADER, changed(county(), "C", range(12), births=3)), *CODES)
    assert told(records) == [("SHIFT", "C", "2013", "births")]
    assert " in 8 villages in 12 months" in records[0]["message"]


def test_village_is_told_instead_of_its_town(found: Found) -> None:
    records = found(page(HEADER, changed(county(), "C/C1", range(5, 6), births=60)), *CODES)
    assert told(records) == [("OUTLIER", "C/C1", "2013-06", "births")]


def test_one_of_two_towns_does_not_make_the_other_suspect(found: Found) -> None:
    records = found(page(HEADER, changed(county(towns=2), "A", range(9, 12), births=4)), *CODES)
    assert told(records) == [("SHIFT", "A", "2013-10..2013-12", "births")]


def test_silence_of_a_town_is_one_finding(found: Found) -> None:
    records = found(page(HEADER, changed(county(), "D", range(10, 12), births=0, deaths=0)), *CODES)
    assert told(records) == [("SILENT", "D", "2013-11..2013-12", "")]
    assert records[0]["message"].startswith("no births, deaths in 8 villages in 2 months, where about ")


def test_silence_that_chance_explains_is_not_told(found: Found) -> None:
    villages = county()
    villages["A/hamlet"] = [(int(month < 6), 0, 150) for month in range(MONTHS)]
    assert found(page(HEADER, villages), *CODES) == []


def test_missing_months_are_not_silence(found: Found) -> None:
    villages: dict[str, list[Any]] = {**county()}
    villages["A/A1"] = [("", "", 2000) if month > 9 else row for month, row in enumerate(villages["A/A1"])]
    assert found(page(HEADER, villages), *CODES) == []


def test_month_of_all_areas_is_told_of_all(found: Found) -> None:
    records = found(page(HEADER, changed(county(), "", range(7, 8), births=0, deaths=0)), *CODES)
    assert told(records) == [("SILENT", "", "2013-08", "")]


def test_people_who_are_wrong_do_not_make_events_suspect(found: Found) -> None:
    assert found(page(HEADER, changed(county(), "B/B3", range(8, 24), people=10)), *CODES) == []
    assert found(page(HEADER, changed(county(), "B/B3", range(8, 9), people=0)), *CODES) == []


def test_village_that_takes_in_another_may_have_its_births(found: Found) -> None:
    villages: dict[str, list[Any]] = {**county()}
    both = zip(villages["B/B1"], villages["B/B2"], strict=True)
    villages["B/B1"] = [
        tuple(map(sum, zip(one, other, strict=True))) if month > 11 else one for month, (one, other) in enumerate(both)
    ]
    villages["B/B2"] = [row if month <= 11 else None for month, row in enumerate(villages["B/B2"])]
    records = found(page(HEADER, villages))
    assert told(records) == [("MERGED_AREA", "B/B2", "2013-12", "")]


def test_village_that_has_too_few_births_all_the_time(found: Found) -> None:
    (record,) = found(page(HEADER, changed(county(), "B/B3", range(MONTHS), births=0.1, deaths=0.1)), *CODES)
    assert told([record]) == [("UNUSUAL_RATE", "B/B3", "2013-01..2014-12", "")]


def test_villages_whose_people_are_not_known_have_no_level(found: Found) -> None:
    villages = county()
    text = page("births,deaths", {name: [row[:2] for row in rows] for name, rows in villages.items()})
    few = page("births,deaths", {"E/one": [(0, 0), (1, 0), *[(0, 0)] * 22]}).partition("\n")[2]
    assert found(text + few, *CODES) == []


def test_two_months_have_nothing_usual(found: Found) -> None:
    assert found(page("deaths", {"A/one": [2, 90]}), *CODES) == []


def test_rows_of_years_are_held_against_the_other_years(found: Found) -> None:
    chance = random.Random(8)
    rows = ["year,town,village,births,deaths,population"]
    for town in "ABC":
        for number in range(6):
            for year in range(2010, 2017):
                births, deaths = chance.randint(30, 42), chance.randint(14, 24)
                times = 3 if (town, year) == ("B", 2013) else 10 if (town, number, year) == ("C", 2, 2015) else 1
                rows.append(f"{year},{town},{town}{number},{births * times},{deaths},3000")
    records = found("\n".join(rows) + "\n", *CODES)
    assert told(records) == [("OUTLIER", "B", "2013", "births"), ("OUTLIER", "C/C2", "2015", "births")]
    assert records[1]["row"] == 2 + 14 * 7 + 5
