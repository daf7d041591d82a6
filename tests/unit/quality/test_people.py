from __future__ import annotations

import pytest

from tests.unit.quality.conftest import Found, page

HEADER = "births,deaths,migration_in,population"


@pytest.mark.parametrize(
    ("months", "severity", "people"),
    [
        # Opening 1,000, six born: 1,006 at the most.
        ([(6, 5, "", 1000), (6, 1500, "", 1000)], "error", 1006),
        ([(6, 5, "", 1000), (1001, 0, "", 990)], "error", 1000),
        ([(6, 5, 0, 1000), (6, 1500, 400, 1000)], "error", 1406),
        # How many there were at the start is not known.
        ([(6, 1500, "", 1000)], "warning", 1006),
    ],
)
def test_more_events_than_people(found: Found, months: list[object], severity: str, people: int) -> None:
    (record,) = found(page(HEADER, {"A/one": months}), "MORE_THAN_PEOPLE")
    assert (record["severity"], record["expected"]) == (severity, people)


@pytest.mark.parametrize(
    "months",
    [
        pytest.param([(0, 0, 0, 3), (0, 2, 0, 1)], id="two of three people die"),
        pytest.param([(0, 0, 0, 1), (0, 1, 0, 0)], id="the last one dies"),
        pytest.param([(0, 0, 0, 1000), (0, 900, 0, 100)], id="a catastrophe"),
        pytest.param([(0, 0, 0, 0), (1, 1, 5, 5)], id="a new village"),
        pytest.param([(6, 5, 0, 1000), (6, 1500, 800, 306)], id="as many came"),
        pytest.param([(6, 5, 0, ""), (6, 1500, 0, "")], id="nobody is counted"),
    ],
)
def test_what_can_be_is_not_told(found: Found, months: list[object]) -> None:
    assert found(page(HEADER, {"A/one": months}), "MORE_THAN_PEOPLE") == []


def test_rows_of_years_know_the_people_at_their_start(found: Found) -> None:
    text = "year,town,village,deaths,population\n2012,A,one,5,1000\n2013,A,one,1500,1000\n"
    (record,) = found(text, "MORE_THAN_PEOPLE")
    assert (record["severity"], record["period"], record["found"]) == ("error", "2013", 1500)
