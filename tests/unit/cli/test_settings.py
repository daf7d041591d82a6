"""Settings: each stands for an option, and a project file is found where it may be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from popcalc.cli.beforehand import Origins, Wishes, origins_of, wishes_of
from popcalc.cli.main import COMMANDS
from popcalc.cli.options import key_of
from popcalc.definitions.project import OF_LOOKS, PATHS, Project
from popcalc.definitions.shapes import Field, shape_of, written_fields

FIELDS = {one.name: one for one in written_fields(Project)}


def options_of(key: str) -> Iterator[click.Parameter]:
    for name in COMMANDS:
        command: click.Command = import_module(f"popcalc.cli.{name}").command
        yield from (one for one in command.params if key_of(one) == key)


def choices_of(one: Field) -> set[str]:
    found = shape_of(one.shape.optional).choices if one.shape.optional else ()
    return {str(getattr(choice, "value", choice)) for choice in found}


@pytest.mark.parametrize("key", [key for key in FIELDS if key != "lang"])
def test_every_setting_is_an_option_and_takes_what_that_takes(key: str) -> None:
    options, field = list(options_of(key)), FIELDS[key]
    assert options
    for one in options:
        if isinstance(one.type, click.Choice):
            # Not every kind of period is judged.
            assert set(one.type.choices) <= choices_of(field)
            assert key == "period" or choices_of(field) == set(one.type.choices)
        elif isinstance(one.type, click.IntRange):
            shape = shape_of(field.shape.optional)
            assert (shape.least, shape.greatest) == (one.type.min, one.type.max)
        if getattr(one, "is_flag", False):
            assert shape_of(field.shape.optional).type is bool
        # One area is explained; of a list the only one is taken.
        if key != "area":
            assert (field.shape.items is not None) == (one.multiple or one.nargs == -1)


def test_what_is_of_a_single_run_is_no_setting() -> None:
    assert not {"output", "month", "from", "to", "format", "layout", "bom", "quiet", "exit_zero"} & FIELDS.keys()
    assert {*PATHS, *OF_LOOKS} <= FIELDS.keys()


@pytest.mark.parametrize(
    ("line", "wishes"),
    [
        ("compute a.csv", Wishes()),
        ("--project x.yaml compute", Wishes("x.yaml")),
        ("compute --project=x.yaml", Wishes("x.yaml")),
        ("compute --no-project --show-config", Wishes(None, none=True, shown=True)),
        ("check -h", Wishes(helped=True)),
        ("compute -- --no-project", Wishes()),
    ],
)
def test_wishes_are_read_before_the_command_line(line: str, wishes: Wishes) -> None:
    assert wishes_of(line.split()) == wishes


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a folder in it where the work is done, and nothing above."""
    work = tmp_path / "home" / "office" / "2026"
    work.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(work)
    return tmp_path


def found(**environment: str) -> Origins:
    return origins_of(Wishes(), environment)


def test_the_nearest_project_file_is_taken_up_to_the_home_and_no_further(tree: Path) -> None:
    (tree / "popcalc.yaml").touch()
    assert found() == Origins()
    (tree / "home" / "popcalc.yaml").touch()
    assert found().file == os.path.join("..", "..", "popcalc.yaml")
    (tree / "home" / "office" / "2026" / "popcalc.yaml").touch()
    assert found().file == "popcalc.yaml"
    assert origins_of(Wishes(none=True), {}) == Origins()


def test_outside_of_the_home_it_is_looked_for_up_to_the_root(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tree / "share" / "2026"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    (tree / "share" / "popcalc.yaml").touch()
    assert found().file == os.path.join("..", "popcalc.yaml")


def test_another_ending_is_never_passed_over(tree: Path) -> None:
    (tree / "home" / "office" / "popcalc.yml").touch()
    assert [one.code for one in found().faults] == ["PROJECT_NAME"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have owners elsewhere")
def test_a_file_that_anybody_may_have_put_there_is_used_only_when_it_is_named(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tree / "home" / "office" / "popcalc.yaml"
    file.touch()
    lstat = os.lstat
    monkeypatch.setattr(os, "lstat", lambda path: os.stat_result((*lstat(path)[:4], 4242, *lstat(path)[5:10])))
    assert found().faults == ()
    file.parent.chmod(0o777)
    assert [one.code for one in found().faults] == ["FOREIGN_PROJECT"]
    assert origins_of(Wishes("../popcalc.yaml"), {}).faults == ()


def test_a_variable_may_name_the_file_and_other_variables_are_not_settings(tree: Path) -> None:
    said = found(POPCALC_PROJECT="x.yaml", POPCALC_TRACEBACK="1", POPCALC_LANG="zh", POPCALC_BY="town", PATH="")
    assert said == Origins("x.yaml", ("POPCALC_BY",))


def test_a_folder_that_is_gone_has_no_project_file(tree: Path) -> None:
    (tree / "home" / "office" / "2026").rmdir()
    assert found() == Origins()
