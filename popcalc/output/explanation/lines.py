"""Lines of words: how far each is indented, and how it is wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from popcalc.language import Language, Text
from popcalc.output.document import Spans
from popcalc.output.widths import width as columns_of
from popcalc.output.widths import wrap
from popcalc.visible import visible

STEP = 2
READABLE = 100
"""Lines are wrapped to this width on a wider terminal."""


class Line(Struct, frozen=True):
    """A sentence, so many steps to the right; a `whole` one is a row of a table and is never wrapped."""

    words: Text | str
    depth: int = 0
    whole: bool = False


def lines_of(lines: Iterable[Line], language: Language, width: int | None) -> Iterator[Spans]:
    """Yield lines wrapped to the width of a terminal; without a width none is wrapped."""
    for line in lines:
        words = visible(line.words if isinstance(line.words, str) else language(line.words))
        margin = " " * (STEP * line.depth)
        # What is wrapped goes on further to the right, so that a new line is a new step.
        room = max(min(width, READABLE) - len(margin) - STEP, STEP) if width and not line.whole else None
        fits = room is None or columns_of(words) <= room + STEP
        first, *rest = [words] if fits or room is None else wrap(words, room)
        yield [(f"{margin}{first}", "")]
        yield from ([(f"{margin}{' ' * STEP}{more}", "")] for more in rest)
