"""One file, read in the first of its encodings that fits all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import code_role
from popcalc.errors import Fault, Notice, Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.block import read_block
from popcalc.intake.rows.growing import GrowingRows, columns_of, rows_of
from popcalc.intake.rows.printed_totals import odd_totals
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.totals import are_subtotals
from popcalc.intake.rows.totals_by_figures import totals_by_figures
from popcalc.intake.rows.values import (
    NO_ROWS,
    NONE,
    FileRows,
    RowClass,
    Rows,
    Tallies,
    added,
    tallies_of,
)
from popcalc.intake.text.blocks import read_blocks
from popcalc.intake.text.head import encoding_notice
from popcalc.intake.text.wrong_encoding import WrongEncoding, next_encoding, none_fits
from popcalc.language import plural, text

if TYPE_CHECKING:
    from popcalc.arrays import Bools


EMPTY = "NO_ROWS"


@dataclass(frozen=True)
class _Blocks:
    """What the blocks of a file gave: their data as one, totals, tallies and faults.

    `broken` says why the reading ended before the file did, if it did.
    """

    data: Rows
    totals: list[Rows]
    tallies: Tallies
    faults: list[Fault]
    broken: bool = False


def read_file(
    layout: Layout, reading: Reading, *, block_bytes: int, most: int, progress: Callable[[int], None]
) -> FileRows:
    """Return the rows of a file and all that was found in it; after more than `most` faults its end is not looked at.

    `progress` is told the number of bytes of each block.
    """
    tried: dict[str, WrongEncoding] = {}
    while (encoding := next_encoding(layout.encodings, tried)) is not None:
        found = _read_blocks(layout, encoding, reading, block_bytes, most, progress)
        if isinstance(found, WrongEncoding):
            tried[encoding] = found
        else:
            return _whole_file(found, encoding, layout, reading)
    return FileRows(NO_ROWS, faults=[none_fits(layout.source, layout.encodings, tried)])


def _read_blocks(
    layout: Layout, encoding: str, reading: Reading, block_bytes: int, most: int, progress: Callable[[int], None]
) -> _Blocks | WrongEncoding:
    """Return what the blocks of a file give in one encoding, if it is in that."""
    growing = GrowingRows()
    totals: list[Rows] = []
    tallies: list[Tallies] = []
    faults: list[Fault] = []
    broken = False
    done = 0
    for block in read_blocks(layout.source, encoding, layout.delimiter, layout.skipped, block_bytes):
        if isinstance(block, WrongEncoding):
            return block
        if isinstance(block, Fault):
            faults.append(block)
            broken = True
            break
        found = read_block(block, layout, reading, most - len(faults))
        done += len(block.content)
        if len(found.data):
            # A little more than the size of the file makes likely.
            expected = (growing.length + len(found.data)) * max(1.0, layout.source.size / done) * 1.02
            growing.add(columns_of(found.data), len(found.data), int(expected))
        totals += [found.totals] if len(found.totals) else []
        tallies.append(found.tallies)
        faults += found.faults
        progress(len(block.content))
        if len(faults) > most:
            break
    data = rows_of(growing) if growing.length else NO_ROWS
    return _Blocks(data, totals, added(tallies), faults, broken)


def _whole_file(found: _Blocks, encoding: str, layout: Layout, reading: Reading) -> FileRows:
    """Return a file's blocks as one, totals left out and held against the rows that they add up."""
    file = FileRows(found.data, found.tallies, found.faults)
    if found.broken:
        return file
    file, by_code = _without(file, _by_code(file.data, layout, reading), RowClass.TOTAL_BY_CODE)
    if len(file.data) and not file.faults:
        unnamed = totals_by_figures(file.data, layout, reading)
        file = replace(file, faults=unnamed.faults, notices=unnamed.notices)
        file, by_figures = _without(file, unnamed.totals, RowClass.TOTAL_BY_FIGURES)
    else:
        by_figures = NO_ROWS
    totals = GrowingRows()
    for part in (*found.totals, by_code, by_figures):
        if len(part):
            totals.add(columns_of(part), len(part))
    if totals.length and len(file.data) and not file.faults:
        file = replace(file, odd_totals=odd_totals(file.data, rows_of(totals), layout, reading))
    return replace(file, notices=[*_notices(layout, encoding, file), *file.notices])


def _by_code(rows: Rows, layout: Layout, reading: Reading) -> Bools:
    """Return which rows have the code of an area above other rows of the file."""
    role = code_role(layout.leaf)
    if role in rows.words and reading.areas[role].upper[rows.words[role]].any():
        return are_subtotals(rows.words[role], reading.areas[role].pool.words)
    return np.zeros(len(rows), dtype=np.bool_)


def _without(file: FileRows, totals: Bools, row_class: RowClass) -> tuple[FileRows, Rows]:
    """Return a file without some rows, which are totals, and these; what is wrong with their cells is no fault."""
    if not totals.any():
        return file, NO_ROWS
    left_out = file.data[totals]
    rows = set(left_out.row.tolist())
    data = file.data[~totals]
    of_totals = tallies_of(np.full(len(left_out), row_class, np.int8), left_out.row)
    of_data = tallies_of(np.full(len(data), RowClass.DATA, np.int8), data.row)
    tallies: Tallies = {**file.tallies, RowClass.DATA: NONE, **of_data, **of_totals}
    faults = [one for one in file.faults if not (one.place and one.place.row in rows)]
    return replace(file, data=data, tallies=tallies, faults=faults), left_out


def _notices(layout: Layout, encoding: str, file: FileRows) -> Iterator[Notice]:
    place = Place(layout.name)
    if encoding != layout.encodings[0]:
        yield encoding_notice(layout.name, encoding)
    if footers := file.tallies.get(RowClass.FOOTER):
        sentence = plural(
            footers.rows, "{count} line below the table left out", "{count} lines below the table left out"
        )
        yield Notice("FOOTER_ROWS", sentence, place)
    if headers := file.tallies.get(RowClass.HEADER):
        sentence = plural(
            headers.rows,
            "{count} row that repeats the header left out",
            "{count} rows that repeat the header left out",
        )
        yield Notice("HEADER_AGAIN", sentence, place)
    if not len(file.data):
        yield Notice(EMPTY, text("no rows of counts below the header"), place)
