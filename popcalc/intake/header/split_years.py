"""Years of two numbers, 2012-13, in a title, a name or the cells of a period: which twelve months, or which month?"""

from __future__ import annotations

from collections.abc import Iterable

from popcalc.errors import Fault, Place, fault
from popcalc.language import Text, text
from popcalc.periods import Calendar, SplitYear, split_year
from popcalc.vocabulary.characters import folded

_FEWEST = 2
"""Different ones by which a column of them is one of years: October 2009, November 2010."""


def are_split_years(cells: Iterable[str]) -> bool:
    """Whether all filled cells are years of two numbers, and not all the same one."""
    found = {folded(cell) for cell in cells if cell.strip()}
    return len(found) >= _FEWEST and all(map(split_year, found))


def which_months(said: SplitYear, place: Place | None, calendar: Calendar) -> Fault:
    """Return the fault of a file of which a title or a name says nothing but a year of two numbers."""
    return fault("AMBIGUOUS_PERIOD", _which_months(said, calendar), place)


def _which_months(said: SplitYear, calendar: Calendar) -> Text:
    if calendar.year_start != 1:
        return text(
            "{written} alone does not say which months are meant here: add a column `year` or `month`",
            written=said.written,
        )
    if said.may_be_a_month:
        return text(
            "{written} may be a month or a year of twelve months: write a month as {plain}, or say with --year-start "
            "in which month the year begins",
            written=said.written,
            plain=said.as_a_month,
        )
    return text(
        "{cell} is a year of twelve months that does not begin in January: say with --year-start in which month it "
        "begins",
        cell=said.written,
    )
