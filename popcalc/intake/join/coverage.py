"""What the files leave out: months between the first and the last, counts that only some of the files hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.available import available
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.errors import Notice, Place
from popcalc.intake.header.layout import Layout
from popcalc.language import plural, text
from popcalc.periods import CALENDAR_YEAR, Run
from popcalc.table import END, START

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

SHOWN = 6
"""How many runs of months are listed."""


def month_notices(table: Mapping[str, AnyInts], catalogue: Catalogue) -> list[Notice]:
    """Return a notice for events, and one for stocks, when a month between the first and the last has none at all."""
    return notices_of_months(*months_told(table, catalogue))


def months_told(table: Mapping[str, AnyInts], catalogue: Catalogue) -> tuple[list[int], list[int]]:
    """Return the months for which some row gives a flow, and those for whose end one gives a stock."""
    counts = [key for key in table if key in catalogue.counts]
    flows = _months(table, [key for key in counts if catalogue.counts[key].nature is Nature.FLOW], START)
    stocks = _months(table, [key for key in counts if catalogue.counts[key].nature is Nature.STOCK], END)
    return flows, stocks


def notices_of_months(flows: Sequence[int], stocks: Sequence[int]) -> list[Notice]:
    """Return the notices of months that are missing between these.

    Stocks may be given less often than events: missing are the moments that their shortest step leads to, as long as
    most of them are there.
    """
    found = []
    if missing := sorted(set(range(min(flows, default=0), max(flows, default=-1) + 1)) - set(flows)):
        sentence = text(
            "no file has events for {missing}; they are given for {found}",
            missing=_listed(missing),
            found=_listed(flows),
        )
        found.append(Notice("MONTHS_MISSING", sentence))
    step = int(np.diff(stocks).min()) if len(stocks) > 1 else 1
    if missing := sorted(set(range(min(stocks, default=0), max(stocks, default=-1) + 1, step)) - set(stocks)):
        sentence = text(
            "no file has population (or other figures of a moment) for {missing}; they are given for {found}",
            missing=_listed(missing),
            found=_listed(stocks),
        )
        found += [Notice("MONTHS_MISSING", sentence)] if len(missing) < len(stocks) else []
    return found


def _months(table: Mapping[str, AnyInts], counts: Sequence[str], begin: str) -> list[int]:
    """Return the months that the runs of rows with any of some counts cover, from the column `begin` to their end."""
    if not counts or not len(table[END]):
        return []
    said: Bools = np.zeros(len(table[END]), dtype=bool)
    for key in counts:
        said |= table[key] >= 0
        if said.all():
            break
    base = int(table[START].min())
    begins, ends = table[begin][said] - base, table[END][said] - base
    # One more run begins, one fewer goes on.
    size = int(table[END].max()) - base + 2
    going = np.cumsum(np.bincount(begins, minlength=size) - np.bincount(ends + 1, minlength=size))
    return [base + month for month in np.flatnonzero(going > 0).tolist()]


def _listed(months: Iterable[int]) -> str:
    """Return months as runs: `2013-01..2013-03, 2013-05`."""
    runs: list[Run] = []
    for month in months:
        if runs and runs[-1].end == month - 1:
            runs[-1] = Run(runs[-1].start, month)
        else:
            runs.append(Run(month, month))
    shown = ", ".join(CALENDAR_YEAR.label_of(run) for run in runs[:SHOWN])
    return shown + (", ..." if len(runs) > SHOWN else "")


def column_notices(layouts: Sequence[Layout], asked: Collection[str], catalogue: Catalogue) -> list[Notice]:
    """Return a notice for the counts that some files hold, or others that give them, and others of their sort do not.

    Of the sort of another is a file that has at least half of its counts of the same nature: events and population
    may well be apart, births and deaths, and the one population that opens the year.
    """
    files: dict[frozenset[str], list[Layout]] = {}
    for layout in layouts:
        files.setdefault(frozenset(column.key for column in layout.counts), []).append(layout)
    if len(files) < 2:
        return []
    given = {held: (there := available(catalogue, held)).held | there.derived for held in files}
    lacking: dict[tuple[frozenset[str], ...], list[str]] = {}
    for key, count in catalogue.counts.items():
        holders = [held for held in files if key in held]
        if key not in asked or not holders:
            continue
        kin = [{one for one in held if catalogue.counts[one].nature is count.nature} for held in holders]
        without = tuple(
            held
            for held in files
            if key not in given[held] and any(2 * len(held & alike) >= len(alike) for alike in kin)
        )
        if without:
            lacking.setdefault(without, []).append(key)
    return [_held_by_some(keys, [one for held in without for one in files[held]]) for without, keys in lacking.items()]


def _held_by_some(counts: Sequence[str], without: Sequence[Layout]) -> Notice:
    sentence = plural(
        len(without),
        "{counts} stand in other files but not in this one",
        "{counts} stand in some files but not in {count} others, such as this one",
        counts=tuple(counts),
    )
    return Notice("NOT_IN_ALL_FILES", sentence, Place(min(layout.name for layout in without)))
