from __future__ import annotations

import shlex

import pytest

from popcalc.again import command_line


def test_a_shell_takes_it_as_it_was() -> None:
    words = ["popcalc", "validate", "a b.csv", "2013年6月.csv", "--sheet", "1月 (2)"]
    assert shlex.split(command_line("validate", words[2:4], words[4:])) == words


def test_name_that_looks_like_an_option_is_none() -> None:
    assert command_line("inspect", ["-x.csv", "-"]) == "popcalc inspect ./-x.csv -"


def test_of_many_sources_the_first_and_the_last_are_named() -> None:
    assert command_line("validate", [f"{number}.csv" for number in range(9)]) == (
        "popcalc validate 0.csv 1.csv 2.csv ... 8.csv"
    )


def test_on_windows_its_shells_take_it_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of them know double quotes, and a backslash is no sign of theirs; % and , have a meaning in one of them."""
    monkeypatch.setattr("sys.platform", "win32")
    files = ["C:\\data\\2013年6月.csv", "a b.csv", "50%.csv", "a,b.csv"]
    assert command_line("validate", files, ["--sheet", "1月 (2)"]) == (
        'popcalc validate C:\\data\\2013年6月.csv "a b.csv" "50%.csv" "a,b.csv" --sheet "1月 (2)"'
    )
