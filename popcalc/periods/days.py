"""The one full date within a line: `平成30年1月1日現在`, `Population as of 1 January 2018`."""

from __future__ import annotations

import re
import unicodedata

from popcalc.periods.reading import read_day, read_months

_MOST = 12
"""Pieces that a date may have: 令, 和, 2, 年, 1, 0, 月, 1, 日."""
_LEAST = 3
_PIECES = re.compile(r"\d+|[A-Za-zÀ-ÿ]+\.?|[^\W\d_]|[\W_]+")


def day_in(line: str) -> tuple[int, int] | None:
    """Return the month and the day of the one full date in a line, None where there is none or several."""
    pieces = _PIECES.findall(unicodedata.normalize("NFKC", line))
    found: set[tuple[int, int]] = set()
    start = 0
    while start < len(pieces):
        end = _end_of_date(pieces, start)
        if end is None:
            start += 1
            continue
        date = "".join(pieces[start:end])
        found.add((read_months(date).start, read_day(date)))
        start = end
    return found.pop() if len(found) == 1 else None


def _end_of_date(pieces: list[str], start: int) -> int | None:
    """Return where the longest date that begins with a piece ends, None where none does."""
    if not pieces[start][0].isalnum():
        return None
    for end in range(min(start + _MOST, len(pieces)), start + _LEAST - 1, -1):
        words = pieces[start:end]
        if words[-1][0].isalnum() and any(map(str.isdigit, words)) and read_day("".join(words)):
            return end
    return None
