"""The facts of a figure add up to the figure, and what is printed of them can be followed with a pocket calculator."""

from __future__ import annotations

import ast
import io
import operator
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import popcalc
from popcalc.definitions.catalogue import Catalogue, Indicator, Moment
from popcalc.definitions.loading import load_catalogue, load_targets
from popcalc.errors import RequestError
from popcalc.explaining.facts import FigureFacts
from popcalc.explaining.figures import explain
from popcalc.explaining.judged import explain_verdicts
from popcalc.language import ENGLISH
from popcalc.output.explanation import Line, definition_lines, figure_lines, lines_of
from popcalc.output.explanation.arithmetic import told_apart, written
from popcalc.output.writers.terminal import write_lines
from popcalc.periods import Calendar
from popcalc.question import ask
from tests.unit.oracle import Asked, Oracle
from tests.unit.tables import CATALOGUE, INDICATORS, add_quotas, random_rows, table_of, with_rows

ROOT = Path(__file__).resolve().parents[3]
MONTHLY = ROOT / "sample_data" / "monthly"
TOWNSHIP = ROOT / "sample_data" / "facts" / "township-half-year.csv"
COUNTY = ROOT / "sample_data" / "facts" / "county-nine-months.csv"
VILLAGES = {"a": "north", "b": "north", "c": "south"}

# A pocket calculator: numbers, brackets and the four operations, in fractions.

OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
ARITHMETIC = r"[\d.,()+\-/x ]*\d[\d.,()+\-/x ]*"
EQUATION = re.compile(rf"({ARITHMETIC}) = (-?[\d,]+(?:\.\d+)?)")
COMPARISON = re.compile(r"(-?[\d.,]*\d) (<=|>=|<|>) (-?[\d.,]*\d)")
COMPARED = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
TABLE_ROW = re.compile(r"^ +(?:\d{4}\S*) +([\d,]+) +([\d,]+) +(\d+) +([\d,.]+) +\d+")


def number(shown: str) -> Fraction:
    return Fraction(shown.replace(",", ""))


def calculated(expression: str) -> Fraction:
    """What a calculator makes of an expression as it is printed."""

    def of(node: ast.expr) -> Fraction:
        match node:
            case ast.BinOp(left, sign, right):
                return OPERATIONS[type(sign)](of(left), of(right))
            case ast.UnaryOp(ast.USub(), operand):
                return -of(operand)
            case ast.Constant():
                return Fraction(ast.get_source_segment(source, node) or "")
        raise AssertionError(f"not arithmetic: {expression}")

    source = expression.replace(",", "").replace(" x ", " * ").strip()
    return of(ast.parse(source, mode="eval").body)


def agrees(shown: str, value: Fraction) -> bool:
    """Whether a printed number is a value to within half of its last digit."""
    decimals = len(shown.partition(".")[2])
    return abs(number(shown) - value) * 2 <= Fraction(1, 10**decimals)


@dataclass(frozen=True)
class Page:
    """A printed explanation."""

    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def equations(self) -> Iterator[tuple[str, str]]:
        for line in self.lines:
            # What stands before a colon or brackets of words is talk.
            yield from EQUATION.findall(re.sub(r"^.*: (?=[\d(-])", "", line))

    def count(self, key: str) -> Fraction:
        """The sum of a count, added up from its months."""
        line = next(line for line in self.lines if line.strip().startswith(f"{key} "))
        head, _, months = line.strip().partition(": ")
        parts = re.findall(r"\d{4}\S* (-?[\d.,]*\d)(?:, |$)", months)
        if parts:
            assert sum(map(number, parts)) == number(head.split()[1]), line
        return number(head.split()[1])

    def person_days(self) -> Fraction:
        """The person-days, added up from (first + last) / 2 x days."""
        rows = [found.groups() for found in map(TABLE_ROW.match, self.lines) if found]
        for first, last, days, product in rows:
            assert (number(first) + number(last)) * int(days) / 2 == number(product)
        return sum((number(row[3]) for row in rows), Fraction(0))

    def named(self, start: str) -> str:
        """The rest of the line that starts with some words."""
        return next(line.strip()[len(start) :] for line in self.lines if line.strip().startswith(start))


def page_of(facts: FigureFacts, catalogue: Catalogue) -> Page:
    stream = io.StringIO()
    write_lines(lines_of(figure_lines(facts, catalogue, ENGLISH), ENGLISH, None), stream, color=False)
    return Page(stream.getvalue())


def explained(sources: Path, key: str, **asked: str) -> tuple[Page, float]:
    """The printed explanation of a figure, and the value that `compute` gives."""
    area = asked.pop("area", None)
    counts = popcalc.read(sources, year_start=int(asked.pop("year_start", "1")))
    question = ask(areas=[area] if area else [], calendar=counts.calendar, **asked)  # type: ignore[arg-type]
    (facts,) = explain(counts.whole, counts.catalogue.indicators[key], counts.catalogue, question)
    frame = popcalc.compute(counts, key, areas=[area] if area else [], by=None if area else "all", **asked)  # type: ignore[arg-type]
    computed = frame if area else frame[frame["level"] == "all"]
    return page_of(facts, counts.catalogue), float(computed["value"].iloc[0])


FIGURES: dict[str, tuple[Path, str, dict[str, str], str]] = {
    # The last word is the value by hand from what the page says, in terms of its counts (n, m) and person-days (d).
    "rate": (MONTHLY, "crude_birth_rate", {}, "1000 * births * 365 / d"),
    "rate of the period": (
        MONTHLY,
        "crude_birth_rate",
        {"basis": "period", "last": "2013H1"},
        "1000 * births * 181 / d",
    ),
    "rate by ends": (MONTHLY, "crude_birth_rate", {"average": "ends"}, "1000 * births * 365 / d"),
    "rate by middle": (MONTHLY, "crude_birth_rate", {"average": "mid", "area": "Northhill"}, "1000 * births * 365 / d"),
    "supplied": (TOWNSHIP, "crude_birth_rate", {"year_start": "10"}, "1000 * births * 365 / d"),
    "difference": (MONTHLY, "natural_increase_rate", {"area": "Northhill"}, "1000 * (births - deaths) * 365 / d"),
    "difference of the period": (
        TOWNSHIP,
        "natural_increase_rate",
        {"basis": "period"},
        "1000 * (births - deaths) * 182 / d",
    ),
    "proportion": (TOWNSHIP, "policy_compliance_rate", {}, "100 * births_in_policy / births"),
    "sex ratio": (MONTHLY, "sex_ratio_at_birth", {"area": "Eastbridge"}, "100 * births_male / births_female"),
    "change": (
        MONTHLY,
        "population_growth_rate",
        {},
        "1000 * (closing_population - opening_population) / opening_population",
    ),
    "quota": (
        MONTHLY,
        "preconception_check_completion",
        {},
        "100 * preconception_checks_done / preconception_checks_quota",
    ),
    "count": (MONTHLY, "natural_increase", {"first": "2013-03", "last": "2013-04"}, "births - deaths"),
    "closing": (
        MONTHLY,
        "contraceptive_prevalence",
        {},
        "100 * closing_contraceptive_users / closing_married_women_15_49",
    ),
    "county": (COUNTY, "policy_compliance_rate", {}, "100 * births_in_policy / births"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_pocket_calculator_arrives_at_the_value(name: str) -> None:
    source, key, asked, by_hand = FIGURES[name]
    page, value = explained(source, key, **asked)
    counts = {word: page.count(re.sub(r"^(closing|opening)_(.*)", r"\1(\2)", word)) for word in WORDS.findall(by_hand)}
    expected = eval(by_hand, {}, {**counts, "d": page.person_days()})
    assert float(expected) == value
    shown = page.named("rounded half up: ").split()[0]
    assert agrees(shown, expected)
    *_, last = [(expression, found) for expression, found in page.equations() if agrees(found, expected)]
    assert calculated(last[0]) == expected


WORDS = re.compile(r"[a-z_]\w{2,}")


@pytest.mark.parametrize("name", FIGURES)
def test_every_equation_and_comparison_that_is_printed_holds(name: str) -> None:
    source, key, asked, _ = FIGURES[name]
    page, _ = explained(source, key, **asked)
    found = list(page.equations())
    assert found
    for expression, shown in found:
        assert agrees(shown, calculated(expression)), (expression, shown)


def judged(sources: Path, key: str, area: str, targets: Path, period: str = "all") -> tuple[Page, FigureFacts]:
    known = load_catalogue()
    aims = load_targets(targets, known)
    counts = popcalc.read(sources, year_start=aims.calendar.year_start)
    question = ask(areas=[area], period=period, calendar=aims.calendar)
    facts = explain_verdicts(counts.whole, known.indicators[key], aims, known, counts.available, question)
    return page_of(facts[0], known), facts[0]


def township_targets(folder: Path, targets: str) -> Path:
    file = folder / "targets.yaml"
    file.write_text(f"version: 1\nyear: 2013\nyear_start: 10\ntargets:\n{targets}", encoding="utf-8")
    return file


def test_paced_bound_and_what_is_left_are_written_out(tmp_path: Path) -> None:
    page, _ = judged(
        TOWNSHIP, "births", "Whitestone", township_targets(tmp_path, "  - {indicator: births, at_most: 510}\n")
    )
    assert "510 x 182 / 365 = 254.3013699" in page.text
    assert "233 <= 254.3013699: pass" in page.text
    assert "233 + 277 = 510" in page.text
    assert "233 + 278 = 511 > 510" in page.text


def test_what_turns_a_floor_on_a_proportion_is_written_out(tmp_path: Path) -> None:
    aims = township_targets(tmp_path, "  - {indicator: policy_compliance_rate, at_least: 96}\n")
    page, _ = judged(TOWNSHIP, "policy_compliance_rate", "Whitestone", aims)
    assert "85.40772532 < 96: fail" in page.text
    assert "strong" in page.named("evidence")
    assert "100 x (199 + 617) / (233 + 617) = 96" in page.text


@pytest.mark.parametrize(
    ("basis", "shown"), [("period", "3.879346696 <= 5: pass"), ("annual", "7.780008483 > 5: fail")]
)
def test_rate_is_judged_on_the_basis_of_its_target(tmp_path: Path, basis: str, shown: str) -> None:
    aims = township_targets(tmp_path, f"  - {{indicator: natural_increase_rate, at_most: 5, basis: {basis}}}\n")
    page, _ = judged(TOWNSHIP, "natural_increase_rate", "Whitestone", aims)
    assert shown in page.text


TARGETS = """\
  - {indicator: births, at_most: 510}
  - {indicator: births, at_least: 300, level: town}
  - {indicator: natural_increase_rate, at_most: 5, basis: period}
  - {indicator: crude_birth_rate, at_least: 20}
  - {indicator: policy_compliance_rate, at_most: 80}
  - {indicator: out_of_policy_birth_rate, at_most: 20}
  - {indicator: sex_ratio_at_birth, between: [100, 104]}
  - {indicator: crude_death_rate, at_most: 1}
"""


@pytest.mark.parametrize(
    "key",
    [
        "births",
        "natural_increase_rate",
        "crude_birth_rate",
        "policy_compliance_rate",
        "out_of_policy_birth_rate",
        "sex_ratio_at_birth",
        "crude_death_rate",
    ],
)
def test_what_would_turn_a_verdict_turns_it_and_one_step_less_does_not(tmp_path: Path, key: str) -> None:
    page, facts = judged(TOWNSHIP, key, "Whitestone", township_targets(tmp_path, TARGETS))
    for expression, shown in page.equations():
        assert agrees(shown, calculated(expression)), (expression, shown)
    for low, sign, high in COMPARISON.findall(page.text):
        assert COMPARED[sign](number(low), number(high)), (low, sign, high)
    pages = [Page(part) for part in page.text.split("\n  Target ")[1:]]
    for page, verdict in zip(pages, facts.verdicts, strict=True):
        side = "at_most" if verdict.written.high is not None else "at_least"
        bound = verdict.written.high if side == "at_most" else verdict.written.low
        assert bound is not None
        assert ("out of reach" in page.text) is (verdict.to_go is None and verdict.status == "fail")
        if verdict.to_go is None:
            continue
        start = next(at for at, line in enumerate(page.lines) if re.search(r" (more|too many)\b.*:$", line))
        turning = [found for found in Page("\n".join(page.lines[start:])).equations() if "x 183" not in found[0]]
        done, undone = (calculated(expression) for expression, _ in turning[-2:])
        assert (done <= bound < undone) if side == "at_most" else (undone < bound <= done)


def test_value_is_told_apart_from_a_bound_that_it_nearly_reaches() -> None:
    value = Fraction(10**14 - 1, 10**14) * 95
    assert written(value) == "95.00000000"
    assert Fraction(told_apart(value, Fraction(95))) < 95
    assert told_apart(Fraction(95), Fraction(95)) == "95"


@settings(max_examples=25)
@given(
    st.integers(0, 2**32),
    st.sampled_from(INDICATORS),
    st.sampled_from(["curve", "ends", "mid"]),
    st.sampled_from(["drop", "keep"]),
    st.sampled_from(["annual", "period"]),
    st.integers(1, 12),
    st.sampled_from(["all", "year", "quarter"]),
)
def test_facts_add_up_to_what_an_independent_calculator_gives(
    seed: int, indicator: Indicator, average: str, unmatched: str, basis: str, year_start: int, period: str
) -> None:
    chance = random.Random(seed)
    rows = add_quotas(random_rows(chance, VILLAGES, range(2011 * 12 + 5, 2013 * 12)), chance, year_start)
    table = table_of(rows, VILLAGES)
    area = chance.choice([None, "north", "south"])
    question = ask(
        areas=[area] if area else [],
        period=period,
        average=average,
        unmatched=unmatched,
        basis=basis,
        calendar=Calendar(year_start),
    )
    oracle = Oracle(rows, VILLAGES, CATALOGUE)
    try:
        figures = explain(table, indicator, CATALOGUE, question)
    except RequestError:
        return
    for facts in figures:
        asked = Asked(
            villages=frozenset(village for village, town in VILLAGES.items() if area in (None, town)),
            period=(facts.period.start, facts.period.end),
            span=(facts.period.start, facts.period.end),
            year_start=year_start,
            average=average,
            keep=unmatched == "keep",
            basis=basis,
        )
        expected = oracle.answer(indicator, asked)
        assert facts.value == expected.value
        assert (facts.coverage.reported, facts.coverage.expected) == (expected.reported, expected.expected)
        page = page_of(facts, CATALOGUE)
        if facts.value is None:
            assert "no figure" in page.text
            continue
        lived = facts.person_time
        if lived:
            # Days of leap years are told apart only where there are others.
            in_leap_years = lived.twice_366 if lived.twice_365 else 0
            for leap, twice in ((False, lived.twice), (True, in_leap_years)):
                pieces = [
                    stock.coefficient * piece.twice
                    for stock in lived.stocks
                    for piece in (stock.leap_pieces if leap else stock.pieces)
                ]
                assert sum(pieces) == twice
        found = list(page.equations())
        for expression, shown in found:
            assert agrees(shown, calculated(expression)), (expression, shown)
        if indicator.denominator or len(indicator.numerator.terms) > 1:
            assert facts.value in [calculated(expression) for expression, _ in found]
        else:
            # A count alone is no equation: it stands below `Value` as it is.
            assert agrees(page.lines[page.lines.index("  Value") + 1].split()[0], facts.value)
        assert sum(term.term.coefficient * term.amount for term in facts.numerator) == expected.numerator


def test_missing_village_months_are_named_with_what_is_missing() -> None:
    folder = MONTHLY
    counts = popcalc.read(folder)
    rows = counts.table.rows.copy()
    areas = counts.table.areas
    first, second = 0, 1
    month = 2013 * 12 + 4
    hidden = (rows["village"] == first) & (rows["start"] == month)
    rows.loc[hidden, "births"] = -1
    rows = rows[~((rows["village"] == second) & rows["start"].between(month, month + 1))].reset_index(drop=True)
    table = with_rows(counts.whole, rows)
    (facts,) = explain(table, counts.catalogue.indicators["crude_birth_rate"], counts.catalogue, ask())
    assert [(gap.village, gap.months, gap.lacking) for gap in facts.coverage.gaps] == [
        (areas.names[second], ("2013-05..2013-06",), "nothing"),
        (areas.names[first], ("2013-05",), "births"),
    ]
    assert facts.coverage.expected - facts.coverage.reported == 3
    page = page_of(facts, counts.catalogue)
    assert "missing: " in page.text
    assert "flag partial" in page.text


def test_lines_are_wrapped_to_the_width_and_tables_are_not() -> None:
    stream = io.StringIO()
    lines = [Line("word " * 30, 2), Line("a row of a table" * 6, 1, whole=True)]
    write_lines(lines_of(lines, ENGLISH, 40), stream, color=False)
    *wrapped, row = stream.getvalue().splitlines()
    assert len(wrapped) > 3
    assert max(map(len, wrapped)) <= 40
    assert len(row) == 98


@pytest.mark.parametrize("key", ["crude_birth_rate", "sex_ratio_at_birth", "population_growth_rate", "births"])
def test_definition_says_formula_kind_interval_and_counts(key: str) -> None:
    known = load_catalogue()
    indicator = known.indicators[key]
    stream = io.StringIO()
    write_lines(lines_of(definition_lines(indicator, known, ENGLISH), ENGLISH, None), stream, color=False)
    page = Page(stream.getvalue())
    assert page.lines[0] == f"{indicator.label.words['en']} / {indicator.label.words['zh']} ({key})"
    for start in ("formula: ", "kind: ", "unit: ", "interval: "):
        assert page.named(start)
    for count in indicator.counts:
        assert f"{count}: {known.counts[count].label.words['en']}" in page.text
    moments = {term.moment for term in (*indicator.numerator, *(indicator.denominator or ()))}
    assert ("closing(...) is" in page.text) == (Moment.CLOSING in moments)


def test_area_above_the_level_of_a_target_is_refused(tmp_path: Path) -> None:
    aims = township_targets(tmp_path, "  - {indicator: births, at_most: 510, level: village}\n")
    with pytest.raises(RequestError, match="NO_TARGET"):
        judged(TOWNSHIP, "births", "Whitestone", aims)
