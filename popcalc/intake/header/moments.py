"""Moments at which lines, names and headers say that stocks stand: Mid-year population, as of 1 July, 6月末人口."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from popcalc.definitions.catalogue import Nature
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.moment import Moment
from popcalc.intake.header.subject import counts_in
from popcalc.intake.sources.source import Source
from popcalc.periods.pieces import first_years, month_numbers, pieces, reign_years
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of
from popcalc.vocabulary.within import words_within

_LAST_DAY = 31
_REPUBLIC = 1911
"""The year before the first of the Republic of China."""


def moment_beside(source: Source, header: Header, lexicon: HeaderLexicon) -> Moment | None:
    """Return the moment that the nearest of the lines above a table, its sheet and its file says, None for none.

    A day by itself may be that on which a table was made: it counts where its line names a stock.
    """
    lines = [cell for cells in reversed(header.titles) for cell in cells if cell.strip() and not is_label(cell)]
    names = [source.sheet or "", source.plain_name.replace("_", " ")]
    found = (said for line in lines if (said := moment_said(line, bare=_names_a_stock(line, lexicon))))
    of_names = (said for name in names if (said := moment_said(name, bare=False)))
    return next(found, None) or next(of_names, None)


def moment_said(words: str, *, bare: bool) -> Moment | None:
    """Return the moment that words say; also a day without a word such as as of, where it may stand `bare`.

    Two days are a span, and a day beside words such as printed is that on which the table was made.
    """
    plain = " ".join(in_plain_characters(words, plainer()).split())
    if not _patterns().perhaps.search(plain) or _patterns().made_on.search(plain):
        return None
    days = list(_days(plain))
    if len(days) == 1:
        said, start, end = days[0]
        marked = _patterns().before.search(plain[:start]) or _patterns().behind.match(plain[end:])
        return said if bare or marked else None
    if days or _patterns().at_end.search(plain):
        return None
    found = _patterns().middle.search(plain)
    return Moment(found[0]) if found else None


def says_end(words: str) -> bool:
    """Whether a header says that its stock stands at the end of the row's months."""
    return _patterns().at_end.search(" ".join(in_plain_characters(words, plainer()).split())) is not None


def _names_a_stock(words: str, lexicon: HeaderLexicon) -> bool:
    counts = lexicon.catalogue.counts
    return any(counts[key].nature is Nature.STOCK for key in counts_in(words, lexicon))


def _days(plain: str) -> Iterator[tuple[Moment, int, int]]:
    """Yield the days that words say, with where each begins and ends; of a month's end the last day."""
    for match in _patterns().day.finditer(plain):
        parts = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
        month = month_numbers().get(parts["m"].replace(" ", "").replace("-", ""), 0) or _number(parts["m"])
        day = _LAST_DAY if "e" in parts else _number(parts.get("d", ""))
        if 1 <= month <= 12 and 1 <= day <= _LAST_DAY:
            year = _year(parts)
            yield Moment(match[0].strip(), (month, day), year), match.start(), match.end()


def _year(parts: Mapping[str, str]) -> int | None:
    """Return the year of a day, also of an era; None where none is said."""
    if "r" in parts:
        return reign_years()[parts["r"]] + (1 if parts["n"] in first_years() else _number(parts["n"]))
    if "c" in parts:
        return _REPUBLIC + _number(parts["c"])
    return _number(parts.get("y", "")) or None


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


@dataclass(frozen=True)
class _Patterns:
    """What finds a day, its words, the middle and the end of a year.

    Parts of a day: y for the year, or r and n, or c, of an era; m, d, and e for the end of a month.
    """

    perhaps: re.Pattern[str]
    day: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    middle: re.Pattern[str]
    at_end: re.Pattern[str]
    made_on: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = vocabulary().words
    at_day = words_within(lambda one: one.headers.at_day)
    middle = words_within(lambda one: one.headers.mid_year)
    return _Patterns(
        perhaps=re.compile(rf"\d|{middle}|{pieces().month_name}|{pieces().month_in_words}{pieces().month}"),
        day=re.compile("|".join(_numbered(_forms(any_of(words(lambda one: one.headers.end_of)))))),
        before=re.compile(rf"{at_day}\W*$"),
        behind=re.compile(rf"\W*{at_day}"),
        middle=re.compile(middle),
        at_end=re.compile(words_within(lambda one: one.headers.at_end)),
        made_on=re.compile(words_within(lambda one: one.headers.made_on)),
    )


def _forms(end_of: str) -> tuple[str, ...]:
    """Return the written forms of a day: 1 July 2013, July 1, 2013年7月1日, 2013-07-01, 01.07.2013; 6月末."""
    of = pieces()
    name, number = rf"(?P<m>{of.month_name})(?![^\W\d_])", rf"(?P<d>\d{{1,2}}){of.may_end_ordinal}"
    year = r"(?:,? ?(?:[^\W\d_]{1,3} )?(?P<y>(?:19|20)\d\d)(?!\d))?"
    of_era = rf"(?P<r>{of.reign}) ?(?P<n>{of.reign_year})|{of.era} ?(?P<c>\d{{2,3}})"
    years = rf"(?:(?:(?P<y>(?:19|20)\d\d)|{of_era}) ?{of.year} ?)?"
    month = rf"(?<![\d])(?P<m>\d{{1,2}}|{of.month_in_words}) ?{of.month} ?"
    ends = any_of(vocabulary().words(lambda one: one.periods.month_ends))
    return (
        rf"(?<!\d){number}\.? (?:{of.may_be_of} )?{name}{year}",
        rf"(?<![^\W\d_]){name}\.? {number}(?![\d]){year}",
        rf"(?<![^\W\d_])(?P<e>{end_of}) {name}{year}",
        rf"{years}{month}(?P<d>\d{{1,2}}) ?{of.day}",
        rf"{years}{month}{of.may_end_month}(?P<e>{ends})",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{2})\.(?P<y>(?:19|20)\d\d)(?!\d)",
    )


def _numbered(forms: Iterable[str]) -> Iterator[str]:
    """Yield the forms with names of parts that none has in common with another."""
    for number, form in enumerate(forms):
        yield re.sub(r"\(\?P<([ymdercn])>", rf"(?P<\g<1>{number}>", form)
