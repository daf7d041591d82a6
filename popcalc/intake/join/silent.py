"""Villages that fall silent or appear while the others go on: a notice, and rows of an areas file that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.drafting import Spans, as_csv, draft_rows, spans
from popcalc.areas.tree import Areas
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.errors import Notice
from popcalc.language import plural
from popcalc.periods import month_label
from popcalc.table import END, START, VILLAGE
from popcalc.village_months import VillageMonths

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

SHOWN = 5


def draft_areas(table: VillageMonths, catalogue: Catalogue) -> str:
    """Return an areas file (CSV) with a row for each village that falls silent or appears; only a header for none."""
    columns = {name: table.column(name) for name in (VILLAGE, START, END, *table.counts)}
    found = _spans(columns, table.counts, table.areas)
    stocks = [key for key in table.counts if catalogue.counts[key].nature is Nature.STOCK]
    told = columns[stocks[0]] >= 0 if stocks else np.zeros(len(columns[VILLAGE]), dtype=bool)
    figures = columns[stocks[0]] if stocks else columns[VILLAGE]
    return as_csv(draft_rows(table.areas, found, (columns[VILLAGE][told], columns[END][told], figures[told])))


def silent_notices(table: Mapping[str, AnyInts], areas: Areas, catalogue: Catalogue) -> Iterator[Notice]:
    """Yield a notice on villages that fall silent and whose last stock stands for them to the end."""
    counts = [key for key in table if key in catalogue.counts]
    stocks = [key for key in counts if catalogue.counts[key].nature is Nature.STOCK]
    if not stocks:
        return
    found = _spans(table, counts, areas)
    held = np.zeros(areas.villages, dtype=bool)
    if len(found.fell_silent):
        held[table[VILLAGE][rows_told(table, stocks)]] = True
    yield from notices_of_silent(found, held, areas)


def notices_of_silent(found: Spans, held: Bools, areas: Areas) -> Iterator[Notice]:
    """Yield the notice on villages by their spans; `held` says which of them give any stock."""
    silent = [village for village in found.fell_silent.tolist() if held[village] and not _is_closed(areas, village)]
    if not silent:
        return
    shown = tuple(f"{areas.names[village]} ({month_label(int(found.last[village]))})" for village in silent[:SHOWN])
    sentence = plural(
        len(silent),
        "{villages} has no figure since the month in brackets, though others report until {end}; its last people "
        "are still counted. If it was closed or joined another, say so in an --areas file (closed, into)",
        "{villages} have no figure since the month in brackets, {count} villages in all, though others report until "
        "{end}; their last people are still counted. If they were closed or joined others, say so in an --areas file "
        "(closed, into)",
        villages=(*shown, *(["..."] if len(silent) > SHOWN else [])),
        end=month_label(found.end),
    )
    yield Notice("FELL_SILENT", sentence)


def _is_closed(areas: Areas, village: int) -> bool:
    return areas.lives is not None and bool(areas.lives.is_bounded(village))


def _spans(table: Mapping[str, AnyInts], counts: Sequence[str], areas: Areas) -> Spans:
    return spans(areas.villages, table[VILLAGE], table[START], table[END], rows_told(table, counts))


def rows_told(table: Mapping[str, AnyInts], counts: Sequence[str]) -> Bools:
    """Return which rows give a figure of any of some counts."""
    told = np.zeros(len(table[VILLAGE]), dtype=bool)
    for key in counts:
        told |= table[key] >= 0
        if told.all():
            break
    return told
