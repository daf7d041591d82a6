"""A table as a page and a workbook show it: words and the numbers behind them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class Tone(StrEnum):
    """What the colour behind a cell says, which its words say, too."""

    PLAIN = ""
    MET = "met"
    MISSED = "missed"
    MAYBE = "maybe"
    NO_DATA = "nodata"


class Cell(Struct, frozen=True):
    """A cell: `words` as they are read, with what stands before and behind them, and the number that they round.

    `hint` says what an arrow means to those who hear the page.
    """

    words: str
    number: float | None = None
    decimals: int = 0
    tone: Tone = Tone.PLAIN
    mark: str = ""
    tail: str = ""
    arrow: str = ""
    hint: str = ""
    signed: bool = False
    is_words: bool = False


class Head(Struct, frozen=True):
    """A heading over one column or several; `under` stands beneath it in small."""

    words: str
    under: str = ""
    columns: int = 1
    rows: int = 1


class Table(Struct, frozen=True):
    """A table: rows of headings, rows of cells whose first one names the row, and notes below.

    The last rows, so many as `total` says, are the total of the others. One that `is_list` has a row for each thing
    that is said, in words: on a narrow page its cells stand below each other.
    """

    heads: Sequence[Sequence[Head]]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    total: int = 0
    caption: str = ""
    is_list: bool = False
    is_dense: bool = False

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return sum(head.columns for head in self.heads[0])
