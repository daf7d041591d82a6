"""What findings about events of areas say alike: how much is usual, of how many villages, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.errors import Place
from popcalc.language import Text, plural, text
from popcalc.quality.material import Material

TENTHS = 10
"""Below this, what is usual is said with a decimal."""


def about(due: float) -> str:
    """Return what is usual in words."""
    return f"{due:,.0f}" if due >= TENTHS else f"{due:,.1f}"


def villages_words(material: Material, area: int) -> Text:
    """Return of how many villages an area is, where it is of several."""
    if 0 <= area < material.table.areas.villages:
        return text("")
    return plural(len(material.members.of(area)), " in its one village", " in {count} villages")


def place_of(material: Material, area: int, first: int, last: int, flows: Sequence[str]) -> Place | None:
    """Return the first row of some months of an area."""
    rows = material.row_of[material.members.of(area), first : last + 1].T.ravel()
    rows = rows[rows >= 0]
    return next((place for place in material.places(rows[:1], *flows)), None)
