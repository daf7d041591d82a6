"""Which rows speak of the same area.

Every distinct way in which rows name their area is a *label*: the names and codes in its columns. Level by level from
the top, two labels are one area when their codes agree, or when their names agree under the same area above, however
they are spelled (`spellings.py`); the areas file's aliases come first. An area goes by its latest name; ties go to the
smallest code, then to code-point order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.aliases import Aliases
from popcalc.areas.completion import complete, prefix_levels, with_prefixes
from popcalc.areas.folding import folded_name
from popcalc.areas.labels import Labels, Seen, code_role
from popcalc.areas.membership import lives_of, parts_of
from popcalc.areas.moves import moved_labels, moved_notices
from popcalc.areas.planting import plant, with_agreed_codes
from popcalc.areas.registry import Registry
from popcalc.areas.spellings import spelled_notices, unite_spellings, with_usual_spellings
from popcalc.areas.tiers import Tier, make_tier
from popcalc.areas.tree import Areas
from popcalc.arrays import AnyInts, Bools
from popcalc.errors import COUNTED, Fault, Notice, Place, fault
from popcalc.language import plural, text

RENAMED_SHOWN = 5
FITTING_SHOWN = 3


class Identified(Struct, frozen=True):
    """The tree, and for each label the position of its village in it.

    `part` is the number of the part of its village that a label speaks of, 0 for all of it; `aliases` tell labels that
    are one by the areas file alone. Both are None where the areas file says nothing of the kind.
    """

    areas: Areas
    village_of: AnyInts
    notices: tuple[Notice, ...] = ()
    part: AnyInts | None = None
    aliases: Aliases | None = None


class Unclear(Struct, frozen=True):
    """Labels that fit several areas, each with its place."""

    faults: tuple[Fault, ...]


def identify(
    labels: Labels,
    sightings: Seen,
    registry: Registry,
    code_levels: Mapping[str, int],
    order: Sequence[str],
    place_of: Callable[..., Place],
) -> Identified | Unclear:
    """Return the areas that the labels mean, or the labels that fit several.

    `order` holds all levels that may occur, from the top down; `code_levels` the digits of levels that the front of a
    code names; `place_of` says where a label stands.
    """
    digits = prefix_levels(labels, code_levels, order)
    written = with_prefixes(labels, digits, order)
    completed = complete(written, registry, order)
    labels = completed.labels
    spelled = unite_spellings(labels, sightings, place_of)
    if spelled.faults:
        return Unclear(spelled.faults)
    labels = spelled.labels
    tiers: list[Tier] = []
    for level in labels.levels:
        tiers.append(make_tier(level, labels, tiers, sightings))
    if faults := _unclear(labels, tiers, place_of):
        return Unclear(tuple(faults))
    tiers, united = with_usual_spellings(tiers, spelled, sightings)
    areas, position_of = plant(with_agreed_codes(tiers, digits))
    village_of = position_of[tiers[-1].of_label]
    areas = replace(areas, lives=lives_of(completed.found, village_of, areas.villages))
    moved = moved_labels(tiers)
    return Identified(
        areas,
        village_of,
        notices=(
            *spelled_notices(united),
            *moved_notices(tiers, moved, labels, sightings),
            *_renamed(labels, village_of, areas, moved),
        ),
        part=parts_of(completed.found, len(labels)),
        aliases=Aliases(written, labels) if completed.found else None,
    )


def _unclear(labels: Labels, tiers: Sequence[Tier], place_of: Callable[..., Place]) -> list[Fault]:
    """Return a fault for each label that fits several areas, or whose area above does and no other label tells."""
    *upper, leaf = tiers
    faults: dict[int, Fault] = {}
    for tier in tiers:
        settled = np.zeros(len(labels), dtype=bool)
        if tier is not leaf:
            clear = leaf.of_label >= 0
            settled[clear] = leaf.above[tier.level][leaf.of_label[clear]] >= 0
        for label in np.flatnonzero(tier.unclear & ~settled)[:COUNTED].tolist():
            if label not in faults:
                faults[label] = _fits_several(
                    label, tier, upper[: tiers.index(tier)], labels, place_of(label, tier.level, code_role(tier.level))
                )
    return list(faults.values())


def _fits_several(label: int, tier: Tier, upper: Sequence[Tier], labels: Labels, place: Place) -> Fault:
    name = labels.spelled(tier.level)[int(labels.names(tier.level)[label])]
    code = labels.spelled(code_role(tier.level))[int(labels.codes(tier.level)[label])]
    fitting = sorted(
        "/".join([*_names_above(tier, area, upper), tier.codes[area] or name])
        for area, other in enumerate(tier.names)
        if other == name
    )
    sentence = text(
        "{area} fits several areas ({fitting}); give its code, or all levels above it",
        area=name or code,
        fitting=(*fitting[:FITTING_SHOWN], *(["..."] if len(fitting) > FITTING_SHOWN else [])),
    )
    return fault("AMBIGUOUS_AREA", sentence, place)


def _names_above(tier: Tier, area: int, upper: Sequence[Tier]) -> list[str]:
    spots = [(above, int(tier.above[above.level][area])) for above in upper]
    return [above.names[spot] or above.codes[spot] for above, spot in spots if spot >= 0]


def _renamed(labels: Labels, village_of: AnyInts, areas: Areas, moved: Mapping[str, Bools]) -> tuple[Notice, ...]:
    """Return a notice for the villages whose rows also give another name, of their own or above, than the present.

    Not for those that `moved`, so that another area stands above them.
    """
    found: dict[tuple[str, str], set[int]] = {}
    now_named = np.array([*areas.names, ""], dtype=object)
    for level in labels.levels:
        if level not in areas.levels:
            continue
        words = np.array(labels.spelled(level), dtype=object)[labels.names(level)]
        now = now_named[areas.above(level)[village_of]]
        other = (words != "") & (now != "") & (words != now)
        if level in moved:
            other &= ~moved[level]
        for label in np.flatnonzero(other):
            if folded_name(str(words[label])) != folded_name(str(now[label])):
                found.setdefault((str(words[label]), str(now[label])), set()).add(int(village_of[label]))
    if not found:
        return ()
    pairs = [f"{old} → {new}" for old, new in sorted(found)]
    shown = ", ".join(pairs[:RENAMED_SHOWN]) + (" ..." if len(pairs) > RENAMED_SHOWN else "")
    villages = {village for members in found.values() for village in members}
    sentence = plural(
        len(villages),
        "{count} village is given under two names; the latest is used: {pairs}",
        "{count} villages are given under two names; the latest is used: {pairs}",
        pairs=shown,
    )
    return (Notice("RENAMED", sentence),)
