"""What a notebook shows of an answer: its tables as a part of a page, no longer than a person reads."""

from __future__ import annotations

from msgspec.structs import replace

from popcalc.language import Language, plural
from popcalc.output.document import Document, Manner
from popcalc.output.page.tables import Table
from popcalc.output.page.templates import render
from popcalc.output.page.views import Titled, tables_of, title_of


def fragment_of(document: Document, language: Language, most_rows: int | None = None) -> str:
    """Return the tables of a document as HTML, each with at most so many rows, those of its total among them."""
    tables = [
        Titled(one.title, _shortened(one.table, most_rows, language)) for one in tables_of(document, Manner(language))
    ]
    return render("fragment.html", title=title_of(tables, document), tables=tables)


def _shortened(table: Table, most: int | None, language: Language) -> Table:
    """Return a table with its first rows and its total; a note says how many rows are left out."""
    more = len(table.rows) - max(most or 0, table.total + 1)
    if not most or more <= 0:
        return table
    first = len(table.rows) - table.total - more
    rows = [*table.rows[:first], *table.rows[first + more :]]
    note = language(plural(more, "{count} more row is not shown here", "{count} more rows are not shown here"))
    return replace(table, rows=rows, notes=[note, *table.notes])
