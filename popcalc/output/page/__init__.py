"""Whole pages: one skeleton with the look of all pages, tables and notes as macros, and what fills them in.

A page stands by itself: its style is in it, it has no script, no font and no address outside.
"""

from popcalc.output.page.tables import Cell, Head, Table, Tone
from popcalc.output.page.templates import render

__all__ = ["Cell", "Head", "Table", "Tone", "render"]
