"""The period that a file's name says, for files whose rows do not say it.

A wrong guess here would put a village's counts into the wrong month without a word, so only what is plain is taken:
years from 1950 to 2099, numbers that no letter or further digit touches, and never a date that is not the last of its
month (`births_20130705.csv` was most likely sent on that day and speaks of June).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from popcalc.periods.calendar import CALENDAR_YEAR, Calendar
from popcalc.periods.months import Run, last_day, year_month
from popcalc.periods.pieces import pieces
from popcalc.periods.reading import PeriodError, read_months
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of, either

# How many folders above a file may speak for it: 2013/06/Northhill/births.csv.
_FOLDERS = 3

_DASHES = re.compile("[\u2010-\u2015\u2212_\\s]")

# Letters of the scripts that have blanks between words: one beside a word makes another word of it.
_LETTER = "A-Za-z\u00c0-\u024f\u0400-\u04ff\u0600-\u06ff"
_BESIDE_LETTERS = re.compile(r"(?<=[^\W\d_])-|-(?=[^\W\d_])")
_MOST_BETWEEN = 8
"""Letters of a word that ties two months: de enero *a* junio."""

# Years end at 2099 because six digits from 21 on are the county codes of Liaoning: 210203.
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_REPUBLIC_MONTH = re.compile(r"(?:[89]\d|1[0-4]\d)-\d{1,2}|1[0-4]\d\d\d", re.ASCII)
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)


@dataclass(frozen=True)
class _Patterns:
    """What is looked for in names.

    `said` is a period by itself, `part` one of a year that is not said beside it, `year` the name of a year's folder,
    `days_in_title` a day in a line above a table (3 July 2013, July 3, 2013). `unsure` is what is left of a name beside
    the periods found in it, each of them turned into a NUL, and makes them unsure: a range or a list cut short,
    201301-06, or a part of a year in words that are not known, 2013年前三季度. Where the folder gives the year, a part
    of it is unsure as well behind `unsure_part`: 2013/前三季度.csv is three quarters. A year alone is unsure where
    another small number or a month's name may be the month (`unsure_year`): 2013_births_06.
    """

    said: re.Pattern[str]
    part: re.Pattern[str]
    year: re.Pattern[str]
    unsure: re.Pattern[str]
    unsure_part: re.Pattern[str]
    unsure_year: re.Pattern[str]
    days_in_title: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = pieces()
    name, month = words.sure_month_name, words.month
    year_in_words = rf"(?:{_YEAR}|(?:{words.era})?1[0-4]\d|{words.reign}{words.reign_year}){words.year}-?"
    half = f"{words.half}{words.half_year}"
    quarter = f"{words.may_be_ordinal}(?:[1-4]|{words.quarter_in_words}){words.quarter}{words.may_end_span}"
    letters = f"(?:{words.quarter_letter}|{words.half_letter})"
    phrase = f"(?:{words.quarter_phrase}|{words.half_phrase})"
    of = f"-?(?:{words.may_be_of}-)?"
    to = f"(?<![{_LETTER}]){words.to}(?![{_LETTER}])"
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
        rf"|{letters}\d|\d{letters}|{name}(?:-{name})?)"
    )
    part_of_year = (
        rf"(?:{year_in_words}{part}|{_YEAR}-?{letters}\d|{letters}\d-?{_YEAR}|\d{letters}-?{_YEAR}|{_YEAR}{half}"
        rf"|{_YEAR}(?={words.ordinal}){quarter}|{_YEAR}-?{phrase}|{phrase}{of}{_YEAR}|{name}{sign}{name}{of}{_YEAR})"
    )
    said = (
        # Two letters before a month are a word, births201306; one may be a version, v201306.
        rf"(?:(?<![{_LETTER}0-9])|(?<=[{_LETTER}]{{2}}(?=\d)))(?:"
        rf"(?P<first>{whole_date}){sign}(?P<last>{whole_date})|(?P<start>{whole_month}){sign}(?P<end>{whole_month})"
        rf"|(?P<date>{whole_date})|(?P<plain>{part_of_year}|{whole_month})"
        rf")(?![{_LETTER}0-9])"
        # A year beside another number is part of something longer: 06-2013, 2012-2013.
        rf"|(?<![{_LETTER}0-9])(?<!\d[-.])(?P<year>{year_in_words}{words.may_end_span}|{_YEAR})(?![{_LETTER}0-9]|[-.]\d)"
    )
    also = f"(?:[&+,、]|{words.also})"
    # January and June 2013, de enero a junio: more than the month beside the year.
    other_month = rf"(?<![{_LETTER}]){name}(?![{_LETTER}])-?[{_LETTER}&+,]{{0,{_MOST_BETWEEN}}}-?\0"
    unsure = (
        rf"\0(?:~|\.\.|{words.until}|-?{to}-(?=\d|{name})|[-.]\d{{1,2}}(?!\d)|-?{also}-?\d)"
        rf"|(?:~|\.\.|{words.until}|{to}-?|\d(?:{month})?-?{also}-?)\0"
        rf"|(?:[0-9]|{words.digit_in_words}){month}|(?:{words.quarter_in_words}|{words.first_of}){words.quarter}"
        rf"|{words.quarter}{words.span_ending}|{words.half_year}|{words.unsure_part}|{other_month}"
    )
    return _Patterns(
        said=_compiled(said),
        part=_compiled(rf"(?<![{_LETTER}0-9]){part}(?![{_LETTER}0-9])"),
        year=re.compile(rf"(?:(?P<words>{year_in_words}){words.may_end_span}|(?P<year>{_YEAR}))", re.ASCII),
        unsure=_compiled(unsure),
        unsure_part=re.compile(rf"(?:{words.first_of}|{words.ten})\0"),
        unsure_year=_compiled(
            rf"(?<![{_LETTER}0-9])(?:\d{{1,2}}|{letters}\d|\d{letters}|{words.month_name})(?![{_LETTER}0-9])"
        ),
        days_in_title=_compiled(
            rf"\d{{1,2}}{words.may_end_ordinal} (?:{words.may_be_of} )?{name},? (?:{words.may_be_of} )?{_YEAR}"
            rf"|{name}\.? \d{{1,2}}{words.may_end_ordinal},? {_YEAR}"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


@cache
def _to_date() -> re.Pattern[str]:
    return re.compile(either(map(_to_date_in, vocabulary().languages.values())), re.IGNORECASE)


def _to_date_in(language: Language) -> str:
    words = language.to_date.in_names
    if not language.spaced:
        return any_of(words)
    found = rf"(?<![{_LETTER}]){any_of(words)}(?![{_LETTER}])".replace(re.escape(" "), r"[-\s]?")
    short = any_of([word for word in words if len(word) <= _SHORT])
    # Between two words it is another one: a birth cum death register.
    return rf"(?<![{_LETTER}][-\s]){found}|(?!{short}[-\s]+[{_LETTER}]){found}"


_SHORT = 3
"""Letters of an abbreviation, such as cum for cumulative."""


class _UnsureError(Exception):
    """A name that may mean more than one run."""


def months_in_name(path: str, calendar: Calendar = CALENDAR_YEAR, sheet: str | None = None) -> Run | None:
    """Return the run of months that a file's path names, or None when it names none, or not one only.

    The path has no endings (`.csv`). The file's own name comes first: `births_201306`, `2013Q1`, `2012-10_2013-03`,
    `report-2013`. Where it names a part of a year, the folder above gives the year (`2013/06`, `2013年/6月`); where it
    names nothing, the folders above are asked in turn (`2013/06/data`), though a whole year is taken from the file's
    own name only. Within the months that a folder says, the file may say fewer (`2013年上半年/5月`), never others. The
    same holds for the name of a `sheet` and the file (`6月` in `2013年报表`). A file or sheet whose own name says that
    its figures are cumulative (`2013年6月累计`) runs from the start of the year. Quarters, halves and years are those
    of the calendar.
    """
    names = [_plain(name) for name in reversed(re.split(r"[/\\]", path))]
    try:
        run = _run_in([*names, ""], calendar) if sheet is None else _run_in_sheet(_plain(sheet), names, calendar)
    except _UnsureError:
        return None
    to_date = is_to_date(names[0]) or (sheet is not None and is_to_date(_plain(sheet)))
    return calendar.to_date(run) if run and to_date else run


def months_in_title(title: str, beside: Run, calendar: Calendar = CALENDAR_YEAR) -> Run | None:
    """Return the run of less than a year that a line above a table says, None when it says none, or not one only.

    A part of a year without one (`1-6月人口情况`) is of the statistical year that the run `beside` ends in. A year says
    nothing of the months in it: `2013年度报表` heads the table of any month.
    """
    words = _plain(_without_days(title))
    year = calendar.year_of(beside.end)
    try:
        run = _said(words, f"{year}年", calendar)
    except _UnsureError:
        return None
    if run is None or run.months >= 12:
        return None
    return calendar.to_date(run) if is_to_date(words) else run


def _without_days(title: str) -> str:
    return _patterns().days_in_title.sub(" ", in_plain_characters(title, plainer()))


def is_to_date(words: str) -> bool:
    """Whether words say that figures run from the start of the year: 累计, year to date, cumulative."""
    return _to_date().search(in_plain_characters(words, plainer())) is not None


def _run_in_sheet(sheet: str, names: list[str], calendar: Calendar) -> Run | None:
    """Return the run said by a sheet and by the names of its file and folders, from the file up."""
    by_names = _run_in([*names, ""], calendar)
    if by_names:
        return _narrowed(by_names, sheet, calendar)
    above = next((name for name in names[: _FOLDERS + 1] if _year_in(name, calendar)), "")
    return _said(sheet, above, calendar)


def _run_in(names: list[str], calendar: Calendar) -> Run | None:
    """Return the run said by the names, from the file up; the last name is empty."""
    own = _said(names[0], names[1], calendar)
    if own is None and _REPUBLIC_MONTH.fullmatch(names[0]):
        own = _read(names[0], calendar)
    if own and own.months < 12:
        return own
    for name, above in zip(names[1:-1][:_FOLDERS], names[2:], strict=False):
        run = _said(name, above, calendar)
        if run and run.months < 12:
            if own and own.holds(run):
                raise _UnsureError
            return own or _narrowed(run, names[0], calendar)
    return own


def _narrowed(run: Run, name: str, calendar: Calendar) -> Run:
    """Return the part of a run that a name says, such as `6月` in a folder `2013年上半年`; it must not say another."""
    year = calendar.year_of(run.start) if run.months == 12 else year_month(run.start)[0]
    # A number beside a month is that of a village; beside a year it is the month.
    part = None if _NUMBER.fullmatch(name) and run.months < 12 else _said(name, str(year), calendar)
    if part is None or part.holds(run):
        return run
    if not run.holds(part):
        raise _UnsureError
    return part


def _plain(name: str) -> str:
    plain = in_plain_characters(name, plainer()).strip()
    return _DASHES.sub("-", plain).replace("\u301c", "~").replace("\0", "")


def _said(name: str, above: str, calendar: Calendar) -> Run | None:
    """Return the one run that a name says, by itself or with the year of the folder above it."""
    runs = [run for match in _patterns().said.finditer(name) if (run := _run_of(match, calendar))]
    if not runs:
        return _said_with_year(name, above, calendar)
    rest = _patterns().said.sub("\0", name)
    narrowest = min(runs, key=lambda run: run.months)
    # 2013_201306 says one thing twice; 201306 and 201307 are two.
    unsure = _patterns().unsure.search(rest) or not all(run.holds(narrowest) for run in runs)
    if unsure or (narrowest.months == 12 and _patterns().unsure_year.search(rest)):
        raise _UnsureError
    return narrowest


def _run_of(match: re.Match[str], calendar: Calendar) -> Run | None:
    if match["first"]:
        return _read(f"{match['first']}..{match['last']}", calendar)
    if match["start"]:
        return _read(f"{match['start']}..{match['end']}", calendar)
    run = _read(match[0], calendar)
    return None if run and match["date"] and not _is_closing(match["date"], run) else run


def _is_closing(written: str, month: Run) -> bool:
    """Whether a date is the last day of its month."""
    day = re.search(r"(\d{1,2})\D?$", written)
    return day is not None and int(day[1]) == last_day(month.end).day


def _said_with_year(name: str, above: str, calendar: Calendar) -> Run | None:
    """Return the part of a year that a name says, where the folder above it says the year."""
    year = _year_in(above, calendar)
    if not year:
        return None
    if _NUMBER.fullmatch(name):
        return _read(f"{year}{name}月", calendar)
    parts = set(_patterns().part.findall(name))
    rest = _patterns().part.sub("\0", name)
    if len(parts) > 1 or (parts and (_patterns().unsure.search(rest) or _patterns().unsure_part.search(rest))):
        raise _UnsureError
    part = parts.pop() if parts else ""
    written = (f"{year}{part}", f"{year.rstrip('年')}{part}", f"{part}{year.rstrip('年')}")
    return next((run for form in written if part and (run := _read(form, calendar))), None)


def _year_in(folder: str, calendar: Calendar) -> str | None:
    """Return the year, such as `2013年`, when a folder's name says a year and nothing narrower."""
    if not folder:
        return None
    found = _patterns().year.fullmatch(folder)
    if found:
        return found["words"] or f"{found['year']}年"
    try:
        run = _said(folder, "", calendar)
    except _UnsureError:
        return None
    return f"{calendar.year_of(run.start)}年" if run and run.months == 12 else None


def _read(written: str, calendar: Calendar) -> Run | None:
    """Return the months that a text of a name means; dashes stand there for blanks, as in `junho-de-2013`."""
    for form in dict.fromkeys((written, _BESIDE_LETTERS.sub("", written))):
        try:
            return read_months(form, calendar)
        except PeriodError:
            continue
    return None


def months_and_year_in_title(title: str, calendar: Calendar = CALENDAR_YEAR) -> tuple[Run | None, int | None]:
    """Return the run of less than a year that a line above a table names with its year, and the year that it names.

    `2013年6月人口变动情况` names both, `2013年度报表` a year alone, `1-6月情况` neither. Days say on which a line was
    written and no period; None also where a line may mean more than one.
    """
    plain = _plain(_without_days(title))
    try:
        run = _said(plain, "", calendar)
    except _UnsureError:
        return None, None
    if run is None:
        return None, None
    year = calendar.year_of(run.end)
    if run.months >= 12:
        return None, year
    return (calendar.to_date(run) if is_to_date(plain) else run), year


def year_in_name(path: str, calendar: Calendar = CALENDAR_YEAR, sheet: str | None = None) -> int | None:
    """Return the year that the nearest of the names of a sheet, a file and its folders says, None for none."""
    names = [_plain(name) for name in reversed(re.split(r"[/\\]", path))]
    for name in ([_plain(sheet)] if sheet else []) + names[: _FOLDERS + 1]:
        if folder := _patterns().year.fullmatch(name):
            return calendar.year_of(run.start) if (run := _read(_with_sign(folder[0]), calendar)) else None
        try:
            run = _said(name, "", calendar)
        except _UnsureError:
            return None
        if run is not None:
            return calendar.year_of(run.end)
    return None


def _with_sign(year: str) -> str:
    return f"{year}年" if year.isdigit() else year
