"""What is not reported passes nothing: what may still come in decides whether a verdict stands."""

from __future__ import annotations

import pytest

from tests.unit.judging.conftest import Check, Row


def town(**counts: tuple[object, ...]) -> list[Row]:
    """One row for the year of each village; a figure of each for every count."""
    names = list(counts)
    return [
        {"month": "2013-01..2013-12", "town": "T", "village": village, **dict(zip(names, figures, strict=True))}
        for village, figures in zip("ABCDEFGHIJK", zip(*counts.values(), strict=True), strict=False)
    ]


def verdict(check: Check, rows: list[Row], target: str) -> tuple[str, str]:
    found = check(rows, f"  - {{{target}}}\n").iloc[0]
    return found["status"], found["reason"]


@pytest.mark.parametrize(
    ("bound", "status"),
    [
        # 90 of 200 with none, 190 of 200 with all.
        ("at_least: 70", "no_data"),
        ("at_most: 60", "no_data"),
        ("at_least: 45", "pass"),
        ("at_least: 95.1", "fail"),
        ("at_most: 95", "pass"),
        ("at_most: 44.9", "fail"),
        ("between: [45, 95]", "pass"),
        ("between: [45, 94]", "no_data"),
    ],
)
def test_elderly_of_whom_nothing_was_reported_may_all_have_been_managed_or_none(
    check: Check, bound: str, status: str
) -> None:
    rows = town(population_65_plus=(100, 100), elderly_managed=(90, ""), births=(1, 1))
    reason = "incomplete" if status == "no_data" else ""
    assert verdict(check, rows, f"indicator: elderly_management_rate, {bound}") == (status, reason)


def test_elderly_who_are_not_counted_leave_a_coverage_open(check: Check) -> None:
    rows = town(population_65_plus=(100, ""), elderly_managed=(90, 5), births=(1, 1))
    # With 5 elderly of whom 5 are managed 95 of 105, with a thousand of them 95 of 1,100.
    for bound in ("at_least: 85", "at_most: 90"):
        assert verdict(check, rows, f"indicator: elderly_management_rate, {bound}")[0] == "no_data"
    assert verdict(check, rows, "indicator: elderly_management_rate, at_least: 91")[0] == "fail"


@pytest.mark.parametrize(
    ("bound", "status"), [("at_least: 10", "no_data"), ("at_least: 5", "pass"), ("at_most: 10", "no_data"),
                          ("at_most: 4", "fail")]
)  # fmt: skip
def test_spending_of_a_village_is_nothing_or_without_end(check: Check, bound: str, status: str) -> None:
    rows = town(population=(100, 100), fp_spending_yuan=(1000, ""), births=(1, 1))
    assert verdict(check, rows, f"indicator: fp_spending_per_capita, {bound}")[0] == status


@pytest.mark.parametrize(
    ("bound", "status"),
    [("at_least: 100", "no_data"), ("at_most: 90", "no_data"), ("at_most: 100", "pass"), ("at_least: 101", "fail")],
)
def test_quota_whose_own_task_is_missing_is_open(check: Check, bound: str, status: str) -> None:
    rows = town(preconception_checks_done=(60, 0), preconception_checks_quota=(60, ""))
    assert verdict(check, rows, f"indicator: preconception_check_completion, {bound}")[0] == status


@pytest.mark.parametrize(("missing", "reason"), [(1, ""), (2, "incomplete")])
def test_rate_and_proportion_are_judged_while_no_more_than_a_tenth_is_missing(
    check: Check, missing: int, reason: str
) -> None:
    births = [*([10] * (10 - missing)), *([""] * missing)]
    rows = town(births=tuple(births), births_in_policy=(9,) * 10, population=(1000,) * 10, deaths=(1,) * 10)
    for target in ("indicator: policy_compliance_rate, at_least: 85", "indicator: crude_birth_rate, at_most: 12"):
        assert verdict(check, rows, target) == ("no_data" if reason else "pass", reason)
        assert verdict(check, rows, f"{target}, min_coverage: 0.8") == ("pass", "")
        assert verdict(check, rows, f"{target}, min_coverage: 1") == ("no_data", "incomplete")


def test_coverage_of_the_file_holds_for_targets_without_their_own(check: Check) -> None:
    rows = town(births=(10, 10, ""), deaths=(1, 1, 1))
    targets = "  - {indicator: births, at_most: 30}\n  - {indicator: births, at_least: 30, min_coverage: 0.9}\n"
    found = check(rows, f"{targets}min_coverage: 0.5\n")
    assert found["status"].tolist() == ["pass", "no_data"]


def test_reasons_are_said_in_their_order(check: Check) -> None:
    rows: list[Row] = [
        {"month": "2013-01", "town": town, "village": one, "births": births, "births_in_policy": policy, "deaths": 0}
        for town, one, births, policy in (
            ("impossible", "a", 4, 5), ("impossible", "b", "", 5),
            ("incomplete", "a", 4, 3), ("incomplete", "b", "", ""),
            ("nothing", "a", "", 3), ("nothing", "b", "", 3),
            ("undefined", "a", 0, 0), ("undefined", "b", "", ""),
        )
    ]  # fmt: skip
    found = check(rows, "  - {indicator: policy_compliance_rate, at_least: 90, min_events: 50}\n")
    reasons = dict(zip(found["area"], found["reason"], strict=True))
    assert reasons == {
        "impossible": "impossible", "incomplete": "incomplete", "nothing": "nothing_reported", "undefined": "undefined"
    }  # fmt: skip
