"""Rows added up over the columns that were asked for, one after the other, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.arrays import distinct_values
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, Notice
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows import dimension_faults as said
from popcalc.intake.rows.breakdowns import breakdowns
from popcalc.intake.rows.dated import days_fault, says_days
from popcalc.intake.rows.dimension_faults import called
from popcalc.intake.rows.dimension_values import disjoint, narrows, overlapping
from popcalc.intake.rows.near_totals import near_total
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.split import Split
from popcalc.intake.rows.summing import Summed, sum_over
from popcalc.intake.rows.values import FileRows, Rows
from popcalc.vocabulary.characters import folded

if TYPE_CHECKING:
    from popcalc.arrays import Bools


class AddedUp(Struct, frozen=True):
    """Rows added up, which of the old ones are totals that were left out, and what was found.

    `parts` are the values that were added up, by column and count.
    """

    split: Split
    totals: Bools
    faults: Sequence[Fault] = ()
    notices: Sequence[Notice] = ()
    parts: Mapping[tuple[int, str], AbstractSet[str]] = field(default_factory=dict)


def added_up(split: Split, columns: Sequence[int], layout: Layout, reading: Reading) -> AddedUp:
    """Return rows with those added up that differ only in some columns."""
    totals = np.zeros(len(split.rows), dtype=np.bool_)
    notices: list[Notice] = []
    parts: dict[tuple[int, str], AbstractSet[str]] = {}
    # Which row each of those at the beginning has become.
    row_of = np.arange(len(split.rows))
    for spot, index in enumerate(columns):
        if faults := _no_sum(split, index, columns[spot + 1 :], layout, reading):
            return AddedUp(split, totals, faults)
        summed = sum_over(split, index, columns[spot + 1 :], reading)
        column = layout.column(index)
        if summed.odd:
            return AddedUp(
                split, totals, [said.odd_sum(odd, column, split, layout, reading) for odd in summed.odd], notices
            )
        if summed.doubled is not None:
            return AddedUp(split, totals, [said.doubled(*summed.doubled, column, split, layout)], notices)
        if sure := [one for one in summed.same if one.is_sure]:
            told = [said.same_stock(one, column, split, layout, reading) for one in sure]
            return AddedUp(split, totals, [Fault("SAME_STOCK", *one) for one in told], notices)
        notices += _notices(summed, split, index, layout, reading)
        parts |= {(index, key): values for key, values in summed.parts.items()}
        if index < layout.width:
            # What headers say is of columns: no row is a total.
            totals |= summed.totals[row_of]
        row_of = summed.row_of[row_of]
        split = summed.split
    return AddedUp(split, totals, (), notices, parts)


def as_added_up(rows: Rows, split: Split, columns: Sequence[int], reading: Reading) -> Rows:
    """Return other figures of the same rows, added up in the same way."""
    split = replace(split, rows=rows)
    for spot, index in enumerate(columns):
        split = sum_over(split, index, columns[spot + 1 :], reading).split
    return split.rows


def unlike_parts(layouts: Sequence[Layout], files: Sequence[FileRows], reading: Reading) -> list[Fault]:
    """Return a fault for each file that adds up fewer parts of a count than another does over the same column."""
    every: dict[tuple[str, str], dict[str, tuple[str, Layout]]] = {}
    own: list[tuple[tuple[str, str], int, Layout, AbstractSet[str]]] = []
    for layout, file in zip(layouts, files, strict=False):
        for (index, key), parts in file.parts.items():
            events = reading.catalogue.counts[key].nature is Nature.FLOW
            if parts and not (events and reading.columns.absent == "zero"):
                summed = normal_header(called(layout.column(index))), key
                for part in sorted(parts):
                    every.setdefault(summed, {}).setdefault(folded(part), (part, layout))
                own.append((summed, index, layout, frozenset(map(folded, parts))))
    return [
        said.parts_missing(layout.column(index), summed[1], [every[summed][one] for one in sorted(lacking)], layout)
        for summed, index, layout, parts in own
        if (lacking := every[summed].keys() - parts)
    ]


def _no_sum(split: Split, index: int, apart: Sequence[int], layout: Layout, reading: Reading) -> list[Fault]:
    """Return why the values of a column cannot be added up: some have persons in common, or there is only one."""
    values = split.values[index]
    used = distinct_values(split.cells(index))
    parts = [values.written[number] for number in used.tolist() if number and not values.whole[number]]
    column = layout.column(index)
    if says_days(column, values):
        row = int((split.watched[index] > 0).argmax())
        return [days_fault(column, row, split, layout, reading)]
    if several := breakdowns(split, index, apart, reading):
        return [said.several_breakdowns(column, several, split, layout)]
    if near := near_total(split, index, apart, column):
        return [said.nearly_doubled(*near, column, split, layout)]
    if pair := overlapping(parts):
        return [said.overlap(column, pair, disjoint(parts), split, layout)]
    if len(used) == 1 and parts and narrows(parts[0]):
        return [said.one_part(column, parts[0], split, layout)]
    return []


def _notices(summed: Summed, split: Split, index: int, layout: Layout, reading: Reading) -> list[Notice]:
    notices = []
    if summed.lacking:
        notices.append(said.lacking_notice(summed.lacking, layout.column(index), split, layout, reading))
    for one in summed.same:
        notices.append(Notice("SAME_STOCK", *said.same_stock(one, layout.column(index), split, layout, reading)))
    if summed.repeats:
        notices.append(said.repeats_notice(summed.repeats, layout))
    return notices
