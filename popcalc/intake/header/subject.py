"""The count that all figures of a table are of, where no header says it: the nearest line, sheet or file name does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import some_narrow
from popcalc.intake.sources.source import Source, without_endings

_PIECE = re.compile(r"[^\W\d_\u3040-\u9fff\uac00-\ud7af]+|[\u3040-\u9fff]|[\uac00-\ud7af]+")
"""A word of a script with blanks between words, or one character of another."""
_LONGEST = 14
"""Pieces that the header of a count may have."""
_SHORTEST = 2
"""Characters of a word that says a count within a line; 男 alone says none."""


def subject_of(source: Source, header: Header, lexicon: HeaderLexicon) -> str | None:
    """Return the count that the nearest of the lines above the table, the sheet and the file names, None for none.

    A line that names several counts, or one that is narrowed (births of girls), says none, and none is sought further.
    """
    for words in _said(source, header):
        counts, is_narrowed = _counts_in(words, lexicon)
        if counts:
            return counts.pop() if len(counts) == 1 and not is_narrowed else None
    return None


def _said(source: Source, header: Header) -> Iterator[str]:
    for cells in reversed(header.titles):
        yield from (cell for cell in cells if cell.strip())
    if source.sheet:
        yield source.sheet
    file = source.name.removesuffix(f"[{source.sheet}]") if source.sheet else source.name
    yield from reversed(re.split(r"[/\\]", without_endings(file, source.endings))[-2:])


def _counts_in(words: str, lexicon: HeaderLexicon) -> tuple[set[str], bool]:
    """Return the counts that some words name, the longest names of each place, and whether the rest narrows them."""
    pieces = _PIECE.findall(unicodedata.normalize("NFKC", words).casefold())
    found: dict[tuple[int, int], str] = {}
    for length in range(min(_LONGEST, len(pieces)), 0, -1):
        for start in range(len(pieces) - length + 1):
            end = start + length
            name = normal_header("".join(pieces[start:end]))
            role = lexicon.roles.get(name) if len(name) >= _SHORTEST else None
            inside = any(first <= start and end <= last for first, last in found)
            if role is not None and lexicon.is_count(role) and not inside:
                found[start, end] = role
    taken = {spot for start, end in found for spot in range(start, end)}
    rest = [piece for spot, piece in enumerate(pieces) if spot not in taken]
    return set(found.values()), some_narrow(words, rest)
