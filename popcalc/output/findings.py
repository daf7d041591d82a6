"""Findings as a person reads them: how many of each kind, then each kind with its first ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from popcalc.errors import Place
from popcalc.language import Label, Language, plural, text
from popcalc.output.completeness import completeness_views
from popcalc.output.document import Column, Note, View
from popcalc.output.panels import GAP, lay_out
from popcalc.output.widths import widest, wrap
from popcalc.record_columns import RecordColumns, Words
from popcalc.records import AREA_NAME, FindingResults
from popcalc.visible import visible

SHOWN = 10
"""Findings of one kind that are shown; records list all."""
LEAST_SHARE = 0.1
LEAST_MESSAGE = 24
"""A message is not wrapped to less than this, however narrow the terminal."""
INFO = "info"
"""A note, on which nothing hangs."""
SHARES = text("Share: so much of the figures of its town, in all months, hangs on a finding; the largest come first.")
STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


def records_in_words(results: FindingResults, language: Language) -> RecordColumns:
    """Return the findings with their messages in words."""
    said = {name: Words.of([language(one) for one in results.columns[name].tolist()]) for name in ("message", "todo")}
    return results.columns.with_columns(said)


def views_of(results: FindingResults, language: Language, columns: int | None, compact: bool) -> list[View]:
    """Return the findings and who has reported, as tables one below the other."""
    reports = completeness_views(results, language, compact=compact)
    found = finding_views(results, language, columns)
    if not found and reports:
        title = language(text("; ")).join((summary_words(results, language), reports[0].title))
        reports[0] = replace(reports[0], title=title)
    return [*found[:1], *reports, *found[1:]]


def finding_views(results: FindingResults, language: Language, columns: int | None = None) -> list[View]:
    """Return a summary and a table for each kind of finding; nothing when nothing was found.

    The worst come first, of these the kind of the finding on which most hangs.
    """
    findings = results.columns
    kinds = dict.fromkeys(zip(findings.texts("severity"), findings.texts("code"), strict=True))
    if not kinds:
        return []
    groups = {
        (severity, code): findings.at(findings.words("severity").are(severity) & findings.words("code").are(code))
        for severity, code in kinds
    }
    counted = [(severity, code, len(group)) for (severity, code), group in groups.items()]
    return [
        _summary(results, counted, language, columns),
        *(_kind(results, code, group, language, columns) for (_, code), group in groups.items()),
    ]


def summary_words(results: FindingResults, language: Language) -> str:
    """Return how much was looked at and what was found: `24 villages, 2013: 2 errors, 1 warning.`"""
    numbers = [results.number(severity) for severity in STYLES]
    found = text(
        "{errors}, {warnings}, {notes}",
        errors=plural(numbers[0], "{count} error", "{count} errors"),
        warnings=plural(numbers[1], "{count} warning", "{count} warnings"),
        notes=plural(numbers[2], "{count} note", "{count} notes"),
    )
    return language(
        plural(
            results.villages,
            "{count} village, {span}: {found}",
            "{count} villages, {span}: {found}",
            span=results.span,
            found=found if any(numbers) else text("nothing found"),
        )
    )


def _summary(
    results: FindingResults, kinds: Sequence[tuple[str, str, int]], language: Language, columns: int | None
) -> View:
    """Return how often each kind was found; on a narrow terminal what it means stands over its own table alone."""
    severities = [language(severity) for severity, _, _ in kinds]
    styles = {row: STYLES[severity] for row, (severity, _, _) in enumerate(kinds)}
    meanings = [_meaning(results, code, language) for _, code, _ in kinds]
    view = View(
        title=summary_words(results, language),
        stubs=(
            Column(language(text("Severity")), severities, is_number=False, styles=styles),
            Column(language(text("Code")), [code for _, code, _ in kinds], is_number=False),
        ),
        columns=(
            Column(language(text("Number")), [f"{number:,}" for _, _, number in kinds]),
            Column(language(text("Meaning")), meanings, is_number=False),
        ),
        notes=(Note("", language(SHARES)),) if any(severity != INFO for severity, _, _ in kinds) else (),
    )
    fits = columns is None or lay_out(view, None)[0].width <= columns
    return view if fits else replace(view, columns=view.columns[:1])


def _meaning(results: FindingResults, code: str, language: Language) -> str:
    meaning = results.meanings[code]
    return visible(language.label(meaning) if isinstance(meaning, Label) else language(meaning))


class _Lines(Struct, frozen=True):
    """Findings of a kind in words, one each."""

    areas: list[str]
    periods: list[str]
    shares: list[str]
    messages: list[str]
    places: list[str]


def _kind(results: FindingResults, code: str, findings: RecordColumns, language: Language, columns: int | None) -> View:
    """Return the first findings of a kind; on a narrow terminal the place stands below the message."""
    shown = findings.at(slice(SHOWN))
    lines = _Lines(
        areas=[visible(name) or language(text("All")) for name in shown.texts(AREA_NAME)],
        periods=shown.texts("period"),
        shares=[_share(share) for share in shown["share"].tolist()],
        messages=[visible(language(message)) for message in shown["message"].tolist()],
        places=_places(shown),
    )
    more = len(findings) - len(shown)
    left = Note("", language(text("and {count} more: -f csv lists all", count=f"{more:,}")))
    todo = Note("", language(text("What to do: {todo}.", todo=results.mends[code])))
    view = View(
        title=language(text("{code}: {meaning}", code=code, meaning=_meaning(results, code, language))),
        stubs=_stubs(lines.areas, lines.periods, lines.shares, language),
        columns=_beside(lines, language),
        notes=(left, todo) if more else (todo,),
    )
    if columns is None or lay_out(view, None)[0].width <= columns:
        return view
    return _below(view, lines, language, columns)


def _places(findings: RecordColumns) -> list[str]:
    columns = zip(findings.texts("file"), findings["row"].tolist(), findings["column"].tolist(), strict=True)
    return [visible(str(Place(file, row, column if row else None))) for file, row, column in columns]


def _share(share: float) -> str:
    """Return a share in per cent; what is nearly none is said to be less than a tenth."""
    if math.isnan(share):
        return ""
    return f"{share:.1f} %" if share >= LEAST_SHARE else f"< {LEAST_SHARE} %"


def _stubs(
    areas: Sequence[str], periods: Sequence[str], shares: Sequence[str], language: Language
) -> tuple[Column, ...]:
    found = (
        Column(language(text("Area")), areas, is_number=False),
        Column(language(text("Period")), periods, is_number=False),
    )
    return (*found, Column(language(text("Share")), shares)) if any(shares) else found


def _beside(lines: _Lines, language: Language) -> tuple[Column, ...]:
    found = Column(language(text("Finding")), lines.messages, is_number=False)
    return (found, Column(language(text("Place")), lines.places, is_number=False)) if any(lines.places) else (found,)


def _below(view: View, lines: _Lines, language: Language, columns: int) -> View:
    """Return rows of several lines: the message wrapped, and below it the place."""
    left = sum(widest([stub.label, *stub.values]) + GAP for stub in view.stubs)
    room = max(columns - left, LEAST_MESSAGE)
    areas: list[str] = []
    periods: list[str] = []
    shares: list[str] = []
    words: list[str] = []
    styles: dict[int, str] = {}
    every = zip(lines.areas, lines.periods, lines.shares, lines.messages, lines.places, strict=True)
    for area, period, share, message, place in every:
        own = wrap(message, room)
        if place:
            styles[len(words) + len(own)] = "dim"
            own.append(place)
        words += own
        areas += [area, *[""] * (len(own) - 1)]
        periods += [period, *[""] * (len(own) - 1)]
        shares += [share, *[""] * (len(own) - 1)]
    found = Column(language(text("Finding")), words, is_number=False, styles=styles)
    return View(view.title, _stubs(areas, periods, shares, language), (found,), notes=view.notes)
