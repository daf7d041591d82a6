"""Events that were reported and do not enter a figure, in words: how many, where, and the likely cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas import Areas
from popcalc.definitions.catalogue import Catalogue, Count, Nature
from popcalc.errors import Notice
from popcalc.language import Text, plural, text
from popcalc.periods import Run
from popcalc.rollup import LeftOut
from popcalc.table import END, START, VILLAGE, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

NAMED_AT_MOST = 6


def left_out_notices(left_out: Sequence[LeftOut], areas: Areas, catalogue: Catalogue, *, keep: bool) -> list[Notice]:
    """Return one notice for each count whose events were left out for one reason; `keep` says they were kept."""
    grouped: dict[tuple[str, str | None, int, tuple[int, ...]], list[LeftOut]] = {}
    for lost in left_out:
        grouped.setdefault((lost.count, lost.cause, lost.events, lost.villages), []).append(lost)
    notices = []
    for (count, key, events, villages), same in grouped.items():
        cause = None if key is None else catalogue.counts[key]
        sentence = text(
            "{events} of {all} {count} are {done} {indicators}: {why} for {where}{mend}",
            events=f"{events:,}",
            all=f"{same[0].of:,}",
            count=count,
            done=text("kept in") if keep and cause is not None else text("left out of"),
            indicators=_some(list(dict.fromkeys(lost.indicator for lost in same))),
            why=_why(cause),
            where=_where(areas, villages),
            mend=_mend(cause, keep=keep),
        )
        notices.append(Notice("LEFT_OUT", sentence))
    return notices


def silent_notices(table: VillageMonths, catalogue: Catalogue, span: Run) -> list[Notice]:
    """Return a notice when villages that report a stock have no row of events at all in a span of months."""
    start, end = table.rows[START].to_numpy(), table.rows[END].to_numpy()
    inside = None if start.min() >= span.start and end.max() <= span.end else (start >= span.start) & (end <= span.end)
    spoke = {Nature.FLOW: _speakers(table, catalogue, Nature.FLOW, inside)}
    spoke[Nature.STOCK] = _speakers(table, catalogue, Nature.STOCK, None)
    silent = np.flatnonzero(spoke[Nature.STOCK] & ~spoke[Nature.FLOW]).tolist()
    if not silent or not spoke[Nature.FLOW].any():
        return []
    sentence = text(
        "{where} have people and no row of events: months not sent, another name in the files of events, or a source "
        "that leaves out rows without events (`absent: zero` in a --columns file)",
        where=_where(table.areas, silent),
    )
    return [Notice("NO_EVENTS", sentence)]


def _speakers(
    table: VillageMonths, catalogue: Catalogue, nature: Nature, inside: npt.NDArray[np.bool_] | None
) -> npt.NDArray[np.bool_]:
    """Return for each village whether it reports any count of a nature."""
    village = table.rows[VILLAGE].to_numpy()
    speaks = np.zeros(table.areas.villages, dtype=bool)
    for count in table.counts:
        if catalogue.counts[count].nature is nature and not speaks.all():
            said = table.rows[count].to_numpy() >= 0
            speaks[village[said if inside is None else said & inside]] = True
    return speaks


def _why(cause: Count | None) -> Text:
    if cause is None:
        return text("their months lie across the edge of a period")
    match cause.nature:
        case Nature.STOCK:
            return text("no {count}", count=cause.key)
        case Nature.QUOTA:
            return text("no {count} for the year", count=cause.key)
        case _:
            return text("{count} is missing", count=cause.key)


def _mend(cause: Count | None, *, keep: bool) -> Text:
    if cause is None:
        return text("; a longer --period or another --year-start holds them")
    if keep:
        return text(" (--unmatched keep)")
    if cause.nature is Nature.STOCK:
        return text(
            "; a renamed or split area, or a file not sent? --areas names other names, --unmatched keep sums everything"
        )
    return text("; --unmatched keep sums everything reported")


def _where(areas: Areas, villages: Sequence[int]) -> Text:
    """Return the villages in words: how many, and the areas above them by name, those with the most first."""
    above = [int(areas.parent_of[village]) for village in villages]
    counted: dict[str, int] = {}
    for village, parent in zip(villages, above, strict=True):
        name = areas.names[parent] if parent >= 0 else areas.names[village]
        counted[name] = counted.get(name, 0) + 1
    names = sorted(counted, key=lambda name: (-counted[name], name))
    return plural(len(villages), "{count} village of {names}", "{count} villages of {names}", names=_some(names))


def _some(names: Sequence[str]) -> Text:
    shown = tuple(names[:NAMED_AT_MOST])
    if len(names) <= NAMED_AT_MOST:
        return text("{shown}", shown=shown)
    return text("{shown} and {more} more", shown=shown, more=len(names) - NAMED_AT_MOST)
