"""How a sheet looks, beside what its cells hold: merged cells, what is hidden, figures that show another number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

Cell = tuple[int, int]
"""The row and the column of a cell, from 0."""

MOST_OF_A_COLUMN = 1_000
"""So many figures of one column that show another number are kept: more are said to be wrong by none of them."""


class Merged(Struct, frozen=True):
    """A merged cell: the rows and columns that it takes, from 0, and what stands in it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    written: str = ""


class Appearance(Struct, frozen=True):
    """How a sheet looks.

    `hidden_rows` are those that hold something; `shown` are the cells that show another number than they hold, with
    what they show and hold; `dates_are_months` says that dates are shown as their months.
    """

    merged: tuple[Merged, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    shown: Mapping[Cell, tuple[str, str]] = field(default_factory=dict)
    dates_are_months: bool = False


PLAIN = Appearance()
"""A text, or a sheet that looks like what it holds."""


class Look(Struct):
    """What the bytes of a sheet say of its looks, collected; `columns` and `rows` are hidden, each a first and a last.

    `shown` leads from a cell to what it shows; what it holds is said by the sheet itself.
    """

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    shown: dict[Cell, str] = field(default_factory=dict)
    dates_are_months: bool = False
    _of_column: dict[int, int] = field(default_factory=dict)

    def show(self, row: int, column: int, shown: str) -> None:
        """Note that a cell shows another number than it holds."""
        self._of_column[column] = self._of_column.get(column, 0) + 1
        if self._of_column[column] <= MOST_OF_A_COLUMN:
            self.shown[row, column] = shown


class Observed(Struct, dict=True):
    """What is told of a sheet while its rows pass, one after the other, and the `look` that its bytes gave."""

    look: Look
    merged: list[list[Any]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    shown: list[list[Any]] = field(default_factory=list)
    width: int = 0

    def __post_init__(self) -> None:
        self._corners: dict[int, list[tuple[int, int, int, int]]] = {}
        for one in self.look.merged:
            self._corners.setdefault(one[0], []).append(one)
        self._shown: dict[int, list[tuple[int, str]]] = {}
        for (row, column), shown in self.look.shown.items():
            self._shown.setdefault(row, []).append((column, shown))
        self._hidden = sorted(self.look.rows, reverse=True)

    def pass_row(self, number: int, record: list[str]) -> None:
        """Take note of a row."""
        self.width = max(self.width, len(record))
        for one in self._corners.get(number, ()):
            self.merged.append([*one, record[one[1]] if one[1] < len(record) else ""])
        for column, shown in self._shown.get(number, ()):
            if column < len(record):
                self.shown.append([number, column, shown, record[column]])
        while self._hidden and self._hidden[-1][1] < number:
            self._hidden.pop()
        if self._hidden and self._hidden[-1][0] <= number and any(record):
            self.hidden_rows.append(number)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, for another process."""
        columns = {column for first, last in self.look.columns for column in range(first, min(last + 1, self.width))}
        return {
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": sorted(columns),
            "shown": self.shown,
            "dates_are_months": self.look.dates_are_months,
        }


def from_data(data: Mapping[str, Any]) -> Appearance:
    """Return how a sheet looks, from plain data."""
    return Appearance(
        tuple(Merged(*one) for one in data["merged"]),
        tuple(data["hidden_rows"]),
        frozenset(data["hidden_columns"]),
        {(row, column): (shown, held) for row, column, shown, held in data["shown"]},
        data["dates_are_months"],
    )
