"""Files that cannot be read, as a user meets them: the place, the reason and the mend, all of it, and no figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.functional.conftest import Shown

HEADER = "month,town,village,births,population\n"

WRONG: dict[str, bytes] = {
    "empty": b"",
    "header-only": HEADER.encode(),
    "wrong-byte": f"{HEADER}2013-01,Northhill,Mill,3,1000\n2013-01,Northhill,Caf".encode() + b"\xff\xe9,3,1000\n",
    "no-month": b"town,village,births,population\nNorthhill,Mill,3,1000\n",
    "no-area": b"month,births,population\n2013-01,3,1000\n",
    "no-known-header": b"a,b,c\n1,2,3\n",
    "ragged": f"{HEADER}2013-01,Northhill,Mill,1,204,1000\n2013-01,Northhill,Ford,3\n".encode(),
    "two-columns-for-one-count": "month,village,births,出生人数\n2013-01,Mill,3,3\n".encode(),
    "month-and-area-cells": (
        f"{HEADER}2013-13,Northhill,Mill,1,1000\n,Northhill,Mill,1,1000\n2013-01,Northhill,,1,1000\nsoon,,Mill,1,1000\n"
    ).encode(),
    "overlapping-runs": b"period,village,births\n2013Q1,Mill,9\n2013-03..2013-05,Mill,8\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_file_is_refused_with_place_and_mend(name: str, shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "village.csv").write_bytes(WRONG[name])
    result = shown(f"input-errors/{name}", "compute village.csv", cwd=tmp_path)
    assert (result.code, result.stdout) == (2, b"")


BAD_CELLS = ("three", "-4", "2.5", "1.2E+03", "12人", "#REF!", "5%", "十二", "1,2", "10000000000000", "(3)")


def test_every_bad_cell_is_found_and_the_first_twenty_are_shown(shown: Shown, tmp_path: Path) -> None:
    rows = [f'2013-01,Northhill,Village {row:02},"{BAD_CELLS[row % 11]}",1000' for row in range(143)]
    (tmp_path / "village.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    result = shown("input-errors/bad-cells", "compute village.csv", cwd=tmp_path)
    assert result.code == 2
    assert result.stderr.endswith(b"showing 20 of 143\n")


def test_two_figures_for_one_village_month_name_both_places(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "first.csv").write_text(f"{HEADER}2013-01,Northhill,Mill,3,1000\n2013-02,Northhill,Mill,2,1000\n")
    (tmp_path / "second.csv").write_text(f"{HEADER}2013-02,Northhill,Mill,2,1000\n2013-01,Northhill,Mill,4,1000\n")
    assert shown("input-errors/two-figures", "compute second.csv first.csv", cwd=tmp_path).code == 2


OTHER_LEVELS = {
    "town": "[county, village]",
    "village": "[county, town]",
    "all": str([f"level{number}" for number in range(2000)]),
}


@pytest.mark.parametrize("left_out", OTHER_LEVELS)
def test_columns_of_levels_that_the_columns_file_leaves_out_are_told(
    left_out: str, shown: Shown, tmp_path: Path
) -> None:
    (tmp_path / "village.csv").write_text(f"{HEADER}2013-01,Northhill,Mill,3,1000\n")
    (tmp_path / "columns.yaml").write_text(f"version: 1\nlevels: {OTHER_LEVELS[left_out]}\n")
    command = "compute village.csv --columns columns.yaml"
    assert shown(f"input-errors/other-levels-{left_out}", command, cwd=tmp_path).code == 2


def test_a_column_of_a_level_that_is_left_out_may_be_ignored(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "village.csv").write_text(f"{HEADER}2013-01,Northhill,Mill,3,1000\n")
    (tmp_path / "columns.yaml").write_text("version: 1\nlevels: [county, village]\ncolumns: {town: ignore}\n")
    command = "compute village.csv --columns columns.yaml --indicator births -f plain"
    assert shown("input-errors/other-levels-ignored", command, cwd=tmp_path).code == 0


def test_same_figure_twice_is_accepted_and_said(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "first.csv").write_text(f"{HEADER}2013-01,Northhill,Mill,3,1000\n")
    (tmp_path / "again.csv").write_text(f"{HEADER}2013-01,Northhill,Mill,3,1000\n")
    assert shown("input-errors/same-figure-twice", "compute . -f plain", cwd=tmp_path).code == 0


def test_totals_that_differ_are_said_and_left_out(shown: Shown, tmp_path: Path) -> None:
    rows = (
        "合计,,2013-01,16,1000\n北岭镇,小计,2013-01,6,300\n北岭镇,松谷村,2013-01,1,100\n北岭镇,石门村,2013-01,4,200\n"
    )
    rows += "东溪镇,小计,2013-01,10,-\n东溪镇,东溪村,2013-01,10,700\n"
    (tmp_path / "village.csv").write_text("town,village,month,births,population\n" + rows, encoding="utf-8")
    assert shown("input-errors/totals-differ", "compute village.csv -f plain", cwd=tmp_path).code == 0


TO_DATE = {
    "months": "2013-01,Northhill,Mill,3,1000\n2013-02,Northhill,Mill,5,1001\n2013-04,Northhill,Mill,9,1003\n",
    "falling": "2013-01,Northhill,Mill,3,1000\n2013-02,Northhill,Mill,2,1001\n",
}


@pytest.mark.parametrize("name", TO_DATE)
def test_figures_to_date_are_turned_into_months(name: str, shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "village.csv").write_text(HEADER + TO_DATE[name])
    command = "compute village.csv --cumulative --by all --period month --indicator births -f plain"
    assert shown(f"input-errors/to-date-{name}", command, cwd=tmp_path).code == (0 if name == "months" else 2)


def test_figures_to_date_without_the_option_are_refused_with_it(shown: Shown, tmp_path: Path) -> None:
    rows = "2013-01..2013-05,Northhill,Mill,5,1000\n2013-01..2013-06,Northhill,Mill,6,1000\n"
    (tmp_path / "village.csv").write_text(HEADER + rows)
    assert shown("input-errors/to-date-mixed", "compute village.csv", cwd=tmp_path).code == 2


PERSONS = {
    "name": "月份,乡镇,村名,姓名,出生人数\n2013-01,北岭镇,松谷村,王小明,x\n",
    "phone": "month,village,Phone number,births\n2013-01,Mill,13800001111,x\n",
}


@pytest.mark.parametrize("column", PERSONS)
def test_column_about_persons_stops_alone_and_shows_no_value(column: str, shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(PERSONS[column], encoding="utf-8")
    (tmp_path / "another.csv").write_text("")
    result = shown(f"input-errors/person-{column}", "compute list.csv another.csv", cwd=tmp_path)
    assert result.code == 2
    assert len(result.stderr.splitlines()) == 1
    assert not any(value in result.stderr for value in ("王小明".encode(), b"13800001111"))


DEFINITIONS = {
    "catalogue": """\
version: 1
counts:
  births: {nature: flwo, label: {en: Births}}
  births: {nature: flow, label: {en: Births}}
indicators:
  birth_share: {kind: rate, numerator: birhts, denominator: population, per: 1000, unit: permille, label: {en: B}}
  0071: {kind: rat}
taget: 5
""",
    "columns": "version: 1\ncolumns: {Newborns: birth, Ward: vilage}\nperiod: '%d'\nencoding: utf9\nnil: nothing\n",
    "areas": "code,name,level,parent,aliases\n,Northhill,twon,Meiyuan,North;N\n,Eastbridge,town,,N\n"
    ",Riverside,town,,N\n",
}


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_definition_file_with_every_mistake_at_its_place(kind: str, shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "village.csv").write_text(f"{HEADER}2013-01,Northhill,Mill,3,1000\n")
    (tmp_path / f"{kind}.file").write_text(DEFINITIONS[kind], encoding="utf-8")
    assert shown(f"input-errors/{kind}", f"compute village.csv --{kind} {kind}.file", cwd=tmp_path).code == 2


def test_broken_yaml_says_where(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("version: 1\ncounts:\n  births: {nature: flow\n")
    assert shown("input-errors/broken-yaml", "indicators --catalogue own.yaml", cwd=tmp_path).code == 2


def test_sources_that_are_not_there(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "2013-06.csv").write_text(HEADER)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "June.docx").write_bytes(b"PK")
    command = "compute 2013-6.csv reports 'sent/*.csv'"
    assert shown("input-errors/no-such-source", command, cwd=tmp_path).code == 2
    assert shown("input-errors/no-such-catalogue", f"{command} --catalogue nowhere.yaml", cwd=tmp_path).code == 2
