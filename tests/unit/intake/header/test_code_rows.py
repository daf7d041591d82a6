"""Rows of codes between the rows of a header."""

from __future__ import annotations

import pytest

from popcalc.intake.header.code_rows import is_code_row
from tests.unit.intake.reading import figures, read

STACKED = """"Title:","Population by sex"
,,"/Item code",020,020,020
,,"/Item","Population (persons)","Population (persons)","Population (persons)"
,,"/Sex code",100,110,120
,,"/Sex supplementary code",-,-,-
"year","town","/Sex","Total","Male","Female"
2020,"North",,"1,000",480,520
2020,"South",,"2,000",980,1020
"""


def test_a_header_goes_on_below_rows_of_codes() -> None:
    assert figures(read(STACKED)) == {
        ("North", "2020"): {"population": 1000, "population_male": 480, "population_female": 520},
        ("South", "2020"): {"population": 2000, "population_male": 980, "population_female": 1020},
    }


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["", "/性別 コード", "100", "110"], True),
        (["Sex code", "M01", "F01", "-"], True),
        (["Town code", "Births", "Deaths"], False),
        (["320803102", "3", "5"], False),
        (["Code", "3"], False),
        (["Town code", "Sex code", "3", "4"], False),
    ],
)
def test_a_row_of_codes_is_a_label_and_codes(cells: list[str], is_one: bool) -> None:
    assert is_code_row(cells) is is_one


def test_months_without_a_word_below_a_code_are_a_header() -> None:
    table = read({"2013出生.csv": "乡镇代码,1月,2月\n320803102,3,4\n"})

    assert list(figures(table).values()) == [{"births": 3}, {"births": 4}]
