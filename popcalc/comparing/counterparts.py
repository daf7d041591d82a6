"""The period that each period is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from popcalc.errors import Notice, RequestError, fault
from popcalc.language import Text, text
from popcalc.periods import Calendar, Period, PeriodKind, Run, month_label
from popcalc.question import Compare, Question

YEAR = 12
"""The months of a year."""


def counterparts(
    periods: Sequence[Period], question: Question, compare: Compare, reported: Run
) -> tuple[tuple[Period, ...], list[Notice]]:
    """Return the period that each is compared with, and a notice of those for which the data have none.

    `reported` are the months of the data. Raises RequestError where no period has any month to be compared with, or
    overlaps the one that it would be compared with.
    """
    found = tuple(_shifted(period, _shift(period, compare), question) for period in periods)
    if overlapping := [one for one, other in zip(periods, found, strict=True) if one.overlaps(other)]:
        raise RequestError([fault("PERIODS_OVERLAP", _overlap(overlapping[0], question))])
    lacking = [other for other in found if not other.overlaps(reported)]
    if len(lacking) == len(found):
        raise RequestError([fault("NOTHING_TO_COMPARE", _nothing(found, reported, compare))])
    if not lacking:
        return found, []
    sentence = text(
        "nothing to compare with in {months}, which the data do not hold: {number} of {periods} periods stand alone",
        months=_months(lacking, question.calendar),
        number=len(lacking),
        periods=len(found),
    )
    return found, [Notice("NOTHING_TO_COMPARE", sentence)]


def _shift(period: Period, compare: Compare) -> int:
    """Return by how many months the other period lies before."""
    match compare:
        case Compare.LAST_YEAR:
            return YEAR
        case Compare.PREVIOUS:
            return period.months
        case Compare.ABOVE:
            raise ValueError("areas are compared in the same period")
        case _:
            assert_never(compare)


def _shifted(period: Period, months: int, question: Question) -> Period:
    run = Run(period.start - months, period.end - months)
    if question.period in (PeriodKind.YTD, PeriodKind.ROLLING, PeriodKind.ALL):
        return question.calendar.period_of(run)
    unit = question.calendar.split(run, question.period)[0]
    return unit if (unit.start, unit.end) == (run.start, run.end) else question.calendar.period_of(run)


def _months(periods: Sequence[Run], calendar: Calendar) -> str:
    return calendar.label_of(Run(min(one.start for one in periods), max(one.end for one in periods)))


def _overlap(period: Period, question: Question) -> Text:
    return text(
        "{period} has {months} months and overlaps the same months a year before: add --from {start}, or --period year",
        period=period.label,
        months=period.months,
        start=month_label(question.calendar.year_around(period.end).start),
    )


def _nothing(periods: Sequence[Period], reported: Run, compare: Compare) -> Text:
    needed = {
        "start": month_label(min(one.start for one in periods)),
        "end": month_label(max(one.end for one in periods)),
        "first": month_label(reported.start),
        "last": month_label(reported.end),
    }
    if compare is Compare.LAST_YEAR:
        return text(
            "--compare last-year needs the months {start} to {end}, the data hold {first} to {last}: name the files of "
            "the year before, too, or use --compare previous with --period month or quarter",
            **needed,
        )
    return text(
        "--compare previous needs the months {start} to {end}, the data hold {first} to {last}: add --period month or "
        "quarter, or --from a later month",
        **needed,
    )
