"""The written forms of a period, as patterns whose named groups say what was found.

They are meant for text that was made plain: NFKC (full-width digits, `Ⅱ` as `II`), plain characters, no spaces, one
kind of dash. The first form that fits the whole text is the one that counts.

Groups: `year` of four digits, `republic` a Republic of China year (`era` where the words for it stand before it),
`reign_year` a year of the era `reign` of Japan; `fiscal` the word for a fiscal year behind a year; `short` a year of
two digits; `month` a number or `name` a word, `until` and `until_name` the last month of a range within the year;
`day`; `quarter`, `half`; `quarters` so many from the year's start; `serial` an Excel date of the 1900 system.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec.structs import asdict

from popcalc.periods.pieces import Pieces, pieces

_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"


def form_of(plain: str) -> re.Match[str] | None:
    """Return the first form that a text fits, as what was found in it; None where it fits none.

    All have a number, or a word for the first year of a reign, and all Latin words in them are of periods.
    """
    if "_" in plain or not re.search(f"[0-9]|{pieces().reign_year}", plain):
        return None
    has_letters = any(map(str.isalpha, plain))
    if has_letters and has_other_words(plain):
        return None
    forms = _forms(with_letters=has_letters)
    return next((found for form in forms if (found := _compiled(form).fullmatch(plain))), None)


_RUN = re.compile("[a-z]{4,}")
"""Letters of one word or of several without blanks, one of which is a word of periods if they are of a period."""


@lru_cache(maxsize=4096)
def has_other_words(plain: str) -> bool:
    """Whether a text has Latin words that are of no period, which none of the forms has."""
    return not all(any(word in run for word in _words()) for run in _RUN.findall(plain))


@cache
def _words() -> tuple[str, ...]:
    """Return the words of three Latin letters and more of which the forms are made, one of which each has."""
    parts = " ".join(piece for name, piece in asdict(pieces()).items() if name not in ("to", "until", "also"))
    return tuple(sorted(set(re.findall(r"[a-z]{3,}(?!\?)", parts))))


@cache
def _forms(*, with_letters: bool) -> tuple[str, ...]:
    return _in_words(pieces()) if with_letters else _IN_DIGITS


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Return a form that is tried for the first time; most files write their periods in one of the first few."""
    return re.compile(form, re.ASCII | re.IGNORECASE)


_IN_DIGITS = (
    rf"{_YEAR}[-/.]{_MONTH}",  # 2013-06, 2013-6, 2013/6, 2013.06
    rf"{_YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}",  # 2013-06-30, 2013/6/30
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)?",  # 201306, 20130630
    rf"{_MONTH}[-/.]{_YEAR}",  # 06/2013, 6-2013
    r"(?P<republic>1[0-4]\d|150|[89]\d)(?P<month>\d\d)",  # 11506, 9912
    rf"(?P<republic>\d{{2,3}})(?P<sign>[-/]){_MONTH}(?:(?P=sign){_DAY})?",  # 108/01, 108-01, 108/01/31
    r"(?P<serial>[3-7]\d{4}|80000)",  # 41426
    _YEAR,  # 2013
    rf"{_YEAR}\.{_MONTH}\.(?:{_DAY}\.)?",  # 2013. 6., 2013. 6. 30.
)


def _in_words(words: Pieces) -> tuple[str, ...]:
    year, month = words.year, words.month
    reign = f"(?P<reign>{words.reign})(?P<reign_year>{words.reign_year})"
    any_year = rf"(?:{_YEAR}|(?P<era>{words.era_with_front})?(?P<republic>\d{{1,3}})|{reign})"
    quarter = f"(?P<quarter>[0-9]|{words.quarter_in_words}|{words.roman_quarter})"
    quarter_sign = f"{words.quarter}{words.may_end_span}"
    return (
        # 2013年6月, 2013年06月份, 2013年06, 108年1月, 民國108年1月底
        rf"{any_year}{year}{_MONTH}{words.may_be_a_month}",
        rf"{any_year}{year}(?P<name>{words.month_in_words}){month}{words.may_end_month}",  # 2013年六月
        rf"{any_year}{year}{_MONTH}{month}{_DAY}{words.day}",  # 2013年6月30日
        # 2013年1-6月, 2013年1月至6月
        rf"{any_year}{year}{_MONTH}(?:{month})?(?:-|~|\.\.|{words.until})(?P<until>\d{{1,2}}){month}{words.may_end_month}",
        rf"{_YEAR}-?M(?P<month>\d\d)",  # 2013M01, 2013-M01
        rf"{_YEAR}(?:-|{year})?{words.quarter_letter}{quarter}",  # 2013Q1, 2013-q1, 2013年Q1, 2013T1
        rf"{words.quarter_letter}(?P<quarter>\d)[-/]?{_YEAR}",  # Q1 2013, Q1/2013, T1 2013
        rf"(?P<quarter>\d){words.quarter_letter}[-/]?{_YEAR}",  # 1T2013, 1Q 2013
        # 2013年第1季度, 2013年一季度, 2013第一季度, 108年第Ⅰ季
        rf"{any_year}(?:{year}{words.may_be_ordinal}|{words.ordinal}){quarter}{quarter_sign}",
        rf"{_YEAR}(?P<quarter>{words.quarter_in_words}){quarter_sign}",  # 2013一季度
        # 2013年前三季度, its first nine months
        rf"{any_year}(?:{year})?{words.first_of}(?P<quarters>[2-4]|{words.later_quarter_in_words}){words.may_count}"
        rf"{quarter_sign}",
        rf"{_YEAR}(?:-|{year})?{words.half_letter}(?P<half>\d|ii?)",  # 2013H1, 2013-H1, 2013S1
        rf"{words.half_letter}(?P<half>\d)[-/]?{_YEAR}",  # H1 2013, S1/2013
        rf"(?P<half>\d){words.half_letter}[-/]?{_YEAR}",  # 1S2013
        # 2013年上半年, 2013下半年, 2013年上半年度
        rf"{any_year}(?:{year})?(?P<half>{words.half}){words.half_year}{words.may_end_span}",
        *_with_names(words),
        *_with_phrases(words),
        rf"{any_year}(?P<fiscal>{words.fiscal_year})",  # 令和5年度, 2013年度
        rf"{any_year}{year}{words.may_end_year}",  # 2013年, 2013年全年, 108年, 令和5年
        rf"(?P<reign>{words.reign_letter})(?P<reign_year>{words.reign_year})[-/.]{_MONTH}(?:[-/.]{_DAY})?",  # R5.4
        rf"(?P<reign>{words.reign_letter})(?P<reign_year>0[1-9]|[1-9][0-9])",  # H30; H1 is a half of a year
        rf"(?P<reign>{words.lone_reign_letter})(?P<reign_year>[1-9])",  # R5
    )


def _with_names(words: Pieces) -> tuple[str, ...]:
    """Return the forms with the name of a month."""
    name = rf"(?P<name>{words.month_name})\.?"
    of, behind = rf"[-/.,]?{words.may_be_of}", f"(?:{words.year})?"
    return (
        rf"{name}{of}{_YEAR}{behind}",  # Jun 2013, June 2013, Jun-2013, junio de 2013, июнь 2013 г.
        rf"{_YEAR}[-/,]?{name}",  # 2013 Jun
        rf"{name}[-/](?P<short>\d\d)",  # Jun-13, as Excel shows it, jun/13
        rf"{_DAY}{words.may_end_ordinal}{of}{name}{of}{_YEAR}{behind}",  # 30 June 2013, 1er juin 2013, 30-Jun-2013
        rf"{name}{_DAY}{words.may_end_ordinal},{_YEAR}",  # June 30, 2013
        # Jan-Jun 2013, enero a junio de 2013
        rf"{name}(?:-|~|\.\.|{words.to})(?P<until_name>{words.month_name})\.?{of}{_YEAR}{behind}",
        rf"{_YEAR}[-/,]?{name}(?:-|~|\.\.|{words.to})(?P<until_name>{words.month_name})\.?",  # 2013 Jan-Jun
    )


def _with_phrases(words: Pieces) -> tuple[str, ...]:
    """Return the forms with a quarter or a half in words, before the year or behind it."""
    behind = f"(?:{words.year})?"
    of = rf"[-/,]?{words.may_be_of}"
    found = []
    for part, number, sign in (
        ("quarter", words.quarter_number, words.quarter),
        ("half", words.half_number, words.half_year),
    ):
        # 1er trimestre, 1 квартал; triwulan II
        for phrase in (
            rf"{words.may_be_ordinal}(?P<{part}>{number}){words.may_end_ordinal}{sign}{words.may_end_span}",
            rf"{sign}{words.may_be_ordinal}(?P<{part}>{number})",
        ):
            found += [rf"{phrase}{of}{_YEAR}{behind}", rf"{_YEAR}[-/,]?{behind}{phrase}"]
    return tuple(found)
