from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.areas import Registry
from popcalc.areas.areas_file import read_registry
from popcalc.errors import DefinitionError
from tests.unit.intake.reading import figures, notices, read, tree


def registry(tmp_path: Path, text: str | bytes) -> Registry:
    path = tmp_path / "areas.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_registry(path)


def wrong(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        registry(tmp_path, text)
    places = [(fault.place.row, fault.place.column) if fault.place else () for fault in raised.value.faults]
    where = [":".join(str(part) for part in place if part) for place in places]
    return [f"{at} {one.code}: {one.text}".strip() for at, one in zip(where, raised.value.faults, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["AREAS_EMPTY: the areas file is empty"]),
        ("\n , \n", ["AREAS_EMPTY: the areas file is empty"]),
        ("code,title\n1,A\n", ["1 AREAS_COLUMN_MISSING: ", "1 AREAS_COLUMN_MISSING: "]),
        ("name,level\nA,twon\n", ["2:2 UNKNOWN_LEVEL: twon is not a level; the levels are province, "]),
        ("name,level\n,town\n", ["2:1 NO_NAME: "]),
        ("name,level,parent\nA,town,Nrthland\nNorthland,county,\n", ["2:3 UNKNOWN_PARENT: the parent Nrthland of A"]),
        ("name,level,parent\nA,county,B\nB,town,\n", ["2:3 PARENT_NOT_ABOVE: "]),
        ("name,level,parent\nA,town,A\n", ["2:3 PARENT_NOT_ABOVE: "]),
        (
            "code,name,level,parent\n1,C,county,\n2,C,county,\n3,T,town,C\n",
            ["4:4 AMBIGUOUS_PARENT: the parent C of T is the name of several areas; give its code"],
        ),
        ("code,name,level\n1,A,town\n1,B,town\n", ["3:1 DUPLICATE_AREA: the code 1 stands in line 2 too"]),
        (
            "name,level,aliases\nA,town,X;Y\nB,town,Y\n",
            ["3:3 ALIAS_OF_TWO_AREAS: Y is an alias of B and means A (line 2)"],
        ),
        (
            "name,level,aliases\nA,town,B\nB,town,\n",
            ["2:3 ALIAS_OF_TWO_AREAS: B is an alias of A and means B (line 3)"],
        ),
        ("code,name,level,aliases\n1,A,town,2\n2,B,town,\n", ["2:4 ALIAS_OF_TWO_AREAS: 2 is an alias of A"]),
        (b"name,level\n\xb1\xb1,town\n", ["NOT_UTF8: byte 12 is not UTF-8"]),
        (
            "name,level,parent\nA,twon,\nB,town,Q\n,town,\n",
            ["2:2 UNKNOWN_LEVEL", "4:1 NO_NAME", "3:3 UNKNOWN_PARENT"],
        ),
        ("name,level,parent\nA,twon,Q\n", ["2:2 UNKNOWN_LEVEL", "2:3 UNKNOWN_PARENT: the parent Q of A"]),
        ("name,level,parent\nA,town,B\nB,conty,\n", ["3:2 UNKNOWN_LEVEL: conty"]),
    ],
)
def test_every_mistake_is_named_at_its_line(tmp_path: Path, text: str | bytes, expected: list[str]) -> None:
    found = wrong(tmp_path, text)

    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


def test_a_near_level_and_parent_are_suggested(tmp_path: Path) -> None:
    found = wrong(tmp_path, "name,level,parent\nA,twon,\nB,town,Nrthland\nNorthland,county,\n")

    assert "(did you mean town?)" in found[0]
    assert "(did you mean Northland?)" in found[1]


def test_levels_are_read_by_their_names(tmp_path: Path) -> None:
    known = registry(tmp_path, "code,name,level,parent\n320803000000,石门县,县,\n320803102000,北岭镇,乡镇,石门县\n")

    entry = known.find("town", "320803102", "", {})
    assert entry is not None
    assert (entry.name, entry.above and entry.above.level) == ("北岭镇", "county")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="cannot be read"):
        read_registry(tmp_path / "none.csv")


def test_one_alias_in_two_counties_is_told_by_what_stands_above(tmp_path: Path) -> None:
    text = "name,level,parent,aliases\nC1,county,,\nC2,county,,\nNew1,town,C1,Old\nNew2,town,C2,Old\n"
    known = registry(tmp_path, text)

    for county, town in ("C1", "New1"), ("C2", "New2"):
        entry = known.find("town", "", "Old", {"county": ("", county)})
        assert entry is not None
        assert entry.name == town
    assert known.find("town", "", "Old", {}) is None
    assert known.find("town", "", "Old", {"county": ("", "C3")}) is None


def test_codes_names_and_aliases_are_compared_in_plain_form(tmp_path: Path) -> None:
    known = registry(tmp_path, "\ufeffcode,name,level,aliases\n'32-08 03.0,North  hill,Town,旧 镇；320801\n")

    for code, name in ("320803", ""), ("320801", ""), ("", "Northhill"), ("", "旧镇"):
        entry = known.find("town", code, name, {})
        assert entry is not None
        assert (entry.code, entry.name) == ("320803", "North hill")


EVENTS = "town,village,village_code,month,births\n三民一,A,X1,2013-01,1\n三民二,B,X2,2013-01,2\n鼓山,C,X3,2013-01,4\n"
POPULATION = (
    "town,village,village_code,month,population\n三民,A,Y1,2013-01,10\n三民,B,Y2,2013-01,20\n鼓山,C,X3,2013-01,40\n"
)
AREAS = "code,name,level,parent,aliases\n,三民,town,高雄,三民一;三民二\n,鼓山,town,高雄,\n,高雄,county,,\n"


def test_sub_offices_are_joined_by_alias_though_their_village_codes_differ() -> None:
    table = read({"events.csv": EVENTS, "population.csv": POPULATION}, areas=AREAS)

    assert figures(table) == {
        ("X1", "2013-01"): {"births": 1, "population": 10},
        ("X2", "2013-01"): {"births": 2, "population": 20},
        ("X3", "2013-01"): {"births": 4, "population": 40},
    }
    assert notices(table) == []


def test_levels_that_no_column_holds_come_from_the_areas_file() -> None:
    table = read({"events.csv": EVENTS, "population.csv": POPULATION}, areas=AREAS)

    assert table.areas.levels == ("county", "town", "village")
    assert tree(table)["高雄/三民"] == ("town", "三民", "高雄")
    assert tree(table)["高雄"] == ("county", "高雄", "")


def test_code_only_data_take_names_and_parents_from_the_areas_file() -> None:
    areas = (
        "code,name,level,parent\n11,松坳村,village,1\n12,石门村,village,1\n1,北岭镇,town,梅源县\n99,梅源县,county,\n"
    )
    table = read(
        {
            "codes.csv": "village_code,month,births\n11,2013-01,1\n12,2013-01,2\n13,2013-01,3\n",
            "names.csv": "town,village,month,population\n北岭镇,松坳村,2013-01,10\n北岭镇,石门村,2013-01,20\n",
        },
        areas=areas,
    )

    assert figures(table)["11", "2013-01"] == {"births": 1, "population": 10}
    assert tree(table) == {
        "11": ("village", "松坳村", "1"),
        "12": ("village", "石门村", "1"),
        "13": ("village", "13", ""),
        "1": ("town", "北岭镇", "99"),
        "99": ("county", "梅源县", ""),
    }


def test_a_former_village_name_is_found_under_the_present_name_of_its_town() -> None:
    areas = "name,level,parent,aliases\nNew,town,,Old\nPine,village,New,Fir\nOak,village,,\n"
    table = read(
        {
            "2012.csv": "town,village,month,births\nOld,Fir,2012-12,1\n",
            "2013.csv": "town,village,month,births\nNew,Pine,2013-01,2\n",
        },
        areas=areas,
    )

    assert list(figures(table)) == [("New/Pine", "2012-12"), ("New/Pine", "2013-01")]


def test_statistical_prefixes_take_their_names_from_the_areas_file() -> None:
    areas = "code,name,level\n320803,梅源县,county\n320803100,北岭镇,town\n"
    table = read("code,month,births\n320803100201,2013-01,1\n", areas=areas)

    assert tree(table) == {
        "320803100201": ("village", "320803100201", "320803100"),
        "320803100": ("town", "北岭镇", "320803"),
        "320803": ("county", "梅源县", ""),
    }
