from __future__ import annotations

import os
from pathlib import Path

import pytest

from popcalc.definitions.loading import load_columns, year_start_of
from popcalc.small_files import NotReadError, read_small

pytestmark = pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no pipe has a name here")


def piped(written: bytes) -> tuple[int, Path]:
    """Return the reading end of a pipe whose writer has gone, and what a shell calls it."""
    end, writer = os.pipe()
    os.write(writer, written)
    os.close(writer)
    return end, Path(f"/dev/fd/{end}")


def test_a_pipe_of_a_shell_is_read_once_and_its_bytes_are_kept() -> None:
    end, path = piped(b"version: 1\nyear_start: 4\n")
    assert year_start_of(path) == 4
    assert load_columns(path).year_start == 4
    os.close(end)


def test_another_pipe_by_the_same_name_has_its_own_bytes() -> None:
    first, path = piped(b"a")
    second, _ = piped(b"b")
    assert read_small(path, 9) == b"a"
    os.dup2(second, first)
    assert read_small(path, 9) == b"b"
    os.close(first)
    os.close(second)


def test_more_than_a_pipe_may_give_is_refused_each_time() -> None:
    end, path = piped(b"1234567")
    for _ in range(2):
        with pytest.raises(NotReadError, match="larger than"):
            read_small(path, 4)
    os.close(end)


def test_a_named_pipe_is_refused_though_nobody_writes_to_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "columns.yaml")
    with pytest.raises(NotReadError, match="named pipe"):
        read_small(tmp_path / "columns.yaml", 9)
