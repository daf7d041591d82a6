"""Villages that moved: known by their code, and given under one town until a month and under another since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Labels, Seen
from popcalc.areas.tiers import Tier
from popcalc.arrays import distinct_values
from popcalc.errors import Notice
from popcalc.language import plural, text
from popcalc.periods import month_label

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

SHOWN = 5
COUNT = "births"
"""The count that is told beside a move, where it is read."""


def moved_labels(tiers: Sequence[Tier]) -> Mapping[str, Bools]:
    """Return for each level above the villages' which labels name another area than their village lies in now."""
    *upper, leaf = tiers
    found = {}
    for tier in upper:
        village = leaf.of_label
        now = np.where(village >= 0, leaf.above[tier.level][village], -1)
        moved = (tier.of_label >= 0) & (now >= 0) & (tier.of_label != now)
        if moved.any():
            moved &= ~_renamed(tier, leaf, moved, now)
        found[tier.level] = moved
    return found


def _renamed(tier: Tier, leaf: Tier, moved: Bools, now: AnyInts) -> Bools:
    """Return which labels name an area that has another name now: its villages, and they alone, make up the other."""
    import pandas as pd

    pairs = pd.DataFrame({"old": tier.of_label[moved], "now": now[moved], "village": leaf.of_label[moved]})
    villages = pairs.drop_duplicates().groupby(["old", "now"])["village"].count().reset_index()
    areas = len(tier.names)
    lies = leaf.above[tier.level]
    living = np.bincount(lies[lies >= 0], minlength=areas)
    old, new, number = (villages[name].to_numpy() for name in ("old", "now", "village"))
    alone = (living[old] == 0) & (np.bincount(old, minlength=areas)[old] == 1) & (living[new] == number)
    renamed = np.zeros(areas, dtype=bool)
    renamed[old[alone]] = True
    found: Bools = moved & renamed[tier.of_label]
    return found


def moved_notices(
    tiers: Sequence[Tier], moved: Mapping[str, Bools], labels: Labels, sightings: Seen
) -> Iterator[Notice]:
    """Yield a notice for each of the first villages that moved, with month, old and new area; then how many more."""
    *upper, leaf = tiers
    # The lowest level tells; that its area lies in another county follows from it.
    seen = np.zeros(len(labels), dtype=bool)
    number = 0

    for tier in reversed(upper):
        chosen = moved[tier.level] & ~seen
        seen |= chosen
        if not chosen.any():
            continue
        import pandas as pd

        villages = distinct_values(leaf.of_label[chosen])
        own = sightings.only(np.isin(leaf.of_label, villages), (COUNT,))
        label = own.label
        frame = pd.DataFrame({"village": leaf.of_label[label], "area": tier.of_label[label], "month": own.month})
        frame["births"] = own.counts[COUNT].clip(min=0) if COUNT in own.counts else 0
        spans = frame[frame["area"] >= 0].groupby(["village", "area"]).agg({"month": ["min", "max"], "births": "sum"})
        for (village, area), (first, last, births) in zip(spans.index.tolist(), spans.to_numpy().tolist(), strict=True):
            now = int(leaf.above[tier.level][village])
            if area == now:
                continue
            number += 1
            if number > SHOWN:
                continue
            since = int(spans.loc[(village, now), ("month", "min")]) if (village, now) in spans.index else int(last)
            yield _moved(leaf, tier, village, (area, now), (int(first), int(last), since), int(births))
    if number > SHOWN:
        more = number - SHOWN
        yield Notice(
            "MOVED",
            plural(
                more,
                "{count} more village lies in another area since some month, and all its months are counted there",
                "{count} more villages lie in another area since some month, and all their months are counted there",
            ),
        )


def _moved(
    leaf: Tier, tier: Tier, village: int, areas: tuple[int, int], months: tuple[int, int, int], births: int
) -> Notice:
    old, now = (tier.names[area] or tier.codes[area] for area in areas)
    name, code = leaf.names[village], leaf.codes[village]
    first, last, since = map(month_label, months)
    sentence = text(
        "{area} moved: it lies in {new} since {since} and in {old} in {months}; all its months are counted under "
        "{new}, those before with it ({births} births)",
        area=f"{name} ({code})" if name and code else name or code,
        old=old,
        new=now,
        since=since,
        months=first if first == last else f"{first}..{last}",
        births=f"{births:,}",
    )
    return Notice("MOVED", sentence)
