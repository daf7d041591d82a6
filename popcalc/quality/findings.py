"""A finding: one thing that is wrong in the counts, or looks so, and where."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from popcalc.errors import Place
from popcalc.language import Text

ERROR: Final = "error"
WARNING: Final = "warning"
INFO = "info"
SEVERITIES = (ERROR, WARNING, INFO)
"""The worst first."""

EVERYWHERE = -1
"""Stands for all areas together."""

CHANCE = 0.05
"""A figure is a finding that chance alone would make in fewer than one in twenty sets of data of the same size."""


class Finding(Struct, frozen=True):
    """One thing that a check found.

    `area` is a position in the tree or `EVERYWHERE`; `start` and `end` are months; `count` is the count it is about,
    empty where it is about all. `expected` and `found` are figures in the unit of the count, None where there is none.
    `stake` is by how much that count is wrong where these two do not say it, as they are sums of others.
    """

    code: str
    severity: str
    area: int
    start: int
    end: int
    count: str
    message: Text
    place: Place | None = None
    expected: float | None = None
    found: float | None = None
    stake: float | None = None
