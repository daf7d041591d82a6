"""Villages of one name in two towns, where only the names of files and folders say the town."""

from __future__ import annotations

import pytest

from popcalc.errors import InputError
from tests.unit.intake.reading import figures, read

NORTH = "month,village,births\n2013-06,Old Mill,3\n2013-06,Ford,1\n2013-06,Kiln,2\n"
SOUTH = "month,village,births\n2013-06,Old Mill,3\n2013-06,Lock,1\n2013-06,Weir,2\n"


def births(files: dict[str, str]) -> dict[str, int | None]:
    return {area: counts["births"] for (area, _), counts in figures(read(files)).items()}


@pytest.mark.parametrize(
    ("north", "south", "towns"),
    [
        ("北岭镇2013年6月.csv", "南河镇2013年6月.csv", ("北岭镇", "南河镇")),
        ("清河区北岭镇/2013-06.csv", "清河区南河街道/2013-06.csv", ("北岭镇", "南河街道")),
        ("Northhill Town 2013-06.csv", "Southbank Town 2013-06.csv", ("Northhill Town", "Southbank Town")),
        ("northhill town/2013-06.csv", "southbank town/2013-06.csv", ("northhill town", "southbank town")),
    ],
)
def test_the_town_that_a_name_says_is_that_of_the_villages(north: str, south: str, towns: tuple[str, str]) -> None:
    # Both have an Old Mill with 3 births: 3 + 1 + 2 in each town, 12 in all.
    found = births({north: NORTH, south: SOUTH})

    assert found[f"{towns[0]}/Old Mill"] == found[f"{towns[1]}/Old Mill"] == 3
    assert sum(figure or 0 for figure in found.values()) == 12


@pytest.mark.parametrize(
    ("north", "south", "towns"),
    [
        ("North/2013-06.csv", "South/2013-06.csv", ("North", "South")),
        ("births_north_2013-06.csv", "births_south_2013-06.csv", ("north", "south")),
    ],
)
def test_names_that_differ_tell_namesakes_apart(north: str, south: str, towns: tuple[str, str]) -> None:
    found = births({north: NORTH, south: SOUTH})

    assert found[f"{towns[0]}/Old Mill"] == found[f"{towns[1]}/Old Mill"] == 3
    assert sum(figure or 0 for figure in found.values()) == 12
    assert "NAMESAKES" in {one.code for one in read({north: NORTH, south: SOUTH}).notices}


@pytest.mark.parametrize(
    ("one", "other"),
    [("June.csv", "June (2).csv"), ("final/2013-06.csv", "2013-06.csv"), ("a.csv", "b.csv"), ("old.csv", "new.csv")],
)
def test_the_same_villages_sent_again_are_no_namesakes(one: str, other: str) -> None:
    table = read({one: NORTH, other: NORTH})

    assert births({one: NORTH, other: NORTH}) == {"Old Mill": 3, "Ford": 1, "Kiln": 2}
    assert "NAMESAKES" not in {notice.code for notice in table.notices}


def test_two_files_of_one_town_with_different_figures_stay_an_error() -> None:
    files = {"北岭镇6月.csv": NORTH, "北岭镇6月更正.csv": NORTH.replace("Mill,3", "Mill,4")}

    with pytest.raises(InputError) as raised:
        read(files)

    assert [one.code for one in raised.value.faults] == ["TWO_FIGURES"]


def test_a_file_of_all_villages_joins_those_whose_town_a_name_says() -> None:
    files = {
        "北岭镇2013-06.csv": NORTH,
        "南河镇2013-06.csv": SOUTH.replace("Old Mill", "New Mill"),
        "people.csv": "month,village,population\n2013-06,Old Mill,900\n2013-06,Lock,800\n",
    }

    assert figures(read(files))[("北岭镇/Old Mill", "2013-06")] == {"births": 3, "population": 900}
    assert figures(read(files))[("南河镇/Lock", "2013-06")] == {"births": 1, "population": 800}


def test_a_village_of_two_towns_in_a_file_without_towns_is_asked_about() -> None:
    files = {"北岭镇.csv": NORTH, "南河镇.csv": SOUTH, "people.csv": "month,village,population\n2013-06,Old Mill,900\n"}

    with pytest.raises(InputError) as raised:
        read(files)

    assert [str(one.place).rpartition("/")[2] for one in raised.value.faults] == ["people.csv:2:2"]
