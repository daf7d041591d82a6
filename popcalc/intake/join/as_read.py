"""The rows of a table as they were read, and what messages say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from popcalc.areas.tree import Areas
from popcalc.definitions.catalogue import Count
from popcalc.errors import Place
from popcalc.intake.join.beside import Beside
from popcalc.intake.join.places import Places
from popcalc.intake.rows.cells import as_written
from popcalc.language import Text
from popcalc.periods import CALENDAR_YEAR, Run
from popcalc.table import END, FILE, ROW, START, VILLAGE

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


class AsRead(Struct, frozen=True):
    """Rows sorted by village, start and end, with their places, their areas, and how they name them themselves.

    `label` numbers the ways in which rows name their area; `names` gives name and code of such a number. Where the
    table is of parts of villages, `village_of` leads from the number of a part to its village. `prefer` is the file
    whose figures replace others, or `newest`.
    """

    table: Mapping[str, AnyInts]
    places: Places
    areas: Areas
    label: AnyInts
    names: Callable[[int], tuple[str, str]]
    village_of: AnyInts | None = None
    prefer: str | None = None
    beside: Beside = field(default_factory=Beside)

    @property
    def villages(self) -> AnyInts:
        """The position of each row's village."""
        part = self.table[VILLAGE]
        return part if self.village_of is None else self.village_of[part]

    def place(self, row: int, count: Count) -> Place:
        """Return the place of a count's cell."""
        start, name = int(self.table[START][row]), self.named(row)[0]
        return self.places.at(int(self.table[FILE][row]), int(self.table[ROW][row]), count.key, start=start, area=name)

    def area(self, row: int) -> str:
        """Return what the row's area goes by."""
        return self.areas.names[int(self.villages[row])]

    def named(self, row: int) -> tuple[str, str]:
        """Return the name and the code that the row itself gives."""
        return self.names(int(self.label[row]))

    def only_named(self, row: int) -> bool:
        """Return whether the row's file names its areas by nothing but their names."""
        return self.places.layouts[int(self.table[FILE][row])].is_only_named

    def run(self, row: int) -> Run:
        """Return the row's months."""
        return Run(int(self.table[START][row]), int(self.table[END][row]))

    def months(self, row: int) -> str:
        """Return the row's months in words."""
        return CALENDAR_YEAR.label_of(self.run(row))

    def figure(self, row: int, count: Count) -> str:
        """Return a count as people write it."""
        return as_written(int(self.table[count.key][row]), count)

    def what_else_differs(self, one: int, other: int) -> Text:
        """Return what ends the sentence about two rows of a file: the columns beside that tell them apart."""
        rows = self.table[ROW]
        layout = self.places.layouts[int(self.table[FILE][other])]
        return self.beside.differing(layout, int(rows[one]), int(rows[other]))

    def in_order(self, one: int, other: int) -> tuple[int, int]:
        """Return two rows, the earlier in files and rows first: the later one is complained of."""
        earlier, later = sorted((one, other), key=lambda row: (int(self.table[FILE][row]), int(self.table[ROW][row])))
        return earlier, later
