"""The head of a report: up to when, who has reported, and, in red, what all numbers lack."""

from __future__ import annotations

from popcalc.language import text
from popcalc.output.report.words import POPULATIONS, Words
from popcalc.periods.month_words import month_name
from popcalc.reporting.report import Place
from popcalc.visible import visible


def facts(words: Words) -> list[str]:
    """Return the line below the title: up to when, which population, who has reported, by whom."""
    report = words.report
    standing = report.standings[report.total.key]
    said = [text("data up to {day}", day=words_of_day(words))]
    if report.population:
        said.append(POPULATIONS[report.population])
    known = {
        "reported": standing.reported,
        "expected": standing.expected,
        "month": words.months(report.run),
    }
    is_whole = not report.nobody and not _by_absence(words)
    if standing.reported == standing.expected and not is_whole:
        said.append(text("all {expected} villages have reported {month}", **known))
    elif standing.reported == standing.expected:
        said.append(text("all {expected} villages have reported", **known))
    else:
        said.append(text("{reported} of {expected} villages have reported", **known))
    if report.wish.issuer:
        said.append(text("issued by {name}", name=visible(report.wish.issuer)))
    return [words(one) for one in said]


def words_of_day(words: Words) -> str:
    """Return the last day that the report is of."""
    day = words.report.run.last_day
    return words(text("{day} {month} {year}", day=day.day, month=month_name(day.month), year=f"{day.year}"))


def alarms(words: Words) -> list[str]:
    """Return who has not reported which months of the year to date, so that all numbers lack them."""
    report = words.report
    known = {"whole": words.whole, "to_date": words.months(report.to_date), "month": words.months(report.run)}
    found = []
    nobody = report.nobody
    if nobody:
        months = {"months": words.dated(nobody), "left_out": words.undated(nobody)}
        said = text("{months}: nobody has reported; {to_date} is without {left_out}.", **known, **months)
        found.append(words(said))
    for absent, places in _by_absence(words).items():
        held = [month for month in range(report.to_date.start, report.run.end) if month not in (*absent, *nobody)]
        areas = words.names([words.row(one) for one in places])
        if absent[-1] != report.run.end:
            singular, several = (
                text("{months}: {area} has not reported; {to_date} is without its {left_out}."),
                text("{months}: {area} have not reported; {to_date} is without their {left_out}."),
            )
        elif held:
            singular, several = (
                text("{area} has not reported: {month} is without {area}; {to_date} holds its {held} only."),
                text("{area} have not reported: {month} is without these; {to_date} holds their {held} only."),
            )
        else:
            singular, several = (
                text("{area} has not reported: {whole} is without {area}."),
                text("{area} have not reported: {whole} is without these."),
            )
        sentence = singular if len(places) == 1 else several
        months = {"months": words.dated(absent), "left_out": words.undated(absent), "held": words.undated(held)}
        found.append(words(text(sentence.template, area=areas, **known, **months)))
    return found


def _by_absence(words: Words) -> dict[tuple[int, ...], list[Place]]:
    """Return the areas that miss the same months of the year to date, by these, without those that nobody has."""
    report = words.report
    found: dict[tuple[int, ...], list[Place]] = {}
    for place in report.places:
        absent = tuple(report.unsent(place))
        if absent:
            found.setdefault(absent, []).append(place)
    return found


def hints(words: Words) -> list[str]:
    """Return months that are there in part and not told, and villages that are missing of areas that reported."""
    report = words.report
    in_part = [
        text(
            "{month} ({reported} of {expected} villages)",
            month=words.month(month),
            reported=standing.reported,
            expected=standing.expected,
        )
        for month, standing in report.later
    ]
    found = [words(text("There in part and not in this report: {months}.", months=tuple(in_part)))] if in_part else []
    missing = {one.key for one in report.missing}
    part = [
        text(
            "{area} ({reported} of {expected})",
            area=words.place(one),
            reported=stands.reported,
            expected=stands.expected,
        )
        for one in report.places
        if not one.is_total
        and one.key not in missing
        and (stands := report.standings[one.key]).reported < stands.expected
    ]
    if part:
        found.append(words(text("Not all villages have reported: {areas}.", areas=tuple(part))))
    earlier = [
        text("{area} {months}", area=words.row(one), months=words.dated(months))
        for one in report.places
        if not one.is_total and (months := _in_part(words, one))
    ]
    if earlier:
        found.append(words(text("Earlier months that not all villages have reported: {areas}.", areas=tuple(earlier))))
    return found


def _in_part(words: Words, place: Place) -> list[int]:
    """Return the months of the year before the report's that some villages of an area have reported, not all."""
    report = words.report
    months = range(report.to_date.start, report.run.end)
    stands = {month: report.reports.get((place.key, month)) for month in months}
    return [month for month, one in stands.items() if one is not None and 0 < one.reported < one.expected]
