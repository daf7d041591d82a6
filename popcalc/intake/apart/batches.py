"""The files of a survey read, wherever the work runs: in batches whose words are joined as if they were read in turn.

A batch is files that follow each other, so that those of a region, which lie in one folder, know their names once.
Words are joined in the order of the files: so each has the number that it has where one process reads all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from popcalc.engines import Lost
from popcalc.engines.surviving import survived
from popcalc.errors import COUNTED
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.file import read_file
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import NO_ROWS, FileRows, Rows
from popcalc.intake.sources.faults import worker_lost

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.engines.engine import Engine, Handles
    from popcalc.intake.survey import Survey

BATCHES = 4
"""So many batches each worker gets, so that none waits long for the last one."""
LEAST, MOST = 1 << 20, 64 << 20
"""Bytes of the files of a batch, at least and at most: those of fewer cost more to send than to read."""


class Words(Struct, frozen=True):
    """The words that a batch met in a role, in order, and those that its files write otherwise, by position."""

    is_code: bool
    words: Sequence[str]
    raw: Mapping[int, str]


class ReadBatch(Struct, frozen=True):
    """The rows of the files of a batch, and the words that their positions mean, by role.

    None in place of these where they are those of the pools that all batches were read by.
    """

    files: Sequence[FileRows]
    words: Mapping[str, Words] | None


class Manner(Struct, frozen=True):
    """How files are read: by a reading that has met no word, in blocks of so many bytes."""

    reading: Reading
    block_bytes: int


class Apart(Struct, frozen=True):
    """Files whose rows lie elsewhere, in batches: the engine, the number of the first file of each batch, and what
    stands for its rows."""

    engine: Engine
    first: Sequence[int]
    handles: Handles


class Begun(Struct, frozen=True):
    """Files that workers read: their batches, what stands for their rows, and the manner that is shared."""

    batches: Sequence[Sequence[Layout]]
    handles: Handles
    manner: Any


def begin(survey: Survey, reading: Reading, block_bytes: int) -> Begun:
    """Have the files of a survey read apart."""
    manner = survey.engine.share(Manner(reading.anew(), block_bytes))
    batches = in_batches(survey.layouts, survey.engine.workers)
    return Begun(batches, survey.engine.each(read_batch, batches, manner), manner)


def read_apart(apart: Begun, survey: Survey, reading: Reading, progress: Callable[[int], None]) -> Generator[FileRows]:
    """Yield the rows of each file, their words as positions in the pools of `reading`, which grow."""
    for batch, found in survived(survey.engine, read_batch, apart.batches, apart.manner, begun=apart.handles):
        if isinstance(found, Lost):
            yield FileRows(NO_ROWS, faults=[worker_lost(batch[0].name)])
        else:
            yield from _with_own_words(found, reading)
        progress(sum(layout.source.size for layout in batch))


def in_batches(layouts: Sequence[Layout], workers: int) -> list[list[Layout]]:
    """Return files that follow each other in batches of about the same size."""
    sizes = [layout.source.size for layout in layouts]
    size = min(max(sum(sizes) // (BATCHES * workers), LEAST), MOST)
    batches: list[list[Layout]] = []
    room = 0
    for layout, own in zip(layouts, sizes, strict=True):
        if room <= 0:
            batches.append([])
            room = size
        batches[-1].append(layout)
        room -= own
    return batches


def read_batch(layouts: Sequence[Layout], manner: Manner) -> ReadBatch:
    """Return the rows of some files, read apart from all others."""
    reading = manner.reading.anew()
    files = [
        read_file(layout, reading, block_bytes=manner.block_bytes, most=COUNTED, progress=lambda _: None)
        for layout in layouts
    ]
    return ReadBatch(files, {role: Words(pool.is_code, pool.words, pool.raw) for role, pool in reading.pools.items()})


def _with_own_words(batch: ReadBatch, reading: Reading) -> Iterator[FileRows]:
    """Yield the files of a batch, their words as positions in the pools here."""
    pools = reading.pools
    position_of = {role: pools[role].take_over(one.words, one.raw) for role, one in (batch.words or {}).items()}
    for file in batch.files:
        whole = [replace(one, rows=_numbered(one.rows, position_of)) for one in file.whole]
        yield replace(file, data=_numbered(file.data, position_of), whole=whole)


def _numbered(rows: Rows, position_of: Mapping[str, AnyInts]) -> Rows:
    words = {role: position_of[role][positions] for role, positions in rows.words.items()}
    return replace(rows, words=words)
