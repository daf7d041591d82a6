from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from popcalc.quality.coincidence import of_the_same
from tests.unit.quality.conftest import Found, page

HEADER = "births,deaths,population"
DICE = np.random.default_rng(5)


def drawn(months: int, people: int = 2000) -> list[tuple[int, ...]]:
    """Months of a village in which three are born and two die on average."""
    rows: list[tuple[int, ...]] = []
    for births, deaths in zip(DICE.poisson(3, months).tolist(), DICE.poisson(2, months).tolist(), strict=True):
        people += births - deaths
        rows.append((births, deaths, people))
    return rows


def villages(months: int, town: str = "A", number: int = 6) -> dict[str, list[tuple[int, ...]]]:
    return {f"{town}/v{village}": drawn(months) for village in range(number)}


def again(rows: list[tuple[int, ...]], month: int, as_month: int) -> list[tuple[int, ...]]:
    """The months of a village, one of which is sent under the date of another, too."""
    return [rows[month] if place == as_month else row for place, row in enumerate(rows)]


def test_month_of_one_village_is_told_where_its_figures_are_large_enough(found: Found) -> None:
    every = {f"A/v{number}": [(1, 0, 300)] * 8 for number in range(3)}
    dice = np.random.default_rng(3)
    large = [tuple(row) for row in dice.poisson((90, 70, 160, 150), (8, 4)).tolist()]
    small = [(month % 3, month, 9 - month, 2 * month) for month in range(8)]
    text = page("births,deaths,migration_in,migration_out", {"A/large": again(large, 2, 6), "A/small": small})
    (record,) = found(text, "SENT_TWICE")
    assert (record["area"], record["period"]) == ("A/large", "2013-07")
    assert record["message"] == (
        "births, deaths, migration_in, migration_out are those of 2013-03 again: sent twice, under another date?"
    )
    assert len(found(page("births,deaths,population", every | {"A/v3": again(drawn(8), 2, 6)}), "SENT_TWICE")) == 0


def test_village_whose_figures_never_change_is_told_once(found: Found) -> None:
    two = [(month, 8 - month) for month in range(8)]
    text = page("births,deaths", {"A/one": [(1200, 900)] * 8, "A/two": two})
    (record,) = found(text, "SENT_TWICE")
    assert (record["area"], record["period"]) == ("A/one", "2013-02")
    assert "again, and so in 6 more months" in record["message"]


def test_population_that_makes_up_for_standing_is_evidence_of_a_village(found: Found) -> None:
    dice = np.random.default_rng(8)
    every = {}
    for number in range(40):
        people = 1000 + np.cumsum(dice.normal(9, 1, 12)).round().astype(int)
        every[f"A/v{number}"] = [(*dice.poisson((2, 1)).tolist(), one) for one in people.tolist()]
    every["A/v7"][8] = (3, 2, every["A/v7"][8][2])
    assert found(page(HEADER, every), "SENT_TWICE") == []
    (record,) = found(page(HEADER, every | {"A/v7": again(every["A/v7"], 8, 9)}), "SENT_TWICE")
    assert (record["area"], record["period"]) == ("A/v7", "2013-10")


def test_month_of_all_villages_sent_twice_is_told_once(found: Found) -> None:
    text = page(HEADER, {name: again(rows, 3, 4) for name, rows in villages(6).items()})
    (record,) = found(text, "SENT_TWICE")
    assert (record["area"], record["period"], record["severity"]) == ("", "2013-05", "warning")
    assert record["message"] == (
        "births, deaths, population are those of 2013-04 again, in all 6 villages: sent twice, under another date?"
    )


def test_both_files_are_named(found: Found) -> None:
    header, *lines = page(HEADER, {name: again(rows, 0, 1) for name, rows in villages(3).items()}).splitlines()
    files = {
        f"{month}.csv": "\n".join([header, *(line for line in lines if line.startswith(month))]) + "\n"
        for month in ("2013-01", "2013-02", "2013-03")
    }
    (record,) = found(files, "SENT_TWICE")
    assert record["file"] == "2013-02.csv"
    assert "2013-01.csv) again" in record["message"]


def test_months_that_do_not_follow_each_other_are_held_against_each_other(found: Found) -> None:
    text = page(HEADER, {name: again(rows, 0, 9) for name, rows in villages(12).items()})
    (record,) = found(text, "SENT_TWICE")
    assert record["period"] == "2013-10"


def test_one_town_is_told_by_its_name(found: Found) -> None:
    text = page(
        HEADER, villages(6, "A") | {name: again(rows, 3, 4) for name, rows in villages(6, "B", number=8).items()}
    )
    (record,) = found(text, "SENT_TWICE")
    assert (record["area"], record["period"]) == ("B", "2013-05")


def test_month_of_nearly_all_villages_is_one_finding(found: Found) -> None:
    towns = [villages(6, town, number=6) for town in "ABCDE"]
    every = {name: again(rows, 3, 4) for town in towns for name, rows in town.items()}
    every["C/v0"] = [(month, 9 - month, 2000 + 7 * month) for month in range(6)]
    (record,) = found(page(HEADER, every), "SENT_TWICE")
    assert (record["area"], record["period"], record["row"]) == ("", "2013-05", 6)
    assert "again, in 24 of 30 villages" in record["message"]


def test_year_sent_twice_is_one_finding(found: Found) -> None:
    text = page(HEADER, {name: rows + rows for name, rows in villages(12).items()})
    (record,) = found(text, "SENT_TWICE")
    assert record["period"] == "2014"
    assert record["message"].startswith("births, deaths, population are those of 2013 again")


def test_rows_of_whole_years_are_held_against_each_other(found: Found) -> None:
    rows = "".join(
        f"{year},A,v{village},{births},{births // 2}\n"
        for village in range(6)
        for year, births in ((2011, 140 + village), (2012, 130 - village), (2013, 130 - village))
    )
    (record,) = found(f"year,town,village,births,deaths\n{rows}", "SENT_TWICE")
    assert record["period"] == "2013"


@pytest.mark.parametrize("changed", ["a figure", "a village is missing"])
def test_month_in_which_one_village_differs_is_not_told(found: Found, changed: str) -> None:
    every = {name: again(rows, 3, 4) for name, rows in villages(6).items()}
    births, deaths, people = every["A/v2"][4]
    every["A/v2"][4] = (births + 1, deaths + 1, people + 1) if changed == "a figure" else ("", "", "")  # type: ignore[assignment]
    assert found(page(HEADER, every), "SENT_TWICE") == []


def test_deaths_alone_are_told_as_such(found: Found) -> None:
    every = villages(6, number=12)
    for rows in every.values():
        rows[4] = (rows[4][0], rows[3][1], rows[4][2])
    (record,) = found(page(HEADER, every), "SENT_TWICE")
    assert record["message"].startswith("deaths are those of 2013-04 again")


def test_small_figures_that_agree_by_chance_are_not_told(found: Found) -> None:
    text = page(HEADER, {"A/one": [(0, 1, 214), (0, 1, 214)], "A/two": [(1, 0, 300), (1, 0, 300)]})
    assert found(text, "SENT_TWICE") == []


def test_months_without_events_are_not_told(found: Found) -> None:
    text = page("births,deaths", {f"A/v{number}": [(0, 0)] * 6 for number in range(30)})
    assert found(text, "SENT_TWICE") == []


def test_population_that_is_counted_once_a_year_is_not_told(found: Found) -> None:
    every = {
        name: [(births, deaths, 2000 if month < 12 else 2011) for month, (births, deaths, _) in enumerate(rows)]
        for name, rows in villages(24, number=30).items()
    }
    assert found(page(HEADER, every), "SENT_TWICE") == []


def test_people_looked_after_that_hardly_change_are_not_told(found: Found) -> None:
    for months in (2, 12):
        text = page("smd_standard", {f"A/v{number}": [40 + number] * months for number in range(30)})
        assert found(text, "SENT_TWICE") == []


def test_other_flows_that_move_are_told(found: Found) -> None:
    every = {name: [(row[0],) for row in again(rows, 3, 4)] for name, rows in villages(12, number=20).items()}
    (record,) = found(page("vaccine_doses", every), "SENT_TWICE")
    assert record["period"] == "2013-05"


def test_parts_say_nothing_beside_their_whole(found: Found) -> None:
    # Four villages of one birth each agree once in 18 times; that the births are boys twice says no more.
    rows = [(1, 1, 0, 0), (1, 1, 0, 1)]
    text = page("births,births_male,births_female,deaths", {f"A/v{number}": rows for number in range(4)})
    assert found(text, "SENT_TWICE") == []


@pytest.mark.parametrize("rate", [0, 1, 2, 5, 30, 150, 199, 200, 201, 400])
def test_chance_that_two_months_of_a_rate_are_the_same(rate: int) -> None:
    exact = (stats.poisson.pmf(np.arange(0, 1000), rate) ** 2).sum()
    assert of_the_same(np.array([rate]))[0] == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("rate", [0.2, 0.7, 1.0, 3.0, 10.0, 50.0])
def test_taking_the_rate_from_the_figures_is_on_the_safe_side(rate: float) -> None:
    figures = np.arange(0, 300)
    equal = stats.poisson.pmf(figures, rate) ** 2
    assert (equal / of_the_same(figures)).sum() <= 1


def test_honest_months_are_hardly_ever_told(found: Found) -> None:
    told = 0
    for _ in range(20):
        every = villages(12, "A", 3) | villages(12, "B", 2) | villages(12, "C", 1)
        told += len(found(page(HEADER, every), "SENT_TWICE"))
    assert told <= 1


def test_figures_none_of_which_can_be_compared_are_no_repeats(found: Found) -> None:
    assert len(found("town,year,population at 1 January\nA,1900,5\nA,1901,4\n", "SENT_TWICE")) == 0
