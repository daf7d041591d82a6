"""Dates that begin with a day or a month."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, read

HEADER = "date;village;births\n"


def dated(*dates: str) -> str:
    return HEADER + "".join(f"{date};Mühle;{number}\n" for number, date in enumerate(dates, start=1))


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        (("31/12/2013", "01/02/2013"), ["2013-12", "2013-02"]),
        (("12/31/2013", "01/02/2013"), ["2013-12", "2013-01"]),
        (("31.12.2013", "1.2.2013"), ["2013-12", "2013-02"]),
        (("01-02-2013", "31-12-2013 00:00"), ["2013-02", "2013-12"]),
        # The same month in both orders.
        (("05/05/2013", "06/06/2013"), ["2013-05", "2013-06"]),
        # Beside another form.
        (("2013-03", "30/04/2013"), ["2013-03", "2013-04"]),
    ],
)
@pytest.mark.parametrize("block_bytes", [24, 1 << 20])
def test_the_whole_column_tells_the_order(dates: tuple[str, ...], months: list[str], block_bytes: int) -> None:
    found = figures(read(dated(*dates), block_bytes=block_bytes))

    assert found == {("Mühle", month): {"births": number} for number, month in enumerate(months, start=1)}


def test_an_order_that_stays_open_is_an_error_that_says_how_to_tell() -> None:
    text = dated("01/02/2013", "01/03/2013")

    assert faults(text) == ["data.csv:2:1 DAY_OR_MONTH"]
    assert 'period: "%d/%m/%Y", or period: "%m/%d/%Y"' in message(text)
    assert figures(read(text, Columns(period="%d/%m/%Y"))) == {
        ("Mühle", "2013-02"): {"births": 1},
        ("Mühle", "2013-03"): {"births": 2},
    }


def test_both_orders_in_one_column_are_an_error_with_both_places() -> None:
    text = dated("31/05/2013", "06/30/2013")

    assert faults(text) == ["data.csv:2:1 NOT_A_PERIOD"]
    assert "31/05/2013 begins with a day, 06/30/2013 in row 3 with a month" in message(text)


def test_a_chinese_file_decides_by_itself_not_by_the_file_beside_it() -> None:
    files = {
        "a.csv": "日期,村,出生人数\n31/05/2013,松坡村,3\n01/06/2013,松坡村,4\n",
        "b.csv": "日期,村,死亡人数\n05/31/2013,松坡村,1\n06/01/2013,松坡村,2\n",
    }

    assert figures(read(files)) == {
        ("松坡村", "2013-05"): {"births": 3, "deaths": 1},
        ("松坡村", "2013-06"): {"births": 4, "deaths": 2},
    }
