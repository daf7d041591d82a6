"""Files larger than memory should hold, read by this process: their rows go to disk as they come, in batches.

Names are made out when all files are read; then rows go to parts of neighbouring villages, which are joined and summed
one after the other. Memory holds one batch or one part, the labels and the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from popcalc.engines.disk import Disk
from popcalc.errors import COUNTED
from popcalc.intake.apart.batches import Apart, ReadBatch
from popcalc.intake.apart.labels import AllLabels, RowsWantedError, summarise
from popcalc.intake.apart.table import VillageParts, joined, may_be_plain
from popcalc.intake.join.lost_names import has_lost
from popcalc.intake.rows.file import read_file
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.spilled import stretch_of
from popcalc.intake.rows.values import FileRows, Rows
from popcalc.intake.survey import Survey

if TYPE_CHECKING:
    from popcalc.engines.disk import Piece

ROWS = 500_000
"""So many rows, about, of a batch are in memory at once: with sixty counts 140 MB."""


def read_streamed(
    survey: Survey, asked: frozenset[str], reading: Reading, block_bytes: int, progress: Callable[[int], None]
) -> VillageParts | None:
    """Return the table of the files, whose rows lie on disk.

    None where something is to be said that takes all rows, and where the disk has no room: memory may have it.
    """
    if not may_be_plain(survey):
        return None
    try:
        apart, read = _read(survey, reading, block_bytes, progress)
        return joined(apart, read, survey, asked, reading.wanted)
    except (RowsWantedError, OSError):
        return None


def _read(
    survey: Survey, reading: Reading, block_bytes: int, progress: Callable[[int], None]
) -> tuple[Apart, tuple[list[FileRows], AllLabels]]:
    """Put the rows of all files on disk; return them, and what else was found of each file and of labels."""
    reading = replace(reading.anew(), spills=True)
    disk, labels = Disk(), AllLabels(reading.pools)
    found: dict[int, FileRows] = {}
    first: list[int] = []
    handles: list[Piece] = []
    for number, batch in _batches(survey, reading, block_bytes, progress):
        summary = summarise(batch)
        if not summary.is_plain:
            raise RowsWantedError
        labels.add(summary)
        first.append(number)
        handles.append(disk.keep(batch))
        for spot, file in enumerate(summary.files, start=number):
            # Of a file in several batches the first one tells everything.
            found.setdefault(spot, file)
        del batch
    if any(has_lost(pool.words, pool.raw) for pool in reading.pools.values() if not pool.is_code):
        raise RowsWantedError
    # What leads from texts to words takes more memory than the words, and no text comes any more.
    labels.pools = {role: replace(pool, positions={}) for role, pool in reading.pools.items()}
    return Apart(disk, first, handles), (list(found.values()), labels)


def _batches(
    survey: Survey, reading: Reading, block_bytes: int, progress: Callable[[int], None]
) -> Iterator[tuple[int, ReadBatch]]:
    """Yield the rows of files that follow each other, or of one in parts, with the number of the first file."""
    files: list[FileRows] = []
    begin = rows = 0
    for number, layout in enumerate(survey.layouts):
        file = read_file(layout, reading, block_bytes=block_bytes, most=COUNTED, progress=progress)
        for part in _in_parts(file):
            if files and rows + len(part.data) > ROWS:
                yield begin, ReadBatch(files, None)
                files, rows = [], 0
            begin = begin if files else number
            files.append(part)
            rows += len(part.data)
        # Whoever reads on would hold its rows.
        del file, part
    yield begin, ReadBatch(files, None)


def _in_parts(file: FileRows) -> Iterator[FileRows]:
    """Yield a file with some of its rows after others; all else that it says goes with the first of them."""
    rows = len(file.data)
    for begin in range(0, max(rows, 1), ROWS):
        part = _stretch(file.data, begin, min(begin + ROWS, rows))
        yield FileRows(part) if begin else replace(file, data=part)


def _stretch(rows: Rows, begin: int, end: int) -> Rows:
    return replace(
        rows,
        words=stretch_of(rows.words, begin, end),
        counts=stretch_of(rows.counts, begin, end),
        start=rows.start[begin:end],
        end=rows.end[begin:end],
        row=rows.row[begin:end],
        day=rows.day[begin:end] if rows.day is not None else None,
        beside=rows.beside[begin:end] if rows.beside is not None else None,
    )
