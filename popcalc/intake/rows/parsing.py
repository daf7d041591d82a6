"""A block of a file as columns of cells, every record having been seen to have the right number of them.

Where all records are alike they are read as columns: a small block by its bytes, a large one by pandas. Others are read
record by record, so that each fault has an exact place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.period_rows import is_period_row
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.asides import aside_of, lines_of
from popcalc.intake.rows.columns_by_bytes import MOST_BYTES, ByteColumns, columns_by_bytes
from popcalc.intake.rows.values import RowClass
from popcalc.intake.text.blocks import Block
from popcalc.intake.text.bytestrings import GREATEST_WIDTH, WIDTH, beyond_ascii, may_be_cut, narrowed, reaches, texts_of
from popcalc.intake.text.coding import Coding
from popcalc.intake.text.loose_quotes import with_spaces_inside
from popcalc.language import text

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import AnyInts
    from popcalc.intake.rows.columns_by_pandas import PandasColumns
    from popcalc.intake.text.bytestrings import Texts

WATCHED_WIDTH = 64
"""Bytes of the cells of watched columns that are looked at; what is longer is a free text."""
LONG_TEXT = b"..."


class Cells(Struct, frozen=True):
    """The wanted cells of a block by column position, and the row of each record as a spreadsheet counts.

    A column of counts is in `numbers` where all of it was whole numbers >= 0; all else is in `texts`. `watched` are the
    cells of columns that are judged by them. `asides` are lines of another length that are no data: below the table, or
    its header once more. `faults` are broken records.
    """

    numbers: Mapping[int, AnyInts]
    texts: Mapping[int, Texts]
    row: npt.NDArray[np.int32]
    watched: Mapping[int, Texts]
    asides: Sequence[tuple[int, RowClass]] = ()
    faults: Sequence[Fault] = ()


def parse(block: Block, layout: Layout, wanted: Sequence[Column], lexicon: HeaderLexicon, most: int) -> Cells:
    """Return the cells of the columns of words and of the wanted counts; records of a wrong length are faults.

    After more than `most` faults no further records are looked at. Raises UnicodeDecodeError at the first byte of a
    block that is not in its encoding.
    """
    cells = _regular(block, layout, wanted)
    if block.coding is not None:
        cells = cells and _in_utf8(cells, block, block.coding)
        return cells or parse(block.decoded(), layout, wanted, lexicon, most)
    return cells or _irregular(block, layout, wanted, lexicon, most)


def _in_utf8(cells: Cells, block: Block, coding: Coding) -> Cells | None:
    """Return the cells of a block that is not decoded in UTF-8; None where one is not in the encoding, or too long."""
    read = [*cells.texts.values(), *cells.watched.values()]
    if sum(map(beyond_ascii, read)) < beyond_ascii(block.content):
        # What stands in columns that are not read must be in the encoding, too.
        block.decoded()
    try:
        texts, watched = (
            {index: coding.in_utf8(index, column) for index, column in columns.items()}
            for columns in (cells.texts, cells.watched)
        )
    except UnicodeDecodeError:
        return None
    if any(reaches(column, GREATEST_WIDTH) for column in texts.values()):
        return None
    return replace(cells, texts=texts, watched={index: _short(column) for index, column in watched.items()})


def _regular(block: Block, layout: Layout, wanted: Sequence[Column]) -> Cells | None:
    """Return the cells when all records have the same number of them and none is overlong, else None."""
    words = layout.word_columns
    counts = {column.index for column in wanted}
    watched = layout.watched - words - counts
    # No character has more than twice as many bytes elsewhere as in UTF-8.
    watched_width = WATCHED_WIDTH if block.coding is None else 2 * WATCHED_WIDTH
    sizes = dict.fromkeys(words, WIDTH) | dict.fromkeys(watched, watched_width)
    columns = _columns(block, layout, counts - words, sizes)
    if columns is None or columns.width < layout.width:
        return None
    surplus = set(range(layout.width, columns.width))
    if any((cells != b"").any() for cells in columns.texts(surplus, WIDTH).values()):
        return None
    found = {index: columns.whole_numbers(index) for index in counts - words}
    numbers = {index: values for index, values in found.items() if values is not None}
    texts = columns.texts(words | counts - numbers.keys(), WIDTH)
    for wider in (GREATEST_WIDTH // 4, GREATEST_WIDTH):
        texts |= columns.texts({index for index, cells in texts.items() if may_be_cut(cells)}, wider)
    if any(may_be_cut(cells) for cells in texts.values()):
        return None
    row = np.arange(block.first, block.first + block.records, dtype=np.int32)
    looked_at = {index: _short(cells, watched_width) for index, cells in columns.texts(watched, watched_width).items()}
    return Cells(numbers, texts, row, looked_at)


def _columns(
    block: Block, layout: Layout, counts: AbstractSet[int], texts: Mapping[int, int]
) -> ByteColumns | PandasColumns | None:
    """Return the columns of a block, those of texts of so many bytes at first; None where records are not alike."""
    if len(block.content) > MOST_BYTES:
        from popcalc.intake.rows.columns_by_pandas import columns_by_pandas

        return columns_by_pandas(block, layout.delimiter, layout.width, counts, texts)
    return None if b'"' in block.content else columns_by_bytes(block, layout.delimiter)


def _short(cells: Texts, width: int = WATCHED_WIDTH) -> Texts:
    """Return cells of which only those that are shorter matter; the others are one text."""
    if not reaches(cells, width):
        return narrowed(cells)
    long = np.char.str_len(cells) >= width
    return np.where(long, np.bytes_(LONG_TEXT), cells).astype(f"S{width}")


def _irregular(block: Block, layout: Layout, wanted: Sequence[Column], lexicon: HeaderLexicon, most: int) -> Cells:
    """Return the cells record by record; records of the wrong length are faults, unless they are no data."""
    needed = sorted({*layout.word_columns, *(column.index for column in wanted)})
    names = layout.words.get(layout.leaf) if layout.indent else None
    kept: list[list[str]] = []
    others: list[dict[int, str]] = []
    rows: list[int] = []
    content = block.content.split(b"\n")[:-1]
    lines = [f"{with_spaces_inside(line, layout.delimiter).decode()}\n" for line in content]
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    asides: list[tuple[int, RowClass]] = []
    faults: list[Fault] = []
    about_lines = lines_of(layout, lexicon)
    aside: RowClass | None = None
    row = block.first - 1
    while len(faults) <= most:
        row, before = row + 1, reader.line_num
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error:
            one_line = reader.line_num - before == 1
            faults.append(_broken(layout, row, lines[reader.line_num - 1] if one_line else ""))
            if not one_line:
                # The rest of a record of several lines would be taken for records of their own.
                break
            continue
        if not any(cell.strip() for cell in record):
            continue
        if layout.heads is not None and _says_months(record, layout):
            record += [""] * (layout.width - len(record))
        odd = len(record) < layout.width or any(cell.strip() for cell in record[layout.width :])
        aside = aside_of(record, about_lines, aside, dated=PERIOD not in layout.words) if odd else None
        if aside is RowClass.TOTAL_BY_WORD:
            # One whose cells are not in their columns cannot be held against its parts.
            aside = None
        if aside is not None:
            asides.append((row, aside))
        elif len(record) < layout.width:
            faults.append(_too_short(layout, row, len(record)))
        elif any(cell.strip() for cell in record[layout.width :]):
            faults.append(_long(layout, row, len(record)))
        elif overlong := [spot for spot in needed if len(record[spot].strip().encode()) >= GREATEST_WIDTH]:
            sentence = text(
                "this cell holds a text of {size} characters; a quote may be missing", size=len(record[overlong[0]])
            )
            faults.append(fault("LONG_CELL", sentence, Place(layout.name, row, overlong[0] + 1)))
        else:
            kept.append([record[spot].rstrip() if spot == names else record[spot].strip() for spot in needed])
            others.append({index: record[index].strip() for index in layout.watched})
            rows.append(row)
    texts = {spot: texts_of([record[place] for record in kept]) for place, spot in enumerate(needed)}
    numbers = np.array(rows, dtype=np.int32)
    watched = {index: _short(texts_of([cells[index] for cells in others])) for index in layout.watched}
    return Cells({}, texts, numbers, watched, asides, faults)


def _says_months(record: Sequence[str], layout: Layout) -> bool:
    """Whether a record says nothing but the months of the rows below it, however few cells it has."""
    leaf = layout.words.get(layout.leaf, len(record))
    filled = [spot for spot, cell in enumerate(record) if cell.strip()]
    return filled == [leaf] and is_period_row(record[leaf])


def _broken(layout: Layout, row: int, line: str) -> Fault:
    """Return the fault of a record in which a quote ends before its cell does; `line` is all of it, or empty."""
    before = re.match(rf'(?:(?:"(?:[^"]|"")*"|[^"{layout.delimiter}][^{layout.delimiter}]*|){layout.delimiter})*', line)
    column = next(csv.reader([before[0] if before else ""], delimiter=layout.delimiter), [""])
    sentence = text(
        'a quote (") ends before its cell does; take the quotes of this cell out, or write a quote within a text '
        'twice ("")'
    )
    return fault("BROKEN_QUOTE", sentence, Place(layout.name, row, max(1, len(column)) if line else None))


def _too_short(layout: Layout, row: int, cells: int) -> Fault:
    sentence = text(
        "this row has {cells} cells, the header has {width}; fill in the missing ones, leaving a cell empty where "
        "nothing is known",
        cells=cells,
        width=layout.width,
    )
    return fault("SHORT_ROW", sentence, Place(layout.name, row, cells + 1))


def _long(layout: Layout, row: int, cells: int) -> Fault:
    sentence = text(
        "this row has {cells} cells, the header has {width}; a thousands separator may have split a number: write it "
        "without, or in quotes",
        cells=cells,
        width=layout.width,
    )
    return fault("LONG_ROW", sentence, Place(layout.name, row, layout.width + 1))
