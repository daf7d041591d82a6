"""Areas: the tree of villages, towns and counties, and how the rows of different files are known to be one area."""

from popcalc.areas.registry import Registry
from popcalc.areas.tree import ALL, Areas

__all__ = ["ALL", "Areas", "Registry"]
