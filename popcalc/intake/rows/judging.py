"""Which rows of a whole file are totals that no word calls so, and why: by code, by name, by figures alone.

What a row is never depends on the counts that were asked for: where some row may be a total, all counts of the file are
looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import code_role, combine
from popcalc.arrays import distinct_values
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.cells import as_written
from popcalc.intake.rows.confirmed import confirmed_parts
from popcalc.intake.rows.fronts import Candidates, fronts_of
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.sums import DOUBTFUL, SURE, Compared, chance_of, compare
from popcalc.intake.rows.suspected import Judged
from popcalc.intake.rows.totals_by_figures import names_of, notice_of_sums, totals_by_figures
from popcalc.intake.rows.unnamed_totals import SLIPS, Sums, sums_of
from popcalc.intake.rows.values import RowClass, Rows
from popcalc.language import Text, text

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools


_LEAST_AGAINST = 3
"""Figures of which none agrees with the sum of its would-be parts, so that an area is none of their total."""


BEYOND_DOUBT = 1e-30
"""A chance below which a row is a total though a few of its figures differ."""


def judge(rows: Rows, printed: Rows, layout: Layout, reading: Reading) -> Judged:
    """Return the totals among the rows of one file, which have all of its counts; `printed` are those by a word."""
    judged = Judged(np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_))
    for candidates in fronts_of(rows, judged.totals, layout, reading):
        _by_front(candidates, rows, judged, layout, reading)
    unnamed = totals_by_figures(rows, judged.totals, layout, reading)
    judged.add(RowClass.TOTAL_BY_FIGURES, unnamed.totals)
    judged.faults += unnamed.faults
    judged.notices += unnamed.notices
    left = ~judged.totals
    judged.parts |= confirmed_parts(rows, printed, layout, reading)
    found = np.zeros(len(rows), dtype=np.bool_)
    for sums in sums_of(rows, left, layout, reading):
        of_these = _by_figures(sums, rows, left, judged, layout, reading)
        found |= of_these
        left &= ~of_these
    if found.any():
        judged.add(RowClass.TOTAL_BY_FIGURES, found)
        judged.notices.append(notice_of_sums(names_of(found, rows, layout, reading), layout))
    return judged


def _labels(rows: Rows, spots: AnyInts) -> Iterator[AnyInts]:
    """Yield the rows of each area among some."""
    label = combine([positions[spots] for positions in rows.words.values()])
    order = np.argsort(label, kind="stable")
    bounds = np.flatnonzero(np.diff(label[order])) + 1
    yield from np.split(spots[order], bounds)


def _by_front(candidates: Candidates, rows: Rows, judged: Judged, layout: Layout, reading: Reading) -> None:
    """Judge the rows that are called like the front of others."""
    spots = np.flatnonzero(candidates.of_total >= 0)
    if not len(spots):
        return
    compared = compare(rows, candidates.of_total, candidates.of_part)
    totals = np.zeros(len(rows), dtype=np.bool_)
    for own in _labels(rows, spots):
        told, equal = int(compared.told[own].sum()), int(compared.equal[own].sum())
        if not told:
            totals[own] = candidates.certain
            continue
        chance = chance_of(rows, own.tolist(), compared, 1, reading.catalogue)
        if candidates.alone:
            totals[own] = told == equal and chance < SURE
            if told == equal and SURE <= chance < DOUBTFUL:
                judged.faults.append(_doubt(own, chance, compared, rows, layout, reading))
        elif equal == told:
            totals[own] = candidates.doubted or chance < DOUBTFUL
        elif 2 * equal > told and chance < SURE:
            # A total with a mistake: its parts are right as they are, and the mistake is said.
            totals[own] = True
        elif not candidates.certain and not any(compared.sums[key][own].any() for key in compared.sums):
            # Its parts count nobody, such as offices of a city: nothing is counted twice.
            continue
        elif not equal and told >= _LEAST_AGAINST and _has_a_code_beside(own, candidates, rows, layout, reading):
            continue
        elif candidates.doubted and 2 * int(compared.below[own].sum()) <= told:
            judged.faults.append(_contradiction(own, candidates, compared, rows, layout, reading))
            totals[own] = candidates.certain
        elif candidates.certain:
            judged.faults.append(_contradiction(own, candidates, compared, rows, layout, reading))
            totals[own] = True
        if totals[own[0]] and equal == told:
            judged.parts |= np.isin(candidates.of_part, candidates.of_total[own])
    judged.add(candidates.row_class, totals)


def _has_a_code_beside(own: AnyInts, candidates: Candidates, rows: Rows, layout: Layout, reading: Reading) -> bool:
    """Whether an area that is called like the front of others has a code beside theirs: 430910 Gram, 430912 Gram Hill.

    The code of an area above is the front of theirs, but for two or more zeros at its end.
    """
    role = code_role(layout.leaf)
    if candidates.row_class is not RowClass.TOTAL_BY_NAME or role not in rows.words:
        return False
    words = reading.areas[role].pool.words
    parts = np.flatnonzero(candidates.of_part == candidates.of_total[own[0]])
    codes = {words[int(number)] for number in distinct_values(rows.words[role][parts])}
    mine = {words[int(number)] for number in distinct_values(rows.words[role][own])}
    if len({*map(len, codes), *map(len, mine)}) != 1 or "" in codes | mine:
        return False
    fronts = tuple(code.rstrip("0") if code.endswith("00") else code for code in mine)
    return not any(code.startswith(fronts) for code in codes)


def _by_figures(sums: Sums, rows: Rows, left: Bools, judged: Judged, layout: Layout, reading: Reading) -> Bools:
    """Return which rows are totals by their figures alone, and judge those that chance may have made."""
    found = np.zeros(len(rows), dtype=np.bool_)
    of_total = np.full(len(rows), -1, dtype=np.int64)
    of_total[sums.rows] = sums.group[sums.rows]
    of_part = np.where(left & (of_total < 0), sums.group, -1)
    compared = compare(rows, of_total, of_part)
    fitting: list[tuple[AnyInts, float]] = []
    for own in _labels(rows, sums.rows):
        if judged.parts[own].any():
            continue
        told, equal = int(compared.told[own].sum()), int(compared.equal[own].sum())
        # A month in which no row is the sum of the others is not even compared.
        slips = told - equal + int(np.count_nonzero(sums.group[own] < 0))
        if not equal or slips > SLIPS * len(own):
            continue
        places = float(sums.places[sums.label[np.searchsorted(sums.rows, own[0])]])
        chance = chance_of(rows, own.tolist(), compared, places, reading.catalogue)
        if not slips:
            fitting.append((own, chance))
        elif chance * max(1, sums.tried) < BEYOND_DOUBT:
            # A total with a mistake, or with a part that is printed twice or not at all once.
            found[own] = True
            parts = (of_part >= 0) & np.isin(of_part, of_total[own])
            judged.parts |= parts
            judged.notices.append(_differs_once(own, parts, rows, layout, reading))
        elif chance * max(1, sums.tried) < SURE:
            judged.faults.append(_slip(own, rows, layout, reading))
    for own, chance in fitting:
        # Of many groups one has a sum by chance sooner than of one.
        chance *= max(1.0, sums.tried / len(fitting))
        if chance < SURE:
            found[own] = True
            judged.parts |= np.isin(of_part, of_total[own])
        elif chance < DOUBTFUL:
            judged.faults.append(_doubt(own, chance, compared, rows, layout, reading))
        else:
            judged.perhaps.append((int(rows.row[own[0]]), chance))
    return found


def _contradiction(
    own: AnyInts, candidates: Candidates, compared: Compared, rows: Rows, layout: Layout, reading: Reading
) -> Fault:
    """Return the fault of an area that is called like the front of others whose figures it does not add up."""
    key, spot = _first(own, {key: compared.tells[key] & ~compared.agrees[key] for key in compared.tells})
    parts = np.flatnonzero(candidates.of_part == candidates.of_total[spot])
    values = _said(key, spot, compared, rows, layout, reading)
    sentence = text(
        "{area} has the name or code of an area above {parts}, but its {count} is {printed} and theirs give {summed}: "
        "if it is their total, list it under totals in a --columns file (totals: ['{area}']); if not, under not_totals",
        parts=_names(parts, rows, layout, reading),
        **values,
    )
    return fault("TOTAL_OR_AREA", sentence, place_of(spot, layout, rows))


def _doubt(own: AnyInts, chance: float, compared: Compared, rows: Rows, layout: Layout, reading: Reading) -> Fault:
    """Return the fault of an area whose figures are sums, perhaps by chance."""
    key, spot = _first(own, compared.agrees)
    sentence = text(
        "the figures of {area} are the sums of other rows (its {count} is {printed}), as chance alone makes them once "
        "in {once} such files: if it is a total, list it under totals in a --columns file (totals: ['{area}']); if "
        "not, under not_totals",
        once=f"{round(1 / chance):,}",
        **_said(key, spot, compared, rows, layout, reading),
    )
    return fault("TOTAL_OR_AREA", sentence, place_of(spot, layout, rows))


def _differs_once(own: AnyInts, parts: Bools, rows: Rows, layout: Layout, reading: Reading) -> Notice:
    """Return the notice of a total that differs in a few of its months from the sum of its `parts` in the others."""
    label = combine([*rows.words.values()])
    of_parts = np.isin(label, distinct_values(label[parts]))
    for spot in np.sort(own).tolist():
        beside = of_parts & (rows.start == rows.start[spot]) & (rows.end == rows.end[spot])
        for key, values in rows.counts.items():
            summed, printed = int(values[beside & (values >= 0)].sum()), int(values[spot])
            if printed >= 0 and printed != summed and (printed < summed or (values[beside] >= 0).all()):
                count = reading.catalogue.counts[key]
                sentence = text(
                    "{area} is the total of other rows and differs from their sum here: its {count} is {printed}, and "
                    "they give {summed}, which is taken; if one of them repeats another in these months, take it out",
                    area=name_of(spot, rows, layout, reading),
                    count=key,
                    printed=as_written(printed, count),
                    summed=as_written(summed, count),
                )
                column = layout.place_columns(int(rows.start[spot])).get(key)
                return Notice("TOTAL_DIFFERS", sentence, Place(layout.name, int(rows.row[spot]), column))
    raise AssertionError


def _slip(own: AnyInts, rows: Rows, layout: Layout, reading: Reading) -> Fault:
    """Return the fault of an area nearly all of whose figures are sums."""
    spot = int(own.min())
    sentence = text(
        "nearly all figures of {area} are the sums of other rows, but not all: if it is a total, list it under totals "
        "in a --columns file (totals: ['{area}']); if not, under not_totals",
        area=name_of(spot, rows, layout, reading),
    )
    return fault("TOTAL_OR_AREA", sentence, place_of(spot, layout, rows))


def _first(own: AnyInts, marks: Mapping[str, Bools]) -> tuple[str, int]:
    """Return the first row, and count in it, that is marked."""
    return next((key, spot) for spot in np.sort(own).tolist() for key, marked in marks.items() if marked[spot])


def _said(
    key: str, spot: int, compared: Compared, rows: Rows, layout: Layout, reading: Reading
) -> dict[str, str | Text]:
    count = reading.catalogue.counts[key]
    return {
        "area": name_of(spot, rows, layout, reading),
        "count": key,
        "printed": as_written(int(rows.counts[key][spot]), count),
        "summed": as_written(int(compared.sums[key][spot]), count),
    }


def name_of(spot: int, rows: Rows, layout: Layout, reading: Reading) -> str:
    """Return the name of a row, or else its code."""
    roles = [role for role in (layout.leaf, code_role(layout.leaf)) if role in rows.words]
    words = [reading.areas[role].pool.words[int(rows.words[role][spot])] for role in roles]
    return next(filter(None, words), "")


def _names(spots: AnyInts, rows: Rows, layout: Layout, reading: Reading) -> tuple[str, ...]:
    names = list(dict.fromkeys(name_of(spot, rows, layout, reading) for spot in spots[:SHOWN_ROWS].tolist()))
    return (*names[:SHOWN], *(["..."] if len(names) > SHOWN else []))


SHOWN = 3
SHOWN_ROWS = 100


def place_of(spot: int, layout: Layout, rows: Rows) -> Place:
    """Return where the name of a row stands."""
    columns = layout.place_columns()
    column = columns.get(layout.leaf) or columns.get(code_role(layout.leaf))
    return Place(layout.name, int(rows.row[spot]), column)
