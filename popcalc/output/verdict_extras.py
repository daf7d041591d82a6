"""What stands below the verdicts when it is asked for: the villages that drive the fails, and scores."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from popcalc.definitions.catalogue import Kind
from popcalc.language import Language, text
from popcalc.output.notes import Note
from popcalc.output.numbers import half_up_float, shortest
from popcalc.output.scripts import plain_texts
from popcalc.output.verdict_words import NOTHING, STYLES, WORDS, area_labels, target_labels
from popcalc.output.verdicts import area_heading
from popcalc.output.view import Column, View
from popcalc.output.widths import visible
from popcalc.records import VerdictResults

if TYPE_CHECKING:
    import pandas as pd

PLACES = 2
INDENT = "· "
"""Before a village, below the fail it belongs to; blanks would be lost in markdown."""


def extra_views(results: VerdictResults, language: Language) -> list[View]:
    """Return the tables below that of the verdicts."""
    views = []
    if results.drivers is not None:
        views.append(_drivers_view(results, results.drivers, language))
    if results.scores is not None:
        views.append(_scores_view(results, results.scores, language))
    return views


def _drivers_view(results: VerdictResults, drivers: pd.DataFrame, language: Language) -> View:
    """Return the villages below each fail, the one that contributes most first."""
    labels = target_labels(results, language)
    names = dict(zip(plain_texts(results.frame["area"]), area_labels(results, results.frame), strict=True))
    periods = len(set(plain_texts(results.frame["period"]))) > 1
    lines: list[tuple[str, str, str, str]] = []
    heads: dict[int, str] = {}
    styles: dict[int, str] = {}
    for row in drivers.to_dict("records"):
        if row["rank"] == 1:
            heads[len(lines)] = "bold"
            parts = [names[row["area"]], *([visible(row["period"])] if periods else []), labels[row["target"]]]
            lines.append((language(text(", ")).join(parts), "", "", ""))
        if row["without_status"]:
            styles[len(lines)] = STYLES[row["without_status"]]
        places = 0 if results.rules[row["target"]].indicator.kind is Kind.COUNT else PLACES
        without = (
            f"{_number(row['without'], places)} {language(WORDS[row['without_status']])}"
            if row["without_status"]
            else ""
        )
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
    """Return the scores, the best area first."""
    labels = target_labels(results, language)
    names = dict(zip(plain_texts(results.frame["area"]), area_labels(results, results.frame), strict=True))
    rows = sorted(scores.to_dict("records"), key=lambda row: -_share(row))

    def listed(words: str) -> str:
        return language(text("; ")).join(labels[name] for name in words.split(";") if name)

    stubs = [Column(area_heading(results.frame, language), [names[row["area"]] for row in rows], is_number=False)]
    if len({row["period"] for row in rows}) > 1:
        stubs.append(Column(language(text("Period")), [visible(row["period"]) for row in rows], is_number=False))
    columns = [
        Column(language(text("Score")), [_points(row["score"]) for row in rows]),
        Column(language(text("Of")), [_points(row["reachable"]) for row in rows]),
    ]
    for heading, name in ((text("Vetoed by"), "vetoed"), (text("Not judged"), "not_judged")):
        if any(row[name] for row in rows):
            columns.append(Column(language(heading), [listed(row[name]) for row in rows], is_number=False))
    return View(
        title=language(text("Scores")),
        stubs=tuple(stubs),
        columns=tuple(columns),
        notes=(Note("", language(text("Points for each target that is met, of those that could be judged."))),),
    )


def _share(row: Mapping[Hashable, float]) -> float:
    share: float = row["score"] / row["reachable"] if row["reachable"] and row["score"] == row["score"] else -1.0
    return share


def _points(points: float) -> str:
    return NOTHING if points != points else shortest(points)
