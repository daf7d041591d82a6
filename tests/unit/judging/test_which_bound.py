"""Which bound holds where and when: overrides and inheritance, levels, months in effect, periods."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from popcalc.errors import RequestError
from tests.unit.judging.conftest import Check, Row

PLACES = (("Hill County", "Northhill"), ("Hill County", "Eastbridge"), ("Lake County", "Riverside"))


def rows(last: int = 12, **counts: int) -> list[Row]:
    return [
        {"month": f"2013-{month:02d}", "county": county, "town": town, "village": village, "births": 5, **counts}
        for county, town in PLACES
        for village in ("Mill", "Ford")
        for month in range(1, last + 1)
    ]


def bounds_of(found: pd.DataFrame) -> dict[str, float]:
    return dict(zip(found["area_name"], found["bound_high"], strict=True))


def test_county_bound_holds_for_its_towns_unless_a_town_has_its_own(check: Check) -> None:
    targets = """
  - indicator: births
    at_most: 100
    areas:
      Hill County: {at_most: 200}
      Eastbridge: {at_most: 300}
"""
    assert bounds_of(check(rows(), targets)) == {"Northhill": 200, "Eastbridge": 300, "Riverside": 100}
    by_county = check(rows(), targets, by="county")
    assert bounds_of(by_county) == {"Hill County": 200, "Lake County": 100}
    assert set(check(rows(), targets, by="village")["bound_high"]) == {100, 200, 300}


def test_operator_of_an_area_may_be_another(check: Check) -> None:
    targets = "  - {indicator: births, at_most: 100, areas: {Northhill: {between: [1, 500]}}}\n"
    found = check(rows(), targets).set_index("area_name")
    assert found.loc["Northhill", "operator"] == "between"
    assert found.loc["Riverside", "operator"] == "at_most"
    assert found["status"].to_dict() == {"Northhill": "pass", "Eastbridge": "fail", "Riverside": "fail"}


def test_verdicts_of_several_levels_are_numbered_in_their_order(check: Check) -> None:
    targets = "  - {indicator: births, at_least: 1}\n  - {indicator: births, at_most: 1, level: county}\n"
    found = check(rows(), targets)
    assert found["level"].tolist() == ["county", "county", "town", "town", "town"]
    assert found.index.tolist() == [0, 1, 2, 3, 4]


def test_level_of_a_target_holds_whatever_level_is_asked_for(check: Check) -> None:
    targets = "  - {indicator: births, at_most: 1, level: county}\n  - {indicator: births, at_least: 1}\n"
    found = check(rows(), targets)
    assert found["level"].tolist() == ["county", "county", "town", "town", "town"]
    assert check(rows(), targets, areas="Riverside")["area_name"].tolist() == ["Riverside"]


def test_area_that_only_the_areas_file_knows_may_have_a_bound(check: Check) -> None:
    areas = "code,name,level,parent,aliases\n,Southfield,town,,\n,Riverside,town,,Old Quay;Old Pier\n"
    targets = "  - {indicator: births, at_most: 100, areas: {Southfield: {at_most: 7}, Old Quay: {at_most: 9}}}\n"
    found = bounds_of(check(rows(), targets, areas_file=areas))
    assert found == {"Northhill": 100, "Eastbridge": 100, "Riverside": 9}


@pytest.mark.parametrize(
    ("targets", "code", "words"),
    [
        ("at_most: 1, areas: {Nrthhill: {at_most: 2}}", "UNKNOWN_AREA", "did you mean Northhill?"),
        ("at_most: 1, areas: {Mill: {at_most: 2}}", "AMBIGUOUS_AREA", "Hill County/Northhill/Mill"),
        ("at_most: 1, areas: {Riverside: {at_most: 2}, Lake County/Riverside: {at_most: 3}}", "DUPLICATE_AREA", "line"),
        ("at_most: 1, level: twon", "UNKNOWN_LEVEL", "did you mean town?"),
        ("at_most: 1, level: county, areas: {Riverside: {at_most: 2}}", "AREA_BELOW_LEVEL", "Riverside is a town"),
    ],
)
def test_areas_and_levels_that_are_not_there(check: Check, targets: str, code: str, words: str) -> None:
    with pytest.raises(RequestError) as caught:
        check(rows(), f"  - {{indicator: births, {targets}}}\n")
    (fault,) = caught.value.faults
    assert fault.code == code
    assert words in str(fault.text)
    assert fault.place
    assert fault.place.row == 5


@pytest.mark.parametrize("counties", [6, 7])
def test_name_of_many_areas_is_answered_with_the_keys_of_six(check: Check, counties: int) -> None:
    many = [{"month": "2013-01", "county": f"C{number}", "town": "Hill", "births": 1} for number in range(counties)]
    with pytest.raises(RequestError) as caught:
        check(many, "  - {indicator: births, at_most: 1, areas: {Hill: {at_most: 2}}}\n")
    assert str(caught.value.faults[0].text).endswith(": C0/Hill, C1/Hill, C2/Hill, C3/Hill, C4/Hill, C5/Hill")


def test_total_is_never_judged(check: Check) -> None:
    with pytest.raises(RequestError, match="NO_LEVEL"):
        check(rows(), "  - {indicator: births, at_most: 1}\n", by="all")
    by_level = "  - {indicator: births, at_most: 1, level: county}\n"
    assert check(rows(), by_level, by="all")["level"].unique().tolist() == ["county"]


def test_targets_that_overlap_only_at_the_level_asked_for_are_refused(check: Check) -> None:
    targets = "  - {indicator: births, at_most: 1}\n  - {indicator: births, at_most: 2, level: county}\n"
    assert len(check(rows(), targets)) == 5
    with pytest.raises(RequestError, match="OVERLAPPING_TARGETS"):
        check(rows(), targets, by="county")


def test_target_is_judged_on_the_months_in_which_it_holds(check: Check) -> None:
    targets = "  - {indicator: births, at_most: 365, effective: {from: 2013-04, to: 2013-06}}\n"
    found = check(rows(), targets).iloc[0]
    assert (found["period"], found["value"]) == ("2013-04..2013-06", 30)
    assert found["applied_high"] == 30 + 31 + 30
    assert found["to_go"] == 91 - 30
    found = check(rows(last=5), targets).iloc[0]
    assert (found["period"], found["value"], found["applied_high"]) == ("2013-04..2013-05", 20, 61)
    assert found["to_go"] == 91 - 20


def test_two_halves_of_a_year_with_bounds_of_their_own(check: Check) -> None:
    targets = """
  - {indicator: births, at_most: 100, effective: {to: 2013-06}}
  - {indicator: births, at_most: 200, effective: {from: 2013-07}}
"""
    found = check(rows(), targets, areas="Riverside")
    assert found["period"].tolist() == ["2013-01..2013-06", "2013-07..2013-12"]
    assert found["target"].tolist() == ["births", "births#2"]
    assert found["bound_high"].tolist() == [100, 200]


def test_months_and_quarters_are_judged_by_their_own_share_of_the_year(check: Check) -> None:
    targets = "  - {indicator: births, at_most: 365}\n"
    found = check(rows(), targets, areas="Riverside", period="quarter")
    assert found["applied_high"].tolist() == [90, 91, 92, 92]
    assert found["to_go"].tolist() == [60, 61, 62, 62]
    found = check(rows(last=5), targets, areas="Riverside", period="half")
    assert (found["period"].tolist(), found["applied_high"].tolist()) == (["2013-01..2013-05"], [151])


def test_year_is_judged_up_to_its_last_month_in_the_data(check: Check) -> None:
    found = check(rows(last=5), "  - {indicator: births, at_most: 365}\n").iloc[0]
    assert (str(found["start"].date()), str(found["end"].date())) == ("2013-01-01", "2013-05-31")
    assert found["applied_high"] == 151


def test_data_of_another_year_are_refused(check: Check) -> None:
    with pytest.raises(RequestError, match=r"for 2013 \(2013-01 to 2013-12\), the data run from 2014-01"):
        check([{"month": "2014-01", "town": "A", "births": 1}], "  - {indicator: births, at_most: 1}\n")


def test_target_whose_counts_are_not_there_has_no_verdict(check: Check) -> None:
    targets = "  - {indicator: births, at_least: 1}\n  - {indicator: deaths, at_most: 5}\n"
    found = check(rows(), targets, areas="Riverside")
    assert found["status"].tolist() == ["pass", "no_data"]
    assert found["reason"].tolist() == ["", "nothing_reported"]
    assert found["village_months_expected"].tolist() == [24, 24]
    with pytest.raises(RequestError, match="no verdict on deaths: it needs deaths"):
        check(rows(), "  - {indicator: deaths, at_most: 5}\n")


def test_target_without_its_counts_expects_the_village_months_of_each_town(check: Check) -> None:
    size = {"Big": ("Mill", "Ford", "Quay"), "Small": ("Pine",)}
    many: list[Row] = [
        {"month": f"2013-{month:02d}", "town": town, "village": village, "births": 1}
        for town, villages in size.items()
        for village in villages
        for month in (1, 2, 3)
    ]
    found = check(many, "  - {indicator: births, at_least: 1}\n  - {indicator: deaths, at_most: 5}\n")
    deaths = found[found["indicator"] == "deaths"]
    assert deaths["area_name"].tolist() == ["Big", "Small"]
    assert deaths["village_months_expected"].tolist() == [3 * 3, 1 * 3]


def test_what_is_left_of_a_rate_counts_the_days_of_a_leap_year(check: Check) -> None:
    row = {"month": "2012-01..2012-06", "town": "A", "births": 100, "population_average": 36_600}
    found = check([row], "  - {indicator: crude_birth_rate, at_most: 10}\n", year=2012).iloc[0]
    # 36,600 people over the 366 days of 2012 are 36,600 person-years: 366 births at 10 per mille, of which 100 were.
    # By the end of June 182 days have passed: 100 births in 18,200 person-years are 5.49 per mille.
    assert (found["to_go"], found["to_go_kind"]) == (366 - 100, "allowed")
    assert found["value"] == pytest.approx(1000 * 100 / 18_200, rel=1e-15)


def test_population_of_a_rate_is_held_flat_to_the_years_end(check: Check) -> None:
    """A population that stands still: at most 5 per mille of 1,000 people are 5 births in the year, 2 have happened."""
    still: list[Row] = [
        {"month": month, "town": "A", "births": births, "population": 1000}
        for month, births in (("2012-12", ""), ("2013-01", 1), ("2013-02", 1))
    ]
    found = check(still, "  - {indicator: crude_birth_rate, at_most: 5}\n").iloc[0]
    assert (found["to_go"], found["to_go_kind"]) == (3, "allowed")
    assert found["status"] == "fail"
    grown = [*still, {"month": "2013-03", "town": "A", "births": 0, "population": 2000}]
    found = check(grown, "  - {indicator: crude_birth_rate, at_most: 5}\n").iloc[0]
    days = Fraction(59 * 1000 + 31 * 1500 + 275 * 2000, 365)
    assert found["to_go"] == (5 * days / 1000).__floor__() - 2
