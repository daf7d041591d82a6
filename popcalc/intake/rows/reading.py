"""What is the same for every file that is read: the definitions, the wanted counts, the words that were met so far."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.labels import Pool, code_role
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.definitions.columns import Columns
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.header.lexicon import HeaderLexicon, header_lexicon
from popcalc.intake.header.months import MonthForm
from popcalc.intake.rows.cells import CellRules, nil_marks, plain_cell
from popcalc.intake.rows.signs import signs_of
from popcalc.intake.rows.values import Rows
from popcalc.intake.rows.words import AreaWords, PeriodWords, keys_of
from popcalc.periods import Calendar
from popcalc.table import EMPTY, MISSING


class Reading(Struct, frozen=True, dict=True):
    """The definitions that files are read by, and the numbers that stand for words in their rows.

    `periods` and `areas` give each distinct text a number, and judge it once. They only grow: what one file adds
    changes nothing for another, so that a reading that is thrown away leaves nothing behind that matters. `dated`
    asks for the day of each row, `spills` for files of very many rows to lie on disk.
    """

    catalogue: Catalogue
    columns: Columns
    wanted: frozenset[str]
    calendar: Calendar
    areas: Mapping[str, AreaWords]
    dated: bool = False
    spills: bool = False

    @cached_property
    def _periods(self) -> dict[MonthForm, PeriodWords]:
        return {}

    def periods(self, form: MonthForm) -> PeriodWords:
        """Return the words of columns of months that are written in one form."""
        return self._periods.setdefault(form, PeriodWords(form, self.calendar))

    def anew(self) -> Reading:
        """Return the same that has met no word yet."""
        levels = tuple(role for role, words in self.areas.items() if role == words.level)
        anew = new_reading(self.catalogue, self.columns, self.wanted, levels, self.calendar)
        return replace(anew, dated=self.dated)

    @property
    def pools(self) -> Mapping[str, Pool]:
        """The pool of each role."""
        return {role: words.pool for role, words in self.areas.items()}

    @cached_property
    def headers(self) -> HeaderLexicon:
        """What headers mean, of which one may stand among the rows."""
        return header_lexicon(self.catalogue, self.columns)

    @cached_property
    def _nil_marks(self) -> frozenset[str]:
        return nil_marks() | {plain_cell(mark) for mark in self.columns.nil_marks}

    def rules(self, column: Column) -> CellRules:
        """Return how the cells of a count column are read."""
        nil_value = 0 if self.columns.nil == "zero" else MISSING
        count = self.catalogue.counts[column.key]
        empty_value = EMPTY if count.nature is Nature.FLOW else MISSING
        return CellRules(count, column.factor, self._nil_marks, nil_value, empty_value, signs_of(self.columns))


def new_reading(
    catalogue: Catalogue, columns: Columns, wanted: frozenset[str], levels: tuple[str, ...], calendar: Calendar
) -> Reading:
    """Return a reading that has met no word yet; `levels` are those that the files name."""
    areas = {
        role: AreaWords(
            level,
            Pool(role != level, level),
            keys_of(columns.totals, is_code=role != level),
            keys_of(columns.not_totals, is_code=role != level),
        )
        for level in levels
        for role in (level, code_role(level))
    }
    return Reading(catalogue, columns, wanted, calendar, areas)


def own_area(rows: Rows, spot: int, layout: Layout, reading: Reading) -> str:
    """Return the name of the area of a row, empty where it has none."""
    positions = rows.words.get(layout.leaf)
    return "" if positions is None else reading.areas[layout.leaf].pool.words[int(positions[spot])]
