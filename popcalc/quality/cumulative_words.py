"""What is said of figures that look cumulative: where they never fall, when their year begins, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from popcalc.language import Text, plural, text
from popcalc.periods import Calendar, Run, year_month
from popcalc.periods.month_words import month_name
from popcalc.quality.findings import EVERYWHERE

YEAR = 12


class Rise(Struct, frozen=True):
    """Flows of an area (a position in the tree, or `EVERYWHERE`) that never fall in a run of months in any village.

    `anew` are the months, 1 to 12, in which they begin anew: that with which the run begins, if they fell to it, and
    that behind it.
    """

    area: int
    run: Run
    anew: frozenset[int]
    flows: tuple[str, ...]
    villages: int


def looks_cumulative(one: Rise, files: Sequence[str], calendar: Calendar, *, alone: bool) -> Text:
    """Return the sentence of a finding, in `files`; `alone` says that it is of one village."""
    return plural(
        len(one.flows),
        "{flows} never falls from one month to the next{villages}, in {files}: the figures look cumulative{begins}; "
        "{mend}",
        "{flows} never fall from one month to the next{villages}, in {files}: the figures look cumulative{begins}; "
        "{mend}",
        flows=one.flows,
        villages="" if alone else _villages(one.villages),
        files=_files(files),
        begins=_begins(one, calendar),
        mend=_mend(one, calendar),
    )


def _year_begins(one: Rise, calendar: Calendar) -> int | None:
    """Return the month, 1 to 12, with which the year of the figures begins; None where nothing tells."""
    if len(one.anew) == 1:
        return min(one.anew)
    if one.anew or one.run.months > YEAR:
        return calendar.year_start if calendar.year_start in one.anew else None
    goes_on = calendar.year_around(one.run.end).start > one.run.start
    return year_month(one.run.start)[1] if goes_on else calendar.year_start


def _villages(number: int) -> Text:
    return plural(number, " in its one village", " in any of {count} villages")


def _files(files: Sequence[str]) -> Text:
    if len(files) < 2:
        return text("{file}", file="".join(files))
    return plural(len(files) - 1, "{file} and {count} more file", "{file} and {count} more files", file=files[0])


def _begins(one: Rise, calendar: Calendar) -> Text:
    """Return with which month the year of the figures begins, where it is not that of the calendar."""
    month = _year_begins(one, calendar)
    if month is None or month == calendar.year_start:
        return text("")
    if one.anew:
        return text(" and begin anew with {month}", month=month_name(month))
    return text(
        " and go on into {next}, so that their year does not begin there but, as it seems, with {month}",
        next=month_name(calendar.year_start),
        month=month_name(month),
    )


def _mend(one: Rise, calendar: Calendar) -> Text:
    month = _year_begins(one, calendar)
    option = "--cumulative" if month in (None, calendar.year_start) else f"--cumulative --year-start {month}"
    if one.area == EVERYWHERE:
        return text("{option} turns figures of the year to date into months", option=option)
    return text("ask for the figures of the months, or read these alone with {option}", option=option)
