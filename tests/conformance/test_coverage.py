"""What is missing leaves numerator and denominator together, and is told; months outside the span are points only."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import popcalc

MONTHS = ("2013-01", "2013-02", "2013-03", "2013-04", "2013-05", "2013-06")
DAYS = dict(zip(MONTHS, (31, 28, 31, 30, 31, 30), strict=True))
VILLAGES = ("Pine Hollow", "Stone Gate", "Upper Terrace", "Lower Terrace")
SILENT = ("Stone Gate", ("2013-02", "2013-03"))

Rows = dict[tuple[str, str], dict[str, str]]
"""Rows by village and month."""


@pytest.fixture
def rows(sample_data: Path) -> Rows:
    """Four villages of one town over six months, with the month before, out of the sample."""
    kept: Rows = {}
    for month in ("2012-12", *MONTHS):
        with (sample_data / "monthly" / f"{month}.csv").open(encoding="utf-8", newline="") as page:
            kept |= {(row["village"], month): row for row in csv.DictReader(page) if row["village"] in VILLAGES}
    assert len(kept) == 28
    return kept


def written(rows: Rows, folder: Path) -> Path:
    """Write the rows as one file a month and return their folder."""
    for month in ("2012-12", *MONTHS):
        part = [row for (_, one), row in rows.items() if one == month]
        with (folder / f"{month}.csv").open("w", encoding="utf-8", newline="") as page:
            writer = csv.DictWriter(page, list(part[0]))
            writer.writeheader()
            writer.writerows(part)
    return folder


def record(frame: pd.DataFrame, indicator: str) -> pd.Series:
    found = frame[(frame["level"] == "town") & (frame["indicator"] == indicator)]
    assert len(found) == 1
    return found.iloc[0]


def test_village_that_misses_two_months_leaves_both_sides_of_the_rate(rows: Rows, tmp_path: Path) -> None:
    village, months = SILENT
    for month in months:
        del rows[village, month]
    counts = popcalc.read(written(rows, tmp_path))
    frame = popcalc.compute(counts, ["crude_birth_rate", "births", "policy_compliance_rate"])
    there = [(name, month) for name in VILLAGES for month in MONTHS if (name, month) in rows]
    births = sum(int(rows[spot]["births"]) for spot in there)
    years = sum((half_sum(rows, name, month) * DAYS[month] for name, month in there), Fraction()) / 365
    rate = record(frame, "crude_birth_rate")
    assert (rate["village_months_reported"], rate["village_months_expected"]) == (22, 24)
    assert "partial" in str(rate["flags"]).split(";")
    assert rate["numerator"] == births
    assert rate["denominator"] == pytest.approx(float(years), rel=1e-15)
    assert rate["value"] == pytest.approx(float(1000 * births / years), rel=1e-15)
    share = record(frame, "policy_compliance_rate")
    assert share["denominator"] == births
    assert share["numerator"] == sum(int(rows[spot]["births_in_policy"]) for spot in there)
    assert "partial" in str(share["flags"]).split(";")


def half_sum(rows: Rows, village: str, month: str) -> Fraction:
    """Return the average of a month's opening and closing stock, a missing month-end bridged by days."""
    months = ("2012-12", *MONTHS)
    return Fraction(stock(rows, village, months[months.index(month) - 1]) + stock(rows, village, month), 2)


def stock(rows: Rows, village: str, month: str) -> int:
    """Return a month-end: as reported, or between end of January and end of April by days, half up to a person."""
    if (village, month) in rows:
        return int(rows[village, month]["population"])
    low, high = (int(rows[village, known]["population"]) for known in ("2013-01", "2013-04"))
    passed = {"2013-02": 28, "2013-03": 59}[month]
    return int(low + Fraction(high - low) * passed / 89 + Fraction(1, 2))


def test_whole_half_year_is_not_partial(rows: Rows, tmp_path: Path) -> None:
    frame = popcalc.compute(popcalc.read(written(rows, tmp_path)), "crude_birth_rate")
    rate = record(frame, "crude_birth_rate")
    assert (rate["village_months_reported"], rate["village_months_expected"]) == (24, 24)
    assert "partial" not in str(rate["flags"])


def test_december_before_is_the_opening_stock_and_nothing_else(sample_data: Path) -> None:
    counts = popcalc.read(sample_data / "monthly")
    frame = popcalc.compute(counts, "all", by="village", period="month")
    assert frame["period"].unique().tolist() == [f"2013-{month:02}" for month in range(1, 13)]
    assert not frame["flags"].str.contains("partial|extrapolated|bridged|stale").any()
    assert (frame["village_months_reported"] == frame["village_months_expected"]).all()


def test_january_average_rests_on_the_december_before(sample_data: Path) -> None:
    ends = {}
    for month in ("2012-12", "2013-01"):
        with (sample_data / "monthly" / f"{month}.csv").open(encoding="utf-8", newline="") as page:
            ends[month] = sum(int(row["population"]) for row in csv.DictReader(page))
    frame = popcalc.compute(popcalc.read(sample_data / "monthly"), "crude_birth_rate", by="all", period="month")
    january = frame.iloc[0]
    years = Fraction(ends["2012-12"] + ends["2013-01"], 2) * 31 / 365
    assert january["denominator"] == pytest.approx(float(years), rel=1e-15)
    by_flat = Fraction(ends["2013-01"]) * 31 / 365
    assert january["denominator"] != pytest.approx(float(by_flat), rel=1e-6)
