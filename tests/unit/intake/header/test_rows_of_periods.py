"""Rows of a header that say periods."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.definitions.loading import load_catalogue
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.header.locate import find_header
from popcalc.intake.header.rows_of_periods import with_rows_of_periods

LEXICON = header_lexicon(load_catalogue(), Columns())


def headings(written: str) -> list[str]:
    return [str(one) for one in with_rows_of_periods(find_header(written, LEXICON), LEXICON).headings]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("village,2023,,2024,\n,Jan,Feb,Jan,Feb\n", ["2023 > Jan", "2023 > Feb", "2024 > Jan", "2024 > Feb"]),
        (",2023,,2024,\nvillage,Q1,Q2,Q1,Q2\n", ["2023 > Q1", "2023 > Q2", "2024 > Q1", "2024 > Q2"]),
        ("village,2023,2024\n,births,births\n", ["2023 > births", "2024 > births"]),
        ("village,births,\n,2023,2024\n", ["births > 2023", "births > 2024"]),
        (
            "village,births,,,\n,2023,,2024,\n,Jan,Feb,Jan,Feb\n",
            ["births > 2023 > Jan", "births > 2023 > Feb", "births > 2024 > Jan", "births > 2024 > Feb"],
        ),
        ("indicator,East Town,\n,2023-01,2023-02\n", ["East Town > 2023-01", "East Town > 2023-02"]),
    ],
)
def test_rows_of_periods_are_part_of_the_header(rows: str, expected: list[str]) -> None:
    assert headings(f"{rows}A,1,2,3,4\n")[1:] == expected


def test_a_row_with_an_area_is_data_whatever_its_figures_look_like() -> None:
    assert headings("village,2023,2024\nA,2015,1987\n") == ["village", "2023", "2024"]
