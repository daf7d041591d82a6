"""A header and what its columns are, before it is known which of them say areas and periods."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.errors import Place
from popcalc.intake.header.across import Across
from popcalc.intake.header.beside_tables import has_figures
from popcalc.intake.header.columns import Held, columns_of_roles
from popcalc.intake.header.fiscal_years import fiscal_years_in
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.long_table import columns_of_long_table
from popcalc.intake.header.second_header import second_headers
from popcalc.intake.header.shape import find_across
from popcalc.intake.header.subject import with_subject
from popcalc.intake.header.words import MEASURE, VALUE
from popcalc.intake.sources.source import Source
from popcalc.intake.text.head import Head
from popcalc.periods import Calendar


class Form(Struct, frozen=True, eq=False):
    """A header and what its columns are, before it is known which say areas and periods.

    `below` rows under the header belong to it; `held` are the columns of roles, `long` those of a long table.
    `is_known` says that the table is one without doubt.
    """

    source: Source
    head: Head
    header: Header
    below: int
    across: Across
    held: Held
    long: Mapping[str, int]
    is_known: bool
    lexicon: HeaderLexicon
    columns: Columns
    calendar: Calendar

    @property
    def place(self) -> Place:
        """The place of the header."""
        return Place(self.source.name, self.header.row + 1)

    @property
    def data_row(self) -> int:
        """The row of the last line of the header, as a spreadsheet counts."""
        return self.header.row + self.header.depth + self.below

    def cells(self, column: int | None) -> tuple[str, ...]:
        """Return the first cells of a column, none where there is no such column."""
        rows = self.header.below[self.below :]
        return () if column is None else tuple(cells[column] for cells in rows if len(cells) > column)

    @property
    def has_figures(self) -> bool:
        """Whether figures stand below the header."""
        return has_figures(self.header, self.below, self.lexicon)


def form_of(
    source: Source, head: Head, header: Header, lexicon: HeaderLexicon, columns: Columns, calendar: Calendar
) -> Form:
    """Return what the header of a table is, with what shape it has."""
    names = (source.file, source.sheet or "")
    calendar = replace(calendar, fiscal=fiscal_years_in(head.decoded, head.encodings[0], names, header))
    below = second_headers(header, lexicon)
    across = find_across(header, below, source, lexicon, calendar, columns)
    held = columns_of_roles(source.name, across.without(header), lexicon)
    by_headers = held.column_of
    if not across.columns and not across.faults:
        held = replace(held, column_of=with_subject(source, header, by_headers, lexicon))
    long = columns_of_long_table(held.column_of, header.below[below:], lexicon)
    if any(key == VALUE for key, _ in across.columns.values()):
        long = {MEASURE: held.column_of[MEASURE]}
    is_known = held.column_of is not by_headers or bool(long or across.columns or across.faults)
    return Form(source, head, header, below, across, held, long, is_known, lexicon, columns, calendar)
