"""Areas by periods: a table for each indicator, or for a spreadsheet a row for each area and indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from msgspec.structs import replace

from popcalc.arrays import Array, Bools, Ints, numbered
from popcalc.language import Language, text
from popcalc.output.cells import shown_values
from popcalc.output.document import Column, View
from popcalc.output.figures import area_names, area_stub, title_of, unit_words
from popcalc.output.notes import find_notes
from popcalc.output.period_words import period_words
from popcalc.output.wide import PLACE_FIELDS, indicator_of_rows, measures_of
from popcalc.record_columns import RecordColumns, Words, places_of
from popcalc.records import LEVEL_ALL, Results
from popcalc.visible import visible

Entry = TypeVar("Entry", str, float)

AREA_FIELDS = PLACE_FIELDS[:4]
KEYS = (*AREA_FIELDS, "indicator", "unit", "basis")


def by_period(results: Results) -> RecordColumns:
    """Return a row for each area and indicator, and a column for each period under its label.

    With intervals each label is followed by `label_lower` and `label_upper`.
    """
    records = results.columns
    row, first = _rows(records)
    period = records.words("period")
    labels = _labels(records)
    column = np.array([labels.index(label) if label in labels else -1 for label in period.words])[period.number]
    columns: dict[str, Array | Words] = {name: records.words(name).at(first) for name in KEYS}
    grids = {}
    for suffix, name in measures_of(results).items():
        grid = np.full((len(labels), len(first)), np.nan)
        grid[column, row] = records[name]
        grids[suffix] = grid
    for place, label in enumerate(labels):
        columns |= {f"{label}{suffix}": grid[place] for suffix, grid in grids.items()}
    return RecordColumns(columns)


def _rows(records: RecordColumns) -> tuple[Ints, Ints]:
    """Return the number of each record's area and indicator, and the first record of each."""
    area, indicator = records.words("area"), records.words("indicator")
    pairs = area.number.astype(np.int64) * max(len(indicator.words), 1) + indicator.number
    number, distinct = numbered(pairs)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    return number, first


def _labels(records: RecordColumns) -> list[str]:
    return list(dict.fromkeys(records.texts("period")))


def period_views(results: Results, language: Language) -> list[View]:
    """Return a table for each indicator: areas down, the grand total last, periods across as people call them."""
    indicators = indicator_of_rows(results)
    views = []
    for place, key in enumerate(results.indicators):
        chosen = indicators == place
        if chosen.any():
            views.append(_view(results, key, chosen, language))
    return views or [View(title_of(results, language), (area_stub(results.columns, [], language),), ())]


def _view(results: Results, key: str, chosen: Bools, language: Language) -> View:
    of_one = replace(results, columns=results.columns.at(chosen))
    records = of_one.columns
    places, first = places_of(records)
    row, first_of_area = _rows(records)
    heads = records.at(first_of_area)
    is_total = heads.words("level").are(LEVEL_ALL)
    order = np.concatenate([np.flatnonzero(~is_total), np.flatnonzero(is_total)])
    labels = _labels(records)
    period, starts, ends = (records.texts(name) for name in ("period", "start", "end"))
    words = {
        label: period_words(label, start, end, language) for label, start, end in zip(period, starts, ends, strict=True)
    }
    named = area_names(of_one, heads, language)
    marks = find_notes(
        records,
        places,
        records.texts("period"),
        names={place: f"{named[row[spot]]} {words[period[spot]]}" for place, spot in enumerate(first.tolist())},
        language=language,
    )
    values = shown_values(of_one, indicator_of_rows(of_one), language)
    columns = []
    for label in labels:
        rows = [spot for spot, own in enumerate(period) if own == label]

        def cells(entries: Sequence[Entry], nothing: Entry, rows: Sequence[int] = rows) -> list[Entry]:
            found = [nothing] * len(first_of_area)
            for spot in rows:
                found[row[spot]] = entries[spot]
            return [found[place] for place in order.tolist()]

        columns.append(
            Column(
                words[label],
                cells(values, ""),
                cells(marks.of_row, ""),
                mark=marks.of_column.get(label, ""),
                numbers=cells(records["value"].tolist(), np.nan),
            )
        )
    called = visible(language.label(results.indicators[key].label))
    unit = unit_words(of_one, key, language)
    titled = language(text("{indicator} ({unit})", indicator=called, unit=unit)) if unit else called
    names = [named[place] for place in order.tolist()]
    return View(
        title=language(text("{indicator}: {title}", indicator=titled, title=title_of(of_one, language))),
        stubs=(area_stub(heads, names, language),),
        columns=tuple(columns),
        totals=int(is_total.sum()) if not is_total.all() else 0,
        notes=marks.notes,
    )
