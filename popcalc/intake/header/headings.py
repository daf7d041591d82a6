"""Headers of several rows: merged groups filled forward, and each column's words from the top down."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import Struct

from popcalc.definitions.headers import header_unit, normal_header
from popcalc.definitions.units import unit_alone
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of, solid

DEEPEST = 4
"""How many rows a header may have, groups and columns together."""

_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_MARK_BESIDE = re.compile(r"^[①-⑳]+\s*(?=\w)|(?<=\w)\s*[①-⑳]+$")
_UNNAMED = re.compile(r"Unnamed: \d+(?:_level_\d+)?")
"""What pandas writes for a blank cell of a header."""


@cache
def _figure() -> re.Pattern[str]:
    # Nil marks of Latin letters may be words of a header.
    nil = [mark for mark in vocabulary().words(lambda one: one.cells.nil) if not mark.isascii()]
    return re.compile(rf"\(?[\d,.]+%?\)?|\d{{4}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?|[-—–…/]+|{any_of(nil)}|#.*", re.ASCII)


@cache
def _rate_units() -> frozenset[str]:
    return frozenset((*vocabulary().signs.rates, *solid(vocabulary().words(lambda one: one.units.rates))))


@cache
def _slips_of_which() -> Mapping[str, str]:
    slips = [language.groups.of_which_slips for language in vocabulary().languages.values()]
    return {slip: meant for of_language in slips for slip, meant in of_language.items()}


@cache
def _mistyped_of_which() -> re.Pattern[str]:
    return re.compile(rf"^{any_of(_slips_of_which())}(?=\s*[:：])")


def _mended(written: str) -> str:
    """Return the words of a level with a slip before its colon mended."""
    return _mistyped_of_which().sub(lambda match: _slips_of_which()[match[0]], written)


BETWEEN = " > "
"""What stands between the levels of a heading where it is shown."""


class Heading(Struct, frozen=True):
    """What heads one column: its words from the group down to the column's own, and their unit.

    A level that is only a unit (`人` in a row of units) is none of the words; `unit` is the lowest one given.
    """

    levels: tuple[str, ...]
    unit: str | None = None

    def __str__(self) -> str:
        return BETWEEN.join(" ".join(level.split()) for level in self.levels)

    @property
    def normal(self) -> str:
        """All levels joined, in the form in which headers are compared."""
        return normal_header("".join(self.levels))

    @property
    def is_rate(self) -> bool:
        """Whether the column holds rates: `出生率(‰)`, or `%` below a group."""
        return self.unit in _rate_units()


@lru_cache(maxsize=8192)
def heading(*levels: str) -> Heading:
    """Return the heading of the words of a column, from the top down; what says nothing is left out."""
    words: list[str] = []
    unit = None
    for level in levels:
        written = _MARK_BESIDE.sub("", level.strip())
        if (
            not written
            or _is_mark(written)
            or (words and normal_header(written) == normal_header(words[-1]) and not unit_alone(written))
        ):
            continue
        unit = header_unit(written) or unit_alone(written) or unit
        if not (words and unit_alone(written)):
            words.append(_mended(written) if len(levels) > 1 else written)
    return Heading(tuple(words), unit)


def join_rows(rows: Sequence[Sequence[str]]) -> tuple[Heading, ...]:
    """Return the heading of each column of a header of one or more rows, merged cells being blank but for the first.

    A blank cell above others belongs to the group on its left, as far as the group above both goes.
    """
    width = max(map(len, rows), default=0)
    cleared = [[_UNNAMED.sub("", cell.strip()) for cell in row] for row in rows]
    filled = [row + [""] * (width - len(row)) for row in cleared]
    for level, row in enumerate(filled[:-1]):
        for column in range(1, width):
            below = any(lower[column] for lower in filled[level + 1 :])
            if not row[column] and below and not _begins_group(cleared, filled, level, column):
                row[column] = row[column - 1]
    return tuple(heading(*(row[column] for row in filled)) for column in range(width))


def _begins_group(rows: Sequence[Sequence[str]], filled: Sequence[Sequence[str]], level: int, column: int) -> bool:
    """Whether a column stands in another group, further up, than the one on its left."""
    return any(
        (column < len(rows[above]) and rows[above][column].strip())
        or filled[above][column] != filled[above][column - 1]
        for above in range(level)
    )


def goes_on(header: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
    """Whether a row may go on with the header of the rows above it: words only, some below a group or beside a column.

    A row with a cell in the same columns as the header is one of its own or data, unless the header repeats the word
    of a group in each of its columns.
    """
    cells = [cell.strip() for cell in row]
    width = max(len(cells), *map(len, header))
    above = [any(len(one) > column and one[column].strip() for one in header) for column in range(width)]
    words = [cell.strip() for one in (*header, row) for cell in one if cell.strip()]
    if sum(above) < 2 or not any(cells) or all(map(_is_mark, words)) or any(map(_is_figure, words)):
        return False
    beneath = [len(cells) > column and bool(cells[column]) for column in range(width)]
    last = [cell.strip() for cell in header[-1]]
    return above != beneath or any(one and one == other for one, other in pairwise(last))


def _is_mark(cell: str) -> bool:
    """Whether a cell is nothing but the numbers by which a header calls its columns: ①, ①＋②."""
    return bool(cell) and all(letter in _CIRCLED or letter in "+-=＋－＝−" for letter in cell.strip())


def _is_figure(cell: str) -> bool:
    return not _is_mark(cell) and _figure().fullmatch(unicodedata.normalize("NFKC", cell)) is not None


def plain_lines(records: Sequence[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """Return lines in the form in which they are compared: cells without outer spaces, none empty at the end."""
    return frozenset(line for record in records if (line := plain_line(record)))


def plain_line(cells: Sequence[str]) -> tuple[str, ...]:
    """Return one line in the form in which lines are compared."""
    plain = [cell.strip() for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)
