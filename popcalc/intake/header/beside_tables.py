"""Sheets beside those with tables: instructions, an index, a list of codes.

A sheet in whose header no count is known is passed over only where no figure could be lost with it: one that says
areas, months and other figures than rates or figures to date may well hold counts under headers that are not known.
"""

from __future__ import annotations

from popcalc.areas.labels import code_role
from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.columns import AREA_NAMES
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.labels_below import are_figures, is_figure, says_month
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.titles import title_of
from popcalc.intake.header.unused import count_to_date
from popcalc.intake.header.words import PERIOD_ROLES
from popcalc.intake.sources.source import Source
from popcalc.language import text
from popcalc.periods import Calendar
from popcalc.vocabulary import vocabulary

SHOWN = 6


def has_figures(header: Header, below: int, lexicon: HeaderLexicon) -> bool:
    """Whether any count of a header has a figure below it."""
    counts = [index for index, one in enumerate(header.headings) if lexicon.is_count(lexicon.meaning(one).role)]
    return any(is_figure(cells[index]) for cells in header.below[below:] for index in counts if index < len(cells))


def counts_unknown(
    source: Source, header: Header, below: int, lexicon: HeaderLexicon, calendar: Calendar
) -> Fault | None:
    """Return the fault of a sheet that has areas, months and figures, and no count that is known; else None."""
    roles = {lexicon.meaning(one).role for one in header.headings if one.levels}
    area_roles = {*AREA_NAMES, *lexicon.levels, *map(code_role, lexicon.levels)}
    figures = _columns_of_figures(header, below, lexicon)
    if not (roles & area_roles and figures and _is_dated(source, header, roles, calendar)):
        return None
    sentence = text(
        "this sheet has areas, months and figures, and not one of its counts is known: {columns}; say in a --columns "
        "file what they are, or with --sheet NAME which sheets are read",
        columns=(*map(str, figures[:SHOWN]), *(["…"] if len(figures) > SHOWN else [])),
    )
    return fault("UNKNOWN_COUNTS", sentence, Place(source.name, header.row + 1))


def _columns_of_figures(header: Header, below: int, lexicon: HeaderLexicon) -> list[Heading]:
    """Return the headings of columns that are nothing known and hold figures."""
    makers = lexicon.columns_of_makers(header.lines(below))
    numbering = {normal_header(word) for word in vocabulary().words(lambda one: one.headers.numbering)}
    return [
        one
        for index, one in enumerate(header.headings)
        if one.levels
        and index not in makers
        and one.normal not in numbering
        and lexicon.meaning(one).role is None
        and not one.is_rate
        and lexicon.indicator_of(str(one)) is None
        and count_to_date(one, lexicon) is None
        and are_figures([cells[index] for cells in header.below[below:] if index < len(cells)])
    ]


def _is_dated(source: Source, header: Header, roles: set[str | None], calendar: Calendar) -> bool:
    """Whether a sheet says months: by a column, by its headers, by a line above the table or by its name."""
    lines = (*header.titles, (source.sheet or "",))
    months = any(one.levels and says_month(str(one)) for one in header.headings)
    return bool(roles & PERIOD_ROLES) or months or bool(title_of(source.name, lines, calendar).words)
