"""The Tab key: what is proposed, and how it is handed back to each shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from popcalc.cli.main import COMMANDS, COMPLETE, popcalc, run
from popcalc.cli.shells import SHELLS, Bash, Fish, PowerShell, Zsh
from popcalc.language import language


def proposed(*words: str, lang: str = "en", shell: type[ShellComplete] = Bash) -> dict[str, str | None]:
    """Return what is proposed for the last word, with what is said of it."""
    *given, begun = words
    found = shell(popcalc, {"obj": language(lang)}, "popcalc", COMPLETE).get_completions(given, begun)
    assert all(one.type == "plain" for one in found)
    return {one.value: one.help for one in found}


@pytest.fixture
def data(sample_data: Path) -> str:
    return str(sample_data / "monthly")


@pytest.fixture
def data_zh(sample_data: Path) -> str:
    return str(sample_data / "monthly_zh")


def test_commands_are_proposed_with_what_they_do() -> None:
    assert proposed("") == COMMANDS
    assert proposed("ch") == {"check": COMMANDS["check"]}


def test_indicators_are_proposed_by_key_and_by_chinese_name() -> None:
    assert proposed("compute", "-i", "natural_") == {
        "natural_increase": "Natural increase", "natural_increase_rate": "Rate of natural increase",
    }  # fmt: skip
    assert proposed("compute", "-i", "natural_", lang="zh") == {
        "natural_increase": "自然增长人数", "natural_increase_rate": "人口自然增长率",
    }  # fmt: skip
    assert proposed("explain", "出生率") == {"出生率": "crude_birth_rate"}


def test_before_anything_is_typed_each_indicator_stands_once_in_the_language() -> None:
    english, chinese = proposed("compute", "-i", ""), proposed("compute", "-i", "", lang="zh")
    assert english["crude_birth_rate"] == "Crude birth rate"
    assert chinese["出生率"] == "crude_birth_rate"
    assert "出生率" not in english
    assert "crude_birth_rate" not in chinese
    assert len(english) == len(chinese)


def test_the_last_of_several_indicators_is_proposed_and_none_twice() -> None:
    assert list(proposed("compute", "-i", "births,deaths_i")) == ["births,deaths_infant"]
    assert proposed("compute", "-i", "crude_birth_rate，出生率") == {}


def test_indicators_of_a_catalogue_on_the_line_are_proposed() -> None:
    line = ("compute", "--catalogue", "configs/catalogue-local.yaml", "-i", "late_m")
    assert proposed(*line[:1], *line[3:]) == {}
    assert len(proposed(*line)) > 0


@pytest.mark.parametrize("command", ["compute", "check", "report"])
def test_levels_are_proposed_from_the_lowest(command: str) -> None:
    assert list(proposed(command, "-b", "")) == ["village", "town", "county", "prefecture", "province", "all"]
    assert proposed(command, "--by", "乡", lang="zh") == {"乡镇": "town"}


def test_periods_are_proposed_by_key_and_name() -> None:
    assert list(proposed("compute", "-p", "")) == ["month", "quarter", "half", "year", "ytd", "rolling", "all"]
    assert proposed("compute", "-p", "滚") == {"滚动年": "rolling"}


def test_areas_are_those_of_the_files_on_the_line(data: str, data_zh: str) -> None:
    towns = {"Meiyuan County": "county", "Northhill": "town", "Eastbridge": "town", "Riverside": "town"}
    assert proposed("compute", data, "-a", "") == towns
    assert proposed("compute", data, "--area=") == towns
    assert proposed("explain", "births", data, "-a", "pine") == {"Pine Hollow": "village"}
    assert proposed("check", data_zh, "-a", "北", lang="zh") == {"北岭镇": "乡镇"}


def test_without_files_on_the_line_areas_are_those_of_the_project_file(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked as a shell asks, in the language of the file; files on the line go before it."""
    (tmp_path / "popcalc.yaml").write_text(f"sources: {sample_data / 'monthly_zh'}\nlang: zh\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(COMPLETE, "zsh_complete")
    for line, named in {
        "compute -a 北": "plain\n北岭镇\n乡镇",
        "explain births -a 北": "plain\n北岭镇\n乡镇",
        f"check {sample_data / 'monthly'} -a Nor": "plain\nNorthhill\n乡镇",
        "compute -p 滚": "plain\n滚动年\nrolling",
    }.items():
        monkeypatch.setenv("COMP_WORDS", f"popcalc {line}")
        monkeypatch.setenv("COMP_CWORD", str(len(line.split())))
        with pytest.raises(SystemExit):
            run()
        assert capsys.readouterr().out.strip() == named


@pytest.mark.parametrize("line", [(), ("nowhere.csv",), ("--columns", "nowhere.yaml", "README.md")])
def test_where_no_file_can_be_read_no_area_is_proposed(line: tuple[str, ...]) -> None:
    assert proposed("compute", *line, "-a", "") == {}


def test_large_files_are_not_read_for_names_of_areas(tmp_path: Path) -> None:
    for name, rows in (("small", 1), ("large", 60_000)):
        row = f"2013-06,{name} Village,1,100\n"
        (tmp_path / f"{name}.csv").write_text(f"month,village,births,population\n{row * rows}", encoding="utf-8")
        os.utime(tmp_path / f"{name}.csv", (rows, rows))
    assert proposed("compute", str(tmp_path / "small.csv"), "-a", "") == {"small Village": "village"}
    assert proposed("compute", str(tmp_path / "large.csv"), "-a", "") == {}


def test_names_of_files_are_left_to_the_shell() -> None:
    shell = Bash(popcalc, {}, "popcalc", COMPLETE)
    for line in (["compute"], ["compute", "-t"], ["compute", "-o"], ["audit"]):
        assert [(one.type, one.value) for one in shell.get_completions(line, "sa")] == [("file", "sa")]


def test_shells_that_replace_the_whole_word_get_the_option_back(data: str) -> None:
    for shell in (Zsh, Fish, PowerShell):
        assert list(proposed("compute", data, "--area=Nor", shell=shell)) == ["--area=Northhill"]
    assert list(proposed("compute", data, "--area=Nor")) == ["Northhill"]


POWERSHELL = {"COMP_WORDS": "popcalc\ncompute\n{data}\n-a\n{begun}", "COMP_BEGUN": "{begun}"}


@pytest.mark.parametrize(
    ("begun", "handed_back"),
    [("Pi", "plain\t'Pine Hollow'\tvillage"), ("'Pine H", "plain\t'Pine Hollow'\tvillage"),
     ("Nor", "plain\tNorthhill\ttown")],
)  # fmt: skip
def test_powershell_gets_words_with_blanks_in_quotes(
    begun: str, handed_back: str, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in POWERSHELL.items():
        monkeypatch.setenv(name, value.format(data=data, begun=begun))
    assert PowerShell(popcalc, {}, "popcalc", COMPLETE).complete() == handed_back


def test_a_backslash_is_a_letter_in_powershell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_WORDS", "popcalc\ncompute\n'my data\\2013'\n-i\nbir")
    monkeypatch.setenv("COMP_BEGUN", "bir")
    assert PowerShell(popcalc, {}, "popcalc", COMPLETE).get_completion_args() == (
        ["compute", "my data\\2013", "-i"], "bir"
    )  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell.name)
def test_each_shell_is_told_how_to_ask(shell: type[ShellComplete]) -> None:
    script = shell(popcalc, {}, "popcalc", COMPLETE).source()
    assert f"{shell.name}_complete" in script
    assert "_popcalc_completion" in script or shell is PowerShell
    assert "%(" not in script


IN_BASH = """eval "$(_POPCALC_COMPLETE=bash_source popcalc)"
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_popcalc_completion popcalc
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "replies"),
    [
        ("popcalc compute sample_data/monthly -a Pi", ["Pine\\ Hollow"]),
        ("popcalc compute sample_data/monthly -a \\'Pi", ["Pine Hollow"]),
        ("popcalc compute sample_data/monthly --area = Nor", ["Northhill"]),
        ("popcalc compute -i births,人口自然增长率", ["births,人口自然增长率"]),
    ],
)
def test_bash_itself_puts_the_words_there(words: str, replies: list[str], tmp_path: Path) -> None:
    command = tmp_path / "popcalc"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m popcalc "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    done = subprocess.run(
        ["bash", "--norc", "-c", IN_BASH.format(words=words)],
        capture_output=True, encoding="utf-8", check=True,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.stdout.splitlines() == replies


@pytest.mark.parametrize("line", ["compute\n-i\n", "compute\n-b\n", "compute\n-p\n", "compute\nsa", "co"])
def test_nothing_that_computes_is_imported_for_a_proposal(line: str) -> None:
    code = (
        "import sys\nfrom popcalc.cli.main import run\ntry:\n    run()\nfinally:\n"
        "    print(sorted({'pandas', 'numpy', 'scipy', 'yaml', 'rich'} & set(sys.modules)), file=sys.stderr)\n"
    )
    words = {"COMP_WORDS": f"popcalc\n{line}", "COMP_CWORD": str(line.count("\n") + 1), COMPLETE: "bash_complete"}
    # A variable that could be a setting is looked up among them.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POPCALC_")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env={**environment, **words}
    )
    assert done.stderr == "[]\n"
    assert done.stdout.strip()
