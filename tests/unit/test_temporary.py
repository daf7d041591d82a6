"""What a killed run left is removed by the next, and nothing that belongs to anybody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from popcalc import temporary

MAKE_AND_DIE = """
import os, signal
from popcalc import temporary
print(temporary.new_file().parent, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no locks here, so nothing is swept")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def killed(place: Path) -> Path:
    """Return the private folder of a run that was killed."""
    environment = {**os.environ, "TMPDIR": str(place)}
    done = subprocess.run([sys.executable, "-c", MAKE_AND_DIE], env=environment, capture_output=True, check=False)
    return Path(done.stdout.decode().strip())


def test_the_folder_of_a_killed_run_goes(place: Path) -> None:
    left = killed(place)
    assert left.is_dir()
    temporary.sweep()
    assert not left.exists()


def test_folders_of_others_stay(place: Path) -> None:
    own = [place / name for name in ("popcalc-data", "popcalc-run-12345678", "popcalc-run-mine", "other")]
    for folder in own:
        folder.mkdir()
        (folder / "figures.csv").touch()
    temporary.sweep()
    assert all((folder / "figures.csv").exists() for folder in own)


def test_the_folder_of_a_run_that_lives_stays(place: Path) -> None:
    file = temporary.new_file()
    temporary.sweep()
    assert file.exists()
    temporary.clear()
    assert not file.exists()


def test_half_answers_go_and_files_that_are_called_alike_stay(place: Path) -> None:
    (place / ".popcalc-half-abcd1234").touch()
    (place / ".popcalc-half-notes").touch()
    (place / ".popcalc-notes").touch()
    temporary.sweep(place)
    assert sorted(path.name for path in place.iterdir()) == [".popcalc-half-notes", ".popcalc-notes"]
