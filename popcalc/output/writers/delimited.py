"""csv and tsv.

A line feed ends every line. These formats are for programs: names are written as they are. Two readers are persons. On
a terminal what steers or hides in them is shown as marks; with a byte order mark they are meant for a spreadsheet, so a
name that it would take for a formula begins with an apostrophe there, by which spreadsheets know texts.
"""

from __future__ import annotations

import re
from typing import TextIO

from popcalc.output.document import Cells, Document, Manner
from popcalc.visible import visible

BOM = "\ufeff"
_FORMULA = re.compile(r"((?:^|[;,\t\r\n\"])[\s'\"]*)(?=[=+\-@＝＋－＠])")
"""Where a cell begins that a spreadsheet takes for a formula, be it in the middle of a name that holds a separator."""


def write_csv(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the records with commas between the cells."""
    _write(document, stream, manner, ",")


def write_tsv(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write the records with tabs between the cells."""
    _write(document, stream, manner, "\t")


def _write(document: Document, stream: TextIO, manner: Manner, separator: str) -> None:
    def quote(word: str) -> str:
        if manner.read:
            word = visible(word)
        return quoted(no_formula(word) if manner.bom else word, separator)

    cells = Cells(quote, lambda several: quote(";".join(several)), "")
    stream.write((BOM if manner.bom else "") + separator.join(map(quote, document.records.fields)) + "\n")
    for columns in document.records.parts(cells):
        lines = "\n".join(map(separator.join, zip(*columns, strict=True)))
        stream.write(f"{lines}\n" if lines else "")


def no_formula(word: str) -> str:
    """Return the word so that no spreadsheet computes it, also where it cuts cells at another separator."""
    return _FORMULA.sub(r"\1'", word)


def quoted(word: str, separator: str) -> str:
    """Return the word as a csv cell, in quotation marks only where it needs them."""
    if separator in word or '"' in word or "\n" in word or "\r" in word:
        return '"' + word.replace('"', '""') + '"'
    return word
