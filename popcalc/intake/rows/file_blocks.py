"""The blocks of one file as one: its rows, totals and what else was found, in one encoding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from popcalc.errors import Fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.block import read_block
from popcalc.intake.rows.choosing import Seen, together
from popcalc.intake.rows.day_order import DayOrder, may_need_order, order_of
from popcalc.intake.rows.growing import Growing, GrowingRows, columns_of, rows_of
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.repeated import Above
from popcalc.intake.rows.split import Split
from popcalc.intake.rows.values import (
    NO_ROWS,
    Rows,
    Tallies,
    WholeRows,
    Zeros,
    added,
)
from popcalc.intake.rows.watched import WATCHED, Watching
from popcalc.intake.text.blocks import read_blocks, wrong_encoding
from popcalc.intake.text.wrong_encoding import WrongEncoding
from popcalc.village_months import PrintedTotal

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.rows.values import PrintedRows


class FileBlocks(Struct, frozen=True):
    """What the blocks of a file gave: their data as one, totals, tallies and faults.

    `watched` and `watched_totals` are the numbers of their cells in columns that are judged by them; `seen` the
    values of columns by which rows are chosen, `zeros` empty cells that are read as 0, `whole` the rows of the whole
    area at other times, `printed` those with printed rates. `broken` says that the reading ended before the file did.
    """

    data: Rows
    totals: Rows
    tallies: Tallies
    faults: list[Fault]
    dates: frozenset[tuple[int, int]]
    watched: Mapping[int, AnyInts] = field(default_factory=dict)
    watched_totals: Mapping[int, AnyInts] = field(default_factory=dict)
    watching: Watching = field(default_factory=Watching)
    broken: bool = False
    odd_totals: Sequence[PrintedTotal] = ()
    seen: Seen = field(default_factory=dict)
    zeros: Zeros = field(default_factory=dict)
    whole: Sequence[WholeRows] = ()
    printed: Sequence[PrintedRows] = ()

    def split(self, layout: Layout) -> Split:
        """Return the data with their cells in the columns that are judged by them."""
        return self.watching.split(self.data, self.watched, layout.measure)

    def split_totals(self, layout: Layout) -> Split:
        """Return the same of the totals."""
        return self.watching.split(self.totals, self.watched_totals, layout.measure)


def read_file_blocks(
    layout: Layout, encoding: str, reading: Reading, block_bytes: int, most: int, progress: Callable[[int], None]
) -> FileBlocks | WrongEncoding:
    """Return what the blocks of a file give in one encoding, if it is in that."""
    order: DayOrder | Fault | None = None
    if reading.columns.period is None and may_need_order(layout.first_periods):
        order = order_of(layout, encoding, reading.headers, block_bytes)
    if isinstance(order, Fault):
        return FileBlocks(NO_ROWS, NO_ROWS, {}, [order], frozenset(), broken=True)
    growing = _growing(reading)
    growing_totals, watching = GrowingRows(), Watching()
    seen: list[Seen] = []
    zeros: dict[str, list[AnyInts]] = {}
    tallies: list[Tallies] = []
    whole: list[WholeRows] = []
    printed: list[PrintedRows] = []
    faults: list[Fault] = []
    dates: set[tuple[int, int]] = set()
    odd: list[PrintedTotal] = []
    above: Above = {}
    broken = False
    done = 0
    for block in read_blocks(
        layout.source, encoding, layout.delimiter, layout.skipped, block_bytes, layout.until, as_bytes=True
    ):
        if isinstance(block, WrongEncoding):
            return block
        if isinstance(block, Fault):
            faults.append(block)
            broken = True
            break
        try:
            found = read_block(block, layout, reading, most - len(faults), above, order)
        except UnicodeDecodeError as error:
            return wrong_encoding(block, error.start, layout.name, layout.delimiter)
        above = found.last or above
        done += len(block.content)
        if len(found.data):
            # A little more than the size of the file makes likely.
            expected = (growing.length + len(found.data)) * max(1.0, layout.source.size / done) * 1.02
            columns = {**columns_of(found.data), **watching.positions(found.watched)}
            growing.add(columns, len(found.data), int(expected))
        if len(found.totals):
            columns = {**columns_of(found.totals), **watching.positions(found.watched_totals)}
            growing_totals.add(columns, len(found.totals))
        whole += [found.whole] if found.whole is not None else []
        printed += [found.printed] if found.printed is not None else []
        seen.append(found.seen)
        for key, cells in found.zeros.items():
            zeros.setdefault(key, []).append(cells)
        tallies.append(found.tallies)
        faults += found.faults
        dates |= found.dates
        odd += found.odd_totals
        progress(len(block.content))
        if len(faults) > most:
            break
    watched, watched_totals = (numbered(one.group(WATCHED)) for one in (growing, growing_totals))
    data, totals = (rows_of(one) if one.length else NO_ROWS for one in (growing, growing_totals))
    return FileBlocks(
        data,
        totals,
        added(tallies),
        faults,
        frozenset(dates),
        watched,
        watched_totals,
        watching,
        broken,
        odd,
        together(seen),
        {key: np.concatenate(cells) for key, cells in zeros.items()},
        whole,
        printed,
    )


def _growing(reading: Reading) -> Growing:
    """Return what takes the rows of a file: memory, or the disk where there may be very many."""
    if not reading.spills:
        return GrowingRows()
    from popcalc.intake.rows.spilled import SpilledRows

    return SpilledRows()


def numbered(columns: Mapping[str, AnyInts]) -> Mapping[int, AnyInts]:
    """Return columns by names that are numbers, on disk where they lie there."""
    if isinstance(columns, dict):
        return {int(key): column for key, column in columns.items()}
    from popcalc.intake.rows.spilled import Stored

    assert isinstance(columns, Stored)
    return columns.numbered()
