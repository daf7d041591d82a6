"""The counts of a long table: which names in it are those of counts, and its rows with one for each area and period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.arrays import combine
from popcalc.definitions.headers import header_unit
from popcalc.definitions.units import TableUnits
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.headings import heading
from popcalc.intake.header.layout import Column, ColumnClass, Layout, Refused, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import may_give_units, units_of_lines
from popcalc.intake.rows.parsing import parse
from popcalc.intake.rows.values import Rows
from popcalc.intake.text.blocks import BLOCK_BYTES, Block, read_blocks
from popcalc.intake.text.bytestrings import distinct
from popcalc.intake.text.wrong_encoding import WrongEncoding
from popcalc.language import text
from popcalc.vocabulary.characters import folded

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

SHOWN = 8


def with_measures(layout: Layout, lexicon: HeaderLexicon) -> Layout | Refused:
    """Return the layout of a long table with the counts that its rows name; other names are said once.

    A table that names none is refused.

    The whole column is looked at, as a count may stand in the last row alone.
    """
    assert layout.measure is not None
    names = _names(layout, lexicon)
    values = [one for one in layout.columns if one.column_class is ColumnClass.VALUE and one.is_read]
    totals = [one for one in layout.columns if one.why is Why.ADDS_UP and not one.key]
    units = units_of_lines(layout.titles)
    measured: list[Column] = []
    measured_totals: list[Column] = []
    others = []
    for name in names:
        if any(one.index == layout.measure and folded(name) not in one.values for one in layout.filters):
            continue
        key = lexicon.measured(name)
        if key is None:
            others.append(name)
            continue
        unit = heading(name).unit
        measured += [
            _named(one, name, key, lexicon.factor(key, unit or header_unit(one.header), units)) for one in values
        ]
        measured_totals += [
            _named(one, name, key, lexicon.factor(key, unit or header_unit(one.header), units)) for one in totals
        ]
    notices = layout.notices
    shown = (*others[:SHOWN], *(["..."] if len(others) > SHOWN else []))
    if others and not measured:
        sentence = text(
            "none of the names in the column {column} is that of a known count: {names}; `popcalc counts` lists those "
            "that are, and a --columns file says which count a name is of (measures: {{{name}: births}})",
            column=layout.columns[layout.measure].header,
            names=shown,
            name=others[0],
        )
        place = Place(layout.name, layout.header[1], layout.measure + 1)
        return Refused((fault("UNKNOWN_MEASURES", sentence, place),), is_no_table=True, columns=layout.columns)
    if others:
        sentence = text("names of figures that are no known counts, whose rows are not used: {names}", names=shown)
        notices = (*notices, Notice("UNUSED_MEASURES", sentence, Place(layout.name)))
    layout = replace(layout, measured=tuple(measured), measured_totals=tuple(measured_totals), notices=notices)
    wrong = _wrong_units(layout, units, lexicon)
    return Refused(wrong, columns=layout.columns) if wrong else layout


def _wrong_units(layout: Layout, units: Sequence[TableUnits], lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    if not may_give_units(layout.titles, layout.source.sheet or "", layout.source.plain_name):
        return ()
    from popcalc.intake.header.unit_faults import faults_of_names

    return tuple(faults_of_names(layout, units, lexicon))


def _named(column: Column, name: str, key: str, factor: int) -> Column:
    """Return a column of figures as that of the count of a name."""
    return replace(column, header=name, column_class=ColumnClass.COUNT, key=key, factor=factor)


def _names(layout: Layout, lexicon: HeaderLexicon) -> list[str]:
    """Return the different names of figures, in the first encoding that fits all of the file."""
    measure = layout.measure
    assert measure is not None
    # Nothing else is read.
    others = [one if one.index == measure else replace(one, why=Why.GIVES_WAY) for one in layout.columns]
    layout = replace(layout, columns=tuple(others), filters=(), summed=())
    for encoding in layout.encodings:
        names: dict[str, None] = {}
        for block in read_blocks(layout.source, encoding, layout.delimiter, layout.skipped, BLOCK_BYTES, layout.until):
            if isinstance(block, WrongEncoding):
                break
            if not isinstance(block, Block):
                # What ends the reading is said when the rows are read.
                return list(names)
            _, written = distinct(parse(block, layout, [], lexicon, 0).texts[measure])
            names |= dict.fromkeys(name for name in written if name.strip())
        else:
            return list(names)
    return []


def in_one_row(rows: Rows) -> tuple[Rows, AnyInts]:
    """Return rows of one figure each as rows of areas and periods, and the new row of each old one.

    The row of the file is that of the first of its figures; of two figures for one count the larger stands, as what is
    wrong with them is said later.
    """
    days = [rows.day] if rows.day is not None else []
    key = combine([*rows.words.values(), rows.start, rows.end, *days])
    order = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.diff(key[order], prepend=-1))
    counts = {name: np.maximum.reduceat(values[order], begins) for name, values in rows.counts.items()}
    first = order[begins]
    # In the order of the file.
    again = np.argsort(rows.row[first], kind="stable")
    place = np.empty(len(again), dtype=np.int64)
    place[again] = np.arange(len(again))
    group = np.empty(len(rows), dtype=np.int64)
    group[order] = place[np.cumsum(np.diff(key[order], prepend=-1) != 0) - 1]
    found = replace(rows, counts={})[first[again]]
    return replace(found, counts={name: values[again] for name, values in counts.items()}), group
