"""The rows of a table that are looked at first, and all others of its file where only they decide.

What a line above the table, a sheet or a file says is held against the rows; the first of many may all be of one month
or one area, of several.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from popcalc.intake.header.locate import LOOKED_AT
from popcalc.intake.sources.source import Source
from popcalc.intake.text.head import HEAD_BYTES


class Rows(Struct, frozen=True):
    """The first rows of a table, and where the others are: in a file, behind so many records."""

    first: Sequence[Sequence[str]]
    source: Source
    encoding: str
    delimiter: str
    skipped: int

    def every(self) -> Iterator[Sequence[str]]:
        """Yield all rows, as far as the file can be read; its faults come when it is read."""
        with self.source.open() as stream:
            lines = io.TextIOWrapper(stream, self.encoding, errors="replace", newline="")
            try:
                yield from islice(csv.reader(lines, delimiter=self.delimiter), self.skipped, None)
            except (csv.Error, OSError, EOFError):
                return

    def others(self) -> Iterator[Sequence[str]]:
        """Yield the rows that are not among the first."""
        seen = len(self.first)
        are_all = self.skipped + seen < LOOKED_AT and self.source.unpacked < HEAD_BYTES
        return iter(()) if are_all else islice(self.every(), seen, None)
