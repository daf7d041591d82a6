"""Which months are judged: up to the last complete one, whatever was asked and whatever columns were read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

import popcalc
from popcalc.definitions.loading import load_catalogue, load_targets
from popcalc.errors import RequestError
from popcalc.judging.fitting import judged_run

HEAD = "month,town,village,births,deaths,population\n"
EMPTY_MARCH = f"{HEAD}2013-01,T,A,20,5,\n2013-02,T,A,20,5,\n2013-03,T,A,,5,\n"
TWO_TARGETS = """\
version: 1
year: 2013
targets:
  - {indicator: births, at_least: 200}
  - {indicator: deaths, at_most: 90}
"""


def write(folder: Path, **files: str) -> list[str]:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return [str(folder / f"{name}.csv") for name in files]


LONG = "month,town,village,indicator,value\n"
SHAPES = {
    "one file": {"one": EMPTY_MARCH},
    "a file for each count": {
        "births": "month,town,village,births\n2013-01,T,A,20\n2013-02,T,A,20\n",
        "deaths": "month,town,village,deaths\n2013-01,T,A,5\n2013-02,T,A,5\n2013-03,T,A,5\n",
    },
    "a dash": {"one": EMPTY_MARCH.replace("2013-03,T,A,,5", "2013-03,T,A,-,5")},
    "a long table": {
        "one": f"{LONG}2013-01,T,A,births,20\n2013-02,T,A,births,20\n2013-01,T,A,deaths,5\n2013-03,T,A,deaths,5\n"
    },
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("asked", [("births",), ("births", "deaths"), ("all",)])
def test_months_of_the_data_do_not_hang_on_what_is_read(tmp_path: Path, shape: str, asked: tuple[str, ...]) -> None:
    counts = popcalc.read(write(tmp_path, **SHAPES[shape]), indicators=asked)
    row = popcalc.compute(counts, "births").iloc[0]
    assert (row["period"], row["value"]) == ("2013-01..2013-03", 40)
    assert (row["village_months_reported"], row["village_months_expected"]) == (2, 3)


@pytest.mark.parametrize("kept", [(0,), (0, 1)])
def test_a_verdict_does_not_hang_on_the_other_targets(tmp_path: Path, kept: Sequence[int]) -> None:
    head, targets = TWO_TARGETS.splitlines()[:3], TWO_TARGETS.splitlines()[3:]
    (tmp_path / "t.yaml").write_text("\n".join([*head, *(targets[one] for one in kept)]), encoding="utf-8")
    counts = popcalc.read(write(tmp_path, one=EMPTY_MARCH), indicators=["births", "deaths"][: len(kept)])
    row = popcalc.check(counts, tmp_path / "t.yaml").iloc[0]
    assert (row["period"], row["status"], row["reason"]) == ("2013-01..2013-03", "no_data", "incomplete")


def rows(reporting: dict[int, int], villages: int = 10) -> str:
    """In each month so many of the villages report."""
    lines = [
        f"2013-{month:02d},T,v{village},{1 if village < some else ''},{1 if village < some else ''},100"
        for month, some in reporting.items()
        for village in range(villages)
    ]
    return HEAD + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("reporting", "last", "named"),
    [
        ({1: 10, 2: 10, 3: 10}, "2013-03", ""),
        ({1: 10, 2: 9, 3: 8}, "2013-02", "2013-03 (8 of 10 villages)"),
        ({1: 10, 2: 8, 3: 9, 4: 1}, "2013-03", "2013-04 (1 of 10 villages)"),
        # No month is complete: the last one that there is.
        ({1: 5, 2: 5}, "2013-02", ""),
    ],
)
def test_the_year_is_judged_up_to_its_last_complete_month(
    tmp_path: Path, reporting: dict[int, int], last: str, named: str
) -> None:
    (tmp_path / "t.yaml").write_text(TWO_TARGETS, encoding="utf-8")
    counts = popcalc.read(write(tmp_path, one=rows(reporting)))
    found = popcalc.check(counts, tmp_path / "t.yaml")
    assert set(found["end"].dt.strftime("%Y-%m")) == {last}
    said = [notice for notice in found.attrs["notices"] if "judged up to" in notice]
    assert [named in notice for notice in said] == ([True] if named else [])
    assert set(popcalc.check(counts, tmp_path / "t.yaml", last="2013-01")["end"]) == {pd.Timestamp("2013-01-31")}
    later = popcalc.check(counts, tmp_path / "t.yaml", last="2013-06")
    assert set(later["end"]) == {pd.Timestamp("2013-06-30")}
    assert not any("judged up to" in notice for notice in later.attrs["notices"])
    with pytest.raises(RequestError, match="--to 2012-12 is before the target year"):
        popcalc.check(counts, tmp_path / "t.yaml", last="2012-12")


def test_without_a_complete_month_the_last_reported_one_is_judged_whatever_a_later_year_has(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(TWO_TARGETS, encoding="utf-8")
    data = f"{rows({1: 5, 2: 5})}2014-01,T,v0,1,1,100\n"
    found = popcalc.check(popcalc.read(write(tmp_path, one=data)), tmp_path / "t.yaml")
    assert set(found["end"]) == {pd.Timestamp("2013-02-28")}


@pytest.mark.parametrize("seed", range(20))
def test_complete_months_by_counting(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    villages = chance.choice([1, 3, 10, 20])
    reporting = {month: chance.choice([villages, villages - 1, villages // 2]) for month in range(1, 7)}
    reporting[1] = villages
    counts = popcalc.read(write(tmp_path, one=rows(reporting, villages)), indicators=["births"])
    (tmp_path / "t.yaml").write_text(TWO_TARGETS, encoding="utf-8")
    run = judged_run(counts.table, counts.catalogue, load_targets(tmp_path / "t.yaml", load_catalogue()))
    complete = [month for month, some in reporting.items() if 10 * some >= 9 * villages]
    assert run.end == 2013 * 12 + max(complete) - 1


@pytest.mark.parametrize(
    ("asked", "periods"),
    [
        ({"period": "ytd", "last": "2013-05"}, ["2013-01..2013-05"]),
        ({"period": "ytd", "first": "2013-03"}, ["2013-01..2013-04"]),
        ({"period": "quarter", "last": "2013-04"}, ["2013Q1", "2013-04"]),
        ({"period": "quarter", "first": "2013-03"}, ["2013-03", "2013Q2"]),
        ({"period": "half", "last": "2013-03"}, ["2013-01..2013-03"]),
        ({"period": "year", "first": "2013-02"}, ["2013-02..2013-12"]),
        ({"period": "all", "last": "2013-03"}, ["2013-03"]),
        ({"period": "all", "first": "2013-02"}, ["2013-02..2013-04"]),
    ],
)
def test_one_end_that_is_given_never_moves_the_other(tmp_path: Path, asked: dict[str, str], periods: list[str]) -> None:
    data = f"{HEAD}2013-03,T,A,1,1,100\n2013-04,T,A,1,1,100\n"
    found = popcalc.compute(popcalc.read(write(tmp_path, one=data)), "births", by="all", **asked)  # type: ignore[arg-type]
    assert found["period"].tolist() == periods


@pytest.mark.parametrize("asked", [{}, {"first": "2010-01", "last": "2010-03"}, {"last": "2010-03"}])
def test_people_of_a_quarter_are_kept_for_all_of_it(tmp_path: Path, asked: dict[str, str]) -> None:
    data = "month,town,village,births,population\n2010-03,T,A,1,1000\n"
    counts = popcalc.read(write(tmp_path, one=data))
    found = popcalc.compute(counts, "crude_birth_rate", period="quarter", unmatched="keep", **asked)  # type: ignore[arg-type]
    # One birth in 1,000 x 90 / 365 person-years, as `explain` shows it.
    assert found["value"].tolist() == [365 / 90] * 2


@pytest.mark.parametrize("kept", [(0,), (0, 1)])
def test_deaths_of_the_newborn_are_possible_whether_births_are_asked_for_or_not(
    tmp_path: Path, kept: Sequence[int]
) -> None:
    targets = ("  - {indicator: crude_death_rate, at_most: 5}", "  - {indicator: births, at_most: 9}")
    (tmp_path / "t.yaml").write_text(
        "\n".join(["version: 1", "year: 2013", "targets:", *(targets[one] for one in kept)]), encoding="utf-8"
    )
    data = "month,town,village,births,deaths,population\n2013-01..2013-12,T,A,5,12,10\n"
    asked = ["crude_death_rate", "births"][: len(kept)]
    counts = popcalc.read(write(tmp_path, one=data), indicators=asked)
    assert popcalc.check(counts, tmp_path / "t.yaml").iloc[0]["status"] == "fail"
