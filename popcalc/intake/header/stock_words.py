"""Words of a title or a header that say a stock stands at the date itself: as of, 年初, 現在."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from popcalc.intake.header.layout import Column, ColumnClass
from popcalc.periods.days import day_in
from popcalc.periods.pieces import pieces
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.of_tables import Words
from popcalc.vocabulary.patterns import any_of


def says_at_start(words: str) -> bool:
    """Whether a header or a line above a table puts stocks at the very date that is given."""
    return _is_said(words, *_at_start())


def says_first_day(words: str) -> bool:
    """Whether a line above a table puts its stocks at a first day of months or years: 月初, 毎月1日現在, 1 January."""
    return _is_said(words, *_first_day())


def _is_said(words: str, spaced: re.Pattern[str], solid: re.Pattern[str]) -> bool:
    with_blanks = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return bool(spaced.search(with_blanks) or solid.search(folded(words)))


@cache
def _at_start() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _patterns(lambda one: one.headers.at_start)


@cache
def _first_day() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _patterns(lambda one: one.headers.first_day)


def _patterns(of: Callable[[Language], Words]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds words of languages with blanks between words, and of the others in folded words."""
    languages = vocabulary().languages.values()
    spaced = any_of(word for one in languages if one.spaced for word in of(one))
    solid = any_of(folded(word) for one in languages if not one.spaced for word in of(one))
    # A date that begins a span, 1 January to 30 June, is no moment.
    spans = rf"(?!\s*(?:,?\s*\d{{4}}\s*)?(?:[-\u2013\u2014~]|{pieces().until}|{pieces().to}\b))"
    return re.compile(rf"\b{spaced}\b{spans}"), re.compile(rf"(?<!\d){solid}{spans}")


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
