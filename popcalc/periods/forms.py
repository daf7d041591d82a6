"""The written forms of a period, as patterns whose named groups say what was found.

They are meant for text that was made plain: NFKC (full-width digits, `Ⅱ` as `II`), no spaces, one kind of dash. The
first form that fits the whole text is the one that counts.

Groups: `year` of four digits, `republic` a Republic of China year (`era` where the words for it stand before it),
`short` a year of two digits; `month` a number or `name` a word, `until` and `until_name` the last month of a range
within the year; `day`; `quarter`, `half`; `quarters` so many from the year's start; `serial` an Excel date of the 1900
system.
"""

from __future__ import annotations

import re
from functools import cache

from popcalc.periods.pieces import Pieces, pieces

_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"


@cache
def forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms, the first that fits first; compiled when the first period is read."""
    return tuple(re.compile(form, re.ASCII | re.IGNORECASE) for form in _written_forms(pieces()))


def _written_forms(words: Pieces) -> tuple[str, ...]:
    year, month = words.year, words.month
    any_year = rf"(?:{_YEAR}|(?P<era>{words.era_with_front})?(?P<republic>\d{{1,3}}))"
    name = rf"(?P<name>{words.month_name})\.?"
    quarter = f"(?P<quarter>[0-9]|{words.quarter_in_words}|{words.roman_quarter})"
    quarter_sign = f"{words.quarter}{words.may_end_span}"
    return (
        rf"{_YEAR}[-/.]{_MONTH}",  # 2013-06, 2013-6, 2013/6, 2013.06
        rf"{_YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}",  # 2013-06-30, 2013/6/30
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)?",  # 201306, 20130630
        # 2013年6月, 2013年06月份, 2013年06, 108年1月, 民國108年1月底
        rf"{any_year}{year}{_MONTH}{words.may_be_a_month}",
        rf"{any_year}{year}(?P<name>{words.month_in_words}){month}{words.may_end_month}",  # 2013年六月
        rf"{_MONTH}[-/.]{_YEAR}",  # 06/2013, 6-2013
        rf"{any_year}{year}{_MONTH}{month}{_DAY}{words.day}",  # 2013年6月30日
        # 2013年1-6月, 2013年1月至6月
        rf"{any_year}{year}{_MONTH}(?:{month})?(?:-|~|\.\.|{words.until})(?P<until>\d{{1,2}}){month}{words.may_end_month}",
        r"(?P<republic>1[0-4]\d|150|[89]\d)(?P<month>\d\d)",  # 11506, 9912
        rf"(?P<republic>\d{{2,3}})(?P<sign>[-/]){_MONTH}(?:(?P=sign){_DAY})?",  # 108/01, 108-01, 108/01/31
        r"(?P<serial>[3-7]\d{4}|80000)",  # 41426
        rf"{_YEAR}-?M(?P<month>\d\d)",  # 2013M01, 2013-M01
        rf"{_YEAR}(?:-|{year})?Q{quarter}",  # 2013Q1, 2013-q1, 2013年Q1
        rf"Q(?P<quarter>\d)[-/]?{_YEAR}",  # Q1 2013, Q1/2013
        # 2013年第1季度, 2013年一季度, 2013第一季度, 108年第Ⅰ季
        rf"{any_year}(?:{year}{words.may_be_ordinal}|{words.ordinal}){quarter}{quarter_sign}",
        rf"{_YEAR}(?P<quarter>{words.quarter_in_words}){quarter_sign}",  # 2013一季度
        # 2013年前三季度, its first nine months
        rf"{any_year}(?:{year})?{words.first_of}(?P<quarters>[2-4]|{words.later_quarter_in_words}){words.may_count}"
        rf"{quarter_sign}",
        rf"{_YEAR}-?H(?P<half>\d)",  # 2013H1, 2013-H1
        rf"H(?P<half>\d)-?{_YEAR}",  # H1 2013
        # 2013年上半年, 2013下半年, 2013年上半年度
        rf"{any_year}(?:{year})?(?P<half>{words.half}){words.half_year}{words.may_end_span}",
        rf"{name}[-/,]?{_YEAR}",  # Jun 2013, June 2013, Jun-2013
        rf"{_YEAR}[-/,]?{name}",  # 2013 Jun
        rf"{name}-(?P<short>\d\d)",  # Jun-13, as Excel shows it
        # Jan-Jun 2013
        rf"{name}(?:-|~|\.\.|{words.to})(?P<until_name>{words.month_name})\.?[-/,]?{_YEAR}",
        _YEAR,  # 2013
        rf"{any_year}{year}{words.may_end_year}",  # 2013年, 2013年度, 2013年全年, 108年
    )
