"""Target files: what they say, and what is said when they are wrong."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from popcalc.definitions.loading import load_catalogue, load_targets
from popcalc.definitions.targets import Bound, Gaps, Operator, Rule, Targets
from popcalc.errors import DefinitionError
from popcalc.periods import month_ordinal

CONFIGS = Path(__file__).parents[3] / "configs"


def load(tmp_path: Path, targets: str, head: str = "version: 1\nyear: 2013\n") -> Targets:
    path = tmp_path / "targets.yaml"
    path.write_text(f"{head}targets:\n{targets}", encoding="utf-8")
    return load_targets(path, load_catalogue())


def rule(tmp_path: Path, target: str) -> Rule:
    return load(tmp_path, f"  - {{{target}}}\n").rules[0]


def said(tmp_path: Path, targets: str, head: str = "version: 1\nyear: 2013\n") -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path, targets, head)
    return str(caught.value).replace(f"{tmp_path / 'targets.yaml'}", "t.yaml").split("\n")


def test_everything_that_a_target_can_say(tmp_path: Path) -> None:
    source = """
  - indicator: crude_birth_rate
    name: Birth rate
    at_most: 12.50
    basis: period
    level: county
    effective: {from: 2012-04, to: 2012-09}
    min_events: 20
    min_coverage: 0.95
    severity: warn
    source: Plan 2013
    weight: 12.5
    veto: true
    areas:
      Northhill: {at_most: 13}
      "320803102": {between: [1, 14]}
"""
    head = "version: 1\nname: Plan\nyear: 2013\nyear_start: 4\n"
    targets = load(tmp_path, source, head)
    assert (targets.name, targets.year, targets.calendar.year_start, targets.scored) == ("Plan", 2013, 4, True)
    found = targets.rules[0]
    assert found.indicator.key == "crude_birth_rate"
    assert (found.name, found.title) == ("Birth rate", "Birth rate")
    assert found.bound == Bound(Operator.AT_MOST, None, Fraction(25, 2), (2, 2))
    assert (found.basis, found.level, found.source) == ("period", "county", "Plan 2013")
    assert (found.first, found.last) == (month_ordinal(2012, 4), month_ordinal(2012, 9))
    assert (found.min_events, found.min_coverage) == (20, Fraction(95, 100))
    assert (found.warning_only, found.weight, found.veto) == (True, Fraction(25, 2), True)
    assert [own.area for own in found.areas] == ["Northhill", "320803102"]
    assert found.areas[1].bound == Bound(Operator.BETWEEN, Fraction(1), Fraction(14))


@pytest.mark.parametrize("written", ["0.1", "96.5", "254.30136986301370", "0.000000000000000000001"])
def test_bound_is_the_decimal_as_written(tmp_path: Path, written: str) -> None:
    assert rule(tmp_path, f"indicator: births, at_most: {written}").bound.high == Fraction(written)


@pytest.mark.parametrize(
    ("target", "low", "high"),
    [
        ("at_least: 5", 5, None),
        ("at_most: 5", None, 5),
        ("between: [4, 5]", 4, 5),
        ("equal: 5", 5, 5),
        ("between: [5, 5]", 5, 5),
    ],
)
def test_each_kind_of_bound(tmp_path: Path, target: str, low: int | None, high: int | None) -> None:
    bound = rule(tmp_path, f"indicator: births, {target}").bound
    assert (bound.low, bound.high) == (low, high)


@pytest.mark.parametrize(
    ("key", "paced"),
    [
        ("births", True),
        ("preconception_check_completion", True),
        ("population", False),
        ("crude_birth_rate", False),
        ("policy_compliance_rate", False),
        ("contraceptive_prevalence", False),
        ("sex_ratio_at_birth", False),
        ("population_growth_rate", False),
        ("infant_mortality_rate", False),
        ("mobile_service_rate", True),
        ("fp_spending_per_capita", True),
    ],
)
def test_counts_of_flows_quotas_means_and_coverage_are_paced(tmp_path: Path, key: str, paced: bool) -> None:
    assert rule(tmp_path, f"indicator: {key}, at_least: 1").paced is paced


def test_pace_none_switches_pacing_off(tmp_path: Path) -> None:
    assert not rule(tmp_path, "indicator: births, at_most: 5, pace: none").paced
    assert rule(tmp_path, "indicator: births, at_most: 5, pace: none").gaps is Gaps.ADD


def test_only_rates_have_a_basis(tmp_path: Path) -> None:
    assert rule(tmp_path, "indicator: crude_birth_rate, at_most: 5").basis == "annual"
    assert rule(tmp_path, "indicator: births, at_most: 5").basis is None


def test_targets_of_one_name_are_numbered(tmp_path: Path) -> None:
    source = """
  - {indicator: births, at_most: 5, name: births#2}
  - {indicator: births, at_least: 5}
  - {indicator: births, at_least: 5, severity: warn}
  - {indicator: births, at_least: 5, level: county}
"""
    assert [one.name for one in load(tmp_path, source).rules] == ["births#2", "births", "births#3", "births#4"]


def test_every_mistake_is_said_at_once_where_it_stands(tmp_path: Path) -> None:
    source = """\
  - at_least: 5
  - indicator: policy_compliance_rate
    at_least: 90%
  - 5
  - indicator: policy_compliance_rat
    at_least: 101
  - indicator: policy_compliance_rate
    at_least: 101
    at_most: 5
  - indicator: policy_compliance_rate
    at_least: 101
    areas:
      "320803102": {at_least: -1}
      Southhill: {}
  - indicator: sex_ratio_at_birth
    between: [107, 103]
  - indicator: sex_ratio_at_birth
    between: [107]
  - indicator: births
    severty: warn
    min_coverage: 95
    weight: -1
    name: a;b
    at_most: 1
"""
    assert said(tmp_path, source) == [
        "t.yaml:4:5 MISSING_KEY targets[1].indicator: this key is missing",
        "t.yaml:6:15 BAD_VALUE targets[2].at_least: write the number alone, in the unit that is meant here: 90 where "
        "that is %, 900 where it is ‰, 0.9 for a share",
        "t.yaml:7:5 BAD_VALUE targets[3]: keys with values are wanted here, not 5",
        "t.yaml:8:16 UNKNOWN_INDICATOR targets[4].indicator: policy_compliance_rat is not an indicator "
        "(did you mean policy_compliance_rate?); `popcalc indicators` lists them",
        "t.yaml:12:14 SEVERAL_BOUNDS targets[5].at_most: at_least and at_most are both given: keep one, "
        "or write between: [low, high]",
        "t.yaml:14:15 BAD_BOUND targets[6].at_least: 101 is no value that policy_compliance_rate can have: "
        "it is from 0 to 100",
        "t.yaml:16:31 BAD_BOUND targets[6].areas.320803102.at_least: -1 is no value that policy_compliance_rate "
        "can have: it is from 0 to 100",
        "t.yaml:17:18 MISSING_BOUND targets[6].areas.Southhill: a bound is missing: give one of at_least, at_most, "
        "between, equal",
        "t.yaml:19:14 BAD_BOUND targets[7].between: the low end 107 is above the high end 103",
        "t.yaml:21:14 BAD_VALUE targets[8].between: two numbers are wanted here: [low, high]",
        "t.yaml:23:5 UNKNOWN_KEY targets[9].severty: unknown key (did you mean severity?)",
        "t.yaml:24:19 BAD_VALUE targets[9].min_coverage: a share from 0 to 1 is wanted here, such as 0.95",
        "t.yaml:25:13 BAD_VALUE targets[9].weight: a weight is not negative",
        "t.yaml:26:11 BAD_VALUE targets[9].name: a name has no ; in it: lists of names are separated by it",
    ]


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("indicator: births", "MISSING_BOUND targets[1]: a bound is missing"),
        ("indicator: births, at_most: ", "MISSING_BOUND targets[1].at_most: nothing stands after at_most"),
        ("indicator: births, at_least: 1, at_most: null", "MISSING_BOUND targets[1].at_most: nothing stands after"),
        ("indicator: births, at_most: 1, areas: {A: {at_most: }}", "MISSING_BOUND targets[1].areas.A.at_most: nothing"),
        (
            "indicator: births, at_most: 1, areas: {A: {at_least: 2}}",
            "BAD_BOUND targets[1].areas.A.at_least: an area's own bound stands in place of the target's",
        ),
        ("indicator: births, at_most: .inf", ".inf is no figure: write a number"),
        ("indicator: births, at_most: -1", "-1 is no value that births can have: it is at least 0"),
        ("indicator: population_growth_rate, at_least: -1001", "it is at least -1000"),
        ("indicator: births, at_most: 1, basis: annual", "births is no rate: leave out the basis"),
        ("indicator: crude_birth_rate, at_most: 1, pace: linear", "crude_birth_rate does not grow through the year"),
        ("indicator: births, at_most: 1, effective: {from: 2013-13}", "there is no month 13"),
        ("indicator: births, at_most: 1, effective: {from: 2012-12}", "2012-12 is outside the target year, 2013"),
        ("indicator: births, at_most: 1, effective: {from: 2013-05, to: 2013-04}", "the first month is after the last"),
        ("indicator: births, at_most: 1, effective: {from: May}", "May is not a month: write it as 2013-04"),
        ('indicator: births, at_most: "1"', '"1" is text: write 1 without quotes'),
        ("indicator: births, at_most: true", "true is not a number"),
        ("indicator: births, at_most: 1, areas: {0071: {at_most: 1}}", 'this key must be in quotes, "0071"'),
    ],
)
def test_mistake(tmp_path: Path, target: str, complaint: str) -> None:
    (line,) = said(tmp_path, f"  - {{{target}}}\n")
    assert complaint in line


@pytest.mark.parametrize("bound", ["-5", "-0.25"])
def test_differences_and_changes_may_be_negative(tmp_path: Path, bound: str) -> None:
    assert rule(tmp_path, f"indicator: natural_increase_rate, at_most: {bound}").bound.high == Fraction(bound)
    assert rule(tmp_path, f"indicator: natural_increase, at_most: {bound}").bound.high == Fraction(bound)


@pytest.mark.parametrize(
    "second",
    [
        "at_most: 6",
        "between: [1, 6]",
        "equal: 6",
        "at_most: 6, effective: {to: 2013-01}",
        "at_most: 6, name: Another",
    ],
)
def test_second_bound_on_the_same_side_overlaps(tmp_path: Path, second: str) -> None:
    lines = said(tmp_path, f"  - {{indicator: births, at_most: 5}}\n  - {{indicator: births, {second}}}\n")
    assert lines == [
        "t.yaml:5:5 OVERLAPPING_TARGETS targets[2]: births has a target of the same kind in line 4 that holds in the "
        "same months or some of them; keep one, part their months by effective, or write them in files of their own"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("at_most: 5", "at_least: 1"),
        ("at_most: 5", "at_most: 4, severity: warn"),
        ("at_most: 5, level: town", "at_most: 9, level: county"),
        ("at_most: 5, effective: {to: 2013-06}", "at_most: 6, effective: {from: 2013-07}"),
    ],
)
def test_bounds_that_do_not_overlap(tmp_path: Path, first: str, second: str) -> None:
    assert len(load(tmp_path, f"  - {{indicator: births, {first}}}\n  - {{indicator: births, {second}}}\n").rules) == 2


def test_same_rate_on_another_basis_is_another_target(tmp_path: Path) -> None:
    source = (
        "  - {indicator: crude_birth_rate, at_most: 5}\n  - {indicator: crude_birth_rate, at_most: 5, basis: period}\n"
    )
    assert [one.basis for one in load(tmp_path, source).rules] == ["annual", "period"]


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        ("version: 2\nyear: 2013\n", "this popcalc reads version 1, not 2"),
        ("version: 1\n", "year: this key is missing"),
        ("version: 1\nyear: 13\n", "13 is below 1900"),
        ("version: 1\nyear: 2013\nyear_start: 13\n", "13 is above 12"),
    ],
)
def test_wrong_head(tmp_path: Path, head: str, complaint: str) -> None:
    assert any(complaint in line for line in said(tmp_path, "  - {indicator: births, at_most: 1}\n", head))


def test_months_are_not_held_against_a_year_that_is_wrong(tmp_path: Path) -> None:
    target = "  - {indicator: births, at_most: 1, effective: {from: 2012-05}}\n"
    assert said(tmp_path, target, "version: 1\nyear: 2013\nyear_start: 13\n") == [
        "t.yaml:3:13 BAD_VALUE year_start: 13 is above 12"
    ]


def test_a_target_is_read_whatever_is_wrong_above_it(tmp_path: Path) -> None:
    assert said(tmp_path, "  - {indicator: birth, at_most: 1}\n", "version: 2\n") == [
        "t.yaml:1:1 MISSING_KEY year: this key is missing",
        "t.yaml:1:10 BAD_VALUE version: this popcalc reads version 1, not 2",
        "t.yaml:3:17 UNKNOWN_INDICATOR targets[1].indicator: birth is not an indicator (did you mean births?); "
        "`popcalc indicators` lists them",
    ]


def test_indicator_and_level_by_name_are_those_of_the_key(tmp_path: Path) -> None:
    by_name, by_key = tmp_path / "names.yaml", tmp_path / "keys.yaml"
    target = "version: 1\nyear: 2013\ntargets:\n  - {{indicator: {}, at_most: 9, level: {}}}\n"
    by_name.write_text(target.format("出生率", "乡镇"), encoding="utf-8")
    by_key.write_text(target.format("crude_birth_rate", "town"), encoding="utf-8")
    (named,), (keyed,) = (load_targets(path, load_catalogue()).rules for path in (by_name, by_key))
    assert (named.name, named.indicator, named.level) == (keyed.name, keyed.indicator, keyed.level)


def test_names_that_lead_nowhere_or_to_two_are_said_at_their_place(tmp_path: Path) -> None:
    targets = (
        "  - {indicator: 出生律, at_most: 9}\n"
        "  - {indicator: Pre-conception checks done, at_most: 9}\n"
        "  - {indicator: births, at_most: 9, level: 乡真}\n"
        "  - {indicator: births, at_most: 9, level: sector}\n"
    )
    assert said(tmp_path, targets, "version: 1\nyear: 2013\n") == [
        "t.yaml:4:17 UNKNOWN_INDICATOR targets[1].indicator: 出生律 is not an indicator (did you mean 出生率?); "
        "`popcalc indicators` lists them",
        "t.yaml:5:17 AMBIGUOUS_NAME targets[2].indicator: Pre-conception checks done is the name of "
        "preconception_checks_done, preconception_check_completion: give one of these keys",
        "t.yaml:6:44 UNKNOWN_LEVEL targets[3].level: 乡真 is not a level; the levels are province, prefecture, county, "
        "town, village (did you mean 乡镇?)",
    ]


def test_a_key_that_is_misspelled_is_not_missing_as_well(tmp_path: Path) -> None:
    assert said(tmp_path, "  - {indicator: births, at_most: 1}\n", "vresion: 1\nyaer: 2013\n") == [
        "t.yaml:1:1 UNKNOWN_KEY vresion: unknown key (did you mean version?)",
        "t.yaml:2:1 UNKNOWN_KEY yaer: unknown key (did you mean year?)",
    ]


def test_no_targets_at_all(tmp_path: Path) -> None:
    path = tmp_path / "targets.yaml"
    path.write_text("version: 1\nyear: 2013\ntargets: []\n")
    with pytest.raises(DefinitionError, match="at least 1 must stand here"):
        load_targets(path, load_catalogue())


@pytest.mark.parametrize("name", ["targets-county.yaml", "targets-township.yaml"])
def test_examples_load_and_point_editors_to_the_schema(name: str) -> None:
    assert load_targets(CONFIGS / name, load_catalogue()).rules
    first = (CONFIGS / name).read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../popcalc/definitions/schemas/targets.schema.json"


@pytest.mark.parametrize(
    ("written", "alone"),
    [
        ("1.3%", "1.3 where that is %, 13 where it is ‰, 0.013 for a share"),
        ("900‰", "90 where that is %, 900 where it is ‰, 0.9 for a share"),
        ("7.5 ‰", "0.75 where that is %, 7.5 where it is ‰, 0.0075 for a share"),
        ("'1,200'", "alone: 1200"),
        ("350人", "alone: 350"),
        ("2.3万", "alone: 23000"),
        ("１２", "alone: 12"),
    ],
)
def test_a_number_with_its_unit_is_told_as_the_number_that_is_meant(tmp_path: Path, written: str, alone: str) -> None:
    told = said(tmp_path, f"\n  - {{indicator: crude_birth_rate, at_least: {written}}}\n")[0]

    assert "BAD_VALUE targets[1].at_least: write the number alone" in told
    assert told.endswith(alone)
