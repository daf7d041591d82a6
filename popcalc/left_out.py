"""Events that were reported and do not enter a figure, in words: how many, where, and the likely cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial, reduce
from typing import assert_never

import numpy as np

from popcalc.aggregation import LeftOut
from popcalc.areas import Areas
from popcalc.arrays import Bools
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import Notice
from popcalc.language import Text, plural, text
from popcalc.periods import Run
from popcalc.table import END, START, VILLAGE, Table, TablePart, rows_with_any

NAMED_AT_MOST = 6


def left_out_notices(left_out: Sequence[LeftOut], areas: Areas, catalogue: Catalogue, *, keep: bool) -> list[Notice]:
    """Return one notice for each count whose events were left out for one reason; `keep` says they were kept."""
    grouped: dict[tuple[object, ...], list[LeftOut]] = {}
    for lost in left_out:
        alike = (lost.count, lost.cause, lost.events, tuple(sorted(lost.villages.items())))
        grouped.setdefault(alike, []).append(lost)
    notices = []
    for (lost, *_), indicators in ((same, [one.indicator for one in same]) for same in grouped.values()):
        cause = None if lost.cause is None else catalogue.counts[lost.cause]
        sentence = text(
            "{events} of {all} {count} are {done} {indicators}: {why} for {where}{mend}",
            events=f"{lost.events:,}",
            all=f"{lost.of:,}",
            count=lost.count,
            done=text("kept in") if keep and cause is not None else text("left out of"),
            indicators=_some(list(dict.fromkeys(indicators))),
            why=_why(cause),
            where=_where(areas, lost.villages),
            mend=_mend(cause, keep=keep),
        )
        notices.append(Notice("LEFT_OUT", sentence))
    return notices


def silent_notices(table: Table, catalogue: Catalogue, span: Run) -> list[Notice]:
    """Return a notice when villages that report a stock have no row of events at all in a span of months."""
    natures = {count: catalogue.counts[count].nature for count in table.counts}
    flows, stocks = ([count for count in natures if natures[count] is one] for one in (Nature.FLOW, Nature.STOCK))
    found = list(table.each(partial(_silent, flows=flows, stocks=stocks, span=span)))
    silent = reduce(lambda one, other: one + other, (villages for villages, _ in found))
    if not silent or not any(has_events for _, has_events in found):
        return []
    sentence = text(
        "{where} have people and no row of events: months not sent, another name in the files of events, or a source "
        "that leaves out rows without events (`absent: zero` in a --columns file)",
        where=_where(table.areas, silent),
    )
    return [Notice("NO_EVENTS", sentence)]


def _silent(part: TablePart, flows: Sequence[str], stocks: Sequence[str], span: Run) -> tuple[Counter[int], bool]:
    """Return the villages that report a stock and no flow of the span, by the area above, and whether any has one."""
    inside = (part.column(START) >= span.start) & (part.column(END) <= span.end)
    with_events = _reporting(part, rows_with_any(part, flows) & inside)
    if part.beside:
        beside = (part.beside[START] >= span.start) & (part.beside[END] <= span.end)
        with_events[part.beside[VILLAGE][beside]] = True
    with_people = _reporting(part, rows_with_any(part, stocks))
    silent = part.above[with_people & ~with_events]
    return Counter(silent.tolist()), bool(with_events.any())


def _reporting(part: TablePart, rows: Bools) -> Bools:
    """Return the villages that some rows are of."""
    found = np.zeros(len(part.villages), dtype=bool)
    found[part.column(VILLAGE)[rows]] = True
    return found


def _why(cause: Count | None) -> Text:
    if cause is None:
        return text("their months lie across the edge of a period")
    match cause.nature:
        case Nature.STOCK:
            return text("no {count}", count=cause.key)
        case Nature.QUOTA:
            return text("no {count} for the year", count=cause.key)
        case Nature.FLOW:
            return text("{count} is missing", count=cause.key)
        case _:
            assert_never(cause.nature)


def _mend(cause: Count | None, *, keep: bool) -> Text:
    if cause is None:
        return text("; a longer --period or another --year-start holds them")
    if keep:
        return text(" (--unmatched keep)")
    match cause.nature:
        case Nature.STOCK:
            return text(
                "; a renamed or split area, or a file not sent? --areas names other names, --unmatched keep sums "
                "everything"
            )
        case Nature.FLOW | Nature.QUOTA:
            return text("; --unmatched keep sums everything reported")
        case _:
            assert_never(cause.nature)


def _where(areas: Areas, villages: Mapping[int, int]) -> Text:
    """Return villages in words: how many, and the areas above them by name, those with the most first."""
    counted: Counter[str] = Counter()
    for area, number in villages.items():
        counted[areas.names[area]] += number
    names = sorted(counted, key=lambda name: (-counted[name], name))
    return plural(counted.total(), "{count} village of {names}", "{count} villages of {names}", names=_some(names))


def _some(names: Sequence[str]) -> Text:
    shown = tuple(names[:NAMED_AT_MOST])
    if len(names) <= NAMED_AT_MOST:
        return text("{shown}", shown=shown)
    return text("{shown} and {more} more", shown=shown, more=len(names) - NAMED_AT_MOST)
