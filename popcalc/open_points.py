"""What is open in files that were understood, and which figures hang on it.

Open are the faults, which stop everything; empty cells that may mean none; figures that carry a flag from where they
were read. Each changes some counts, and the indicators with these in their formulas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from popcalc.definitions.available import needed
from popcalc.doubts import DATE_ASSUMED, HIDDEN, Doubts
from popcalc.errors import Fault, Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.values import Marked
from popcalc.intake.survey import Survey
from popcalc.language import Text, text

_FLAGS = {
    DATE_ASSUMED: text("stocks dated on the first of a month are taken for its end"),
    HIDDEN: text("figures stand in hidden rows or columns"),
}


class OpenPoint(Struct, frozen=True):
    """One thing that is open, where, under which code, and the keys of the indicators that hang on it."""

    file: str
    code: str
    text: Text
    place: Place | None
    figures: tuple[str, ...]
    number: int | None = None


class Hanging:
    """Which indicators hang on which counts, of those that the files of a survey give."""

    def __init__(self, survey: Survey) -> None:
        there = survey.available
        indicators = survey.catalogue.indicators.items()
        self._needs = {
            key: needed(one.counts, survey.catalogue, there) for key, one in indicators if not there.missing(one)
        }
        self._layouts = {layout.name: layout for layout in survey.layouts}

    def on(self, counts: Iterable[str]) -> tuple[str, ...]:
        """Return the indicators that some counts would change."""
        changed = frozenset(counts)
        return tuple(key for key, needs in self._needs.items() if needs & changed)

    def of_fault(self, fault: Fault) -> OpenPoint:
        """Return a fault as what is open: of one count's column, what hangs on that count; else on all of the file."""
        file = fault.place.file if fault.place else ""
        layout = self._layouts.get(file)
        counts = {column.key for column in layout.counts} if layout else set()
        if layout and fault.place and fault.place.column:
            counts = {one.key for one in layout.counts if one.index == fault.place.column - 1} or counts
        return OpenPoint(file, fault.code, fault.text, fault.place, self.on(counts))

    def of_marks(self, layout: Layout, marks: Iterable[Marked]) -> Iterator[OpenPoint]:
        """Yield what a file's figures with a flag leave open, a flag at a time."""
        by_flag: dict[str, list[Marked]] = {}
        for mark in marks:
            by_flag.setdefault(mark.flag, []).append(mark)
        for flag, its in by_flag.items():
            rows = [int(mark.rows.min()) for mark in its if mark.rows is not None]
            place = Place(layout.name, min(rows)) if rows else None
            counts = {count for mark in its for count in mark.counts}
            yield OpenPoint(layout.name, flag.upper(), _FLAGS[flag], place, self.on(counts))

    def of_empty_cells(self, doubts: Doubts) -> Iterator[OpenPoint]:
        """Yield what empty cells leave open, a count at a time, at the first of them."""
        for count, cells in doubts.empty.items():
            place = cells.places[0] if cells.places else None
            sentence = text("empty cells of {count} may mean 0; --empty zero or empty: zero says so", count=count)
            yield OpenPoint(place.file if place else "", "EMPTY_CELLS", sentence, place, self.on([count]), cells.number)
