"""What can be computed, what is read, the schemas, and the help: all of it quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from popcalc import __version__
from popcalc.definitions.schemas import NAMES, shipped

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown, Terminal

LISTED = {
    "indicators-birth": "indicators birth -f plain",
    "indicators-json": "indicators crude rate -f json",
    "indicators-all": "indicators -f csv",
    "indicators-own": "indicators --catalogue configs/catalogue-local.yaml marriage -f csv",
    "counts-all": "counts -f csv",
    "counts-chinese": "counts 出生 --lang zh -f plain",
    "counts-json": "counts population_start -f json",
    "nothing-found": "indicators bitrh",
}


@pytest.mark.parametrize("name", LISTED)
def test_catalogue_is_listed(name: str, shown: Shown) -> None:
    shown(f"listings/{name}", LISTED[name])


def test_indicators_on_a_terminal(terminal: Terminal, golden: Golden) -> None:
    golden("listings/indicators-80.txt", terminal("indicators birth --color never"))


def test_schemas_are_those_that_are_shipped(popcalc: Popcalc, tmp_path: Path) -> None:
    for name in NAMES:
        result = popcalc("schema", name)
        assert (result.code, result.stdout.decode("utf-8")) == (0, shipped(name))
        assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_version(popcalc: Popcalc) -> None:
    result = popcalc("--version")
    assert (result.code, result.stdout, result.stderr) == (0, f"popcalc {__version__}\n".encode(), b"")


def test_help(shown: Shown) -> None:
    shown("listings/help", "--help")


def test_every_command_helps(popcalc: Popcalc) -> None:
    assert b"popcalc compute sample_data/monthly" in popcalc("compute", "-h").stdout


QUICK = """\
import sys
from popcalc.cli.main import run
try:
    run(sys.argv[1:])
finally:
    heavy = {"pandas", "numpy", "scipy"} & set(sys.modules)
    print(f"heavy: {sorted(heavy)}", file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "--version",
        "compute --help",
        "validate --help",
        "indicators",
        "counts",
        "schema catalogue",
        "compute",
    ],
)
def test_quick_commands_import_nothing_heavy(command: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", QUICK, *command.split()], capture_output=True, env=environment, check=False
    )
    assert done.stderr.decode("utf-8").splitlines()[-1] == "heavy: []"


LOADED = """\
import sys
from popcalc.cli.main import run
try:
    run(sys.argv[1:])
finally:
    own = [name for name in sys.modules if name.startswith("popcalc")]
    print(len(own), *(name for name in "{rare}".split() if name in sys.modules), file=sys.stderr)
"""
RARE = (
    *("pandas", "numpy.ma", "scipy", "yaml", "openpyxl", "python_calamine"),
    *("popcalc.aggregation.in_both", "popcalc.answers", "popcalc.areas.areas_file"),
    *("popcalc.definitions.choices", "popcalc.definitions.targets"),
    *("popcalc.intake.join.corrections", "popcalc.intake.join.cumulative", "popcalc.intake.rows.divided"),
    *("popcalc.cli.settings", "popcalc.definitions.project", "popcalc.setting_up"),
    *("popcalc.intake.rows.judging", "popcalc.output.figures", "popcalc.output.writers.terminal", "popcalc.quality"),
)
"""What no file as plain as the sample data needs."""
MOST = 275
"""Modules of popcalc that such a run loads, at most: each takes time before anything is read."""


def test_a_plain_run_loads_only_what_plain_files_need(sample_data: Path, environment: dict[str, str]) -> None:
    code = LOADED.replace("{rare}", " ".join(RARE))
    options = [str(sample_data / "monthly"), "-f", "csv", "-q"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "compute", *options], capture_output=True, env=environment, check=False
    )
    number, *loaded = done.stderr.decode("utf-8").splitlines()[-1].split()
    # Older releases of numpy load all of themselves.
    of_numpy = subprocess.run(
        [sys.executable, "-c", "import sys, numpy; print(*sys.modules)"], capture_output=True, check=True
    )
    assert not set(loaded) - set(of_numpy.stdout.decode("utf-8").split())
    assert int(number) <= MOST


HELP_LOADED = """\
import sys
before = set(sys.modules)
from popcalc.cli.main import run
try:
    run(sys.argv[1:])
finally:
    print(*(set(sys.modules) - before - sys.stdlib_module_names), file=sys.stderr)
"""
HELP_ASKS_FOR = {"click", "msgspec", "typing_extensions", "popcalc"}


@pytest.mark.parametrize(("words", "most"), [("--help", 19), ("compute --help --lang zh", 35)])
def test_help_loads_little_more_than_click(words: str, most: int, environment: dict[str, str]) -> None:
    """Modules are the same at each run; what they take of time is measured by hand, with the benchmarks."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", HELP_LOADED, *words.split()], capture_output=True, env=environment, check=True
    )
    loaded = [name.split(".") for name in done.stderr.decode("utf-8").splitlines()[-1].split()]
    packages = {package for package, *_ in loaded} - sys.stdlib_module_names
    assert packages <= HELP_ASKS_FOR
    assert sum(package == "popcalc" for package, *_ in loaded) <= most
