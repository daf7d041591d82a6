"""Figures of all areas together that rows of the whole area give, where the rows of its parts do not.

Such a figure rests on the rows of the whole alone; nothing is added to that of the parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation import Groups, Plan, Totals, make_groups, roll_up
from popcalc.aggregation.sums import COMPARED, SUMMED
from popcalc.arrays import AnyInts, Bools
from popcalc.definitions.catalogue import Indicator
from popcalc.doubts import WHOLE_AREA
from popcalc.table import Table


def with_whole(
    totals: Mapping[str, Totals], table: Table, groups: Groups, plan: Plan, indicators: Sequence[Indicator]
) -> dict[str, Totals]:
    """Return sums by indicator with those of all areas taken from the rows of the whole where the areas lack some."""
    found = dict(totals)
    places = _of_all(groups, table) if table.of_all is not None else []
    if not places or table.of_all is None:
        return found
    own = make_groups(table.of_all.areas, (), total=True, periods=groups.periods)
    of_whole, _ = roll_up(table.of_all, indicators, own, plan)
    for key in totals:
        for place in places:
            found[key] = _taken(found[key], of_whole[key], slice(place * groups.periods, (place + 1) * groups.periods))
    return found


def _of_all(groups: Groups, table: Table) -> list[int]:
    """Return the places of areas that hold all villages."""
    inside = np.bincount(groups.owner, weights=groups.villages[groups.member], minlength=len(groups.areas))
    return np.flatnonzero(inside == table.areas.villages).tolist()


def _is_whole(totals: Totals) -> Bools:
    """Return where everything that sums need is known."""
    weak = [weakness > 0 for weakness in totals.flags.values()]
    found: Bools = totals.known & (totals.reported == totals.expected) & ~np.logical_or.reduce([~totals.known, *weak])
    return found


def _taken(parts: Totals, whole: Totals, at: slice) -> Totals:
    """Return sums of parts with those of the whole at some of their places, where these are complete and know more.

    What the areas give together is in the whole, so that other sums rest on rows of its own, such as an opening.
    """
    better = np.zeros(len(parts.plus), dtype=np.bool_)
    differ = np.logical_or.reduce([getattr(parts, name)[at] != getattr(whole, name) for name in COMPARED])
    better[at] = (~_is_whole(parts)[at] | differ) & _is_whole(whole)

    def chosen(of_parts: AnyInts | Bools, of_whole: AnyInts | Bools) -> Any:
        wide = of_parts.copy()
        wide[at] = of_whole
        return np.where(better, wide, of_parts)

    columns = {name: chosen(getattr(parts, name), getattr(whole, name)) for name in SUMMED}
    # Of several areas that hold all villages, such as the only county, those before this one have the flag already.
    flags = {flag: chosen(having, whole.flags[flag]) for flag, having in parts.flags.items() if flag != WHOLE_AREA}
    flags[WHOLE_AREA] = parts.flags.get(WHOLE_AREA, np.zeros_like(parts.plus)) | better
    seen = None if parts.seen is None or whole.seen is None else chosen(parts.seen, whole.seen)
    return replace(parts, **columns, flags=flags, seen=seen)
