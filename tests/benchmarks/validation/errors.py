"""The planted errors: each function spoils the figures of a county in one place and says where."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from popcalc.periods.months import year_month
from tests.benchmarks.validation.county import LEAN, County
from tests.benchmarks.validation.evidence import Evidence, of_factor, of_repetition, of_slip, onsets
from tests.benchmarks.validation.planting import (
    Truth,
    Where,
    calendar_years,
    everywhere,
    from_then_on,
    in_town,
    in_village,
    kind,
)

Chance = np.random.Generator
Slip = Callable[[str], str]
"""What becomes of the digits of a figure."""
Increase = Callable[[int], int]
FLOWS = ("births", "deaths")


@kind("a digit of a population is dropped")
def digit_dropped(county: County, chance: Chance) -> Truth:
    return _population(county, chance, lambda digits: _without(digits, int(chance.integers(len(digits)))))


@kind("a digit of a population stands twice, or another is put in")
def digit_added(county: County, chance: Chance) -> Truth:
    def added(digits: str) -> str:
        place = int(chance.integers(1, len(digits) + 1))
        return digits[:place] + str(chance.integers(10)) + digits[place:]

    return _population(county, chance, added)


@kind("two neighbouring digits of a population are swapped")
def digits_swapped(county: County, chance: Chance) -> Truth:
    def swapped(digits: str) -> str:
        place = int(chance.integers(len(digits) - 1))
        return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    return _population(county, chance, swapped)


@kind("a population of 0 in a month")
def population_zero(county: County, chance: Chance) -> Truth:
    return _population(county, chance, lambda _: "0")


@kind("one cell of births or deaths is ten times too many")
def cell_tenfold(county: County, chance: Chance) -> Truth:
    return _cell(county, chance, lambda figure: 10 * figure)


@kind("one cell of births or deaths is 100 too many")
def cell_hundred(county: County, chance: Chance) -> Truth:
    return _cell(county, chance, lambda figure: figure + 100)


@kind("months of a village, a town or of all are missing in the middle")
def months_missing(county: County, chance: Chance) -> Truth:
    place = chance.choice(3, p=[0.5, 0.3, 0.2])
    where = (in_village, in_town, everywhere)[int(place)](county, chance, 2, int(chance.integers(1, 4)), 2)
    county.there[where.marked(county)] = False
    return where.truth(county, [], Evidence(np.inf, np.inf), where.months)


@kind("a village's month is that of the month before")
def copied_village(county: County, chance: Chance) -> Truth:
    return _copied(county, in_village(county, chance))


@kind("a town's month is that of the month before")
def copied_town(county: County, chance: Chance) -> Truth:
    return _copied(county, in_town(county, chance))


@kind("a whole month is that of the month before")
def copied_file(county: County, chance: Chance) -> Truth:
    return _copied(county, everywhere(county, chance))


@kind("births and deaths change places in a village's month")
def exchanged_village(county: County, chance: Chance) -> Truth:
    return _exchanged(county, in_village(county, chance))


@kind("births and deaths change places in a town's month")
def exchanged_town(county: County, chance: Chance) -> Truth:
    return _exchanged(county, in_town(county, chance))


@kind("births and deaths change places in a whole month")
def exchanged_file(county: County, chance: Chance) -> Truth:
    return _exchanged(county, everywhere(county, chance))


@kind("the rows of two neighbouring villages change places in a month")
def rows_exchanged(county: County, chance: Chance) -> Truth:
    where = in_village(county, chance)
    pair = (where.villages[0], _neighbour(county, chance, where.villages[0]))
    where = Where(where.scope, pair, where.first, where.last)
    before = county.copied()
    for figures in county.figures.values():
        figures[where.first, list(pair)] = figures[where.first, list(pair[::-1])]
    return where.truth(county, county.figures, of_slip(county, before))


@kind("births of a town are three times too many for a year", least_months=24, first_month=1, year_start=1)
def births_tripled(county: County, chance: Chance) -> Truth:
    years = calendar_years(county)
    town = in_town(county, chance)
    where = Where(town.scope, town.villages, *years[int(chance.integers(len(years)))])
    return _factor(county, where, county.births, 3)


@kind("three months of zeros in a village")
def zeros_village(county: County, chance: Chance) -> Truth:
    return _zeros(county, in_village(county, chance, 1, 3))


@kind("three months of zeros in a town")
def zeros_town(county: County, chance: Chance) -> Truth:
    return _zeros(county, in_town(county, chance, 1, 3))


@kind("zeros in a town from a month on")
def zeros_town_onward(county: County, chance: Chance) -> Truth:
    return _zeros(county, from_then_on(county, in_town(county, chance, 3, 3, 0)))


@kind("births of a village are ten times too many from a month on")
def births_tenfold(county: County, chance: Chance) -> Truth:
    return _factor(county, from_then_on(county, in_village(county, chance, 3, 3, 0)), county.births, 10)


@kind("population of a village is ten times too many from a month on")
def population_tenfold(county: County, chance: Chance) -> Truth:
    return _people_times(county, from_then_on(county, in_village(county, chance, 3, 3, 0)), 10)


@kind("births of a village are half of what they were from a month on")
def births_halved(county: County, chance: Chance) -> Truth:
    return _factor(county, from_then_on(county, in_village(county, chance, 3, 3, 0)), county.births, 0.5)


@kind("births of a town are half of what they were from a month on")
def births_halved_town(county: County, chance: Chance) -> Truth:
    return _factor(county, from_then_on(county, in_town(county, chance, 3, 3, 0)), county.births, 0.5)


@kind("population of a village is half of what it was from a month on")
def population_halved(county: County, chance: Chance) -> Truth:
    return _people_times(county, from_then_on(county, in_village(county, chance, 3, 3, 0)), 0.5)


@kind("a village has its neighbour's figures from a month on")
def neighbour_figures(county: County, chance: Chance) -> Truth:
    where = from_then_on(county, in_village(county, chance, 3, 3, 0))
    before = county.copied()
    neighbour = _neighbour(county, chance, where.villages[0])
    for figures in county.figures.values():
        figures[where.first :, where.villages[0]] = figures[where.first :, neighbour]
    return where.truth(county, county.figures, of_repetition(county, before, where.marked(county), LEAN))


@kind("the flows of a village are figures of the year to date", first_month=1, year_start=1)
def cumulative_village(county: County, chance: Chance) -> Truth:
    return _to_date(county, in_village(county, chance, 0, county.months, 0), begins=1)


@kind("the flows of a town are figures of the year to date", first_month=1, year_start=1)
def cumulative_town(county: County, chance: Chance) -> Truth:
    return _to_date(county, in_town(county, chance, 0, county.months, 0), begins=1)


@kind("all flows are figures to date from October, read by the calendar year", first_month=10, year_start=1)
def to_date_october(county: County, chance: Chance) -> Truth:
    return _to_date(county, everywhere(county, chance, 0, county.months, 0), begins=10)


def _population(county: County, chance: Chance, slip: Slip) -> Truth:
    where = in_village(county, chance)
    before = county.copied()
    cell = (where.first, where.villages[0])
    county.figures["population"][cell] = int(slip(str(county.figures["population"][cell])))
    return where.truth(county, ["population"], of_slip(county, before))


def _cell(county: County, chance: Chance, slip: Increase) -> Truth:
    where = in_village(county, chance)
    before = county.copied()
    count = FLOWS[int(chance.integers(2))]
    cell = (where.first, where.villages[0])
    county.figures[count][cell] = slip(int(county.figures[count][cell]))
    return where.truth(county, [count], of_slip(county, before))


def _copied(county: County, where: Where) -> Truth:
    """Give a month the figures of the month before, those of rows that stand in both."""
    before = county.copied()
    marked = where.marked(county)
    marked[where.first] &= county.there[where.first - 1]
    for figures in county.figures.values():
        figures[where.first] = np.where(marked[where.first], figures[where.first - 1], figures[where.first])
    return where.truth(county, county.figures, of_repetition(county, before, marked, LEAN))


def _exchanged(county: County, where: Where) -> Truth:
    before = county.copied()
    marked = where.marked(county)
    for one, other in (FLOWS, FLOWS[::-1]):
        county.figures[one] = np.where(marked, before[other], before[one])
    return where.truth(county, FLOWS, of_slip(county, before))


def _zeros(county: County, where: Where) -> Truth:
    """Set all flows to zero; months beside them that had no births and deaths anyway belong to the same silence."""
    before = county.copied()
    marked = where.marked(county)
    for key in county.flows:
        county.figures[key][marked] = 0
    evidence = of_repetition(county, before, marked, FLOWS)
    villages = list(where.villages)
    happens = county.there & (county.figures["births"] + county.figures["deaths"] > 0)
    quiet = [not month.any() for month in happens[:, villages]]
    first, last = where.first, where.last
    while first > 0 and quiet[first - 1]:
        first -= 1
    while last < county.months - 1 and quiet[last + 1]:
        last += 1
    whole = Where(where.scope, where.villages, first, last)
    return whole.truth(county, county.flows, evidence, [where.first])


def _factor(county: County, where: Where, counts: list[str], factor: float) -> Truth:
    before = county.copied()
    marked = where.marked(county)
    for key in counts:
        figures = county.figures[key]
        county.figures[key] = np.where(marked, np.floor(factor * figures).astype(np.int64), figures)
    gains, of_level = of_factor(county, "births", marked, factor)
    right = onsets(gains, where.first, where.last) if where.last == county.months - 1 else where.months
    # Known as so many times each figure, or as another level.
    of_figures = of_slip(county, before)
    evidence = Evidence(max(of_figures.known, of_level.known), max(of_figures.learned, of_level.learned))
    return where.truth(county, counts, evidence, right)


def _people_times(county: County, where: Where, factor: float) -> Truth:
    before = county.copied()
    marked = where.marked(county)
    stocks = [key for key in county.figures if key.startswith("population")]
    for key in stocks:
        figures = county.figures[key]
        county.figures[key] = np.where(marked, np.floor(factor * figures).astype(np.int64), figures)
    return where.truth(county, stocks, of_slip(county, before))


def _to_date(county: County, where: Where, *, begins: int) -> Truth:
    before = county.copied()
    villages = list(where.villages)
    for key in county.flows:
        figures = county.figures[key]
        for month in range(1, county.months):
            if year_month(county.start + month)[1] != begins:
                figures[month, villages] += figures[month - 1, villages]
    return where.truth(county, county.flows, of_slip(county, before), where.months)


def _neighbour(county: County, chance: Chance, village: int) -> int:
    """Return the village whose row stands beside, of the same town where there is one, that exists throughout."""
    others = np.flatnonzero(county.steady)
    others = others[others != village]
    beside = others[county.town[0, others] == county.town[0, village]]
    near = beside if len(beside) else others
    return int(near[np.argmin(np.abs(near - village) + chance.random(len(near)) / 2)])


def _without(digits: str, place: int) -> str:
    return digits[:place] + digits[place + 1 :]
