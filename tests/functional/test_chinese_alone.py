"""Whoever reads Chinese reads no key and no English word: names of files, options and codes are all that is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from popcalc.definitions.loading import load_catalogue
from popcalc.language import language
from popcalc.output.explanation import definition_lines, lines_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Popcalc

KNOWN = load_catalogue(())
AS_TYPED = re.compile(
    r"`[^`]*`"  # a command
    r"|--?[a-z][a-z-]*(?: (?:zero|missing|keep|newest|annual|period))?"  # an option, and its value
    r"|[^\s，。；：、（）“”]*\.(?:csv|xlsx|yaml|html)\b[^\s，。；：、（）“”]*"  # a file, a sheet and a place in it
    r"|(?:columns|empty|totals|area|stock_at)(?=[:：])"  # the key of a definition file before its value
    r"|: zero\b|population: resident\b"  # a value there
    r"|\b(?:opened|closed|into|aliases)\b"  # a column of an areas file
    r"|\b[A-Z][A-Z0-9]{2,}(?:_[A-Z0-9]+)*\b"  # a code
    r"|https?://\S+"
    r"|\b\d{4}[QH]\d\b"  # a quarter, a half-year
    r"|(?<![A-Za-z<])[a-z]{1,2}(?![A-Za-z])|(?<= )[a-h]{1,8}\b"  # marks of footnotes
)
"""What is typed, or names something, as it stands."""
NAMES = {
    "popcalc", "MOVER", "CSV", "UTF", "GB", "Excel", "YAML", "JSON", "Schema", "SD", "MAD", "z",
    "Garwood", "Clopper", "Pearson", "Donner", "Zou", "U", "A", "B", "C",
    *(one for known in KNOWN.indicators.values() for one in known.aliases),
}  # fmt: skip
"""Names of methods, forms and people."""
WORD = re.compile(r"[A-Za-z][A-Za-z_]*")

MONTHS = """\
填报单位：北岭镇
月份,村,出生人数,出生男婴数,出生女婴数,死亡人数,婴儿死亡数,期末总人口,备注
{year}年1月,石门村,3,1,2,1,0,1000,
{year}年1月,松谷村,9,3,1,2,,1200,补报
{year}年1月,柳埠村,7,3,3,3,0,2300,
{year}年1月,小计,16,7,6,6,0,4500,
{year}年2月,石门村,2,1,1,1,0,1001,
{year}年2月,松谷村,30,28,2,1,4,90000,
{year}年3月,石门村,1,0,1,1,,1002,
{year}年3月,松谷村,1,0,1,1,0,1203,
{year}年3月,柳埠村,2,1,1,1,,902,
填报人:张三
"""
TARGETS = """\
version: 1
name: 北岭镇{year}年目标
year: {year}
targets:
  - {{indicator: 出生率, at_most: 8.50, weight: 30}}
  - {{indicator: 出生人口性别比, between: [103, 107], veto: true}}
  - {{indicator: 出生人数, at_most: 20, level: 村, weight: 20}}
"""
PRINTED = """\
version: 1
name: 北岭镇年报
periods: 2013
printed:
  - {{indicator: 出生率, value: 9.1}}
"""

COMMANDS = {
    "compute": "compute . -f table --indicator all",
    "compute-months": "compute . -f markdown -p 月 --layout periods -i 出生率",
    "compute-compared": "compute . -f table -p 月 --compare previous --rank high --ci",
    "compute-above": "compute . -f markdown --compare above --by 村",
    "compute-judged": "compute . -f markdown -t 目标.yaml",
    "check": "check . -t 目标.yaml -f table --drivers 2 --scores",
    "check-grid": "check . -t 目标.yaml -f markdown --layout grid",
    "inspect": "inspect . -f table",
    "inspect-cells": "inspect . -f markdown",
    "inspect-html": "inspect . -f html",
    "validate": "validate . -f table",
    "validate-cells": "validate . -f markdown",
    "explain": "explain 出生率 . -p quarter",
    "explain-death": "explain 婴儿死亡率 . -a 松谷村",
    "explain-target": "explain 出生率 . -a 北岭镇 -t 目标.yaml",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town's returns of two years, with what may be wrong with such, and targets."""
    found = tmp_path_factory.mktemp("returns")
    for year in (2012, 2013):
        (found / f"{year}年月报.csv").write_text(MONTHS.format(year=year), encoding="utf-8")
    (found / "目标.yaml").write_text(TARGETS.format(year=2013), encoding="utf-8")
    return found


def english(said: str) -> set[str]:
    """Return the words in Latin letters that name nothing and are not typed."""
    return {word for word in WORD.findall(AS_TYPED.sub(" ", said))} - NAMES


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_no_key_and_no_english_word(name: str, folder: Path, popcalc: Popcalc) -> None:
    result = popcalc(*COMMANDS[name].split(), "--lang", "zh", cwd=folder)
    assert result.code in (0, 1), result.stderr.decode("utf-8")
    said = re.sub("<style>.*?</style>|<[^>]*>", " ", (result.stdout + result.stderr).decode("utf-8"), flags=re.DOTALL)
    assert re.search("[\u4e00-\u9fff]", said)
    assert sorted(english(said)) == []


def test_no_definition_has_a_key_or_an_english_word() -> None:
    chinese = language("zh")
    defined = [one for one in KNOWN.indicators.values() if one.key not in KNOWN.counts]
    lines = [lines_of(definition_lines(one, KNOWN, chinese), chinese, None) for one in defined]
    said = "\n".join(words for one in lines for line in one for words, _ in line)
    assert len(defined) > 80
    assert sorted(english(said)) == []
