"""What the looks of a sheet do to its rows: merged words are filled down, figures that mislead are faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.parsing import Cells
from popcalc.intake.sources.appearance import Merged
from popcalc.intake.text.bytestrings import GREATEST_WIDTH
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Texts

_LETTERS = 26


def filled_down(cells: Cells, layout: Layout) -> Cells:
    """Return the cells of a block in which a merged area or period stands in all its rows that hold anything else."""
    tall = [one for one in layout.source.looks.merged if one.last_row > one.first_row]
    columns = {one.first_column for one in tall} & layout.word_columns
    if not columns:
        return cells
    holding = _holding(cells)
    texts = dict(cells.texts)
    for column in sorted(columns):
        of_column = [one for one in tall if one.first_column == column and one.written]
        texts[column] = _filled(texts[column], cells.row, holding, of_column)
    return replace(cells, texts=texts)


def _filled(texts: Texts, row: AnyInts, holding: Bools, merged: Sequence[Merged]) -> Texts:
    written = [one.written.strip().encode()[:GREATEST_WIDTH] for one in merged]
    width = max([texts.dtype.itemsize, *(-(-len(one) // 8) * 8 for one in written)])
    found = texts.astype(f"S{width}")
    for one, words in zip(merged, written, strict=True):
        # Rows are numbered from 1, those of merged cells from 0; the first says it itself.
        first, last = np.searchsorted(row, [one.first_row + 2, one.last_row + 2])
        found[first:last][holding[first:last]] = words
    return found


def _holding(cells: Cells) -> Bools:
    """Return which rows hold anything: a row that only makes a merged line taller is none of the table."""
    if cells.numbers:
        return np.ones(len(cells.row), dtype=np.bool_)
    filled: Bools = np.zeros(len(cells.row), dtype=np.bool_)
    for texts in cells.texts.values():
        filled |= texts != b""
    return filled


def misleading_figures(cells: Cells, row: AnyInts, data: Bools, layout: Layout) -> Iterator[Fault]:
    """Yield the faults of figures that are merged over several rows or counts, or show another number than they hold.

    `row` are the rows of the file, `data` says which of them are data.
    """
    looks = layout.source.looks
    if not (looks.merged or looks.shown):
        return
    counts = {column.index: column for column in layout.counts}
    of_data = set(row[data].tolist())
    filled = set(cells.row[_holding(cells)].tolist())
    for one in looks.merged:
        if one.first_column in counts and one.first_row + 1 in of_data and any(map(str.isdigit, one.written)):
            rows = sum(number + 1 in filled for number in range(one.first_row, one.last_row + 1))
            over = [counts[index].header for index in range(one.first_column, one.last_column + 1) if index in counts]
            if rows > 1 or len(over) > 1:
                yield _merged_figure(one, over, layout.name)
    for (spot, index), (shown, held) in looks.shown.items():
        if index in counts and spot + 1 in of_data:
            sentence = text(
                "{header} shows {shown} and holds {held}: give the cell a number format that shows all of it, or enter "
                "the figure that is meant",
                header=counts[index].header,
                shown=shown or text("nothing"),
                held=held,
            )
            yield fault("SHOWN_OTHERWISE", sentence, Place(layout.name, spot + 1, index + 1))


def _merged_figure(one: Merged, over: Sequence[str], file: str) -> Fault:
    cells = f"{_letters(one.first_column)}{one.first_row + 1}:{_letters(one.last_column)}{one.last_row + 1}"
    sentence = text(
        "{header} is {figure} in a merged cell ({cells}), which may be of all its rows together or of each: unmerge it "
        "and enter the figure of each row",
        header=tuple(over),
        figure=one.written.strip(),
        cells=cells,
    )
    return fault("MERGED_FIGURE", sentence, Place(file, one.first_row + 1, one.first_column + 1))


def _letters(column: int) -> str:
    """Return how spreadsheets call a column, which is counted from 0."""
    above, letter = divmod(column, _LETTERS)
    return (_letters(above - 1) if above else "") + chr(ord("A") + letter)
