"""A table in the other readings of what it leaves open, with derived counts, parts of villages and figures to date."""

from __future__ import annotations

from popcalc.definitions.columns import Columns
from popcalc.doubts import Reading
from tests.unit.intake.reading import read

BY_SEX = """\
month,village,births_male,births_female,deaths
2013-01,Ash,1,1,1
2013-02,Ash,,1,1
2013-03,Ash,,,1
2013-04,Ash,2,,1
"""


def test_a_derived_count_is_made_of_its_parts_in_each_reading() -> None:
    found = read(BY_SEX, counts=["births"])
    male, female = frozenset({"births_male"}), frozenset({"births_female"})
    assert found.doubts.columns_of(["births"]) == male | female
    readings = (frozenset[str](), male, female, male | female)
    assert {zeros: found.read_as(Reading(zeros)).column("births").tolist() for zeros in readings} == {
        frozenset(): [2, -1, -1, -1],
        male: [2, 1, -1, -1],
        female: [2, -1, -1, 2],
        male | female: [2, 1, 0, 2],
    }


def test_a_count_that_every_file_holds_does_not_rest_on_its_parts() -> None:
    data = BY_SEX.replace("deaths\n", "deaths,births\n").replace(",1\n", ",1,2\n")
    found = read(data)
    assert set(found.doubts.empty) == {"births_male", "births_female"}
    assert found.doubts.columns_of(["births"]) == frozenset()


def test_a_village_of_two_parts_has_the_reading_of_each() -> None:
    areas = "code,name,level,parent,aliases,into\n1,Ash,village,,,\n2,Ash Upper,village,,,1\n3,Ash Lower,village,,,1\n"
    rows = "2013-01,Ash Upper,2,1\n2013-02,Ash Upper,2,\n2013-01,Ash Lower,1,1\n2013-02,Ash Lower,1,3\n"
    found = read("month,village,births,deaths\n" + rows, areas=areas)
    assert found.column("deaths").tolist() == [2, -1]
    assert found.read_as(Reading(frozenset({"deaths"}))).column("deaths").tolist() == [2, 3]


def test_what_is_absent_is_zero_in_each_reading() -> None:
    rows = "2013-01,Ash,2,1\n2013-02,Ash,2,\n2013-01,Birch,1,1\n"
    found = read("month,village,births,deaths\n" + rows, Columns(absent="zero"))
    assert found.column("deaths").tolist() == [1, -1, 1, 0]
    assert found.read_as(Reading(frozenset({"deaths"}))).column("deaths").tolist() == [1, 0, 1, 0]
