"""Names and codes that are the front of others."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.fronts import name_fronts
from tests.unit.intake.reading import faults, figures, message, notices, read

HEAD = "month,village,births,population\n"


@pytest.mark.parametrize(
    ("names", "fronts"),
    [
        (["Westland", "Westland Aton", "Westland Bton"], ["Westland"]),
        (["北岭镇", "北岭镇东村", "北岭镇西村"], ["北岭镇"]),
        (["Ward 1", "Ward 10", "Ward 11"], []),
        (["North", "Northhill", "Northlake"], []),
        (["West", "West Hill"], []),
        (["A", "A B", "A B C", "A B D", "A E"], ["A", "A B"]),
    ],
)
def test_a_front_ends_at_a_blank_or_a_word_of_its_level(names: list[str], fronts: list[str]) -> None:
    assert name_fronts(names[::-1]) == fronts


def test_a_name_before_others_is_a_total_where_its_figures_agree() -> None:
    """5 = 3 + 2 and 105 = 60 + 45."""
    rows = "2013-01,North,5,105\n2013-01,North Hill,3,60\n2013-01,North Lake,2,45\n2013-01,Other,9,80\n"

    table = read(HEAD + rows)

    assert {key for key, _ in figures(table)} == {"North Hill", "North Lake", "Other"}
    assert notices(table) == ["TOTAL_ROWS"]


def test_a_name_before_others_is_an_error_where_they_contradict_and_the_columns_file_answers() -> None:
    """5 = 3 + 2, but 100 is not 60 + 45 = 105; also where only births are asked for."""
    rows = "2013-01,北岭镇,5,100\n2013-01,北岭镇东村,3,60\n2013-01,北岭镇西村,2,45\n"

    assert faults(HEAD + rows) == faults(HEAD + rows, counts=["births"]) == ["data.csv:2:2 TOTAL_OR_AREA"]
    assert "its population is 100 and theirs give 105" in message(HEAD + rows)
    assert len(figures(read(HEAD + rows, Columns(not_totals=("北岭镇",))))) == 3
    assert len(figures(read(HEAD + rows, Columns(totals=("北岭镇",))))) == 2


def test_a_village_smaller_than_those_that_begin_with_its_name_is_a_village() -> None:
    rows = "2013-01,North,1,50\n2013-01,North Hill,3,600\n2013-01,North Lake,2,450\n"

    assert len(figures(read(HEAD + rows))) == 3


def test_codes_of_any_length_with_zeros_at_the_end_need_their_figures() -> None:
    """60 = 10 + 20 + 30; 1000 of 1000 to 1003 is a number like the others."""
    rows = "1100000000,W,60\n1111000000,A,10\n1114000000,B,20\n1117000000,C,30\n"
    serial = "1000,W,6\n1001,A,9\n1002,B,2\n1003,C,3\n"

    assert len(figures(read({"2021-04.csv": "town_code,town,population\n" + rows}))) == 3
    assert len(figures(read({"2021-04.csv": "town_code,town,population\n" + serial}))) == 4


def test_a_prefecture_of_six_digits_is_the_total_of_its_counties() -> None:
    rows = "320800,P,50\n320803,A,20\n320811,B,30\n320900,Q,70\n"

    found = {key for key, _ in figures(read({"2021-04.csv": "county_code,county,births\n" + rows}))}

    assert len(found) == 3
