"""More births or deaths than people: the flag, its borders, and what it does to verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest

import popcalc

HEADER = "month,town,village,births,deaths,migration_in,population"
RATES = ("crude_birth_rate", "crude_death_rate", "natural_increase_rate")


def flagged(folder: Path, rows: str, **asked: str) -> set[tuple[str, str, str]]:
    """Area, period and indicator of each figure that is impossible."""
    (folder / "a.csv").write_text("\n".join([HEADER, *rows.split()]) + "\n", encoding="utf-8")
    frame = popcalc.compute(popcalc.read(folder / "a.csv"), RATES, **asked)  # type: ignore[arg-type]
    found = frame[frame["flags"].str.contains("impossible")]
    return set(zip(found["area_name"], found["period"], found["indicator"], strict=True))


def ford(births: int, deaths: int, came: str, people: int, before: int = 1000) -> str:
    return f"2013-05,North,Ford,0,0,,{before} 2013-06,North,Ford,{births},{deaths},{came},{people}"


@pytest.mark.parametrize(
    ("deaths", "impossible"), [(1011, False), (1012, True)], ids=["everyone there was", "one more"]
)
def test_deaths_are_held_against_all_who_were_there_born_and_came(
    tmp_path: Path, deaths: int, impossible: bool
) -> None:
    found = flagged(tmp_path, ford(births=6, deaths=deaths, came="5", people=0), by="village", period="month")
    of_june = {
        (area, "2013-06", rate) for area in ("Ford", "") for rate in ("crude_death_rate", "natural_increase_rate")
    }
    assert found == (of_june if impossible else set())


@pytest.mark.parametrize(("births", "impossible"), [(1000, False), (1001, True)])
def test_births_are_held_against_people(tmp_path: Path, births: int, impossible: bool) -> None:
    found = flagged(tmp_path, ford(births, deaths=0, came="", people=1000), by="village", period="month")
    assert (("Ford", "2013-06", "crude_birth_rate") in found) is impossible


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(ford(births=0, deaths=900, came="", people=100), id="a catastrophe"),
        pytest.param(ford(births=0, deaths=2, came="", people=1, before=3), id="a hamlet"),
        pytest.param(ford(births=2, deaths=1, came="", people=300, before=0), id="a new village"),
    ],
)
def test_what_can_be_is_not_flagged(tmp_path: Path, rows: str) -> None:
    for period in ("month", "all"):
        assert flagged(tmp_path, rows, by="village", period=period) == set()


def test_longer_periods_are_impossible_where_a_month_is(tmp_path: Path) -> None:
    found = flagged(tmp_path, ford(births=6, deaths=1500, came="", people=1000), by="village", period="year")
    assert ("Ford", "2013", "crude_death_rate") in found


def test_a_month_of_few_events_beside_the_people_of_later_months_counts_too(tmp_path: Path) -> None:
    """101 deaths among 100 people in February, 9,000 people from March on: the year's figure rests on them."""
    rows = "2013-01,North,Ford,0,0,,100 2013-02,North,Ford,0,101,,100 2013-03..2013-12,North,Ford,9,9,9000,9000"
    rows += "".join(f" 2013-{month},South,Hill,9,9,,9000" for month in ("01", "02", "03..2013-12"))
    found = flagged(tmp_path, rows, by="town", period="year")
    assert found == {("North", "2013", "crude_death_rate"), ("North", "2013", "natural_increase_rate")}


def test_town_of_which_one_village_is_impossible_can_be(tmp_path: Path) -> None:
    rows = ford(births=6, deaths=1500, came="", people=1000)
    rows += " 2013-05,North,Hill,0,0,,30000 2013-06,North,Hill,9,9,,30000"
    assert flagged(tmp_path, rows, by="town", period="month") == set()
    assert ("Ford", "2013-06", "crude_death_rate") in flagged(tmp_path, rows, by="village", period="month")


@pytest.mark.parametrize("unmatched", ["drop", "keep"])
def test_decades_may_see_more_deaths_than_people(tmp_path: Path, unmatched: str) -> None:
    rows = " ".join(f"{year}-{month:02},North,Ford,2,2,,100" for year in range(1990, 2014) for month in range(1, 13))
    assert flagged(tmp_path, rows, by="village", period="all", unmatched=unmatched) == set()


def test_the_people_at_the_start_must_be_known(tmp_path: Path) -> None:
    assert flagged(tmp_path, "2013-06,North,Ford,0,1500,,1000", by="village") == set()


def test_no_verdict_rests_on_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "\n".join([HEADER, *ford(births=6, deaths=1500, came="", people=1000).split()]) + "\n", encoding="utf-8"
    )
    (tmp_path / "t.yaml").write_text(
        "version: 1\nname: t\nyear: 2013\ntargets:\n"
        "  - {indicator: crude_death_rate, at_most: 10, min_events: 9999, min_coverage: 1}\n",
        encoding="utf-8",
    )
    (verdict,) = popcalc.check(popcalc.read(tmp_path / "a.csv"), tmp_path / "t.yaml").to_dict("records")
    assert (verdict["status"], verdict["reason"]) == ("no_data", "impossible")


@pytest.mark.parametrize("by", ["village", "town", "all"])
def test_areas_looked_at_a_few_at_a_time_are_flagged_alike(
    tmp_path: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f"{year}-{month:02},T{village % 3},V{village},{village % 4},{dead},,{people} "
        for year in (1913, 2013)
        for month in (1, 2, 7)
        for village in range(7)
        for dead, people in [(9000, 300) if (year, month, village) in {(1913, 2, 2), (2013, 7, 5)} else (1, 300)]
    )
    for period in ("year", "all"):
        at_once = flagged(tmp_path, rows, by=by, period=period)
        with monkeypatch.context() as few:
            few.setattr("popcalc.blocks.RECORDS", 2)
            few.setattr("popcalc.village_months.VILLAGE_MONTHS", 2)
            assert flagged(tmp_path, rows, by=by, period=period) == at_once
        assert at_once
