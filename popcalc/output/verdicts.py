"""Verdicts as a person reads them: fails first, how sure they are, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from popcalc.language import Language, Text, text
from popcalc.output.cells import UNDEFINED
from popcalc.output.document import Column, Note, View
from popcalc.output.notes import Marks
from popcalc.output.panels import GAP, column_width, lay_out
from popcalc.output.verdict_notes import marks_of, summary
from popcalc.output.verdict_words import (
    STYLES,
    WORDS,
    VerdictWords,
    decimals_of_words,
    in_words,
    mark_of,
    target_labels,
)
from popcalc.output.widths import wrap
from popcalc.record_columns import RecordColumns
from popcalc.records import VerdictResults
from popcalc.visible import visible

RANKS = {"fail": 0, "warn": 1, "fail?": 2, "warn?": 3, "no_data": 4, "pass?": 5, "pass": 6}
CERTAINTY = {"strong": 0, "clear": 1, "": 2, "uncertain": 3}
LEAST_TARGET = 16
"""A target's name is not wrapped to less than this, however narrow the terminal."""
FIGURE = ""
"""The one column of figures in the long table, for footnotes."""


def verdict_view(results: VerdictResults, language: Language, columns: int | None = None) -> View:
    """Return one row for each verdict, fails first; on a narrow terminal what is left stands below the target."""
    records = _in_order(results)
    verdicts = in_words(results, records, language)
    marks = marks_of(records, verdicts, [FIGURE] * len(verdicts), language, reasons_shown=True)
    view = _wide_view(results, records, verdicts, marks, language)
    if columns is not None and lay_out(view, None)[0].width > columns:
        view = _narrow_view(results, records, verdicts, marks, language, columns)
    return view


def _wide_view(
    results: VerdictResults,
    records: RecordColumns,
    verdicts: Sequence[VerdictWords],
    marks: Marks,
    language: Language,
) -> View:
    bounds = [_bound_in_full(one, language) for one in verdicts]
    figures = _figures([one.figure for one in verdicts], marks.of_row, marks, language)
    columns = [replace(figures, numbers=records["value"].tolist())]
    columns.append(Column(language(text("Bound")), bounds))
    if any(one.evidence for one in verdicts):
        columns.append(Column(language(text("Evidence")), [one.evidence for one in verdicts], is_number=False))
    columns += _beside(results, records, verdicts, language)
    columns.append(Column(language(text("To go")), [one.to_go for one in verdicts], is_number=False))
    stubs = (
        _marks([WORDS[one.mark] for one in verdicts], [STYLES[one.mark] for one in verdicts], language),
        *_places(results, verdicts, language),
        Column(language(text("Target")), [one.target for one in verdicts], is_number=False),
    )
    return View(title_of(results, language), stubs, tuple(columns), notes=_notes(results, marks, language))


def _notes(results: VerdictResults, marks: Marks, language: Language) -> tuple[Note, ...]:
    return (*summary(results, language), *_of_comparison(results, language), *marks.notes)


def _beside(
    results: VerdictResults, records: RecordColumns, verdicts: Sequence[VerdictWords], language: Language
) -> list[Column]:
    """Return what stands beside figures that are compared and ranked, with as many decimals as these have."""
    if not results.added or not len(records):
        return []
    from popcalc.output.compared import columns_beside

    places = [decimals_of_words(one.figure) for one in verdicts]
    return columns_beside(records, places, results.compare, list, language)


def _of_comparison(results: VerdictResults, language: Language) -> list[Note]:
    if not results.added:
        return []
    from popcalc.output.compared import notes_of

    return notes_of(results.columns, results.compare, language)


def _figures(words: Sequence[str], letters: Sequence[str], marks: Marks, language: Language) -> Column:
    return Column(language(text("Figure")), words, letters, mark=marks.of_column.get(FIGURE, ""))


def _bound_in_full(verdict: VerdictWords, language: Language) -> str:
    if not verdict.whole:
        return verdict.bound
    return language(text("{bound} ({whole})", bound=verdict.bound, whole=verdict.whole))


def _narrow_view(
    results: VerdictResults,
    records: RecordColumns,
    verdicts: Sequence[VerdictWords],
    marks: Marks,
    language: Language,
    columns: int,
) -> View:
    """Return rows of several lines: the name of the target wrapped, and below it what is left to do."""
    words = [_mark_with_evidence(one, language) for one in verdicts]
    verdict = Column(language(text("Verdict")), words, is_number=False)
    places = _places(results, verdicts, language)
    figure = _figures([one.figure for one in verdicts], marks.of_row, marks, language)
    bound = Column(language(text("Bound")), [one.bound for one in verdicts])
    fixed = (verdict, *places, figure, bound)
    room = max(columns - sum(map(column_width, fixed)) - GAP * len(fixed), LEAST_TARGET)
    beside = [
        language(text(", ")).join(
            f"{column.label} {column.values[row]}" for column in compared if column.values[row] not in ("", UNDEFINED)
        )
        for compared in [_beside(results, records, verdicts, language)]
        for row in range(len(verdicts))
    ]
    lines: list[list[str]] = []
    styles: dict[int, str] = {}
    remarks: dict[int, str] = {}
    for row, one in enumerate(verdicts):
        first, *more = wrap(one.target, room)
        styles[len(lines)] = STYLES[one.mark]
        place = [column.values[row] for column in places]
        lines.append([words[row], *place, first, one.figure, marks.of_row[row], one.bound])
        remark = language(text("; ")).join(part for part in (one.whole, beside[row], one.to_go) if part)
        below = [
            [*[""] * (1 + len(place)), line, "", "", ""] for line in (*more, *(wrap(remark, room) if remark else ()))
        ]
        remarks |= {len(lines) + spot: "dim" for spot in range(len(more), len(below))}
        lines += below
    cells = list(zip(*lines, strict=True))
    stubs = [replace(verdict, values=cells[0], styles=styles)]
    stubs += [replace(place, values=cells[1 + spot]) for spot, place in enumerate(places)]
    stubs.append(Column(language(text("Target")), cells[-4], is_number=False, styles=remarks))
    figures = (_figures(cells[-3], cells[-2], marks, language), replace(bound, values=cells[-1]))
    return View(title_of(results, language), tuple(stubs), figures, notes=_notes(results, marks, language))


def _mark_with_evidence(verdict: VerdictWords, language: Language) -> str:
    word = language(WORDS[verdict.mark])
    return word if verdict.mark.endswith("?") or not verdict.evidence else f"{word} {verdict.evidence}"


def _marks(words: Sequence[Text], styles: Sequence[str], language: Language) -> Column:
    return Column(
        language(text("Verdict")), [language(word) for word in words], is_number=False, styles=dict(enumerate(styles))
    )


def _places(results: VerdictResults, verdicts: Sequence[VerdictWords], language: Language) -> list[Column]:
    """Return the columns that say where, and when if there are several periods."""
    heading = area_heading(results.columns, language)
    places = [Column(heading, [one.area for one in verdicts], is_number=False)]
    if len({one.period for one in verdicts}) > 1:
        places.append(Column(language(text("Period")), [one.period for one in verdicts], is_number=False))
    return places


def area_heading(records: RecordColumns, language: Language) -> str:
    """Return the level that all areas are of, or `Area`."""
    levels = set(records.texts("level"))
    heading = visible(language(levels.pop())) if len(levels) == 1 else language(text("Area"))
    return heading[:1].upper() + heading[1:]


def grid_view(results: VerdictResults, language: Language) -> View:
    """Return areas as rows and targets as columns, one verdict and figure in each cell."""
    records = results.columns
    verdicts = in_words(results, records, language)
    targets = records.texts("target")
    heads = _grid_bounds(results, verdicts)
    marks = marks_of(records, verdicts, targets, language, reasons_shown=False)
    places = list(dict.fromkeys((area, one.period) for area, one in zip(records.texts("area"), verdicts, strict=True)))
    spots = {place: row for row, place in enumerate(places)}
    names: dict[str, str] = {}
    cells: dict[str, list[str]] = {name: [""] * len(places) for name in results.rules}
    letters: dict[str, list[str]] = {name: [""] * len(places) for name in results.rules}
    styles: dict[str, dict[int, str]] = {name: {} for name in results.rules}
    for area, name, one, letter in zip(records.texts("area"), targets, verdicts, marks.of_row, strict=True):
        spot = spots[area, one.period]
        names[area] = one.area
        own = f" ({one.bound})" if one.bound != heads[name] and one.mark != "no_data" else ""
        figure = "" if one.mark == "no_data" else f" {one.figure}"
        cells[name][spot] = language(WORDS[one.mark]) + figure + own
        letters[name][spot] = letter
        styles[name][spot] = STYLES[one.mark]
    labels = target_labels(results, language)
    stubs = [Column(area_heading(records, language), [names[area] for area, _ in places], is_number=False)]
    if len({period for _, period in places}) > 1:
        stubs.append(Column(language(text("Period")), [period for _, period in places], is_number=False))
    columns = tuple(
        Column(
            labels[name],
            cells[name],
            letters[name],
            unit=heads[name],
            mark=marks.of_column.get(name, ""),
            styles=styles[name],
        )
        for name in results.rules
        if any(cells[name])
    )
    return View(title_of(results, language), tuple(stubs), columns, notes=_notes(results, marks, language))


def _grid_bounds(results: VerdictResults, verdicts: Sequence[VerdictWords]) -> dict[str, str]:
    """Return the bound that stands over each target's column: the one that most of its areas have."""
    found: dict[str, dict[str, int]] = {}
    for name, one in zip(results.columns.texts("target"), verdicts, strict=True):
        bounds = found.setdefault(name, {})
        bounds[one.bound] = bounds.get(one.bound, 0) + 1
    return {name: max(bounds, key=lambda bound: bounds[bound]) for name, bounds in found.items()}


def _in_order(results: VerdictResults) -> RecordColumns:
    """Return the verdicts with the fails first, the surest of them first, then what could not be judged."""
    records = results.columns
    columns = (records.texts(name) for name in ("target", "status", "evidence"))
    ranks = [
        (RANKS[mark_of({"status": status, "evidence": evidence}, results.rules[target])], CERTAINTY[evidence])
        for target, status, evidence in zip(*columns, strict=True)
    ]
    return records.at(np.array(sorted(range(len(records)), key=lambda row: ranks[row]), dtype=np.int64))


def title_of(results: VerdictResults, language: Language) -> str:
    """Return what is judged: the name of the targets, the period, and the basis of rates if it is one for all."""
    records = results.columns
    if not len(results.frame):
        return language(text("No target is in effect"))
    labels = list(dict.fromkeys(records.texts("period")))
    start, end = min(records.texts("start")), max(records.texts("end"))
    span = text("{start} to {end}", start=start, end=end)
    if len(labels) == 1:
        span = text("{period} ({start} to {end})", period=visible(labels[0]), start=start, end=end)
    parts: list[Text | str] = [visible(results.name)] if results.name else []
    parts.append(span)
    bases = {rule.basis for rule in results.rules.values() if rule.basis}
    if len(bases) == 1:
        parts.append(text("annual rates") if bases == {"annual"} else text("rates of the period, not annual"))
    return language(text(", ")).join(part if isinstance(part, str) else language(part) for part in parts)
