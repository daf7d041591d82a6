"""A column of years or months that has no header: what stands in it says what it is.

Only where no header says the period of the rows, and none of their columns is of a period of its own. Bare numbers are
years only where they go on from one to the next, as those of people or codes hardly do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.months import part_in_cells
from popcalc.intake.header.spans import span_of
from popcalc.intake.header.words import PERIOD, PERIOD_ROLES, YEAR
from popcalc.periods import FIRST_YEAR, LAST_YEAR, PeriodError, read_months
from popcalc.periods.notes import without_notes

_LEAST = 3
"""Cells that must be periods for their column to be one of them."""
_OTHERS = 5
"""Of so many cells one may be none: a line below the table, a total."""
_LONGEST_STEP = 10
"""Years from one to the next, as between censuses."""
_LONGEST_GAP = 6
"""Years from one to the next where single ones are left out."""
_BARE = re.compile(r"(\d{4})(?:\.0)?", re.ASCII)


def with_unheaded_periods(header: Header, lexicon: HeaderLexicon) -> Header:
    """Return a header in which a column of periods without a header is called `year` or `month`."""
    roles = {lexicon.meaning(one).role for one in header.headings if one.levels}
    if not any(map(lexicon.is_count, roles)) or roles & PERIOD_ROLES or any(map(_is_of_a_period, header.headings)):
        return header
    width = max((len(header.headings), *map(len, header.below)), default=0)
    headings = (*header.headings, *[heading()] * (width - len(header.headings)))
    rows = [cells for cells in header.below if sum(map(bool, cells)) > 1]
    for index, heads in enumerate(headings):
        own = [] if heads.levels else [cells[index] for cells in rows if len(cells) > index]
        role = _role(own) if _OTHERS * sum(not cell.strip() for cell in own) <= len(own) else None
        if role is not None:
            named = (*headings[:index], heading(role), *headings[index + 1 :])
            headings = named[: max(len(header.headings), index + 1)]
            return replace(header, headings=headings, known=header.known + 1)
    return header


def _is_of_a_period(heads: Heading) -> bool:
    return bool(heads.levels) and span_of(heads) is not None


def _role(cells: Sequence[str]) -> str | None:
    """Return `year` or `month` where nearly all filled cells are one, None for another column."""
    filled = [without_notes(cell) for cell in cells if cell.strip()]
    bare = [int(match[1]) for cell in filled if (match := _BARE.fullmatch(cell))]
    if _are_most(len(bare), filled):
        return YEAR if _go_on(bare) else None
    others = [cell for cell in filled if _BARE.fullmatch(cell) is None]
    periods = [cell for cell in others if not cell.isdigit() and _is_period(cell)]
    if _are_most(len(periods), filled) and len(set(periods)) > 1:
        return PERIOD
    return PERIOD if len(filled) >= _LEAST and part_in_cells(heading(), filled) else None


def _are_most(number: int, filled: Sequence[str]) -> bool:
    return number >= _LEAST and _OTHERS * (len(filled) - number) <= len(filled)


def _go_on(years: Sequence[int]) -> bool:
    """Whether numbers are years that follow each other, up or down, also again for each area.

    Single years may be left out, as in a war; else all steps are alike, as between censuses.
    """
    distinct = list(dict.fromkeys(years))
    in_order = sorted(distinct)
    if len(distinct) < _LEAST or distinct not in (in_order, in_order[::-1]):
        return False
    steps = {later - earlier for earlier, later in pairwise(in_order)}
    regular = len(steps) == 1 or (min(steps) == 1 and max(steps) <= _LONGEST_GAP)
    return regular and max(steps) <= _LONGEST_STEP and in_order[0] >= FIRST_YEAR and in_order[-1] <= LAST_YEAR


def _is_period(cell: str) -> bool:
    try:
        read_months(cell)
    except PeriodError:
        return False
    return True
