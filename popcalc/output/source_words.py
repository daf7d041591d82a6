"""Where a formula comes from, in the language of the reader."""

from __future__ import annotations

import re

from popcalc.language import Language

_PARTS_OF_SOURCE = re.compile(r"https?://[^\s;]+|; |, (?=http)| and (?=http)| (?=http)|(?:(?!; |,? http| and http).)+")
"""An address, what stands between two parts, a name."""


def source_words(source: str, language: Language) -> str:
    """Return where a formula comes from, names in the language where it has them; addresses stand as they are."""
    return "".join(map(language, parts_of_source(source)))


def parts_of_source(source: str) -> list[str]:
    """Return the names and addresses of a source, and what stands between them."""
    return _PARTS_OF_SOURCE.findall(source)
