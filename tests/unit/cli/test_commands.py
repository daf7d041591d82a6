"""The commands: each in its module, and none that is half there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click
import pytest

from popcalc.cli.main import COMMANDS

MODULES = Path(__file__).parents[3] / "popcalc" / "cli"


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_in_the_module_of_its_name_and_says_the_same_of_itself(name: str) -> None:
    command = import_module(f"popcalc.cli.{name}").command
    assert isinstance(command, click.Command)
    assert (command.name, command.short_help) == (name, COMMANDS[name])


def test_every_module_that_has_a_command_is_called() -> None:
    having = [path.stem for path in MODULES.glob("*.py") if "\ndef command(" in path.read_text(encoding="utf-8")]
    assert sorted(having) == sorted(COMMANDS)


SHORT = {"indicators": "-i", "by": "-b", "period": "-p", "areas": "-a", "area": "-a", "targets": "-t", "lang": "-l",
         "verbose": "-v", "format": "-f", "output": "-o", "outputs": "-o", "folder": "-o", "quiet": "-q"}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_asked_every_month_has_one_letter_and_the_same_in_every_command(name: str) -> None:
    command = import_module(f"popcalc.cli.{name}").command
    options = {one.name: one.opts for one in command.params if isinstance(one, click.Option)}
    letters = {field: [word for word in words if not word.startswith("--")] for field, words in options.items()}
    assert {field: of_it for field, of_it in letters.items() if of_it} == {
        field: [SHORT[field]] for field in options if field in SHORT
    }
    assert all(words[-1].startswith("--") for words in options.values())
