"""Areas held against the one above and against each other."""

from __future__ import annotations

import itertools
import math
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

import popcalc
from tests.unit.comparing.raw import (
    FIGURES,
    TOWNS,
    Rows,
    evidence,
    limits,
    ratio_limits,
    rows_at_random,
    write,
)

YEAR = range(2013 * 12, 2014 * 12)
KEYS = ["births", "sex_ratio_at_birth", *FIGURES]
EVERY = [village for villages in TOWNS.values() for village in villages]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return rows_at_random(7)


@pytest.fixture(scope="module")
def counts(rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> popcalc.Counts:
    return popcalc.read(write(rows, tmp_path_factory.mktemp("rows")))


def test_an_area_is_shown_against_the_one_above_and_judged_against_the_rest_of_it(
    rows: pd.DataFrame, counts: popcalc.Counts
) -> None:
    oracle = Rows(rows)
    found = popcalc.compute(counts, KEYS, by="village", first="2013-01", areas=list(TOWNS), compare="above")
    judged = 0
    for one in found.to_dict("records"):
        key, name = one["indicator"], one["area_name"]
        if key == "births":
            assert one["compared_with"] == ""
            assert math.isnan(one["difference"])
            continue
        above = EVERY if name in TOWNS else next(list(some) for some in TOWNS.values() if name in some)
        inside = list(TOWNS[name]) if name in TOWNS else [name]
        own, whole = oracle.plain(inside, YEAR), oracle.plain(above, YEAR)
        rest = oracle.plain(set(above) - set(inside), YEAR)
        assert one["compared_with"] == ("all" if name in TOWNS else one["parent"])
        assert one["village_months_compared"] == rest.months
        if key == "sex_ratio_at_birth":
            assert one["compared_value"] == pytest.approx(100 * whole.boys / whole.girls)
        else:
            assert one["compared_value"] == pytest.approx(FIGURES[key](whole, 0.95)[0])
        assert one["difference"] == pytest.approx(one["value"] - one["compared_value"], rel=1e-9, abs=1e-12)
        if not rest.months:
            assert (one["difference_evidence"], one["difference"]) == ("", 0), "an only child"
            assert math.isnan(one["difference_lower"])
            continue
        judged += 1
        if key == "sex_ratio_at_birth":
            assert one["difference_evidence"] == evidence(partial(ratio_limits, own, rest), 1)
            assert one["ratio_upper"] == pytest.approx(ratio_limits(own, rest, 0.95)[1], rel=1e-6)
            continue
        assert one["difference_evidence"] == evidence(partial(limits, key, own, rest))
        share = rest.births / whole.births if key == "policy_compliance_rate" else rest.years / whole.years
        low, high = (share * limit for limit in limits(key, own, rest, 0.95))
        assert (one["difference_lower"], one["difference_upper"]) == pytest.approx((low, high), rel=1e-8)
        assert low <= one["difference"] <= high
    assert judged == 4 * (3 + 5)


@pytest.mark.parametrize("best", ["high", "low"])
def test_ranks_are_by_value_and_sure_over_all_pairs_together(
    best: str, rows: pd.DataFrame, counts: popcalc.Counts
) -> None:
    oracle = Rows(rows)
    found = popcalc.compute(counts, KEYS, by="village", first="2013-01", rank=best)
    sides = {village: oracle.plain([village], YEAR) for village in EVERY}
    pairs = list(itertools.combinations(EVERY, 2))
    level = 1 - 0.05 / len(pairs)
    seen = 0
    for key in KEYS:
        of_key = found[(found["indicator"] == key) & (found["level"] == "village")].set_index("area_name")
        assert of_key["rank"].tolist() == of_key["value"].rank(ascending=best == "low", method="min").tolist()
        if key == "births":
            assert of_key[["rank_best", "rank_worst"]].isna().all(axis=None)
            continue
        better, worse = dict.fromkeys(EVERY, 0), dict.fromkeys(EVERY, 0)
        for one, other in pairs:
            if key == "sex_ratio_at_birth":
                low, high = (limit - 1 for limit in ratio_limits(sides[one], sides[other], level))
            else:
                low, high = limits(key, sides[one], sides[other], level)
            if low > 0 or high < 0:
                seen += 1
                first, last = (one, other) if (low > 0) == (best == "high") else (other, one)
                better[last] += 1
                worse[first] += 1
        for row in of_key.reset_index().to_dict("records"):
            assert row["rank_best"] == 1 + better[row["area_name"]]
            assert row["rank_worst"] == len(EVERY) - worse[row["area_name"]]
            assert row["rank_best"] <= row["rank"] <= row["rank_worst"]
    assert seen, "no pair is sure: the test shows nothing"
    assert found.loc[found["level"] == "all", "rank"].isna().all()


def test_a_target_decides_which_end_is_the_best(sample_data: Path) -> None:
    counts = popcalc.read(sample_data / "monthly")
    found = popcalc.check(counts, sample_data.parent / "configs" / "targets-county.yaml", rank="low")
    for target, of_target in found.groupby("target"):
        high = of_target["operator"].iloc[0] == "at_least"
        assert of_target["rank"].tolist() == of_target["value"].rank(ascending=not high, method="min").tolist(), target


def test_equal_figures_share_a_rank_and_areas_without_a_figure_have_none(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "village,month,births\nA,2013-01,3\nB,2013-01,5\nC,2013-01,5\nD,2013-01,\n", encoding="utf-8"
    )
    found = popcalc.compute(popcalc.read(tmp_path), "births", by="village", rank="high")
    ranks = dict(zip(found["area"], found["rank"], strict=True))
    assert (ranks["A"], ranks["B"], ranks["C"]) == (3, 1, 1)
    assert math.isnan(ranks["D"])
