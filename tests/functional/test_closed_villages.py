"""Villages that were closed: nobody is held over, none is expected, and no figure of the town changes by it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc

WORDS = {
    "en": ("month,town,village,births,population", "North", "Old Mill", "Ford"),
    "zh": ("月份,乡镇,村,出生人数,期末人口", "北岭镇", "石门村", "东门村"),
}


def files(folder: Path, lang: str) -> tuple[Path, Path]:
    """Write a year in which a village of 1,000 joins another one in July, and an areas file that says so."""
    header, town, old, new = WORDS[lang]
    rows = [f"2013-{month:02},{town},{old},1,1000" for month in range(1, 7)]
    rows += [
        f"2013-{month:02},{town},{new},{2 if month > 6 else 1},{2000 if month > 6 else 1000}" for month in range(1, 13)
    ]
    (folder / "a.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    areas = f"name,level,closed,into\n{old},village,2013-06,{new}\n{new},village,,\n"
    (folder / "areas.csv").write_text(areas, encoding="utf-8")
    return folder / "a.csv", folder / "areas.csv"


def values(stdout: bytes, *fields: str) -> list[tuple[str, ...]]:
    header, *rows = (line.split(",") for line in stdout.decode("utf-8").splitlines())
    return [tuple(row[header.index(field)] for field in fields) for row in rows]


@pytest.mark.parametrize("lang", WORDS)
def test_the_town_has_the_people_that_there_are_and_expects_no_reports_of_the_closed(
    popcalc: Popcalc, tmp_path: Path, lang: str
) -> None:
    data, areas = files(tmp_path, lang)

    result = popcalc(
        "compute", data, "--areas", areas, "--period", "quarter", "--by", "all", "--indicator", "population"
    )

    # 1,000 + 1,000 until June, 2,000 since; two villages times three months, then one.
    fields = ("value", "village_months_reported", "village_months_expected", "flags")
    assert values(result.stdout, *fields) == [("2000", "6", "6", "")] * 2 + [("2000", "3", "3", "")] * 2
    assert result.stderr == b""


def test_nobody_is_gained_or_lost_when_a_village_joins_another(popcalc: Popcalc, tmp_path: Path) -> None:
    data, areas = files(tmp_path, "en")

    result = popcalc(
        "compute", data, "--areas", areas, "--period", "quarter", "--by", "all", "--indicator", "population_growth_rate"
    )

    # The first quarter has no opening figure; then 2,000 at the beginning and 2,000 at the end of each.
    assert [value for (value,) in values(result.stdout, "value")][1:] == ["0", "0", "0"]


def test_without_the_areas_file_the_people_held_over_are_told(popcalc: Popcalc, tmp_path: Path) -> None:
    data, _ = files(tmp_path, "zh")

    result = popcalc("compute", data, "--indicator", "population", "--lang", "zh")

    assert "石门村（2013-06）" in result.stderr.decode("utf-8") or "石门村 (2013-06)" in result.stderr.decode("utf-8")
