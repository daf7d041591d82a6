"""The area above each area, and what there is of it beside that area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.aggregation import TOTAL, Groups, Plan, Totals, make_groups
from popcalc.aggregation.sums import SUMMED
from popcalc.areas import ALL, Areas
from popcalc.arrays import Ints
from popcalc.definitions.catalogue import Basis, Indicator
from popcalc.doubts import WHOLE_AREA
from popcalc.errors import RequestError, fault
from popcalc.language import text
from popcalc.rates import Figures, rate
from popcalc.readings import figures_of, roll_up_readings
from popcalc.table import Table


class Above(Struct, frozen=True, eq=False):
    """Figures of the area above each group's, of the rest of it, and the key of that area, empty for none."""

    whole: Figures
    rest: Figures
    keys: Sequence[str]


def find_above(
    table: Table,
    groups: Groups,
    plan: Plan,
    asked: Sequence[tuple[Indicator, Basis]],
    own: Sequence[Figures],
    days: Ints,
) -> list[Above]:
    """Return for each indicator the figures above; `own` are those of the areas, `days` those of each period.

    The area above one without a parent is all of them together. Raises RequestError where no area has one above.
    """
    above = [_above(table.areas, area) for area in groups.areas]
    chosen = sorted({area for area in above if area is not None and area != TOTAL})
    total = TOTAL in above
    if not chosen and not total:
        sentence = text("--compare above: all areas together have none above them; choose a --by level")
        raise RequestError([fault("NOTHING_ABOVE", sentence)])
    of_above = make_groups(table.areas, chosen, total=total, periods=groups.periods)
    rolled = roll_up_readings(table, list({one.key: one for one, _ in asked}.values()), of_above, plan)
    days_above = np.tile(days[: groups.periods], len(of_above.areas))
    read = figures_of(rolled, asked, days_above)
    place = {area: spot for spot, area in enumerate(of_above.areas)}
    spots = [place[area] if area is not None else -1 for area in above]
    rows = np.repeat(np.array(spots, dtype=np.int64), groups.periods) * groups.periods
    rows = np.where(rows < 0, -1, rows + np.tile(np.arange(groups.periods), len(groups.areas)))
    keys = ["" if area is None else ALL if area == TOTAL else table.areas.keys[area] for area in above]
    found = []
    for (indicator, basis), one, figures in zip(asked, own, read, strict=True):
        whole = figures.figures.at(rows)
        rest = rate(indicator, _rest(whole, one), days, basis, plan.catalogue)
        found.append(Above(whole, rest, np.repeat(np.array(keys, dtype=object), groups.periods).tolist()))
    return found


def _above(areas: Areas, area: int) -> int | None:
    if area == TOTAL:
        return None
    parent = int(areas.parent_of[area])
    return parent if parent >= 0 else TOTAL


def _rest(whole: Figures, own: Figures) -> Totals:
    """Return the sums of an area without one in it; none where it is its only child, or its sums are not of its areas.

    Sums that rows of the whole area give hold more than those of its areas.
    """
    of_whole = whole.totals.flags.get(WHOLE_AREA, np.zeros_like(whole.reported)) > 0
    sums: dict[str, Ints] = {name: getattr(whole.totals, name) - getattr(own.totals, name) for name in SUMMED}
    sums["reported"] = np.where(of_whole | ~own.defined | ~whole.defined, 0, sums["reported"])
    return replace(own.totals, **sums, flags={}, seen=None)
