"""What people call areas leads to those of the data, however it is spelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.areas import Registry
from popcalc.areas.areas_file import read_registry
from popcalc.areas.finding import AreaNames
from popcalc.errors import Fault
from popcalc.language import language
from tests.unit.intake.reading import read

RETURNS = """\
town,village,village_code,month,births
North hill,A,11-1,2013-01,1
East,11 1,12,2013-01,1
东门镇,石门村,13,2013-01,1
东门镇,石桥村,14,2013-01,1
柳河乡,石桥村,15,2013-01,1
"""
FILE = "code,name,level,parent,aliases\n,东门镇,town,,东关公社\n13,石门村,village,东门镇,石门大队;老石门\n"


@pytest.fixture
def known(tmp_path: Path) -> Registry:
    path = tmp_path / "areas.csv"
    path.write_text(FILE, encoding="utf-8")
    return read_registry(path)


def names(registry: Registry | None = None) -> tuple[AreaNames, list[str]]:
    areas = read(RETURNS, areas=FILE if registry else None).areas
    return AreaNames(areas, registry), list(areas.keys)


@pytest.mark.parametrize(
    ("word", "key"),
    [(" 1-11", "111"), ("Northhill", "North hill"), ("A", "111"), ("NORTH HILL", "North hill"), ("石門村", "13"),
     ("東门鎮", "东门镇"), ("石 门 村", "13"), ("１３", "13")],
)  # fmt: skip
def test_keys_come_before_names_and_spelling_makes_no_difference(word: str, key: str) -> None:
    known, keys = names()
    found = known.one(word)
    assert isinstance(found, int)
    assert keys[found] == key


@pytest.mark.parametrize(("word", "key"), [("东关公社", "东门镇"), ("石門大隊", "13"), ("老石门", "13")])
def test_the_areas_file_knows_other_names(word: str, key: str, known: Registry) -> None:
    found, keys = names(known)
    one = found.one(word)
    assert isinstance(one, int)
    assert keys[one] == key
    assert isinstance(names()[0].one(word), Fault)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("West", "no area West in the data (did you mean East?)"),
        ("东们镇", "no area 东们镇 in the data (did you mean 东门镇?)"),
        ("东关公设", "no area 东关公设 in the data (did you mean 东关公社?)"),
        ("石桥村", "石桥村 is the name of 2 areas; give one of their keys: 14, 15"),
    ],
)
def test_a_name_of_none_or_several_is_told(word: str, said: str, known: Registry) -> None:
    found = names(known)[0].one(word)
    assert isinstance(found, Fault)
    assert str(found.text) == said


def test_the_nearest_name_is_told_in_chinese() -> None:
    found = names()[0].one("东们镇")
    assert isinstance(found, Fault)
    assert language("zh")(found.text) == "数据中没有地区“东们镇”（是否应为 东门镇？）"
