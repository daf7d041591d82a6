"""Results that lie on disk: made once where other work begins with them, in order, and gone with who holds them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from popcalc import temporary
from popcalc.engines.disk import Disk


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files for a while are made."""
    temporary.clear()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_work_is_done_once_where_other_work_begins_with_it() -> None:
    disk, done = Disk(), list[int]()

    def doubled(number: int) -> int:
        done.append(number)
        return 2 * number

    handles = list(
        disk.then(disk.each(doubled, [1, 2, 3]), lambda number, more, shared: number + more + shared, [10, 20, 30], 100)
    )
    assert done == []
    assert list(disk.gather(disk.then(handles, lambda number: -number))) == [-112, -124, -136]
    assert list(disk.gather(handles)) == [112, 124, 136]
    assert done == [1, 2, 3]


def test_each_part_has_what_there_is_for_it_in_order() -> None:
    disk = Disk()
    given = disk.each(lambda pieces: pieces, [{0: "a", 2: "b"}, {2: "c"}, {0: "d"}])
    assert list(disk.gather(disk.exchange(given, 3))) == [["a", "d"], [], ["b", "c"]]


def test_what_nobody_holds_any_more_is_gone_from_the_disk(place: Path) -> None:
    disk = Disk()
    handles = [disk.keep(number) for number in range(3)]
    (folder,) = place.glob("popcalc-*.run")
    assert len([*folder.iterdir()]) == 3
    sums = list(disk.then(handles, lambda number: number + 1))
    handles.clear()
    assert list(disk.gather(disk.then(sums, str))) == ["1", "2", "3"]
    # What these were made of is gone, they themselves are kept.
    assert len([*folder.iterdir()]) == 3
    sums.clear()
    assert not [*folder.iterdir()]
