from __future__ import annotations

import numpy as np
import pytest

from popcalc.quality.usual import Series, Usual, filled, with_season


def test_season_of_all_areas_is_that_of_the_other_years() -> None:
    events = np.full((1, 36), 100.0)
    events[0, [6, 30]] = 200
    even = np.full((1, 36), events.mean())
    found = with_season(Series(events, even, even, np.zeros((1, 36))), 12)
    factor = found.others / even
    # A year around July has 1,300 events, of which it has 200, or in the second year 1,200, of which it has 100.
    july = 200 * 12 / 1300
    assert factor[0, 18] == pytest.approx(july)
    assert factor[0, 6] == pytest.approx((100 * 12 / 1200 + july) / 2, rel=0.05)
    # What it is nearest to: the other July of many events.
    assert (found.own / even)[0, 30] == pytest.approx(july)


def test_season_of_two_years_accuses_neither() -> None:
    events = np.full((1, 24), 100.0)
    events[0, 8] = 0
    even = np.full((1, 24), 100.0)
    found = with_season(Series(events, even, even, np.zeros((1, 24))), 12)
    assert found.others[0, 20] == 0
    assert found.own[0, 20] == 100
    assert with_season(Series(events[:, :23], even[:, :23], even[:, :23], even[:, :23]), 12).others[0, 20] == 100


def test_due_follows_people_and_what_all_others_have() -> None:
    people = np.array([[100.0, 100, 200], [50, 50, 50], [300, 300, 300]])
    events = np.array([[10.0, 20, 20], [5, 10, 5], [30, 60, 30]])
    known = np.ones((3, 3), dtype=bool)
    series = Usual(events, known, people, known[:, 0]).sums.series
    # Twice as many in the second month everywhere, and with twice the people in the third: all as it should be.
    assert series.others == pytest.approx(events, rel=5e-3)
    assert series.level == pytest.approx(events, rel=5e-3)
    assert series.own[0].tolist() == pytest.approx([50 / 3] * 3)


def test_month_without_people_has_those_of_the_month_before() -> None:
    figures = np.array([[-1.0, 5, 0, 7], [-1, -1, -1, -1]])
    assert filled(figures).tolist() == [[5, 5, 5, 7], [1, 1, 1, 1]]
