"""Parts of a count among the words of a header."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.definitions.loading import load_catalogue
from popcalc.intake.header.headings import heading
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.part_names import headed_parts

LEXICON = header_lexicon(load_catalogue(), Columns())


@pytest.mark.parametrize(
    ("levels", "values", "rest"),
    [
        (("population", "0-4"), {"age": "0-4"}, "population"),
        (("population 65 and over",), {"age": "65 and over"}, "population"),
        (("births (plan)",), {"plan": "plan"}, "births"),
        (("计划出生数",), {"plan": "计划"}, "出生数"),
        (("population", "urban", "0-4"), {"residence": "urban", "age": "0-4"}, "population"),
        (("population", "male", "0-4"), {"age": "0-4"}, "population > male"),
        (("population", "0-4", "2013"), {"age": "0-4"}, "2013 > population"),
        (("Northhill Town", "0-4"), {"age": "0-4"}, "Northhill Town"),
        (("0-4",), {"age": "0-4"}, ""),
    ],
)
def test_parts_are_told_from_what_they_are_of(levels: tuple[str, ...], values: dict[str, str], rest: str) -> None:
    found = headed_parts(heading(*levels), LEXICON)

    assert found is not None
    assert (dict(found.values), str(found.rest)) == (values, rest)


@pytest.mark.parametrize(
    "levels", [("births", "male"), ("births",), ("女山镇",), ("Old Mill",), ("2013-01",), ("remarks",)]
)
def test_counts_areas_periods_and_other_words_are_no_parts(levels: tuple[str, ...]) -> None:
    assert headed_parts(heading(*levels), LEXICON) is None


def test_a_word_of_the_whole_is_no_part_of_its_own() -> None:
    found = headed_parts(heading("births actual"), LEXICON)

    assert found is not None
    assert (dict(found.values), found.whole, str(found.rest)) == ({}, "actual", "births")


def test_words_that_only_the_columns_file_knows_are_values_of_a_dimension() -> None:
    found = headed_parts(heading("births", "Hospital"), replace(LEXICON, across="dimension"))

    assert found is not None
    assert dict(found.values) == {"dimension": "Hospital"}
