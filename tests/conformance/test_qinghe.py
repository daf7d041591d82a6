"""A fictional county's workbooks in the forms that offices use, each against the figures that they were made of."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc

COUNTS = ("births", "births_male", "births_female", "births_first", "deaths", "migration_in", "migration_out")
STOCKS = ("population", "population_male", "population_female", "population_65_plus")
Figures = dict[tuple[str, str, str], int]
"""Figures by town, month and count."""


@pytest.fixture(scope="module")
def qinghe(real_data: Path) -> Path:
    return real_data / "qinghe"


@pytest.fixture(scope="module")
def truth(qinghe: Path) -> Figures:
    sums: Counter[tuple[str, str, str]] = Counter()
    with (qinghe / "truth.csv").open(encoding="utf-8", newline="") as page:
        for row in csv.DictReader(page):
            for count in (*COUNTS, *STOCKS):
                sums[row["town"], row["month"], count] += int(row[count])
    return sums


@pytest.mark.parametrize(
    ("sources", "months", "counts"),
    [
        (["青河县2025年人口月报表.xlsx", "青河县2026年人口月报表.xlsx"], 22, (*COUNTS, *STOCKS)),
        (["乡镇上报"], 22, (*COUNTS, *STOCKS)),
        (["青河县2026年10月人口变动情况统计表.xlsx"], 1, (*COUNTS, *STOCKS)),
        (["2026年出生分月.xlsx"], 10, ("births",)),
    ],
)
def test_every_form_gives_the_figures_it_was_made_of(
    sources: list[str], months: int, counts: tuple[str, ...], qinghe: Path, truth: Figures, popcalc: Popcalc
) -> None:
    result = popcalc(
        "compute", *(qinghe / one for one in sources), "--by", "town", "--period", "month", "--indicator",
        ",".join(counts), "--lang", "en",
    )  # fmt: skip
    assert result.code == 0, result.stderr.decode("utf-8")
    page = io.StringIO(result.stdout.decode("utf-8"), newline="")
    records = [record for record in csv.DictReader(page) if record["level"] == "town"]
    found = {
        (record["area_name"], record["period"], record["indicator"]): int(record["value"])
        for record in records
        if record["value"]
    }
    assert len({month for _, month, _ in found}) == months
    expected = {
        key: figure for key, figure in truth.items() if key[1] in {month for _, month, _ in found} and key[2] in counts
    }
    # Where all villages of a town left the cell of a rare event empty, nothing is reported: no figure, not 0.
    blank = {key: 0 for key in expected.keys() - found.keys()}
    assert found | blank == expected
    assert len(blank) <= 1
    assert len(expected) == months * 4 * len(counts)


def test_sheets_of_towns_are_of_their_towns(qinghe: Path, popcalc: Popcalc) -> None:
    result = popcalc(
        "compute", qinghe / "2026年分乡镇.xlsx", "--by", "town", "--period", "month", "--indicator", "births,population"
    )
    assert result.code == 0, result.stderr.decode("utf-8")
    page = io.StringIO(result.stdout.decode("utf-8"), newline="")
    found = {
        (record["area_name"], record["period"], record["indicator"]): record["value"] for record in csv.DictReader(page)
    }
    # As its two sheets have them: 5 and 6 births a month, 10,000 people and the number of the month.
    for month in range(1, 11):
        label = f"2026-{month:02}"
        assert (found["城关镇", label, "births"], found["青山镇", label, "births"]) == ("5", "6")
        assert found["城关镇", label, "population"] == found["青山镇", label, "population"] == str(10_000 + month)
