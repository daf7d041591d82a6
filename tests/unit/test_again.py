from __future__ import annotations

import shlex

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
