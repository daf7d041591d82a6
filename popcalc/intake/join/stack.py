"""Columns that grow block by block: no second copy of the whole is ever held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.signedinteger]

GROWTH = 1.5


@dataclass
class Stack:
    """Columns of whole numbers of one length; `fills` says what stands in a column for rows that lack it.

    The arrays are longer than what is filled of them; memory that is not filled yet is not used.
    """

    fills: Mapping[str, int]
    length: int = 0
    columns: dict[str, Ints] = field(default_factory=dict)

    def add(self, block: Mapping[str, Ints], rows: int, expected: int = 0) -> None:
        """Add the rows of a block below the others; `expected` is a guess of how many there will be in the end."""
        until = self.length + rows
        for name in {**self.columns, **block}:
            column = self._room(name, until, expected, block[name].dtype if name in block else None)
            column[self.length : until] = block.get(name, self.fills[name])
        self.length = until

    def _room(self, name: str, until: int, expected: int, wider: np.dtype[np.signedinteger] | None) -> Ints:
        """Return a column that has room for so many rows, of a type that holds both old and new."""
        column = self.columns.get(name)
        old_type = column.dtype if column is not None else np.dtype(np.int8)
        new_type = np.promote_types(old_type, wider) if wider is not None else old_type
        if column is not None and until <= len(column) and new_type == old_type:
            return column
        size = len(column) if column is not None else 0
        if until > size:
            size = max(until, expected, int(size * GROWTH))
        grown: Ints = np.empty(size, dtype=new_type)
        grown[: self.length] = self.fills[name] if column is None else column[: self.length]
        self.columns[name] = grown
        return grown

    def part(self, name: str, since: int) -> Ints:
        """Return the rows of a column from one on."""
        return self.columns[name][since : self.length]

    def keep(self, since: int, kept: npt.NDArray[np.bool_]) -> None:
        """Leave out rows from one on that are not to be kept."""
        until = since + int(kept.sum())
        for column in self.columns.values():
            column[since:until] = column[since : self.length][kept]
        self.length = until

    def cut(self, length: int) -> None:
        """Keep only the first so many rows."""
        self.length = length

    def take(self, name: str) -> Ints:
        """Return a column and let go of it; one that no block had holds what stands for that in every row."""
        if name not in self.columns:
            return np.full(self.length, self.fills[name], dtype=np.int32)
        return self.columns.pop(name)[: self.length]
