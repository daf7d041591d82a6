"""Lines that are no data: those below a table (填报人, notes), and headers that stand again on a new page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from popcalc.definitions.headers import folded
from popcalc.intake.header.headings import plain_line
from popcalc.intake.header.labels import is_label, is_of_a_number, is_signature
from popcalc.intake.rows.values import RowClass

_FIGURE = re.compile(r"[\d,.]+")


def aside_of(
    cells: Sequence[str], lines_above: frozenset[tuple[str, ...]], before: RowClass | None, *, dated: bool
) -> RowClass | None:
    """Return what a line is if it is no data; `before` is what the last one was, `dated` says that it has a month.

    It repeats a line from above the data; it begins with a label or signs the table further on; or it goes on with the
    text of the line before it. With a month and a figure it is data, unless a label on its left makes it the number
    of a telephone or of a day.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return None
    if plain_line(cells) in lines_above:
        return RowClass.HEADER
    figures = any(
        _FIGURE.fullmatch(folded(cell)) and not (spot and is_of_a_number(filled[spot - 1]))
        for spot, cell in enumerate(filled)
    )
    if figures and dated:
        return None
    if is_label(filled[0]) or any(map(is_signature, filled)):
        return RowClass.FOOTER
    return RowClass.FOOTER if before is RowClass.FOOTER and len(filled) == 1 and not figures else None
