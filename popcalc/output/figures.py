"""The figures of `compute`, and as a person reads them: areas down, indicators across, notes below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

import numpy as np

from popcalc.definitions.catalogue import Average, Indicator, Kind
from popcalc.language import Language, Text, text
from popcalc.output.cells import places_of as decimals_of
from popcalc.output.cells import shown_values
from popcalc.output.document import Column, Note, View
from popcalc.output.frames import column_texts
from popcalc.output.notes import IMPOSSIBLE, find_notes
from popcalc.output.units import unit_name
from popcalc.output.wide import PLACE_FIELDS, indicator_of_rows
from popcalc.record_columns import RecordColumns, places_of
from popcalc.records import (
    LEVEL_ALL,
    Results,
)
from popcalc.visible import told_apart, visible

Entry = TypeVar("Entry", str, float)

ANNUAL = "annual"
YEARS = (365, 366)
"""The days of a year."""


def people_view(results: Results, language: Language) -> View:
    """Return the results for people: rounded, with units, footnotes and the grand total last."""
    records = results.columns
    places, first = places_of(records)
    is_total = records.words("level").at(first).are(LEVEL_ALL)
    order = np.concatenate([np.flatnonzero(~is_total), np.flatnonzero(is_total)])
    indicators = indicator_of_rows(results)
    shown = [key for position, key in enumerate(results.indicators) if bool((indicators == position).any())]
    heads = records.at(first[order])
    names = area_names(results, heads, language)
    stubs = _stubs(results, heads, names, language)
    called = [" ".join(words) for words in zip(*(stub.values for stub in stubs), strict=True)]
    marks = find_notes(
        records,
        places,
        records.texts("indicator"),
        names=dict(zip(order.tolist(), called, strict=True)),
        language=language,
    )

    def grid(entries: Sequence[Entry], key: str) -> list[Entry]:
        """Return the entries of an indicator's rows by area and period; where it has no row, nothing."""
        rows = np.flatnonzero(indicators == list(results.indicators).index(key))
        cells = np.full(len(first), "" if entries and isinstance(entries[0], str) else np.nan, dtype=object)
        cells[places[rows]] = np.array(entries, dtype=object)[rows]
        found: list[Entry] = cells[order].tolist()
        return found

    values = shown_values(results, indicators, language)
    decimals = np.array(decimals_of(results, indicators), dtype=np.int64)[indicators].tolist() if results.added else []
    columns: list[Column] = []
    for key in shown:
        shared = marks.of_column.get(key, "")
        cell_marks = grid(marks.of_row, key)
        columns.append(
            Column(
                label=visible(language.label(results.indicators[key].label)),
                unit=unit_words(results, key, language),
                mark=shared,
                values=grid(values, key),
                marks=cell_marks,
                styles=_alarms(cell_marks, shared, marks.letters.get(IMPOSSIBLE)),
                numbers=grid(records["value"].tolist(), key),
            )
        )
        if results.added:
            from popcalc.output.compared import columns_beside

            columns += columns_beside(records, decimals, results.compare, partial(grid, key=key), language)
    return View(
        title=title_of(results, language),
        stubs=stubs,
        columns=tuple(columns),
        totals=int(is_total.sum()) if not is_total.all() else 0,
        notes=(*_of_comparison(results, language), *marks.notes),
    )


def _of_comparison(results: Results, language: Language) -> list[Note]:
    if not results.added:
        return []
    from popcalc.output.compared import notes_of

    return notes_of(results.columns, results.compare, language)


def wide_view(wide: RecordColumns) -> View:
    """Return a table made by `wide.widen` or `by_period` as words: columns named by key, full precision, no notes."""
    cells = {name: column_texts(column, visible, null="") for name, column in wide.columns.items()}
    return View(
        title="",
        stubs=tuple(Column(name, cells[name], is_number=False) for name in PLACE_FIELDS[:2]),
        columns=tuple(
            Column(name, words, is_number=name not in PLACE_FIELDS)
            for name, words in cells.items()
            if name not in PLACE_FIELDS[:2]
        ),
    )


def area_names(results: Results, heads: RecordColumns, language: Language) -> list[str]:
    """Return what each row is called; a name that two areas share is followed by the area above it.

    Two names that only look alike are told apart by marks.
    """
    owners: dict[str, set[str]] = {}
    places = list(zip(*(heads.texts(name) for name in ("area", "area_name", "level", "parent")), strict=True))
    above = {area: name for area, name, _, _ in places} | dict(results.area_names)
    for area, name, _, _ in places:
        owners.setdefault(name, set()).add(area)
    called = told_apart(dict.fromkeys(name or area for area, name, _, _ in places))
    names = []
    for area, name, level, parent in places:
        words = language(text("All")) if level == LEVEL_ALL else called[name or area]
        if level != LEVEL_ALL and len(owners[name]) > 1:
            words = f"{words} ({above.get(parent, parent) or area})"
        names.append(visible(words))
    return names


def unit_words(results: Results, key: str, language: Language) -> str:
    """Return the unit of an indicator with the basis it is shown on: `‰ annual`."""
    indicator = results.indicators[key]
    unit = unit_name(indicator, results.units, language)
    if indicator.kind is Kind.CHANGE and _of_parts(results):
        return f"{unit} {language(text('of the period'))}".strip()
    if not indicator.has_basis:
        return unit
    basis = text("annual") if _basis(results, indicator) == ANNUAL else text("period")
    return f"{unit} {language(basis)}".strip()


def _of_parts(results: Results) -> bool:
    """Whether any period is no whole year, so that a change in it is not that of a year."""
    places = zip(results.columns.texts("start"), results.columns.texts("end"), strict=True)
    runs = ((date.fromisoformat(start), date.fromisoformat(end)) for start, end in dict.fromkeys(places))
    return any((end - start).days + 1 not in YEARS for start, end in runs)


def _basis(results: Results, indicator: Indicator) -> str:
    of_indicator = results.columns.words("indicator").are(indicator.key)
    stated = results.columns.words("basis").at(of_indicator).texts()
    return stated[0] if stated else results.basis


def _alarms(marks: Sequence[str], shared: str, impossible: str | None) -> dict[int, str]:
    if impossible is None:
        return {}
    return {row: "red" for row, mark in enumerate(marks) if impossible in mark or impossible in shared}


def _stubs(results: Results, heads: RecordColumns, names: list[str], language: Language) -> tuple[Column, ...]:
    area = area_stub(heads, names, language)
    periods = [visible(period) for period in heads.texts("period")]
    if len(set(periods)) <= 1:
        return (area,)
    return area, Column(language(text("Period")), periods, is_number=False)


def area_stub(heads: RecordColumns, names: list[str], language: Language) -> Column:
    """Return the column of the names of areas, under the level that they are of if it is one."""
    levels = [level for level in dict.fromkeys(heads.texts("level")) if level != LEVEL_ALL]
    heading = _level_words(levels[0], language) if len(levels) == 1 else language(text("Area"))
    return Column(heading[:1].upper() + heading[1:], names, is_number=False)


def _level_words(level: str, language: Language) -> str:
    return visible(language(level))


AVERAGES: Mapping[str, Text] = {
    Average.CURVE: text("average population from all month-ends"),
    Average.ENDS: text("average population from opening and closing"),
    Average.MID: text("average population from mid-period"),
}


def title_of(results: Results, language: Language) -> str:
    """Return what the table shows: `By town, 2013H1 (2013-01-01 to 2013-06-30), annual rates, ...`."""
    records = results.columns
    if not len(records):
        return language(text("No figures."))
    levels = [level for level in dict.fromkeys(records.texts("level")) if level != LEVEL_ALL]
    by = {0: text("All areas"), 1: text("By {level}", level=_level_words(levels[0] if levels else "", language))}
    parts = [by.get(len(levels), text("By area")), _span(records)]
    rates = [indicator for indicator in results.indicators.values() if indicator.has_basis]
    there = set(records.texts("indicator"))
    stated = {_basis(results, indicator) for indicator in rates if indicator.key in there}
    if stated:
        parts.append(text("annual rates") if stated == {ANNUAL} else text("rates of the period, not annual"))
        if not _all_supplied(records):
            parts.append(AVERAGES[results.average])
    if results.compare:
        from popcalc.output.compared import TITLES

        parts.append(TITLES[results.compare])
    return language(text(", ")).join(language(part) for part in parts)


def _all_supplied(records: RecordColumns) -> bool:
    """Whether every rate rests on average populations that were given, so that nothing was averaged here."""
    of_rates = records.words("flags").at(~records.words("basis").are("") & ~np.isnan(records["value"]))
    return bool(len(of_rates)) and all("supplied" in flags for flags in of_rates.texts())


def _span(records: RecordColumns) -> Text:
    start, end = min(records.texts("start")), max(records.texts("end"))
    labels = list(dict.fromkeys(records.texts("period")))
    if len(labels) == 1:
        return text("{period} ({start} to {end})", period=visible(labels[0]), start=start, end=end)
    return text("{start} to {end}", start=start, end=end)
