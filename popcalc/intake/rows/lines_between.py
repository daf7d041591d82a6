"""Lines among the rows of a table, or below them, that say something else than those above it.

A form of several pages has its heading on each of them. Where two say different things, the rows below the second are
not what they are read as.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from popcalc.areas.folding import folded_name
from popcalc.definitions.headers import header_unit
from popcalc.definitions.units import TableUnits, units_of_line
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.further_rows import Rows as FileOfRows
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.locate import may_give_units
from popcalc.intake.rows.asides import lines_of
from popcalc.intake.rows.reading import Reading
from popcalc.language import Text, text, word
from popcalc.periods import months_in_title
from popcalc.vocabulary.characters import folded

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


def contrary_lines(layout: Layout, encoding: str, row: AnyInts, reading: Reading) -> Iterator[Fault]:
    """Yield what is wrong with lines without a figure among the rows of data, which have these numbers, and below."""
    last = int(row.max())
    lines = lines_of(layout, reading.headers)
    records = FileOfRows((), layout.source, encoding, layout.delimiter, 0).every()
    for number, cells in enumerate(islice(records, layout.until), start=1):
        is_below = number > last
        if number <= layout.skipped or lines.has_figure(cells):
            continue
        for column, cell in enumerate(cells, start=1):
            if cell.strip() and (found := _contradiction(cell, layout, reading, is_below=is_below)) is not None:
                code, sentence = found
                yield fault(code, sentence, Place(layout.name, number, column))
                break


def _contradiction(cell: str, layout: Layout, reading: Reading, *, is_below: bool) -> tuple[str, Text] | None:
    """Return what a cell says that is not so of the rows as they are read; None for nothing.

    One below all of them says the unit of those above it, and its months and areas are those of something else.
    """
    if (unlike := _other_unit(cell, layout, reading, is_below=is_below)) is not None:
        key, own = unlike
        if is_below:
            return "LINE_UNIT", text(
                "a line below the table says {line}, and {count} is read in {own}: write the unit into the header of "
                "each figure, or into a line above the table",
                line=cell.strip(),
                count=key,
                own=word(own),
            )
        return "LINE_UNIT", text(
            "a line among the rows says {line}, and {count} is read in {own} above and below it: write the unit into "
            "the header of each figure, or give what is below the line a sheet or a file of its own",
            line=cell.strip(),
            count=key,
            own=word(own),
        )
    if is_below:
        return None
    if _is_of_other_months(cell, layout, reading):
        assert layout.run is not None
        return "LINE_PERIOD", text(
            "a line among the rows says {line}, and all rows are read as those of {run}: give the rows a column of "
            "months, or what is below the line a sheet or a file of its own",
            line=cell.strip(),
            run=reading.calendar.label_of(layout.run),
        )
    if (other := _other_area(cell, layout)) is not None:
        return "LINE_AREA", text(
            "a line among the rows says {line}, and all rows are read as those of {area}: give the rows a column of "
            "their {level}, or what is below the line a sheet or a file of its own",
            line=cell.strip(),
            area=layout.constants[other],
            level=word(other),
        )
    return None


def _other_unit(cell: str, layout: Layout, reading: Reading, *, is_below: bool) -> tuple[str, str] | None:
    """Return the first count, with its unit, that a line gives another unit than it is read in."""
    line = units_of_line(cell)
    if line is None and may_give_units(((cell,),)):
        from popcalc.intake.header.unit_hints import hinted_units

        line = hinted_units(cell, reading.headers.names_count, within=not is_below)
    if line is None:
        return None
    if reading.headers.named_with_unit(line) not in {one.key for one in layout.counts}:
        # It may be what they call by another name: live births below births.
        line = TableUnits(line.units)
    for one in layout.counts:
        if header_unit(one.header) is None and reading.headers.factor(one.key, None, (line,)) != one.factor:
            return one.key, reading.catalogue.counts[one.key].unit
    return None


def _is_of_other_months(cell: str, layout: Layout, reading: Reading) -> bool:
    """Whether a line says other months than those that all rows are read as."""
    if layout.run is None or is_label(cell):
        return False
    said = months_in_title(cell, layout.run, reading.calendar)
    return said is not None and not (layout.run.holds(said) or said.holds(layout.run))


def _other_area(cell: str, layout: Layout) -> str | None:
    """Return the level of an area that a line above the table names where this one has another name, else None.

    What stands round the name is the same in both, or the label up to a colon.
    """
    label, own = _labelled(cell)
    lines = [words for cells in layout.titles for words in cells if words.strip()]
    above = [area for same, area in map(_labelled, lines) if same == label]
    whole = folded_name(cell)
    for level, name in layout.constants.items():
        form = folded_name(name)
        if own and own not in above and form not in own and any(form in area for area in above):
            return level
        for front, found, back in (folded_name(words).partition(form) for words in lines):
            is_alike = found and (front or back) and whole.startswith(front) and whole.endswith(back)
            inside = whole[len(front) : len(whole) - len(back)] if is_alike else ""
            if inside and form not in inside and len(front) + len(back) < len(whole):
                return level
    return None


def _labelled(words: str) -> tuple[str, str]:
    """Return the label of a line, up to its colon, and what stands behind it, as they are compared."""
    label, _, said = folded(words).partition(":")
    return label, folded_name(said)
