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
from popcalc.intake.sources.faults import READING_ERRORS
from popcalc.intake.sources.source import Source
from popcalc.intake.text.head import HEAD_BYTES

MOST_BYTES = 1 << 23
"""In a file that is larger a header is not looked for again: a year of a county has a tenth of it."""


class Rows(Struct, frozen=True):
    """The first rows of a table, and where the others are: in a file, behind so many records, up to record `end`."""

    first: Sequence[Sequence[str]]
    source: Source
    encoding: str
    delimiter: str
    skipped: int
    end: int | None = None

    def every(self) -> Iterator[Sequence[str]]:
        """Yield all rows, as far as the file can be read; its faults come when it is read."""
        with self.source.open() as stream:
            lines = io.TextIOWrapper(stream, self.encoding, errors="replace", newline="")
            try:
                yield from islice(csv.reader(lines, delimiter=self.delimiter), self.skipped, self.end)
            except (csv.Error, OSError, EOFError):
                return

    def stands_again(self, row: int) -> bool:
        """Whether the line of a record (0 is the first) stands again in the file, which is not too large for one."""
        if self.source.unpacked > MOST_BYTES:
            return False
        try:
            with self.source.open() as stream:
                content = stream.read(MOST_BYTES)
        except READING_ERRORS:
            return False
        _, *lines = b"\n".join((b"", content)).split(b"\n", row + 2)
        return len(lines) > row + 1 and bool(lines[row].strip()) and b"\n".join((b"", lines[row])) in lines[row + 1]

    def others(self) -> Iterator[Sequence[str]]:
        """Yield the rows that are not among the first."""
        seen = len(self.first)
        behind = self.skipped + seen
        are_all = behind >= self.end if self.end is not None else not self.go_on_behind(behind)
        return iter(()) if are_all else islice(self.every(), seen, None)

    def go_on_behind(self, records: int) -> bool:
        """Whether there may be more than so many records, which are all that stand at the beginning of the file."""
        return records >= LOOKED_AT or self.source.unpacked >= HEAD_BYTES
