"""Lines above a table, and the names of its sheet and file, that say its figures are not the counts of everybody.

| said | example | then |
|---|---|---|
| of some persons | Male births, 流动人口情况 | its counts are those of some |
| of some births, deaths or people | 2013年二孩出生情况, Rural births, Population aged 65 and over | likewise |
| of what has not happened | Projected births, 人口预测 | they are no counts |
| of another period, or of no counts | Births of the same period last year, 平均 | likewise |
| a unit of rates | Births per 1,000 population, (‰) | likewise |

What a column says itself is told by the column: nothing is asked where a heading has the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from popcalc.definitions.catalogue import Nature
from popcalc.definitions.units import units_of_line
from popcalc.definitions.wholes import wholes
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.across import Across
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import excepts, narrows, persons_among
from popcalc.intake.header.narrowing_words import (
    age_in,
    includes,
    no_count_in,
    rate_in,
    rates_in,
    some_in,
    some_several,
    unreal_in,
)
from popcalc.intake.header.subject import counts_in, pieces_of, settlement_beside_a_count, words_beside_counts
from popcalc.intake.header.words import MEASURE, VALUE
from popcalc.intake.sources.source import Source
from popcalc.language import Text, text
from popcalc.vocabulary.characters import folded

_SEEN = 8


class _Said(Struct, frozen=True):
    """Words beside a table, and where they stand."""

    words: str
    where: Text
    place: Place


def titles_that_narrow(
    source: Source, header: Header, counts: Mapping[str, int], lexicon: HeaderLexicon, across: Across
) -> Iterator[Fault]:
    """Yield the fault of the first words beside a table that narrow its figures or make them none.

    `counts` are the columns of counts, beside those `across`. A column that the columns file maps to a count says
    itself what it is; without one of counts the line says that.
    """
    keys = {
        **{index: key for key, index in counts.items()},
        **{index: key for index, (key, _) in across.columns.items()},
    }
    is_long = any(one.levels and lexicon.meaning(one).role == MEASURE for one in header.headings)
    if not (keys or is_long) or any(heads.normal in lexicon.mapped for heads in header.headings):
        return
    headings = "".join(folded(level) for heads in header.headings for level in heads.levels)
    shown = [header.headings[index] for index in sorted(keys)] or _values(header, lexicon)
    for said in _said(source, header):
        if is_label(said.words) or _excepts_others(said.words):
            continue
        sentence = _of_some(said, shown, headings, lexicon) or _unreal(said, headings) or _no_count(said, headings)
        sentence = sentence or _of_a_part(said, keys, lexicon) or _of_rates(said, keys, header, lexicon)
        if sentence is None and shown and (sentence := _rate(said, shown, headings)) is not None:
            sentence = None if any(_is_rate(heads, lexicon) for heads in header.headings) else sentence
        if sentence is not None and not _names_the_count(said, keys, header, lexicon):
            yield fault("TITLE_NARROWS", sentence, said.place)
            return


def _excepts_others(words: str) -> bool:
    """Whether words say what their table is without; hors mariage is a kind of births, with such a word in it."""
    return excepts(words) and ((kind := some_in(words)) is None or not excepts(kind))


def _names_the_count(said: _Said, keys: Mapping[int, str], header: Header, lexicon: HeaderLexicon) -> bool:
    """Whether words say which count the columns are of, with all that narrows it, and no heading says it."""
    if len(counts_in(said.words, lexicon)) != 1:
        return False
    rest = words_beside_counts(said.words, lexicon)
    if any(find(rest) for find in (some_in, no_count_in, rates_in)):
        # Poor households, births per day: the name of the count has nothing of it.
        return False
    of_headings = ((header.headings[index], key) for index, key in keys.items())
    return any(lexicon.meaning(one).role != key and key not in counts_in(str(one), lexicon) for one, key in of_headings)


def _said(source: Source, header: Header) -> Iterator[_Said]:
    above = text("the line above the table")
    for row, cells in enumerate(header.titles, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.strip():
                yield _Said(cell, above, Place(source.name, row, column))
    if source.sheet:
        yield _Said(source.sheet, text("the name of the sheet"), Place(source.name))
    yield _Said(source.plain_name.replace("_", " "), text("the name of the file"), Place(source.name))


def _of_some(said: _Said, counts: list[Heading], headings: str, lexicon: HeaderLexicon) -> Text | None:
    """Return what is wrong with words that speak of some persons or events, where nothing of the table does."""
    words = set() if includes(said.words) else persons_among(pieces_of(said.words)) or _in_brackets(said.words)
    example = "births_female"
    if len(words) != 1 or all(persons_among(pieces_of(str(heads))) for heads in counts):
        word = None if includes(said.words) else some_in(said.words)
        word = word or settlement_beside_a_count(said.words, lexicon) or _age(said.words, lexicon)
        words, example = ({word} if word else set()), "births_second"
    if len(words) != 1 or folded(word := words.pop()) in headings:
        return None
    return text(
        "{where} speaks of {word}, and no column does: if its figures are of those alone, say in a --columns file "
        "which counts they are (columns: {{{header}: {example}}}); else take the word out of it",
        where=said.where,
        word=word,
        header=str(counts[0]) if counts else "births",
        example=example,
    )


def _in_brackets(words: str) -> set[str]:
    """Return what stands in brackets and narrows: 死亡人数（男）; a letter alone may be anything."""
    found = {one.strip() for one in re.findall(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]", words)}
    return {
        one for one in found if any(map(str.isalpha, one)) and not (one.isascii() and len(one) == 1) and narrows(one)
    }


def _of_a_part(said: _Said, keys: Mapping[int, str], lexicon: HeaderLexicon) -> Text | None:
    """Return what is wrong with words that name one kind of events alone, where a column has all and none has it."""
    named = counts_in(said.words, lexicon)
    of_several = len(persons_among(pieces_of(said.words))) > 1 or some_several(said.words)
    part = next(iter(named)) if len(named) == 1 and not (of_several or includes(said.words)) else ""
    counts = lexicon.catalogue.counts
    if not part or counts[part].nature is not Nature.FLOW or part in keys.values():
        return None
    # Only now: it takes longer than all else here, and there may be many thousand files.
    whole_of = wholes(lexicon.catalogue)
    whole = next((key for key in keys.values() if _is_part(part, key, whole_of)), None)
    if whole is None:
        return None
    return text(
        "{where} speaks of {part}, and the column of {whole} is read: if its figures are of those alone, say so in a "
        "--columns file; else take the word out of it",
        where=said.where,
        part=part,
        whole=whole,
    )


def _is_part(part: str, whole: str, whole_of: Mapping[str, frozenset[str]]) -> bool:
    return whole in whole_of.get(part, ()) and part not in whole_of.get(whole, ())


def _age(words: str, lexicon: HeaderLexicon) -> str | None:
    """Return the age in words that name one count, which says none itself."""
    found = counts_in(words, lexicon)
    if len(found) != 1 or any(map(str.isdigit, found.copy().pop())):
        return None
    return age_in(words)


def _unreal(said: _Said, headings: str) -> Text | None:
    word = unreal_in(said.words)
    if word is None or folded(word) in headings:
        return None
    return text(
        "{where} speaks of {word}: figures of what has not happened are no counts; leave the table out, or where they "
        "did happen, take the word out of it",
        where=said.where,
        word=word,
    )


def _no_count(said: _Said, headings: str) -> Text | None:
    word = no_count_in(said.words)
    if word is None or folded(word) in headings:
        return None
    return text(
        "{where} speaks of {word}, and no column does: popcalc needs the counts of the months themselves; leave the "
        "table out, or where they are these, take the word out of it",
        where=said.where,
        word=word,
    )


def _values(header: Header, lexicon: HeaderLexicon) -> list[Heading]:
    """Return the columns of the figures of a long table."""
    return [one for one in header.headings if one.levels and lexicon.meaning(one).role == VALUE]


def _of_rates(said: _Said, keys: Mapping[int, str], header: Header, lexicon: HeaderLexicon) -> Text | None:
    """Return what is wrong with a line or a sheet that speaks of rates, where no column is of people or of rates.

    A file may be called after what is to be computed of it.
    """
    counts = [lexicon.catalogue.counts[key] for key in keys.values() if lexicon.is_count(key)]
    has_people = any(one.nature is Nature.STOCK and one.unit == "persons" for one in counts)
    if not counts or has_people or said.place.row is None or any(_is_rate(one, lexicon) for one in header.headings):
        return None
    word = rates_in(said.words)
    if word is None:
        return None
    return text(
        "{where} speaks of {word}, and no column does: popcalc needs counts, not rates; leave the table out, or where "
        "they are counts, take the word out of it",
        where=said.where,
        word=word,
    )


def _rate(said: _Said, counts: list[Heading], headings: str) -> Text | None:
    unit = rate_in(said.words)
    if unit is None or units_of_line(said.words) or folded(unit) in headings:
        return None
    return text(
        "{where} says {unit}, and {columns} are read as counts: if they are rates, popcalc needs the counts; else take "
        "the unit out of it",
        where=said.where,
        unit=unit,
        columns=tuple(map(str, counts[:_SEEN])),
    )


def _is_rate(heads: Heading, lexicon: HeaderLexicon) -> bool:
    return heads.is_rate or (bool(heads.levels) and lexicon.indicator_of(str(heads)) is not None)
