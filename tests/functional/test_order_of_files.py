"""Tables show areas in the order in which the files have them, in whatever order the files are named."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Popcalc

ROWS = "West,Reed,2013-06,3\nWest,Mill,2013-06,2\nEast,Ford,2013-06,4\nEast,Dale,2013-06,1\n"
BIRTHS = f"town,village,month,births\n{ROWS}"
DEATHS = f"town,village,month,deaths\n{ROWS}North,Brook,2013-06,1\n"


def shown(popcalc: Popcalc, folder: Path, names: tuple[str, ...], by: str) -> list[str]:
    answer = popcalc("compute", *names, "--by", by, "--indicator", "births,deaths", "-f", "plain", cwd=folder)
    assert answer.code == 0
    return [line.split()[0] for line in answer.stdout.decode().splitlines()[3:] if line and not line.startswith("(")]


def test_areas_stand_as_in_the_files(tmp_path: Path, popcalc: Popcalc) -> None:
    """Brook is in one file alone, below the areas of both."""
    (tmp_path / "a.csv").write_text(BIRTHS)
    (tmp_path / "b.csv").write_text(DEATHS)
    for names in permutations(("a.csv", "b.csv")):
        assert shown(popcalc, tmp_path, names, "town") == ["West", "East", "North", "All"]
        assert shown(popcalc, tmp_path, names, "village") == ["Reed", "Mill", "Ford", "Dale", "Brook", "All"]


def test_areas_across_stand_as_in_the_header(tmp_path: Path, popcalc: Popcalc) -> None:
    (tmp_path / "births.csv").write_text("month,South Town,North Town,East Town\n2013-06,5,9,1\n2013-07,7,4,2\n")
    rows = "2013-07,1\n".join(["town,month,deaths\nEast Town,", "North Town,", "South Town,", "West Town,", ""])
    (tmp_path / "deaths.csv").write_text(rows)
    for names in permutations(("births.csv", "deaths.csv")):
        # East heads its rows of deaths, as South does its row of births.
        assert shown(popcalc, tmp_path, names, "town") == ["East", "South", "North", "West", "All"]


def test_records_keep_the_order_of_the_keys(tmp_path: Path, popcalc: Popcalc) -> None:
    (tmp_path / "a.csv").write_text(BIRTHS)
    answer = popcalc("compute", "a.csv", "--by", "town", "--indicator", "births", "-f", "json", cwd=tmp_path)

    assert [one["area"] for one in json.loads(answer.stdout)["records"]] == ["East", "West", "all"]


def test_verdicts_of_one_kind_stand_as_in_the_files(tmp_path: Path, popcalc: Popcalc) -> None:
    (tmp_path / "a.csv").write_text(BIRTHS)
    (tmp_path / "t.yaml").write_text(
        "version: 1\nyear: 2013\ntargets:\n  - indicator: births\n    at_most: 1000\n    level: town\n"
    )
    command = ("check", "a.csv", "--targets", "t.yaml", "--layout", "grid", "-f", "plain", "--exit-zero")
    lines = popcalc(*command, cwd=tmp_path).stdout.decode().splitlines()

    assert [line.split()[0] for line in lines if line.startswith(("East", "West"))] == ["West", "East"]
