"""How files were understood, for a person: a paragraph for each file, with its columns, rows, months and areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from popcalc.definitions.catalogue import Catalogue
from popcalc.inspection import Inspection, Line, Part
from popcalc.language import Language, Text, text
from popcalc.output.document import Lines, Manner
from popcalc.output.widths import pad, widest, wrap
from popcalc.visible import visible

LEAST_WIDTH = 40
PERIOD = "period"
"""A key that says no more than the class of its column."""
INDENT = "  "
MOST_FIGURES = 6
"""Figures that are named where something is open; records have all."""
_HEADINGS = {
    Part.SHEET: text("sheets"),
    Part.COLUMN: text("columns"),
    Part.ROWS: text("rows"),
    Part.MONTHS: text("months"),
    Part.AREAS: text("areas"),
    Part.OPEN: text("open"),
}


def page_of(inspection: Inspection, catalogue: Catalogue, manner: Manner) -> Lines:
    """Return a paragraph for each file; nothing is cut where there is no terminal."""
    language, columns = manner.language, max(manner.width or 1 << 16, LEAST_WIDTH)
    shown = [_labelled(line, catalogue, language) if line.part is Part.OPEN else line for line in inspection.lines]
    page: list[str] = []
    for file, lines in groupby(shown, key=lambda line: line.file):
        page += [*_paragraph(file, list(lines), language, columns), ""]
    return Lines([[(line, "")] for line in page])


def _paragraph(file: str, lines: Sequence[Line], language: Language, columns: int) -> Iterator[str]:
    yield visible(file)
    said = [_words(language, line.name, ": ", line.class_) for line in lines if line.part is Part.FILE]
    if said:
        yield from _wrapped(language(text("; ")).join(said), INDENT, columns)
    for part, heading in _HEADINGS.items():
        of_part = [line for line in lines if line.part is part]
        if of_part:
            yield f"{INDENT}{language(heading)}"
            cells = [_cells(line, language) for line in of_part]
            yield from _grid(cells, columns)


def _cells(line: Line, language: Language) -> tuple[str, str, str]:
    """Return what stands in the three columns of a line: where, what, and what is said of it."""
    if line.part is Part.COLUMN:
        kind = _words(language, line.class_, " ", "" if line.key == PERIOD else language.named(line.key))
        values = f" ({', '.join(line.values)})" if line.values else ""
        reason = f": {language(line.reason)}" if line.reason and not line.key else ""
        return line.place, _say(language, line.name), f"{kind}{reason}{values}"
    if line.part is Part.SHEET:
        return "", _say(language, line.name), _words(language, line.class_, ", ", line.reason)
    if line.part is Part.OPEN:
        number = "" if line.number is None else f"{line.number:,} "
        return line.place, line.key, f"{number}{_say(language, line.name)}{_hanging(line.values, language)}"
    number = "" if line.number is None else f"{line.number:,}"
    first = language(text("first in row {row}", row=line.place)) if line.place else ""
    values = ", ".join(line.values)
    return number, _say(language, line.name), _words(language, first or values, ", ", line.reason)


def _labelled(line: Line, catalogue: Catalogue, language: Language) -> Line:
    """Return a line of what is open with the labels of the figures that hang on it."""
    return replace(line, values=[language.label(catalogue.indicators[key].label) for key in line.values])


def _hanging(figures: Sequence[str], language: Language) -> str:
    if not figures:
        return ""
    shown = figures if len(figures) <= MOST_FIGURES else figures[: MOST_FIGURES - 1]
    more = text(" and {number} more", number=len(figures) - len(shown)) if len(shown) < len(figures) else text("")
    return language(text(" (hanging on it: {figures}{more})", figures=tuple(shown), more=more))


def _say(language: Language, words: Text | str) -> str:
    return language(words) if isinstance(words, Text) else words


def _words(language: Language, first: Text | str, between: str, second: Text | str) -> str:
    parts = [part for part in (_say(language, first), _say(language, second)) if part]
    return between.join(parts)


def _grid(cells: Sequence[tuple[str, str, str]], columns: int) -> Iterator[str]:
    shown = [tuple(visible(cell) for cell in row) for row in cells]
    first, second = (min(widest(row[spot] for row in shown), columns // 3) for spot in (0, 1))
    indent = " " * (2 * len(INDENT) + first + second + 4)
    for row in shown:
        head = f"{INDENT * 2}{pad(row[0], first, right=True)}  {pad(row[1], second)}  "
        lines = wrap(row[2], max(columns - len(indent), 20))
        yield f"{head}{lines[0]}".rstrip()
        yield from (f"{indent}{line}" for line in lines[1:])


def _wrapped(words: str, indent: str, columns: int) -> Iterator[str]:
    yield from (f"{indent}{line}" for line in wrap(visible(words), columns - len(indent)))
