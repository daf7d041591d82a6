"""What a command shows: records for programs, a page of tables and lines for people.

A command makes a `Document`; a writer of `formats.FORMATS` turns it into a format. All here is words and numbers: how
they are laid out is for the writers, so that formats never differ in what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.language import Language
from popcalc.visible import is_visible, visible

Spans = Sequence[tuple[str, str]]
"""A line in parts, each with its style where there is colour: `bold`, `red`, empty for none."""


class Note(Struct, frozen=True):
    """One line below a table; `mark` is empty for what holds for all of it."""

    mark: str
    words: str


class Column(Struct, frozen=True):
    """One column of a table: what stands over it, its cells, and the footnote marks beside them.

    `label` may be wrapped, `unit` stands beneath it in one line with `mark`, which holds for every cell. `styles` are
    those of some cells, by row, where there is colour. One that `belongs` to the column before it is kept in the same
    panel. `numbers` are those that the cells round, NaN for nothing, where they are known.
    """

    label: str
    values: Sequence[str]
    marks: Sequence[str] = ()
    unit: str = ""
    mark: str = ""
    is_number: bool = True
    styles: Mapping[int, str] = field(default_factory=dict)
    belongs: bool = False
    numbers: Sequence[float] = ()

    def cell(self, row: int) -> str:
        """Return a cell with its marks."""
        mark = self.marks[row] if self.marks else ""
        return f"{self.values[row]} {mark}" if mark else self.values[row]


class View(Struct, frozen=True):
    """A table in words: `stubs` name the rows (area, period), the last `totals` rows are the grand total."""

    title: str
    stubs: tuple[Column, ...]
    columns: tuple[Column, ...]
    totals: int = 0
    notes: tuple[Note, ...] = field(default=())

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.stubs[0].values)


class Lines(Struct, frozen=True):
    """Lines that are laid out already, for a terminal."""

    lines: Sequence[Spans]


class Cells(Struct, frozen=True):
    """How a format writes the cells of records: words, several of them in one cell, and a cell with nothing."""

    words: Callable[[str], str]
    several: Callable[[Sequence[str]], str]
    null: str


class Records(Protocol):
    """Rows that all have the same fields."""

    @property
    def fields(self) -> Sequence[str]:
        """The names of the fields, in order."""
        ...

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        ...


class Rows(Struct, frozen=True):
    """Records of mappings: a value is text, a number, None or a list of texts."""

    fields: Sequence[str]
    mappings: Sequence[Mapping[str, object]]

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        yield [[_cell(one.get(name), cells) for one in self.mappings] for name in self.fields]


def _cell(value: object, cells: Cells) -> str:
    if value is None or value == "":
        return cells.null
    if isinstance(value, str):
        return cells.words(value)
    return cells.several([str(each) for each in value]) if isinstance(value, Iterable) else str(value)


class Manner(Struct, frozen=True):
    """How a document is to be written; `width` is that of the terminal, None where there is none.

    A `compact` page is for a terminal: it leaves out what is clear from what stands above it. Where records are `read`
    by a person, because they go to a terminal, they too are made visible.
    """

    language: Language
    width: int | None = None
    color: bool = False
    bom: bool = False
    compact: bool = False
    read: bool = False


class Document(Struct, frozen=True):
    """What a command shows: `records` (of a `schema`) with `more` lists beside them, and a page for people.

    The page is made for a manner, in the language and for the width of that; whoever writes it takes it from `shown`.
    Where a page is of lines, formats that have tables alone show the records, `in_words` of a language.
    """

    schema: str
    records: Records
    page: Callable[[Manner], Sequence[View | Lines]]
    more: Mapping[str, Records] = field(default_factory=dict)
    in_words: Callable[[Language], Records] | None = None

    def table(self, language: Language) -> View:
        """Return the records as a table for people: a column for each field, without title and notes."""
        return view_of(self.in_words(language) if self.in_words else self.records, language)

    def shown(self, manner: Manner) -> Iterator[View | Lines]:
        """Yield the parts of the page, with nothing in their words that steers or hides."""
        for part in self.page(manner):
            yield _visible_lines(part) if isinstance(part, Lines) else _visible_view(part)


def _visible_lines(lines: Lines) -> Lines:
    return Lines([[(visible(words), style) for words, style in line] for line in lines.lines])


def _visible_view(view: View) -> View:
    return replace(
        view,
        title=visible(view.title),
        stubs=tuple(map(_visible_column, view.stubs)),
        columns=tuple(map(_visible_column, view.columns)),
        notes=tuple(Note(note.mark, visible(note.words)) for note in view.notes),
    )


def _visible_column(column: Column) -> Column:
    return replace(
        column,
        label=visible(column.label),
        unit=visible(column.unit),
        values=column.values if is_visible(column.values) else list(map(visible, column.values)),
    )


def view_of(records: Records, language: Language) -> View:
    """Return records as a table: a column for each field, without title and notes."""
    parts = records.parts(Cells(visible, lambda several: visible(";".join(several)), ""))
    cells: list[list[str]] = [[cell for part in column for cell in part] for column in zip(*parts, strict=True)]
    columns = [
        Column(language(name), values, is_number=False)
        for name, values in zip(records.fields, cells or [[] for _ in records.fields], strict=True)
    ]
    return View("", tuple(columns[:1]), tuple(columns[1:]))
