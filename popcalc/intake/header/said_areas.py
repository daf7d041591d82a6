"""Areas that lines above a table and the names of its sheet, file and folders say, nearest first.

| said | example | an area of |
|---|---|---|
| a name with the word of a level | 青河县城关镇2025年人口月报, `Northhill Town 2025.csv` | that level |
| what stands behind the label of an area | 填报单位：城关镇人民政府, `Town: Northhill` | that of its name or label |
| a name that other tables or the areas file have | the sheet `Northhill` | their level |

An office is none itself, but its name may begin with one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache

from msgspec import Struct

from popcalc.areas.folding import folded_name
from popcalc.definitions.headers import normal_header
from popcalc.definitions.units import is_unit_line
from popcalc.errors import Place
from popcalc.intake.header.elsewhere import is_bare_label, is_elsewhere
from popcalc.intake.header.han_names import levels_in_hangul, names_in_han, names_nothing
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.narrowing import excepts
from popcalc.intake.header.spans import is_span
from popcalc.intake.header.words import AREA
from popcalc.intake.sources.source import Source, without_endings
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded

_SEGMENTS = re.compile(r"[,，;；:：|()（）\[\]【】–—/\\\d]+|\s-\s")
_SIGNS_IN_NAMES_OF_FILES = re.compile(r"[_.+-]+")
_LABEL = re.compile(r"(?P<label>[^:：]{1,40})[:：](?P<value>.*)", re.DOTALL)
_MOST_WORDS = 3
_MOST_LETTERS = 30
FOLDERS = 3


@cache
def _brackets() -> re.Pattern[str]:
    """Return what finds words in brackets."""
    return re.compile(r"\s*[(（\[【][^)）\]】]*[)）\]】]")


class Near(IntEnum):
    """How near to its table an area is said."""

    LINE = 0
    SHEET = 1
    FILE = 2
    FOLDER = 3


class SaidArea(Struct, frozen=True):
    """An area that is said beside a table; `levels`, the lowest first, are those that it may be of, none if unknown.

    `bare` is its name without the word of its level.
    """

    name: str
    bare: str
    levels: tuple[str, ...]
    near: Near
    place: Place


Known = Mapping[str, tuple[str, str]]
"""By a name in compared form its level, and the name as it is written."""


def said_areas(
    titles: Sequence[Sequence[str]], source: Source, lexicon: HeaderLexicon, known: Known
) -> Iterator[SaidArea]:
    """Yield what is said, the nearest first; of one line or name in the order in which it stands there."""
    for row, cells in enumerate(titles, start=1):
        for column, words in enumerate(cells, start=1):
            place = Place(source.name, row, column)
            left = next((one for one in reversed(cells[: column - 1]) if one.strip()), "")
            if excepts(words) or is_elsewhere(words, left) or _is_of_another_label(left, lexicon):
                continue
            for name in _in_cell(words, cells[column:], lexicon, known):
                yield _said(name, Near.LINE, place, known)
    folders, _, file = without_endings(source.file, source.endings).rpartition("/")
    above = [(Near.FOLDER, one) for one in reversed(folders.split("/")[-FOLDERS:])]
    for near, words in ((Near.SHEET, source.sheet or ""), (Near.FILE, file), *above):
        for name in _in_name(words, lexicon, known):
            yield _said(name, near, Place(source.name), known)


def area_named(written: str, lexicon: HeaderLexicon, known: Known) -> tuple[str, str]:
    """Return the level and the name of an area that is given by its name: the lowest level where nothing says it."""
    found = [_said(name, Near.LINE, Place(""), known) for name in _names_in(written, lexicon, alone=True)]
    level = found[-1].levels[0] if found and found[-1].levels else lexicon.levels[-1]
    return known.get(folded_name(written), (level, written))


def levels_said(written: str, lexicon: HeaderLexicon) -> tuple[str, ...]:
    """Return the levels, the lowest first, that the word in a name says; none where it has none or is more than it."""
    found = list(_names_in(written, lexicon, alone=True))
    if found and folded_name(found[-1].name) == folded_name(written):
        return found[-1].levels
    return levels_in_hangul(written.strip(), lexicon)


def is_no_name(words: str) -> bool:
    """Whether words look like the name of an area or a sheet and are none: 各乡镇, data."""
    return folded(words) in _no_names() or names_nothing(words)


class _Name(Struct, frozen=True):
    name: str
    bare: str
    levels: tuple[str, ...] = ()


def _said(found: _Name, near: Near, place: Place, known: Known) -> SaidArea:
    """Return what is said, as other tables write it where they have it."""
    level, written = known.get(folded_name(found.name)) or known.get(folded_name(found.bare)) or ("", found.name)
    levels = (level,) if level and (not found.levels or level in found.levels) else found.levels
    return SaidArea(written if level in levels else found.name, found.bare, levels, near, place)


def _in_cell(words: str, right: Sequence[str], lexicon: HeaderLexicon, known: Known) -> Iterator[_Name]:
    # 单位 is the label of an office and of a unit.
    if is_unit_line(words):
        return
    labelled = _LABEL.fullmatch(unicodedata.normalize("NFKC", words).strip())
    role = lexicon.roles.get(normal_header(_brackets().sub("", labelled["label"]))) if labelled else None
    if labelled and role is not None and (role == AREA or role in lexicon.levels):
        value = labelled["value"].strip() or next((one.strip() for one in right if one.strip()), "")
        yield from _behind_label(value, role, lexicon)
        return
    if labelled and _names_persons_or_offices(labelled["label"]):
        return
    # What stands behind another label is something else of the area that it names: Copy to: Northhill Town.
    said = labelled["label"] if labelled else words
    yield from _names_in(said, lexicon)
    segments = [one.strip() for one in _SEGMENTS.split(said)]
    yield from (_Name(one, one) for one in segments if folded_name(one) in known and folded_name(one))


def _is_of_another_label(cell: str, lexicon: HeaderLexicon) -> bool:
    """Whether a cell is the label of something else than an area, whose value stands on its right: Copy to."""
    if not is_bare_label(cell):
        return False
    role = lexicon.roles.get(normal_header(_brackets().sub("", cell.strip()[:-1])))
    return role != AREA and role not in lexicon.levels


def _behind_label(value: str, role: str, lexicon: HeaderLexicon) -> Iterator[_Name]:
    value = _brackets().sub("", value).strip()
    found = list(_names_in(value, lexicon, alone=True))
    yield from found
    may_be_one = value and len(value) <= _MOST_LETTERS and not any(map(str.isdigit, value))
    if not found and may_be_one and not folded(value).endswith(_offices()):
        yield _Name(value, value, (role,) if role in lexicon.levels else ())


def _in_name(words: str, lexicon: HeaderLexicon, known: Known) -> Iterator[_Name]:
    """Yield the areas in the name of a sheet, a file or a folder."""
    plain = unicodedata.normalize("NFKC", words)
    if excepts(_SIGNS_IN_NAMES_OF_FILES.sub(" ", plain)):
        return
    yield from _names_in(plain, lexicon, alone=True)
    for segment in _SEGMENTS.split(_SIGNS_IN_NAMES_OF_FILES.sub(" ", plain)):
        pieces = segment.split()
        for length in range(min(len(pieces), _MOST_WORDS), 0, -1):
            for start in range(len(pieces) - length + 1):
                name = " ".join(pieces[start : start + length])
                beside = (*pieces[max(start - 1, 0) : start], *pieces[start + length : start + length + 1])
                # East Aville is not Aville.
                if folded_name(name) in known and not any(_may_be_of_a_name(word, lexicon) for word in beside):
                    yield _Name(name, name)


def _may_be_of_a_name(word: str, lexicon: HeaderLexicon) -> bool:
    """Whether a word beside a known name may make another name of it."""
    known = lexicon.roles.get(normal_header(word)) is not None or is_span(word)
    return word[:1].isalpha() and not known and word.casefold() not in _between() and folded(word) not in _no_names()


@cache
def _offices() -> tuple[str, ...]:
    return tuple(map(folded, vocabulary().words(lambda one: one.footers.offices)))


@cache
def _labels_of_others() -> frozenset[str]:
    words = vocabulary().words
    ends = words(lambda one: (*one.footers.role_then, *one.footers.signs, *one.footers.notes))
    return frozenset(map(folded, ends))


def _names_persons_or_offices(label: str) -> bool:
    """Whether a label says who signs, when, or a note: what stands behind it is no area of the table."""
    return folded(label).endswith(tuple(_labels_of_others()))


def _names_in(words: str, lexicon: HeaderLexicon, *, alone: bool = False) -> Iterator[_Name]:
    """Yield the names with the word of a level; those of villages only where they stand `alone`."""
    yield from (_Name(*found) for found in names_in_han(words, lexicon, alone=alone))
    for segment in _SEGMENTS.split(_SIGNS_IN_NAMES_OF_FILES.sub(" ", words) if alone else words):
        if any(map(str.isalpha, segment)):
            yield from _in_words(segment.split(), lexicon)


@cache
def _no_names() -> frozenset[str]:
    return frozenset(map(folded, vocabulary().words(lambda one: one.places.no_names)))


# Names in words with blanks between them.


def _in_words(words: Sequence[str], lexicon: HeaderLexicon) -> Iterator[_Name]:
    """Yield the names with the word of a level behind or before them."""
    plain = [word.casefold() for word in words]
    spoken = any(word[:1].islower() for word in words) and any(word[:1].isupper() for word in words)

    def is_of_a_name(spot: int) -> bool:
        word = words[spot]
        known = lexicon.roles.get(normal_header(word)) is not None or plain[spot] in _between()
        return word[0].isalpha() and not known and (not spoken or not word[0].islower())

    for level, endings in _spaced(lexicon.levels, ends=True):
        for spot in range(1, len(words)):
            if plain[spot] in endings and (taken := _taken(range(spot - 1, -1, -1), is_of_a_name)):
                name = words[spot - taken : spot + 1]
                if folded(" ".join(name)) not in _no_names():
                    yield _Name(" ".join(name), " ".join(name[:-1]), (level,))
    for level, beginnings in _spaced(lexicon.levels, ends=False):
        for front in (one.split() for one in beginnings):
            for spot in range(len(words) - len(front)):
                first = spot + len(front)
                if plain[spot:first] == front and (taken := _taken(range(first, len(words)), is_of_a_name)):
                    bare = " ".join(words[first : first + taken])
                    yield _Name(bare, bare, (level,))


def _taken(spots: Sequence[int], is_of_a_name: Callable[[int], bool]) -> int:
    """Return how many words from one on are of a name."""
    taken = 0
    for spot in spots[:_MOST_WORDS]:
        if not is_of_a_name(spot):
            break
        taken += 1
    return taken


@cache
def _between() -> frozenset[str]:
    return frozenset(vocabulary().words(lambda one: one.places.of))


@cache
def _spaced(levels: tuple[str, ...], *, ends: bool) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return by level the words behind, or before, names that have blanks between their words."""
    places = [one.places for one in vocabulary().languages.values() if one.spaced]
    return tuple(
        (level, frozenset(word for one in places for word in (one.ends if ends else one.fronts).get(level, ())))
        for level in reversed(levels)
    )
