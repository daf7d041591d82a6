from __future__ import annotations

import random

import numpy as np
import pytest
from scipy import integrate, stats

from popcalc.quality.mistakes import APART, WIDE, Rates
from tests.unit.quality.conftest import Found, Record, page

HEADER = "births,deaths,population"
MONTHS = 24
Villages = dict[str, list[tuple[int, int, int]]]


def county(births: float, deaths: float, size: int) -> Villages:
    """Forty villages whose births and deaths fall by chance; people follow, and one or two move."""
    chance = random.Random(11)
    villages: Villages = {}
    for town in "ABCD":
        for number in range(10):
            people, rows = size, []
            for _ in range(MONTHS):
                born, dead = (sum(chance.random() < mean / 40 for _ in range(40)) for mean in (births, deaths))
                people += born - dead + chance.randint(-2, 2)
                rows.append((born, dead, people))
            villages[f"{town}/{town}{number}"] = rows
    return villages


def told(records: list[Record]) -> list[tuple[str, str, str, str]]:
    return [(record["code"], record["area"], record["period"], record["count"]) for record in records]


def test_village_of_few_births_has_ten_once_and_not_the_people_for_it(found: Found) -> None:
    villages = county(2, 1, 900)
    dead, people = villages["B/B4"][10][1:]
    villages["B/B4"][10] = (10, dead, people)
    (record,) = found(page(HEADER, villages))
    assert told([record]) == [("OUTLIER", "B/B4", "2013-11", "births")]
    assert (record["found"], record["row"]) == (10, 348)


def test_ten_births_and_the_people_for_them_are_chance(found: Found) -> None:
    villages = county(2, 1, 900)
    rows = villages["B/B4"]
    more = 10 - rows[10][0]
    villages["B/B4"] = [
        (born + more * (month == 10), dead, people + more * (month >= 10))
        for month, (born, dead, people) in enumerate(rows)
    ]
    assert found(page(HEADER, villages)) == []


def test_people_who_are_not_counted_each_month_say_nothing(found: Found) -> None:
    villages = {name: [(*row[:2], 900) for row in rows] for name, rows in county(2, 1, 900).items()}
    villages["B/B4"][10] = (10, villages["B/B4"][10][1], 900)
    assert found(page(HEADER, villages)) == []


@pytest.mark.parametrize(("births", "deaths", "is_told"), [(3.0, 2.0, True), (1.0, 0.7, False)])
def test_three_months_without_events_are_told_where_they_are_beyond_chance(
    births: float, deaths: float, is_told: bool, found: Found
) -> None:
    villages = county(births, deaths, 2000)
    for month in range(8, 11):
        villages["C/C2"][month] = (0, 0, villages["C/C2"][month][2])
    records = found(page(HEADER, villages), "SILENT")
    assert told(records) == ([("SILENT", "C/C2", "2013-09..2013-11", "")] if is_told else [])


def test_half_of_the_births_of_a_town_from_a_month_on(found: Found) -> None:
    chance, villages = random.Random(2), county(1, 1, 900)
    for name in (name for name in villages if name.startswith("D")):
        for month in range(18, MONTHS):
            born, dead, people = villages[name][month]
            villages[name][month] = (sum(chance.random() < 0.5 for _ in range(born)), dead, people)
    (record,) = found(page(HEADER, villages))
    code, area, period, count = told([record])[0]
    assert (code, area, count) == ("SHIFT", "D", "births")
    assert period in {f"2014-0{month}..2014-12" for month in (6, 7, 8)}


@pytest.mark.parametrize("prior", [0.0, 30.0])
def test_chance_of_events_is_that_of_rates_that_vary(prior: float) -> None:
    seen, of, due = 40, 50.0, 6.0
    weights, chances, tails = [], [], []
    for shape, part in ((max(prior, WIDE), 1 - APART), (WIDE, APART)):
        rates = stats.gamma(shape, scale=1 / shape)

        def likely(rate: float, events: float, rates: stats.rv_frozen = rates) -> float:
            return float(rates.pdf(rate) * stats.poisson.pmf(seen, rate * of) * events)

        weights.append(part * integrate.quad(likely, 0, 5, args=(1.0,))[0])
        chances.append(part * integrate.quad(lambda rate: likely(rate, stats.poisson.pmf(2, rate * due)), 0, 5)[0])
        tails.append(part * integrate.quad(lambda rate: likely(rate, stats.poisson.cdf(2, rate * due)), 0, 5)[0])
    known = Rates(np.array([float(seen)]), np.array([of]), np.array([prior]))
    events, expected, none = np.array([2.0]), np.array([due]), np.zeros(1)
    assert np.exp(known.log_chance(events, expected, none)) == pytest.approx(sum(chances) / sum(weights), rel=1e-6)
    fewer = np.exp(known.log_tail(events, expected, none, np.zeros(1, dtype=bool)))
    assert fewer == pytest.approx(sum(tails) / sum(weights), rel=1e-6)
    more = np.exp(known.log_tail(events + 1, expected, none, np.ones(1, dtype=bool)))
    assert fewer + more == pytest.approx(1)


def test_area_unlike_all_others_is_known_by_its_own_events() -> None:
    """Of four times the rate of others, seen often: twenty are no surprise where others would have five."""
    events, due, none = np.array([20.0]), np.array([5.0]), np.zeros(1)
    unlike = Rates(np.array([400.0]), np.array([100.0]), np.array([1000.0]))
    like = Rates(np.array([100.0]), np.array([100.0]), np.array([1000.0]))
    assert float(unlike.log_chance(events, due, none)[0]) > -3 > -12 > float(like.log_chance(events, due, none)[0])
