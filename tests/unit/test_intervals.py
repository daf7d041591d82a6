"""Limits held against sums of point probabilities in mpmath, and the laws that any limits obey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from popcalc.definitions.catalogue import CiMethod
from popcalc.intervals import NAMES, Limits, binomial, mover, odds, poisson
from popcalc.output.explanation.figure import METHODS

EXACT, PUBLIC_HEALTH = CiMethod.EXACT, CiMethod.PUBLIC_HEALTH
CONFIDENCES = (0.8, 0.95, 0.99, 0.998)
ACCURACY = 1e-9

EVENTS = (0, 1, 2, 3, 5, 9, 10, 11, 20, 50, 100, 233, 463, 999, 1000, 1001, 5000, 20_000, 99_999, 100_000)
PARTS_OF = (
    [(x, 1) for x in (0, 1)]
    + [(x, 2) for x in (0, 1, 2)]
    + [(x, 10) for x in range(11)]
    + [(x, 233) for x in (0, 1, 5, 113, 120, 199, 232, 233)]
    + [(x, 1000) for x in (0, 1, 10, 495, 500, 505, 999, 1000)]
    # At 1,000 events scipy's inverse of the incomplete beta function goes astray, by 1.6 of the limit in the first two.
    + [(999, 87_576), (999, 2_823_247)]
    + [(x, 100_000) for x in (0, 1, 2, 30, 998, 999, 1000, 1001, 33_333, 50_000, 99_000, 99_001, 99_999, 100_000)]
    + [(x, 5_000_000) for x in (0, 1, 999, 1000, 4_999_000, 4_999_999, 5_000_000)]
)

counts = st.integers(min_value=0, max_value=100_000)
levels = st.floats(min_value=0.01, max_value=0.9999)
methods = st.sampled_from(CiMethod)

Interval = tuple[float, float]


def only(limits: Limits) -> Interval:
    (lower,), (upper,) = limits.lower, limits.upper
    return float(lower), float(upper)


def tail_of(confidence: float) -> mpmath.mpf:
    return (1 - mpmath.mpf(confidence)) / 2


@pytest.fixture(autouse=True)
def _forty_digits() -> Iterator[None]:
    with mpmath.workdps(40):
        yield


# Both sums run from the observed count outwards, where each term is smaller than the one before.


def added(first: mpmath.mpf, ratio: Callable[[int], mpmath.mpf]) -> mpmath.mpf:
    total, term, step = mpmath.mpf(0), first, 0
    while term > total * mpmath.mpf(10) ** -30:
        total += term
        term *= ratio(step)
        step += 1
    return total


def poisson_tails(x: int, mean: float) -> tuple[mpmath.mpf, mpmath.mpf, mpmath.mpf]:
    """Return the probability of x, of x or fewer (sensible below the mean) and of x or more (above it)."""
    m = mpmath.mpf(mean)
    point = mpmath.exp(x * mpmath.log(m) - m - mpmath.loggamma(x + 1))
    return point, added(point, lambda i: (x - i) / m), added(point, lambda i: m / (x + 1 + i))


def binomial_tail(x: int, n: int, ratio: float) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return the probability of x of n, and of x or fewer, at odds of `ratio` to 1."""
    o = mpmath.mpf(ratio)
    point = mpmath.exp(
        mpmath.loggamma(n + 1)
        - mpmath.loggamma(x + 1)
        - mpmath.loggamma(n - x + 1)
        + x * mpmath.log(o)
        - n * mpmath.log1p(o)
    )
    return point, added(point, lambda i: (x - i) / (o * (n - x + 1 + i)))


def error_of_upper_odds(x: int, n: int, ratio: float, confidence: float) -> float:
    """Return the relative error of the odds at which x or fewer of n should have the probability of one tail."""
    point, below = binomial_tail(x, n, ratio)
    slope = point * (n - x) * ratio / (1 + mpmath.mpf(ratio))
    return float((below - tail_of(confidence)) / slope)


def test_sums_of_the_reference_are_the_incomplete_gamma_and_beta_functions() -> None:
    point, below, _ = poisson_tails(7, 14.5)
    assert below == pytest.approx(mpmath.gammainc(8, 14.5, mpmath.inf, regularized=True), rel=1e-25)
    assert point == pytest.approx(mpmath.exp(-14.5) * mpmath.mpf(14.5) ** 7 / mpmath.factorial(7), rel=1e-25)
    assert poisson_tails(7, 2.5)[2] == pytest.approx(mpmath.gammainc(7, 0, 2.5, regularized=True), rel=1e-25)
    share = mpmath.mpf("1.25") / mpmath.mpf("2.25")
    assert binomial_tail(20, 50, 1.25)[1] == pytest.approx(
        mpmath.betainc(30, 21, 0, 1 - share, regularized=True), rel=1e-25
    )


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_exact_poisson_limits_leave_half_of_the_rest_in_each_tail(confidence: float) -> None:
    limits = poisson(EVENTS, confidence)
    assert limits.method == "exact_poisson"
    for x, lower, upper in zip(EVENTS, limits.lower.tolist(), limits.upper.tolist(), strict=True):
        point, below, _ = poisson_tails(x, upper)
        assert abs((below - tail_of(confidence)) / point) < ACCURACY * upper, x
        if x == 0:
            assert lower == 0
        else:
            point, _, above = poisson_tails(x, lower)
            assert abs((above - tail_of(confidence)) / (point * x / lower)) < ACCURACY * lower, x


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_exact_odds_leave_half_of_the_rest_in_each_tail(confidence: float) -> None:
    a, b = np.array([x for x, _ in PARTS_OF]), np.array([n - x for x, n in PARTS_OF])
    limits = odds(a, b, confidence)
    assert limits.method == "exact_odds"
    for (x, n), lower, upper in zip(PARTS_OF, limits.lower.tolist(), limits.upper.tolist(), strict=True):
        if x == n:
            assert upper == np.inf
        else:
            assert abs(error_of_upper_odds(x, n, upper, confidence)) < ACCURACY, (x, n)
        if x == 0:
            assert lower == 0
        else:  # the lower limit of x is the upper limit of its complement, turned over
            assert abs(error_of_upper_odds(n - x, n, 1 / lower, confidence)) < ACCURACY, (x, n)


@pytest.mark.parametrize(("confidence", "method"), list(product(CONFIDENCES, CiMethod)))
def test_limits_of_a_proportion_are_those_of_its_odds(confidence: float, method: CiMethod) -> None:
    x, n = np.array(PARTS_OF).T
    share, ratio = binomial(x, n, confidence, method), odds(x, n - x, confidence, method)
    for got, wanted in [(share.lower, ratio.lower), (share.upper, ratio.upper)]:
        shares = [1 if o == np.inf else float(mpmath.mpf(o) / (1 + mpmath.mpf(o))) for o in wanted.tolist()]
        assert got.tolist() == pytest.approx(shares, rel=1e-14)


def garwood(x: int, confidence: float) -> tuple[mpmath.mpf, mpmath.mpf]:
    tail, spread = tail_of(confidence), mpmath.sqrt(x + 1)
    upper = mpmath.findroot(
        lambda m: mpmath.log(mpmath.gammainc(x + 1, m, mpmath.inf, regularized=True) / tail),
        (x + spread, x + 3 * spread),
    )
    if x == 0:
        return mpmath.mpf(0), upper
    return mpmath.exp(
        mpmath.findroot(
            lambda t: mpmath.log(mpmath.gammainc(x, 0, mpmath.exp(t), regularized=True) / tail),
            (mpmath.log(x) - 2 / spread, mpmath.log(x) - 1 / spread),
        )
    ), upper


def normal_quantile(confidence: float) -> mpmath.mpf:
    return mpmath.sqrt(2) * mpmath.erfinv(confidence)


def byar(x: int, confidence: float) -> tuple[mpmath.mpf, mpmath.mpf]:
    z, more = normal_quantile(confidence), mpmath.mpf(x + 1)
    return (
        x * (1 - mpmath.mpf(1) / (9 * x) - z / (3 * mpmath.sqrt(x))) ** 3,
        more * (1 - 1 / (9 * more) + z / (3 * mpmath.sqrt(more))) ** 3,
    )


def squares_added(x1: int, x2: int, one: tuple[mpmath.mpf, ...], two: tuple[mpmath.mpf, ...]) -> Interval:
    lower = x1 - x2 - mpmath.sqrt((x1 - one[0]) ** 2 + (two[1] - x2) ** 2)
    upper = x1 - x2 + mpmath.sqrt((one[1] - x1) ** 2 + (x2 - two[0]) ** 2)
    return float(lower), float(upper)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("x1", "x2"), [(0, 0), (0, 4), (10, 3), (5, 9), (233, 120), (120, 233), (100_000, 99_000)])
def test_mover_adds_the_distances_of_the_facing_limits_as_squares(x1: int, x2: int, confidence: float) -> None:
    wanted = squares_added(x1, x2, garwood(x1, confidence), garwood(x2, confidence))
    limits = mover([x1], [x2], confidence)
    assert limits.method == "mover_exact_poisson"
    assert only(limits) == pytest.approx(wanted, rel=ACCURACY, abs=ACCURACY)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_mover_by_byar_takes_exact_parts_below_ten_events(confidence: float) -> None:
    wanted = squares_added(42, 7, byar(42, confidence), garwood(7, confidence))
    limits = mover([42], [7], confidence, PUBLIC_HEALTH)
    assert limits.method == "mover_byar"
    assert only(limits) == pytest.approx(wanted, rel=ACCURACY)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_byar_is_used_from_ten_events_on_and_named_row_by_row(confidence: float) -> None:
    limits = poisson([9, 10, 463, 100_000], confidence, PUBLIC_HEALTH)
    wanted = [garwood(9, confidence), *(byar(x, confidence) for x in (10, 463, 100_000))]
    assert list(limits.method) == ["exact_poisson", "byar", "byar", "byar"]
    assert limits.lower.tolist() == pytest.approx([float(lower) for lower, _ in wanted], rel=ACCURACY)
    assert limits.upper.tolist() == pytest.approx([float(upper) for _, upper in wanted], rel=ACCURACY)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_wilson_limits_are_the_roots_of_the_score_equation(confidence: float) -> None:
    z2 = normal_quantile(confidence) ** 2
    limits = binomial([x for x, _ in PARTS_OF], [n for _, n in PARTS_OF], confidence, PUBLIC_HEALTH)
    assert limits.method == "wilson"
    for (x, n), lower, upper in zip(PARTS_OF, limits.lower.tolist(), limits.upper.tolist(), strict=True):
        middle, root = x + z2 / 2, mpmath.sqrt(z2 * (mpmath.mpf(x) * (n - x) / n + z2 / 4))
        assert lower == pytest.approx(float((middle - root) / (n + z2)), rel=ACCURACY, abs=1e-30)
        assert upper == pytest.approx(float((middle + root) / (n + z2)), rel=ACCURACY)


@pytest.mark.parametrize(("method", "name"), [(EXACT, "exact_odds"), (PUBLIC_HEALTH, "wilson_odds")])
def test_a_ratio_to_nothing_has_no_upper_limit_and_nothing_to_something_no_lower_one(
    method: CiMethod, name: str
) -> None:
    limits = odds([3, 0, 0], [0, 3, 0], 0.95, method)
    assert limits.method == name
    assert limits.upper[0] == np.inf
    assert limits.lower[1] == 0
    assert limits.lower[0] == pytest.approx(1 / limits.upper[1], rel=1e-14)
    assert np.isnan([limits.lower[2], limits.upper[2]]).all()


@pytest.mark.parametrize("method", CiMethod)
def test_all_or_none_of_a_whole_reaches_its_end(method: CiMethod) -> None:
    limits = binomial([0, 20], [20, 20], 0.95, method)
    assert limits.lower[0] == 0
    assert limits.upper[1] == 1
    assert 0 < limits.upper[0] < 1


@pytest.mark.parametrize("method", CiMethod)
def test_rows_without_limits_are_nan_and_leave_the_others_alone(method: CiMethod) -> None:
    assert _rows_of_nan(binomial([0, 3, -1, np.nan, 1], [0, 2, 5, 5, 2], 0.95, method)) == [True] * 4 + [False]
    assert _rows_of_nan(odds([0, -1, np.nan, 1], [0, 5, 5, 1], 0.95, method)) == [True] * 3 + [False]
    assert _rows_of_nan(poisson([-1, np.nan, 30], 0.95, method)) == [True, True, False]
    assert _rows_of_nan(mover([-1, np.nan, 30], [2, 2, 2], 0.95, method)) == [True, True, False]


def _rows_of_nan(limits: Limits) -> list[bool]:
    assert (np.isnan(limits.lower) == np.isnan(limits.upper)).all()
    empty: list[bool] = np.isnan(limits.lower).tolist()
    return empty


@pytest.mark.parametrize("method", CiMethod)
def test_no_rows_give_no_rows(method: CiMethod) -> None:
    none = np.array([], dtype=np.int64)
    for limits in (poisson(none, 0.95, method), odds(none, none, 0.95, method), mover(none, none, 0.95, method)):
        assert limits.lower.shape == limits.upper.shape == (0,)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_a_confidence_that_is_no_share_between_0_and_1_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        poisson([1], confidence)
    with pytest.raises(ValueError, match="between 0 and 1"):
        binomial([1], [2], confidence)


@given(x=counts, y=counts, confidence=levels, method=methods)
def test_limits_lie_on_both_sides_of_the_figure(x: int, y: int, confidence: float, method: CiMethod) -> None:
    lower, upper = only(poisson([x], confidence, method))
    assert 0 <= lower <= x < upper
    lower, upper = only(mover([x], [y], confidence, method))
    assert lower <= x - y <= upper
    if x + y:
        lower, upper = only(binomial([x], [x + y], confidence, method))
        assert 0 <= lower <= x / (x + y) <= upper <= 1
    if y:
        lower, upper = only(odds([x], [y], confidence, method))
        assert 0 <= lower <= x / y < upper


@given(x=counts, y=counts, less=levels, more=levels, method=methods)
def test_more_confidence_never_gives_a_narrower_interval(
    x: int, y: int, less: float, more: float, method: CiMethod
) -> None:
    less, more = sorted((less, more))
    for narrow, wide in [
        (poisson([x], less, method), poisson([x], more, method)),
        (binomial([x], [x + y + 1], less, method), binomial([x], [x + y + 1], more, method)),
        (odds([x], [y], less, method), odds([x], [y], more, method)),
        (mover([x], [y], less, method), mover([x], [y], more, method)),
    ]:
        # A hair of room: two levels can be so near that rounding decides.
        hair = 1e-12 * (x + y + 1)
        assert not (wide.lower > narrow.lower + hair).any()
        assert not (wide.upper < narrow.upper - hair).any()


@given(x=counts, y=counts, confidence=levels, method=methods)
def test_the_other_part_has_the_complementary_limits(x: int, y: int, confidence: float, method: CiMethod) -> None:
    n = x + y + 1
    lower, upper = only(binomial([x], [n], confidence, method))
    assert only(binomial([n - x], [n], confidence, method)) == pytest.approx((1 - upper, 1 - lower), abs=1e-14)
    if x:
        lower, upper = only(odds([x], [y + 1], confidence, method))
        assert only(odds([y + 1], [x], confidence, method)) == pytest.approx((1 / upper, 1 / lower), rel=1e-12)


@given(x=counts, y=counts, confidence=levels, method=methods)
def test_the_difference_turned_round_has_the_limits_turned_round(
    x: int, y: int, confidence: float, method: CiMethod
) -> None:
    lower, upper = only(mover([x], [y], confidence, method))
    assert only(mover([y], [x], confidence, method)) == (-upper, -lower)


@given(x=st.integers(1, 1000), y=st.integers(1, 1000), times=st.integers(2, 100), confidence=levels, method=methods)
def test_the_same_figure_on_more_events_is_more_certain(
    x: int, y: int, times: int, confidence: float, method: CiMethod
) -> None:
    for small, large in [
        (poisson([x], confidence, method), poisson([x * times], confidence, method)),
        (mover([x], [y], confidence, method), mover([x * times], [y * times], confidence, method)),
    ]:
        assert (large.upper - large.lower) / times < small.upper - small.lower
    small, large = odds([x], [y], confidence, method), odds([x * times], [y * times], confidence, method)
    assert large.upper / large.lower < small.upper / small.lower


@given(rows=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=30), method=methods)
def test_a_row_has_its_limits_whatever_rows_stand_beside_it(rows: list[tuple[int, int]], method: CiMethod) -> None:
    a, b = np.array(rows, dtype=np.int64).T
    for limits in (odds, mover):
        together = limits(a, b, 0.95, method)
        alone = np.array([only(limits([x], [y], 0.95, method)) for x, y in rows])
        np.testing.assert_array_equal(together.lower, alone[:, 0])
        np.testing.assert_array_equal(together.upper, alone[:, 1])


@pytest.mark.parametrize("method", CiMethod)
@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_every_further_event_moves_both_limits_up(confidence: float, method: CiMethod) -> None:
    events = np.arange(3000)
    for limits in [
        poisson(events, confidence, EXACT),
        binomial(events, 3000, confidence, method),
        binomial(events, 50_000_000, confidence, method),
        odds(events, 5_000_000, confidence, method),
    ]:
        assert (np.diff(limits.lower) > 0).all()
        assert (np.diff(limits.upper) > 0).all()


@pytest.mark.parametrize("method", CiMethod)
@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_limits_of_a_nation_are_finite_and_in_order(confidence: float, method: CiMethod) -> None:
    n = 1_400_000_000
    x = np.array([1, 999, 1000, 10**6, 700_000_000, 10**9, n - 1])
    for limits, figure in [
        (poisson(x, confidence, method), x),
        (binomial(x, n, confidence, method), x / n),
        (odds(x, n - x, confidence, method), x / (n - x)),
        (mover(x, x[::-1], confidence, method), x - x[::-1]),
    ]:
        assert np.isfinite(limits.lower).all()
        assert np.isfinite(limits.upper).all()
        assert (limits.lower < figure).all()
        assert (figure < limits.upper).all()


@pytest.mark.parametrize("method", CiMethod)
def test_hardly_any_and_hardly_less_than_full_confidence_stay_in_order(method: CiMethod) -> None:
    for confidence in (1e-6, 1 - 1e-12):
        for x, n in PARTS_OF:
            lower, upper = only(binomial([x], [n], confidence, method))
            assert 0 <= lower <= x / n <= upper <= 1, (x, n, confidence)


def test_every_exact_method_has_its_words_in_an_explanation() -> None:
    assert {"exact_poisson", *astuple(NAMES[CiMethod.EXACT])} == METHODS.keys()
