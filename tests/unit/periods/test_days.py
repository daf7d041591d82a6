"""Full dates within lines."""

from __future__ import annotations

import pytest

from popcalc.periods import month_label
from popcalc.periods.days import day_in


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("平成３０年１月１日現在", ("2018-01", 1)),
        ("平成27年8月1日現在の人口", ("2015-08", 1)),
        ("Population as of 1 January 2018", ("2018-01", 1)),
        ("as of Aug.1,2015 by ward", ("2015-08", 1)),
        ("截至2018年12月31日", ("2018-12", 31)),
        ("R5.1.1現在", ("2023-01", 1)),
    ],
)
def test_a_full_date_is_found_within_a_line(line: str, day: tuple[str, int]) -> None:
    found = day_in(line)

    assert found is not None
    assert (month_label(found[0]), found[1]) == day


@pytest.mark.parametrize("line", ["人口", "2018年1月", "1 January 2018 and 1 January 2019", "Table 3"])
def test_a_line_without_one_or_with_two_says_none(line: str) -> None:
    assert day_in(line) is None
