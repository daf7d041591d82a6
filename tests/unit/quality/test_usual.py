from __future__ import annotations

import numpy as np
import pytest

from popcalc.quality.usual import Series, Usual, filled, with_season


def test_season_of_all_areas_is_that_of_the_other_years() -> None:
    events = np.full((1, 36), 1e6)
    events[0, [6, 30]] = 2e6
    even = np.full((1, 36), events.mean())
    found = with_season(Series(events, even, even, np.zeros((1, 36))), 12)
    factor = found.others / even
    # A year around July has 13 million events, of which it has 2, or in the second year 12, of which it has 1.
    july = 200 * 12 / 1300
    assert factor[0, 18] == pytest.approx(july, rel=1e-4)
    assert factor[0, 6] == pytest.approx((100 * 12 / 1200 + july) / 2, rel=0.05)
    # What it is nearest to: the other July of many events.
    assert (found.own / even)[0, 30] == pytest.approx(july, rel=1e-4)


def test_season_of_two_years_accuses_neither() -> None:
    events = np.full((1, 24), 1e6)
    events[0, 8] = 0
    even = np.full((1, 24), 1e6)
    found = with_season(Series(events, even, even, np.zeros((1, 24))), 12)
    assert found.others[0, 20] == pytest.approx(0, abs=100)
    assert found.own[0, 20] == 1e6
    assert with_season(Series(events[:, :23], even[:, :23], even[:, :23], even[:, :23]), 12).others[0, 20] == 1e6


def test_due_follows_people_and_what_all_others_have() -> None:
    people = np.array([[100.0, 100, 200], [50, 50, 50], [300, 300, 300]])
    events = 1000 * np.array([[10.0, 20, 20], [5, 10, 5], [30, 60, 30]])
    known = np.ones((3, 3), dtype=bool)
    series = Usual(events, known, people, known[:, 0]).sums.series
    # Twice as many in the second month everywhere, and with twice the people in the third: all as it should be.
    assert series.others == pytest.approx(events, rel=5e-3)
    assert series.level == pytest.approx(events, rel=5e-3)
    assert series.own[0].tolist() == pytest.approx([50000 / 3] * 3)


def test_month_without_people_has_those_of_the_month_before() -> None:
    figures = np.array([[-1.0, 5, 0, 7], [-1, -1, -1, -1]])
    assert filled(figures).tolist() == [[5, 5, 5, 7], [1, 1, 1, 1]]


def test_few_events_of_others_do_not_tell_what_is_usual_in_a_month() -> None:
    people, known = np.full((2, 3), 500.0), np.ones((2, 3), dtype=bool)
    few = Usual(np.array([[2.0, 2, 2], [0, 3, 0]]), known, people, known[:, 0]).sums.series
    assert few.others[0].min() > 0.85 * few.others[0].max()
    many = Usual(np.array([[2.0, 2, 2], [0, 3000, 0]]), known, people, known[:, 0]).sums.series
    assert many.others[0, 0] < 0.1 * many.others[0, 1]


def test_few_events_of_other_years_do_not_tell_the_season() -> None:
    events = np.full((1, 24), 2.0)
    events[0, 3] = 0
    even = np.full((1, 24), 46 / 24)
    assert with_season(Series(events, even, even, even), 12).others[0, 15] > 1.5
