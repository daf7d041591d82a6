from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd

import popcalc
from popcalc import quality
from popcalc.quality.cheap import CHEAP
from popcalc.quality.unasked import WRONG
from popcalc.quality.validating import CHECKS, MEANINGS, validate
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


def test_order_is_by_severity_share_and_area_whatever_the_order_of_files(tmp_path: Path, sample_data: Path) -> None:
    files = sorted((sample_data / "faulty").iterdir())
    one, other = (popcalc.validate(popcalc.read(several)) for several in (files, files[::-1]))
    pd.testing.assert_frame_equal(one, other)
    ranks = {"error": 0, "warning": 1, "info": 2}
    shares = one["share"].fillna(0)
    keys = list(zip(one["severity"].map(ranks), -shares, one["area"], one["period"].str[:7], strict=True))
    assert keys == sorted(keys)
    assert len(set(shares)) > 5


def test_clean_sample_has_notes_only(sample_data: Path) -> None:
    frame = popcalc.validate(popcalc.read(sample_data / "monthly"))
    assert tuple(frame.columns) == FINDING_FIELDS
    assert set(frame["code"]) == {"FEW_BIRTHS"}


def test_completeness_counts_villages_by_area_and_month(sample_data: Path) -> None:
    counts = popcalc.read(sample_data / "faulty")
    frame = validate(counts.whole, counts.catalogue).completeness.frame()
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
    found = validate(counts.whole, counts.catalogue).frame
    (finding,) = found[found["code"] == "TOTAL_DIFFERS"].to_dict("records")
    assert (finding["severity"], finding["area"], finding["period"]) == ("error", "", "2013-06")
    assert (finding["count"], finding["row"]) == ("fp_spending_yuan", 4)
    assert (finding["expected"], finding["found"]) == (7.5, 7.51)


def test_every_code_that_is_no_rule_has_a_meaning() -> None:
    package = Path(popcalc.__file__).parent / "quality"
    words = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py") if path.name != "validating.py")
    assert all(f'"{code}"' in words for code in MEANINGS)


def modules() -> dict[str, ast.Module]:
    """The modules of the checks."""
    return {
        path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in Path(quality.__file__).parent.glob("*.py")
    }


def codes_of(module: ast.Module) -> set[str]:
    """The codes of a module's findings, as they stand or under a name; those of rules are worked out."""
    named = {
        ast.unparse(node.targets[0]): node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding")
    first = [call.args[0] for call in calls if call.args]
    return {str(one.value if isinstance(one, ast.Constant) else named[ast.unparse(one)]) for one in first}


def test_every_check_is_made_and_its_codes_have_words() -> None:
    """One that CHECKS lacks is never made; a code without words ends the run that finds it."""
    found = modules()
    checks = {
        node.name
        for module in found.values()
        for node in module.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")
    }
    assert checks == {check.__name__ for check in CHECKS}
    codes = {name: codes_of(module) for name, module in found.items()}
    assert len(set().union(*codes.values())) > 10
    assert set().union(*codes.values()) <= MEANINGS.keys()
    cheap = {check.__module__.rpartition(".")[2] for check in CHEAP}
    assert set().union(*(codes[name] for name in cheap)) <= WRONG.keys()
