"""Empty cells that may mean none: what compute, check, explain and Python say of them, in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import popcalc as package

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown

RARE = """\
month,town,village,births,deaths,population
2013-01,Northhill,Pine Hollow,3,,2140
2013-02,Northhill,Pine Hollow,2,2,2142
2013-03,Northhill,Pine Hollow,4,1,2141
2013-01,Northhill,Stone Gate,2,0,1200
2013-02,Northhill,Stone Gate,3,1,1204
2013-03,Northhill,Stone Gate,1,,1203
2013-01,Southmere,Mill Bridge,2,1,1800
2013-02,Southmere,Mill Bridge,1,0,1801
2013-03,Southmere,Mill Bridge,3,2,1804
"""
SHY = """\
month,town,village,births,deaths
2013-01,Northhill,Ash,4,1
2013-02,Northhill,Ash,3,1
2013-03,Northhill,Ash,4,
2013-01,Northhill,Birch,5,1
2013-02,Northhill,Birch,4,1
2013-03,Northhill,Birch,5,1
2013-01,Northhill,Elm,5,1
2013-02,Northhill,Elm,4,1
2013-03,Northhill,Elm,5,
2013-01,Northhill,Yew,5,1
2013-02,Northhill,Yew,4,
2013-03,Northhill,Yew,5,1
"""
TARGETS = """\
version: 1
name: Targets 2013
year: 2013
min_coverage: 0.5
targets:
  - {indicator: crude_death_rate, at_most: 6}
  - {indicator: natural_increase_rate, at_least: -5}
"""
PER_BIRTH = """\
version: 1
indicators:
  deaths_per_birth:
    label: {en: Deaths per birth, zh: 死生比}
    kind: ratio
    numerator: deaths
    denominator: births
    per: 100
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"rare.csv": RARE, "shy.csv": SHY, "targets.yaml": TARGETS, "more.yaml": PER_BIRTH}
    files["deaths.yaml"] = "version: 1\nempty: {deaths: zero}\n"
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_figure_that_hangs_on_empty_cells_is_flagged_with_both_values(shown: Shown, folder: Path) -> None:
    asked = "compute rare.csv --indicator deaths,crude_death_rate,crude_birth_rate"
    assert shown("empty-cells/compute", f"{asked} -f plain", cwd=folder).code == 0
    assert shown("empty-cells/compute-zh", f"{asked} --lang zh -f plain", cwd=folder).code == 0
    assert shown("empty-cells/records", f"{asked} -f csv", cwd=folder).code == 0
    assert shown("empty-cells/zero", f"{asked} --empty zero -f plain", cwd=folder).code == 0


def test_a_column_that_leaves_its_zeros_out_gives_no_figure(shown: Shown, folder: Path) -> None:
    asked = "shy.csv --catalogue more.yaml --indicator deaths_per_birth"
    assert shown("empty-cells/no-zeros", f"compute {asked} -f plain", cwd=folder).code == 0
    words = "explain deaths_per_birth shy.csv --catalogue more.yaml"
    assert shown("empty-cells/explain-no-zeros", words, cwd=folder).code == 0


def test_a_verdict_holds_in_both_readings_or_there_is_none(shown: Shown, folder: Path) -> None:
    assert shown("empty-cells/check", "check rare.csv --targets targets.yaml -f plain", cwd=folder).code == 1
    assert shown("empty-cells/check-records", "check rare.csv --targets targets.yaml", cwd=folder).code == 1
    in_chinese = "check rare.csv --targets targets.yaml --lang zh -f plain"
    assert shown("empty-cells/check-zh", in_chinese, cwd=folder).code == 1
    words = "explain crude_death_rate rare.csv --area Northhill --targets targets.yaml"
    assert shown("empty-cells/explain-verdict", words, cwd=folder).code == 0


def test_explain_says_what_the_other_reading_gives(shown: Shown, folder: Path) -> None:
    words = "explain crude_death_rate rare.csv --area Northhill"
    assert shown("empty-cells/explain", words, cwd=folder).code == 0


def test_what_is_said_of_a_count_is_said_of_it_alone(popcalc: Popcalc, folder: Path) -> None:
    asked = ("--by", "all", "--indicator", "crude_death_rate", "-f", "csv")
    by_option = popcalc("compute", folder / "rare.csv", "--empty", "zero", *asked)
    by_file = popcalc("compute", folder / "rare.csv", "--columns", folder / "deaths.yaml", *asked)
    filled = folder / "filled.csv"
    filled.write_text(RARE.replace(",3,,2140", ",3,0,2140").replace(",1,,1203", ",1,0,1203"), encoding="utf-8")

    assert by_option.stdout == by_file.stdout == popcalc("compute", filled, *asked).stdout
    assert b"EMPTY_CELLS" not in by_option.stderr + by_file.stderr
    assert b"empty" not in by_option.stderr + by_file.stderr


def test_python_gives_the_same(popcalc: Popcalc, folder: Path) -> None:
    counts = package.read(folder / "rare.csv")
    figures = package.compute(counts, ["crude_death_rate"], by="town")
    records = popcalc("compute", folder / "rare.csv", "--indicator", "crude_death_rate", "-f", "csv").stdout.decode()
    assert [f"{value!r}" for value in figures["value"].tolist()] == [
        line.split(",")[10] for line in records.splitlines()[1:]
    ]
    assert figures["flags"].tolist()[0] == "partial;few_events;empty_cells"
    assert any("may mean none or not reported" in str(one) for one in figures.attrs["notices"])
    zero = package.compute(package.read(folder / "rare.csv", empty="zero"), ["crude_death_rate"], by="town")
    assert zero["flags"].tolist() == ["few_events"] * 3
    verdicts = package.check(counts, folder / "targets.yaml")
    assert dict(zip(verdicts["area_name"] + verdicts["indicator"], verdicts["reason"], strict=True)) == {
        "Northhillcrude_death_rate": "empty_cells",
        "Southmerecrude_death_rate": "",
        "Northhillnatural_increase_rate": "",
        "Southmerenatural_increase_rate": "",
    }


def test_a_word_that_is_none_of_the_two_is_refused(popcalc: Popcalc, folder: Path) -> None:
    (folder / "wrong.yaml").write_text("version: 1\nempty: {population: zero, deths: zero}\n", encoding="utf-8")
    wrong = popcalc("compute", folder / "rare.csv", "--columns", folder / "wrong.yaml")
    assert wrong.code == 2
    assert b"wrong.yaml:2:9 BAD_VALUE empty.population: population is no flow" in wrong.stderr
    assert b"there is no count deths (did you mean deaths?)" in wrong.stderr
    assert popcalc("compute", folder / "rare.csv", "--empty", "none").code == 2
    with pytest.raises(package.PopcalcError, match="empty is one of missing, zero, not none"):
        package.read(folder / "rare.csv", empty="none")


@pytest.mark.parametrize("how", ["--empty", "--columns"])
def test_a_cell_said_to_mean_none_where_that_is_a_surprise_is_told(popcalc: Popcalc, tmp_path: Path, how: str) -> None:
    months = "".join(
        f"2013-{month:02},Mill,{'' if month in (3, 7) else 30},{month % 2 or ''}\n" for month in range(1, 13)
    )
    (tmp_path / "a.csv").write_text(f"month,village,births,deaths\n{months}", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("version: 1\nempty: {births: zero, deaths: zero}\n", encoding="utf-8")
    option = ("--empty", "zero") if how == "--empty" else ("--columns", tmp_path / "c.yaml")

    result = popcalc("compute", tmp_path / "a.csv", *option, "--by", "all", "--indicator", "births,deaths", "-f", "csv")
    said = result.stderr.decode("utf-8")

    # 0 of 30 births is a surprise; the deaths are 1 or none.
    assert "2 empty cells of births are read as 0" in said
    assert f"({tmp_path / 'a.csv'}:4:3, {tmp_path / 'a.csv'}:8:3)" in said
    assert "of deaths" not in said
    assert b",births,persons,,300,300," in result.stdout


PEOPLE = "month,village,population\n2013-05,A,100\n2013-05,B,120\n2013-06,A,100\n2013-06,B,120\n"
EVENTS = "month,village,births,deaths\n2013-05,A,3,1\n2013-05,B,1,0\n2013-06,A,2,1\n2013-06,B,1,\n"


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_the_place_is_in_the_file_that_holds_the_column(
    names: tuple[str, str], popcalc: Popcalc, tmp_path: Path
) -> None:
    people, events = names
    (tmp_path / people).write_text(PEOPLE)
    (tmp_path / events).write_text(EVENTS)

    assert f"({events}:5:4)" in popcalc("compute", people, events, cwd=tmp_path).stderr.decode()


def test_the_place_is_in_the_table_that_holds_the_column(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{PEOPLE}\n{EVENTS}")

    assert "(a.csv:11:4)" in popcalc("compute", "a.csv", cwd=tmp_path).stderr.decode()


def test_the_place_of_a_surprising_zero_is_in_the_file_that_holds_the_column(popcalc: Popcalc, tmp_path: Path) -> None:
    events = EVENTS.replace(",1,0", ",1,90").replace("A,3,1", "A,3,80").replace("A,2,1", "A,2,85")
    (tmp_path / "a.csv").write_text(PEOPLE)
    (tmp_path / "b.csv").write_text(events)

    assert "(b.csv:5:4)" in popcalc("compute", "a.csv", "b.csv", "--empty", "zero", cwd=tmp_path).stderr.decode()
