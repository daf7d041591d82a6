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

MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)

_SHORT_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
MONTH_NUMBERS = {
    name: number for names in (_SHORT_NAMES, _CHINESE_MONTHS) for number, name in enumerate(names, start=1)
}
QUARTER_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
HALF_NUMBERS = {"上": 1, "下": 2}

_YEAR = r"(?P<year>\d{4})"
_ANY_YEAR = rf"(?:{_YEAR}|(?P<era>(?:中[華华])?民[國国])?(?P<republic>\d{{1,3}}))"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_QUARTER = "(?P<quarter>[0-9一二三四]|I{1,3}|IV)"
_CHINESE = "(?P<name>十[一二]?|[一二三四五六七八九])"
_NAME = rf"(?P<name>{MONTH_NAMES})\.?"

FORMS = (
    rf"{_YEAR}[-/.]{_MONTH}",  # 2013-06, 2013-6, 2013/6, 2013.06
    rf"{_YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}",  # 2013-06-30, 2013/6/30
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)?",  # 201306, 20130630
    rf"{_ANY_YEAR}年{_MONTH}(?:月[份底末]?)?",  # 2013年6月, 2013年06月份, 2013年06, 108年1月, 民國108年1月底
    rf"{_ANY_YEAR}年{_CHINESE}月份?",  # 2013年六月
    rf"{_MONTH}[-/.]{_YEAR}",  # 06/2013, 6-2013
    rf"{_ANY_YEAR}年{_MONTH}月{_DAY}[日号號]",  # 2013年6月30日
    rf"{_ANY_YEAR}年{_MONTH}月?(?:-|~|至|到|\.\.)(?P<until>\d{{1,2}})月份?",  # 2013年1-6月, 2013年1月至6月
    r"(?P<republic>1[0-4]\d|150|[89]\d)(?P<month>\d\d)",  # 11506, 9912
    rf"(?P<republic>\d{{2,3}})(?P<sign>[-/]){_MONTH}(?:(?P=sign){_DAY})?",  # 108/01, 108-01, 108/01/31
    r"(?P<serial>[3-7]\d{4}|80000)",  # 41426
    rf"{_YEAR}-?M(?P<month>\d\d)",  # 2013M01, 2013-M01
    rf"{_YEAR}(?:-|年)?Q{_QUARTER}",  # 2013Q1, 2013-q1, 2013年Q1
    rf"Q(?P<quarter>\d)[-/]?{_YEAR}",  # Q1 2013, Q1/2013
    rf"{_ANY_YEAR}(?:年第?|第){_QUARTER}季度?",  # 2013年第1季度, 2013年一季度, 2013第一季度, 108年第Ⅰ季
    rf"{_YEAR}(?P<quarter>[一二三四])季度?",  # 2013一季度
    rf"{_ANY_YEAR}年?前(?P<quarters>[2-4二三四])个?季度?",  # 2013年前三季度, its first nine months
    rf"{_YEAR}-?H(?P<half>\d)",  # 2013H1, 2013-H1
    rf"H(?P<half>\d)-?{_YEAR}",  # H1 2013
    rf"{_ANY_YEAR}年?(?P<half>[上下])半年度?",  # 2013年上半年, 2013下半年, 2013年上半年度
    rf"{_NAME}[-/,]?{_YEAR}",  # Jun 2013, June 2013, Jun-2013
    rf"{_YEAR}[-/,]?{_NAME}",  # 2013 Jun
    rf"{_NAME}-(?P<short>\d\d)",  # Jun-13, as Excel shows it
    rf"{_NAME}(?:-|~|to|\.\.)(?P<until_name>{MONTH_NAMES})\.?[-/,]?{_YEAR}",  # Jan-Jun 2013
    _YEAR,  # 2013
    rf"{_ANY_YEAR}年(?:度|全年)?",  # 2013年, 2013年度, 2013年全年, 108年
)


@cache
def forms() -> tuple[re.Pattern[str], ...]:
    """Return FORMS compiled; not on import, so that a command that reads no period does not wait for it."""
    return tuple(re.compile(form, re.ASCII | re.IGNORECASE) for form in FORMS)
