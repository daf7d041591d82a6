"""The CSV form of a file of printed figures: the keys of a figure as columns, counts as further columns."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

from popcalc.definitions.printed import PrintedFigure
from popcalc.definitions.reading import VERSION
from popcalc.definitions.shapes import written_fields
from popcalc.definitions.strict_yaml import Document, Mark, Node
from popcalc.errors import Fault, Place, fault, reason_of
from popcalc.language import Text, text

BEGIN = 1 << 16
"""Bytes that hold the header of any file of printed figures."""
COUNTS, FIGURES = "counts", "figures"
WORDS = ("indicator", "printed", "area", "period", "basis", "where")
"""Columns whose cells are words, also where these look like numbers."""
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


def has_printed(path: Path) -> bool:
    """Return whether the header of a CSV file has the column of printed figures; not for one that cannot be read."""
    try:
        with path.open("rb") as file:
            begin = file.read(BEGIN).decode("utf-8-sig", "replace")
    except OSError:
        return False
    header = next((line for line in begin.splitlines() if line.strip(" ,\t")), "")
    return "printed" in map(_name_of, next(csv.reader([header]), []))


def _name_of(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip().casefold()


def read(path: Path) -> Document:
    """Return the same document as that of a YAML file; what cannot be read is a fault of it."""
    try:
        written = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    except OSError as error:
        return _broken(path, "NO_FILE", text("cannot read this file: {reason}", reason=reason_of(error)))
    except UnicodeDecodeError as error:
        sentence = text("byte {byte} is not UTF-8: save the file as UTF-8", byte=f"0x{error.object[error.start]:02X}")
        return _broken(path, "NOT_UTF8", sentence)
    except csv.Error as error:
        return _broken(path, "NOT_CSV", text("this file is no CSV: {reason}", reason=str(error)))
    filled = [(number, cells) for number, cells in enumerate(rows) if any(cell.strip() for cell in cells)]
    if not filled:
        return _broken(path, "EMPTY_FILE", text("this file is empty"))
    return _document(str(path), filled)


def _broken(path: Path, code: str, sentence: Text) -> Document:
    return Document(str(path), "", faults=(fault(code, sentence, Place(str(path))),), broken=True)


def _document(file: str, rows: list[tuple[int, list[str]]]) -> Document:
    (top, header), *below = rows
    names = [_name_of(cell) for cell in header]
    keys = {one.written for one in written_fields(PrintedFigure)}
    faults = _wrong_header(file, top, names)
    values: dict[Node, Mark] = {(): (top, 0), (FIGURES,): (top, 0)}
    places: dict[Node, Mark] = {}
    figures: list[dict[str, object]] = []
    for row, cells in below:
        node: Node = (FIGURES, len(figures))
        values[node] = (row, 0)
        figure: dict[str, object] = {}
        counts: dict[str, object] = {}
        for column, (name, cell) in enumerate(zip(names, cells, strict=False)):
            if not cell.strip() or not name:
                continue
            spot = (*node, name) if name in keys else (*node, COUNTS, name)
            (figure if name in keys else counts)[name] = cell.strip() if name in WORDS else _plain(cell)
            values[spot], places[spot] = (row, column), (top, column)
        if any(cell.strip() for cell in cells[len(names) :]):
            sentence = text("this row has more cells than the header")
            faults.append(fault("BAD_ROW", sentence, Place(file, row + 1, len(names) + 1)))
        figures.append({**figure, **({COUNTS: counts} if counts else {})})
    data = {"version": VERSION, FIGURES: figures}
    return Document(file, "", data, values, places, frozenset(), tuple(faults))


def _wrong_header(file: str, row: int, names: list[str]) -> list[Fault]:
    faults = []
    for column, name in enumerate(names):
        place = Place(file, row + 1, column + 1)
        if name and names.index(name) < column:
            faults.append(fault("DUPLICATE_KEY", text("two columns {column}", column=name), place))
        elif name == COUNTS:
            sentence = text("each count has a column of its own, named by its key")
            faults.append(fault("UNKNOWN_KEY", sentence, place))
    faults += [
        fault("MISSING_KEY", text("the column {column} is missing", column=key), Place(file, row + 1))
        for key in ("indicator", "printed")
        if key not in names
    ]
    return faults


def _plain(cell: str) -> object:
    """Return the number of a cell, or its words where it is none."""
    written = unicodedata.normalize("NFKC", cell).strip()
    if not _NUMBER.fullmatch(written):
        return written
    digits = written.replace(",", "")
    return Decimal(digits) if "." in digits else int(digits)
