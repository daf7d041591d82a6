"""Columns that are not read: those of figures to date, those that are written nearly as a known one, and the others."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.words import IGNORE
from popcalc.language import Text, text
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import any_of, either, maybe, solid

SHOWN = 8
"""Columns that are named; of more there is their number."""

ALIKE = 0.8
"""How near a header must be to a known one to be taken for a slip; 流动人口 and 流入人口 are at 0.75."""


@cache
def _to_date() -> re.Pattern[str]:
    return re.compile(either(map(_to_date_in, vocabulary().languages.values())))


def _may_be_to_date(normal: str) -> bool:
    """Whether a header has the number of a month, or a word without which none is of the year to date."""
    words, signs = _words_to_date()
    has_months = any(map(str.isdigit, normal)) and any(sign in normal for sign in signs)
    return has_months or any(word in normal for word in words)


@cache
def _words_to_date() -> tuple[Sequence[str], Sequence[str]]:
    """Return the words for the year to date, and the signs of a month, which stand behind the last number of months."""
    words = vocabulary().words
    return solid(words(lambda one: one.to_date.words)), words(lambda one: one.periods.month_signs)


def _to_date_in(language: Language) -> str:
    """Return what matches the words of one language for the year to date, within a header in normal form."""
    words, periods = language.to_date, language.periods
    to_date = f"{maybe(solid(words.year))}{maybe(solid(words.since))}{any_of(solid(words.words))}"
    month = any_of(periods.month_signs)
    months = f"1(?:{month})?{any_of(('-', *periods.until))}\\d{{1,2}}{month}"
    return (
        f"{to_date}{maybe(solid(words.endings))}"
        f"|{maybe(solid(words.before_months))}{months}{maybe(solid(words.behind_months))}"
    )


def count_to_date(heads: Heading, lexicon: HeaderLexicon) -> str | None:
    """Return the count that a heading gives from the start of the year to date: 累计出生人数, 1-6月出生; else None."""
    if heads.is_rate or not _may_be_to_date(heads.normal):
        return None
    left = _to_date().sub("", heads.normal)
    if left == heads.normal:
        return None
    role = lexicon.of(left)
    return role if lexicon.is_count(role) else None


def only_to_date(place: Place, headings: Sequence[Heading], lexicon: HeaderLexicon) -> Fault | None:
    """Return the fault of a file whose counts are all figures to date, None when it has no such column."""
    found = {str(one): key for one in headings if one.levels and (key := count_to_date(one, lexicon)) is not None}
    if not found:
        return None
    sentence = text(
        "{headers}: figures from the start of the year to date, which are taken only when that is said: map the column "
        "to its count in a --columns file (columns: {{{header}: {count}}}) and read all files with --cumulative",
        headers=tuple(found)[:SHOWN],
        header=next(iter(found)),
        count=next(iter(found.values())),
    )
    return fault("NO_HEADER", sentence, place)


def unused_notice(
    place: Place, unused: Sequence[Heading], held: Collection[str], lexicon: HeaderLexicon
) -> Notice | None:
    """Return the notice of columns that are not read, each header once; None without any.

    A header that is nearly a known one, of what no column holds (`held` are the roles that one does), is shown with
    that; a count that is given only to date with what to do.
    """
    headers = {str(one): one for one in unused}
    if not headers:
        return None
    shown = [_shown(header, heads, held, lexicon) for header, heads in list(headers.items())[:SHOWN]]
    if more := len(headers) - len(shown):
        sentence = text("columns not used: {columns} and {more} more", columns=tuple(shown), more=f"{more:,}")
    else:
        sentence = text("columns not used: {columns}", columns=tuple(shown))
    return Notice("UNUSED_COLUMNS", sentence, place)


def _shown(header: str, heads: Heading, held: Collection[str], lexicon: HeaderLexicon) -> Text | str:
    count = count_to_date(heads, lexicon)
    if count is not None and count not in held:
        return text(
            "{header} (figures to date: map it to {count} in a --columns file and read with --cumulative)",
            header=header,
            count=count,
        )
    if heads.is_rate or lexicon.indicator_of(header) is not None:
        return header
    near = _nearest(heads.normal, tuple(lexicon.roles))
    if near is None or near == heads.normal or lexicon.roles[near] in (*held, IGNORE):
        return header
    return text("{header} (did you mean {near}?)", header=header, near=near)


@lru_cache(maxsize=1024)
def _nearest(normal: str, known: tuple[str, ...]) -> str | None:
    found = difflib.get_close_matches(normal, known, n=1, cutoff=ALIKE)
    return found[0] if found else None
