"""What is missing, doubtful or empty, and where: as a table of the report, and in words that can be sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from popcalc.definitions.catalogue import Catalogue, Formula
from popcalc.language import MOMENTS, Text, text
from popcalc.output.page.tables import Cell, Head, Table
from popcalc.output.report.words import Words
from popcalc.periods import month_label, read_months
from popcalc.reporting.report import Asked, Place
from popcalc.visible import visible

MOST = 60
"""So many rows stand on the page; the workbook and the slips have all."""
QUESTION_MARKS = ("?", "？")
PLAINER: Mapping[str, Text] = {
    "OUTLIER": text("{flow} is {found}, and {median} is usual in this village"),
    "LOOKS_CUMULATIVE": text("no fall from one month to the next: {flows}: are these figures of the year to date?"),
}
"""What findings say to a town, by their codes, where the words for those who compute say nothing; of their values."""
_MOMENT = re.compile(r"(opening|closing)\((\w+)\)")
_FIELD = re.compile(r"{(\w+)}")
_FORBIDDEN = re.compile(r"[\\/:*?\"<>|]|^[ .]+")
"""What may not stand in the name of a file, somewhere or anywhere."""
_SHEET = re.compile(r"^(?P<file>.*)\[(?P<sheet>[^\[\]]*)\]$")


def asked_of(words: Words, place: Place) -> list[Asked]:
    """Return what is asked of one area."""
    return [one for one in words.report.asked if one.area == place.key]


def quality(words: Words, most: int | None = MOST) -> Table | None:
    """Return a row for each thing that is asked, by area; None where nothing is."""
    report = words.report
    rows = [
        [
            Cell(words.row(place), is_words=True),
            Cell(visible(one.village), is_words=True),
            Cell(months_words(words, one), is_words=True),
            Cell(question(words, one), is_words=True),
            Cell(where(words, one), is_words=True),
        ]
        for place in report.places
        for one in asked_of(words, place)
    ]
    silent = [(place, words.dated(months)) for place in report.places if (months := _unsent(words, place))]
    rows = [
        [Cell(words.row(place), is_words=True), *_row(months, words(text("nothing sent for {month}", month=months)))]
        for place, months in silent
    ] + rows
    if not rows:
        return None
    heads = [
        Head(words.level),
        Head(words(text("Village"))),
        Head(words(text("Month"))),
        Head(words(text("To be checked"))),
        Head(words(text("Where"))),
    ]
    left = len(rows) - most if most is not None else 0
    notes = [words(text("and {count} more, in the workbook", count=f"{left:,}"))] if left > 0 else []
    return Table([heads], rows[:most], notes, is_list=True)


def _unsent(words: Words, place: Place) -> list[int]:
    """Return the months of the year to date that an area has not sent, without those that lie before all files.

    Of all areas together it is those that nobody has sent, which no area is named for.
    """
    report = words.report
    months = report.nobody if place.is_total else report.unsent(place)
    return [one for one in months if (place.key, one) in report.reports]


def _row(month: str, said: str) -> list[Cell]:
    return [Cell("", is_words=True), Cell(month, is_words=True), Cell(said, is_words=True), Cell("", is_words=True)]


def months_words(words: Words, asked: Asked) -> str:
    """Return the months that are asked about."""
    run = read_months(asked.month, words.report.calendar)
    if run.months == 1:
        return words.month(run.start)
    return words(text("{first}–{last}", first=words.month(run.start), last=words.month(run.end)))


def question(words: Words, asked: Asked) -> str:
    """Return what is to be filled in or checked."""
    if asked.finding is not None:
        plainer = PLAINER.get(asked.code)
        is_known = plainer is not None and asked.finding.values.keys() >= set(_FIELD.findall(plainer.template))
        said = Text(plainer.template, asked.finding.values) if plainer and is_known else asked.finding
        found = visible(words(with_labels(said, words)))
        return found if found.endswith(QUESTION_MARKS) else words(text("{finding}: please check", finding=found))
    if asked.counts:
        labels = words.names([words.count_label(one) for one in asked.counts])
        return words(text("{counts} left empty: please fill in, 0 where there were none", counts=labels))
    return words(text("not reported: please send"))


def where(words: Words, asked: Asked) -> str:
    """Return the workbook, the sheet and the cells: `2026-10/Northhill.xlsx, sheet 1, F7`."""
    if not asked.file:
        return ""
    found = _SHEET.match(asked.file)
    file = _short(found["file"] if found else asked.file)
    cells = [f"{_letters(column)}{asked.row}" for column in asked.columns if column and asked.row]
    parts: list[str] = [visible(file)]
    if found:
        parts.append(words(text("sheet {sheet}", sheet=visible(found["sheet"]))))
    if cells:
        parts.append(words.names(cells))
    elif asked.row:
        parts.append(words(text("row {row}", row=asked.row)))
    return words(text(", ")).join(parts)


def _short(file: str) -> str:
    """Return a file with its folder, as people know it."""
    return "/".join(PurePath(file.replace("\\", "/")).parts[-2:])


def _letters(column: int) -> str:
    """Return a column as a spreadsheet names it: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def with_labels(sentence: Text, words: Words) -> Text:
    """Return a sentence in which counts are called by their labels in place of their keys."""
    values = {name: _labelled(value, words) for name, value in sentence.values.items()}
    return Text(sentence.template, values, sentence.of_data)


def _labelled(value: object, words: Words) -> object:
    if isinstance(value, Text):
        return with_labels(value, words)
    if isinstance(value, tuple):
        return tuple(_labelled(one, words) for one in value)
    if isinstance(value, Formula):
        return with_count_labels(str(value), words)
    return with_count_labels(value, words) if isinstance(value, str) else value


def with_count_labels(formula: str, words: Words) -> str:
    """Return words in which each key of a count is its label."""
    catalogue: Catalogue = words.report.catalogue

    def at_moment(found: re.Match[str]) -> str:
        stock = words.count_label(found[2]) if found[2] in catalogue.counts else found[2]
        return words(text(MOMENTS[found[1]].template, stock=stock))

    return re.sub(
        r"\b[a-z][a-z0-9_]*\b",
        lambda one: words.count_label(one[0]) if one[0] in catalogue.counts else one[0],
        _MOMENT.sub(at_moment, formula),
    )


def slip(words: Words, place: Place) -> str | None:
    """Return what is asked of one area, a line each, in words that can be pasted into a message; None for nothing."""
    report = words.report
    known = {"area": words.place(place), "month": words.month(report.run.end)}
    lines: list[str] = []
    unsent = sorted([*_unsent(words, place), *_unsent(words, report.total)])
    if unsent:
        months = words.dated(unsent)
        lines.append(words(text("The report of {month} has not come: please send it.", month=months)))
    lines += [_line(words, one) for one in asked_of(words, place)]
    if not lines:
        return None
    head = words(text("{area}, {month}: to be checked", **known))
    body = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return "\n".join([head, *body]) + "\n"


def _line(words: Words, asked: Asked) -> str:
    known = {"month": months_words(words, asked), "question": question(words, asked)}
    if asked.village:
        what = words(text("{village}, {month}: {question}", village=visible(asked.village), **known))
    else:
        what = words(text("{month}: {question}", **known))
    place = where(words, asked)
    return words(text("{what} ({place})", what=what, place=place)) if place else what


def slips(words: Words) -> dict[str, str]:
    """Return the slip of each area of which something is asked, by a name for a file: `Northhill 2026-10`.

    Areas of one name are told apart by their keys.
    """
    places = [one for one in words.report.places if not one.is_total]
    names = [one.name for one in places]
    month = month_label(words.report.run.end)
    found = {}
    for place in places:
        said = slip(words, place)
        if said is not None:
            called = place.name if names.count(place.name) == 1 else place.key
            found[f"{_FORBIDDEN.sub('_', visible(called))} {month}"] = said
    return found
