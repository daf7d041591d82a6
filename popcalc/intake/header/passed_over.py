"""Columns of figures among those of periods whose header is no period that is known: nothing may be lost with them.

Such a column is asked about where its header holds a year that no other column is of (`2023e`), or is the name of a
month in another language or nearly one that is known, and where it stands between columns of nothing but periods; not
where it plainly is something else: a total, a change, a rate, a rank, a code, a plan.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

from msgspec import Struct

from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, fault
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.labels_below import are_figures, is_figure
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.spans import Span, span_of
from popcalc.intake.header.total_words import is_total, without_total
from popcalc.intake.header.unused import count_to_date
from popcalc.language import text
from popcalc.periods import Run
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import any_of, solid

_SHOWN = 6
_MONTHS = 12
_ALIKE = 0.8
_SHORTEST_NAME = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+")
_SHORT_YEAR = re.compile(r"[a-z]{0,3}\W*(?P<year>\d\d)", re.ASCII)
_SIGNS = re.compile(r"[%‰Δ±÷]|\+-|^[#№]")


class Periods(Struct, frozen=True):
    """The columns of periods of a table by position: what each says, its months, and all columns that are known."""

    spans: Mapping[int, Span]
    runs: Mapping[int, Run]
    known: Set[int]

    @property
    def are_bare(self) -> bool:
        """Whether some say nothing but their periods."""
        return any(not self.spans[index].rest.levels for index in self.runs)

    @property
    def years(self) -> set[int]:
        """The years that they have months of."""
        return {year for run in self.runs.values() for year in range(run.start // _MONTHS, run.end // _MONTHS + 1)}


def passed_over(
    file: str, header: Header, roles: Sequence[str | None], found: Periods, lexicon: HeaderLexicon
) -> Iterator[Fault]:
    """Yield the fault of each column of figures that may be of a period, and is of none that is known."""
    makers = lexicon.columns_of_makers((header.headings,))
    for index, heads in enumerate(header.headings):
        if not heads.levels or roles[index] is not None or index in found.known or index in makers:
            continue
        cells = [cells[index] for cells in header.below if len(cells) > index]
        if (
            _may_be_of_a_period(index, header, found)
            and not _is_something_else(heads, lexicon)
            and are_figures(cells)
            and not _adds_up(index, header, found)
        ):
            yield _asked(file, header, index, found)


def _may_be_of_a_period(index: int, header: Header, found: Periods) -> bool:
    heads = header.headings[index]
    if not (found.are_bare or _names_their_count(heads, found)):
        # It is of another count.
        return False
    span = span_of(heads)
    if span is not None and span.rest.levels and _has_month(span, found):
        return False
    written = str(heads)
    years = found.years
    beside = {min(years) - 1, max(years) + 1}
    if (short := _SHORT_YEAR.fullmatch(written.casefold())) and int(short["year"]) in {year % 100 for year in beside}:
        return bool({index - 1, index + 1} & set(found.runs))
    if new := {int(year) for year in _YEAR.findall(written)} - years:
        return any(min(beside) <= year <= max(beside) for year in new)
    words = {word for word in _WORDS.findall(written.casefold()) if not _YEAR.search(word)}
    return _is_like_a_month(words, found) or (found.are_bare and _is_between(index, header, found))


def _names_their_count(heads: Heading, found: Periods) -> bool:
    """Whether a heading has the words of the count of other columns: births 2023e."""
    return any((rest := found.spans[index].rest).levels and rest.normal in heads.normal for index in found.runs)


def _has_month(span: Span, found: Periods) -> bool:
    """Whether another column is of the same period: this one is of another count."""
    return span.words in {found.spans[index].words for index in found.runs}


def _is_like_a_month(words: Set[str], found: Periods) -> bool:
    """Whether a word is the name of a month in a language that is not known, or nearly that of one that is."""
    if all(run.months >= _MONTHS for run in found.runs.values()):
        return False
    plain = {folded(word) for word in words}
    names, others = _months()
    near = (difflib.get_close_matches(word, names, 1, _ALIKE) for word in plain if len(word) >= _SHORTEST_NAME)
    return not plain.isdisjoint(others) or any(near)


@cache
def _months() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of months in full that are known, and those of other languages, folded."""
    words = vocabulary().words(lambda one: (name for names in one.periods.months for name in names))
    return (
        tuple(word for word in map(folded, words) if len(word) >= _SHORTEST_NAME),
        frozenset(map(folded, vocabulary().signs.other_months)),
    )


def _is_between(index: int, header: Header, found: Periods) -> bool:
    """Whether a column stands between those of periods, and its header nowhere else."""
    bare = [spot for spot in found.runs if not found.spans[spot].rest.levels]
    normal = header.headings[index].normal
    alone = sum(one.normal == normal for one in header.headings) == 1
    return alone and bool(normal) and min(bare) < index < max(bare)


def _is_something_else(heads: Heading, lexicon: HeaderLexicon) -> bool:
    """Whether a heading is that of a total, a rate, a comparison or a description."""
    if heads.is_rate or lexicon.indicator_of(str(heads)) is not None or count_to_date(heads, lexicon) is not None:
        return True
    if any(is_total(level) or without_total(level) != level for level in heads.levels):
        return True
    spaced, solid_words = _other_words()
    said = " ".join(heads.levels).casefold()
    plain = {folded(word) for word in re.split(r"[^\w.]+|_|(?<=\d)(?=[^\W\d])", said)}
    return (
        bool(_SIGNS.search(said))
        or not plain.isdisjoint(spaced)
        or not {word.strip(".") for word in plain}.isdisjoint(spaced)
        or re.search(solid_words, folded(said)) is not None
        or normal_header(said) in _comparisons()
    )


@cache
def _other_words() -> tuple[frozenset[str], str]:
    """Return the words of what is beside periods: of languages with blanks, and what finds the others."""
    languages = vocabulary().languages.values()
    return (
        frozenset(folded(word) for one in languages if one.spaced for word in one.comparisons.beside_periods),
        any_of(word for one in languages if not one.spaced for word in solid(one.comparisons.beside_periods)),
    )


@cache
def _comparisons() -> frozenset[str]:
    words = vocabulary().words(
        lambda one: (
            *one.comparisons.rows,
            *one.comparisons.to_date,
            *one.comparisons.to_date_before,
            *one.comparisons.month_before,
            *one.comparisons.year_before,
        )
    )
    return frozenset(map(normal_header, words))


def _adds_up(index: int, header: Header, found: Periods) -> bool:
    """Whether a column adds up columns of periods that stand next to each other on its left: 1st Qtr."""
    if _YEAR.search(str(header.headings[index])):
        # Of a year that no other column is of.
        return False
    before = sorted((spot for spot in found.runs if spot < index), reverse=True)
    rows = [numbers for cells in header.below if (numbers := _numbers(cells, [index, *before])) is not None]
    if not rows:
        return False
    return any(all(row[0] == sum(row[1 : 1 + number]) for row in rows) for number in range(2, len(before) + 1))


def _numbers(cells: Sequence[str], indices: Sequence[int]) -> list[float] | None:
    """Return the figures of a row in some columns, None where one of them is no plain figure."""
    if len(cells) <= max(indices):
        return None
    said = [cells[index].strip().replace(",", "") or "0" for index in indices]
    try:
        return [float(one) for one in said] if is_figure(cells[indices[0]]) else None
    except ValueError:
        return None


def _asked(file: str, header: Header, index: int, found: Periods) -> Fault:
    names = [str(header.headings[spot]) for spot in sorted(found.runs)]
    sentence = text(
        "{header} heads a column of figures beside those of periods ({columns}), and which period it is of is not "
        "known: write it as {year} or {month}, or leave it out in a --columns file (columns: {{{header}: ignore}})",
        header=str(header.headings[index]),
        columns=(*names[:_SHOWN], *(["..."] if len(names) > _SHOWN else [])),
        year="2023",
        month="2023-03",
    )
    return fault("WHICH_PERIOD", sentence, header.place(file, index))
