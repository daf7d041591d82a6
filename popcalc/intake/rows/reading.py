"""What is the same for every file that is read: the definitions, the wanted counts, the words that were met so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from popcalc.areas.labels import Pool, code_role
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.intake.header.layout import Column
from popcalc.intake.rows.cells import CellRules, nil_marks, plain_cell
from popcalc.intake.rows.words import AreaWords, PeriodWords
from popcalc.periods import Calendar
from popcalc.table import MISSING


@dataclass(frozen=True)
class Reading:
    """The definitions that files are read by, and the numbers that stand for words in their rows.

    `periods` and `areas` give each distinct text a number, and judge it once. They only grow: what one file adds
    changes nothing for another, so that a reading that is thrown away leaves nothing behind that matters.
    """

    catalogue: Catalogue
    columns: Columns
    wanted: frozenset[str]
    periods: PeriodWords
    areas: Mapping[str, AreaWords]

    @property
    def pools(self) -> Mapping[str, Pool]:
        """The pool of each role."""
        return {role: words.pool for role, words in self.areas.items()}

    @cached_property
    def _nil_marks(self) -> frozenset[str]:
        return nil_marks() | {plain_cell(mark) for mark in self.columns.nil_marks}

    def rules(self, column: Column) -> CellRules:
        """Return how the cells of a count column are read."""
        nil_value = 0 if self.columns.nil == "zero" else MISSING
        return CellRules(self.catalogue.counts[column.key], column.factor, self._nil_marks, nil_value)


def new_reading(
    catalogue: Catalogue, columns: Columns, wanted: frozenset[str], levels: tuple[str, ...], calendar: Calendar
) -> Reading:
    """Return a reading that has met no word yet; `levels` are those that the files name."""
    areas = {
        role: AreaWords(level, Pool(role != level, level)) for level in levels for role in (level, code_role(level))
    }
    return Reading(catalogue, columns, wanted, PeriodWords(columns.period, calendar), areas)
