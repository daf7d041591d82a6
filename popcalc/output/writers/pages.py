"""html: a whole page that stands by itself, in the look of all pages."""

from __future__ import annotations

from typing import TextIO

from msgspec.structs import replace

from popcalc.output.document import Document, Manner
from popcalc.output.page import render
from popcalc.output.page.views import tables_of, title_of
from popcalc.output.writers.delimited import BOM


def write_html(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the tables of the page, each with its title above and its notes below."""
    tables = tables_of(document, replace(manner, width=None, compact=False))
    stream.write(BOM if manner.bom else "")
    stream.write(render("document.html", lang=manner.language.code, title=title_of(tables, document), tables=tables))
