"""Reports that came late, or before their month was over."""

from __future__ import annotations

from pathlib import Path

import pytest

import popcalc
from tests.unit.quality.conftest import Found

HEAD = "month,town,village,births,population,{}\n"


def rows(days: list[str], header: str = "date sent") -> str:
    """Two villages of a town, with a month each and the day on which it was sent."""
    lines = [
        f"2013-{month:02},A,{village},2,{1000 + month},{day}"
        for place, village in enumerate(("one", "two"))
        for month, day in enumerate(days[place::2], start=1)
    ]
    return HEAD.format(header) + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "header", ["date sent", "Submitted on", "Date received", "上报日期", "填报日期", "fecha enviado"]
)
def test_late_reports_are_a_note_of_their_town(header: str, found: Found) -> None:
    text = rows(["2013-02-15", "2013-02-16", "2013-03-05", "2013-06-01", "2013-04-02", "2013-04-03"], header)
    (record,) = found(text, "SENT_LATE", "SENT_EARLY")
    assert (record["severity"], record["area"], record["period"], record["row"]) == ("info", "A", "2013-01..2013-02", 5)
    assert record["message"] == (
        "2 of 6 reports were sent more than 15 days after their months ended; the latest on 2013-06-01, 93 days after"
    )


def test_reports_before_the_end_of_the_month_are_a_warning(found: Found) -> None:
    text = rows(["2013-01-28", "2013-02-02", "2013-03-05", "2013-03-01", "2013-04-02", "2013-04-03"])
    (record,) = found(text, "SENT_LATE", "SENT_EARLY")
    assert (record["code"], record["severity"], record["period"]) == ("SENT_EARLY", "warning", "2013-01")
    assert "was sent before its months were over, on 2013-01-28" in record["message"]


@pytest.mark.parametrize(
    "days",
    [
        ["2013-01-01", "2013-01-02", "2013-02-01", "2013-02-02"],
        ["2013-02-02", "soon", "2013-09-05", "2013-09-01"],
        ["", "", "", ""],
    ],
)
def test_what_are_no_dates_of_sending_say_nothing(days: list[str], found: Found) -> None:
    assert found(rows(days), "SENT_LATE", "SENT_EARLY") == []


def test_header_without_a_word_of_sending_says_nothing(found: Found) -> None:
    text = rows(["2013-09-15", "2013-09-16", "2013-09-05", "2013-09-01"], "consent date")
    assert found(text, "SENT_LATE", "SENT_EARLY") == []


def test_name_of_a_file_says_when_it_was_sent(found: Found) -> None:
    files = {
        f"births {sent}.csv": f"month,town,village,births,population\n2013-{month:02},A,one,2,1000\n"
        for month, sent in ((1, "sent 2013-02-03"), (2, "报送2013-05-04"), (3, "2013-09-09"))
    }
    (record,) = found(files, "SENT_LATE", "SENT_EARLY")
    assert record["message"].startswith(
        "1 of 2 reports was sent more than 15 days after its months ended: on 2013-05-04"
    )
    assert record["file"] == "births 报送2013-05-04.csv"


@pytest.mark.parametrize(
    ("header", "cells", "unused"),
    [
        ("date sent,colour", ("2013-02-03,x", "2013-03-04,y"), ["columns not used: colour"]),
        ("date sent,sent by", ("2013-02-03,Wang", "2013-03-04,Li"), ["columns not used: sent by"]),
        ("date sent,colour", ("soon,x", "2013-03-04,y"), ["columns not used: colour", "columns not used: date sent"]),
        ("date sent", ("2013-02-03", "2013-03-04"), []),
    ],
)
def test_column_of_dates_of_sending_is_not_said_to_be_unused(
    header: str, cells: tuple[str, str], unused: list[str], tmp_path: Path
) -> None:
    lines = [f"2013-{month:02},A,one,2,1000,{cell}" for month, cell in enumerate(cells, start=1)]
    (tmp_path / "a.csv").write_text(HEAD.format(header) + "\n".join(lines) + "\n", encoding="utf-8")
    notices = popcalc.read(tmp_path / "a.csv").notices
    assert sorted(str(one.text) for one in notices if one.code == "UNUSED_COLUMNS") == unused
