"""Who has reported, as a picture: areas down, months across, one cell for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popcalc.language import Language, Text, plural, text
from popcalc.output.document import Column, Note, View
from popcalc.output.verdicts import area_heading
from popcalc.record_columns import RecordColumns
from popcalc.records import LEVEL_ALL, FindingResults
from popcalc.visible import told_apart

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FULL, NONE = "#", "-"
"""ASCII, so that every cell is one column wide on every terminal, in every language."""
MOST = 40
"""Of more areas only those are shown that are not complete."""
TITLES = {"events": text("Villages that report events"), "stocks": text("Villages that report a month-end")}


def completeness_views(results: FindingResults, language: Language, *, compact: bool) -> list[View]:
    """Return a grid of events, and one of stocks where it differs; `compact` has months without the year over them."""
    reports = results.completeness
    kinds = [kind for kind in ("events", "stocks") if bool((reports[kind] > 0).any())]
    if len(kinds) == 2 and bool((reports["events"] == reports["stocks"]).all()):
        kinds = ["events"]
    return [_grid(reports, results.span, kind, language, compact=compact) for kind in kinds]


def _grid(reports: RecordColumns, span: str, kind: str, language: Language, *, compact: bool) -> View:
    months = list(dict.fromkeys(reports.texts("period")))
    shape = (len(reports) // len(months), len(months))
    reported, expected = (reports[name].reshape(shape) for name in (kind, "expected"))
    heads = reports.at(slice(None, None, len(months)))
    shown = _shown(reported, expected)
    is_total = heads.words("level").are(LEVEL_ALL)
    called = told_apart(name or area for name, area in zip(heads.texts("area_name"), heads.texts("area"), strict=True))
    names = [
        language(text("All")) if total else called[name or area]
        for name, area, total in zip(heads.texts("area_name"), heads.texts("area"), is_total.tolist(), strict=True)
    ]
    heading = area_heading(heads.at(~is_total), language) if not is_total.all() else language(text("Area"))
    years = {month[:4] for month in months}
    columns = []
    for place, month in enumerate(months):
        cells = [_cell(int(reported[row, place]), int(expected[row, place])) for row in shown]
        label, unit = (month, "") if not compact else (month[5:], "") if len(years) == 1 else (month[:4], month[5:])
        styles = {row: "red" if cell == NONE else "yellow" for row, cell in enumerate(cells) if cell != FULL}
        columns.append(Column(label, cells, unit=unit, styles=styles))
    return View(
        title=language(text("{what}, {span}", what=TITLES[kind], span=span)),
        stubs=(Column(heading, [names[row] for row in shown], is_number=False),),
        columns=tuple(columns),
        totals=int(len(shown) > 1),
        notes=tuple(Note("", language(sentence)) for sentence in _notes(len(names) - len(shown))),
    )


def _shown(reported: npt.NDArray[np.int64], expected: npt.NDArray[np.int64]) -> list[int]:
    """Return the rows to show: all of them, or with too many those that are not complete, and the total."""
    rows = list(range(len(reported)))
    if len(rows) <= MOST + 1:
        return rows
    return [row for row in rows[:-1] if (reported[row] < expected[row]).any()] + rows[-1:]


def _cell(reported: int, expected: int) -> str:
    if reported >= expected:
        return FULL
    # Neither a village more than none nor one less than all is hidden by rounding.
    return str(min(max(100 * reported // expected, 1), 99)) if reported else NONE


def _notes(hidden: int) -> list[Text]:
    legend = text("{full}  every village; a number: per cent of the villages; {none}  none", full=FULL, none=NONE)
    others = plural(
        hidden,
        "{count} more area is not shown: every village, every month.",
        "{count} more areas are not shown: every village, every month.",
    )
    return [legend, *([others] if hidden else [])]
