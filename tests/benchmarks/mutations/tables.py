"""Files before they are written: rows of cells under headers, which a mutation changes, and the bytes they become."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.benchmarks.mutations.workbooks import Cell, Held, Page, ods, xlsx


@dataclass(eq=False)
class Row:
    """A row below the header; of no village when it is no row of figures (a total, a blank one)."""

    cells: list[Cell]
    village: int | None = None
    month: int | None = None


@dataclass(eq=False)
class Sheet:
    """A table with what stands around it; `keys` says what each column is."""

    keys: list[str]
    headers: list[list[str]]
    rows: list[Row]
    name: str = "Sheet1"
    titles: list[list[Cell]] = field(default_factory=list)
    footers: list[list[Cell]] = field(default_factory=list)
    hidden_rows: list[Row] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column, counted from 1."""
    state: str = "visible"

    @property
    def header(self) -> list[str]:
        """The last row of the header: the one that every column has."""
        return self.headers[-1]

    @property
    def data(self) -> list[Row]:
        return [row for row in self.rows if row.village is not None]

    @property
    def counts(self) -> list[str]:
        return [key for key in self.keys if key not in ("month", "county", "town", "code", "village")]

    def at(self, key: str) -> int:
        return self.keys.index(key)

    def value(self, row: Row, key: str) -> Cell:
        return row.cells[self.at(key)]

    def number(self, row: Row, key: str) -> int:
        """The figure of a cell that still holds a plain one."""
        cell = self.value(row, key)
        if not isinstance(cell, int):
            raise TypeError(f"{key} is {cell!r}, no plain figure")
        return cell

    def put(self, row: Row, key: str, cell: Cell) -> None:
        row.cells[self.at(key)] = cell

    def add(self, index: int, key: str, header: str, cell: Callable[[Row], Cell]) -> None:
        """Put in a column: before which one, what it is, its header, and its cell in each row of figures."""
        for row in self.rows:
            row.cells.insert(min(index, len(row.cells)), cell(row) if row.village is not None else "")
        for above in self.headers[:-1]:
            above.insert(index, "")
        self.header.insert(index, header)
        self.keys.insert(index, key)

    def drop(self, key: str) -> None:
        index = self.at(key)
        for words in [self.keys, *self.headers]:
            del words[index]
        for row in self.rows:
            del row.cells[index]

    def order(self, keys: list[str]) -> None:
        """Put the columns into another order."""
        places = [self.at(key) for key in keys]
        for row in self.rows:
            row.cells = [row.cells[place] for place in places]
        self.headers = [[above[place] for place in places] for above in self.headers]
        self.keys = keys

    def line(self, row: Row) -> int:
        """The number of a row in the file, counted from 1."""
        return len(self.titles) + len(self.headers) + self.rows.index(row) + 1

    def grid(self) -> list[list[Cell]]:
        """All that stands on the sheet, from the top."""
        heads: list[list[Cell]] = [list(above) for above in self.headers]
        return [*self.titles, *heads, *(row.cells for row in self.rows), *self.footers]


@dataclass(eq=False)
class File:
    """A file that is sent: one sheet of a text file, or the sheets of a workbook."""

    name: str
    sheets: list[Sheet]
    form: str = "csv"
    """csv, xlsx or ods; what the bytes are, whatever the name says."""
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"
    ragged: bool = False
    """Rows of a text file end with their last cell instead of being filled up to the widest."""
    rewritten: list[Callable[[str], str]] = field(default_factory=list)
    """Changes to the text of a text file, in turn."""
    repacked: list[Callable[[bytes], bytes]] = field(default_factory=list)
    """Changes to the bytes of any file, in turn."""
    epoch_1904: bool = False

    @property
    def sheet(self) -> Sheet:
        return self.sheets[0]

    def written(self) -> bytes:
        """The bytes of the file."""
        if self.form == "csv":
            content = self._lines().encode(self.encoding)
        else:
            pages = [_page(sheet) for sheet in self.sheets]
            content = ods(pages) if self.form == "ods" else xlsx(pages, epoch_1904=self.epoch_1904)
        for change in self.repacked:
            content = change(content)
        return content

    def _lines(self) -> str:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator=self.newline)
        grid = self.sheet.grid()
        width = 0 if self.ragged else max(map(len, grid))
        writer.writerows([*map(plain, cells), *[""] * (width - len(cells))] if cells else [] for cells in grid)
        text = stream.getvalue()
        for change in self.rewritten:
            text = change(text)
        return text

    def place(self, row: Row, key: str = "", sheet: Sheet | None = None) -> list[str]:
        """How a message may name a row, or the cell of a row."""
        sheet = sheet or self.sheet
        return self.line(sheet.line(row), sheet.at(key) + 1 if key else 0, sheet)

    def line(self, line: int, column: int = 0, sheet: Sheet | None = None) -> list[str]:
        """How a message may name a line of the file, or a cell of it."""
        name = PurePosixPath(self.name).name
        named = [f"{name}:{line}", f"[{(sheet or self.sheet).name}]:{line}", f"row {line}", f"rows {line}"]
        return [*named, f"line {line}", *([f"{letters(column)}{line}"] if column else [])]


def plain(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, Held):
        return str(cell.value)
    return str(cell)


def letters(column: int) -> str:
    """The letters of a column, counted from 1: A, B ... AA."""
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[last]


def _page(sheet: Sheet) -> Page:
    first = len(sheet.titles) + len(sheet.headers) + 1
    rows = [number for number, row in enumerate(sheet.rows, start=first) if row in sheet.hidden_rows]
    columns = [sheet.at(key) + 1 for key in sheet.hidden_columns]
    return Page(sheet.name, sheet.grid(), rows, columns, sheet.merged, sheet.state)
