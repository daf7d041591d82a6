"""Tables with columns for the parts of a count that the catalogue has no counts for: ages, plan and actual.

Several columns of one count are its parts where their headers narrow it differently. The column of the whole is taken
where there is one for each of them, and its parts are held against it; else they are rows of their own, as those of a
column `age` were: added up where that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from msgspec import Struct, field

from popcalc.intake.header.area_names import headed_area
from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import AGE, DIMENSION, PLAN, RESIDENCE, SEX
from popcalc.intake.header.part_names import HeadedParts, headed_parts
from popcalc.intake.header.spans import cuts_of, span_of
from popcalc.vocabulary.characters import folded

FEWEST = 2
_MOST_WORDS = 4
KINDS = (SEX, AGE, PLAN, RESIDENCE, DIMENSION)
BARE = ""
"""The count of columns that say none."""
ACROSS_PERIODS = "period"


class PartsInHeader(Struct, frozen=True):
    """By column its parts, in the order of `kinds`, and its heading without them; a word of the whole stands in all.

    `counts` are those that are counts of the catalogue as well: those under 15 among the ages of the population.
    `unknown` are columns of the same counts with words that are no known part.
    """

    columns: Mapping[int, tuple[tuple[str, ...], Heading]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    counts: frozenset[int] = frozenset()
    unknown: tuple[int, ...] = ()


NO_PARTS = PartsInHeader()


def parts_across(header: Header, lexicon: HeaderLexicon, subject: Callable[[], str | None]) -> PartsInHeader:
    """Return the parts that the columns of a table are of; `subject` tells the count of those that say none.

    Those columns of the same count that say no part are among them.
    """
    if lexicon.across == ACROSS_PERIODS:
        return NO_PARTS
    found = {
        index: parts
        for index, one in enumerate(header.headings)
        if not _is_dated_count(one, lexicon) and (parts := headed_parts(one, lexicon)) is not None
    }
    if not found:
        return NO_PARTS
    roles = [lexicon.meaning(one).role if one.levels else None for one in header.headings]
    said = None
    if any(not one.rest.levels for one in found.values()) and not any(map(lexicon.is_count, roles)):
        said = subject()
    if said is None or not lexicon.is_count(said):
        found = {index: one for index, one in found.items() if one.rest.levels}
    split, found = _split(found, lexicon)
    bare = {index: one for index, one in found.items() if _count_of(one.rest, lexicon) == BARE}
    named = _named(bare, said, lexicon) if said is not None and lexicon.is_count(said) and bare else {}
    by_part = [one.values for index, one in found.items() if index not in named]
    kinds = tuple(kind for kind in KINDS if any(kind in values for values in by_part))
    if not found:
        return NO_PARTS
    columns = _columns(found, kinds) | {index: (("",) * len(kinds), heads) for index, heads in named.items()}
    for index, one in enumerate(header.headings):
        if index not in columns and one.levels and _count_of(one, lexicon) in split - {BARE}:
            columns[index] = (("",) * len(kinds), one)
    counts = {
        index: parts
        for index, one in enumerate(header.headings)
        if split - {BARE} and index not in columns and (parts := _among(one, split, kinds, lexicon))
    }
    columns |= _columns(counts, kinds)
    unknown = [
        index
        for index, one in enumerate(header.headings)
        if kinds and index not in columns and roles[index] is None and _is_perhaps_part(one, split, lexicon)
    ]
    return PartsInHeader(columns, kinds, frozenset(counts), tuple(unknown))


def _split(found: Mapping[int, HeadedParts], lexicon: HeaderLexicon) -> tuple[frozenset[str], dict[int, HeadedParts]]:
    """Return the counts that several columns split, and these columns."""
    by_count: dict[str, list[int]] = {}
    for index, one in found.items():
        by_count.setdefault(_count_of(one.rest, lexicon), []).append(index)
    split = {key: own for key, own in by_count.items() if _are_parts(found[index] for index in own)}
    columns = sorted(index for own in split.values() for index in own)
    return frozenset(split), {index: found[index] for index in columns}


def _columns(found: Mapping[int, HeadedParts], kinds: Sequence[str]) -> dict[int, tuple[tuple[str, ...], Heading]]:
    return {index: (tuple(one.values.get(kind, one.whole) for kind in kinds), one.rest) for index, one in found.items()}


def _is_perhaps_part(heads: Heading, split: Set[str], lexicon: HeaderLexicon) -> bool:
    """Whether a heading that is nothing known is a count that is split and other words: population > elsewhere."""
    if not heads.levels or heads.is_rate or lexicon.indicator_of(str(heads)) is not None:
        return False
    if BARE in split and len(heads.levels) == 1 and span_of(heads) is None:
        return True
    if len(heads.levels) > 1:
        lefts = [heading(*heads.levels[:spot], *heads.levels[spot + 1 :]) for spot in range(len(heads.levels))]
    else:
        lefts = [heading(left) for _, left in cuts_of(heads.levels[0], _MOST_WORDS)]
    return any(one.levels and _count_of(one, lexicon) in split - {BARE} for one in lefts)


def _is_dated_count(heads: Heading, lexicon: HeaderLexicon) -> bool:
    """Whether a heading is a count of the catalogue but for its period: 2024-01 > males."""
    span = span_of(heads) if heads.levels else None
    if span is None or not span.rest.levels:
        return False
    meaning = lexicon.meaning(span.rest)
    return lexicon.is_count(meaning.role) and meaning.sure


def _among(heads: Heading, split: Set[str], kinds: Sequence[str], lexicon: HeaderLexicon) -> HeadedParts | None:
    """Return the parts of a heading that is a count of its own and a part, by the same kinds, of one that is split."""
    if not heads.levels or not lexicon.is_count(lexicon.meaning(heads).role):
        return None
    parts = headed_parts(heads, lexicon, also_counts=True)
    is_part = parts is not None and _count_of(parts.rest, lexicon) in split and bool(parts.values)
    return parts if parts is not None and is_part and parts.values.keys() <= set(kinds) else None


def _named(bare: Mapping[int, HeadedParts], subject: str, lexicon: HeaderLexicon) -> dict[int, Heading]:
    """Return the headings of columns that say no count, with it, if the catalogue has counts for all their parts.

    Males and females under a line of births are such.
    """
    found = {}
    label = lexicon.catalogue.counts[subject].label.names[0]
    for index, one in bare.items():
        named = heading(label, *one.values.values())
        meaning = lexicon.meaning(named)
        if not (lexicon.is_count(meaning.role) and meaning.sure):
            return {}
        found[index] = Heading((*one.rest.levels, *named.levels), one.rest.unit)
    return found


def _are_parts(parts: Iterable[HeadedParts]) -> bool:
    """Whether parts of a count are several that differ, those of the whole among them, and not of the whole alone."""
    different = {tuple(sorted((kind, folded(value)) for kind, value in one.values.items())) for one in parts}
    return len(different) >= FEWEST


def _count_of(heads: Heading, lexicon: HeaderLexicon) -> str:
    """Return the count that a heading without parts says, without its area and its period."""
    left = span.rest if (span := span_of(heads)) is not None else heads
    if not left.levels:
        return BARE
    meaning = lexicon.meaning(left)
    if meaning.role is not None and meaning.sure:
        return meaning.role
    area = headed_area(left, lexicon)
    return _count_of(area.rest, lexicon) if area is not None and area.is_sure else BARE
