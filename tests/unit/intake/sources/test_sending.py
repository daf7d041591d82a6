"""Which of two files was sent later, by their names."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from popcalc.intake.sources.sending import is_named, later_sent, sending_in
from popcalc.intake.sources.source import Source


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("births_报送2013-07-05", "births_报送2013-07-09"),
        ("births sent 20130705", "births sent 20130709"),
        ("2013-07-05/births", "2013-07-09/births"),
        ("上报2013年7月5日/出生", "上报2013年7月9日/出生"),
        ("births 2013-06-30 sent 2013-07-05", "births 2013-06-30 sent 2013-08-01"),
        ("births", "births (2)"),
        ("births (2)", "births（3）"),
        ("births v1", "births v2"),
        ("births_v2", "births_v10"),
        ("2013-06", "2013-06更正"),
        ("births", "births_corrected"),
        ("出生2013-06 初稿", "出生2013-06 终稿"),
        ("data/births", "data/corrected/births"),
    ],
)
def test_the_later_of_two_files_is_told_by_their_names(earlier: str, later: str) -> None:
    one, other = (sending_in(name.split("/")) for name in (earlier, later))

    assert later_sent(other, one) == 1
    assert later_sent(one, other) == -1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("births", "population"),
        ("a", "b"),
        ("births_sent 2013-07-05", "births (2)"),
        ("births v2", "births corrected"),
        ("may", "june corrected"),
        ("births_2013-07-05", "births_2013-07-05"),
        ("prefinal", "final exam"),
    ],
)
def test_names_that_do_not_say_it_clearly_decide_nothing(one: str, other: str) -> None:
    assert later_sent(sending_in([one]), sending_in([other])) is None


@pytest.mark.parametrize("word", ["Año 2013.csv", "data/Año 2013.csv", "data"])
def test_a_file_is_named_however_its_accents_are_written(word: str) -> None:
    """Some systems write them as signs of their own."""
    source = Source(unicodedata.normalize("NFD", "data/Año 2013.csv"), Path("any"))
    assert is_named(unicodedata.normalize("NFC", word), source)
    assert not is_named("Ano 2013.csv", source)
