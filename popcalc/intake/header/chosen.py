"""Columns whose rows are chosen by value (`--where`) or added up (`--sum-over`), found by what they are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.columns import SYNONYMS, Columns
from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, Notice, Place, did_you_mean, fault
from popcalc.intake.header.headings import BETWEEN, heading
from popcalc.intake.header.layout import Column, ColumnClass, Filter, Layout, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.narrowing import is_residence, kind_called, narrows
from popcalc.language import text
from popcalc.vocabulary.characters import folded

SHOWN = 12


class Chosen(Struct, frozen=True):
    """The columns of one file with those that are chosen from or added up told; columns that it lacks are left to
    other files."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    summed: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    dimensions: tuple[Column, ...] = ()


def chosen(columns: tuple[Column, ...], asked: Columns, place: Place, dimensions: tuple[Column, ...] = ()) -> Chosen:
    """Return what of the choices that are asked for a file with these columns has; `place` is that of its header.

    `dimensions` stand for what headers split counts by.
    """
    if not (asked.where or asked.sum_over):
        return Chosen(columns, dimensions=dimensions)
    width, columns = len(columns), (*columns, *dimensions)
    found = list(columns)
    faults: list[Fault] = []
    filters: list[Filter] = []
    summed: list[int] = []
    for name, values in asked.where.items():
        for column in _only_one(name, columns, place, faults):
            filters.append(Filter(column.index, name, {folded(value): value for value in values}))
            if not column.is_read:
                found[column.index] = _as_dimension(column, Why.CHOSEN, width)
    for name in asked.sum_over:
        for column in _only_one(name, columns, place, faults):
            if column.is_read:
                faults.append(_read_already(column, place))
            summed.append(column.index)
            found[column.index] = _as_dimension(column, Why.SUMMED, width)
    return Chosen(tuple(found[:width]), tuple(filters), tuple(summed), tuple(faults), tuple(found[width:]))


def _as_dimension(column: Column, why: Why, width: int) -> Column:
    """Return a column as one that is dealt with by its values; one of the file holds nothing else then."""
    return replace(column, column_class=ColumnClass.DIMENSION, why=why, key="" if column.index < width else column.key)


def _only_one(name: str, columns: Sequence[Column], place: Place, faults: list[Fault]) -> list[Column]:
    """Return the column of a name, none where there is none; where there are several, that is a fault."""
    found = called(name, columns)
    if len(found) > 1:
        sentence = text(
            "columns {columns} are all called {name}; call the one that is meant by its number",
            columns=tuple(str(one.index + 1) for one in found),
            name=name,
        )
        faults.append(fault("TWO_COLUMNS", sentence, Place(place.file, place.row, found[1].index + 1)))
    return found[:1]


def called(name: str, columns: Sequence[Column]) -> list[Column]:
    """Return the columns of a name: by the header, else by what it holds (`town`) or splits by, else by its number."""
    words = normal_header(name)
    by_header = [
        one
        for one in columns
        if one.header and (normal_header(one.header) == words if words else folded(one.header) == folded(name))
    ]
    key = SYNONYMS.get(name, name)
    by_key = [one for one in columns if one.key == key and one.is_read]
    kind = kind_called(name)
    by_kind = [one for one in columns if kind and one.key == kind and one.column_class is ColumnClass.DIMENSION]
    number = int(name) if name.isdecimal() else 0
    return by_header or by_key or by_kind or [one for one in columns if one.index + 1 == number]


def _read_already(column: Column, place: Place) -> Fault:
    sentence = text(
        "the column {column} is read, so that rows are not added up over it; where it should not be, say so in a "
        "--columns file (columns: {{{column}: ignore}})",
        column=column.header,
    )
    return fault("SUM_OVER", sentence, Place(place.file, place.row, column.index + 1))


def unknown_columns(layouts: Sequence[Layout], asked: Columns, lexicon: HeaderLexicon) -> list[Fault]:
    """Return a fault for each column that no file has."""
    faults = []
    for name in dict.fromkeys((*asked.where, *asked.sum_over)):
        if any(called(name, layout.all_columns) for layout in layouts):
            continue
        if name in asked.sum_over and any(_adds_up_already(name, layout, lexicon) for layout in layouts):
            continue
        if layouts:
            there = _headers(layouts)
            sentence = text(
                "no column {name}{hint}; the columns are {columns}",
                name=name,
                hint=did_you_mean(name, there),
                columns=(*there[:SHOWN], *(["…"] if len(there) > SHOWN else [])),
            )
            faults.append(fault("UNKNOWN_COLUMN", sentence, Place(layouts[0].name, layouts[0].header[0])))
    return faults or [one for layout in layouts for one in _of_everybody(layout, asked)]


def _adds_up_already(name: str, layout: Layout, lexicon: HeaderLexicon) -> bool:
    """Whether columns split a count by a dimension into counts that it is derived from: the ages of the population."""
    kind = kind_called(name)
    if not kind:
        return False
    parts = {one.key for one in layout.counts if kind in _parts_of(one, lexicon)}
    derived = (set(formula.counts) for count in lexicon.catalogue.counts.values() for formula in count.derive)
    return any(len(counts) > 1 and counts <= parts for counts in derived)


def _parts_of(column: Column, lexicon: HeaderLexicon) -> Collection[str]:
    """Return the dimensions that the header of a count says a part of."""
    from popcalc.intake.header.part_names import headed_parts

    parts = headed_parts(heading(*column.header.split(BETWEEN)), lexicon, also_counts=True)
    return parts.values if parts else ()


def _of_everybody(layout: Layout, asked: Columns) -> Iterator[Fault]:
    """Yield a fault for each column by which rows of some persons only are chosen, and which a file does not have."""
    for name in _lacking(layout, asked):
        some = [value for value in asked.where[name] if narrows(value) or is_residence(value)]
        if some:
            sentence = text(
                "no column {name}, so that its rows are of everybody beside those of {value}: choose the rows of "
                "everybody, or read these files apart",
                name=name,
                value=some[0],
            )
            yield fault("NO_CHOICE", sentence, Place(layout.name, layout.header[0]))


def with_choices_told(layouts: Sequence[Layout], asked: Columns) -> tuple[Layout, ...]:
    """Return layouts with a notice in each that lacks a column by which rows are chosen: all its rows are read."""
    return tuple(
        replace(layout, notices=(*layout.notices, *(_not_here(name, layout) for name in _lacking(layout, asked))))
        for layout in layouts
    )


def _lacking(layout: Layout, asked: Columns) -> list[str]:
    there = {one.column for one in layout.filters}
    return [name for name in asked.where if name not in there]


def _not_here(name: str, layout: Layout) -> Notice:
    return Notice("NO_CHOICE", text("no column {name}: all rows are read", name=name), Place(layout.name))


def _headers(layouts: Iterable[Layout]) -> list[str]:
    return list(dict.fromkeys(one.header for layout in layouts for one in layout.all_columns if one.header))
