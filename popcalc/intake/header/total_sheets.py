"""Sheets of a workbook that add up the others: 合计 or Total beside the months, 全县 beside the towns.

They are left out and held against the others (`join/total_sheets.py`), as rows of totals are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.errors import Notice, Place
from popcalc.intake.header.hidden import shown
from popcalc.intake.header.layout import Layout, Refused
from popcalc.intake.header.sheets import LaidOut, Sheet, SheetClass
from popcalc.intake.header.spans import is_span
from popcalc.intake.header.total_words import is_total, without_total
from popcalc.intake.sources.source import Source
from popcalc.language import plural
from popcalc.periods import Run
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import solid

FEWEST = 2
"""Sheets that a total adds up."""


def is_of_a_total(sheet: str) -> bool:
    """Whether the name of a sheet calls it a total, alone or with a period: 合计, 全县, 全年, 2023 Total."""
    rest = without_total(sheet)
    return folded(sheet) in _names() or is_total(sheet) or (rest != sheet and is_span(rest))


@cache
def _names() -> frozenset[str]:
    return frozenset(solid(vocabulary().words(lambda one: (*one.totals.sheets, *one.periods.whole_year))))


def with_total_sheets(layouts: Sequence[Layout], columns: Columns) -> tuple[Layout, ...]:
    """Return the tables with those marked that add up other sheets of their book, which have all of their counts."""
    books: dict[str, list[Layout]] = {}
    for layout in layouts:
        if layout.source.sheet is not None:
            books.setdefault(layout.source.file, []).append(layout)
    found: set[str] = set()
    for sheets in books.values():
        if len(sheets) <= FEWEST:
            continue
        called = [one for one in sheets if is_of_a_total(one.source.sheet or "")]
        runs = [] if columns.cumulative else _over_others(sheets)
        others = [one for one in sheets if one not in called and one not in runs]
        held = {count.key for one in others for count in one.counts}
        if len(others) >= FEWEST:
            found |= {one.name for one in (*called, *runs) if {count.key for count in one.counts} <= held}
    return tuple(replace(one, adds_up=True) if one.name in found else one for one in layouts)


def _over_others(sheets: Sequence[Layout]) -> list[Layout]:
    """Return the sheets whose months are those of others, which follow each other: 2023年 beside 1月 to 12月."""
    runs = {one.run for one in sheets if one.run is not None}
    return [one for one in sheets if one.run is not None and _is_made_of(one.run, runs)]


def _is_made_of(run: Run, runs: set[Run]) -> bool:
    within = sorted((one for one in runs if one != run and run.holds(one)), key=lambda one: one.start)
    follow = all(other.start == one.end + 1 for one, other in pairwise(within))
    # The year may not be over.
    return len(within) >= FEWEST and follow and within[0].start == run.start


def totals_without_months(found: Sequence[LaidOut]) -> list[Source]:
    """Return the sheets that are called totals and do not say of which months they are, beside others that do."""
    tables: dict[str, int] = {}
    for source, file in found:
        tables[source.file] = tables.get(source.file, 0) + isinstance(file, Layout)
    return [
        source
        for source, file in found
        if isinstance(file, Refused)
        and source.sheet is not None
        and is_of_a_total(source.sheet)
        and tables[source.file] >= FEWEST
        and {one.code for one in file.faults} == {"NO_PERIOD"}
    ]


def with_passed_over(layouts: Sequence[Layout], dateless: Sequence[Source]) -> tuple[Layout, ...]:
    """Return the tables, the first of each book with what is said of its totals without months."""
    said: dict[str, list[str]] = {}
    for source in dateless:
        said.setdefault(source.file, []).append(source.sheet or "")
    found = []
    for layout in layouts:
        names = said.pop(layout.source.file, None)
        if names:
            sentence = plural(
                len(names),
                "{count} sheet that is called a total of the others and says no month is left out, and held against "
                "nothing: {sheets}",
                "{count} sheets that are called totals of the others and say no month are left out, and held against "
                "nothing: {sheets}",
                sheets=shown(names),
            )
            layout = replace(
                layout, notices=(*layout.notices, Notice("TOTAL_SHEET", sentence, Place(layout.source.file)))
            )
        found.append(layout)
    return tuple(found)


def sheets_with_totals(
    sheets: Sequence[Sheet], layouts: Sequence[Layout], dateless: Sequence[Source]
) -> tuple[Sheet, ...]:
    """Return the sheets, those that add up others as such."""
    totals = {(one.source.file, one.source.sheet) for one in layouts if one.adds_up}
    totals |= {(source.file, source.sheet) for source in dateless}
    return tuple(
        replace(one, sheet_class=SheetClass.TOTAL) if (one.file, one.name) in totals else one for one in sheets
    )
