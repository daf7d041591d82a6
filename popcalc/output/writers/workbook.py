"""xlsx: a sheet for each table of the page, in the language of the answer."""

from __future__ import annotations

from typing import BinaryIO

from msgspec.structs import replace

from popcalc.language import text
from popcalc.output.document import Document, Manner
from popcalc.output.page.sheets import workbook_of
from popcalc.output.page.views import tables_of, title_of


def write_xlsx(document: Document, stream: BinaryIO, manner: Manner) -> None:
    """Write the tables of the page, each on a sheet of its own; raises RequestError for more rows than these hold."""
    tables = tables_of(document, replace(manner, width=None, compact=False), apart=True)
    named = manner.language(text("Table"))
    names = [f"{named} {place}" if len(tables) > 1 else named for place in range(1, len(tables) + 1)]
    stream.write(workbook_of(tables, title_of(tables, document), names))
