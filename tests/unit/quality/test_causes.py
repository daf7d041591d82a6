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


def test_month_after_a_population_that_leaps_is_not_accused(found: Found) -> None:
    rows = [(2, 1, 0, 0, 1000 + month) for month in range(1, 13)]
    rows[5], rows[6] = (2, 1, 0, 0, 1206), (2, 1, 0, 0, 1009)
    records = found(page(HEADER, {"A/one": rows}), "POPULATION_BALANCE", "POPULATION_JUMP")
    told = [(one["code"], one["period"]) for one in records]
    assert ("POPULATION_JUMP", "2013-06") in told
    assert ("POPULATION_BALANCE", "2013-07") not in told


def test_row_of_totals_that_differ_is_one_finding_that_lists_the_counts(found: Found) -> None:
    rows = ["month,town,village,births,deaths,population"]
    for month in range(1, 5):
        rows += [f"2013-{month:02},A,one,2,1,1000", f"2013-{month:02},A,two,3,2,900"]
        rows += [f"2013-{month:02},A,Total,{5 + 4 * (month == 3)},{3 + 2 * (month == 3)},1900"]
    (record,) = found("\n".join(rows) + "\n", "TOTAL_DIFFERS")
    assert (record["period"], record["count"], record["row"]) == ("2013-03", "", 10)
    assert "births is printed as 9, its parts add up to 5" in record["message"]
    assert "deaths is printed as 5, its parts add up to 3" in record["message"]
