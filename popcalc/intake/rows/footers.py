"""Lines that are no data: those below a table (填报人, 单位负责人, notes), and headers that stand again on a new page.

A line is judged by itself, so that data may follow. A row with a month and a figure is data, whatever its name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.headers import folded
from popcalc.intake.rows.cells import NIL_MARKS
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of, either, maybe, solid, whole_line

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.intake.header.layout import Layout
    from popcalc.intake.text.blocks import Block
    from popcalc.intake.text.bytestrings import Bools

_BEFORE = r"[*※#★☆(\[【]*"
_FIGURE = re.compile(r"[\d,.]+")
_HIGHEST_NOTE = 5
"""Notes may be numbered in words up to this: 注五."""


@dataclass(frozen=True)
class _Patterns:
    """How the words of footers may stand in a line, folded; `perhaps` is held against a cell as it is written.

    `labels` are what a line below a table begins with or is, `signed` who signs it, `of_a_number` the labels whose
    number is no figure.
    """

    perhaps: re.Pattern[str]
    labels: tuple[re.Pattern[str], ...]
    signed: re.Pattern[str]
    of_a_number: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = vocabulary().words
    first = solid(words(lambda one: one.footers.role_first))
    then = solid(words(lambda one: one.footers.role_then))
    never_alone = "|".join(f"{re.escape(word)}$" for word in solid(words(lambda one: one.footers.never_alone)))
    who_and_when = f"(?:{maybe(first)}{any_of(then)}|{any_of(solid(words(lambda one: one.footers.signs)))})"
    notes = any_of(solid(words(lambda one: one.footers.notes)))
    digits = "".join(words(lambda one: one.numerals.digits[:_HIGHEST_NOTE]))
    after = rf"[\d{digits}]{{0,2}}[\])】]?(?:\([^()]{{0,12}}\))?"
    checked = (
        f"{maybe(solid(words(lambda one: one.footers.checked_of)))}"
        f"{any_of(solid(words(lambda one: one.footers.checked_what)))}"
        f".*{any_of(solid(words(lambda one: one.footers.checked_how)))}.*"
    )
    statement = f"{any_of(solid(words(lambda one: one.footers.statements)))}.{{4,}}"
    lines = either([r"-\d+-", *map(whole_line, words(lambda one: one.footers.lines)), statement, checked])
    numbers = any_of(solid(words(lambda one: one.footers.before_numbers)))
    return _Patterns(
        perhaps=_perhaps(),
        labels=(
            re.compile(rf"{_BEFORE}(?:{who_and_when}|{notes}){after}:.*"),
            re.compile(rf"{_BEFORE}(?:(?!{never_alone}){who_and_when}|{notes}){after}"),
            re.compile(lines),
        ),
        signed=re.compile(rf"{who_and_when}(?:\([^()]{{0,12}}\))?:.*"),
        of_a_number=re.compile(rf".*{numbers}(?:\([^()]*\))?:?"),
    )


def _perhaps() -> re.Pattern[str]:
    """Return what a label begins with, as it is written; most names do not and need no closer look."""
    beginnings: set[str] = set()
    for language in vocabulary().languages.values():
        words = language.footers
        checked = (*words.checked_of, *words.checked_what)
        every = (*words.role_first, *words.role_then, *words.signs, *words.notes, *words.lines, *words.statements)
        # The first word, or where words have no blanks between them, the first character.
        beginnings |= {re.split("[ .#]", word)[0] if language.spaced else word[0] for word in (*every, *checked)}
    written = {more for more, simple in vocabulary().signs.simpler.items() if simple in beginnings}
    return re.compile(rf"[\W_]|{any_of(beginnings | written)}", re.IGNORECASE)


class Aside(Enum):
    """A line that is no data."""

    FOOTER = "footer"
    HEADER = "header"


def is_label(cell: str) -> bool:
    """Whether a cell begins a line below a table: `填报人：…`, `注：…`, `Prepared by …`."""
    patterns = _patterns()
    if patterns.perhaps.match(cell) is None:
        return False
    words = folded(cell)
    return any(pattern.fullmatch(words) for pattern in patterns.labels)


def aside_of(cells: Sequence[str], layout: Layout, before: Aside | None, *, dated: bool) -> Aside | None:
    """Return what a line is if it is no data; `before` is what the last one was, `dated` says that it has a month.

    It repeats a line from above the data; it begins with a label or signs the table further on; or it goes on with the
    text of the line before it. With a month and a figure it is data, unless a label on its left makes it the number
    of a telephone or of a day.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return None
    if _plain(cells) in layout.lines_above:
        return Aside.HEADER
    labelled = [is_label(cell) for cell in filled]
    figures = any(
        _FIGURE.fullmatch(folded(cell)) and not (spot and _patterns().of_a_number.fullmatch(folded(filled[spot - 1])))
        for spot, cell in enumerate(filled)
    )
    if figures and dated:
        return None
    if labelled[0] or any(_patterns().signed.fullmatch(folded(cell)) for cell in filled):
        return Aside.FOOTER
    return Aside.FOOTER if before is Aside.FOOTER and len(filled) == 1 and not figures else None


def find_asides(
    block: Block, rows: npt.NDArray[np.int32], layout: Layout, suspects: Bools, dated: Bools
) -> tuple[Bools, Bools]:
    """Return which rows of a block are footers, and which repeat the header; `rows` are their numbers in the file.

    Only `suspects` can be, and what repeats a line from above right below one that does. `dated` rows have a month. The
    lines are looked at whole, columns that are not read among them.
    """
    footers, headers = np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    spots = np.flatnonzero(suspects).tolist()
    if not spots:
        return footers, headers
    spot_of = dict(zip((rows - block.first).tolist(), range(len(rows)), strict=True))
    reader = csv.reader(io.StringIO(block.content.decode("utf-8"), newline=""), delimiter=layout.delimiter)
    before: Aside | None = None
    for number, record in enumerate(reader):
        spot = spot_of.get(number, -1)
        if spot < 0:
            continue
        if suspects[spot]:
            before = aside_of(record, layout, before, dated=bool(dated[spot]))
        else:
            repeats = before is Aside.HEADER and _plain(record) in layout.lines_above
            before = Aside.HEADER if repeats else None
        footers[spot] = before is Aside.FOOTER
        headers[spot] = before is Aside.HEADER
        if before is not Aside.HEADER and spot >= spots[-1]:
            break
    return footers, headers


def says_nothing_or_words(cell: str) -> bool:
    """Whether the cell of a count has no figure in it: it is blank, a nil mark or words."""
    words = folded(cell)
    return words in NIL_MARKS or not any(letter.isdigit() for letter in words)


def plain_lines(records: Sequence[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """Return lines in the form in which they are compared: cells without outer spaces, none empty at the end."""
    return frozenset(line for record in records if (line := _plain(record)))


def _plain(cells: Sequence[str]) -> tuple[str, ...]:
    plain = [cell.strip() for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)
