"""What else tells two rows apart that give different figures."""

from __future__ import annotations

from tests.unit.intake.reading import message


def test_a_column_that_is_not_read_tells_why_two_rows_differ() -> None:
    rows = "town,month,births,remarks\nNorthhill,2013-06,3,\nSouth,2013-06,4,\nNorthhill,2013-06,5,corrected\n"

    assert "the two rows also differ in remarks (…, corrected)" in message(rows)


def test_numbers_and_makers_tell_nothing() -> None:
    rows = "town,month,births,prepared by,remarks\nNorthhill,2013-06,3,Ann,7\nNorthhill,2013-06,5,,8\n"

    assert "TWO_FIGURES" in message(rows)
    assert "also differ" not in message(rows)


def test_the_rows_are_read_in_the_encoding_of_their_file() -> None:
    written = "乡镇,月份,出生人数,备注\n北岭镇,2013-06,3,初报\n北岭镇,2013-06,5,更正\n".encode("gb18030")

    assert "备注 (初报, 更正)" in message({"data.csv": written})
