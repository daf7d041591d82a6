"""The vocabulary as it ships, read from one JSON file when a word is first needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec.json import decode

from popcalc.vocabulary.model import Vocabulary

FILE = Path(__file__).parent / "words.json"


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary."""
    return decode(FILE.read_bytes(), type=Vocabulary)
