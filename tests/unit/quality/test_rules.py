from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import popcalc
from tests.unit.quality.conftest import Found, months, page


def test_sum_that_does_not_add_up_is_an_error_at_its_row(found: Found) -> None:
    text = page("births,births_male,births_female", {"A/one": [(5, 2, 3), (5, 2, 4)], "A/two": [(0, 0, 0), (1, 1, 0)]})
    (record,) = found(text, "BIRTHS_BY_SEX")
    assert record == {
        "code": "BIRTHS_BY_SEX",
        "severity": "error",
        "area": "A/one",
        "period": "2013-02",
        "count": "births",
        "file": "a.csv",
        "row": 3,
        "message": "births is 5, but births_male + births_female is 2 + 4 = 6",
        "expected": 6.0,
        "found": 5.0,
        # One birth of eleven in the town.
        "share": 9.09,
        "column": 4,
        "sheet": "",
        "cell": "D3",
        "todo": "look both figures up in the return and put the wrong one right where it stands",
    }


def test_row_that_does_not_report_every_part_is_not_judged(found: Found) -> None:
    assert found(page("births,births_male,births_female", {"A/one": [(5, 2, ""), ("", 2, 9), (5, "", 9)]}),
                 "BIRTHS_BY_SEX") == []  # fmt: skip


def test_at_most_holds_where_both_sides_are_equal(found: Found) -> None:
    text = page("deaths,deaths_infant", {"A/one": [(2, 2), (2, 3)]})
    (record,) = found(text, "INFANT_DEATHS_WITHIN_DEATHS")
    assert (record["period"], record["count"], record["found"], record["expected"]) == (
        "2013-02", "deaths_infant", 3.0, 2.0,
    )  # fmt: skip
    assert record["message"] == "deaths_infant is 3, more than deaths, which is 2"


OWN = """
version: 1
counts:
  gifts: {nature: flow, label: Gifts, decimals: 2, headers: [gifts]}
  grants: {nature: flow, label: Grants, decimals: 2, headers: [grants]}
identities:
  gifts_per_birth: {rule: gifts <= 2 * births + grants, severity: warning, label: gifts are small}
"""


def test_rule_of_ones_own_may_mix_money_and_people(found: Found) -> None:
    text = page("births,gifts,grants", {"A/one": [(1, "2.55", "0.50"), (1, "2.50", "0.50")]})
    (record,) = found(text, "GIFTS_PER_BIRTH", catalogue=OWN)
    assert record["severity"] == "warning"
    assert (record["found"], record["expected"]) == (2.55, 2.5)
    assert record["message"].endswith("which is 2 * 1.00 + 0.50 = 2.50")


BALANCE = "population,births,deaths,migration_in,migration_out"


def test_population_balances_with_the_month_end_before(found: Found) -> None:
    text = page(BALANCE, {"A/one": [(100, 9, 9, 9, 9), (103, 2, 1, 3, 1), (104, 2, 1, 3, 1)]})
    (record,) = found(text, "POPULATION_BALANCE")
    assert (record["period"], record["found"], record["expected"]) == ("2013-03", 104.0, 106.0)


def test_without_migration_the_balance_is_not_judged(found: Found) -> None:
    assert found(page("population,births,deaths", {"A/one": [(100, 1, 0), (90, 1, 0)]}), "POPULATION_BALANCE") == []


def test_opening_of_the_row_stands_in_where_no_month_before_is_reported(found: Found) -> None:
    text = page(f"population_start,{BALANCE}", {"A/one": [(99, 100, 1, 0, 0, 0), (100, 101, 0, 0, 0, 0)]})
    (record,) = found(text, "POPULATION_BALANCE")
    assert (record["period"], record["expected"]) == ("2013-02", 100.0)


def test_opening_differs_from_the_closing_before(found: Found) -> None:
    text = page("population_start,population,births", {"A/one": [(99, 100, 1), (100, 101, 1), (100, 101, 1)]})
    (record,) = found(text, "OPENING_IS_CLOSING_BEFORE")
    assert (record["period"], record["found"], record["expected"]) == ("2013-03", 100.0, 101.0)


@pytest.mark.parametrize(("married", "codes"), [
    (119, ["MARRIED_WOMEN_AT_LEAST_12_PERCENT"]), (120, []), (300, []), (301, ["MARRIED_WOMEN_AT_MOST_30_PERCENT"]),
])  # fmt: skip
def test_married_women_are_twelve_to_thirty_percent(married: int, codes: list[str], found: Found) -> None:
    text = page("population,married_women_15_49,births", {"A/one": [(1000, married, 1)]})
    assert [record["code"] for record in found(text) if "MARRIED" in record["code"]] == codes


def test_soft_rule_that_mostly_fails_is_told_once_and_a_hard_one_each_time(found: Found) -> None:
    text = page("population,married_women_15_49,births", {"A/one": [(1000, 100, 1)] * 12})
    (record,) = found(text, "MARRIED_WOMEN_AT_LEAST_12_PERCENT")
    assert (record["area"], record["period"], record["row"]) == ("", "2013", 2)
    assert "fails in 12 of 12 rows" in record["message"]
    text = page("births,births_male,births_female", {"A/one": [(1, 1, 1)] * 12})
    assert len(found(text, "BIRTHS_BY_SEX")) == 12


def test_soft_rule_that_fails_in_half_the_rows_is_told_each_time(found: Found) -> None:
    text = page("population,married_women_15_49,births", {"A/one": [(1000, 100, 1), (1000, 200, 1)] * 6})
    assert len(found(text, "MARRIED_WOMEN_AT_LEAST_12_PERCENT")) == 6


def test_part_above_its_whole(found: Found) -> None:
    text = page("births,births_in_policy", {"A/one": [(5, 5), (5, 6)]})
    (record,) = found(text, "PART_ABOVE_WHOLE")
    assert (record["period"], record["count"], record["found"], record["expected"]) == (
        "2013-02", "births_in_policy", 6.0, 5.0,
    )  # fmt: skip


def test_part_of_stocks_is_judged_and_a_flow_over_a_stock_is_not(found: Found) -> None:
    text = page("population,population_65_plus,elderly_managed,births", {"A/one": [(100, 101, 500, 1)]})
    (record,) = found(text, "PART_ABOVE_WHOLE")
    assert record["count"] == "population_65_plus"


def test_what_a_rule_says_is_not_said_again_of_a_proportion(found: Found) -> None:
    text = page("births_second,births_second_in_policy", {"A/one": [(1, 2)]})
    assert [record["code"] for record in found(text) if record["severity"] == "error"] == [
        "BIRTHS_SECOND_IN_POLICY_WITHIN_BIRTHS_SECOND"
    ]


def rule(written: str) -> str:
    """A catalogue with one rule of its own, which is a warning."""
    return f"version: 1\nidentities:\n  own: {{{written}, severity: warning}}\n"


@pytest.mark.parametrize(
    ("written", "months", "message"),
    [
        ("rule: births != deaths", ["2013-02"], "births is 2, just as deaths"),
        ("rule: births > deaths", ["2013-02", "2013-03"], "births is 2, not more than deaths, which is 2"),
        ("rule: births >= deaths", ["2013-03"], "births is 1, less than deaths, which is 2"),
        ("rule: births < deaths", ["2013-01", "2013-02"], "births is 3, not less than deaths, which is 2"),
        ("rule: births <= deaths + 0", ["2013-01"], "births is 3, more than deaths + 0, which is 2 + 0 = 2"),
        ("rule: births >= 2", ["2013-03"], "births is 1, less than 2"),
        ("rule: 2 >= births", ["2013-01"], "births is 3, more than 2"),
        ("rule: births + 1 != 2", ["2013-03"], "births + 1 is 1 + 1 = 2, which it must not be"),
        ("agree: {a: births, b: deaths, within: 49}", ["2013-01", "2013-03"],
         "births is 3 and deaths is 2: 50.0 % apart, more than 49 %"),
        ("agree: {a: births, b: deaths, within: 50}", [], ""),
    ],
)  # fmt: skip
def test_comparisons_of_every_kind(written: str, months: list[str], message: str, found: Found) -> None:
    text = page("births,deaths", {"A/one": [(3, 2), (2, 2), (1, 2), ("", 2)]})
    told = found(text, "OWN", catalogue=rule(written))
    assert [record["period"] for record in told] == months
    assert [record["message"] for record in told[:1]] == [message][: len(months)]


def test_tolerance_is_of_the_second_sum_and_exact(found: Found) -> None:
    text = page("births,deaths", {"A/one": [(110, 100), (100, 110), (91, 101), (0, 0), (1, 0)]})
    told = found(text, "OWN", catalogue=rule("agree: {a: births, b: deaths, within: 9.900990099009902}"))
    assert [record["period"] for record in told] == ["2013-01", "2013-05"]


MISSING = page("births,births_male,births_female,deaths",
               {"A/one": [(3, 2, 1, 1), (3, 2, "", 1), (3, "", "", 1), ("", "", "", 1), ("", 1, "", 1)]})  # fmt: skip


@pytest.mark.parametrize(
    ("missing", "months"),
    [
        ("skip_if_any", []),
        ("skip_if_all", ["2013-02"]),
        ("never_skip", ["2013-02", "2013-03", "2013-05"]),
    ],
)
def test_what_a_missing_term_means(missing: str, months: list[str], found: Found) -> None:
    told = found(MISSING, "OWN", catalogue=rule(f"rule: births = births_male + births_female, missing: {missing}"))
    assert [record["period"] for record in told] == months


def test_floor_of_a_count_holds_also_where_it_is_not_given_if_that_is_never_skipped(found: Found) -> None:
    text = page("births,population", {"A/one": [(1, 300), (1, 0), (1, "")]})
    floor = "rule: population > 0"
    assert [one["period"] for one in found(text, "OWN", catalogue=rule(floor))] == ["2013-02"]
    told = found(text, "OWN", catalogue=rule(f"{floor}, missing: never_skip"))
    assert [one["period"] for one in told] == ["2013-02", "2013-03"]
    assert told[1]["message"] == "population is –, not more than 0"


def test_compulsory_pair(found: Found) -> None:
    told = found(MISSING, "OWN", catalogue=rule("compulsory: [births, births_male + births_female]"))
    assert [(record["period"], record["message"]) for record in told] == [
        ("2013-03", "births is 3, but births_male + births_female is not given"),
        ("2013-05", "births_male + births_female is 1 + – = 1, but births is not given"),
    ]


def test_exclusive_pair(found: Found) -> None:
    told = found(MISSING, "OWN", catalogue=rule("exclusive: [births, births_male]"))
    assert [record["period"] for record in told] == ["2013-01", "2013-02"]
    assert told[0]["message"] == "births is 3 and births_male is 2: only one of them is to be given"


def test_rule_of_sums_by_level_and_period(found: Found) -> None:
    own = "agree: {a: births, b: deaths, within: 10}, level: town, over: quarter"
    first = [(5, 9), (9, 5), (4, 4), (9, 1), (1, 7), (1, "")]
    rows = page("births,deaths", {"A/one": first, "A/two": [(1, 1)] * 6, "B/one": [(2, 1)] * 6})
    told = found(rows, "OWN", catalogue=rule(own))
    assert [(one["area"], one["period"], one["row"]) for one in told] == [
        ("A", "2013-04..2013-06", 5), ("B", "2013-01..2013-03", 14), ("B", "2013-04..2013-06", 17),
    ]  # fmt: skip
    # The village-month without deaths is in neither sum: 10 + 3 births to 8 + 3 deaths.
    assert told[0]["message"] == "births is 13 and deaths is 11: 18.2 % apart, more than 10 %"


def test_rule_of_a_level_that_the_data_have_not_is_not_judged(found: Found) -> None:
    own = "rule: births < 0, level: county"
    assert found(page("births", {"A/one": [1]}), "OWN", catalogue=rule(own)) == []
    (record,) = found(
        page("births", {"A/one": [1], "B/one": [2]}), "OWN", catalogue=rule("rule: births < 3, level: all")
    )
    assert (record["area"], record["message"]) == ("", "births is 3, not less than 3")


cells = st.one_of(st.none(), st.integers(0, 4))


@settings(max_examples=40)
@given(rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8))
def test_broken_rows_are_those_that_report_all_and_differ(rows: list[tuple[int | None, ...]]) -> None:
    written = [tuple("" if cell is None else cell for cell in row) for row in rows]
    wrong = [
        month
        for month, (births, male, female) in zip(months(len(rows)), rows, strict=True)
        if births is not None and male is not None and female is not None and births != male + female
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        # The last village keeps the months from being all empty.
        path.write_text(page("births,births_male,births_female", {"A/one": written, "A/two": [(0, 0, 0)] * len(rows)}))
        frame = popcalc.validate(popcalc.read(path))
    assert sorted(frame.loc[frame["code"] == "BIRTHS_BY_SEX", "period"]) == wrong
