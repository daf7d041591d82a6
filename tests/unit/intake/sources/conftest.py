from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.intake.sources.found import CSV


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of data files, some of them hidden or below it."""
    for name in ("b.csv", "a.CSV", "sub/c.tsv", "sub/d.csv.gz", ".hidden.csv", ".git/e.csv", "sub/~notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(CSV)
    return tmp_path
