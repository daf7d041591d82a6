"""Rows that go to disk as they grow are those that grow in memory."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.arrays import AnyInts
from popcalc.intake.rows import spilled
from popcalc.intake.rows.file_blocks import numbered
from popcalc.intake.rows.growing import COUNTS, MONTHS, ROW, WORDS, Growing, GrowingRows, Name
from popcalc.intake.rows.mapped import MappedRows
from popcalc.intake.rows.spilled import SpilledRows, Stored, stretch_of

NAMES: tuple[Name, ...] = ((WORDS, "town"), (COUNTS, "births"), (COUNTS, "deaths"), (MONTHS, "day"))


@given(st.integers(0, 2**32))
def test_rows_on_disk_are_those_in_memory_of_the_same_types(seed: int) -> None:
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spilled, "HELD", chance.choice([1, 5, 100]))
        growing = GrowingRows()
        other: Growing = SpilledRows() if chance.random() < 0.5 else MappedRows()
        rows = 0
        for _ in range(chance.randrange(1, 8)):
            size = chance.randrange(1, 9)
            part: dict[Name, AnyInts] = {}
            for name in NAMES:
                # No count is of fewer bits, as it may be absent.
                kind = chance.choice([np.int32, np.int64] if name[0] == COUNTS else [np.int8, np.int32, np.int64])
                if chance.random() < 0.6:
                    part[name] = np.arange(1, size + 1, dtype=kind)
            part[ROW] = np.arange(rows, rows + size, dtype=np.int32)
            growing.add(part, size, 30)
            other.add(part, size, 30)
            rows += size
        assert other.length == growing.length == rows
        for group in (WORDS, COUNTS, MONTHS):
            expected, found = growing.group(group), other.group(group)
            assert {name: (column.tolist(), column.dtype) for name, column in found.items()} == {
                name: (column.tolist(), column.dtype) for name, column in expected.items()
            }
            begin, end = sorted((chance.randrange(rows + 1), chance.randrange(rows + 1)))
            assert {name: column.tolist() for name, column in stretch_of(found, begin, end).items()} == {
                name: column[begin:end].tolist() for name, column in expected.items()
            }


def test_columns_on_disk_are_called_by_numbers_without_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spilled, "HELD", 2)
    rows = SpilledRows()
    rows.add({("watched", "7"): np.array([1, 2, 3], dtype=np.int32)}, 3)
    found = numbered(rows.group("watched"))
    assert isinstance(found, Stored)
    assert {index: column.tolist() for index, column in found.items()} == {7: [1, 2, 3]}
