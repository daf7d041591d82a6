"""The period that a file's name says, for files whose rows do not say it.

A wrong guess here would put a village's counts into the wrong month without a word, so only what is plain is taken:
years from 1950 to 2099, numbers that no letter or further digit touches, and never a date that is not the last of its
month (`births_20130705.csv` was most likely sent on that day and speaks of June).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from popcalc.periods.calendar import CALENDAR_YEAR, Calendar
from popcalc.periods.months import Run, last_day, year_month
from popcalc.periods.name_patterns import LETTER, name_patterns
from popcalc.periods.pieces import month_numbers, pieces
from popcalc.periods.reading import PeriodError, read_months, with_years_in_figures
from popcalc.periods.split_years import SplitYear, around_month, split_year, with_months
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of
from popcalc.vocabulary.within import Finder, Found

# How many folders above a file may speak for it: 2013/06/Northhill/births.csv.
_FOLDERS = 3

_DASHES = re.compile("[\u2010-\u2015\u2212_\\s]")

_BESIDE_LETTERS = re.compile(r"(?<=[^\W\d_])-|-(?=[^\W\d_])")
_REPUBLIC_MONTH = re.compile(r"(?:[89]\d|1[0-4]\d)-\d{1,2}|1[0-4]\d\d\d", re.ASCII)
_TO_DATE = Finder(lambda one: one.to_date.in_names, may_be_joined=True)
_UP_TO_DATE = Finder(lambda one: one.to_date.up_to_date, may_be_joined=True)
_SHORT = 3
"""Letters of an abbreviation, such as cum for cumulative."""
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)


class _UnsureError(Exception):
    """A name that may mean more than one run."""


class _SplitYearError(_UnsureError):
    """A name that says a split year, which may be a month, and nothing else."""

    def __init__(self, year: SplitYear) -> None:
        self.year = year
        super().__init__(year.written)


def months_in_name(path: str, calendar: Calendar = CALENDAR_YEAR, sheet: str | None = None) -> Run | None:
    """Return the run of months that a file's path names, or None when it names none, or not one only.

    The path has no endings (`.csv`). The file's own name comes first: `births_201306`, `2013Q1`, `2012-10_2013-03`,
    `report-2013`. Where it names a part of a year, the folder above gives the year (`2013/06`, `2013年/6月`); where it
    names nothing, the folders above are asked in turn (`2013/06/data`), though a whole year is taken from the file's
    own name only. Within the months that a folder says, the file may say fewer (`2013年上半年/5月`), never others. The
    same holds for the name of a `sheet` and the file (`6月` in `2013年报表`). A file or sheet whose own name says that
    its figures are cumulative (`2013年6月累计`) runs from the start of the year. Quarters, halves and years are those
    of the calendar. A split year (`2009-10`) of a file or sheet is read where years do not begin in January, and is
    never a month.
    """
    names = _names(path)
    try:
        run = _run_in([*names, ""], calendar) if sheet is None else _run_in_sheet(_plain(sheet), names, calendar)
    except _UnsureError:
        return None
    return calendar.to_date(run) if run and name_to_date(path, sheet) is not None else run


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
    return name_patterns().days_in_title.sub(" ", in_plain_characters(title, plainer()))


def is_to_date(words: str) -> bool:
    """Whether words say that figures run from the start of the year: 累计, year to date; up to date says it not."""
    plain = in_plain_characters(words, plainer())
    found = _TO_DATE.find(plain)
    renewed = _UP_TO_DATE.find(plain) if found else []
    return any(not one.within(renewed) and _says_to_date(one, plain) for one in found)


def _says_to_date(found: Found, plain: str) -> bool:
    """Whether a word means it where it stands: neither since January 2010, of a series, nor a birth cum death list."""
    if found.word.endswith(_january()):
        return re.match(r"[-,\s]*\d", plain[found.end :]) is None
    beside = rf"[{LETTER}][-\s]$", rf"[-\s]+[{LETTER}]"
    is_between = re.search(beside[0], plain[: found.start]) and re.match(beside[1], plain[found.end :])
    return len(found.word) > _SHORT or not is_between


@cache
def _january() -> tuple[str, ...]:
    return tuple(
        one for language in vocabulary().languages.values() if language.spaced for one in language.periods.months[0]
    )


def name_to_date(path: str, sheet: str | None = None) -> str | None:
    """Return the name of a sheet or a file, the nearest, that says its figures run from the start of the year."""
    own = re.split(r"[/\\]", path)[-1]
    return next((name for name in (sheet, own) if name and is_to_date(_plain(name))), None)


def _run_in_sheet(sheet: str, names: list[str], calendar: Calendar) -> Run | None:
    """Return the run said by a sheet and by the names of its file and folders, from the file up."""
    by_names = _run_in([*names, ""], calendar)
    if by_names:
        return _narrowed(by_names, sheet, calendar)
    above = next((name for name in names[: _FOLDERS + 1] if _year_in(name, calendar)), "")
    return _own(sheet, above, calendar)


def _run_in(names: list[str], calendar: Calendar) -> Run | None:
    """Return the run said by the names, from the file up; the last name is empty."""
    own = _own(names[0], names[1], calendar)
    if own is None and _REPUBLIC_MONTH.fullmatch(names[0]):
        own = _read(names[0], calendar)
    if own and own.months < 12:
        return own
    for name, above in zip(names[1:-1][:_FOLDERS], names[2:], strict=False):
        if own is not None and _split_year_in(name, calendar):
            continue
        run = _said(name, above, calendar)
        if run and run.months < 12:
            if own and own.holds(run):
                raise _UnsureError
            return own or _narrowed(run, names[0], calendar)
    return own


def _own(name: str, above: str, calendar: Calendar) -> Run | None:
    """Return the run that the own name of a file or a sheet says, also a split year where that can be told."""
    try:
        return _said(name, above, calendar)
    except _SplitYearError as said:
        run = said.year.run(calendar)
        if run is None or is_to_date(name):
            raise
        return run


def _split_year_in(name: str, calendar: Calendar) -> SplitYear | None:
    """Return the split year that a name says and that nothing beside it explains."""
    try:
        _said(name, "", calendar)
    except _SplitYearError as said:
        return said.year
    except _UnsureError:
        pass
    return None


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


def _names(path: str) -> list[str]:
    """Return the names of a file and its folders, from the file up, in plain characters."""
    return [_plain(name) for name in reversed(re.split(r"[/\\]", path))]


def _plain(name: str) -> str:
    plain = _in_figures(in_plain_characters(name, plainer()).strip())
    return _DASHES.sub("-", plain).replace("\u301c", "~").replace("\0", "")


def _in_figures(plain: str) -> str:
    """Return words with years and months that are written out, or have blanks in them, as figures: 2022 年 五月."""
    return _written_month().sub(_as_figures, with_years_in_figures(plain))


@cache
def _written_month() -> re.Pattern[str]:
    """Return what finds a month behind its year, or one that is written out and stands by itself."""
    words = pieces()
    number = rf"(?P<month>\d{{1,2}}|{words.month_in_words})"
    ending = any_of(vocabulary().words(lambda one: one.periods.month_endings))
    # Not the front of a name: 六月村.
    alone = rf"(?<!\w)(?P<alone>{words.month_in_words})(?={words.month}(?:{ending}|(?!\w)))"
    return re.compile(rf"(?P<year>\d{{4}})\s*(?P<sign>{words.year})\s*{number}\s*(?={words.month})|{alone}")


def _as_figures(found: re.Match[str]) -> str:
    written = found["month"] or found["alone"]
    number = written if written.isdigit() else str(month_numbers()[written])
    return f"{found['year'] or ''}{found['sign'] or ''}{number}"


def _said(name: str, above: str, calendar: Calendar) -> Run | None:
    """Return the one run that a name says, by itself or with the year of the folder above it."""
    matches = list(name_patterns().said.finditer(name))
    runs = [run for match in matches if (run := _run_of(match, calendar))]
    splits = [one for match in matches if match["split"] and (one := split_year(match["split"]))]
    if not runs and not splits:
        return _said_with_year(name, above, calendar)
    rest = name_patterns().said.sub("\0", name)
    if splits:
        raise _about_split_years(splits, runs, rest)
    narrowest = min(runs, key=lambda run: run.months)
    # 2013_201306 says one thing twice; 201306 and 201307 are two.
    unsure = name_patterns().unsure.search(rest) or not all(run.holds(narrowest) for run in runs)
    if unsure or (narrowest.months == 12 and name_patterns().unsure_year.search(rest)):
        raise _UnsureError
    return narrowest


def _about_split_years(splits: Sequence[SplitYear], runs: Sequence[Run], rest: str) -> _UnsureError:
    """Return why a name that says split years is not read as it stands; `rest` is what it says besides."""
    patterns = name_patterns()
    beside = patterns.unsure.search(rest) or patterns.unsure_year.search(rest) or patterns.part.search(rest)
    return _UnsureError() if runs or beside or len(set(splits)) > 1 else _SplitYearError(splits[0])


def _run_of(match: re.Match[str], calendar: Calendar) -> Run | None:
    if match["split"]:
        return None
    if match["first"]:
        return _read(f"{match['first']}..{match['last']}", calendar)
    if match["start"]:
        if ".." not in match[0] and split_year(match["start"]) and split_year(match["end"]):
            raise _UnsureError
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
    parts = set(name_patterns().part.findall(name))
    rest = name_patterns().part.sub("\0", name)
    if len(parts) > 1 or (parts and (name_patterns().unsure.search(rest) or name_patterns().unsure_part.search(rest))):
        raise _UnsureError
    part = parts.pop() if parts else ""
    written = (f"{year}{part}", f"{year.rstrip('年')}{part}", f"{part}{year.rstrip('年')}")
    return next((run for form in written if part and (run := _read(form, calendar))), None)


def _year_in(folder: str, calendar: Calendar) -> str | None:
    """Return the year, such as `2013年`, when a folder's name says a year and nothing narrower."""
    if not folder:
        return None
    found = name_patterns().year.fullmatch(folder)
    if found and _read(_with_sign(folder), calendar) is None:
        return None
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
    names = _names(path)
    for name in ([_plain(sheet)] if sheet else []) + names[: _FOLDERS + 1]:
        if folder := name_patterns().year.fullmatch(name):
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


def split_year_in_name(path: str, calendar: Calendar = CALENDAR_YEAR, sheet: str | None = None) -> SplitYear | None:
    """Return the split year of the nearest of the names of a sheet, a file and its folders that says one."""
    names = ([_plain(sheet)] if sheet else []) + _names(path)[: _FOLDERS + 1]
    return next((year for name in names if (year := _split_year_in(name, calendar))), None)


def split_year_in_title(title: str, calendar: Calendar = CALENDAR_YEAR) -> SplitYear | None:
    """Return the split year that a line above a table says."""
    return _split_year_in(_plain(_without_days(title)), calendar)


def with_months_for_split_years(path: str) -> str:
    """Return a path in which what may be a split year or a month is written as a month."""
    return "/".join(reversed([with_months(name) for name in _names(path)]))


def around_month_in_name(path: str) -> tuple[str, bool] | None:
    """Return a path around the month that the nearest of its names says, and whether that can be no split year."""
    names = _names(path)
    for place, name in enumerate(names[: _FOLDERS + 1]):
        if found := around_month(name):
            return "/".join(reversed([*names[:place], found[0], *names[place + 1 :]])), found[1]
    return None
