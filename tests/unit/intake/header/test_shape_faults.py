"""What is wrong with columns of areas or parts: those of whom it was not said are no column to pass over."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading import faults, figures, message, read

HEADERS = [
    ("births Male", "births Female", "births not stated"),
    ("boys born", "girls born", "Births, sex unknown"),
    ("出生男婴数", "出生女婴数", "出生性别不明"),
    ("births_male", "births_female", "unknown"),
]


@pytest.mark.parametrize(("male", "female", "other"), HEADERS)
def test_those_of_unknown_sex_are_asked_about_where_births_are_the_sum_of_both(
    male: str, female: str, other: str
) -> None:
    rows = f'month,village,{male},{female},"{other}"\n2013-06,Ash,11,20,1\n'

    assert faults(rows) == ["data.csv:1:5 WHICH_PART"]
    assert "give births a column of its own" in message(rows)
    mended = rows.replace("village,", "village,births,").replace("Ash,", "Ash,32,")
    assert figures(read(mended))["Ash", "2013-06"]["births"] == 32


@pytest.mark.parametrize("other", ["cause not stated", "notes"])
def test_other_columns_beside_them_are_passed_over(other: str) -> None:
    rows = f"month,village,births_male,births_female,{other}\n2013-06,Ash,11,20,1\n"

    assert figures(read(rows))["Ash", "2013-06"]["births_male"] == 11
