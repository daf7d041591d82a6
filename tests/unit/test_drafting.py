"""The questions of a drafted columns file: each is asked somewhere, and has an answer that the file may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

import popcalc
from popcalc.definitions.loading import load_catalogue, load_columns
from popcalc.drafting import ANSWERS

PACKAGE = Path(popcalc.__file__).parent


@pytest.mark.parametrize("code", ANSWERS)
def test_answer_is_a_line_of_a_columns_file(code: str, tmp_path: Path) -> None:
    file = tmp_path / "columns.yaml"
    file.write_text(f"version: 1\n{ANSWERS[code][1]}\n", encoding="utf-8")
    load_columns(file, load_catalogue())


def test_every_question_is_about_something_that_is_said() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if path.name != "drafting.py"]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert [code for code in ANSWERS if f'"{code}"' not in sources] == []
