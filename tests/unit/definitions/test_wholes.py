"""Which counts the catalogue makes parts of others."""

from __future__ import annotations

import pytest

from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.wholes import wholes

WHOLES = wholes(load_catalogue())


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("births_first_male", "births"),
        ("births_third_plus_in_policy", "births"),
        ("deaths_early_neonatal", "deaths"),
        ("married_women_no_child", "population"),
        ("users_iud", "married_women_15_49"),
        ("births", "births"),
    ],
)
def test_a_part_is_known_through_any_number_of_rules(part: str, whole: str) -> None:
    assert whole in WHOLES[part]


@pytest.mark.parametrize(
    ("part", "whole"),
    [("births", "births_male"), ("deaths", "births"), ("births", "population"), ("population_resident", "population")],
)
def test_what_no_rule_says_is_no_part(part: str, whole: str) -> None:
    assert whole not in WHOLES[part]
