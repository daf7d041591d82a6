"""Formulas: what they hold, and what is said when they are wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.definitions.catalogue import NUMBER, Formula, Moment, Term
from popcalc.definitions.formula import FormulaError, parse, parse_rule, position_of


def test_sums_and_differences_become_terms_in_the_order_written() -> None:
    assert parse("2 * births - deaths + closing(population) - 3*opening( population )") == Formula(
        (
            Term(2, "births"),
            Term(-1, "deaths"),
            Term(1, "population", Moment.CLOSING),
            Term(-3, "population", Moment.OPENING),
        )
    )


def test_terms_of_one_count_and_moment_merge() -> None:
    assert parse("births + deaths + 2 * births") == Formula((Term(3, "births"), Term(1, "deaths")))
    assert parse("opening(x) + closing(x)").terms == (Term(1, "x", Moment.OPENING), Term(1, "x", Moment.CLOSING))


@pytest.mark.parametrize(("written", "first"), [("-a + b", -1), ("+ a", 1), ("  a ", 1), ("a\n + b", 1)])
def test_leading_sign_and_white_space(written: str, first: int) -> None:
    assert parse(written).terms[0] == Term(first, "a")


counts = st.sampled_from(["births", "deaths", "opening", "closing", "x_1", "population"])
terms = st.builds(Term, st.integers(-9, 9).filter(bool), counts, st.sampled_from(Moment))


@given(st.lists(terms, min_size=1, max_size=6, unique_by=lambda term: (term.count, term.moment)))
def test_formula_as_written_out_reads_back_as_itself(several: list[Term]) -> None:
    formula = Formula(tuple(several))
    assert parse(str(formula)) == formula


@pytest.mark.parametrize(
    ("written", "position", "message"),
    [
        ("", 0, "a count is missing at the end"),
        ("births -", 8, "a count is missing at the end"),
        ("births + + deaths", 9, "a count is missing before +"),
        ("births deaths", 7, "a + or - is missing before deaths"),
        ("births / deaths", 7, "a formula has no division: give numerator and denominator"),
        ("births * 2", 7, "a factor stands before its count: 2 * births"),
        ("1000", 0, "1000 stands alone: a factor is written 1000 * births"),
        ("2 births deaths", 0, "2 stands alone: a factor is written 2 * births"),
        ("births + 5", 9, "5 stands alone: a factor is written 5 * births"),
        ("2births", 0, "2births is no count: a factor is written 2 * births"),
        ("0.5 * births", 0, "0.5 is not a whole number"),
        ("0 * births", 0, "a factor is a whole number from 1 to 1,000,000"),
        ("99999999999 * births", 0, "a factor is a whole number from 1 to 1,000,000"),
        ("births − deaths", 7, "− is not the minus sign of the keyboard: write -"),
        ("(births + deaths)", 0, "a count is missing before ("),
        ("births + deaths)", 15, "a formula has no brackets of its own: write the terms out"),
        ("sum(births)", 0, "sum(...) is unknown: only opening(...) and closing(...) are"),
        ("closing()", 0, "closing(...) takes one count"),
        ("closing(a + b)", 0, "closing(...) takes one count"),
        ("births - births + deaths", 0, "births cancels itself out"),
        ("births = deaths", 7, "= belongs in a rule only, and once"),
        ("__import__('os').system('x')", 11, "' has no meaning here: a formula adds and subtracts counts"),
        ("出生", 0, "出 has no meaning here: a formula adds and subtracts counts"),
    ],
)
def test_what_is_no_formula_is_said_with_its_position(written: str, position: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(written)
    assert (caught.value.position, str(caught.value.text)) == (position, message)


def test_rule_has_two_sides_and_a_comparison() -> None:
    rule = parse_rule("births_first_in_policy <= births_first")
    assert (rule.left, rule.comparison, rule.right) == (parse("births_first_in_policy"), "<=", parse("births_first"))
    assert parse_rule("births = births_male + births_female").counts == ("births", "births_male", "births_female")


@pytest.mark.parametrize("sign", ["=", "!=", "<", "<=", ">", ">="])
def test_rule_has_any_of_the_comparisons(sign: str) -> None:
    assert parse_rule(f"births {sign} deaths").comparison == sign
    assert parse_rule(f"births{sign}deaths") == parse_rule(f"births {sign} deaths")


def test_two_equal_signs_are_one() -> None:
    assert parse_rule("a == b") == parse_rule("a = b")


def test_numbers_stand_in_rules_and_nowhere_else() -> None:
    rule = parse_rule("2 * births + 5 - 3 > 0")
    assert rule.left == Formula((Term(2, "births"), Term(2, NUMBER)))
    assert (rule.right, rule.counts) == (Formula((Term(0, NUMBER),)), ("births",))
    assert (str(rule.left), str(rule.right)) == ("2 * births + 2", "0")
    assert str(parse_rule("births - 5 <= deaths").left) == "births - 5"


@pytest.mark.parametrize(
    ("written", "position", "message"),
    [
        ("births", 6, "a rule compares two formulas with one of =, !=, <, <=, >, >=, =="),
        ("a => b", 3, "a count is missing before >"),
        ("a ≤ b", 2, "≤ is not on the keyboard: write <="),
        ("5 <= 6", 0, "a rule speaks of a count at least"),
        ("a <= 9999999999", 5, "a number is at most 1,000,000,000"),
        ("a <= 5 b", 5, "5 stands alone: a factor is written 5 * births"),
        ("a <= 0.5", 5, "0.5 is not a whole number"),
        ("a = b = c", 6, "= belongs in a rule only, and once"),
        ("a =", 3, "a count is missing at the end"),
        ("= a", 0, "a count is missing before ="),
        ("a b", 2, "a + or - is missing before b"),
    ],
)
def test_what_is_no_rule_is_said_with_its_position(written: str, position: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_rule(written)
    assert (caught.value.position, str(caught.value.text)) == (position, message)


def test_position_is_of_the_whole_name() -> None:
    assert position_of("births", "births_male + births") == 14


def outcome(written: str) -> Formula | FormulaError:
    try:
        return parse(written)
    except FormulaError as problem:
        return problem


@given(st.text(max_size=40) | st.text("ab (+-*)<=2.closing", max_size=40))
def test_any_text_is_a_formula_or_a_formula_error(written: str) -> None:
    found = outcome(written)
    if isinstance(found, Formula):
        assert {term.count for term in found.terms} <= set(re.findall(r"\w+", written))
        assert parse(str(found)) == found
    else:
        assert 0 <= found.position <= len(written)
        assert str(found.text)
