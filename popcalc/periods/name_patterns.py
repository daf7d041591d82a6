"""What is looked for in the names of files and in lines above tables."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from popcalc.periods.pieces import pieces
from popcalc.periods.split_years import SPLIT_YEAR

# Letters of the scripts that have blanks between words: one beside a word makes another word of it.
LETTER = "A-Za-z\u00c0-\u024f\u0400-\u04ff\u0600-\u06ff"
_MOST_BETWEEN = 8
"""Letters of a word that ties two months: de enero *a* junio."""

# Years end at 2099 because six digits from 21 on are the county codes of Liaoning: 210203.
_YEAR = r"(?:19[5-9]\d|20\d\d)"


class NamePatterns(Struct, frozen=True):
    """What is looked for in names.

    `said` is a period by itself (`split` where it is a year written with two, or a month), `part` one of a year that is
    not said beside it, `year` the name of a year's folder, `days_in_title` a day in a line above a table (3 July 2013,
    July 3, 2013). `unsure` is what is left of a name beside the periods found in it, each of them turned into a NUL,
    and makes them unsure: a range or a list cut short, 201301-06, or a part of a year in words that are not known,
    2013年前三季度. Where the folder gives the year, a part of it is unsure as well behind `unsure_part`:
    2013/前三季度.csv is three quarters. A year alone is unsure where another small number or a month's name may be the
    month (`unsure_year`): 2013_births_06.
    """

    said: re.Pattern[str]
    part: re.Pattern[str]
    year: re.Pattern[str]
    unsure: re.Pattern[str]
    unsure_part: re.Pattern[str]
    unsure_year: re.Pattern[str]
    days_in_title: re.Pattern[str]


@cache
def name_patterns() -> NamePatterns:
    """Return the patterns; made when the first name is read."""
    words = pieces()
    name, month = words.sure_month_name, words.month
    year_in_words = rf"(?:{_YEAR}|(?:{words.era})?1[0-4]\d|{words.reign}{words.reign_year}){words.year}-?"
    half = f"{words.half}{words.half_year}"
    quarter = f"{words.may_be_ordinal}(?:[1-4]|{words.quarter_in_words}){words.quarter}{words.may_end_span}"
    letters = f"(?:{words.quarter_letter}|{words.half_letter})"
    phrase = f"(?:{words.quarter_phrase}|{words.half_phrase})"
    of = f"-?(?:{words.may_be_of}-)?"
    to = f"(?<![{LETTER}]){words.to}(?![{LETTER}])"
    sign = rf"(?:-+|~|\.\.|{words.until}|-?{to}-?)"
    whole_date = (
        rf"(?:{_YEAR}-\d{{1,2}}-\d{{1,2}}|{_YEAR}\.\d{{1,2}}\.\d{{1,2}}|{_YEAR}\d{{4}}"
        rf"|{year_in_words}\d{{1,2}}{month}\d{{1,2}}{words.day})"
    )
    whole_month = (
        rf"(?:{_YEAR}[-.]\d{{1,2}}|{_YEAR}\d\d|{year_in_words}\d{{1,2}}{month}|{name}{of}{_YEAR}|{_YEAR}-?{name})"
    )
    part = (
        rf"(?:\d{{1,2}}(?:{month})?{sign}\d{{1,2}}{month}|\d{{1,2}}{month}|{quarter}|{half}|{phrase}"
        rf"|{letters}\d|\d{letters}|{name}(?:{sign}{name})?)"
    )
    part_of_year = (
        rf"(?:{year_in_words}{part}|{_YEAR}-?{letters}\d|{letters}\d-?{_YEAR}|\d{letters}-?{_YEAR}|{_YEAR}{half}"
        rf"|{_YEAR}(?={words.ordinal}){quarter}|{_YEAR}-?{phrase}|{phrase}{of}{_YEAR}|{name}{sign}{name}{of}{_YEAR})"
    )
    said = (
        # Two letters before a month are a word, births201306; one may be a version, v201306.
        rf"(?:(?<![{LETTER}0-9])|(?<=[{LETTER}]{{2}}(?=\d)))(?:"
        rf"(?P<first>{whole_date}){sign}(?P<last>{whole_date})|(?P<start>{whole_month}){sign}(?P<end>{whole_month})"
        rf"|(?P<date>{whole_date})|(?P<split>{SPLIT_YEAR})(?!{month}|[-/.]\d)|(?P<plain>{part_of_year}|{whole_month})"
        rf")(?![{LETTER}0-9])"
        # A year beside another number is part of something longer: 06-2013, 2012-2013.
        rf"|(?<![{LETTER}0-9])(?<!\d[-.])(?P<year>{year_in_words}{words.may_end_span}|{_YEAR})(?![{LETTER}0-9]|[-.]\d)"
    )
    also = f"(?:[&+,、]|{words.also})"
    # January and June 2013, de enero a junio: more than the month beside the year.
    other_month = rf"(?<![{LETTER}]){name}(?![{LETTER}])-?[{LETTER}&+,]{{0,{_MOST_BETWEEN}}}-?\0"
    unsure = (
        rf"\0(?:~|\.\.|{words.until}|-?{to}-(?=\d|{name})|[-.]\d{{1,2}}(?!\d)|-?{also}-?\d)"
        rf"|(?:~|\.\.|{words.until}|{to}-?|\d(?:{month})?-?{also}-?)\0"
        rf"|(?:[0-9]|{words.digit_in_words}){month}|(?:{words.quarter_in_words}|{words.first_of}){words.quarter}"
        rf"|{words.quarter}{words.span_ending}|{words.half_year}|{words.unsure_part}|{other_month}"
    )
    return NamePatterns(
        said=_compiled(said),
        part=_compiled(rf"(?<![{LETTER}0-9]){part}(?![{LETTER}0-9])"),
        year=re.compile(rf"(?:(?P<words>{year_in_words}){words.may_end_span}|(?P<year>{_YEAR}))", re.ASCII),
        unsure=_compiled(unsure),
        unsure_part=re.compile(rf"(?:{words.first_of}|{words.ten})\0"),
        unsure_year=_compiled(
            rf"(?<![{LETTER}0-9])(?:\d{{1,2}}|{letters}\d|\d{letters}|{words.month_name})(?![{LETTER}0-9])"
        ),
        days_in_title=_compiled(
            rf"\d{{1,2}}{words.may_end_ordinal} (?:{words.may_be_of} )?{name},? (?:{words.may_be_of} )?{_YEAR}"
            rf"|{name}\.? \d{{1,2}}{words.may_end_ordinal},? {_YEAR}"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)
