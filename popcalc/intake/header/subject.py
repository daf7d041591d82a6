"""The count that all figures of a table are of, where no header says it: the nearest line, sheet or file name does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.alternatives import are_figures, says_only_that_it_counts
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import settlements, some_narrow
from popcalc.intake.header.words import AREA, MEASURE, VALUE
from popcalc.intake.sources.source import Source, without_endings
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer

_PIECE_IN_ASCII = r"[a-zA-Z]+"
_PIECE = r"[^\W\d_\u3040-\u9fff\uac00-\ud7af]+|[\u3040-\u9fff]|[\uac00-\ud7af]+"
"""A word of a script with blanks between words, or one character of another."""
_LONGEST = 14
"""Pieces that the header of a count may have."""
_LONGEST_SETTLEMENT = 4
"""Pieces of a word for town or country."""
_SHORTEST = 2
"""Characters of a word that says a count within a line; 男 alone says none."""


def subject_of(source: Source, header: Header, lexicon: HeaderLexicon) -> str | None:
    """Return the count that the nearest of the lines above the table, the sheet and the file names, None for none.

    A line that names several counts, or one that is narrowed (births of girls), says none, and none is sought further.
    """
    for words in _said(source, header):
        counts, rest = _counts_in(words, lexicon)
        if counts:
            return counts.pop() if len(counts) == 1 and not some_narrow(words, rest) else None
    return None


def with_subject(source: Source, header: Header, held: Mapping[str, int], lexicon: HeaderLexicon) -> Mapping[str, int]:
    """Return the column of each role, with the only one whose header counts and says not what for the table's subject.

    With a count, or the names of counts, among the roles that are held nothing is sought.
    """
    if MEASURE in held or any(map(lexicon.is_count, held)):
        return held
    roles = {index: role for role, index in held.items()}
    spots = [
        index
        for index, one in enumerate(header.headings)
        if (says_only_that_it_counts(one) or roles.get(index) == VALUE)
        and roles.get(index) in (None, AREA, VALUE)
        and are_figures(header, index)
    ]
    subject = subject_of(source, header, lexicon) if len(spots) == 1 else None
    if subject is None:
        return held
    return {**{role: index for role, index in held.items() if index != spots[0]}, subject: spots[0]}


def settlement_beside_a_count(words: str, lexicon: HeaderLexicon) -> str | None:
    """Return the word for town or country that stands beside the name of a count: rural births, 农村人口."""
    pieces = pieces_of(words)
    found = _settlements_in(pieces)
    if len(set(found.values())) != 1:
        return None
    ends = {spot for start, end in _spots(pieces, lexicon) for spot in (start, end)}
    between = {spot - 1 for spot in ends if not _ties().isdisjoint(pieces[spot - 1 : spot])}
    beside = (word for (start, end), word in found.items() if {start, end} & (ends | between))
    return next(beside, None)


@cache
def _ties() -> frozenset[str]:
    return frozenset(vocabulary().words(lambda one: () if one.spaced else one.places.of))


def _settlements_in(pieces: Sequence[str]) -> dict[tuple[int, int], str]:
    """Return the words for town and country among pieces by where they begin and end, the longest of each place."""
    found: dict[tuple[int, int], str] = {}
    for length in range(_LONGEST_SETTLEMENT, 0, -1):
        for start in range(len(pieces) - length + 1):
            word, inside = "".join(pieces[start : start + length]), any(a <= start < b for a, b in found)
            if word in settlements() and not inside:
                found[start, start + length] = word
    return found


def counts_in(words: str, lexicon: HeaderLexicon) -> set[str]:
    """Return the counts that some words name."""
    return _counts_in(words, lexicon)[0]


def _said(source: Source, header: Header) -> Iterator[str]:
    for cells in reversed(header.titles):
        yield from (cell for cell in cells if cell.strip())
    if source.sheet:
        yield source.sheet
    file = source.name.removesuffix(f"[{source.sheet}]") if source.sheet else source.name
    yield from reversed(re.split(r"[/\\]", without_endings(file, source.endings))[-2:])


def pieces_of(words: str) -> list[str]:
    """Return the words of a line, in scripts without blanks its characters; digits are none."""
    plain = in_plain_characters(words, plainer())
    return re.findall(_PIECE_IN_ASCII if plain.isascii() else _PIECE, plain)


def _counts_in(words: str, lexicon: HeaderLexicon) -> tuple[set[str], list[str]]:
    """Return the counts that some words name, the longest names of each place, and the pieces of the rest."""
    pieces = pieces_of(words)
    found = _spots(pieces, lexicon)
    taken = {spot for start, end in found for spot in range(start, end)}
    return set(found.values()), [piece for spot, piece in enumerate(pieces) if spot not in taken]


def _spots(pieces: Sequence[str], lexicon: HeaderLexicon) -> dict[tuple[int, int], str]:
    """Return the counts among pieces of words by where they begin and end, the longest of each place."""
    found: dict[tuple[int, int], str] = {}
    for length in range(min(_LONGEST, len(pieces)), 0, -1):
        for start in range(len(pieces) - length + 1):
            end = start + length
            name = normal_header("".join(pieces[start:end]))
            role = lexicon.roles.get(name) if len(name) >= _SHORTEST else None
            inside = any(first <= start and end <= last for first, last in found)
            if role is not None and lexicon.is_count(role) and not inside:
                found[start, end] = role
    return found
