"""Files that are read to disk, in batches and parts, give what one process gives that holds all rows."""

from __future__ import annotations

import errno
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc import temporary
from popcalc.areas.labels import code_role
from popcalc.definitions.columns import Columns
from popcalc.engines import HERE
from popcalc.engines.disk import Disk
from popcalc.intake import read
from popcalc.intake.apart import labels, streamed, table
from popcalc.intake.apart.table import VillageParts
from popcalc.intake.read import read_counts
from popcalc.intake.rows import spilled
from popcalc.intake.survey import survey
from popcalc.table import TablePart
from popcalc.village_months import VillageMonths
from tests.unit.intake.apart.test_apart import deaths, plain_files, read_on, said, written
from tests.unit.intake.reading import CATALOGUE


def in_small_pieces(patch: pytest.MonkeyPatch, batch: int = 3, held: int = 4, together: int = 5, part: int = 5) -> None:
    """Have whatever is read be read to disk, in batches, stretches and parts of few rows."""
    patch.setattr(read, "LARGE", 0)
    patch.setattr(streamed, "ROWS", batch)
    patch.setattr(spilled, "HELD", held)
    patch.setattr(labels, "TOGETHER", together)
    patch.setattr(table, "ROWS", part)


def read_whole(sources: Sequence[Path], counts: Sequence[str] | None = None) -> VillageMonths | VillageParts:
    return read_counts(survey([*map(str, sources)], CATALOGUE, Columns()), counts, block_bytes=64)


def large_file(chance: random.Random, *, plain: bool) -> str:
    """Return one file of several months whose rows are in any order, and whose villages are in many of its blocks."""
    rows = [
        f"{'T' if village % 3 else 'U'},{1000 + village},V{village},2013-{month:02},"
        f"{chance.randrange(9) if plain or chance.random() < 0.98 else 'x'},{90 + village},{chance.randrange(10**6)}"
        for village in range(chance.randrange(4, 15))
        for month in range(1, chance.randrange(3, 8))
    ]
    if not plain and chance.random() < 0.3:
        rows.append(chance.choice([chance.choice(rows), "Total,,,2013-01,12,900,", "T,1001,Other,2013-12,4,91,0"]))
    if chance.random() < 0.7:
        chance.shuffle(rows)
    return "\n".join(["town,village_code,village,month,births,population,parcels", *rows]) + "\n"


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_files_that_are_read_to_disk_give_the_same_table_or_the_same_faults(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    plain = chance.random() < 0.6
    folder = tmp_path_factory.mktemp("files")
    if chance.random() < 0.5:
        (folder / "large.csv").write_text(large_file(chance, plain=plain))
    else:
        for number in range(chance.randrange(1, 7)):
            name = f"{chance.randrange(10**6)}-{number}.csv"
            (folder / name).write_text(written(chance, number, plain=plain), encoding="utf-8")
            if chance.random() < 0.2:
                (folder / f"deaths-{name}").write_text(deaths(chance, number), encoding="utf-8")
    counts = chance.choice([None, ["population"], ["births", "population"]])
    here = read_on(HERE, folder, counts)
    with pytest.MonkeyPatch.context() as patch:
        in_small_pieces(patch, *(chance.choice([1, few, 10**6]) for few in (5, 4, 6, 5)))
        assert read_on(HERE, folder, counts) == here


def test_rows_of_one_large_file_lie_on_disk_and_none_is_left_there(tmp_path: Path, monkeypatch: Any) -> None:
    temporary.clear()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "large.csv").write_text(large_file(random.Random(1), plain=True))
    here = read_whole([tmp_path / "large.csv"])
    in_small_pieces(monkeypatch)
    found = read_whole([tmp_path / "large.csv"])
    assert isinstance(found, VillageParts)
    assert len(found.ranges) > 1
    (folder,) = tmp_path.glob("popcalc-*.run")
    assert len([*folder.iterdir()]) == len(found.ranges)
    assert said(found) == said(here)
    del found
    assert not [*folder.iterdir()]
    temporary.clear()
    assert [one.name for one in tmp_path.iterdir()] == ["large.csv"]


def test_a_name_that_comes_only_later_is_that_of_all_rows(tmp_path: Path, monkeypatch: Any) -> None:
    for month, name in ((1, "Mill"), (2, "Mill"), (3, "New Mill")):
        rows = [f"T,1001,{name},2013-{month:02},1", f"T,1002,Ford,2013-{month:02},2"]
        (tmp_path / f"{month}.csv").write_text("\n".join(["town,village_code,village,month,births", *rows]) + "\n")
    in_small_pieces(monkeypatch)
    found = read_whole([tmp_path])
    assert isinstance(found, VillageParts)
    assert found.areas.names[:2] == ["New Mill", "Ford"]
    assert "RENAMED" in [one.code for one in found.notices]


def test_some_villages_after_others_come_from_the_parts_that_have_them(tmp_path: Path, monkeypatch: Any) -> None:
    plain_files(tmp_path)
    (tmp_path / "deaths.csv").write_text("town,village,month,deaths\nT0,V0,2013-07,1\nT1,V4,2013-08,1\n")
    whole = read_whole([tmp_path], ["births"])
    in_small_pieces(monkeypatch)
    found = read_whole([tmp_path], ["births"])
    assert isinstance(found, VillageParts)
    assert isinstance(whole, VillageMonths)
    pieces = [[range(2), range(2, 7)], [range(4, 9)], [range(9), range(9, 0)]]
    for own, other in zip(found.in_pieces(pieces), whole.in_pieces(pieces), strict=True):
        for kind in ("columns", "beside"):
            one, same = (
                [row for part in table.each(lambda part: part) for row in rows_of(part, kind)] for table in (own, other)
            )
            assert one == same


def rows_of(part: TablePart, kind: str) -> list[tuple[int, ...]]:
    """The rows of a part, with the village as the whole table counts it."""
    columns = dict(getattr(part, kind))
    village = [one + part.villages.start for one in columns.pop("village", np.zeros(0, dtype=int)).tolist()]
    return list(zip(village, *(column.tolist() for column in columns.values()), strict=True))


def test_what_must_be_said_of_rows_brings_all_of_them_here(tmp_path: Path, monkeypatch: Any) -> None:
    plain_files(tmp_path)
    (tmp_path / "again.csv").write_text((tmp_path / "1.csv").read_text())
    in_small_pieces(monkeypatch)
    found = read_whole([tmp_path])
    assert isinstance(found, VillageMonths)
    assert "GIVEN_TWICE" in [one.code for one in found.notices]


def test_without_room_on_the_disk_rows_are_held_in_memory(tmp_path: Path, monkeypatch: Any) -> None:
    def no_room(_: Disk, __: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    plain_files(tmp_path)
    here = read_whole([tmp_path])
    in_small_pieces(monkeypatch)
    monkeypatch.setattr(Disk, "keep", no_room)
    found = read_whole([tmp_path])
    assert isinstance(found, VillageMonths)
    assert said(found) == said(here)


def test_labels_of_batches_are_the_same_however_many_are_made_out_together(monkeypatch: Any) -> None:
    chance = np.random.default_rng(3)
    batches = [chance.integers(0, 6, (2, size)).astype(np.int32) for size in (4, 9, 1, 7)]
    found = []
    for together in (0, 6, 10**6):
        monkeypatch.setattr(labels, "TOGETHER", together)
        every = labels.AllLabels({})
        for town, village in batches:
            count = np.ones(len(town), dtype=np.int64)
            own = labels.BatchLabels({"town": town, code_role("village"): village}, village, count, town)
            every.add(labels.Summary([], None, own, is_plain=True))
        every.join()
        columns = [*every.all.words.values(), every.all.last, every.all.rows, every.all.top, *every.label_of]
        found.append([column.tolist() for column in columns])
    assert found[0] == found[1] == found[2]
    assert sum(found[0][3]) == sum(len(town) for town, _ in batches)
    words = list(zip(*found[0][:2], strict=True))
    assert len(set(words)) == len(words)
    assert [words[label] for label in found[0][-1]] == list(zip(*batches[-1].tolist(), strict=True))
