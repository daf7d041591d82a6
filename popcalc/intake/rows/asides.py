"""Lines that are no data: those below a table (填报人, notes), headers that stand again, totals in any cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from popcalc.areas.labels import code_role
from popcalc.areas.tree import plain_name
from popcalc.definitions.units import is_unit_line
from popcalc.intake.header.headings import plain_line
from popcalc.intake.header.labels import is_label, is_of_a_number, is_signature
from popcalc.intake.header.labels_below import is_figure, is_month
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.second_table import roles_of_header
from popcalc.intake.header.words import PERIOD
from popcalc.intake.rows.other_words import is_comparison, is_footnote, is_remark
from popcalc.intake.rows.totals import total_name
from popcalc.intake.rows.values import RowClass
from popcalc.vocabulary.characters import folded

_FIGURE = re.compile(r"[\d,.]+")


class Lines(Struct, frozen=True):
    """What tells of a line whether it is data: the lines above the data, and which columns hold what.

    `areas` are the columns of the lowest level's names and codes; `counts` leads from the columns of counts to their
    keys, whether they were asked for or not; `lexicon` says what headers mean.
    """

    above: frozenset[tuple[str, ...]]
    areas: tuple[int, ...]
    months: tuple[int, ...]
    counts: Mapping[int, str]
    lexicon: HeaderLexicon

    def has_figure(self, cells: Sequence[str]) -> bool:
        """Whether a line has a figure for some count."""
        return any(is_figure(cells[index]) for index in self.counts if index < len(cells))

    def has_area(self, cells: Sequence[str]) -> bool:
        """Whether a line names an area of the lowest level."""
        return any(cells[index].strip() for index in self.areas if index < len(cells))


def lines_of(layout: Layout, lexicon: HeaderLexicon) -> Lines:
    """Return what tells of a file's lines whether they are data."""
    words = layout.words
    areas = tuple(words[role] for role in (layout.leaf, code_role(layout.leaf)) if role in words)
    months = tuple(index for index in (words.get(PERIOD), layout.year) if index is not None)
    return Lines(layout.lines_above, areas, months, {one.index: one.key for one in layout.counts}, lexicon)


def aside_of(cells: Sequence[str], lines: Lines, before: RowClass | None, *, dated: bool) -> RowClass | None:
    """Return what a line is if it is no data; `before` is what the last one was, `dated` says that it has a month.

    It repeats a line from above the data, or is the header of another table; it names no area and is a total, a
    comparison or without any figure of a count; it begins with a label, signs the table or speaks of it; or it goes on
    with the text of the line before it. With a month and a figure it is data, unless a label on its left makes it the
    number of a telephone or of a day.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return None
    if plain_line(cells) in lines.above:
        return RowClass.HEADER
    counted = lines.has_figure(cells)
    if not counted and (header := _as_header(cells, lines)) is not None:
        return header
    bare = not lines.has_area(cells)
    if bare and (found := _without_area(cells, filled, lines, counted=counted)) is not None:
        return found
    figures = any(
        _FIGURE.fullmatch(folded(cell)) and not (spot and is_of_a_number(filled[spot - 1]))
        for spot, cell in enumerate(filled)
    )
    if figures and dated:
        return None
    if is_label(filled[0]) or any(map(is_signature, filled)):
        return RowClass.FOOTER
    if len(filled) == 1 and not counted and (is_footnote(filled[0]) or is_unit_line(filled[0])):
        return RowClass.FOOTER
    if len(filled) == 1 and not figures and (before is RowClass.FOOTER or is_remark(filled[0])):
        return RowClass.FOOTER
    return None


def _without_area(cells: Sequence[str], filled: Sequence[str], lines: Lines, *, counted: bool) -> RowClass | None:
    """Return what a line is that names no area; None where it has a figure, of an area that is missing."""
    names = [plain_name(cell) for cell in filled]
    if any(total_name(name) is not None for name in names):
        return RowClass.TOTAL_BY_WORD
    if any(map(is_comparison, names)):
        return RowClass.COMPARISON
    if counted:
        return None
    # A month that was filled in beforehand says nothing by itself.
    said = (cell for index, cell in enumerate(cells) if index not in lines.months or not is_month(cell))
    return RowClass.FOOTER if any(any(map(str.isalpha, cell)) for cell in said) else RowClass.BLANK


def _as_header(cells: Sequence[str], lines: Lines) -> RowClass | None:
    """Return whether a line without a figure is the header once more, in other words, or that of another table."""
    counts = {
        index: role for index, role in roles_of_header(cells, lines.lexicon).items() if lines.lexicon.is_count(role)
    }
    if not counts:
        return None
    same = all(lines.counts.get(index) == role for index, role in counts.items())
    return RowClass.HEADER if same else RowClass.OTHER_TABLE
