"""The count that all figures of a table are of, where no header says it: the nearest line, sheet or file name does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from popcalc.definitions.headers import folded, normal_header
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.alternatives import are_figures, says_only_that_it_counts
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import excepts, persons_among, some_narrow
from popcalc.intake.header.words import AREA, MEASURE, VALUE
from popcalc.intake.sources.source import Source, without_endings
from popcalc.language import text
from popcalc.vocabulary.characters import in_plain_characters, plainer

_PIECE = r"[^\W\d_\u3040-\u9fff\uac00-\ud7af]+|[\u3040-\u9fff]|[\uac00-\ud7af]+"
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


def titles_that_narrow(file: str, header: Header, lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the fault of the first line above a table that speaks of one sex or of outsiders, of which no column does.

    A column that the columns file maps to a count says itself what it is; without one of counts the line says that.
    """
    if not any(_is_count(heads, lexicon) for heads in header.headings):
        return
    headings = "".join(folded(level) for heads in header.headings for level in heads.levels)
    if any(heads.normal in lexicon.mapped for heads in header.headings):
        return
    for row, cells in enumerate(header.titles, start=1):
        for column, cell in enumerate(cells, start=1):
            words = persons_among(_pieces(cell)) if not is_label(cell) and not excepts(cell) else set()
            if len(words) == 1 and (word := words.pop()) not in headings:
                sentence = text(
                    "the line above the table speaks of {word}, and no column does: if its figures are of those alone, "
                    "say in a --columns file which counts they are (columns: {{{header}: births_female}}); else take "
                    "the word out of the line",
                    word=word,
                    header=next((str(heads) for heads in header.headings if _is_count(heads, lexicon)), "births"),
                )
                yield fault("TITLE_NARROWS", sentence, Place(file, row, column))
                return


def _is_count(heads: Heading, lexicon: HeaderLexicon) -> bool:
    return bool(heads.levels) and lexicon.is_count(lexicon.meaning(heads).role)


def _said(source: Source, header: Header) -> Iterator[str]:
    for cells in reversed(header.titles):
        yield from (cell for cell in cells if cell.strip())
    if source.sheet:
        yield source.sheet
    file = source.name.removesuffix(f"[{source.sheet}]") if source.sheet else source.name
    yield from reversed(re.split(r"[/\\]", without_endings(file, source.endings))[-2:])


def _pieces(words: str) -> list[str]:
    return re.findall(_PIECE, in_plain_characters(words, plainer()))


def _counts_in(words: str, lexicon: HeaderLexicon) -> tuple[set[str], list[str]]:
    """Return the counts that some words name, the longest names of each place, and the pieces of the rest."""
    pieces = _pieces(words)
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
    return set(found.values()), [piece for spot, piece in enumerate(pieces) if spot not in taken]
