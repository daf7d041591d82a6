"""Tables of verdicts: on how little a figure rests, scores, drivers, and what stays together."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import popcalc
from popcalc.calculation import calculate
from popcalc.definitions.loading import load_targets
from popcalc.judging.check import check
from popcalc.judging.holding import hold
from popcalc.language import ENGLISH, language
from popcalc.output import LONG, Manner, write
from popcalc.output.document import Column, View
from popcalc.output.documents import of_verdicts
from popcalc.output.judged import judged_view
from popcalc.output.panels import lay_out
from popcalc.output.verdict_extras import extra_views
from popcalc.output.verdict_words import in_words, target_labels
from popcalc.output.verdicts import grid_view, verdict_view
from popcalc.output.widths import width
from popcalc.question import ask
from popcalc.records import VerdictResults

Rows = Sequence[dict[str, object]]


def judged(
    tmp_path: Path, rows: Rows, targets: str, *, by: str | None = None, drivers: int = 0, scores: bool = False
) -> VerdictResults:
    data, aims = tmp_path / "counts.csv", tmp_path / "targets.yaml"
    pd.DataFrame(rows).to_csv(data, index=False)
    aims.write_text(f"version: 1\nyear: 2013\ntargets:\n{targets}", encoding="utf-8")
    counts = popcalc.read(data)
    known = load_targets(aims, counts.catalogue)
    asked = ask(by=by)
    return check(counts.table, known, counts.catalogue, counts.available, asked, drivers=drivers, scores=scores)[0]


def column(view: View, label: str) -> Column:
    return next(one for one in (*view.stubs, *view.columns) if one.label == label)


def months(town: str, village: str, births: int, silent: Sequence[int] = ()) -> list[dict[str, object]]:
    return [
        {"month": f"2013-{month:02d}", "town": town, "village": village, "births": births, "deaths": 1,
         "births_male": births // 2, "births_female": births - births // 2, "population": 3_000}
        for month in range(1, 13)
        if month not in silent
    ]  # fmt: skip


HALF_SILENT = [*months("A", "a", 4), *months("B", "b", 4), *months("B", "c", 4, range(1, 13, 2))]
RATE = """  - {indicator: crude_birth_rate, at_most: 13, min_coverage: 0.5}
  - {indicator: births, at_most: 500, min_coverage: 0.5}
"""
PARTIAL = "partial: some village-months are missing (at the worst: B 18 of 24)"


@pytest.mark.parametrize("columns", [None, 60])
def test_figure_on_half_of_its_months_is_marked_and_its_coverage_said(tmp_path: Path, columns: int | None) -> None:
    view = verdict_view(judged(tmp_path, HALF_SILENT, RATE), ENGLISH, columns)
    letter = next(note.mark for note in view.notes if note.words == PARTIAL)
    places, marks = column(view, "Town").values, column(view, "Figure").marks
    marked = {place for place, mark in zip(places, marks, strict=True) if letter in mark}
    assert marked == {"B"}
    assert sum(letter in mark for mark in marks) == 2


def test_grid_has_the_same_letters(tmp_path: Path) -> None:
    view = grid_view(judged(tmp_path, HALF_SILENT, RATE), ENGLISH)
    letter = next(note.mark for note in view.notes if note.words == PARTIAL)
    for one in view.columns:
        assert [letter in mark for mark in one.marks] == [False, True]


def test_reason_in_words_is_no_footnote_but_the_grid_has_one(tmp_path: Path) -> None:
    results = judged(tmp_path, HALF_SILENT, "  - {indicator: births, at_most: 500}\n")
    long, grid = verdict_view(results, ENGLISH), grid_view(results, ENGLISH)
    assert "incomplete: 18 of 24 village-months" in column(long, "To go").values
    assert not any(note.mark for note in long.notes)
    assert [note.words for note in grid.notes if note.mark] == [PARTIAL]


def test_few_events_are_no_footnote_where_evidence_has_weighed_them(tmp_path: Path) -> None:
    rows = [
        {"period": "2013", "town": "A", "births": 10, "deaths": 1, "population_average": 300,
         "preconception_checks_done": 5, "preconception_checks_quota": 5}
    ]  # fmt: skip
    rate = "  - {indicator: crude_birth_rate, at_most: 13, min_coverage: 0.5}\n"
    results = judged(tmp_path, rows, rate)
    assert "few_events" in results.frame["flags"].iloc[0]
    assert [note.words for note in verdict_view(results, ENGLISH).notes if note.mark] == [
        "supplied: the average population was given, not computed"
    ]


SHEET = """
  - {indicator: births, at_least: 1, weight: 10.5}
  - {indicator: deaths, at_most: 0, veto: true}
  - {indicator: policy_compliance_rate, at_least: 50, weight: 30, name: The share of births within policy}
  - {indicator: sex_ratio_at_birth, between: [50, 150], weight: 20, name: Boys for a hundred girls}
"""


def sheet(tmp_path: Path) -> VerdictResults:
    # Town, births, within policy, deaths, boys.
    towns = (("A", 10, None, 0, None), ("B", 10, 2, 0, 5), ("C", 10, 9, 0, 5), ("D", 10, 9, 0, None),
             ("E", None, None, None, None), ("F", 10, None, 1, None))  # fmt: skip
    rows: list[dict[str, object]] = [
        {"period": "2013", "town": town, "births": births, "births_in_policy": inside, "deaths": deaths,
         "births_male": boys, "births_female": boys}
        for town, births, inside, deaths, boys in towns
    ]  # fmt: skip
    return judged(tmp_path, rows, SHEET, scores=True)


def test_missing_data_never_wins(tmp_path: Path) -> None:
    """C has everything, B half; F is settled by its veto. D is sure of 40.5 of 60.5, A of 10.5, E of nothing."""
    (view,) = extra_views(sheet(tmp_path), ENGLISH)
    assert list(column(view, "Town").values) == ["C", "B", "F", "D", "A", "E"]
    assert list(column(view, "Score").marks) == ["", "", "", "a", "a", "a"]
    assert view.notes[1].mark == "a"
    assert column(view, "Not judged").values[:2] == ["–", "–"]
    assert column(view, "Vetoed by").values == ["–", "–", "Deaths", "–", "–", "–"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_scores_fit_the_terminal(tmp_path: Path, lang: str, columns: int) -> None:
    results, stream = sheet(tmp_path), StringIO()
    write(of_verdicts(results, LONG), "table", stream, Manner(language(lang), columns))
    assert max(map(width, stream.getvalue().splitlines())) <= columns
    (whole,), (narrow,) = extra_views(results, ENGLISH), extra_views(results, ENGLISH, columns)
    for one in whole.columns:
        assert " ".join(filter(None, column(narrow, one.label).values)) == " ".join(one.values)


def test_verdict_stays_beside_its_figure(tmp_path: Path) -> None:
    data, aims = tmp_path / "counts.csv", tmp_path / "targets.yaml"
    pd.DataFrame(HALF_SILENT).to_csv(data, index=False)
    aims.write_text(
        "version: 1\nyear: 2013\ntargets:\n  - {indicator: natural_increase_rate, at_most: 5}\n"
        "  - {indicator: births, at_most: 500}\n  - {indicator: births, at_least: 5}\n",
        encoding="utf-8",
    )
    counts = popcalc.read(data)
    asked = ask(indicators=("deaths", "births", "crude_birth_rate", "natural_increase_rate"))
    results, _ = calculate(counts.table, counts.indicators, counts.catalogue, asked)
    known = load_targets(aims, counts.catalogue)
    results, _ = hold(results, counts.table, known, counts.catalogue, counts.available, asked)
    assert results.verdicts is not None
    view = judged_view(results, results.verdicts, ENGLISH)
    widest = lay_out(view, None)[0].width
    for columns in range(45, widest + 1):
        panels = lay_out(view, columns)
        for panel in panels:
            labels = [block.column.label for block in panel.blocks]
            assert labels[1] != "Verdict", columns
            assert panel.width <= columns


EFFECTIVE = "effective: {from: 2013-07, to: 2013-10}"


@pytest.mark.parametrize(
    ("target", "words", "zh"),
    [
        # 60 x 123 / 365 = 20.219 until October, of which 11 have come.
        (f"at_most: 60, {EFFECTIVE}", "9 left of 20.22 until 2013-10", "至 2013-10 共 20.22，还可有 9"),
        # 90 x 123 / 365 = 30.329.
        # 90 x 62 / 365 = 15.288 until August.
        (
            f"at_least: 90, {EFFECTIVE}",
            "5 behind today; 20 more for 30.33 until 2013-10",
            "目前落后 5；至 2013-10 须达 30.33，还需 20",
        ),
        # 60 x 184 / 365 = 30.247 until the year's end.
        ("at_most: 60, effective: {from: 2013-07}", "19 left of 30.25 until 2013-12", "至 2013-12 共 30.25，还可有 19"),
        ("at_most: 60", "49 left; likely met", "还可有 49；预计达标"),
    ],
)
def test_what_is_left_of_a_bound_in_effect_for_some_months(tmp_path: Path, target: str, words: str, zh: str) -> None:
    rows = [{"month": "2013-07", "town": "A", "births": 5}, {"month": "2013-08", "town": "A", "births": 6}]
    if "effective" not in target:
        rows += [{"month": f"2013-0{month}", "town": "A", "births": 0} for month in range(1, 7)]
    results = judged(tmp_path, rows, f"  - {{indicator: births, {target}}}\n")
    for code, expected in (("en", words), ("zh", zh)):
        (one,) = in_words(results, results.columns, language(code))
        assert one.to_go == expected


def test_villages_have_no_drivers_and_that_is_said_once(tmp_path: Path) -> None:
    for by, most, words in (
        ("village", 1, "No villages are named: there are none below the areas that fail."),
        ("town", 900, "No villages are named: nothing fails."),
    ):
        results = judged(
            tmp_path, months("A", "a", 4), f"  - {{indicator: births, at_most: {most}}}\n", by=by, drivers=2
        )  # fmt: skip
        assert extra_views(results, ENGLISH) == []
        assert [note.words for note in verdict_view(results, ENGLISH).notes].count(words) == 1


def test_area_without_a_village_still_warns_where_the_target_warns(tmp_path: Path) -> None:
    rows = [*months("A", "a", 9), *months("A", "b", 8)]
    targets = "  - {indicator: births, at_most: 10, severity: warn}\n"
    (view,) = extra_views(judged(tmp_path, rows, targets, drivers=2), ENGLISH)
    assert list(column(view, "Area without").values) == ["", "96 WARN", ""]


def test_targets_of_one_label_can_be_told_apart(tmp_path: Path) -> None:
    targets = """
  - {indicator: births, at_most: 10}
  - {indicator: births, at_least: 5}
  - {indicator: natural_increase_rate, at_most: 5, basis: period, name: Increase (period)}
  - {indicator: natural_increase_rate, between: [-1, 0], basis: annual, name: Periodical increase}
"""
    results = judged(tmp_path, months("A", "a", 4), targets)
    assert list(target_labels(results, ENGLISH).values()) == [
        "Births", "Births #2", "Increase (period)", "Periodical increase (annual)"
    ]  # fmt: skip
    assert "-1 to 0" in {one.bound for one in in_words(results, results.columns, ENGLISH)}
