"""Files of printed figures: the ways in which people print them, YAML and CSV, and every mistake at its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from popcalc.definitions.catalogue import Basis
from popcalc.definitions.loading import load_catalogue, load_printed
from popcalc.definitions.printed import Printed
from popcalc.definitions.printed_forms import PrintedForm, read_printed
from popcalc.errors import DefinitionError
from popcalc.language import Text

CATALOGUE = load_catalogue()
INDICATORS = CATALOGUE.indicators


@pytest.mark.parametrize(
    ("written", "indicator", "value", "places"),
    [
        ("6.55", "crude_birth_rate", "6.55", 2),
        ("6.55‰", "crude_birth_rate", "6.55", 2),
        ("千分之6.55", "crude_birth_rate", "6.55", 2),
        ("６．５５‰", "crude_birth_rate", "6.55", 2),
        ("0.655%", "crude_birth_rate", "6.55", 3),
        ("百分之85.4", "policy_compliance_rate", "85.4", 1),
        ("85.4%", "policy_compliance_rate", "85.4", 1),
        ("８５．４０％", "policy_compliance_rate", "85.4", 2),
        ("109.4:100", "sex_ratio_at_birth", "109.4", 1),
        ("107::100", "sex_ratio_at_birth", "107", 0),
        ("109.43：100", "sex_ratio_at_birth", "109.43", 2),
        ("-0.36‰", "natural_increase_rate", "-0.36", 2),
        ("−0.36", "natural_increase_rate", "-0.36", 2),
        ("1.2万", "births", "12000", 1),
        ("1.2 万人", "births", "12000", 1),
        ("6,952", "births", "6952", 0),
        ("6，952人", "births", "6952", 0),
    ],
)
def test_forms_that_people_print(written: str, indicator: str, value: str, places: int) -> None:
    form = read_printed(written)
    assert isinstance(form, PrintedForm)
    assert form.number * form.factor(INDICATORS[indicator]) == Fraction(value)
    assert form.places == places


@pytest.mark.parametrize(
    "written", ["", "about 6", "6.5.5", "1,23", "96%以上", "6 55", "千分之6.55‰", "6.55%:100", "1e3", "9" * 40]
)
def test_what_is_no_figure_is_refused(written: str) -> None:
    assert isinstance(read_printed(written), Text) or written == "6 55"


YAML = """\
version: 1
name: Report
year_start: 10
figures:
  - indicator: crude_birth_rate
    printed: 6.50
    area: Northhill
    period: 2013H1
    basis: annual
    counts: {births: 233, population_average: 35573}
    decimals: 3
    tolerance: 0.01
    where: page 3
  - indicator: fp_spending_per_capita
    printed: "7.54元"
    counts: {fp_spending_yuan: 100.25, population: 13}
"""
CSV = """\
indicator,printed,area,period,basis,births,population_average,decimals,tolerance,where,fp_spending_yuan,population
crude_birth_rate,6.50,Northhill,2012-10..2013-03,annual,233,"35,573",3,0.01,page 3,,

fp_spending_per_capita,7.54元,,,,,,,,,100.25,13
"""


def load(folder: Path, name: str, source: str) -> Printed:
    folder.joinpath(name).write_text(source, encoding="utf-8")
    return load_printed(folder / name, CATALOGUE)


def test_a_file_says_what_was_printed(tmp_path: Path) -> None:
    found = load(tmp_path, "r.yaml", YAML)
    rate, spending = found.figures
    assert (found.name, rate.area, rate.basis, rate.where) == ("Report", "Northhill", Basis.ANNUAL, "page 3")
    assert (rate.value, rate.step, rate.tolerance) == (Fraction("6.5"), Fraction(1, 1000), Fraction(1, 100))
    assert rate.run is not None
    assert (rate.run.months, rate.run.days) == (6, 182)
    assert dict(rate.counts) == {"births": 233, "population_average": 35573}
    assert dict(spending.counts) == {"fp_spending_yuan": 10025, "population": 13}
    assert (spending.value, spending.step) == (Fraction("7.54"), Fraction(1, 100))


def test_csv_says_the_same(tmp_path: Path) -> None:
    of_yaml, of_csv = load(tmp_path, "r.yaml", YAML), load(tmp_path, "r.csv", "\ufeff" + CSV)
    for one, other in zip(of_yaml.figures, of_csv.figures, strict=True):
        for name in ("indicator", "area", "counts", "decimals", "tolerance", "basis", "where", "value", "step", "run"):
            assert getattr(one, name) == getattr(other, name), name


def faults(folder: Path, name: str, source: str) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        load(folder, name, source)
    prefix = f"{folder}/"
    return [f"{one.place} {one.code}".removeprefix(prefix) for one in raised.value.faults]


def test_every_mistake_of_a_yaml_file_is_at_its_place(tmp_path: Path) -> None:
    wrong = """\
version: 1
figures:
  - indicator: crude_birth_rat
    printed: 6.55
  - indicator: births
    printed: 85%
    basis: annual
    period: 2013-13
    counts: {birth: 3, deaths: -1, births: 1.5}
  - indicator: policy_compliance_rate
    printed: 85.44
    decimals: 1
    tolerance: -1
  - printed: many
"""
    assert faults(tmp_path, "r.yaml", wrong) == [
        "r.yaml:3:16 UNKNOWN_INDICATOR",
        "r.yaml:6:14 BAD_VALUE",
        "r.yaml:7:12 BAD_VALUE",
        "r.yaml:8:13 NOT_A_PERIOD",
        "r.yaml:9:14 UNKNOWN_COUNT",
        "r.yaml:9:32 NOT_A_COUNT",
        "r.yaml:9:44 NOT_A_COUNT",
        "r.yaml:12:15 BAD_VALUE",
        "r.yaml:13:16 BAD_VALUE",
        "r.yaml:14:5 MISSING_KEY",
        "r.yaml:14:14 BAD_VALUE",
    ]


def test_every_mistake_of_a_csv_file_is_at_its_place(tmp_path: Path) -> None:
    wrong = "indicator,printed,birth,deaths\ncrude_birth_rate,many,3,x\nbirths,3,4,5,6\n"
    assert faults(tmp_path, "r.csv", wrong) == [
        "r.csv:1:3 UNKNOWN_COUNT",
        "r.csv:2:2 BAD_VALUE",
        "r.csv:2:4 BAD_VALUE",
        "r.csv:3:5 BAD_ROW",
    ]
    assert faults(tmp_path, "r.csv", "printed,printed,counts\n1,2,3\n")[:3] == [
        "r.csv:1 MISSING_KEY",
        "r.csv:1:2 DUPLICATE_KEY",
        "r.csv:1:3 UNKNOWN_KEY",
    ]


@pytest.mark.parametrize(
    ("source", "code"), [(b"", "EMPTY_FILE"), (b"\xff\xfe\x41", "NOT_UTF8"), (b'indicator,printed\n"a,1\n', "NOT_CSV")]
)
def test_a_csv_file_that_cannot_be_read_is_said(tmp_path: Path, source: bytes, code: str) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(source)
    with pytest.raises(DefinitionError) as raised:
        load_printed(file, CATALOGUE)
    assert [one.code for one in raised.value.faults] == [code]
    with pytest.raises(DefinitionError) as raised:
        load_printed(tmp_path / "none.csv", CATALOGUE)
    assert [one.code for one in raised.value.faults] == ["NO_FILE"]


def test_counts_and_indicators_go_by_their_names(tmp_path: Path) -> None:
    chinese, keys = tmp_path / "zh.yaml", tmp_path / "keys.yaml"
    line = "version: 1\nfigures:\n- {{indicator: {}, printed: 6.55, counts: {{{}: 233, {}: 95}}}}\n"
    chinese.write_text(line.format("出生率", "出生", "死亡人数"), encoding="utf-8")
    keys.write_text(line.format("crude_birth_rate", "births", "deaths"), encoding="utf-8")
    one, other = (load_printed(file, CATALOGUE).figures[0] for file in (chinese, keys))
    assert (one.indicator, dict(one.counts)) == (other.indicator, dict(other.counts))


def test_a_count_that_is_given_twice_under_two_names_is_told(tmp_path: Path) -> None:
    file = tmp_path / "zh.yaml"
    line = "version: 1\nfigures:\n- {indicator: 出生率, printed: 6.55, counts: {出生: 233, births: 232, 死亡人树: 3}}\n"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        load_printed(file, CATALOGUE)
    said = [str(one.text) for one in raised.value.faults]
    assert said[0].endswith("births and 出生 are one count: keep one of them")
    assert "死亡人树 is not a count (did you mean 死亡人数?)" in said[1]
