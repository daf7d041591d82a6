"""Villages that fall silent or appear, and the areas file that is drafted for them."""

from __future__ import annotations

from popcalc.areas.areas_file import read_registry
from popcalc.intake.join.silent import draft_areas
from popcalc.village_months import VillageMonths
from tests.unit.intake.reading import CATALOGUE, read

HEADER = "code,name,level,parent,aliases,opened,closed,into"


def rows_of(village: str, months: range, people: int, *, town: str = "North", code: str = "") -> str:
    return "".join(f"2013-{month:02},{town},{code},{village},1,{people}\n" for month in months)


def months(*rows: str) -> VillageMonths:
    return read("month,town,village_code,village,births,population\n" + "".join(rows))


def test_a_village_that_falls_silent_is_drafted_as_closed_into_the_one_that_grew_by_its_people(
    tmp_path: object,
) -> None:
    table = months(
        rows_of("Old Mill", range(1, 7), 1000),
        rows_of("Ford", range(1, 7), 1500),
        # 1,500 and the 1,000 of Old Mill.
        rows_of("Ford", range(7, 13), 2500),
        rows_of("Kiln", range(1, 13), 800),
    )

    assert draft_areas(table, CATALOGUE).splitlines() == [
        HEADER,
        ",North,town,,,,,",
        ",Ford,village,North,,,,",
        ",Old Mill,village,North,,,2013-06,Ford",
    ]
    assert [one.code for one in table.notices] == ["FELL_SILENT"]


def test_a_village_that_appears_is_drafted_as_opened_by_its_code() -> None:
    table = months(
        rows_of("石门村", range(1, 13), 1000, town="北岭镇", code="A1"),
        rows_of("东门村", range(1, 13), 900, town="北岭镇", code="A2"),
        rows_of("新村", range(7, 13), 300, town="北岭镇", code="A3"),
    )

    assert draft_areas(table, CATALOGUE).splitlines() == [
        HEADER,
        ",北岭镇,town,,,,,",
        "A3,新村,village,北岭镇,,2013-07,,",
    ]
    assert [one.code for one in table.notices] == []


def test_a_late_month_and_stocks_of_every_quarter_are_no_silence() -> None:
    late = months(rows_of("Ford", range(1, 12), 1000), rows_of("Kiln", range(1, 13), 800))
    quarters = read(
        {
            "p.csv": "month,village,population\n2013-03,Ford,9\n2013-06,Ford,9\n2013-09,Ford,9\n",
            "k.csv": "month,village,births\n" + "".join(f"2013-{month:02},Kiln,1\n" for month in range(1, 13)),
        }
    )

    for table in (late, quarters):
        assert draft_areas(table, CATALOGUE).splitlines() == [HEADER]
        assert "FELL_SILENT" not in {one.code for one in table.notices}


def test_a_draft_is_an_areas_file_that_is_read(tmp_path: object) -> None:
    from pathlib import Path

    table = months(rows_of("Old Mill", range(1, 7), 1000), rows_of("Ford", range(1, 13), 1500))
    draft = Path(str(tmp_path)) / "areas.csv"
    draft.write_text(draft_areas(table, CATALOGUE), encoding="utf-8")

    assert {one.name for one in read_registry(draft).entries} == {"North", "Old Mill"}
