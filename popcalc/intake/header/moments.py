"""Moments at which lines, names and headers say that stocks stand: Mid-year population, as of 1 July, 6月末人口."""

from __future__ import annotations

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.moment_words import Moment, moment_in
from popcalc.intake.header.subject import counts_in
from popcalc.intake.sources.source import Source


def moment_beside(source: Source, header: Header, lexicon: HeaderLexicon) -> Moment | None:
    """Return the moment that the nearest of the lines above a table, its sheet and its file says, None for none.

    A day by itself may be that on which a table was made: it counts where its line names a stock.
    """
    for line in (cell for cells in reversed(header.titles) for cell in cells if cell.strip()):
        said = moment_in(line)
        if said and not is_label(line) and (said.is_marked or _names_a_stock(line, lexicon)):
            return said.moment
    for name in (source.sheet or "", source.plain_name.replace("_", " ")):
        said = moment_in(name)
        if said and said.is_marked:
            return said.moment
    return None


def _names_a_stock(words: str, lexicon: HeaderLexicon) -> bool:
    counts = lexicon.catalogue.counts
    return any(counts[key].nature is Nature.STOCK for key in counts_in(words, lexicon))
