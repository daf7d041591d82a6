"""The rows of all files as columns, file after file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from popcalc.intake.rows.values import NO_ROWS, Rows
from popcalc.table import ABSENT, END, FILE, ROW, START

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


@dataclass(frozen=True)
class Gathered:
    """Columns of one length: `months` has the first and the last month, the number of the file and the row in it.

    `words` are positions in the pools by role, 0 where a file has no column of the role; `counts` are figures by key,
    `ABSENT` where a file has none. Who makes something new of a column takes it out, so that none is held twice.
    """

    words: dict[str, AnyInts]
    counts: dict[str, AnyInts]
    months: dict[str, AnyInts]

    def __len__(self) -> int:
        return len(self.months[ROW])

    def count(self, key: str, rows: int) -> AnyInts:
        """Return a count and let go of it; one that no file holds is absent in every one of so many rows."""
        return self.counts.pop(key) if key in self.counts else np.full(rows, ABSENT, dtype=np.int32)


def gather(parts: list[Rows], roles: Iterable[str], keys: Iterable[str]) -> Gathered:
    """Return the rows of files as columns; the number of a file is its position among `parts`, which are used up."""
    parts = parts or [NO_ROWS]
    lengths = [len(part) for part in parts]
    file = np.repeat(np.arange(len(parts), dtype=_type_of(len(parts))), lengths)
    starts, ends, rows = ([getattr(part, name) for part in parts] for name in ("start", "end", "row"))
    words = [dict(part.words) for part in parts]
    counts = [dict(part.counts) for part in parts]
    parts.clear()
    return Gathered(
        {role: _column(role, words, lengths, 0) for role in roles if any(role in one for one in words)},
        {key: _column(key, counts, lengths, ABSENT) for key in keys if any(key in one for one in counts)},
        {START: _joined(starts), END: _joined(ends), FILE: file, ROW: _joined(rows)},
    )


def _type_of(files: int) -> np.dtype[np.signedinteger]:
    """Return the type of the numbers of files, as small as their number allows."""
    return np.promote_types(np.min_scalar_type(-files), np.int16)


def _column(name: str, parts: Iterable[dict[str, AnyInts]], lengths: Iterable[int], fill: int) -> AnyInts:
    """Return a column of all parts, taken out of them; parts without it get the value to fill in."""
    pieces = [
        part.pop(name) if name in part else np.full(length, fill, dtype=np.int8)
        for part, length in zip(parts, lengths, strict=True)
    ]
    return _joined(pieces)


def _joined(pieces: list[AnyInts]) -> AnyInts:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
