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
