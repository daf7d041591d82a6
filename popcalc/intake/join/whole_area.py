"""The figures of all areas together as rows of their own give them, at times at which the areas do not.

Each count is a line of months that follow each other: what the areas give together, and around it what the rows of the
whole say. A row from the start of the year on gives the months that nothing else says. The rows are believed only where
they do not contradict the areas: a count that is another sum than its row says has no such line, nor has one whose rows
only chosen areas could be held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.areas.tree import Areas
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.errors import Notice, Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.derive import derive
from popcalc.intake.join.finishing import in_order
from popcalc.intake.rows.values import Rows, WholeRows
from popcalc.language import text
from popcalc.periods import Run
from popcalc.table import ABSENT, END, FILE, ROW, START, VILLAGE
from popcalc.village_months import VillageMonths

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

_NONE = np.zeros(0, dtype=np.int32)
FARTHEST = 2
"""How many times another stock of the whole may be what the areas have together; beyond it is none of theirs."""


@dataclass
class _Line:
    """The figures of one count by months: of `parts` together, `printed` of the whole, and those `to_date`.

    `agrees` says that a printed figure was held against the areas; `differs` that one is another.
    """

    parts: dict[Run, int] = field(default_factory=dict)
    printed: dict[Run, int] = field(default_factory=dict)
    to_date: dict[Run, int] = field(default_factory=dict)
    agrees: bool = False
    differs: bool = False


def with_whole_area(
    table: VillageMonths,
    files: Sequence[tuple[Layout, Sequence[WholeRows]]],
    catalogue: Catalogue,
    asked: frozenset[str],
) -> VillageMonths:
    """Return a table with the rows of all areas together, as a table of one area, and what is said of them.

    `files` are the files with their rows of the whole.
    """
    place = next((Place(layout.name) for layout, several in files if several), None)
    if place is None:
        return table
    figures, dropped = _believed(table, files, catalogue)
    said = list(_notices(figures, dropped, place))
    of_all = _table(figures, table, catalogue, asked) if figures else None
    return replace(table, of_all=of_all, notices=(*table.notices, *said))


def _notices(figures: Mapping[str, object], dropped: Sequence[str], place: Place) -> Iterator[Notice]:
    if figures:
        sentence = text(
            "{counts}: figures of all areas together that the rows of the areas do not give are those of the rows of "
            "the whole area",
            counts=tuple(figures),
        )
        yield Notice("WHOLE_AREA", sentence, place)
    if dropped:
        sentence = text(
            "{counts}: the rows of the whole area at other times are not used: they contradict each other or the rows "
            "of the areas, or are of other areas than all that are read; what they say can be read where a file has "
            "nothing but such rows",
            counts=tuple(dropped),
        )
        yield Notice("WHOLE_AREA", sentence, place)


def _believed(
    table: VillageMonths, files: Sequence[tuple[Layout, Sequence[WholeRows]]], catalogue: Catalogue
) -> tuple[dict[str, dict[Run, int]], list[str]]:
    """Return the figures of the whole by count and months, and the counts whose rows are not believed."""
    every = [one for _, several in files for one in several]
    rows = [one for one in every if one.areas == table.areas.villages]
    if len({tuple(sorted(layout.constants.items())) for layout, _ in files}) > 1:
        rows = []
    is_chosen = any(layout.filters or layout.summed for layout, _ in files)
    keys = [key for key in table.counts if any(key in one.rows.counts for one in rows)]
    figures = {key: _figures(_line(key, rows, table, catalogue), catalogue, key, is_chosen=is_chosen) for key in keys}
    reported = [key for key in table.counts if any((one.rows.counts.get(key, _NONE) >= 0).any() for one in every)]
    return {key: own for key, own in figures.items() if own}, [key for key in reported if not figures.get(key)]


def _line(key: str, rows: Sequence[WholeRows], table: VillageMonths, catalogue: Catalogue) -> _Line:
    is_stock = catalogue.counts[key].nature is Nature.STOCK
    line = _Line(dict(_of_parts(key, table, is_stock=is_stock)))
    for one in (one for one in rows if key in one.rows.counts):
        for run, value in _values(one.rows, key, is_stock=is_stock):
            into = line.to_date if one.to_date.any() else line.printed
            line.differs |= into.setdefault(run, value) != value
    for run, value in line.printed.items():
        if run in line.parts:
            line.agrees |= line.parts[run] == value
            line.differs |= line.parts[run] != value
    return line


def _of_parts(key: str, table: VillageMonths, *, is_stock: bool) -> Iterator[tuple[Run, int]]:
    """Yield the sums of all areas, for the months that all of them report."""
    values = table.column(key)
    reported = values >= 0
    first, last = table.column(END if is_stock else START)[reported], table.column(END)[reported]
    runs, of_run, number = np.unique(np.stack([first, last], axis=1), axis=0, return_inverse=True, return_counts=True)
    summed = np.zeros(len(runs), dtype=np.int64)
    np.add.at(summed, of_run.reshape(-1), values[reported].astype(np.int64))
    for spot in np.flatnonzero(number == table.areas.villages).tolist():
        yield Run(int(runs[spot, 0]), int(runs[spot, 1])), int(summed[spot])


def _values(rows: Rows, key: str, *, is_stock: bool) -> Iterator[tuple[Run, int]]:
    for first, last, value in zip(rows.start.tolist(), rows.end.tolist(), rows.counts[key].tolist(), strict=True):
        if value >= 0:
            yield Run(last if is_stock else first, last), value


def _figures(line: _Line, catalogue: Catalogue, key: str, *, is_chosen: bool) -> dict[Run, int]:
    """Return the figures of a count, each month in one of them at most; none where the rows are not to be believed."""
    if line.differs or (is_chosen and not line.agrees):
        return {}
    if catalogue.counts[key].nature is Nature.STOCK:
        return _stocks(line)
    if catalogue.counts[key].nature is not Nature.FLOW:
        return {}
    found: dict[Run, int] = {}
    known = [*line.parts.items(), *line.printed.items(), *line.to_date.items()]
    for run, value in sorted(known, key=lambda one: (one[0].months, one[0].start)):
        if run in found:
            continue
        inside = {own: events for own, events in found.items() if own.start <= run.end and run.start <= own.end}
        left = _left(run, list(inside))
        rest = value - sum(inside.values())
        if left is None or rest < 0:
            # It cuts other months, or is less than they are: nothing tells which is wrong.
            return {}
        if left:
            found[left[0]] = rest
        elif rest:
            return {}
    return found


def _stocks(line: _Line) -> dict[Run, int]:
    around = list(line.parts.values())
    if not around:
        return {}
    least, most = min(around) // FARTHEST, max(around) * FARTHEST
    are_near = all(least <= value <= most for value in line.printed.values())
    return {**line.printed, **line.parts} if are_near else {}


def _left(run: Run, inside: Sequence[Run]) -> list[Run] | None:
    """Return what runs inside another leave of it, one run or nothing; None where that is not so."""
    months = set(range(run.start, run.end + 1))
    for own in inside:
        if not run.holds(own):
            return None
        months -= set(range(own.start, own.end + 1))
    if not months:
        return []
    left = Run(min(months), max(months))
    return [left] if left.months == len(months) else None


def _table(
    figures: Mapping[str, Mapping[Run, int]], table: VillageMonths, catalogue: Catalogue, asked: frozenset[str]
) -> VillageMonths:
    """Return figures by count and months as a table of one area."""
    runs = sorted({run for own in figures.values() for run in own}, key=lambda run: (run.start, run.end))
    columns: dict[str, AnyInts] = {
        VILLAGE: np.zeros(len(runs), dtype=np.int32),
        START: np.array([run.start for run in runs], dtype=np.int32),
        END: np.array([run.end for run in runs], dtype=np.int32),
        FILE: np.full(len(runs), -1, dtype=np.int16),
        ROW: np.zeros(len(runs), dtype=np.int32),
    }
    held = frozenset(figures)
    columns |= {key: np.array([own.get(run, ABSENT) for run in runs], dtype=np.int64) for key, own in figures.items()}
    columns, _ = derive(columns, catalogue, asked, held)
    columns |= {key: np.full(len(runs), ABSENT, dtype=np.int32) for key in table.counts if key not in columns}
    leaf = table.areas.leaf
    nothing = np.full(1, -1, dtype=np.int32)
    areas = Areas((leaf,), ("",), ("",), np.zeros(1, dtype=np.int32), nothing, 1)
    counts = tuple(key for key in catalogue.counts if key in columns)
    return VillageMonths(in_order(columns, catalogue), areas, counts)
