"""Years of twelve months that begin in one calendar year and end in the next, written with both: 2012-13, 2012/13.

From 2000-01 to 2011-12 they look like months as well, and nothing in the words tells which is meant.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from popcalc.periods.calendar import Calendar
from popcalc.periods.months import Run, month_ordinal

_WITHIN_TEN = "|".join(f"{digit}[-/](?P=ten){digit + 1}" for digit in range(9))
_INTO_NEXT = "|".join(f"{ten}9[-/]{(ten + 1) % 10}0" for ten in range(10))
SPLIT_YEAR = rf"(?:(?:19(?=[5-9])|20)(?:(?P<ten>\d)(?:{_WITHIN_TEN})|{_INTO_NEXT}))"
"""Matches one, with the group `ten`; digits beside it are not looked at."""

_LENGTH = len("2012-13")
_MONTH = re.compile(r"(?<!\d)(?<!\d[-/.])(?:19[5-9]\d|20\d\d)[-/](?:0[1-9]|1[0-2])(?!\d|[-/.]\d)", re.ASCII)


@cache
def _written() -> re.Pattern[str]:
    return re.compile(SPLIT_YEAR, re.ASCII)


@cache
def _within() -> re.Pattern[str]:
    """Return what finds one among other words."""
    return re.compile(rf"(?<!\d)(?<!\d[-/.]){SPLIT_YEAR}(?!\d|[-/.]\d)", re.ASCII)


class SplitYear(Struct, frozen=True):
    """A year as it is written, and the calendar year in which it begins."""

    written: str
    first: int

    @property
    def may_be_a_month(self) -> bool:
        """Whether its second half may be the number of a month."""
        return 1 <= int(self.written[-2:]) <= 12

    @property
    def as_a_month(self) -> str:
        """Its digits alone, which are read as a month."""
        return f"{self.first}{self.written[-2:]}"

    @property
    def widest(self) -> Run:
        """All months of both calendar years."""
        return Run(month_ordinal(self.first, 1), month_ordinal(self.first + 1, 12))

    def run(self, calendar: Calendar) -> Run | None:
        """Return its twelve months, None where years begin in January: then nothing says which they are."""
        return None if calendar.year_start == 1 else calendar.year_run(self.first + 1)


def split_year(written: str) -> SplitYear | None:
    """Return what a text is when it is a split year and nothing else."""
    is_one = len(written) == _LENGTH and _written().fullmatch(written)
    return SplitYear(written, int(written[:4])) if is_one else None


def with_months(words: str) -> str:
    """Return words in which what may be a split year or a month is written as a month: 2010-11 as 201011."""
    return _within().sub(lambda match: one.as_a_month if (one := split_year(match[0])) else match[0], words)


def around_month(words: str) -> tuple[str, bool] | None:
    """Return what stands around a month in words, and whether it can be no split year; None without one month."""
    found = list(_MONTH.finditer(words))
    if len(found) != 1:
        return None
    match = found[0]
    return f"{words[: match.start()]}\0{words[match.end() :]}", split_year(match[0]) is None
