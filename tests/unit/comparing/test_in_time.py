"""Figures compared in time, held against pandas and scipy.stats from the raw rows."""

from __future__ import annotations

import math
import random
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pytest

import popcalc
from popcalc.errors import RequestError
from popcalc.records import COMPARISON_FIELDS, RANK_FIELDS, RECORD_FIELDS
from tests.unit.comparing.raw import (
    FIGURES,
    TOWNS,
    Rows,
    Side,
    evidence,
    limits,
    month_name,
    ratio_limits,
    rows_at_random,
    write,
)

KEYS = ["births", "sex_ratio_at_birth", *FIGURES]
QUESTIONS = [
    ("month", "last-year"), ("quarter", "last-year"), ("half", "last-year"), ("year", "last-year"),
    ("ytd", "last-year"), ("all", "last-year"), ("month", "previous"), ("quarter", "previous"), ("all", "previous"),
]  # fmt: skip


def read(paths: list[Path]) -> popcalc.Counts:
    return popcalc.read(paths)


def months_between(start: str, end: str) -> range:
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    return range(first.year * 12 + first.month - 1, last.year * 12 + last.month)


def villages_of(area: str) -> list[str]:
    return list(TOWNS[area]) if area in TOWNS else [village for villages in TOWNS.values() for village in villages]


@pytest.mark.parametrize(("period", "compare"), QUESTIONS)
@pytest.mark.parametrize("seed", [1])
def test_comparison_is_that_of_the_rows_which_both_have(seed: int, period: str, compare: str, tmp_path: Path) -> None:
    rows = rows_at_random(seed)
    oracle, counts = Rows(rows), read(write(rows, tmp_path))
    found = popcalc.compute(counts, KEYS, period=period, first="2013-02", last="2013-11", compare=compare)
    assert list(found) == [*RECORD_FIELDS, *COMPARISON_FIELDS]
    assert len(found) == len(KEYS) * 4 * found["period"].nunique()

    @cache
    def sums(area: str, start: str, end: str) -> tuple[Side, Side, Side]:
        months, villages = months_between(start, end), villages_of(area)
        now, then = oracle.sides(villages, months, 12 if compare == "last-year" else len(months))
        return now, then, oracle.plain(villages, months)

    for one in found.to_dict("records"):
        now, then, plain = sums(one["area_name"], one["start"], one["end"])
        key = one["indicator"]
        if not all(_there(key, side) for side in (now, then, plain)):
            assert (one["compared_with"], one["village_months_compared"]) == ("", 0)
            assert math.isnan(one["difference"])
            continue
        assert one["village_months_compared"] == now.months
        for name, side in (("value", now), ("compared_value", then)):
            if key in FIGURES:
                assert one[name] == pytest.approx(FIGURES[key](side, 0.95)[0], rel=1e-12)
            elif key == "births":
                assert one[name] == side.births
            else:
                assert one[name] == pytest.approx(100 * side.boys / side.girls)
        assert one["difference"] == pytest.approx(one["value"] - one["compared_value"], rel=1e-9, abs=1e-12)
        few = (now.boys + now.girls if key == "sex_ratio_at_birth" else now.births) < 20 or then.births < 20
        if few or key == "natural_increase_rate":
            assert math.isnan(one["percent"])
        else:
            assert one["percent"] == pytest.approx(100 * one["difference"] / one["compared_value"])
        assert ("comparable" in one["flags"].split(";")) == (
            one["value"] != pytest.approx(_plain(key, plain), rel=1e-12)
        )
        if key in FIGURES:
            low, high = limits(key, now, then, 0.95)
            assert (one["difference_lower"], one["difference_upper"]) == pytest.approx((low, high), rel=1e-8)
            assert one["difference_evidence"] == evidence(partial(limits, key, now, then))
            assert math.isnan(one["ratio_lower"])
        elif key == "births":
            assert one["difference_evidence"] == ""
        else:
            low, high = ratio_limits(now, then, 0.95)
            assert (one["ratio_lower"], one["ratio_upper"]) == pytest.approx((low, high), rel=1e-6)
            assert one["difference_evidence"] == evidence(partial(ratio_limits, now, then), 1)
            assert math.isnan(one["difference_lower"])


def _there(key: str, side: Side) -> bool:
    of_births = {"sex_ratio_at_birth": side.girls, "policy_compliance_rate": side.births}
    return side.months > 0 and of_births.get(key, 1) > 0


def _plain(key: str, side: Side) -> float:
    if key == "births":
        return side.births
    return FIGURES[key](side, 0.95)[0] if key in FIGURES else 100 * side.boys / side.girls


def test_a_rolling_year_is_compared_with_the_one_a_year_before(tmp_path: Path) -> None:
    rows = rows_at_random(5)
    oracle, counts = Rows(rows), read(write(rows, tmp_path))
    found = popcalc.compute(counts, "births", period="rolling", first="2013-01", compare="last-year", by="all")
    held = found[found["compared_with"] != ""]
    assert held["period"].tolist() == [
        "2012-02..2013-01", "2012-03..2013-02", "2012-04..2013-03", "2012-05..2013-04", "2012-06..2013-05",
        "2012-07..2013-06", "2012-08..2013-07", "2012-09..2013-08", "2012-10..2013-09", "2012-11..2013-10",
        "2012-12..2013-11", "2013",
    ]  # fmt: skip
    for one in held.to_dict("records"):
        now, then = oracle.sides(villages_of(""), months_between(one["start"], one["end"]), 12)
        assert (one["value"], one["compared_value"]) == (now.births, then.births)


def test_the_rate_of_a_rolling_year_is_events_over_the_average_of_its_own_days(tmp_path: Path) -> None:
    rows = rows_at_random(6)
    rows = rows.fillna({name: 1 for name in ("births", "births_male", "deaths")}).fillna(0)
    counts = read(write(rows, tmp_path))
    found = popcalc.compute(counts, "crude_birth_rate", period="rolling", by="all")
    opening = rows.sort_values("month").groupby("village")["population"].shift()
    for one in found.to_dict("records"):
        months = months_between(one["start"], one["end"])
        own = rows[rows["month"].isin(months)]
        lived = (opening[own.index] + own["population"]) / 2 * own["month"].map(days)
        year = sum(days(month) for month in months)
        assert year in (365, 366)
        if opening[own.index].isna().any():
            continue
        assert one["value"] == pytest.approx(1000 * own["births"].sum() / (lived.sum() / year), rel=1e-12)
        assert one["basis"] == "annual"


def days(month: int) -> int:
    return pd.Period(month_name(month), "M").days_in_month


def test_neither_the_order_of_files_nor_that_of_rows_changes_a_comparison(tmp_path: Path) -> None:
    rows = rows_at_random(3)
    found = []
    for seed in (None, 1, 2):
        paths = write(rows, tmp_path / str(seed), seed=seed)
        random.Random(seed).shuffle(paths)
        frame = popcalc.compute(read(paths), KEYS, period="quarter", first="2013-01", compare="last-year", rank="low")
        found.append(frame.to_csv())
    assert found[0] == found[1] == found[2]


def test_two_months_that_change_places_change_the_sign_of_the_difference(tmp_path: Path) -> None:
    rows = rows_at_random(4, first=2013 * 12 + 5, last=2013 * 12 + 7)
    rows["population"] = 1000
    turned = rows.assign(
        month=rows["month"].map(
            {2013 * 12 + 5: 2013 * 12 + 5, 2013 * 12 + 6: 2013 * 12 + 7, 2013 * 12 + 7: 2013 * 12 + 6}
        )
    )
    frames = [
        popcalc.compute(read(write(some, tmp_path / name)), KEYS, period="month", first="2013-08", compare="previous")
        for name, some in (("one", rows), ("other", turned))
    ]
    one, other = (frame.set_index(["area", "indicator"]) for frame in frames)
    held = one["compared_with"] != ""
    assert held.sum() > 10
    assert (held == (other["compared_with"] != "")).all()
    one, other = one[held], other[held]
    assert (one["value"] == other["compared_value"]).all()
    assert (one["difference"] == -other["difference"]).all()
    for low, high, sign in (("difference_lower", "difference_upper", -1), ("ratio_lower", "ratio_upper", 0)):
        turned_high = -other[high] if sign else 1 / other[high]
        pd.testing.assert_series_equal(one[low], turned_high, check_names=False, rtol=1e-9)
    assert (one["difference_evidence"] == other["difference_evidence"]).all()


def test_months_of_this_year_are_held_against_the_quarters_of_the_last(tmp_path: Path) -> None:
    (tmp_path / "2012.csv").write_text(
        "village,quarter,births\nA,2012Q1,10\nB,2012Q1,7\nA,2012Q2,9\nB,2012Q2,5\n", encoding="utf-8"
    )
    months = [f"{village},2013-{month:02},{month}" for village in "AB" for month in range(1, 7)]
    months.remove("B,2013-05,5")
    (tmp_path / "2013.csv").write_text("village,month,births\n" + "\n".join(months) + "\n", encoding="utf-8")
    counts = read([tmp_path / "2012.csv", tmp_path / "2013.csv"])
    found = popcalc.compute(counts, "births", by="all", first="2013-01", last="2013-06", compare="last-year")
    # The second quarter of B lacks a month this year, so that its quarter of last year stands out, too.
    assert found[["value", "compared_value", "village_months_compared"]].values.tolist() == [[6 + 15 + 6, 26, 9]]
    assert found["flags"].tolist() == ["partial;comparable"]
    found = popcalc.compute(counts, "births", by="all", period="month", first="2013-01", compare="last-year")
    assert (found["compared_with"] == "").all(), "a quarter is no month"


def test_month_ends_and_quotas_are_compared_where_both_years_have_them(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text(
        "village,month,population,preconception_checks_done,preconception_checks_quota\n"
        "A,2012-06,100,5,20\nA,2013-06,110,6,30\n"
        "B,2012-06,,4,20\nB,2013-06,90,3,\n"
        "C,2012-05,70,2,10\nC,2013-06,80,1,10\n",
        encoding="utf-8",
    )
    counts = read([tmp_path / "all.csv"])
    keys = ["population", "preconception_check_completion"]
    found = popcalc.compute(counts, keys, by="all", first="2013-05", last="2013-06", compare="last-year")
    people, done = found.to_dict("records")
    assert (people["value"], people["compared_value"], people["difference"]) == (110, 100, 10)
    # Only A has done some in both Junes: C, whose task counts, reports May there and June here.
    assert (done["value"], done["compared_value"]) == (pytest.approx(100 * 6 / 40), pytest.approx(100 * 5 / 30))


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"compare": "last-year"}, "needs the months 2012-01 to 2012-12, the data hold 2013-01 to 2013-12"),
        ({"compare": "previous"}, "needs the months 2012-01 to 2012-12"),
        ({"compare": "previous", "period": "ytd"}, "no period before --period ytd"),
        ({"compare": "previous", "period": "rolling"}, "no period before --period rolling"),
        ({"compare": "last-year", "unmatched": "keep"}, "leave out --unmatched keep"),
        ({"compare": "above", "by": "all"}, "choose a --by level"),
        ({"compare": "next-year"}, "next-year"),
        ({"rank": "best"}, "best"),
        ({"period": "rolling", "first": "2013-02", "last": "2013-04"}, "rolling years end in 2013-12 or later"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_way_out(
    asked: dict[str, str], complaint: str, sample_data: Path
) -> None:
    with pytest.raises(RequestError, match=complaint):
        popcalc.compute(popcalc.read(sample_data / "monthly"), "births", **asked)  # type: ignore[arg-type]


def test_two_years_as_one_period_overlap_the_year_before(sample_data: Path) -> None:
    counts = popcalc.read([sample_data / "monthly", sample_data / "monthly_2012"])
    with pytest.raises(RequestError, match="add --from 2013-01, or --period year"):
        popcalc.compute(counts, "births", compare="last-year")


def test_periods_without_a_year_before_stand_alone_and_are_named(sample_data: Path) -> None:
    counts = popcalc.read([sample_data / "monthly", sample_data / "monthly_2012"])
    found = popcalc.compute(counts, "births", period="year", by="all", compare="last-year")
    assert found["compared_with"].tolist() == ["", "2012"]
    assert found["value"].notna().all()
    assert any("2011" in notice and "1 of 2 periods" in notice for notice in found.attrs["notices"])


def test_without_a_wish_records_have_the_fields_that_they_had(sample_data: Path) -> None:
    counts = popcalc.read(sample_data / "monthly")
    plain = popcalc.compute(counts)
    assert list(plain) == list(RECORD_FIELDS)
    ranked = popcalc.compute(counts, rank="high")
    pd.testing.assert_frame_equal(ranked[list(plain)], plain)
    assert list(ranked) == [*RECORD_FIELDS, *RANK_FIELDS]


def test_verdicts_stay_those_of_all_that_was_reported(sample_data: Path) -> None:
    counts = popcalc.read([sample_data / "monthly", sample_data / "monthly_2012"])
    targets = sample_data.parent / "configs" / "targets-county.yaml"
    plain, compared = popcalc.check(counts, targets), popcalc.check(counts, targets, compare="last-year", rank="high")
    assert list(compared) == [*plain, *COMPARISON_FIELDS, *RANK_FIELDS]
    unflagged = compared["flags"].str.replace(r";?comparable", "", regex=True)
    pd.testing.assert_frame_equal(compared[list(plain)].assign(flags=unflagged), plain)
    places = (compared["area_name"] == "Riverside") & (compared["indicator"] == "natural_increase_rate")
    whole = popcalc.compute(counts, "natural_increase_rate", first="2013-01", compare="last-year")
    (one,) = compared[places].to_dict("records")
    (same,) = whole[whole["area_name"] == "Riverside"].to_dict("records")
    assert one["difference"] == same["difference"] != one["value"] - one["compared_value"]
    assert "comparable" in one["flags"]


@pytest.mark.parametrize("compare", ["last-year", "above"])
def test_targets_of_a_level_without_areas_asked_for_are_compared_with_nothing(
    compare: str, sample_data: Path, tmp_path: Path
) -> None:
    targets = tmp_path / "targets.yaml"
    targets.write_text(
        "version: 1\nyear: 2013\ntargets:\n"
        "  - {indicator: crude_birth_rate, at_most: 12, level: county}\n"
        "  - {indicator: crude_birth_rate, at_most: 12}\n"
        "  - {indicator: births, at_most: 9, level: village}\n",
        encoding="utf-8",
    )
    counts = popcalc.read([sample_data / "monthly", sample_data / "monthly_2012"])
    found = popcalc.check(counts, targets, areas="Riverside", compare=compare, rank="low")
    assert found["level"].tolist() == ["town"] + ["village"] * 6
    assert found[found["level"] == "town"]["compared_value"].notna().all()


def test_targets_that_are_not_in_effect_have_no_comparison(sample_data: Path, tmp_path: Path) -> None:
    targets = tmp_path / "targets.yaml"
    targets.write_text(
        "version: 1\nyear: 2013\ntargets:\n  - {indicator: births, at_most: 9, effective: {from: 2013-06}}\n",
        encoding="utf-8",
    )
    counts = popcalc.read([sample_data / "monthly", sample_data / "monthly_2012"])
    found = popcalc.check(counts, targets, last="2013-03", compare="last-year", rank="low")
    assert len(found) == 0
    assert list(found)[-len(RANK_FIELDS) :] == list(RANK_FIELDS)
