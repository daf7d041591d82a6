"""Quotes in the bytes of a CSV text: where records end, and how many cells each has.

Everything here is counted over whole blocks at once. It holds for texts whose quotes are in order: each opens at the
beginning of a cell and closes at its end, and a quote inside is doubled. What is not in order goes to the csv module.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import AnyInts, Bools

    Bytes = npt.NDArray[np.uint8]

QUOTE, NEWLINE = ord('"'), ord("\n")
_AT_ONCE = 1 << 16


def in_order(content: bytes, delimiter: str) -> bool:
    """Whether every quote opens at the beginning of a cell, closes at its end or is doubled."""
    return b'"' not in content or _in_order_until(np.frombuffer(content, dtype=np.uint8), delimiter) == len(content)


def are_in_order(content: bytes, delimiter: str) -> bool:
    """Whether every quote is in order, but for a last one that is still open."""
    return b'"' not in content or _in_order_until(np.frombuffer(content, dtype=np.uint8), delimiter) > 0


def _in_order_until(letters: Bytes, delimiter: str) -> int:
    """Return up to where the quotes are in order and closed: the end, the last opening quote, or 0 for not at all."""
    quotes = np.flatnonzero(letters == QUOTE)
    edges = np.array([QUOTE, NEWLINE, ord(delimiter)], dtype=np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    before = letters[opening[opening > 0] - 1]
    after = letters[closing[closing + 1 < len(letters)] + 1]
    if not (np.isin(before, edges).all() and np.isin(after, edges).all()):
        return 0
    return int(quotes[-1]) if len(quotes) % 2 else len(letters)


def _outside(letters: Bytes) -> Bools:
    """Return which bytes are outside quotes; the sum of quotes may run over, it stays odd or even."""
    inside: Bools = (np.cumsum(letters == QUOTE, dtype=np.uint8) & 1).view(np.bool_)
    return ~inside


def count_of(content: bytes, mark: str) -> int:
    """Return how often a character stands in a text; for frequent ones quicker than `bytes.count`.

    Looked at in pieces, so that no memory is asked for.
    """
    letters = np.frombuffer(content, dtype=np.uint8)
    pieces = (letters[begin : begin + _AT_ONCE] for begin in range(0, len(letters), _AT_ONCE))
    return sum(int(np.count_nonzero(piece == ord(mark))) for piece in pieces)


def mean_width(content: bytes, delimiter: str, records: int) -> int | None:
    """Return the number of cells in each record if all have as many; None when not all can have.

    Counts only, and only texts without quotes: when one record is too long, another is too short.
    """
    width, left_over = divmod(count_of(content, delimiter) + records, records)
    return None if left_over else width


def even_width(content: bytes, delimiter: str) -> int | None:
    """Return the number of cells in each record of a text that ends with a line end; None when they differ."""
    letters = np.frombuffer(content, dtype=np.uint8)
    marks = letters == ord(delimiter)
    marks |= letters == NEWLINE
    if b'"' in content:
        marks &= _outside(letters)
    spots = np.flatnonzero(marks)
    ends = letters[spots] == NEWLINE
    records = int(np.count_nonzero(ends))
    width, left_over = divmod(len(spots), records) if records else (0, 1)
    return width if not left_over and bool(ends[width - 1 :: width].all()) else None


def record_ends(content: bytes, delimiter: str) -> AnyInts:
    """Return the position after each whole record; what follows the last one is not closed yet.

    A last line without a line end is a whole record too, unless a quote is open in it.
    """
    letters = np.frombuffer(content, dtype=np.uint8)
    until = len(content)
    if b'"' not in content:
        ends = np.flatnonzero(letters == NEWLINE) + 1
    elif until := _in_order_until(letters, delimiter):
        ends = np.flatnonzero((letters[:until] == NEWLINE) & _outside(letters[:until])) + 1
    else:
        return np.array(list(_ends_by_reading(content, delimiter)), dtype=np.int64)
    if until == len(content) and until > (ends[-1] if len(ends) else 0):
        return np.append(ends, until)
    return ends


def _ends_by_reading(content: bytes, delimiter: str) -> Iterator[int]:
    """Yield the position after each record as the csv module finds them, without one that is not closed."""
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    ends = np.minimum(np.cumsum([len(line) + 1 for line in lines]), len(content)).tolist()
    # One line more than there is: an open quote swallows it.
    texts = [line.decode("latin-1") + "\n" for line in lines] + ["\n"]
    reader = csv.reader(texts, delimiter=delimiter)
    before = 0
    while before < len(lines):
        try:
            next(reader)
        except csv.Error:
            # A cell that is too long for the csv module: said when the rows are read.
            pass
        except StopIteration:
            break
        if reader.line_num > len(lines):
            break
        before = reader.line_num
        yield ends[before - 1]
