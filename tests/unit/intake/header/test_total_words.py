"""Words of headers that call a total."""

import pytest

from popcalc.intake.header.total_words import is_total
from tests.unit.intake.reading import notices, read


@pytest.mark.parametrize("words", ["合计", "Total", "全县", "全市", "合 计"])
def test_a_word_of_totals_or_of_the_whole_area_calls_a_total(words: str) -> None:
    assert is_total(words)


@pytest.mark.parametrize("words", ["北岭镇", "安全县", "Totala", "births"])
def test_other_words_do_not(words: str) -> None:
    assert not is_total(words)


@pytest.mark.parametrize(("total", "is_told"), [(14, False), (15, True)])
def test_a_column_of_the_whole_area_is_held_against_its_parts(total: int, is_told: bool) -> None:
    table = read(f"出生人数,,,\n月份,北岭镇,南河镇,全县\n2013-06,5,9,{total}\n")

    assert ("TOTAL_DIFFERS" in notices(table)) == is_told
