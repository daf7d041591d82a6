"""csv and tsv.

A line feed ends every line. Names are written as they are: one that starts with `=`, `+`, `-` or `@` stays so, because
these formats are for programs; a spreadsheet may take it for a formula.
"""

from __future__ import annotations

from typing import TextIO

from popcalc.output.document import Cells, Document, Manner

BOM = "\ufeff"


def write_csv(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the records with commas between the cells."""
    _write(document, stream, manner, ",")


def write_tsv(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the records with tabs between the cells."""
    _write(document, stream, manner, "\t")


def _write(document: Document, stream: TextIO, manner: Manner, separator: str) -> None:
    def quote(word: str) -> str:
        return quoted(word, separator)

    cells = Cells(quote, lambda several: quote(";".join(several)), "")
    stream.write((BOM if manner.bom else "") + separator.join(map(quote, document.records.fields)) + "\n")
    for columns in document.records.parts(cells):
        lines = "\n".join(map(separator.join, zip(*columns, strict=True)))
        stream.write(f"{lines}\n" if lines else "")


def quoted(word: str, separator: str) -> str:
    """Return the word as a csv cell, in quotation marks only where it needs them."""
    if separator in word or '"' in word or "\n" in word or "\r" in word:
        return '"' + word.replace('"', '""') + '"'
    return word
