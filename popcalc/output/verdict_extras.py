"""What stands below the verdicts when it is asked for: the villages that drive the fails, and scores."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from popcalc.definitions.catalogue import Kind
from popcalc.language import Language, text
from popcalc.output.document import Column, Note, View
from popcalc.output.folding import folded
from popcalc.output.numbers import half_up_float, shortest
from popcalc.output.panels import lay_out
from popcalc.output.verdict_words import NOTHING, STYLES, WORDS, area_labels, mark_of, target_labels
from popcalc.output.verdicts import area_heading
from popcalc.records import VerdictResults
from popcalc.visible import visible

if TYPE_CHECKING:
    import pandas as pd

PLACES = 2
OPEN = "a"
"""The footnote of scores that could still come out otherwise."""
INDENT = "· "
"""Before a village, below the fail it belongs to; blanks would be lost in markdown."""


def extra_views(results: VerdictResults, language: Language, columns: int | None = None) -> list[View]:
    """Return the tables below that of the verdicts, lists of targets wrapped to a terminal of so many columns.

    Drivers without any village make no table: `verdict_notes.summary` says why there are none.
    """
    views = []
    if results.drivers is not None and len(results.drivers):
        views.append(_drivers_view(results, results.drivers, language))
    if results.scores is not None:
        view = _scores_view(results, results.scores, language)
        views.append(view if columns is None or lay_out(view, None)[0].width <= columns else folded(view, columns))
    return views


def _drivers_view(results: VerdictResults, drivers: pd.DataFrame, language: Language) -> View:
    """Return the villages below each fail, the one that contributes most first."""
    labels = target_labels(results, language)
    names = dict(zip(results.columns.texts("area"), area_labels(results, results.columns), strict=True))
    periods = len(set(results.columns.texts("period"))) > 1
    lines: list[tuple[str, str, str, str]] = []
    heads: dict[int, str] = {}
    styles: dict[int, str] = {}
    for row in drivers.to_dict("records"):
        if row["rank"] == 1:
            heads[len(lines)] = "bold"
            parts = [names[row["area"]], *([visible(row["period"])] if periods else []), labels[row["target"]]]
            lines.append((language(text(", ")).join(parts), "", "", ""))
        rule = results.rules[row["target"]]
        places = 0 if rule.indicator.kind is Kind.COUNT else PLACES
        without = ""
        if row["without_status"]:
            mark = mark_of({"status": row["without_status"], "evidence": ""}, rule)
            without = f"{_number(row['without'], places)} {language(WORDS[mark])}"
            styles[len(lines)] = STYLES[mark]
        lines.append(
            (
                f"{INDENT}{visible(row['village_name'])}",
                _number(row["value"], places),
                _number(row["contribution"], PLACES),
                without,
            )
        )
    cells = list(zip(*lines, strict=True)) if lines else [(), (), (), ()]
    return View(
        title=language(text("Villages that contribute most to each fail")),
        stubs=(Column(language(text("Village")), cells[0], is_number=False, styles=heads),),
        columns=(
            Column(language(text("Figure")), cells[1]),
            Column(language(text("Contributes")), cells[2]),
            Column(language(text("Area without")), cells[3], styles=styles),
        ),
        notes=tuple(
            Note("", language(sentence))
            for sentence in (
                text("Contributes: events short of the bound, or beyond it, on the village's own denominator."),
                text("Area without: the figure of the area without this village and those above it in the list."),
            )
        ),
    )


def _number(value: float, places: int) -> str:
    return NOTHING if value != value else half_up_float(value, places, thousands=",")


def _scores_view(results: VerdictResults, scores: pd.DataFrame, language: Language) -> View:
    """Return the scores, the best area first; those with targets that could not be judged after all others.

    A score of half of the targets is no rank beside one of all of them: such areas stand last, by the share of all
    points that they are sure of, and are marked. A failed veto settles a score whatever else is missing, as the worst.
    """
    labels = target_labels(results, language)
    names = dict(zip(results.columns.texts("area"), area_labels(results, results.columns), strict=True))
    rows = sorted(scores.to_dict("records"), key=lambda row: (_is_open(row), bool(row["vetoed"]), -_share(row)))
    open_mark = OPEN if any(map(_is_open, rows)) else ""

    def listed(words: str) -> str:
        return language(text("; ")).join(labels[name] for name in words.split(";") if name) or NOTHING

    stubs = [Column(area_heading(results.columns, language), [names[row["area"]] for row in rows], is_number=False)]
    if len({row["period"] for row in rows}) > 1:
        stubs.append(Column(language(text("Period")), [visible(row["period"]) for row in rows], is_number=False))
    columns = [
        Column(
            language(text("Score")),
            [_points(row["score"]) for row in rows],
            [open_mark if _is_open(row) else "" for row in rows],
        ),
        Column(language(text("Of")), [_points(row["reachable"]) for row in rows]),
    ]
    for heading, name in ((text("Vetoed by"), "vetoed"), (text("Not judged"), "not_judged")):
        if any(row[name] for row in rows):
            columns.append(Column(language(heading), [listed(row[name]) for row in rows], is_number=False))
    notes = [Note("", language(text("Points for each target that is met, of those that could be judged.")))]
    if open_mark:
        sentence = text("some targets could not be judged: listed last, by the share of all points that is sure")
        notes.append(Note(open_mark, language(sentence)))
    return View(title=language(text("Scores")), stubs=tuple(stubs), columns=tuple(columns), notes=tuple(notes))


def _is_open(row: Mapping[Hashable, Any]) -> bool:
    """Whether a score could still come out otherwise: a target was not judged, and no veto has settled it."""
    return bool(row["not_judged"]) and not row["vetoed"]


def _share(row: Mapping[Hashable, Any]) -> float:
    """Return the share of all points, -1 where no target with a weight could be judged."""
    share: float = row["score"] / row["weights"] if row["weights"] and row["score"] == row["score"] else -1.0
    return share


def _points(points: float) -> str:
    return NOTHING if points != points else shortest(points)
