from __future__ import annotations

from tests.unit.quality.conftest import Found, page


def where(records: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(record["area"], record["period"], record["count"]) for record in records]


def test_months_that_others_report_are_a_gap(found: Found) -> None:
    text = page("births", {"A/one": [1, None, None, 1], "A/two": [1, 1, 1, 1], "B/three": [1, 1, 1, None]})
    assert where(found(text, "GAP")) == [("A/one", "2013-02..2013-03", ""), ("B/three", "2013-04", "")]


def test_town_of_which_no_village_reports_is_told_once(found: Found) -> None:
    text = page("births", {"A/one": [1, None, 1], "A/two": [1, None, 1], "B/three": [1, 1, 1]})
    (record,) = found(text, "GAP")
    assert (record["area"], record["period"]) == ("A", "2013-02")
    assert "any of the 2 villages" in record["message"]


def test_month_of_nobody_is_told_once_and_no_gap_of_a_village(found: Found) -> None:
    text = page("births", {"A/one": [1, None, 1], "B/two": [1, None, 1]})
    assert where(found(text, "GAP", "MONTH_WITHOUT_FILE")) == [("", "2013-02", "")]


def test_neither_events_nor_people_is_one_finding(found: Found) -> None:
    text = page("births,population", {"A/one": [(1, 90), None, (1, 90)], "B/two": [(1, 90)] * 3})
    assert where(found(text, "GAP")) == [("A/one", "2013-02", "")]


def test_population_that_all_give_in_one_month_only_is_no_gap(found: Found) -> None:
    text = page("births,population", {"A/one": [(1, ""), (1, 90), (1, "")], "B/two": [(1, ""), (1, 90), (1, "")]})
    assert found(text, "GAP", "EMPTY_CELLS", "NOBODY_REPORTS", "NEVER_REPORTED") == []


def test_events_without_people_name_the_areas_file(found: Found) -> None:
    files = {
        "events.csv": page("births", {"Old Mill/one": [1, 1], "B/two": [1, 1]}),
        "people.csv": page("population", {"New Mill/one": [90, 90], "B/two": [90, 90]}),
    }
    records = found(files, "NEVER_REPORTED")
    assert where(records) == [("New Mill/one", "2013-01..2013-02", ""), ("Old Mill/one", "2013-01..2013-02", "")]
    assert all("--areas" in str(record["message"]) for record in records)


def test_cell_left_empty_has_its_place(found: Found) -> None:
    text = page("births,deaths", {"A/one": [(1, 1), (1, ""), (1, 1)], "B/two": [(1, 1)] * 3})
    (record,) = found(text, "EMPTY_CELLS")
    assert where([record]) == [("A/one", "2013-02", "deaths")]
    assert (record["file"], record["row"]) == ("a.csv", 3)


def test_count_that_nobody_gives_in_some_months_is_told_once(found: Found) -> None:
    text = page("births,deaths", {"A/one": [(1, 1), (1, ""), (1, 1)], "B/two": [(1, 1), (1, ""), (1, 1)]})
    assert where(found(text, "EMPTY_CELLS", "NOBODY_REPORTS")) == [("", "2013-02", "deaths")]


def test_derived_count_leaves_no_cell_empty(found: Found) -> None:
    text = page("births,births_in_policy", {"A/one": [(1, 1), (1, 2), (1, 1)], "B/two": [(1, 1)] * 3})
    assert found(text, "EMPTY_CELLS") == []


def test_row_of_a_quarter_covers_its_months(found: Found) -> None:
    text = "period,town,village,births\n2013Q1,A,one,3\n2013-04,A,one,1\n"
    text += "".join(f"2013-{month:02},A,two,1\n" for month in range(1, 5))
    assert found(text, "GAP", "MONTH_WITHOUT_FILE") == []
