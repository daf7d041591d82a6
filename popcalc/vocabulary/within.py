"""Words of one purpose found within others, in all languages."""

from __future__ import annotations

import re
from collections.abc import Callable

from popcalc.vocabulary.loading import vocabulary
from popcalc.vocabulary.model import Language, Words
from popcalc.vocabulary.patterns import any_of

_JOINED = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
"""Scripts in which words stand joined to others."""


def words_within(of: Callable[[Language], Words]) -> str:
    """Return what finds words of one purpose: by themselves, or in scripts that join words wherever they stand."""
    words = vocabulary().words(of)
    spaced = any_of(word for word in words if not _JOINED.search(word)).replace(re.escape(" "), r"[-\s]")
    joined = any_of(word for word in words if _JOINED.search(word)).replace(re.escape(" "), r"\s?")
    return rf"(?:(?<![^\W\d_]){spaced}(?![^\W\d_])|{joined})"
