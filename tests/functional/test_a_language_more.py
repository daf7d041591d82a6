"""A language more is a folder, in a copy of the package: no code is changed, and one that is half done ends the run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import popcalc as package

PACKAGE = Path(package.__file__).resolve().parent
DATA = "month,village,births,deaths,population\n2013-05,Old Mill,3,1,1200\n2013-06,Old Mill,3,,1201\n"
TARGETS = "version: 1\nyear: 2013\ntargets:\n  - {indicator: births, at_most: 5}\n"


def pseudo(english: str) -> str:
    """Return pseudo words for a sentence: its own, marked, with its {names} as they are."""
    return re.sub(r"[A-Za-z]+(?![^{]*})", lambda found: f"ö{found[0]}", english)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with a language more, `qq`, made of the sentences and names of the Chinese one."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, root / "popcalc", ignore=shutil.ignore_patterns("__pycache__"))
    words = root / "popcalc" / "words"
    for file in sorted((words / "zh").glob("*.yaml")):
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
        of_labels = file.name == "labels.yaml"
        changed = {
            english: {key: f"ö{key}" for key in names} if of_labels else pseudo(english)
            for english, names in found.items()
        }
        (words / "qq").mkdir(exist_ok=True)
        (words / "qq" / file.name).write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    (root / "in.csv").write_text(DATA, encoding="utf-8")
    (root / "targets.yaml").write_text(TARGETS, encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    environment = {"PYTHONPATH": str(root), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_a_language_more_is_a_folder_and_one_half_done_is_refused(copy: Path) -> None:
    early = run(copy, "popcalc", "compute", "in.csv", "--lang", "qq")
    assert (early.returncode, early.stdout) == (2, "")
    assert "LANGUAGE the language qq is not ready: run python -m popcalc.languages" in early.stderr

    for module in ("popcalc.languages", "popcalc.definitions.compiled"):
        assert run(copy, module).returncode == 0
    for command in (
        "compute in.csv --ci -f plain",
        "check in.csv --targets targets.yaml -f plain",
        "explain crude_birth_rate in.csv --area Old",
        "explain crude_birth_rate",
        "validate in.csv -f plain",
        "inspect in.csv -f plain",
        "counts births -f plain",
        "compute nowhere.csv",
        "compute in.csv --area Odl",
        "compute in.csv --ae Odl",
    ):
        shown = run(copy, "popcalc", *command.split(), "--lang", "qq")
        assert shown.returncode in (0, 1, 2), shown.stderr
        assert "LANGUAGE" not in shown.stderr
        assert "ö" in shown.stdout + shown.stderr, command
    by_label = run(copy, "popcalc", "explain", "öcrude_birth_rate", "--lang", "qq")
    assert "crude_birth_rate" in by_label.stdout

    file = copy / "popcalc" / "words" / "qq" / "tables.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("All: öAll\n", ""), encoding="utf-8")
    refused = run(copy, "popcalc.languages")
    assert (refused.returncode, refused.stderr) == (1, "words/qq has no words for: All\n")
    words = copy / "popcalc" / "words" / "qq.json"
    words.write_text(words.read_text(encoding="utf-8").replace('"All": "öAll",\n', ""), encoding="utf-8")
    broken = run(copy, "popcalc", "compute", "in.csv", "-f", "plain", "--lang", "qq")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "LANGUAGE the language qq has no words for: All" in broken.stderr
