"""Pieces of regular expressions made of words."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTHING = "(?!)"
"""What no text matches: a piece that is made of no words."""


def any_of(words: Iterable[str]) -> str:
    """Return what matches one of some words, the longest that fits first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else NOTHING


def maybe(words: Iterable[str]) -> str:
    """Return what matches one of some words, or nothing at all."""
    found = tuple(words)
    return f"{any_of(found)}?" if found else ""


def either(patterns: Iterable[str]) -> str:
    """Return what matches one of some patterns, tried in their order."""
    found = "|".join(patterns)
    return f"(?:{found})" if found else NOTHING


def solid(words: Iterable[str]) -> tuple[str, ...]:
    """Return words without the blanks in them, as folded texts are compared."""
    return tuple(word.replace(" ", "") for word in words)


def whole_line(written: str) -> str:
    """Return what matches a folded line in which `#` stands for a number and `...` for anything."""
    escaped = re.escape(written.replace(" ", ""))
    return escaped.replace(re.escape("#"), r"\d+").replace(re.escape("..."), ".*")
