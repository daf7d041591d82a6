"""Periods as people call them: `Jan 2013`, `Q2 2013`, `Jan–Jun 2013`."""

from __future__ import annotations

from datetime import date

from popcalc.language import Language, Text, text

MONTHS = (
    text("Jan"), text("Feb"), text("Mar"), text("Apr"), text("May"), text("Jun"),
    text("Jul"), text("Aug"), text("Sep"), text("Oct"), text("Nov"), text("Dec"),
)  # fmt: skip
QUARTERS = (text("Q1 {year}"), text("Q2 {year}"), text("Q3 {year}"), text("Q4 {year}"))
HALVES = (text("H1 {year}"), text("H2 {year}"))


def period_words(label: str, start: str, end: str, language: Language) -> str:
    """Return what a period is called, from its label and its first and last day.

    Only parts of a calendar year are quarters and halves here: those of other years are their months.
    """
    return language(_words(label, date.fromisoformat(start), date.fromisoformat(end)))


def _words(label: str, start: date, end: date) -> Text:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    year, first, last = f"{start.year}", MONTHS[start.month - 1], MONTHS[end.month - 1]
    if months == 1:
        return text("{month} {year}", month=first, year=year)
    if start.year != end.year:
        return text("{first} {year} – {last} {other}", first=first, year=year, last=last, other=f"{end.year}")
    if months == 12:
        return text("{year}", year=year)
    for length, letter, names in ((3, "Q", QUARTERS), (6, "H", HALVES)):
        number = (start.month - 1) // length + 1
        if label == f"{start.year:04d}{letter}{number}" and months == length and start.month % length == 1:
            return text(names[number - 1].template, year=year)
    return text("{first}–{last} {year}", first=first, last=last, year=year)
