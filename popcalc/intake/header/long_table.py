"""Long tables, in which each row is one figure: a column names the count, another gives the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from popcalc.intake.header.labels_below import is_figure_or_date
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.words import MEASURE, PERIOD, VALUE


def columns_of_long_table(
    held: Mapping[str, int], rows: Sequence[Sequence[str]], lexicon: HeaderLexicon
) -> Mapping[str, int]:
    """Return the columns of the names of counts and of the figures, none where a table is no long one.

    Its header has both and no count, and the first rows below it name some count; or there are names beside figures of
    areas and months, as the first count that is known may stand further down.
    """
    if not held.keys() >= {MEASURE, VALUE} or any(map(lexicon.is_count, held)):
        return {}
    names = set(_filled(rows, held[MEASURE]))
    is_dated = PERIOD in held and len(held) > len((MEASURE, VALUE, PERIOD))
    are_names = not any(map(_is_figure, names)) and any(map(_is_figure, _filled(rows, held[VALUE])))
    if not any(map(lexicon.measured, names)) and not (is_dated and names and are_names):
        return {}
    return {role: held[role] for role in (MEASURE, VALUE)}


def _filled(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [cells[column] for cells in rows if len(cells) > column and cells[column].strip()]


def _is_figure(cell: str) -> bool:
    return is_figure_or_date(cell.strip())
