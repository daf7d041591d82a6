from __future__ import annotations

import numpy as np
import pytest

from tests.unit.quality.conftest import Found, page

HEADER = "births,deaths,population"


def county(months: int = 24) -> str:
    """Six villages of two towns that report all months."""
    dice = np.random.default_rng(7)
    villages = {}
    for name in (f"{town}/{town}{number}" for town in "AB" for number in range(3)):
        events = dice.poisson((3, 2), (months, 2))
        people = 900 + np.cumsum(events[:, 0] - events[:, 1])
        villages[name] = [(*pair, one) for pair, one in zip(events.tolist(), people.tolist(), strict=True)]
    return page(HEADER, villages)


@pytest.mark.parametrize(
    ("year", "said"), [("1913", "99 years before"), ("2031", "16 years after"), ("2131", "116 years after")]
)
def test_row_with_a_wrong_year_is_the_only_finding_beside_the_month_it_leaves(
    found: Found, year: str, said: str
) -> None:
    text = county().replace("2013-06,A,A1", f"{year}-06,A,A1")
    gap, far = sorted(found(text), key=lambda one: one["code"] != "GAP")
    assert (gap["code"], gap["area"], gap["period"]) == ("GAP", "A/A1", "2013-06")
    assert (far["code"], far["area"], far["period"], far["row"]) == ("FAR_DATE", "A/A1", f"{year}-06", 31)
    assert far["message"] == f"1 row is dated {said} all others (2013-06 is missing): a wrong year?"


def test_file_of_a_wrong_year_is_one_finding(found: Found) -> None:
    codes = [(one["code"], one["area"], one["period"]) for one in found(county().replace("2013-06,", "1913-06,"))]
    assert codes == [("FAR_DATE", "", "1913-06"), ("MONTH_WITHOUT_FILE", "", "2013-06")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(county().replace("2013-", "2003-"), id="a year of its own"),
        pytest.param(county().replace("2013-06,A,A1", "2010-06,A,A1"), id="a few years"),
        pytest.param(county() + "1990-07,A,A1,,,700\n", id="a census"),
    ],
)
def test_other_dates_are_looked_at_as_they_are(found: Found, text: str) -> None:
    assert found(text, "FAR_DATE") == []
