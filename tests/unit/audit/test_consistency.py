"""Figures that fix each other, without any file of counts."""

from __future__ import annotations

import pytest

from popcalc.audit.audit import audit
from popcalc.audit.consistency import Between
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.printed_file import assemble
from popcalc.definitions.strict_yaml import parse
from popcalc.output.audit_words import explanation

CATALOGUE = load_catalogue()


def found_in(*figures: str) -> list[tuple[Between, tuple[int, ...]]]:
    source = "version: 1\nfigures:\n" + "".join(f"  - {{{one}}}\n" for one in figures)
    found = audit(assemble(parse(source.encode(), "printed.yaml"), CATALOGUE), CATALOGUE)
    assert found.fails or not found.contradictions
    return [(one.between, one.figures) for one in found.contradictions]


BIRTHS = "indicator: crude_birth_rate, printed: 6.55, counts: {births: 233}"


@pytest.mark.parametrize(("increase", "contradicts"), [("3.59", True), ("3.88", False), ("3.87", False)])
def test_two_rates_imply_one_population(increase: str, contradicts: bool) -> None:
    other = f"indicator: natural_increase_rate, printed: {increase}, counts: {{births: 233, deaths: 95}}"
    assert found_in(BIRTHS, other) == ([(Between.POPULATION, (0, 1))] if contradicts else [])


def test_rates_of_other_areas_and_periods_are_apart() -> None:
    other = "indicator: natural_increase_rate, printed: 3.59, counts: {births: 233, deaths: 95}"
    assert found_in(BIRTHS, f"{other}, area: Elsewhere") == []
    assert found_in(BIRTHS, f"{other}, period: 2013-06") == []


@pytest.mark.parametrize(("increase", "contradicts"), [("3.88", False), ("3.90", False), ("3.95", True)])
def test_natural_increase_is_births_less_deaths(increase: str, contradicts: bool) -> None:
    rates = [
        "indicator: crude_birth_rate, printed: 6.55",
        "indicator: crude_death_rate, printed: 2.67",
        f"indicator: natural_increase_rate, printed: {increase}",
    ]
    assert found_in(*rates) == ([(Between.DIFFERENCE, (2, 0, 1))] if contradicts else [])


@pytest.mark.parametrize(("third", "contradicts"), [("5.2", False), ("5.3", False), ("5.6", True)])
def test_shares_of_a_whole_add_up(third: str, contradicts: bool) -> None:
    shares = [
        "indicator: first_birth_share, printed: 60.4",
        "indicator: second_birth_share, printed: 34.4",
        f"indicator: third_plus_birth_share, printed: {third}",
    ]
    assert found_in(*shares) == ([(Between.PARTS, (0, 1, 2))] if contradicts else [])


def test_a_share_and_its_complement_add_up() -> None:
    inside = "indicator: policy_compliance_rate, printed: 85.4"
    assert found_in(inside, "indicator: out_of_policy_birth_rate, printed: 14.6") == []
    assert found_in(inside, "indicator: out_of_policy_birth_rate, printed: 15.6") == [(Between.PARTS, (0, 1))]


def test_a_base_that_is_printed_twice_is_one_number() -> None:
    other = "indicator: policy_compliance_rate, printed: 85.4, counts: {births: 234, births_in_policy: 200}"
    assert (Between.COUNT, (0, 1)) in found_in(BIRTHS, other)
    assert found_in(BIRTHS, "indicator: births, printed: 233") == []
    assert found_in(BIRTHS, "indicator: births, printed: 243") == [(Between.COUNT, (0, 1))]


def test_parts_of_a_count_add_up() -> None:
    shares = "indicator: policy_compliance_rate, printed: 96.97"
    fits = "counts: {births: 858, births_in_policy: 832, births_out_of_policy: 26}"
    wrong = "counts: {births: 858, births_in_policy: 832, births_out_of_policy: 36}"
    assert found_in(f"{shares}, {fits}") == []
    assert found_in(f"{shares}, {wrong}") == [(Between.SUM, (0,))]


def test_one_indicator_printed_twice_is_one_value() -> None:
    ratio = "indicator: sex_ratio_at_birth, printed: "
    assert found_in(f"{ratio}'109.4:100'", f"{ratio}'109.43:100'") == []
    assert found_in(f"{ratio}'109.4:100'", f"{ratio}'109.53:100'") == [(Between.REPEATED, (0, 1))]


def test_many_figures_that_differ_are_named_in_few_words() -> None:
    ratio = [f"indicator: sex_ratio_at_birth, printed: {number}" for number in range(100, 3100)]
    found = audit(
        assemble(
            parse(("version: 1\nfigures:\n" + "".join(f"  - {{{one}}}\n" for one in ratio)).encode(), "r"), CATALOGUE
        ),
        CATALOGUE,
    )
    assert len(found.contradictions) == len(ratio) - 2  # 100 may be 100.9..., rounded down, and 101 that, rounded
    assert len(str(explanation(found.figures[0], found))) < 500
