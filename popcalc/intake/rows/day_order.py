"""Whether the day or the month comes first in dates such as 01/02/2013: decided by the whole column, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.parsing import parse
from popcalc.intake.text.blocks import Block, read_blocks
from popcalc.intake.text.bytestrings import distinct, texts_of
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.intake.text.bytestrings import Texts

_DATE = re.compile(
    r"\s*'?(?P<one>\d{1,2})(?P<sign>[-/.])\s*(?P<two>\d{1,2})(?P=sign)\s*(?P<year>\d{4})(?:[ T]+\d{1,2}:\d\d.*)?\.?\s*",
    re.ASCII,
)
_MONTHS = 12


class DayOrder(Enum):
    """Which number of a date comes first."""

    DAY_FIRST = "%d/%m/%Y"
    MONTH_FIRST = "%m/%d/%Y"


def may_need_order(cells: Iterable[str]) -> bool:
    """Whether some cells of a column of periods are dates that begin with a day or a month."""
    return any(_DATE.fullmatch(cell) for cell in cells)


def order_of(layout: Layout, encoding: str, lexicon: HeaderLexicon, block_bytes: int) -> DayOrder | Fault | None:
    """Return the order of the dates of a file, why it cannot be told, or None for a file that has no such date.

    The whole column is looked at. Where every date means the same month in both orders, the order makes no difference.
    """
    column = layout.words[PERIOD]
    seen: dict[str, int] = {}
    for block in read_blocks(layout.source, encoding, layout.delimiter, layout.skipped, block_bytes, layout.until):
        if not isinstance(block, Block):
            # What ends the reading is said when the rows are read.
            break
        cells = parse(block, layout, [], lexicon, 0)
        numbers, written = distinct(cells.texts[column])
        for number, cell in enumerate(written):
            if cell not in seen and _DATE.fullmatch(cell):
                seen[cell] = int(cells.row[int((numbers == number).argmax())])
    return _decided(seen, Place(layout.name, None, column + 1))


def _decided(row_of: Mapping[str, int], place: Place) -> DayOrder | Fault | None:
    if not row_of:
        return None
    day_first = month_first = unclear = None
    for cell, row in row_of.items():
        found = _DATE.fullmatch(cell)
        assert found is not None
        one, two = int(found["one"]), int(found["two"])
        if one > _MONTHS >= two:
            day_first = day_first or (cell, row)
        elif two > _MONTHS >= one:
            month_first = month_first or (cell, row)
        elif one != two:
            unclear = unclear or (cell, row)
    if day_first and month_first:
        sentence = text(
            "{one} begins with a day, {other} in row {row} with a month; write the dates of one column alike, as "
            "2013-06-30",
            one=day_first[0],
            other=month_first[0],
            row=month_first[1],
        )
        return fault("NOT_A_PERIOD", sentence, Place(place.file, day_first[1], place.column))
    if unclear and not (day_first or month_first):
        sentence = text(
            "{cell} may begin with its day or with its month, and no other date of the column tells: say it in a "
            '--columns file (period: "{day_first}", or period: "{month_first}"), or write it as 2013-06-30',
            cell=unclear[0],
            day_first=DayOrder.DAY_FIRST.value.replace("/", _sign(unclear[0])),
            month_first=DayOrder.MONTH_FIRST.value.replace("/", _sign(unclear[0])),
        )
        return fault("DAY_OR_MONTH", sentence, Place(place.file, unclear[1], place.column))
    return DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST


def _sign(cell: str) -> str:
    found = _DATE.fullmatch(cell)
    return found["sign"] if found else "/"


def in_order(texts: Texts, order: DayOrder) -> Texts:
    """Return a column of periods with its dates as year, month and day."""
    numbers, written = distinct(texts)
    return texts_of([_turned(cell, order) for cell in written])[numbers]


def _turned(cell: str, order: DayOrder) -> str:
    found = _DATE.fullmatch(cell)
    if found is None:
        return cell
    day, month = (found["one"], found["two"]) if order is DayOrder.DAY_FIRST else (found["two"], found["one"])
    return f"{found['year']}-{month}-{day}"
