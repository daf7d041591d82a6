from __future__ import annotations

from tests.unit.quality.conftest import Found, page
from tests.unit.quality.test_gaps import where

CODES = ("NEW_AREA", "CLOSED_AREA", "MERGED_AREA", "GAP", "POPULATION_JUMP", "POPULATION_BALANCE")
HEADER = "births,population"


def rows(people: int, first: int = 0, last: int = 11) -> list[tuple[int, int] | None]:
    return [(1, people) if first <= month <= last else None for month in range(12)]


def codes(records: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(record["code"], record["severity"], *where([record])[0][:2]) for record in records]


def test_new_and_closed_villages_are_notes_with_their_row_of_the_areas_file(found: Found) -> None:
    records = found(page(HEADER, {"A/new": rows(90, 4), "A/old": rows(80, 0, 7), "A/one": rows(500)}), *CODES)
    assert codes(records) == [("NEW_AREA", "info", "A/new", "2013-05"), ("CLOSED_AREA", "info", "A/old", "2013-08")]
    assert "(,new,village,A,,2013-05,,)" in records[0]["message"]
    assert "(,old,village,A,,,2013-08,)" in records[1]["message"]


def test_village_whose_people_another_has_from_then_on_has_merged(found: Found) -> None:
    grown = [*rows(500, 0, 6)[:7], *[(1, 1310)] * 5]
    records = found(page(HEADER, {"A/gone": rows(800, 0, 6), "A/stays": grown, "A/two": rows(700)}), *CODES)
    assert codes(records) == [("MERGED_AREA", "info", "A/gone", "2013-07")]
    assert "(,gone,village,A,,,2013-07,stays)" in records[0]["message"]


def test_people_who_go_with_a_new_village_are_no_jump(found: Found) -> None:
    shrunk = [*rows(2000, 0, 6)[:7], *[(1, 1195)] * 5]
    records = found(page(HEADER, {"A/new": rows(800, 7), "A/stays": shrunk, "A/two": rows(700)}), *CODES)
    assert codes(records) == [("NEW_AREA", "info", "A/new", "2013-08")]


def test_town_whose_villages_go_on_under_another_is_one_line(found: Found) -> None:
    text = page(
        HEADER,
        {
            "Old/one": rows(90, 0, 5), "Old/two": rows(80, 0, 5), "New/one": rows(90, 6), "New/two": rows(80, 6),
            "New/three": rows(70),
        },
    )  # fmt: skip
    (record,) = found(text, *CODES)
    assert codes([record]) == [("MERGED_AREA", "info", "Old", "2013-06")]
    assert "then its people are in New" in record["message"]


def test_who_lacks_the_last_months_may_be_late_and_a_town_may_not_have_sent(found: Found) -> None:
    text = page(
        HEADER,
        {"A/late": rows(90, 0, 9), "A/one": rows(500), "B/two": rows(300, 0, 5), "B/three": rows(400, 0, 5)},
    )
    assert codes(found(text, *CODES)) == [
        ("GAP", "warning", "A/late", "2013-11..2013-12"),
        ("GAP", "warning", "B", "2013-07..2013-12"),
    ]


def test_months_missing_in_between_are_a_gap_also_of_a_new_village(found: Found) -> None:
    new = [*rows(90, 3)[:6], None, *rows(90, 3)[7:]]
    assert codes(found(page(HEADER, {"A/new": new, "A/one": rows(500)}), *CODES)) == [
        ("NEW_AREA", "info", "A/new", "2013-04"),
        ("GAP", "warning", "A/new", "2013-07"),
    ]
