from __future__ import annotations

from tests.unit.quality.conftest import Found, page

HEADER = "births,deaths,migration_in,migration_out,population"


def test_wrong_stock_accuses_its_own_month_and_not_the_next(found: Found) -> None:
    rows = [(2, 1, 0, 0, 1000 + month) for month in range(1, 13)]
    rows[5] = (2, 1, 0, 0, 1026)
    records = found(page(HEADER, {"A/one": rows, "A/two": [*rows[:5], (2, 1, 0, 0, 1006), *rows[6:]]}))
    assert [(one["code"], one["area"], one["period"]) for one in records] == [
        ("POPULATION_BALANCE", "A/one", "2013-06")
    ]


def test_two_stocks_that_are_wrong_are_two(found: Found) -> None:
    rows = [(2, 1, 0, 0, 1000 + month) for month in range(1, 13)]
    rows[5], rows[6] = (2, 1, 0, 0, 1026), (2, 1, 0, 0, 1040)
    records = found(page(HEADER, {"A/one": rows}), "POPULATION_BALANCE")
    assert [one["period"] for one in records] == ["2013-06", "2013-07", "2013-08"]


def test_people_of_a_village_that_closed_balance(found: Found) -> None:
    stays = [(1, 1, 0, 0, 2000 if month < 6 else 2800) for month in range(12)]
    gone = [(1, 1, 0, 0, 800) if month < 6 else None for month in range(12)]
    records = found(page(HEADER, {"A/stays": stays, "A/gone": gone, "A/two": [(1, 1, 0, 0, 900)] * 12}))
    assert [(one["code"], one["area"]) for one in records] == [("MERGED_AREA", "A/gone")]
