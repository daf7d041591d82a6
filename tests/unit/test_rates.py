"""From sums to values: published figures, exact quotients, flags and limits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import strategies as st
from scipy import special

from popcalc.definitions.catalogue import CiMethod, Indicator, IntervalModel, Kind
from popcalc.rates import interval
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, indicator, rated, table_of

JANUARY = 2013 * 12
OCTOBER = JANUARY - 3
VILLAGES = {"v": "t"}
DEATH_RATE = indicator("death_rate", Kind.RATE, "deaths", "population", 1000, IntervalModel.POISSON)
BIRTH_RATE = CATALOGUE.indicators["birth_rate"]
INCREASE = CATALOGUE.indicators["increase"]
SEX_RATIO = indicator("sex_ratio", Kind.RATIO, "males", "deaths", 100, IntervalModel.ODDS)
MALE_SHARE = CATALOGUE.indicators["male_share"]

HALF_YEAR = [Row("v", OCTOBER, OCTOBER + 5, {"births": 233, "deaths": 95, "population_average": 35573})]
SIX_MONTHS = [
    Row("v", OCTOBER + place, OCTOBER + place, {"births": births, "deaths": deaths, "population_average": 35573})
    for place, (births, deaths) in enumerate([(40, 15), (39, 16), (38, 17), (39, 15), (37, 16), (40, 16)])
]
TWO_STOCKS = [
    Row("v", OCTOBER, OCTOBER + 5, {"births": 233, "deaths": 95, "population_start": 35500, "population": 35646})
]


@pytest.mark.parametrize("rows", [HALF_YEAR, SIX_MONTHS, TWO_STOCKS])
@pytest.mark.parametrize(
    ("one", "period", "annual"), [(BIRTH_RATE, 6.549911, 13.135811), (INCREASE, 3.879347, 7.780008)]
)  # fmt: skip
def test_a_township_half_year_has_its_birth_rate_and_natural_increase(
    rows: list[Row], one: Indicator, period: float, annual: float
) -> None:
    table = table_of(rows, VILLAGES)
    assert round(float(rated(table, one, basis="period", year_start=10).value[0]), 6) == period
    assert round(float(rated(table, one, basis="annual", year_start=10).value[0]), 6) == annual


@pytest.mark.parametrize(("one", "published"), [(BIRTH_RATE, 6.62), (DEATH_RATE, 8.04)])
def test_january_2022_in_taiwan_has_the_published_annual_rates(one: Indicator, published: float) -> None:
    january = 2022 * 12
    rows = [
        Row("v", january - 1, january - 1, {"population": 23_375_314}),
        Row("v", january, january, {"births": 13_137, "deaths": 15_954, "population": 23_349_666}),
    ]
    figures = rated(table_of(rows, VILLAGES), one)
    assert round(float(figures.value[0]), 2) == published
    # Person-years: the mean of both month-ends, for 31 of 365 days.
    assert figures.denominator[0] == float(Fraction(23_375_314 + 23_349_666, 2) * Fraction(31, 365))


def test_a_full_years_rate_is_the_same_on_both_bases_leap_or_not() -> None:
    for year in (2012, 2013):
        rows = [Row("v", year * 12, year * 12 + 11, {"births": 100, "population_average": 10_000})]
        table = table_of(rows, VILLAGES)
        assert rated(table, BIRTH_RATE).value[0] == rated(table, BIRTH_RATE, basis="period").value[0] == 10


whole = st.one_of(st.integers(-1000, 1000), st.integers(-(2**62), 2**62))


def test_counts_too_large_for_floats_give_the_nearest_value() -> None:
    births, population = 2**52 + 1, 2**44 + 1
    rows = [Row("v", JANUARY, JANUARY + 11, {"births": births, "population_average": population})]
    figures = rated(table_of(rows, VILLAGES), BIRTH_RATE)
    assert figures.value[0] == float(Fraction(1000 * births, population))
    exact = Fraction(int(figures.exact_numerator[0]), int(figures.exact_denominator[0]))
    assert exact == Fraction(1000 * births, population)


def test_money_is_shown_in_its_unit_and_divided_exactly() -> None:
    rows = [Row("v", JANUARY, JANUARY, {"spending": 12345, "population": 100})]
    figures = rated(table_of(rows, VILLAGES), CATALOGUE.indicators["per_head"])
    assert (figures.numerator[0], figures.denominator[0], figures.value[0]) == (123.45, 100, 1.2345)


def test_a_zero_denominator_is_undefined_never_0_or_100() -> None:
    rows = [Row("v", JANUARY, JANUARY, {"births": 0, "males": 0})]
    figures = rated(table_of(rows, VILLAGES), MALE_SHARE)
    assert np.isnan(figures.value[0])
    assert (figures.numerator[0], figures.denominator[0]) == (0, 0)
    assert figures.flags["undefined"][0]
    assert not figures.flags["partial"][0]


def test_nothing_reported_is_missing_not_0() -> None:
    rows = [Row("v", JANUARY, JANUARY, {"births": 3})]
    figures = rated(table_of(rows, VILLAGES), CATALOGUE.indicators["spent"])
    assert np.isnan([figures.value[0], figures.numerator[0]]).all()
    assert figures.exact_denominator[0] == 0


def test_a_part_above_its_whole_is_shown_as_computed_and_flagged() -> None:
    figures = rated(table_of([Row("v", JANUARY, JANUARY, {"births": 20, "males": 25})], VILLAGES), MALE_SHARE)
    assert (figures.value[0], figures.flags["impossible"][0]) == (125, True)
    lower, upper, method = interval(figures, 0.95, CiMethod.EXACT)
    assert np.isnan([lower[0], upper[0]]).all()
    assert method[0] == ""


def test_a_rate_below_zero_is_a_data_error_a_difference_is_not() -> None:
    rows = [Row("v", JANUARY, JANUARY, {"births": 20, "males": 25, "deaths": 30, "population": 9, "women": 9})]
    table = table_of(rows, VILLAGES)
    fertility, increase = (rated(table, CATALOGUE.indicators[key]) for key in ("fertility", "increase"))
    assert fertility.value[0] < 0
    assert fertility.flags["impossible"][0]
    assert increase.value[0] < 0
    assert "impossible" not in increase.flags


@pytest.mark.parametrize(("births", "few"), [(19, True), (20, False)])
def test_fewer_than_20_events_are_flagged(births: int, few: bool) -> None:
    rows = [Row("v", JANUARY, JANUARY, {"births": births, "deaths": 0, "males": 0, "population": 1000})]
    table = table_of(rows, VILLAGES)
    for key in ("birth_rate", "increase", "male_share"):
        assert rated(table, CATALOGUE.indicators[key]).flags["few_events"][0] == few
    assert "few_events" not in rated(table, CATALOGUE.indicators["births"]).flags


@pytest.mark.parametrize(
    ("method", "low", "high", "name"),
    [(CiMethod.PUBLIC_HEALTH, 82, 137, "wilson_odds"), (CiMethod.EXACT, 81, 139, "exact_odds")],
)
def test_120_boys_and_113_girls_give_wide_limits(method: CiMethod, low: int, high: int, name: str) -> None:
    table = table_of([Row("v", JANUARY, JANUARY, {"males": 120, "deaths": 113})], VILLAGES)
    lower, upper, named = interval(rated(table, SEX_RATIO), 0.95, method)
    assert (round(float(lower[0])), round(float(upper[0])), named[0]) == (low, high, name)
    # Clopper and Pearson by the beta distribution: 113 girls more and 120 boys less, or the other way round.
    if method is CiMethod.EXACT:
        share = [special.betaincinv(120, 114, 0.025), special.betaincinv(121, 113, 0.975)]
        assert [lower[0], upper[0]] == pytest.approx([100 * one / (1 - one) for one in share], rel=1e-9)


def test_the_limits_of_a_rate_are_those_of_its_events_scaled() -> None:
    # Garwood's limits of 10 events, 4.795 and 18.39, are in every textbook; here per 1,000 of 10,000 people in a year.
    rows = [Row("v", JANUARY, JANUARY + 11, {"births": 10, "population_average": 10_000})]
    lower, upper, method = interval(rated(table_of(rows, VILLAGES), BIRTH_RATE), 0.95, CiMethod.EXACT)
    assert (round(float(lower[0]), 4), round(float(upper[0]), 4)) == (0.4795, 1.839)
    assert method[0] == "exact_poisson"


def test_the_limits_of_a_share_are_in_its_unit() -> None:
    # Clopper and Pearson for 81 of 263: 0.2527 to 0.3676 (Newcombe, Statistics in Medicine 1998, table I).
    rows = [Row("v", JANUARY, JANUARY, {"males": 81, "births": 263})]
    lower, upper, _ = interval(rated(table_of(rows, VILLAGES), MALE_SHARE), 0.95, CiMethod.EXACT)
    assert (round(float(lower[0]), 2), round(float(upper[0]), 2)) == (25.27, 36.76)


def test_a_difference_has_limits_whatever_its_sign_and_a_mean_has_none() -> None:
    rows = [Row("v", JANUARY, JANUARY + 11, {"births": 40, "deaths": 60, "spending": 5, "population": 10_000})]
    table = table_of(rows, VILLAGES)
    figures = rated(table, CATALOGUE.indicators["increase"])
    lower, upper, method = interval(figures, 0.95, CiMethod.EXACT)
    assert lower[0] < figures.value[0] == -2 < upper[0]
    assert method[0] == "mover_exact_poisson"
    assert np.isnan(interval(rated(table, CATALOGUE.indicators["per_head"]), 0.95, CiMethod.EXACT)[0]).all()


def test_an_undefined_figure_has_no_limits() -> None:
    table = table_of([Row("v", JANUARY, JANUARY, {"births": 5})], VILLAGES)
    lower, upper, method = interval(rated(table, BIRTH_RATE), 0.95, CiMethod.EXACT)
    assert np.isnan([*lower, *upper]).all()
    assert set(method) == {""}


def test_the_events_of_a_figure_are_never_below_zero_where_it_may_be() -> None:
    rows = [Row("v", JANUARY, JANUARY, {"births": 20, "deaths": 30, "males": 5, "population": 9})]
    table = table_of(rows, VILLAGES)
    events = {
        key: rated(table, CATALOGUE.indicators[key]).events[0] for key in ("increase", "natural_increase", "births")
    }
    assert events == {"increase": 50, "natural_increase": 50, "births": 20}
    # Of a part in a whole it is the whole, of two sexes both.
    events = {
        key: rated(table, CATALOGUE.indicators[key]).events[0] for key in ("male_share", "sex_ratio", "mortality")
    }
    assert events == {"male_share": 20, "sex_ratio": 20, "mortality": 30}
