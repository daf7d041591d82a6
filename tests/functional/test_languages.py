"""English and Chinese: the same figures, the words of the reader, and no letter lost whatever the locale."""

from __future__ import annotations

import csv
import io
import re
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from popcalc.cli.main import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden, Popcalc, Result
    from tests.functional.conftest import Shown

NAMES = ("area_name",)
QUARTERS = ("--period", "quarter", "--indicator", "all", "-q")


def records(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline="")))


def test_both_samples_give_the_same_figures(popcalc: Popcalc) -> None:
    english = records(popcalc("compute", "sample_data/monthly", *QUARTERS))
    chinese = records(popcalc("compute", "sample_data/monthly_zh", *QUARTERS))
    assert len(english) > 400
    assert {record["area_name"] for record in english} != {record["area_name"] for record in chinese}
    nameless = [[{name: record[name] for name in record if name not in NAMES} for record in one]
                for one in (english, chinese)]  # fmt: skip
    assert nameless[0] == nameless[1]


def test_chinese_words(shown: Shown) -> None:
    command = "compute sample_data/monthly_zh --lang zh -f markdown --period half --ci --indicator all --by all"
    shown("languages/chinese", command)


CHINESE = {
    "explain": "explain 出生率 sample_data/monthly_zh --area 北岭镇 --period half",
    "explain-target": "explain 人口自然增长率 sample_data/monthly_zh --area 990101101 "
    "--targets configs/targets-county.yaml -q",
    "definition": "explain 自然增长率",
    "check": "check sample_data/facts/township-half-year.csv --targets configs/targets-township.yaml -f plain",
    "unknown-words": "compute sample_data/monthly_zh --from 2013-13 --to 下月 --confidence 95",
    "unknown-names": "compute sample_data/monthly_zh --indicator 出生律,无此指标 -q",
    "unknown-level": "compute sample_data/monthly_zh --by 乡真 -q",
    "unknown-area": "compute sample_data/monthly_zh --area 北领镇 -q",
    "nowhere": "compute nowhere.csv reports --columns nowhere.yaml",
}
"""What a person who reads Chinese asks: the answer, what is said beside it, and what is refused."""


@pytest.mark.parametrize("name", CHINESE)
def test_all_that_is_said_is_chinese(name: str, shown: Shown) -> None:
    shown(f"languages/zh-{name}", f"{CHINESE[name]} --lang zh")


OFFICE = """\
××县人口变动情况月报表
单位:人
月份,乡镇,村,出生人数,出生男婴数,出生女婴数,死亡人数,期末总人口,备注
2013年1月,北岭镇,石门村,3,1,2,1,1000,
2013年1月,北岭镇,松谷村,4,2,1,2,1200,补报
2013年1月,北岭镇,小计,7,3,3,3,2300,
2013年1月,东桥镇,柳埠村,2,1,1,,900,
2013年2月,北岭镇,石门村,2,1,1,1,1001,
2013年2月,东桥镇,柳埠村,2,1,1,1,9000,
2013年3月,北岭镇,石门村,1,0,1,1,1002,
2013年3月,北岭镇,松谷村,1,0,1,1,1203,
2013年3月,东桥镇,柳埠村,2,1,1,1,902,
填报人:张三
"""


def test_notices_and_findings_are_chinese(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "月报.csv").write_bytes(OFFICE.encode("gb18030"))
    assert shown("languages/zh-notices", "compute 月报.csv --lang zh -f plain --by all", cwd=tmp_path).code == 0
    assert shown("languages/zh-validate", "validate 月报.csv --lang zh -f plain", cwd=tmp_path).code == 1


WRONG_CELLS = """\
月份,乡镇,村,出生人数,期末总人口
2013-01,北岭镇,石门村,12人,1000
2013年13月,北岭镇,松谷村,十二,1.5
2013-01,北岭镇,,-3,#REF!
2013-01,北岭镇,柳埠村,1.2E+03,"1,2"
2013-01,北岭镇,柳埠村,3
"""
WRONG_TARGETS = """\
version: 1
name: 目标
year: 2013
targets:
  - {indicator: birth, at_most: 5}
  - {indicator: births, at_most: 5%, at_lest: 3}
  - {indicator: births}
  - {indicator: policy_compliance_rate, between: [101, 85]}
"""


def test_faults_are_chinese_in_a_chinese_locale(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "村.csv").write_text(WRONG_CELLS, encoding="utf-8")
    (tmp_path / "名单.csv").write_text("姓名,出生日期\n李四,2013-01-01\n", encoding="utf-8")
    (tmp_path / "targets.yaml").write_text(WRONG_TARGETS, encoding="utf-8")
    chinese = {"LC_ALL": "zh_CN.UTF-8"}
    for name, command in (
        ("cells", "compute 村.csv"),
        ("persons", "compute 名单.csv"),
        ("targets", "check 村.csv --targets targets.yaml"),
    ):
        assert shown(f"languages/zh-wrong-{name}", command, env=chinese, cwd=tmp_path).code == 2


@pytest.mark.parametrize("asked", ["--lang zh", "--lang=zh", "--lang en --lang zh"])
def test_faults_speak_the_language_that_is_asked_for(asked: str, popcalc: Popcalc) -> None:
    result = popcalc("compute", "nowhere.csv", *asked.split(), env={"LC_ALL": "C.UTF-8"})
    assert result.stderr.decode("utf-8") == "nowhere.csv NO_SUCH_FILE 没有这个文件或文件夹\n"


def test_faults_are_english_where_that_is_asked_for(popcalc: Popcalc) -> None:
    result = popcalc("compute", "nowhere.csv", "--lang", "en", env={"LC_ALL": "zh_CN.UTF-8"})
    assert result.stderr == b"nowhere.csv NO_SUCH_FILE no such file or folder\n"


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "出生人数"),
        ({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "出生人数"),
        ({"LC_ALL": "C"}, "Births"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "zh_CN.UTF-8"}, "Births"),
    ],
)
def test_locale_chooses_the_language(locale: dict[str, str], words: str, popcalc: Popcalc) -> None:
    assert words in popcalc("counts", "births", "-f", "plain", env=locale).stdout.decode("utf-8")


USAGE = {
    "command": "chekc",
    "no-command": "",
    "sources": "compute",
    "targets": "check a.csv",
    "option": "compute a.csv --indicatr births",
    "period": "compute a.csv -p 半",
    "choice": "compute a.csv --basis yearly",
    "range": "compute a.csv --year-start 13",
    "number": "compute a.csv --confidence high",
    "value": "compute a.csv --from",
    "flag": "compute a.csv --ci=3",
    "folder": "compute a.csv --columns .",
    "more": "schema targets columns",
}
"""Each way to write a command line that is none."""


@pytest.mark.skipif(version("click") < "8.2", reason="older releases of click use other words")
def test_wrong_command_lines_are_told_in_chinese(popcalc: Popcalc, golden: Golden) -> None:
    told = []
    for words in USAGE.values():
        result = popcalc("--lang", "zh", *words.split())
        assert (result.code, result.stdout) == (2, b"")
        told.append(f"$ popcalc --lang zh {words}\n{result.stderr.decode('utf-8')}")
    golden("languages/zh-usage.txt", "\n".join(told))


def test_help_is_chinese(popcalc: Popcalc, golden: Golden) -> None:
    told = []
    for asked in ("", *COMMANDS):
        result = popcalc("--lang", "zh", *filter(None, [asked]), "--help")
        assert (result.code, result.stderr) == (0, b"")
        told.append(f"$ popcalc --lang zh {asked} --help\n{result.stdout.decode('utf-8')}")
    golden("languages/zh-help.txt", "\n".join(told))
    examples = ("$", "  popcalc", "  # ")
    lines = [line for line in "\n".join(told).splitlines() if not line.startswith(examples)]
    assert [line for line in lines if wcswidth(line) > 80] == []
    # What is left in Latin letters are words to type and names; a sentence has blanks between small words.
    assert [line for line in lines if re.search(r"(?<!-)\b(the|of|and|is|with|for)\b", line)] == []


def test_help_in_a_chinese_locale_is_chinese(popcalc: Popcalc) -> None:
    assert "用法" in popcalc("compute", "--help", env={"LC_ALL": "zh_CN.UTF-8"}).stdout.decode("utf-8")
    assert popcalc("compute", "--help", "--lang", "en", env={"LC_ALL": "zh_CN.UTF-8"}).stdout.startswith(b"Usage: ")


def test_wrong_command_lines_are_told_in_english_where_that_is_asked_for(popcalc: Popcalc) -> None:
    result = popcalc("--lang", "en", "compute", "a.csv", "--from", env={"LC_ALL": "zh_CN.UTF-8"})
    assert result.stderr == b"Error: Option '--from' requires an argument.\n"


CHOSEN = {
    "before the command": ("-l zh counts births", {}, "出生人数"),
    "behind the command": ("counts births -l zh", {}, "出生人数"),
    "behind wins": ("--lang en counts births --lang zh", {}, "出生人数"),
    "before wins over the environment": ("--lang en counts births", {"POPCALC_LANG": "zh"}, "Births"),
    "environment wins over the locale": ("counts births", {"POPCALC_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, "出生人数"),
}


@pytest.mark.parametrize("case", CHOSEN)
def test_nearest_wish_chooses_the_language(case: str, popcalc: Popcalc) -> None:
    asked, env, words = CHOSEN[case]
    assert words in popcalc(*asked.split(), "-f", "plain", env=env).stdout.decode("utf-8")


@pytest.mark.parametrize("asked", ["-l zh compute nowhere.csv", "-lzh compute nowhere.csv", "compute nowhere.csv -lzh",
                                   "--lang en compute nowhere.csv --lang=zh"])  # fmt: skip
def test_faults_are_said_in_the_language_wherever_it_is_asked_for(asked: str, popcalc: Popcalc) -> None:
    result = popcalc(*asked.split(), env={"LC_ALL": "C.UTF-8"})
    assert result.stderr.decode("utf-8") == "nowhere.csv NO_SUCH_FILE 没有这个文件或文件夹\n"


def test_records_are_the_same_in_every_environment(popcalc: Popcalc) -> None:
    asked = ("validate", "sample_data/faulty", "-f", "csv")
    chinese, english = (popcalc(*asked, env={"POPCALC_LANG": code}) for code in ("zh", "en"))
    assert chinese.stdout == english.stdout
    assert chinese.stderr != english.stderr


def test_a_language_of_the_environment_that_is_none_is_an_error(popcalc: Popcalc) -> None:
    result = popcalc("counts", env={"POPCALC_LANG": "fr_FR"})
    assert (result.code, result.stdout) == (2, b"")
    assert result.stderr == b"popcalc: LANGUAGE POPCALC_LANG is one of en, zh, not fr_FR\n"


POOR = {
    "C": {"LC_ALL": "C"},
    "C without UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("locale", POOR)
def test_answer_is_utf8_in_every_locale(locale: str, popcalc: Popcalc) -> None:
    result = popcalc("compute", "sample_data/monthly_zh", "--indicator", "births", env=POOR[locale])
    assert result.code == 0
    assert "990101101,北岭镇,town,990101,2013,".encode() in result.stdout


def test_message_escapes_what_standard_error_cannot_write(popcalc: Popcalc) -> None:
    asked = ("compute", "sample_data/monthly_zh", "--area", "北岭", "-q")
    ascii_only = popcalc(*asked, env=POOR["ASCII"])
    assert ascii_only.code == 2
    assert ascii_only.stderr.startswith(b"popcalc: UNKNOWN_AREA no area \\u5317\\u5cad in the data")
