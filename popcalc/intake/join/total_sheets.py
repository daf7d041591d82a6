"""Sheets that add up the others of their workbook: held against them, and left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.arrays import combine
from popcalc.definitions.catalogue import Count, Nature
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.gathering import Gathered
from popcalc.intake.rows.cells import as_written
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import FileRows, RowClass, Rows, Tally
from popcalc.language import plural, text
from popcalc.periods import Run
from popcalc.table import END, FILE, START
from popcalc.village_months import PrintedTotal

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


def with_rows_of_totals(file: FileRows) -> FileRows:
    """Return what was found in a sheet that adds up others, whose rows are totals."""
    tallies = dict(file.tallies)
    own = [one for one in (tallies.pop(RowClass.DATA, None), tallies.get(RowClass.TOTAL_BY_WORD)) if one is not None]
    if own:
        tallies[RowClass.TOTAL_BY_WORD] = Tally(sum(one.rows for one in own), min(one.first for one in own))
    return replace(file, tallies=tallies)


@dataclass
class TotalSheets:
    """The rows of sheets that add up others, and what holding them against these gives."""

    sheets: list[tuple[Layout, Rows]] = field(default_factory=list)
    odd_totals: list[PrintedTotal] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add(self, layout: Layout, rows: Rows) -> None:
        """Take in the rows of one sheet."""
        self.sheets.append((layout, rows))

    def hold(self, gathered: Gathered, layouts: Sequence[Layout], reading: Reading) -> None:
        """Hold the sheets against the rows of the others of their books."""
        for layout, rows in self.sheets:
            numbers = [number for number, one in enumerate(layouts) if one.source.file == layout.source.file]
            parts = np.flatnonzero(np.isin(gathered.months[FILE], numbers))
            _Held(self, layout, rows, gathered, parts, reading).hold()


@dataclass
class _Held:
    into: TotalSheets
    layout: Layout
    rows: Rows
    gathered: Gathered
    parts: AnyInts
    reading: Reading
    equal: int = 0
    odd: list[PrintedTotal] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)

    def hold(self) -> None:
        """Compare row by row, and say what came of it."""
        keys = self._keys()
        if keys is not None:
            self._compare(*keys)
        else:
            self.alone = list(range(len(self.rows)))
        if not len(self.rows) or not len(self.parts):
            return
        if self.alone:
            self.into.faults.append(self._in_no_other(self.alone[0]))
        elif self.odd and not self.equal:
            self.into.faults.append(self._is_no_sum(self.odd[0]))
        else:
            self.into.odd_totals += self.odd
            sentence = plural(
                self.equal,
                "the sheet {sheet} adds up the others and is left out; {count} of its figures is their sum",
                "the sheet {sheet} adds up the others and is left out; {count} of its figures are their sums",
                sheet=self.layout.source.sheet or "",
            )
            self.into.notices.append(Notice("TOTAL_SHEET", sentence, Place(self.layout.source.file)))

    def _keys(self) -> tuple[AnyInts, AnyInts] | None:
        """Return numbers for the areas of the sheet's rows and of those of the others; None where nothing is shared."""
        found = []
        for role in self.reading.areas:
            own, others = self.rows.words.get(role), self.gathered.words.get(role)
            if own is not None and others is not None and (own > 0).all() and (others[self.parts] > 0).all():
                found.append((role, np.concatenate([own, others[self.parts]])))
        leaf = {self.layout.leaf, code_role(self.layout.leaf)}
        if not leaf & {role for role, _ in found}:
            return None
        key = combine([positions for _, positions in found])
        return key[: len(self.rows)], key[len(self.rows) :]

    def _compare(self, own: AnyInts, others: AnyInts) -> None:
        order = np.argsort(others, kind="stable")
        first, last = (np.searchsorted(others[order], own, side=side) for side in ("left", "right"))
        runs = list(zip(own.tolist(), self.rows.start.tolist(), self.rows.end.tolist(), strict=True))
        twice = {run for run, number in _numbers(runs) if number > 1}
        for spot, run in enumerate(runs):
            if run in twice:
                # Two areas of one name, which nothing in the sheet tells apart.
                continue
            self._compare_row(spot, self.parts[order[first[spot] : last[spot]]], run[1], run[2])

    def _compare_row(self, spot: int, parts: AnyInts, start: int, end: int) -> None:
        months = self.gathered.months
        within = parts[(months[START][parts] >= start) & (months[END][parts] <= end)]
        for key, values in self.rows.counts.items():
            printed, count = int(values[spot]), self.reading.catalogue.counts[key]
            if printed < 0 or key not in self.gathered.counts:
                continue
            if not len(within):
                self.alone.append(spot)
                return
            of_run = within[months[END][within] == end] if count.nature is Nature.STOCK else within
            figures = self.gathered.counts[key][of_run]
            if count.nature is Nature.QUOTA or not len(figures) or (figures < 0).any():
                continue
            if int(figures.sum()) == printed:
                self.equal += 1
            else:
                self.odd.append(self._printed(spot, count, printed, int(figures.sum())))

    def _printed(self, spot: int, count: Count, printed: int, summed: int) -> PrintedTotal:
        run = Run(int(self.rows.start[spot]), int(self.rows.end[spot]))
        place = self._place(spot, count.key, run)
        return PrintedTotal(
            self.layout.name, place.row or 1, place.column or 1, count.key, self._name(spot), run, printed, summed
        )

    def _place(self, spot: int, key: str, run: Run) -> Place:
        return Place(self.layout.name, int(self.rows.row[spot]), self.layout.place_columns(run.start).get(key))

    def _name(self, spot: int) -> str:
        for role in (self.layout.leaf, code_role(self.layout.leaf)):
            position = int(self.rows.words[role][spot]) if role in self.rows.words else 0
            if position:
                return self.reading.areas[role].pool.words[position]
        return ""

    def _in_no_other(self, spot: int) -> Fault:
        run = Run(int(self.rows.start[spot]), int(self.rows.end[spot]))
        sentence = text(
            "the name of the sheet {sheet} calls it a total of the others, and {area} in {month} is in none of them; "
            "--sheet names the sheets that are to be read (again for each), or give this one another name",
            sheet=self.layout.source.sheet or "",
            area=self._name(spot),
            month=self.reading.calendar.label_of(run),
        )
        return fault("TOTAL_SHEET", sentence, Place(self.layout.name, int(self.rows.row[spot])))

    def _is_no_sum(self, one: PrintedTotal) -> Fault:
        count = self.reading.catalogue.counts[one.count]
        sentence = text(
            "the name of the sheet {sheet} calls it a total of the others, and none of its figures is their sum: "
            "{area} says {count} {printed}, the others give {summed}; --sheet names the sheets that are to be read "
            "(again for each), or give this one another name",
            sheet=self.layout.source.sheet or "",
            area=one.area,
            count=one.count,
            printed=as_written(one.printed, count),
            summed=as_written(one.summed, count),
        )
        return fault("TOTAL_SHEET", sentence, Place(one.file, one.row, one.column))


def _numbers(runs: Sequence[tuple[int, int, int]]) -> Iterator[tuple[tuple[int, int, int], int]]:
    counted: dict[tuple[int, int, int], int] = {}
    for run in runs:
        counted[run] = counted.get(run, 0) + 1
    yield from counted.items()
