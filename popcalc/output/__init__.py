"""Results for programs and for people.

A command makes a document (`documents`), and a format writes it (`formats`).
"""

from popcalc.output.document import Document, Manner
from popcalc.output.formats import FORMATS, GRID, LONG, PERIODS, WIDE, check_format, check_place, write

__all__ = ["FORMATS", "GRID", "LONG", "PERIODS", "WIDE", "Document", "Manner", "check_format", "check_place", "write"]
