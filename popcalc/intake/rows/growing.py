"""Rows that grow part by part: no second copy of the whole is ever held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from popcalc.intake.rows.values import Rows
from popcalc.table import ABSENT

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

GROWTH = 1.5
WORDS, COUNTS, MONTHS = "words", "counts", "months"
START, END, ROW, DAY, BESIDE = ((MONTHS, name) for name in ("start", "end", "row", "day", "beside"))

FILLS = {WORDS: 0, COUNTS: ABSENT}
"""What stands in a column of a group for rows that have none: no word, and a count that is absent; else 0."""

Name = tuple[str, str]
"""A group of columns (`WORDS`, `COUNTS`, `MONTHS`) and a role, count or other column of it."""


class Growing(Protocol):
    """Rows that grow, wherever they lie."""

    length: int

    def add(self, part: Mapping[Name, AnyInts], rows: int, expected: int = 0) -> None:
        """Add the columns of some rows below the others; `expected` is a guess of how many there will be in the end."""

    def group(self, group: str) -> Mapping[str, AnyInts]:
        """Return the columns of a group by name."""


@dataclass
class GrowingRows:
    """The columns of the parts that were added.

    The arrays are longer than what is filled of them; memory that is not filled yet is not used. The first part that
    comes alone is taken as it is, without a copy.
    """

    length: int = 0
    columns: dict[Name, AnyInts] = field(default_factory=dict)

    def add(self, part: Mapping[Name, AnyInts], rows: int, expected: int = 0) -> None:
        """Add the columns of some rows below the others; `expected` is a guess of how many there will be in the end."""
        if not self.length and expected <= rows:
            self.columns, self.length = dict(part), rows
            return
        until = self.length + rows
        for name in {**self.columns, **part}:
            column = self._room(name, until, expected, part[name].dtype if name in part else None)
            column[self.length : until] = part[name] if name in part else FILLS.get(name[0], 0)
        self.length = until

    def _room(self, name: Name, until: int, expected: int, wider: np.dtype[np.signedinteger] | None) -> AnyInts:
        """Return a column that has room for so many rows, of a type that holds both old and new."""
        column = self.columns.get(name)
        old_type = column.dtype if column is not None else np.dtype(np.int8)
        new_type = np.promote_types(old_type, wider) if wider is not None else old_type
        if column is not None and until <= len(column) and new_type == old_type:
            return column
        size = len(column) if column is not None else 0
        if until > size:
            size = max(until, expected, int(size * GROWTH))
        grown: AnyInts = np.empty(size, dtype=new_type)
        grown[: self.length] = FILLS.get(name[0], 0) if column is None else column[: self.length]
        self.columns[name] = grown
        return grown

    def group(self, group: str) -> dict[str, AnyInts]:
        """Return the columns of a group by name, as far as they are filled, and let go of them."""
        names = [name for name in self.columns if name[0] == group]
        return {name[1]: self.columns.pop(name)[: self.length] for name in names}


def columns_of(rows: Rows) -> dict[Name, AnyInts]:
    """Return rows as columns."""
    return {
        **{(WORDS, role): positions for role, positions in rows.words.items()},
        **{(COUNTS, key): values for key, values in rows.counts.items()},
        START: rows.start,
        END: rows.end,
        ROW: rows.row,
        **({DAY: rows.day} if rows.day is not None else {}),
        **({BESIDE: rows.beside} if rows.beside is not None else {}),
    }


def rows_of(growing: Growing) -> Rows:
    """Return what has grown as rows."""
    months = growing.group(MONTHS)
    words, counts = growing.group(WORDS), growing.group(COUNTS)
    return Rows(words, months["start"], months["end"], counts, months["row"], months.get("day"), months.get("beside"))
