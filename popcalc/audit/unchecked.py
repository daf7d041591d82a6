"""Rates beside counts that nothing can be said of."""

from __future__ import annotations

from msgspec import Struct

from popcalc.errors import Place
from popcalc.language import Text


class Unchecked(Struct, frozen=True):
    """Rates that cannot be held against counts: what heads them, where the first stands, and why."""

    header: str
    place: Place
    why: Text
