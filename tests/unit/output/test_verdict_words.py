"""Verdicts in words: what is shown never contradicts what was decided."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import popcalc
from popcalc.definitions.catalogue import Indicator, Kind
from popcalc.definitions.loading import load_targets
from popcalc.definitions.targets import Bound, Operator, Rule
from popcalc.errors import Place
from popcalc.judging.check import check
from popcalc.language import ENGLISH, language
from popcalc.output.explanation.verdict import bound_words
from popcalc.output.verdict_words import EVIDENCE, REASONS, WORDS, figure_and_bound, in_words
from popcalc.output.verdicts import grid_view, verdict_view
from popcalc.question import ask
from popcalc.records import VerdictResults
from tests.unit.tables import indicator

RATE = indicator("share", Kind.PROPORTION, "males", "births", 100)
COUNT = indicator("births", Kind.COUNT, "births")
fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)


def row(value: Fraction, low: Fraction | None, high: Fraction | None, operator: str) -> dict[str, object]:
    return {
        "exact_numerator": value.numerator,
        "exact_denominator": value.denominator,
        "exact_low": low,
        "exact_high": high,
        "operator": operator,
        # The bound was taken in part, not as it is written.
        "applied_low": math.nan if low is None else float(low),
        "applied_high": math.nan if high is None else float(high),
        "bound_low": math.inf,
        "bound_high": math.inf,
    }


def rule_on(one: Indicator) -> Rule:
    return Rule("target", one, Bound(Operator.AT_MOST, None, Fraction(1)), Place("test"))


def number(words: str) -> Fraction:
    return Fraction(words.replace(",", ""))


@given(value=fractions, away=st.integers(-3, 3), size=st.integers(0, 25), whole=st.booleans())
def test_shown_figure_and_bound_give_the_verdict(value: Fraction, away: int, size: int, whole: bool) -> None:
    value = Fraction(round(value)) if whole else value
    bound = value + Fraction(away, 10**size)
    one = rule_on(COUNT if whole else RATE)
    figure, shown = figure_and_bound(row(value, bound, None, "at_least"), one, ENGLISH)
    assert (number(figure) < number(shown.removeprefix("≥ "))) == (value < bound)
    figure, shown = figure_and_bound(row(value, None, bound, "at_most"), one, ENGLISH)
    assert (number(figure) > number(shown.removeprefix("≤ "))) == (value > bound)


@pytest.mark.parametrize(
    ("value", "low", "figure", "bound"),
    [
        ("94.996", "95", "94.996", "≥ 95"),
        ("94.99", "95", "94.99", "≥ 95"),
        ("95", "95", "95.00", "≥ 95"),
        ("95.0000001", "95", "95.00", "≥ 95"),
        ("94.9999999", "95", "94.9999999", "≥ 95"),
        ("49.594", "49.5949", "49.594", "≥ 49.595"),
        ("65.5", "66", "65.50", "≥ 66"),
    ],
)
def test_more_digits_only_where_the_verdict_needs_them(value: str, low: str, figure: str, bound: str) -> None:
    assert figure_and_bound(row(Fraction(value), Fraction(low), None, "at_least"), rule_on(RATE), ENGLISH) == (
        figure,
        bound,
    )


def test_whole_count_has_no_decimals() -> None:
    paced = Fraction(510 * 182, 365)
    assert figure_and_bound(row(Fraction(233), None, paced, "at_most"), rule_on(COUNT), ENGLISH) == ("233", "≤ 254.30")
    assert figure_and_bound(
        row(Fraction(1_234), Fraction(1_000), Fraction(2_000), "between"), rule_on(COUNT), ENGLISH
    ) == (
        "1,234",
        "1,000–2,000",
    )


def results_of(
    tmp_path: Path, rows: Sequence[dict[str, object]], targets: str, *, catalogue: Path | None = None
) -> VerdictResults:
    data, aims = tmp_path / "counts.csv", tmp_path / "targets.yaml"
    pd.DataFrame(rows).to_csv(data, index=False)
    aims.write_text(f"version: 1\nyear: 2013\ntargets:\n{targets}", encoding="utf-8")
    counts = popcalc.read(data, catalogue=catalogue or ())
    known = load_targets(aims, counts.catalogue)
    return check(counts.table, known, counts.catalogue, counts.available, ask())[0]


HALF = "2013-01..2013-06"
TO_GO = [
    ("births: 233", "births, at_most: 510", "277 left"),
    ("births: 511", "births, at_most: 510", "out of reach; likely missed"),
    ("births: 100", "births, at_least: 510", "153 behind today; 410 more by 2013-12-31; likely missed"),
    (
        "births: 233, births_in_policy: 199",
        "policy_compliance_rate, at_least: 96",
        "617 more, all of which count; likely missed",
    ),
    ("births: 233, births_in_policy: 199", "policy_compliance_rate, at_least: 100", "out of reach; likely missed"),
    ("births: 100, births_third_plus: 5", "third_plus_birth_share, at_most: 4", "25 more, none of which counts"),
    ("births: 100, births_third_plus: 5", "third_plus_birth_share, at_most: 10", "5 left"),
    ("births: 120, births_male: 70, births_female: 50", "sex_ratio_at_birth, between: [103, 107]", ""),
    (
        "preconception_checks_done: 205, preconception_checks_quota: 420",
        "preconception_check_completion, at_least: 100",
        "4 behind today; 215 more by 2013-12-31",
    ),
    (
        "births: 20, deaths: 1, population_average: 1000",
        "natural_increase_rate, at_most: 5",
        "14 too many; likely missed",
    ),
    ("births: 2, deaths: 1, population_average: 1000", "natural_increase_rate, at_most: 5", "4 left"),
]


@pytest.mark.parametrize(("counts", "target", "words"), TO_GO)
def test_what_is_left_in_words(tmp_path: Path, counts: str, target: str, words: str) -> None:
    cells = dict(pair.split(": ") for pair in counts.split(", "))
    results = results_of(tmp_path, [{"period": HALF, "town": "A", **cells}], f"  - {{indicator: {target}}}\n")
    (found,) = in_words(results, results.columns, ENGLISH)
    assert found.to_go == words


@pytest.mark.parametrize(
    ("births", "target", "words"),
    [(500, "at_most: 510", "10 to spare"), (500, "at_least: 510", "10 short"), (511, "at_most: 510", "out of reach")],
)
def test_nothing_is_left_to_do_when_the_year_is_over(tmp_path: Path, births: int, target: str, words: str) -> None:
    rows = [{"period": "2013", "town": "A", "births": births}]
    results = results_of(tmp_path, rows, f"  - {{indicator: births, {target}}}\n")
    (found,) = in_words(results, results.columns, ENGLISH)
    assert found.to_go == words


CATALOGUE = """\
version: 1
indicators:
  deaths_among_events: {label: {en: E}, kind: proportion, numerator: deaths, denominator: births + deaths, per: 100,
    interval: none}
  reached: {label: {en: R}, kind: proportion, numerator: births, denominator: closing(population), per: 100,
    interval: binomial}
  deaths_to_births: {label: {en: D}, kind: ratio, numerator: deaths, denominator: births, per: 100}
"""


@pytest.mark.parametrize(
    ("counts", "target", "words"),
    [
        # 20 of 100 are to be 30: (20 + 15) / (100 + 15) = 30.4; to be 10: 20 / (100 + 100).
        ("births: 80, deaths: 20", "deaths_among_events, at_least: 30", "15 more, all of which count"),
        ("births: 80, deaths: 20", "deaths_among_events, at_most: 10", "100 more, none of which counts"),
        ("births: 80, deaths: 20", "deaths_among_events, between: [9, 10]", "100 more, none of which counts"),
        # 50 of 1,000 people are to be 120 at the end, and 59.5 by the 181 of 365 days that have passed.
        ("births: 50, population: 1000", "reached, at_least: 12", "10 behind today; 70 more by 2013-12-31"),
        # 20 deaths to 80 births are to be 20 to 100.
        ("births: 80, deaths: 20", "deaths_to_births, at_most: 20", "20 more in the denominator"),
        ("births: 80, deaths: 20", "deaths_to_births, between: [15, 20]", "20 more in the denominator"),
    ],
)
def test_what_is_left_hangs_on_what_more_events_do_not_on_the_interval(
    tmp_path: Path, counts: str, target: str, words: str
) -> None:
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    cells = dict(pair.split(": ") for pair in counts.split(", "))
    rows: list[dict[str, object]] = [{"period": HALF, "town": "A", **cells}]
    results = results_of(tmp_path, rows, f"  - {{indicator: {target}}}\n", catalogue=tmp_path / "catalogue.yaml")
    (found,) = in_words(results, results.columns, ENGLISH)
    assert found.to_go.removesuffix("; likely missed") == words


MANY = """
  - {indicator: births, at_most: 510}
  - {indicator: births, at_least: 510, severity: warn}
  - {indicator: natural_increase_rate, at_most: 5, areas: {"[bold]B": {at_most: 9}}}
  - {indicator: natural_increase_rate, at_most: 5, basis: period, name: Increase of the half-year}
"""


def many(tmp_path: Path) -> VerdictResults:
    rows = [
        {"period": HALF, "town": town, "births": births, "deaths": 3, "population_average": 9_000}
        for town, births in (("A", 240), ("[bold]B", 20))
    ]
    return results_of(tmp_path, rows, MANY)


def test_fails_come_first_and_warnings_after_them(tmp_path: Path) -> None:
    view = verdict_view(many(tmp_path), ENGLISH)
    marks = list(view.stubs[0].values)
    assert marks == ["FAIL", "FAIL", "WARN", "WARN", "pass", "pass", "pass", "pass"]
    assert view.notes[1].words == "2 fails are warnings only."


def test_basis_is_said_where_targets_differ_in_it(tmp_path: Path) -> None:
    results = many(tmp_path)
    targets = set(verdict_view(results, ENGLISH).stubs[2].values)
    assert "Rate of natural increase (annual)" in targets
    assert "Increase of the half-year (period)" in targets


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_narrow_table_has_all_that_the_wide_one_has(tmp_path: Path, columns: int) -> None:
    results = many(tmp_path)
    wide = verdict_view(results, ENGLISH)
    narrow = verdict_view(results, ENGLISH, columns)
    shown = " ".join(" ".join(column.values) for column in (*narrow.stubs, *narrow.columns))
    for column in (*wide.stubs, *wide.columns):
        for cell in column.values:
            for word in re.findall(r"[^\s()]+", cell):
                assert word in shown, word


def test_grid_shows_the_usual_bound_above_and_an_own_one_in_the_cell(tmp_path: Path) -> None:
    view = grid_view(many(tmp_path), ENGLISH)
    assert list(view.stubs[0].values) == ["A", "[bold]B"]
    column = next(one for one in view.columns if one.label == "Rate of natural increase (annual)")
    assert column.unit == "≤ 5"
    assert column.values[1].endswith("(≤ 9)")


def test_every_word_of_a_verdict_has_a_translation() -> None:
    chinese = language("zh")
    called = re.compile(r"text\(\s*\"([^\"]+)\"\s*[,)]")
    for module in ("verdict_words", "verdict_notes", "verdicts", "verdict_extras", "judged"):
        source = files("popcalc.output").joinpath(f"{module}.py").read_text(encoding="utf-8")
        for template in called.findall(source):
            assert template in chinese.words, template
    for sentence in (*WORDS.values(), *REASONS.values(), *EVIDENCE.values()):
        assert sentence.template in chinese.words or not sentence.template


@pytest.mark.parametrize(
    ("written", "shown", "explained"),
    [
        ("at_most: 0.50", "≤ 0.50", "at most 0.50"),
        ("at_least: 85.0", "≥ 85.0", "at least 85.0"),
        ("between: [8, 12.500]", "8–12.500", "from 8 to 12.500"),
        ("at_most: 5", "≤ 5", "at most 5"),
    ],
)
def test_a_bound_has_the_decimals_that_it_is_written_with(
    written: str, shown: str, explained: str, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [{"period": "2013", "town": "A", "births": 5, "births_male": 2}]
    results = results_of(tmp_path, rows, f"  - {{indicator: sex_ratio_at_birth, {written}}}\n")
    (found,) = in_words(results, results.columns, ENGLISH)
    assert found.bound == shown
    (rule,) = results.rules.values()
    assert str(bound_words(rule.bound)) == explained
