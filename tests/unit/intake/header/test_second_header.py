"""Rows below a header that number its columns."""

import pytest

from tests.unit.intake.reading import figures, read


@pytest.mark.parametrize(
    ("row", "is_data"),
    [
        ("甲,乙,1,2,3", False),
        ("A,B,1,2,3", False),
        ("A,B,1,2,4", True),
        ("A,C,1,2,3", True),
    ],
)
def test_letters_and_numbers_that_count_on_over_longer_names_number_the_columns(row: str, is_data: bool) -> None:
    written = f"town,village,births,deaths,population\n{row}\nNorthhill,Mill,1,3,400\nNorthhill,Ford,2,1,300\n"

    assert (len(figures(read({"2018-01.csv": written}))) == 3) == is_data


def test_areas_of_one_letter_are_areas() -> None:
    written = "town,village,births,deaths,population\nA,B,1,2,3\nA,C,1,3,400\n"

    assert len(figures(read({"2018-01.csv": written}))) == 2
