"""How sure something is that chance could make: what is said of it, and the intervals that it is read from."""

from __future__ import annotations

CLEAR, STRONG, UNCERTAIN = "clear", "strong", "uncertain"
WEAKEST_FIRST = (UNCERTAIN, CLEAR, STRONG)
CLEAR_LEVEL, STRONG_LEVEL = 0.95, 0.998
"""Levels of the intervals that must lie wholly on one side."""
