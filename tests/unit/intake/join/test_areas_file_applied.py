"""Aliases, parts, and villages that were opened, closed or moved."""

from __future__ import annotations

import pytest

from popcalc.errors import InputError
from tests.unit.intake.reading import figures, read

HEADER = "code,name,level,parent,aliases,opened,closed,into\n"
ALIASES = f"{HEADER},Reed Bank,village,,Reed Bank West;Reed Bank East,,,\n"
PARTS = (
    f"{HEADER},Reed Bank,village,,,,,\n,Reed Bank West,village,,,,,Reed Bank\n,Reed Bank East,village,,,,,reed bank\n"
)


def faults(files: dict[str, str] | str, areas: str) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(InputError) as raised:
        read(files, areas=areas)
    return [
        (one.code, one.place.row if one.place else None, one.place.column if one.place else None)
        for one in raised.value.faults
    ]


@pytest.mark.parametrize(("west", "east"), [(2, 2), (2, 3)])
def test_a_count_under_two_aliases_is_asked_about_whether_it_agrees_or_not(west: int, east: int) -> None:
    births = f"month,village,births\n2013-06,Reed Bank West,{west}\n2013-06,Reed Bank East,{east}\n"

    assert faults(births, ALIASES) == [("TWO_NAMES", 3, 3)]


def test_two_codes_of_one_area_are_asked_about_too() -> None:
    areas = f"{HEADER}V9,东门村,village,,V1;V2,,,\n"

    assert faults("月份,村编码,村,出生人数\n2013-06,V1,东村,2\n2013-06,V2,门村,2\n", areas) == [("TWO_NAMES", 3, 4)]


def test_aliases_of_different_months_and_counts_are_one_area() -> None:
    files = {
        "a.csv": "month,village,births\n2013-05,Reed Bank West,2\n2013-06,Reed Bank East,3\n",
        "b.csv": "month,village,population\n2013-05,Reed Bank,60\n2013-06,Reed Bank,61\n",
    }

    assert figures(read(files, areas=ALIASES)) == {
        ("Reed Bank", "2013-05"): {"births": 2, "population": 60},
        ("Reed Bank", "2013-06"): {"births": 3, "population": 61},
    }


def test_parts_are_added_up_and_a_sum_without_one_of_them_is_missing() -> None:
    births = (
        "month,village,births\n2013-06,Reed Bank West,2\n2013-06,Reed Bank East,2\n2013-07,Reed Bank West,5\n"
        "2013-06,Ford,1\n2013-07,Ford,1\n"
    )

    table = read({"b.csv": births, "p.csv": "month,village,population\n2013-06,Reed Bank,1204\n"}, areas=PARTS)

    # June: 2 + 2 = 4. July: 5 of the west and nothing of the east are no 5 of both.
    assert figures(table) == {
        ("Reed Bank", "2013-06"): {"births": 4, "population": 1204},
        ("Reed Bank", "2013-07"): {"births": None},
        ("Ford", "2013-06"): {"births": 1},
        ("Ford", "2013-07"): {"births": 1},
    }
    assert "PARTS_MISSING" in {one.code for one in table.notices}


@pytest.mark.parametrize("closed", ["2013-06", "2013-06-30", "2013-07-01", "2013年6月"])
def test_zeros_after_the_last_month_are_no_rows_and_other_figures_are_errors(closed: str) -> None:
    areas = f"{HEADER},Old Mill,village,,,,{closed},Ford\n,Ford,village,,,,,\n"
    rows = "month,village,births\n2013-06,Old Mill,3\n2013-06,Ford,1\n2013-07,Ford,2\n2013-07,Old Mill,"

    # A day is the first on which it is no more, so that the first of July leaves June as the last month.
    assert ("Old Mill", "2013-07") not in figures(read(f"{rows}0\n", areas=areas))
    assert faults(f"{rows}1\n", areas) == [("AREA_CLOSED", 5, 3)]


def test_figures_from_before_a_village_was_opened_are_errors() -> None:
    areas = f"{HEADER},Ford,village,,,2013-07,,\n"

    assert faults("month,village,births\n2013-06,Ford,1\n2013-07,Ford,2\n", areas) == [("AREA_CLOSED", 2, 3)]


MOVED = (
    "month,town,village_code,village,births\n2013-05,North,V1,Old Mill,3\n2013-06,North,V1,Old Mill,4\n"
    "2013-07,South,V1,Old Mill,5\n2013-07,North,V2,Ford,1\n"
)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (MOVED, ("Old Mill (V1) moved", "South since 2013-07", "North in 2013-05..2013-06", "(7 births)")),
        (
            "月份,乡镇,村编码,村,出生人数\n2013-11,北岭镇,A1,石门村,3\n2013-12,南河镇,A1,石门村,4\n2013-12,北岭镇,A2,东门村,4\n",
            ("石门村 (A1) moved", "南河镇 since 2013-12", "北岭镇 in 2013-11", "(3 births)"),
        ),
    ],
)
def test_a_village_that_moved_is_told_with_month_and_both_towns(rows: str, words: tuple[str, ...]) -> None:
    notices = [one for one in read(rows).notices if one.code in ("MOVED", "RENAMED")]

    assert [one.code for one in notices] == ["MOVED"]
    assert all(word in str(notices[0].text) for word in words), notices[0].text


def test_the_only_village_of_a_town_that_moves_to_another_town_is_told_too() -> None:
    rows = (
        "month,town,village_code,village,births\n2013-05,North,V1,Mill,3\n2013-05,South,V2,Kiln,1\n"
        "2013-06,South,V1,Mill,3\n2013-06,South,V2,Kiln,1\n"
    )

    assert [one.code for one in read(rows).notices] == ["MOVED"]


def test_a_town_that_was_renamed_has_not_moved_its_villages() -> None:
    rows = (
        "month,town_code,town,village_code,village,births\n2013-05,T1,North,V1,Mill,3\n2013-06,T1,Northern,V1,Mill,3\n"
    )

    assert [one.code for one in read(rows).notices] == ["RENAMED"]
