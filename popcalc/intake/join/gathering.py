"""The rows of all files as columns, file after file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.intake.rows.growing import COUNTS, MONTHS, WORDS, GrowingRows, columns_of
from popcalc.intake.rows.values import NO_ROWS, NO_ZEROS, Marked, Rows, Zeros
from popcalc.table import ABSENT, FILE, ROW

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


class Gathered(Struct, frozen=True):
    """Columns of one length: `months` has the first and the last month, the number of the file and the row in it.

    `words` are positions in the pools by role, 0 where a file has no column of the role; `counts` are figures by key,
    `ABSENT` where a file has none; `marks` say which figures of a file (by its number) have a flag, `zeros` which
    are empty cells. Who makes something new of a column takes it out, so that none is held twice.
    """

    words: dict[str, AnyInts]
    counts: dict[str, AnyInts]
    months: dict[str, AnyInts]
    marks: tuple[tuple[int, Marked], ...] = ()
    zeros: tuple[tuple[int, Zeros], ...] = ()

    def __len__(self) -> int:
        return len(self.months[ROW])

    def count(self, key: str, rows: int) -> AnyInts:
        """Return a count and let go of it; one that no file holds is absent in every one of so many rows."""
        return self.counts.pop(key) if key in self.counts else np.full(rows, ABSENT, dtype=np.int32)


class Gathering:
    """Takes the rows of files as they come."""

    def __init__(self) -> None:
        self._growing = GrowingRows()
        self._marks: list[tuple[int, Marked]] = []
        self._zeros: list[tuple[int, Zeros]] = []

    def add(self, file: int, rows: Rows, marks: Sequence[Marked] = (), zeros: Zeros = NO_ZEROS) -> None:
        """Take in the rows of a file, which of its figures have a flag, and which are empty cells read as 0."""
        self._zeros += [(file, zeros)] if zeros else []
        self._marks += [(file, one) for one in marks]
        if len(rows):
            # As small as the number of files allows.
            number = np.full(len(rows), file, dtype=np.promote_types(np.min_scalar_type(-file - 1), np.int16))
            self._growing.add({**columns_of(rows), (MONTHS, FILE): number}, len(rows))

    def gathered(self) -> Gathered:
        """Return all rows as columns; nothing is left here."""
        growing = self._growing
        if not growing.columns:
            growing.add({**columns_of(NO_ROWS), (MONTHS, FILE): NO_ROWS.row}, 0)
        return Gathered(
            growing.group(WORDS), growing.group(COUNTS), growing.group(MONTHS), tuple(self._marks), tuple(self._zeros)
        )
