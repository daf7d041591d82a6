"""From the rows of all files to one table: areas made out, the rows of different files joined, figures held once.

The result does not depend on the order of files or rows, nor on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.identity import Identified, Unclear, identify
from popcalc.areas.labels import Labels, Pool, Sightings, code_role, combine
from popcalc.errors import Fault, Place
from popcalc.intake.join.aliases import find_two_names
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.beside import flagged_rows, other_figures
from popcalc.intake.join.conflicts import find_conflicts, first_of_runs, merge_repeats
from popcalc.intake.join.corrections import Preference, take_corrections
from popcalc.intake.join.coverage import column_notices, month_notices
from popcalc.intake.join.cumulative import find_conflicts_to_date, flows_of, to_months
from popcalc.intake.join.derive import derive, fill_absent
from popcalc.intake.join.gathering import Gathered
from popcalc.intake.join.marking import find_flagged, months_with_flags, with_flags
from popcalc.intake.join.namesakes import towns_of_files
from popcalc.intake.join.open_cells import doubts_of, with_open_cells
from popcalc.intake.join.parts import add_parts, find_outside, in_villages, numbered_parts, within_lives
from popcalc.intake.join.places import Places
from popcalc.intake.join.repeats import find_repeated_rows
from popcalc.intake.join.silent import silent_notices
from popcalc.intake.survey import Survey
from popcalc.table import END, FILE, ROW, START, VILLAGE, Readings, VillageMonths

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts

    Table = dict[str, AnyInts]

FIRST_MONTH = 1900 * 12
MONTHS = 400 * 12
"""Months from 1900 on that fit into one sort key."""


@dataclass(frozen=True)
class Conflicting:
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
    rows = {**gathered.months, VILLAGE: identified.village_of[label]}
    village_of = None
    if identified.part is not None:
        rows[VILLAGE], village_of = numbered_parts(rows[VILLAGE], identified.part[label])
    gathered.months.clear()
    order = _order(rows)
    table = {name: rows.pop(name)[order] for name in (START, END, FILE, ROW, VILLAGE)}
    for key in held:
        table[key] = gathered.count(key, len(table[ROW]))[order]
    read = AsRead(
        table, Places(survey.layouts), identified.areas, label[order], labels.leaf_words, village_of, survey.prefer
    )
    del order, label
    preference = Preference(survey.prefer, survey.layouts) if survey.prefer else None
    replaced = take_corrections(read, held, catalogue, preference)
    find = find_conflicts_to_date if survey.columns.cumulative else find_conflicts
    faults = find(read, held, catalogue, calendar)
    flags = find_flagged(read, held, gathered.marks)
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
    if village_of is not None:
        places = in_villages(places, village_of)
        table, lacking = add_parts(table, village_of, catalogue)
        said += lacking
    lives = identified.areas.lives
    places, table = within_lives(places, lives), within_lives(table, lives)
    # Where figures to date were turned into months, a row of the table is no row that was read.
    merged = len(table[ROW]) < len(places[ROW]) and not survey.columns.cumulative
    readings = Readings(places[FILE], places[ROW], first_of_runs(places).astype(np.int32)) if merged else None
    del read, places
    table, empty = with_open_cells(with_flags(table, flags), catalogue, wanted | besides, identified.areas.villages)
    table = {name: column for name, column in table.items() if name not in besides - wanted}
    table, negative = derive(table, catalogue, asked, wanted)
    said += negative
    if survey.columns.cumulative:
        to_date = table
        table, turned = to_months(table, catalogue, calendar)
        table = months_with_flags(to_date, table, flows_of(held, catalogue))
        said += turned
    if survey.columns.absent == "zero":
        table = within_lives(fill_absent(table, catalogue, identified.areas.villages), lives)
    said += [*column_notices(survey.layouts, asked, catalogue), *month_notices(table, catalogue)]
    said += silent_notices(table, identified.areas, catalogue)
    counts = tuple(key for key in catalogue.counts if key in table)
    if_zero, flagged = other_figures(table, counts), flagged_rows(table, counts)
    frame = pd.DataFrame({name: table.pop(name) for name in (VILLAGE, START, END, *counts, FILE, ROW)}, copy=False)
    files = tuple(layout.name for layout in survey.layouts)
    in_files = tuple(frozenset(column.key for column in layout.counts) for layout in survey.layouts)
    notices = (*identified.notices, *said)
    result = VillageMonths(
        frame, identified.areas, counts, files, notices, in_files, readings, if_zero=if_zero, flagged=flagged
    )
    return replace(result, doubts=doubts_of(result, empty, survey.layouts))


def _order(rows: Table) -> AnyInts | slice:
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
