"""What can be wrong with the units that lines above a table, or the name of its file, give to its counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from popcalc.definitions.headers import header_unit
from popcalc.definitions.units import TableUnits, may_multiply, units_of_line
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.across import Across
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header, Records, units_of_lines
from popcalc.intake.header.unit_hints import hinted_units
from popcalc.intake.sources.source import Source
from popcalc.language import text
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import solid

_SEEN = 8
"""Columns that are shown of those a line may speak of."""


class _Counted(Struct, frozen=True):
    """A column of a count, or a name of one in a long table: its header, its own unit and where it stands."""

    key: str
    header: str
    unit: str | None
    place: Place


def unit_faults(
    source: Source, header: Header, counts: Mapping[str, int], lexicon: HeaderLexicon, across: Across
) -> Iterator[Fault]:
    """Yield the faults of units above a table, and in the names of its sheet and file, that are not plainly those of
    its counts."""
    turned = {index: key for columns in (across.columns, across.parts) for index, (key, _) in columns.items()}
    columns = {index: key for key, index in counts.items()} | turned
    counted = [
        _Counted(key, str(header.headings[index]), header.headings[index].unit, header.place(source.name, index))
        for index, key in sorted(columns.items())
        if lexicon.is_count(key)
    ]
    yield from _of_which(header.units, counted, lexicon)
    yield from _hinted(header.titles, counted, lexicon)
    yield from _of_name(source, header.units, counted, lexicon)
    yield from _of_rates(header, counted)


def faults_of_names(layout: Layout, units: Sequence[TableUnits], lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the faults of units above a long table that are not plainly those of the counts that its rows name."""
    assert layout.measure is not None
    place = Place(layout.name, layout.header[1], layout.measure + 1)
    counted = [
        _Counted(one.key, one.header, header_unit(one.header) or header_unit(layout.columns[one.index].header), place)
        for one in layout.measured
    ]
    yield from _of_which(units, counted, lexicon)
    yield from _hinted(layout.titles, counted, lexicon)
    yield from _of_name(layout.source, units, counted, lexicon)


def _of_which(units: Sequence[TableUnits], counted: Sequence[_Counted], lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the fault of a line above the table that gives a unit to one count, where others have none."""
    for line in units:
        others = _left_open(line, units, counted, lexicon)
        if others:
            shown = tuple(dict.fromkeys(one.header for one in others))[:_SEEN]
            sentence = text(
                "the line above the table says {unit} of {count}, and not whether {others} are in {unit} too; write "
                "the unit into their headers: {first} ({unit}), or {first} (persons)",
                unit=line.units[0],
                count=line.words,
                others=shown,
                first=shown[0],
            )
            yield fault("UNIT_OF_WHICH", sentence, others[0].place)


def _left_open(
    line: TableUnits, units: Sequence[TableUnits], counted: Sequence[_Counted], lexicon: HeaderLexicon
) -> list[_Counted]:
    """Return the columns without a unit that a line above the table, which gives one to one count, may speak of, too.

    Where none is of that count, they may be what it calls by another name: live births over births.
    """
    named = lexicon.named_with_unit(line)
    if named is None:
        return []
    open_ones = [one for one in counted if one.key != named and one.unit is None]
    if any(one.key == named for one in counted):
        kind = lexicon.catalogue.counts[named].unit
        return [one for one in open_ones if lexicon.catalogue.counts[one.key].unit == kind]
    return _in_another(line, units, open_ones, lexicon)


def _in_another(
    line: TableUnits, units: Sequence[TableUnits], counted: Sequence[_Counted], lexicon: HeaderLexicon
) -> list[_Counted]:
    """Return the columns without a unit that would be other figures if the unit of a line were for all."""
    for_all = (TableUnits(line.units),)
    return [
        one
        for one in counted
        if one.unit is None and lexicon.factor(one.key, None, for_all) != lexicon.factor(one.key, None, units)
    ]


def _hinted(titles: Records, counted: Sequence[_Counted], lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the fault of a line above the table that says a unit of many by half."""
    units = units_of_lines(titles)
    for cell in _lines(titles):
        line = hinted_units(cell, lexicon.names_count, within=True)
        others = _in_another(line, units, counted, lexicon) if line else []
        if line and others:
            shown = tuple(dict.fromkeys(one.header for one in others))[:_SEEN]
            sentence = text(
                "the line above the table says {line}, and {others} are read as single ones; write the unit into their "
                "headers: {first} ({unit}), or {first} (persons)",
                line=cell.strip(),
                others=shown,
                first=shown[0],
                unit=line.units[0],
            )
            yield fault("TITLE_UNIT", sentence, others[0].place)
            return


def _lines(titles: Records) -> Iterator[str]:
    """Yield the cells of lines above a table, and those of two as a label and what it is of: UNIT_MULT, 3."""
    for cells in titles:
        filled = [cell.strip() for cell in cells if cell.strip()]
        yield from filled
        if len(filled) == len(("label", "of")):
            yield f"{filled[0].rstrip(':：')}: {filled[1]}"


def _of_name(
    source: Source, units: Sequence[TableUnits], counted: Sequence[_Counted], lexicon: HeaderLexicon
) -> Iterator[Fault]:
    """Yield the fault of the name of a sheet or a file that gives a unit to figures which nothing in the table does."""
    for name in (source.sheet or "", source.plain_name):
        line = _of_words(name.replace("_", " "), lexicon) if may_multiply(name) and not units else None
        others = _in_another(line, (), counted, lexicon) if line else []
        if line and others:
            sentence = text(
                "the name {name} says {unit}, and nothing in the table does: write the unit into the header "
                "({header} ({unit})) or into a line above the table; else take it out of the name",
                name=name,
                unit=line.units[0],
                header=others[0].header,
            )
            yield fault("NAME_UNIT", sentence, others[0].place)
            return


def _of_words(name: str, lexicon: HeaderLexicon) -> TableUnits | None:
    """Return the units that a name says beside other words; a unit alone may be a name."""
    line = units_of_line(name)
    return line if line and line.words else hinted_units(name, lexicon.names_count, within=True)


def _of_rates(header: Header, counted: Sequence[_Counted]) -> Iterator[Fault]:
    """Yield the fault of a line above the table that gives no unit but that of rates, where columns are counts."""
    rates = {*vocabulary().signs.rates, *solid(vocabulary().words(lambda one: one.units.rates))}
    for line in header.units:
        if counted and line.units and all(folded(unit) in rates for unit in line.units):
            sentence = text(
                "the line above the table says {unit}, and {columns} are read as counts: if they are rates, popcalc "
                "needs the counts; else take the unit out of the line",
                unit=line.units[0],
                columns=tuple(dict.fromkeys(one.header for one in counted))[:_SEEN],
            )
            yield fault("UNIT_OF_RATES", sentence, counted[0].place)
            return
