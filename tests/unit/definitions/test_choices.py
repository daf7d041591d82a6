"""Rows that are chosen or added up, as the command line and Python say it."""

from __future__ import annotations

import pytest

from popcalc.definitions.choices import chosen_values, with_choices
from popcalc.definitions.columns import Columns
from popcalc.errors import RequestError


def test_values_are_gathered_by_column_however_they_are_given() -> None:
    assert chosen_values(["sex=Male|Female", "age = 0-4", "Sex=Total"]) == {
        "sex": ("Male", "Female", "Total"),
        "age": ("0-4",),
    }
    assert chosen_values("formula=a=b") == {"formula": ("a=b",)}
    assert chosen_values({"sex": "Total", "age": ["0-4", "5+"]}) == {"sex": ("Total",), "age": ("0-4", "5+")}
    assert chosen_values("status=") == {"status": ("",)}


@pytest.mark.parametrize("written", ["sex", "=Male", ""])
def test_what_chooses_nothing_is_refused(written: str) -> None:
    with pytest.raises(RequestError, match="BAD_CHOICE"):
        chosen_values([written])


def test_what_is_asked_for_wins_over_the_columns_file() -> None:
    of_file = Columns(where={"sex": ("Male",), "age": ("0-4",)}, sum_over=("age",))
    found = with_choices(of_file, ["Sex=Female"], ["status", "AGE"])

    assert found.where == {"age": ("0-4",), "Sex": ("Female",)}
    assert found.sum_over == ("AGE", "status")
