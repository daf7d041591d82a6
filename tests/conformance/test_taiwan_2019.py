"""A whole country's open data, village by village, against rates that someone else made of the same records."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc, Result

Records = dict[str, dict[str, dict[str, str]]]
"""Records by the name of the area and the indicator."""

NATION = "全國"
SUB_OFFICES = ("高雄市三民一", "高雄市三民二", "高雄市鳳山一", "高雄市鳳山二")
RATES = "births,deaths,population,crude_birth_rate,crude_death_rate"
AREAS = ("--areas", "configs/areas-kaohsiung-2019.csv")


@pytest.fixture(scope="module")
def taiwan(real_data: Path) -> Path:
    return real_data / "taiwan-2019"


def by_area(result: Result) -> Records:
    assert result.code == 0, result.stderr.decode("utf-8")
    records: Records = {}
    for record in csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline="")):
        records.setdefault(record["area_name"] or NATION, {})[record["indicator"]] = record
    return records


def two_decimals(value: str) -> str:
    return str(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_every_township_and_the_nation_as_published(taiwan: Path, popcalc: Popcalc) -> None:
    june = taiwan / "population" / "2019-06.csv"
    result = popcalc(
        "compute", taiwan / "events", june, "--by", "town", "--period", "year", *AREAS, "--indicator", RATES
    )
    found = by_area(result)
    with (taiwan / "published-rates.csv").open(encoding="utf-8-sig", newline="") as page:
        published = {row["區域"]: row for row in csv.DictReader(page)}
    assert len(found) == 369
    assert published.keys() >= found.keys()
    for area, records in found.items():
        row = published[area]
        printed = [row[name] for name in ("年出生數", "年死亡數", "年中人口(6月底)")]
        assert [records[key]["value"] for key in ("births", "deaths", "population")] == printed, area
        rates = [two_decimals(records[key]["value"]) for key in ("crude_birth_rate", "crude_death_rate")]
        assert rates == [two_decimals(row[name]) for name in ("粗出生率", "粗死亡率")], area
    assert all("partial" not in record["flags"] for records in found.values() for record in records.values())


def test_without_the_areas_file_the_sub_offices_are_named(taiwan: Path, popcalc: Popcalc) -> None:
    june = taiwan / "population" / "2019-06.csv"
    result = popcalc("compute", taiwan / "events", june, "--by", "all", "--period", "year", "--indicator", RATES)
    nation = by_area(result)[NATION]
    assert nation["births"]["value"] == "177767"
    assert int(nation["crude_birth_rate"]["numerator"]) < 177767
    assert "partial" in nation["crude_birth_rate"]["flags"].split(";")
    lost = [line for line in result.stderr.decode("utf-8").splitlines() if "births are left out" in line]
    assert len(lost) == 1
    assert all(office in lost[0] for office in SUB_OFFICES)


def test_without_the_areas_file_everything_can_be_kept(taiwan: Path, popcalc: Popcalc) -> None:
    june = taiwan / "population" / "2019-06.csv"
    result = popcalc(
        "compute", taiwan / "events", june, "--by", "all", "--period", "year", "--unmatched", "keep",
        "--indicator", "crude_birth_rate,births",
    )  # fmt: skip
    nation = by_area(result)[NATION]
    assert (nation["births"]["value"], nation["crude_birth_rate"]["numerator"]) == ("177767", "177767")
    assert "unmatched" in nation["crude_birth_rate"]["flags"].split(";")


def test_all_month_ends_give_the_national_rates(taiwan: Path, popcalc: Popcalc) -> None:
    result = popcalc(
        "compute", taiwan / "events", taiwan / "population", "--by", "all", "--period", "year", *AREAS,
        "--indicator", RATES,
    )  # fmt: skip
    nation = by_area(result)[NATION]
    assert [two_decimals(nation[key]["value"]) for key in ("crude_birth_rate", "crude_death_rate")] == ["7.53", "7.47"]
    assert {record["flags"] for record in nation.values()} == {""}
