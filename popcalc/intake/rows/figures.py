"""The cells of a count as whole numbers; each distinct text is read once, and what is wrong with it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.errors import COUNTED, Fault, fault
from popcalc.intake.rows.cells import CellError, CellRules, plain_cell, read_cell
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.signs import signs_between_semicolons, signs_of_column
from popcalc.intake.rows.turning import CountCells, Table
from popcalc.intake.text.bytestrings import distinct
from popcalc.language import text
from popcalc.table import MISSING

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Texts

SHOWN_CELL = 40


def counts_of(cells: CountCells, data: Bools, table: Table, reading: Reading) -> tuple[AnyInts, list[Fault]]:
    """Return a count as whole numbers in the unit that is kept, and what is wrong with its cells."""
    rules = reading.rules(cells.column)
    if cells.numbers is None:
        assert cells.texts is not None
        return _read_texts(cells.texts, cells, rules, data, table)
    numbers = cells.numbers
    if int(numbers.max(initial=0)) <= rules.largest // rules.scale and not rules.has_numbers_as_nil:
        return _narrow(numbers * rules.scale if rules.scale != 1 else numbers), []
    return _read_texts(numbers.astype(np.bytes_), cells, rules, data, table)


def _read_texts(
    texts: Texts, cells: CountCells, rules: CellRules, data: Bools, table: Table
) -> tuple[AnyInts, list[Fault]]:
    codes, written_cells = distinct(texts)
    plain = [plain_cell(written) for written in written_cells]
    signs = signs_of_column(rules.signs, plain, has_decimals=rules.scale > 1)
    if table.delimiter == ";":
        signs = signs_between_semicolons(signs, plain)
    rules = replace(rules, signs=signs)
    values = np.empty(len(written_cells), dtype=np.int64)
    wrong: dict[int, CellError] = {}
    for code, written in enumerate(written_cells):
        try:
            values[code] = read_cell(written, rules)
        except CellError as error:
            values[code] = MISSING
            wrong[code] = error
    faults = []
    for spot in spots_of(np.isin(codes, list(wrong)) & data) if wrong else ():
        found = wrong[int(codes[spot])]
        sentence = text(
            "{header} is {cell}: {reason}",
            header=cells.column.header,
            cell=quoted(written_cells[int(codes[spot])]),
            reason=found.reason,
        )
        faults.append(fault(found.code, sentence, table.place_of_count(spot, cells)))
    return _narrow(values[codes]), faults


def quoted(written: str) -> str:
    """Return a cell as messages show it."""
    return f"“{written if len(written) <= SHOWN_CELL else written[: SHOWN_CELL - 1] + '…'}”"


def _narrow(values: AnyInts) -> AnyInts:
    """Return the counts in 32 bits where they fit, to keep the table small."""
    return values.astype(np.int32) if int(values.max(initial=0)) <= np.iinfo(np.int32).max else values


def spots_of(wrong: Bools) -> Sequence[int]:
    """Return the positions of what is wrong, at most as many as are counted."""
    found: list[int] = np.flatnonzero(wrong)[: COUNTED + 1].tolist()
    return found
