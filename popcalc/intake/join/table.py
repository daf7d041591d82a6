"""From the rows of all files to one table: areas made out, the rows of different files joined, figures held once.

The result does not depend on the order of files or rows, nor on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.identity import Identified, Unclear, identify
from popcalc.areas.labels import Labels, Pool, Sightings, code_role, combine
from popcalc.doubts import NO_DOUBTS
from popcalc.errors import Fault, Notice, Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.header.words import PERIOD
from popcalc.intake.join.aliases import find_two_names
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import find_conflicts, first_of_runs, merge_repeats
from popcalc.intake.join.coverage import column_notices, month_notices
from popcalc.intake.join.finishing import Merged, Steps, finished, in_order, read_again
from popcalc.intake.join.gathering import Gathered
from popcalc.intake.join.marking import flagged_rows
from popcalc.intake.join.namesakes import towns_of_files
from popcalc.intake.join.open_cells import find_open
from popcalc.intake.join.order_of_files import in_order_of_files
from popcalc.intake.join.parts import find_outside, in_villages, numbered_parts, within_lives
from popcalc.intake.join.places import Places
from popcalc.intake.join.repeats import find_repeated_rows
from popcalc.intake.join.silent import silent_notices
from popcalc.intake.join.zeros import rows_of_zeros, surprising_zeros
from popcalc.intake.rows.growing import BESIDE
from popcalc.intake.survey import Survey
from popcalc.table import END, FILE, ROW, START, VILLAGE
from popcalc.village_months import CountColumn, Readings, VillageMonths

if TYPE_CHECKING:
    from popcalc.areas.lives import Lives
    from popcalc.arrays import AnyInts

    Table = dict[str, AnyInts]

FIRST_MONTH = 1900 * 12
MONTHS = 400 * 12
"""Months from 1900 on that fit into one sort key."""


class Conflicting(Struct, frozen=True):
    """What is wrong with rows of different places, so that they make no table.

    A row's area fits several, a figure is given twice and differs, or runs of months overlap.
    """

    faults: Sequence[Fault]


def join(
    gathered: Gathered,
    survey: Survey,
    asked: frozenset[str],
    wanted: frozenset[str],
    pools: Mapping[str, Pool],
    besides: frozenset[str] = frozenset(),
) -> VillageMonths | Conflicting:
    """Return the table of some rows, which are used up on the way so that no column is held twice.

    The counts `besides` were read only to judge empty cells by, and are no columns of it.
    """
    catalogue, calendar = survey.catalogue, survey.calendar
    held = [key for key in catalogue.counts if key in (wanted | besides) & survey.available.held]
    labels, label, identified = _areas(gathered, survey, pools)
    if isinstance(identified, Unclear):
        return Conflicting(identified.faults)
    marks = gathered.months.pop(BESIDE[1], None)
    rows = {**gathered.months, VILLAGE: identified.village_of[label]}
    spots = in_order_of_files(rows[ROW], rows[FILE], label, labels, survey.layouts)
    identified = replace(identified, areas=identified.areas.with_rows(rows[VILLAGE], spots))
    del spots
    village_of = None
    if identified.part is not None:
        rows[VILLAGE], village_of = numbered_parts(rows[VILLAGE], identified.part[label])
    beside = rows_beside(rows, marks, village_of)
    gathered.months.clear()
    order = order_of(rows)
    table = {name: rows.pop(name)[order] for name in (START, END, FILE, ROW, VILLAGE)}
    for key in held:
        table[key] = gathered.count(key, len(table[ROW]))[order]
    read = AsRead(
        table, Places(survey.layouts), identified.areas, label[order], labels.leaf_words, village_of, survey.prefer
    )
    del order, label
    replaced = _corrected(read, held, survey) if survey.prefer else []
    faults = conflicts_of(read, held, survey)
    flagged = flagged_rows(read, held, gathered.marks)
    zeros = rows_of_zeros(read, held, gathered.zeros)
    places = {name: table[name] for name in (VILLAGE, START, END, FILE, ROW)}
    table, different, said = merge_repeats(read, held, catalogue)
    repeated = bool(said)
    said += replaced
    two_names = find_two_names(read, held, catalogue, identified.aliases)
    asked_there = {one.place for one in two_names}
    faults += [*two_names, *(one for one in different if one.place not in asked_there)]
    faults += find_outside(read, held, catalogue)
    if repeated:
        perhaps_two, same_names = find_repeated_rows(read, held, survey.columns.levels)
        faults += perhaps_two
        said += [] if survey.prefer else same_names
    if faults:
        return Conflicting(faults)
    columns, lives = survey.columns, identified.areas.lives
    to_date = calendar if columns.cumulative else None
    said += surprising_zeros(table, zeros, catalogue, wanted | besides, read, to_date)
    table, empty = find_open(table, catalogue, wanted | besides, read, to_date)
    del read
    merged = Merged(table, frozenset(empty), flagged)
    steps = Steps(
        catalogue, calendar, asked, wanted, identified.areas.villages, village_of, lives,
        to_date=columns.cumulative, absent_is_zero=columns.absent == "zero",
    )  # fmt: skip
    doubts = merged.doubts(empty, catalogue)
    table, noticed = finished(merged, steps)
    said += noticed
    readings = None if columns.cumulative else readings_of(places, table, village_of, lives)
    del places
    said += [*column_notices(survey.layouts, asked, catalogue), *month_notices(table, catalogue)]
    said += silent_notices(table, identified.areas, catalogue)
    counts = tuple(key for key in catalogue.counts if key in table)
    return VillageMonths(
        columns=in_order(table, catalogue),
        areas=identified.areas,
        counts=counts,
        files=tuple(layout.name for layout in survey.layouts),
        notices=(*identified.notices, *said),
        held=tuple(frozenset(column.key for column in layout.counts) for layout in survey.layouts),
        count_columns=tuple(count_columns_of(layout) for layout in survey.layouts),
        sheets=tuple((layout.source.sheet or "") for layout in survey.layouts),
        readings=readings,
        doubts=doubts,
        reread=partial(read_again, merged, steps) if doubts is not NO_DOUBTS else None,
        beside=beside,
        cell_of=Places(survey.layouts).cell,
    )


def conflicts_of(read: AsRead, held: Sequence[str], survey: Survey) -> list[Fault]:
    """Return the faults of figures that contradict each other."""
    if not survey.columns.cumulative:
        return find_conflicts(read, held, survey.catalogue, survey.calendar)
    from popcalc.intake.join.cumulative import find_conflicts_to_date

    return find_conflicts_to_date(read, held, survey.catalogue, survey.calendar)


def _corrected(read: AsRead, held: Sequence[str], survey: Survey) -> list[Notice]:
    """Take out of the table, in place, each figure that a preferred file replaces; return what is said of them."""
    from popcalc.intake.join.corrections import Preference, take_corrections

    assert survey.prefer is not None
    return take_corrections(read, held, survey.catalogue, Preference(survey.prefer, survey.layouts))


def count_columns_of(layout: Layout) -> tuple[CountColumn, ...]:
    """Return where the counts of a file stand."""
    any_year = PERIOD in layout.words
    return tuple(
        CountColumn(one.key, one.index + 1, one.run.end if one.run else None, one.area, any_year)
        for one in layout.counts
    )


def rows_beside(
    rows: Mapping[str, AnyInts], marks: AnyInts | None, village_of: AnyInts | None
) -> Mapping[str, AnyInts]:
    """Return the villages and months that report only flows that are not read."""
    if marks is None:
        return {}
    found = {name: rows[name][marks > 0] for name in (VILLAGE, START, END)}
    if village_of is not None:
        found[VILLAGE] = village_of[found[VILLAGE]]
    order = np.argsort(found[VILLAGE], kind="stable")
    return {name: column[order] for name, column in found.items()}


def readings_of(places: Table, table: Table, village_of: AnyInts | None, lives: Lives | None) -> Readings | None:
    """Return where the rows of a table were read, where several became one."""
    if village_of is not None:
        places = in_villages(places, village_of)
    places = within_lives(places, lives)
    # Rows that were filled in are of no file.
    if np.count_nonzero(table[FILE] >= 0) == len(places[ROW]):
        return None
    return Readings(places[FILE], places[ROW], first_of_runs(places).astype(np.int32))


def order_of(rows: Table) -> AnyInts | slice:
    """Return the order by village, first and last month; of equal ones as they came, by file and row."""
    key = rows[VILLAGE].astype(np.int64)
    key *= MONTHS
    key += rows[START]
    key -= FIRST_MONTH
    if (rows[START] != rows[END]).any():
        key *= MONTHS
        key += rows[END]
        key -= FIRST_MONTH
    if (key[1:] >= key[:-1]).all():
        return slice(None)
    return np.argsort(key, kind="stable")


def _areas(
    gathered: Gathered, survey: Survey, pools: Mapping[str, Pool]
) -> tuple[Labels, AnyInts, Identified | Unclear]:
    """Return the ways in which rows name their area, the number of each row's, and the areas that they mean.

    The words of the rows are used up.
    """
    towns = towns_of_files(gathered, survey, pools)
    pools = towns.pools
    words = gathered.words or {survey.levels[-1]: np.zeros(0, dtype=np.int32)}
    months = gathered.months
    label = combine(list(words.values())).astype(np.int32)
    first = np.zeros(int(label.max(initial=-1)) + 1, dtype=np.int64)
    # Written from the last row to the first, so that the first stays.
    first[label[::-1]] = np.arange(len(label))[::-1]
    last = np.full(len(first), np.iinfo(np.int32).min, dtype=np.int32)
    np.maximum.at(last, label, months[END])
    levels = tuple(level for level in survey.columns.levels if level in words or code_role(level) in words)
    labels = Labels({role: column[first] for role, column in words.items()}, last, pools, levels)
    words.clear()
    places = Places(survey.layouts)

    def place_of(number: int, *roles: str) -> Place:
        row = int(first[number])
        return places.at(int(months[FILE][row]), int(months[ROW][row]), *roles)

    sightings = Sightings(label, months[FILE], months[START], gathered.counts)
    columns = survey.columns
    identified = identify(labels, sightings, survey.registry, columns.code_levels, columns.levels, place_of)
    if isinstance(identified, Identified):
        identified = replace(identified, notices=(*towns.notices, *identified.notices))
    return labels, label, identified
