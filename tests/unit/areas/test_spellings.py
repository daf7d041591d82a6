"""One area under several spellings, and two areas whose names differ only in spelling."""

from __future__ import annotations

import pytest

from popcalc.areas.folding import folded_name, folded_names
from popcalc.areas.tree import plain_name
from popcalc.errors import InputError
from tests.unit.intake.reading import figures, read

SAME = [
    ("Old Mill", "OLD MILL"),
    ("St. Mary", "St Mary"),
    ("D'Arcy", "D’Arcy"),
    ("東門村", "东门村"),
    ("龍潭(一)村", "龙潭（一）村"),
    ("Straße", "STRASSE"),
    ("ÉCOLE", "école"),
    ("1-1村", "1－1村"),
    ("ﾀﾞﾑ", "ダム"),
]
OTHER = [
    ("1-1村", "11村"),
    ("1 1村", "11村"),
    ("Mill 1.1", "Mill 11"),
    ("一-一村", "一一村"),
    ("Old Mill", "Old Mills"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_agree_in_compared_form(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_names_that_digits_or_letters_tell_apart_stay_apart(one: str, other: str) -> None:
    assert folded_name(one) != folded_name(other)


def test_many_names_are_folded_as_one_by_one() -> None:
    names = sorted({name for pair in (*SAME, *OTHER) for name in pair} | {"", "-", "3号-4号", "a - 1 - 2"})
    names = [plain_name(name) for name in names]

    assert folded_names(names) == [folded_name(name) for name in names]


def said(files: dict[str, str] | str) -> list[str]:
    return [str(one.text) for one in read(files).notices if one.code == "SPELLINGS"]


@pytest.mark.parametrize(
    ("usual", "other"), [("Old Mill", "OLD MILL"), ("东门村", "東門村"), ("Saint-Michel", "Saint Michel")]
)
def test_a_spelling_of_one_month_is_the_same_village_and_told_once(usual: str, other: str) -> None:
    births = f"month,village,births\n2013-01,{usual},3\n2013-02,{usual},4\n2013-03,{other},5\n"

    table = read(births)

    assert figures(table) == {
        (usual, "2013-01"): {"births": 3},
        (usual, "2013-02"): {"births": 4},
        (usual, "2013-03"): {"births": 5},
    }
    assert len(said(births)) == 1
    assert f"{other} = {usual}" in said(births)[0]


def test_a_file_of_events_in_capitals_meets_the_people_of_the_other_file() -> None:
    files = {
        "events.csv": "month,town,village,births\n2013-01,NORTH,FORD,3\n2013-01,NORTH,KILN,2\n",
        "people.csv": "month,town,village,population\n2013-01,North,Ford,100\n2013-01,North,Kiln,200\n",
    }

    assert figures(read(files)) == {
        ("NORTH/FORD", "2013-01"): {"births": 3, "population": 100},
        ("NORTH/KILN", "2013-01"): {"births": 2, "population": 200},
    }


def test_two_spellings_side_by_side_in_one_file_are_two_villages_without_a_notice() -> None:
    births = "month,village,births\n2013-01,Mill-A,3\n2013-01,Mill A,4\n2013-02,Mill-A,1\n2013-02,Mill A,2\n"

    assert {key: count["births"] for key, count in figures(read(births)).items()} == {
        ("Mill-A", "2013-01"): 3,
        ("Mill A", "2013-01"): 4,
        ("Mill-A", "2013-02"): 1,
        ("Mill A", "2013-02"): 2,
    }
    assert said(births) == []


def test_each_town_keeps_its_own_spelling_of_a_name_that_both_have() -> None:
    births = "month,town,village,births\n2013-01,North,Ford,3\n2013-01,South,FORD,4\n"

    assert set(figures(read(births))) == {("North/Ford", "2013-01"), ("South/FORD", "2013-01")}
    assert said(births) == []


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": "month,village,births\n2013-01,Ford,3\n", "b.csv": "month,village,births\n2013-01,FORD,3\n"},
        {
            "a.csv": "month,village,births\n2013-01,东门村,3\n2013-01,東門村,4\n",
            "b.csv": "month,village,population\n2013-01,东門村,30\n",
        },
    ],
    ids=["same-month-in-two-files", "a-third-spelling-fits-both"],
)
def test_where_nothing_tells_whether_spellings_are_one_it_is_an_error(files: dict[str, str]) -> None:
    with pytest.raises(InputError) as raised:
        read(files)

    assert {one.code for one in raised.value.faults} == {"SPELLINGS_OF_TWO"}


def test_codes_tell_spellings_apart() -> None:
    births = "month,village_code,village,births\n2013-01,V1,Ford,3\n2013-02,V2,FORD,4\n"

    assert set(figures(read(births))) == {("V1", "2013-01"), ("V2", "2013-02")}
