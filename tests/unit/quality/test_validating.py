from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd

import popcalc
from popcalc.quality.validating import MEANINGS, validate
from popcalc.records import COMPLETENESS_FIELDS, FINDING_FIELDS
from tests.unit.quality.conftest import Found, page


def test_finding_leads_to_the_file_that_holds_the_count(found: Found) -> None:
    files = {
        "events.csv": page("births,births_male,births_female", {"A/one": [(2, 1, 1), (2, 1, 0)]}),
        "people.csv": page("population,population_male,population_female",
                           {"A/zero": [(9, 4, 5)], "A/one": [(9, 4, 4), (9, 4, 5)]}),
    }  # fmt: skip
    places = {record["code"]: (record["file"], record["row"]) for record in found(files) if record["file"]}
    assert places == {"BIRTHS_BY_SEX": ("events.csv", 3), "POPULATION_BY_SEX": ("people.csv", 3)}


def test_rows_filled_in_do_not_shift_the_places(tmp_path: Path) -> None:
    (tmp_path / "columns.yaml").write_text("version: 1\nabsent: zero\n")
    (tmp_path / "events.csv").write_text(
        page("births,births_male,births_female", {"A/one": [None, (2, 1, 1)], "A/two": [(1, 1, 0), (3, 1, 1)]})
    )
    (tmp_path / "people.csv").write_text(page("population", {"A/two": [9, 9]}))
    counts = popcalc.read([tmp_path / "events.csv", tmp_path / "people.csv"], columns=tmp_path / "columns.yaml")
    frame = popcalc.validate(counts)
    assert list(frame.loc[frame["code"] == "BIRTHS_BY_SEX", "row"]) == [4]


def test_few_births_are_a_note_with_the_exact_interval(found: Found) -> None:
    text = page("births_male,births_female", {"A/one": [(60, 40)], "B/two": [(150, 150)], "C/three": [(1, 0)]})
    records = found(text, "FEW_BIRTHS")
    assert [(record["severity"], record["area"]) for record in records] == [("info", "A"), ("info", "C")]
    # Clopper-Pearson for 60 of 100 is 0.4972 to 0.6967 in published tables, as a ratio 98.9 to 229.7.
    assert "a sex ratio of 150.0 with a 95 % interval from 98.9 to 229.7" in records[0]["message"]
    assert "to ∞" in records[1]["message"]


def test_order_is_by_severity_area_period_and_code_whatever_the_order_of_files(
    tmp_path: Path, sample_data: Path
) -> None:
    files = sorted((sample_data / "faulty").iterdir())
    one, other = (popcalc.validate(popcalc.read(several)) for several in (files, files[::-1]))
    pd.testing.assert_frame_equal(one, other)
    ranks = {"error": 0, "warning": 1, "info": 2}
    keys = [(ranks[record["severity"]], record["area"], record["period"][:7]) for record in one.to_dict("records")]
    assert all(a[:2] <= b[:2] for a, b in itertools.pairwise(keys))
    assert {record["severity"] for record in one.to_dict("records")} == set(ranks)


def test_clean_sample_has_notes_only(sample_data: Path) -> None:
    frame = popcalc.validate(popcalc.read(sample_data / "monthly"))
    assert tuple(frame.columns) == FINDING_FIELDS
    assert set(frame["code"]) == {"FEW_BIRTHS"}


def test_completeness_counts_villages_by_area_and_month(sample_data: Path) -> None:
    counts = popcalc.read(sample_data / "faulty")
    frame = validate(counts.table, counts.catalogue).completeness.frame()
    assert tuple(frame.columns) == COMPLETENESS_FIELDS
    assert len(frame) == (3 + 1) * 12
    lacking = frame[frame["events"] < frame["expected"]].to_dict("records")
    fields = ("area_name", "level", "period", "events", "stocks", "expected")
    assert [tuple(one[field] for field in fields) for one in lacking] == [
        ("Riverside", "town", "2013-08", 0, 0, 6),
        ("", "all", "2013-08", 18, 18, 24),
    ]  # fmt: skip


def test_totals_that_differ_from_their_parts_are_errors(tmp_path: Path) -> None:
    (tmp_path / "june.csv").write_text(
        "month,village,births,投入(元)\n2013-06,A,3,0.25\n2013-06,B,4,7.25\n2013-06,Total,7,7.51\n", encoding="utf-8"
    )
    counts = popcalc.read(tmp_path / "june.csv")
    found = validate(counts.table, counts.catalogue).frame
    (finding,) = found[found["code"] == "TOTAL_DIFFERS"].to_dict("records")
    assert (finding["severity"], finding["area"], finding["period"]) == ("error", "", "2013-06")
    assert (finding["count"], finding["row"]) == ("fp_spending_yuan", 4)
    assert (finding["expected"], finding["found"]) == (7.5, 7.51)


def test_every_code_that_is_no_rule_has_a_meaning() -> None:
    package = Path(popcalc.__file__).parent / "quality"
    words = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py") if path.name != "validating.py")
    assert all(f'"{code}"' in words for code in MEANINGS)
