"""Words of a title or a header that say a stock stands at the date itself: as of, 年初, 現在."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from popcalc.definitions.headers import folded
from popcalc.intake.header.layout import Column, ColumnClass
from popcalc.periods.days import day_in
from popcalc.periods.pieces import pieces
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of


@cache
def _words(*, spaced: bool) -> re.Pattern[str]:
    said = [word for one in vocabulary().languages.values() if one.spaced is spaced for word in one.headers.at_start]
    words = any_of(said if spaced else map(folded, said))
    # A date that begins a span, 1 January to 30 June, is no moment.
    spans = rf"(?!\s*(?:,?\s*\d{{4}}\s*)?(?:[-\u2013\u2014~]|{pieces().until}|{pieces().to}\b))"
    return re.compile(rf"\b{words}\b{spans}" if spaced else rf"(?<!\d){words}{spans}")


def says_at_start(words: str) -> bool:
    """Whether a header or a line above a table puts stocks at the very date that is given."""
    with_blanks = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return bool(_words(spaced=True).search(with_blanks) or _words(spaced=False).search(folded(words)))


def all_at_start(titles: Sequence[Sequence[str]], columns: Iterable[Column]) -> bool:
    """Whether a line above the table, or the header of its periods, says so of all stocks."""
    periods = [one.header for one in columns if one.is_read and one.column_class is ColumnClass.PERIOD]
    return any(map(says_at_start, [*(cell for row in titles for cell in row), *periods]))


def as_of_day(titles: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Return the month and the day at which a line above the table puts the stocks, where it says a full date."""
    for cells in titles:
        for cell in cells:
            if says_at_start(cell) and any(map(str.isdigit, cell)) and (day := day_in(cell)):
                return day
    return None


def says_first_day(words: str) -> bool:
    """Whether a line above a table puts its stocks at a first day of months or years: 月初, 毎月1日現在, 1 January."""
    plain = folded(words)
    return (says_at_start(words) and _first_days().search(plain) is not None) or _FIRST_OF.search(plain) is not None


_BEGINNINGS = ("初", "초")
_FIRST_OF = re.compile(r"(?<!\d)1日(?:現在|现在)|月初")


@cache
def _first_days() -> re.Pattern[str]:
    words = vocabulary().words(lambda one: one.headers.at_start)
    first = any_of(folded(word) for word in words if any(map(str.isdigit, word)) or word.endswith(_BEGINNINGS))
    return re.compile(rf"(?<!\d){first}")
