"""Rows right below a header that are neither part of it nor data: its columns in other words, and notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from popcalc.intake.header.headings import Heading, join_rows
from popcalc.intake.header.words import DIMENSION, IGNORE, PERIOD, YEAR
from popcalc.periods import PeriodError, read_months
from popcalc.vocabulary import vocabulary

if TYPE_CHECKING:
    from popcalc.intake.header.lexicon import HeaderLexicon

_FIGURE = re.compile(r"[(\[<>≈~+-]*\d[\d,.' ]*(?:e[+-]?\d+)?\W*[^\W\d]{0,2}\W*|#.+")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_LONGEST_MARK = 12
_LEAST_OF_A_SHARE = 2
"""One cell of so many that say something must be a figure in a column of figures."""
_LEAST_OF_A_NOTE = 4
"""Words of a note in one cell, or where no blanks stand between words, a third of its characters."""


def is_figure(cell: str) -> bool:
    """Whether a cell is meant as a figure, well or badly written: 12, 12人, (3), #REF!; no date, no words."""
    return _FIGURE.fullmatch(unicodedata.normalize("NFKC", cell).strip().casefold()) is not None


def is_figure_or_date(cell: str) -> bool:
    """Whether a cell is meant as a figure or is a date in digits."""
    return is_figure(cell) or _DATE.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, has nothing but signs (-, :, …), one letter (x) or a word for nothing: n/a, 无."""
    plain = cell.strip().casefold()
    is_letter = len(plain) == 1 and plain.isalpha()
    return is_letter or not any(map(str.isalnum, plain)) or plain in _words_for_nothing()


def are_figures(cells: Sequence[str]) -> bool:
    """Whether what stands in a column are figures, and some of them words at most."""
    filled = [cell for cell in cells if not says_nothing(cell)]
    return bool(filled) and _LEAST_OF_A_SHARE * sum(map(is_figure, filled)) >= len(filled)


@cache
def _words_for_nothing() -> frozenset[str]:
    return frozenset(vocabulary().words(lambda one: (*one.cells.nil, *one.cells.no_figure)))


def is_note(rows: Sequence[Sequence[str]], below: Sequence[str], lexicon: HeaderLexicon) -> bool:
    """Whether a row has one cell that only speaks of the table: many words, of which no known header would be made.

    It stands below a column that has words of its own, or below none.
    """
    filled = [(index, cell.strip()) for index, cell in enumerate(below) if cell.strip()]
    if len(filled) != 1 or is_figure_or_date(filled[0][1]):
        return False
    index, note = filled[0]
    words = max(len(note.split()), sum(not letter.isascii() and letter.isalpha() for letter in note) // 3)
    if words < _LEAST_OF_A_NOTE:
        return False
    together = join_rows((*rows, below))
    return index >= len(together) or lexicon.meaning(together[index]).role is None


def are_labels(headings: Sequence[Heading], row: Sequence[str], lexicon: HeaderLexicon) -> bool:
    """Whether a row says in words what stands in the columns: words for every count, and no month below the month."""
    counts = months = 0
    for heads, cell in zip(headings, row, strict=False):
        role = lexicon.meaning(heads).role if heads.levels else None
        if lexicon.is_count(role):
            counts += 1
            if not any(map(str.isalpha, cell)) or is_figure_or_date(cell) or len(cell.strip()) < 2:
                return False
        elif role == PERIOD:
            months += 1
            if not cell.strip() or is_month(cell):
                return False
    area = next((cell for heads, cell in zip(headings, row, strict=False) if _is_area(heads, lexicon)), "")
    return counts >= 1 and counts + months >= 2 and bool(area.strip()) and not _are_marks(headings, row, lexicon)


def _are_marks(headings: Sequence[Heading], row: Sequence[str], lexicon: HeaderLexicon) -> bool:
    """Whether all counts have the same word, as a row has in which nothing was reported: NA, 未报."""
    words = {
        cell.strip().casefold()
        for heads, cell in zip(headings, row, strict=False)
        if heads.levels and lexicon.is_count(lexicon.meaning(heads).role)
    }
    shortest = min(map(len, words), default=0)
    return len(words) < 2 and shortest <= _LONGEST_MARK


def is_month(cell: str) -> bool:
    """Whether a cell is meant as a month or another period, perhaps as the bare number of one."""
    return any(map(str.isdigit, cell)) or says_month(cell)


def says_month(words: str) -> bool:
    """Whether words are a month or another period, perhaps without its year."""
    return _is_period(words) or _is_period(f"{words} 2013")


def _is_period(words: str) -> bool:
    try:
        read_months(words)
    except PeriodError:
        return False
    return True


def _is_area(heads: Heading, lexicon: HeaderLexicon) -> bool:
    role = lexicon.meaning(heads).role if heads.levels else None
    return role is not None and role not in (PERIOD, YEAR, IGNORE, DIMENSION) and not lexicon.is_count(role)


def are_words(cells: Sequence[str]) -> bool:
    """Whether most filled cells of a column are words, such as names."""
    filled = [cell for cell in cells if cell.strip()]
    return 2 * sum(not is_figure_or_date(cell) and any(map(str.isalpha, cell)) for cell in filled) > len(filled)
