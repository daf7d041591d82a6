"""The columns of those who made the form: they are not read, never shown, and stop nothing."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.intake.header.headings import Heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.persons import is_telephone


def columns_of_makers(lines: Sequence[Sequence[Heading]], lexicon: HeaderLexicon) -> frozenset[int]:
    """Return the columns of makers; `lines` are the headings, and those of the rows that say the same once more.

    A telephone that does not say whose it is belongs to a maker where the table has one, else to a person.
    """
    columns = [(index, one) for line in lines for index, one in enumerate(line) if one.levels]
    makers = {index for index, one in columns if lexicon.is_of_a_maker(one)}
    return frozenset(makers | {index for index, one in columns if makers and is_telephone(one.normal)})
