"""Rows of a file that is larger than memory should hold: all but the last of them lie on disk, and come by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from popcalc.intake.rows.growing import FILLS, GrowingRows, Name
from popcalc.temporary import Spool, new_spool

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

HELD = 500_000
"""So many rows are in memory before they go to disk: with sixty counts 100 MB."""
Key = TypeVar("Key", str, int)


@dataclass(frozen=True)
class Stretch:
    """Rows that were put on disk together: how many, and where each of their columns begins and of what type it is."""

    rows: int
    columns: Mapping[Name, tuple[int, np.dtype[np.signedinteger]]]


@dataclass
class SpilledRows:
    """The same as `GrowingRows`, on disk as soon as there are many."""

    length: int = 0
    _held: GrowingRows = field(default_factory=GrowingRows)
    _stretches: list[Stretch] = field(default_factory=list)
    _spool: Spool | None = None

    def add(self, part: Mapping[Name, AnyInts], rows: int, expected: int = 0) -> None:
        """Add the columns of some rows below the others; `expected` is a guess of how many there will be in the end."""
        self._held.add(part, rows, min(expected, HELD + rows))
        self.length += rows
        if self._held.length >= HELD:
            self._put()

    def group(self, group: str) -> Mapping[str, AnyInts]:
        """Return the columns of a group by name; those on disk are read whenever they are asked for."""
        if not self._stretches:
            return self._held.group(group)
        self._put()
        return Stored(self, {name[1]: name for name in self._names() if name[0] == group})

    def column(self, name: Name, begin: int, end: int) -> AnyInts:
        """Return some rows of a column that lies on disk."""
        assert self._spool is not None
        kinds = [one.columns[name][1] for one in self._stretches if name in one.columns]
        found: AnyInts = np.full(end - begin, FILLS.get(name[0], 0), dtype=np.result_type(np.int8, *kinds))
        first = 0
        for one in self._stretches:
            low, high = max(begin - first, 0), min(end - first, one.rows)
            if low < high and name in one.columns:
                found[first + low - begin : first + high - begin] = self._read(one, name, low, high)
            first += one.rows
        return found

    def _read(self, stretch: Stretch, name: Name, low: int, high: int) -> AnyInts:
        assert self._spool is not None
        offset, kind = stretch.columns[name]
        found: AnyInts = np.fromfile(
            self._spool.path, dtype=kind, count=high - low, offset=offset + low * kind.itemsize
        )
        return found

    def _put(self) -> None:
        held = self._held
        if not held.length:
            return
        self._spool = self._spool or new_spool()
        columns = {}
        with self._spool.path.open("ab") as stream:
            for name, column in held.columns.items():
                columns[name] = (stream.tell(), column.dtype)
                stream.write(np.ascontiguousarray(column[: held.length]).data)
        self._stretches.append(Stretch(held.length, columns))
        self._held = GrowingRows()

    def _names(self) -> Mapping[Name, None]:
        return dict.fromkeys(name for one in self._stretches for name in one.columns)


class Stored(Mapping[Key, "AnyInts"], Generic[Key]):
    """Columns that lie on disk: each is read when it is asked for, and goes with whoever asked."""

    def __init__(self, rows: SpilledRows, names: Mapping[Key, Name]) -> None:
        self._rows = rows
        self._names: Mapping[Key, Name] = names

    def __getitem__(self, key: Key) -> AnyInts:
        return self._rows.column(self._names[key], 0, self._rows.length)

    def __contains__(self, key: object) -> bool:
        return key in self._names

    def __iter__(self) -> Iterator[Key]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def numbered(self) -> Stored[int]:
        """Return the same by names that are numbers."""
        return Stored(self._rows, {int(key): name for key, name in self._names.items()})

    def part(self, begin: int, end: int) -> dict[Key, AnyInts]:
        """Return some of the rows of all columns."""
        return {key: self._rows.column(name, begin, end) for key, name in self._names.items()}


def stretch_of(columns: Mapping[str, AnyInts], begin: int, end: int) -> dict[str, AnyInts]:
    """Return some of the rows of columns, wherever they lie."""
    if isinstance(columns, Stored):
        return columns.part(begin, end)
    return {key: column[begin:end] for key, column in columns.items()}
