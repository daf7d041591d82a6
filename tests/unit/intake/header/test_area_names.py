"""Areas among the words of a header."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.definitions.loading import load_catalogue
from popcalc.intake.header.area_names import headed_area, is_surely_area
from popcalc.intake.header.headings import heading
from popcalc.intake.header.lexicon import header_lexicon

LEXICON = header_lexicon(load_catalogue(), Columns())
SAID = replace(LEXICON, across="area")


@pytest.mark.parametrize(
    ("levels", "area", "rest"),
    [
        (("Northhill Town",), "Northhill Town", ""),
        (("东关镇",), "东关镇", ""),
        (("동산읍",), "동산읍", ""),
        (("Northhill Town", "births"), "Northhill Town", "births"),
        (("births", "Northhill Town"), "Northhill Town", "births"),
        (("Northhill Town live births",), "Northhill Town", "live births"),
        (("东关镇出生人数",), "东关镇", "出生人数"),
        (("Northhill Town", "2013-01"), "Northhill Town", "2013-01"),
    ],
)
def test_areas_with_the_word_of_a_level_are_sure(levels: tuple[str, ...], area: str, rest: str) -> None:
    found = headed_area(heading(*levels), LEXICON)

    assert found is not None
    assert (found.area, str(found.rest), found.is_sure) == (area, rest, True)


@pytest.mark.parametrize(
    "words", ["births", "month", "2013-01", "male", "实际", "同比", "各乡镇", "12", "总人口", "外国人人口"]
)
def test_other_words_are_no_areas_even_where_areas_are_said_to_stand(words: str) -> None:
    assert headed_area(heading(words), SAID) is None


def test_a_name_alone_may_be_an_area_and_is_one_where_that_is_said() -> None:
    for lexicon in (LEXICON, SAID):
        found = headed_area(heading("North"), lexicon)
        assert found is not None
        assert found.is_sure == (lexicon is SAID)


@pytest.mark.parametrize("words", ["외국인인구", "다문화가구", "인구", "읍"])
def test_korean_words_that_end_like_a_level_are_no_names(words: str) -> None:
    assert not is_surely_area(words, LEXICON)
