"""Long tables, in which each row is one figure: a column names the count, another gives the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.words import MEASURE, VALUE


def columns_of_long_table(
    held: Mapping[str, int], rows: Sequence[Sequence[str]], lexicon: HeaderLexicon
) -> Mapping[str, int]:
    """Return the columns of the names of counts and of the figures, none where a table is no long one.

    Its header has both and no count, and the first rows below it name some count.
    """
    if not held.keys() >= {MEASURE, VALUE} or any(map(lexicon.is_count, held)):
        return {}
    names = {cells[held[MEASURE]] for cells in rows if len(cells) > held[MEASURE]}
    if not any(lexicon.measured(name) for name in names if name.strip()):
        return {}
    return {role: held[role] for role in (MEASURE, VALUE)}
