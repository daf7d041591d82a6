"""Figures that reports printed, recomputed by the whole of popcalc: read, roll up, rate."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import popcalc

if TYPE_CHECKING:
    import pandas as pd

TOWNSHIP_KEYS = ("crude_birth_rate", "natural_increase_rate", "sex_ratio_at_birth", "policy_compliance_rate")
COUNTY_KEYS = ("crude_birth_rate", "natural_increase_rate", "policy_compliance_rate", "third_plus_birth_share")
DAYS, YEAR = 182, 365
"""1 October 2012 to 31 March 2013, in a statistical year without a leap day."""


def figures(source: Path, by: str = "all", **asked: object) -> dict[str, float]:
    """Return the figures of the total by indicator, from October years."""
    counts = popcalc.read(source, year_start=10)
    frame: pd.DataFrame = popcalc.compute(counts, by=by, **asked)  # type: ignore[arg-type]
    return dict(zip(frame["indicator"], frame["value"], strict=True))


def township_by_month() -> str:
    """Return the township's half-year as the six months it was made of; any split adds up to the same."""
    months = ("2012-10", "2012-11", "2012-12", "2013-01", "2013-02", "2013-03")
    male, female = (22, 18, 25, 17, 19, 19), (15, 21, 19, 20, 16, 22)
    within, deaths = (30, 35, 40, 31, 29, 34), (14, 17, 20, 16, 11, 17)
    assert (sum(male), sum(female), sum(within), sum(deaths)) == (120, 113, 199, 95)
    rows = (
        f"{month},Whitestone,{boys + girls},{boys},{girls},{policy},{dead},35573\n"
        for month, boys, girls, policy, dead in zip(months, male, female, within, deaths, strict=True)
    )
    head = "month,town,births,births_male,births_female,births_in_policy,deaths,population_average\n"
    return head + "".join(rows)


@pytest.fixture(params=["one row", "six monthly rows"])
def township(request: pytest.FixtureRequest, sample_data: Path, tmp_path: Path) -> Path:
    if request.param == "one row":
        return sample_data / "facts" / "township-half-year.csv"
    (tmp_path / "township.csv").write_text(township_by_month())
    return tmp_path / "township.csv"


def test_township_half_year_as_the_report_prints_it(township: Path) -> None:
    found = figures(township, indicators=TOWNSHIP_KEYS, basis="period")
    assert [round(found[key], 6) for key in TOWNSHIP_KEYS] == [6.549911, 3.879347, 106.194690, 85.407725]


def test_township_half_year_per_person_year(township: Path) -> None:
    found = figures(township, indicators=TOWNSHIP_KEYS)
    assert [round(found[key], 6) for key in TOWNSHIP_KEYS] == [13.135811, 7.780008, 106.194690, 85.407725]
    exact = Fraction(233 * 1000, 35573) / Fraction(DAYS, YEAR)
    assert found["crude_birth_rate"] == pytest.approx(float(exact), rel=1e-15)


def test_county_nine_months_as_the_report_prints_it(sample_data: Path) -> None:
    found = figures(sample_data / "facts" / "county-nine-months.csv", indicators=COUNTY_KEYS, basis="period")
    assert [round(found[key], 6) for key in COUNTY_KEYS] == [5.389989, -0.351794, 96.969697, 0.116550]


def test_period_of_the_facts_is_the_run_of_their_rows(sample_data: Path) -> None:
    counts = popcalc.read(sample_data / "facts" / "county-nine-months.csv", year_start=10)
    record = popcalc.compute(counts, "births", by="county").iloc[0]
    assert record[["area_name", "value", "flags"]].tolist() == ["Greenford", 858.0, ""]
    assert [str(record[edge].date()) for edge in ("start", "end")] == ["2012-10-01", "2013-06-30"]
    assert (record["village_months_reported"], record["village_months_expected"]) == (9, 9)


def test_official_monthly_rates_are_annual_by_days(tmp_path: Path) -> None:
    """Taiwan, January 2022, as the Ministry of the Interior published it: 6.62 and 8.04 per mille."""
    (tmp_path / "nation.csv").write_text(
        "month,county,births,deaths,population\n2021-12,Nation,,,23375314\n2022-01,Nation,13137,15954,23349666\n"
    )
    counts = popcalc.read(tmp_path / "nation.csv")
    frame = popcalc.compute(counts, ["crude_birth_rate", "crude_death_rate"], by="all", period="month")
    assert frame["period"].unique().tolist() == ["2022-01"]
    assert [round(value, 2) for value in frame["value"]] == [6.62, 8.04]
    person_years = Fraction(23375314 + 23349666, 2) * 31 / 365
    assert frame["denominator"].tolist() == [pytest.approx(float(person_years), rel=1e-15)] * 2
