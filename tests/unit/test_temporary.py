from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from popcalc import temporary

pytestmark = pytest.mark.skipif(importlib.util.find_spec("fcntl") is None, reason="no locks tell who lives")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files in which nothing is yet."""
    temporary.clear()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_all_files_lie_in_one_private_folder_that_goes(place: Path) -> None:
    file, folder = temporary.new_file(), temporary.new_folder()
    (private,) = place.iterdir()
    assert {file.parent, folder.parent} == {private}
    assert private.stat().st_mode & 0o777 == 0o700
    temporary.clear()
    assert list(place.iterdir()) == []
    assert temporary.new_file().exists()
    temporary.clear()


def test_half_an_answer_goes_unless_it_became_whole(place: Path) -> None:
    with temporary.half_written(place / "a.csv") as half:
        half.write_text("half")
    assert list(place.iterdir()) == []
    with temporary.half_written(place / "a.csv") as half:
        half.write_text("whole")
        half.replace(place / "a.csv")
    assert [one.name for one in place.iterdir()] == ["a.csv"]


def test_a_child_ends_with_this_process(place: Path) -> None:
    begin = [sys.executable, "-c", "import time; time.sleep(60)"]
    with temporary.no_child_left(lambda: subprocess.Popen(begin)) as child:
        temporary.clear()
        assert child.poll() is not None or child.wait(5) is not None


def test_a_sweep_takes_what_the_dead_left_and_nothing_else(place: Path) -> None:
    own = temporary.new_file()
    with temporary.half_written(place / "a.csv") as half:
        for name in ("popcalc-12345678.run", "popcalc-data2013", "other"):
            (place / name).mkdir()
        for name in (".popcalc-12345678.half", "popcalc-87654321.run", ".popcalc.yaml"):
            (place / name).touch()
        temporary.sweep()
        temporary.sweep(place)
        assert own.exists()
        assert half.exists()
    left = {one.name for one in place.iterdir()} - {own.parent.name}
    assert left == {"popcalc-data2013", "other", "popcalc-87654321.run", ".popcalc.yaml"}
    temporary.clear()


def test_a_signal_waits_until_what_is_made_is_noted(place: Path) -> None:
    done: list[str] = []
    with temporary.undisturbed():
        temporary.when_undisturbed(lambda: done.append("late"))
        assert done == []
    assert done == ["late"]
    temporary.when_undisturbed(lambda: done.append("at once"))
    assert done == ["late", "at once"]


def test_a_fork_holds_nothing_of_its_parent(place: Path) -> None:
    own = temporary.new_file()
    child = os.fork()
    if not child:
        temporary.clear()
        os._exit(0)
    os.waitpid(child, 0)
    assert own.exists()
    temporary.clear()


def test_a_signal_waits_until_the_folder_for_temporary_files_is_found(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    seen: list[list[str]] = []

    def tried_out() -> str:
        temporary.when_undisturbed(lambda: done.append("late"))
        seen.append(list(done))
        return str(place)

    monkeypatch.setattr(tempfile, "gettempdir", tried_out)
    temporary.sweep()
    assert (seen, done) == ([[]], ["late"])


def test_without_locks_nothing_is_swept_and_all_else_is_as_it_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where numbers of processes can not be waited for either."""
    monkeypatch.setattr(temporary, "fcntl", None)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.delattr(os, "waitpid")
    monkeypatch.delattr(os, "geteuid")
    left = place / "popcalc-abcdefgh.run"
    left.mkdir()
    temporary.sweep()
    assert left.is_dir()
    begin = [sys.executable, "-c", "import time; time.sleep(60)"]
    child = subprocess.Popen(begin)
    monkeypatch.setattr(temporary, "_runs", [])
    temporary._run().children.add(child)
    file = temporary.new_file()
    with temporary.half_written(place / "a.csv") as half:
        half.write_text("whole")
        half.replace(place / "a.csv")
    temporary.clear()
    monkeypatch.undo()
    assert child.wait(5) != 0
    assert not file.exists()
    assert sorted(one.name for one in place.iterdir()) == ["a.csv", "popcalc-abcdefgh.run"]
