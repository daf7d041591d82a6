"""Months below years that are nothing but numbers."""

from __future__ import annotations

import pytest

from popcalc.errors import InputError
from tests.unit.intake.reading import figures, read

ROWS = "East,5,6,7,8\nWest,1,2,1,2\n"


@pytest.mark.parametrize("years", ["town,2020,,2021,", "町名,2020年,,2021年,"])
@pytest.mark.parametrize("first", ["", "town"])
def test_numbers_below_years_are_their_months(years: str, first: str) -> None:
    first = years.partition(",")[0] if first else ""
    found = figures(read(f"Births,,,,\n{years}\n{first},1,2,1,2\n{ROWS}"))
    assert {(area, run): one["births"] for (area, run), one in found.items() if area == "East"} == {
        ("East", "2020-01"): 5,
        ("East", "2020-02"): 6,
        ("East", "2021-01"): 7,
        ("East", "2021-02"): 8,
    }
    assert len(found) == 8


def test_a_row_of_an_area_is_one_of_data() -> None:
    with pytest.raises(InputError):
        read("Births,,,,\ntown,2020,,2021,\nWest,1,2,1,2\n")


def test_numbers_that_do_not_begin_anew_with_each_year_are_no_months() -> None:
    with pytest.raises(InputError):
        read(f"Births,,,,\ntown,2020,,2021,\n,1,2,3,4\n{ROWS}")
