"""A block of a file as columns of cells, every record having been seen to have the right number of them.

pandas parses at full speed, and nothing that it parses is believed before it is checked: every record must have the
same number of cells (counted in the bytes, since pandas lets a surplus cell spill into the next count when it reads
only some columns), and every count column must have come out as whole numbers. What does not is read again, as texts
or record by record, so that each fault has an exact place.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.errors import Place
from popcalc.intake.blocks import Block
from popcalc.intake.faultlist import FaultList
from popcalc.intake.layout import CountColumn, Layout
from popcalc.intake.quotes import even_width, in_order
from popcalc.language import Text, text

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Cells:
    """The wanted cells of a block by column position, and the row of each record as a spreadsheet counts.

    A column of counts is in `numbers` where all of it was whole numbers >= 0; all else is in `texts`.
    """

    numbers: Mapping[int, Ints]
    texts: Mapping[int, Texts]
    row: npt.NDArray[np.int32]


def parse(block: Block, layout: Layout, wanted: Sequence[CountColumn], faults: FaultList) -> Cells:
    """Return the cells of the columns of words and of the wanted counts; records of a wrong length are faults."""
    return _regular(block, layout, wanted) or _irregular(block, layout, wanted, faults)


def _regular(block: Block, layout: Layout, wanted: Sequence[CountColumn]) -> Cells | None:
    """Return the cells when all records have the same number of them, else None."""
    if not in_order(block.content, layout.delimiter):
        return None
    width = even_width(block.content, layout.delimiter)
    if width is None or width < layout.width:
        return None
    words = list(layout.words.values())
    counts = [column.index for column in wanted]
    surplus = list(range(layout.width, width))
    frame = _read_csv(block.content, width, [*words, *counts, *surplus], [*words, *surplus], layout.delimiter)
    if any((frame[index] != "").any() for index in surplus):
        return None
    odd = [index for index in counts if not _are_whole_numbers(frame[index])]
    again = _read_csv(block.content, width, odd, odd, layout.delimiter) if odd else frame
    return Cells(
        {index: frame[index].to_numpy() for index in counts if index not in odd},
        {index: frame[index].to_numpy() for index in words} | {index: again[index].to_numpy() for index in odd},
        np.arange(block.first, block.first + len(frame), dtype=np.int32),
    )


def _read_csv(content: bytes, width: int, columns: Sequence[int], texts: Sequence[int], delimiter: str) -> pd.DataFrame:
    with warnings.catch_warnings():
        # A column of numbers and texts: it is read again as texts.
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)
        return pd.read_csv(
            io.BytesIO(content),
            sep=delimiter,
            header=None,
            names=range(width),
            usecols=sorted(columns),
            dtype=dict.fromkeys(texts, object),
            index_col=False,
            na_filter=False,
            skip_blank_lines=False,
            quoting=csv.QUOTE_MINIMAL if b'"' in content else csv.QUOTE_NONE,
            encoding="utf-8",
        )


def _are_whole_numbers(column: pd.Series[int]) -> bool:
    return column.dtype == np.int64 and bool(column.min() >= 0)


def _irregular(block: Block, layout: Layout, wanted: Sequence[CountColumn], faults: FaultList) -> Cells:
    """Return the cells record by record; records of the wrong length are faults."""
    needed = sorted({*layout.words.values(), *(column.index for column in wanted)})
    kept: list[list[str]] = []
    rows: list[int] = []
    reader = csv.reader(io.StringIO(block.content.decode("utf-8"), newline=""), delimiter=layout.delimiter)
    row = block.first - 1
    while not faults.full:
        row += 1
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            sentence = text("this record cannot be read: {reason}", reason=str(error))
            faults.add("BROKEN_RECORD", sentence, Place(layout.name, row))
            continue
        if not any(cell.strip() for cell in record):
            continue
        if len(record) < layout.width:
            faults.add(*_short(layout, row, len(record)))
        elif any(cell.strip() for cell in record[layout.width :]):
            faults.add(*_long(layout, row, len(record)))
        else:
            kept.append([record[index] for index in needed])
            rows.append(row)
    texts = {index: np.array([record[place] for record in kept], dtype=object) for place, index in enumerate(needed)}
    return Cells({}, texts, np.array(rows, dtype=np.int32))


def _short(layout: Layout, row: int, cells: int) -> tuple[str, Text, Place]:
    sentence = text(
        "this row has {cells} cells, the header has {width}; fill in the missing ones, leaving a cell empty where "
        "nothing is known",
        cells=cells,
        width=layout.width,
    )
    return "SHORT_ROW", sentence, Place(layout.name, row, cells + 1)


def _long(layout: Layout, row: int, cells: int) -> tuple[str, Text, Place]:
    sentence = text(
        "this row has {cells} cells, the header has {width}; a thousands separator may have split a number: write it "
        "without, or in quotes",
        cells=cells,
        width=layout.width,
    )
    return "LONG_ROW", sentence, Place(layout.name, row, layout.width + 1)
