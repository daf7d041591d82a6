"""Counties by chance: villages month by month, whose figures obey what popcalc knows of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from popcalc.periods import month_label
from popcalc.periods.months import days_in_month, month_ordinal, year_month

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# fmt: off
TOWNS = [
    "Northhill", "Eastbridge", "Riverside", "Oakford", "Stonewell", "Greenfield", "Ashby", "Marlow", "Kingsgate",
    "Millbrook", "Fernley", "Highmoor", "Redcliff", "Westbury", "Larkspur", "Brightsea", "Coldharbour",
    "Thornbury", "Saltmarsh", "Wynford",
]
FIRST = [
    "Pine", "Stone", "Mill", "Deer", "Willow", "Cold", "Two", "Bamboo", "Old", "Reed", "Sand", "Crane", "Plum",
    "Fox", "Heron", "Iron", "Lime", "Maple", "Quail", "Rose",
]
SECOND = [
    "Hollow", "Gate", "Lane", "Ford", "Quay", "Spring", "Wells", "Bend", "Terrace", "Bank", "Ridge", "Dell",
    "Slope", "Meadow", "Grove",
]
# fmt: on
PREFIX = "990101"
LEAN = ("births", "deaths", "population")
TOWNS_VARY, VILLAGES_VARY = 0.08, 0.12
"""The coefficients of variation of the rates of towns, and of the villages of a town."""


@dataclass
class County:
    """The figures of a county, months down and villages across, and what they were drawn from.

    `town` is the town of a village in a month, `there` whether it has a row. `usual` holds the expected births and
    deaths, `moved` the expected comings and goings of a month, which are the variance of the population's other moves.
    `joined` are the people who came with another village in a month.
    `steady` are villages that neither appear, close nor merge. `figures` holds int64 by key of the count.
    """

    name: str
    towns: list[str]
    villages: list[str]
    codes: list[str]
    start: int
    year_start: int
    files: str
    town: Ints
    there: Bools
    usual: dict[str, Floats]
    moved: Floats
    figures: dict[str, Ints] = field(default_factory=dict)
    steady: Bools = field(default_factory=lambda: np.ones(0, dtype=np.bool_))
    joined: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def months(self) -> int:
        """How many months it has."""
        return len(self.there)

    @property
    def flows(self) -> list[str]:
        """The counts that happen in a month."""
        stocks = ("population", "population_male", "population_female", "women_15_49", "married_women_15_49",
                  "contraceptive_users")  # fmt: skip
        return [key for key in self.figures if key not in stocks]

    @property
    def births(self) -> list[str]:
        """Births and their parts."""
        return [key for key in self.figures if key.startswith("births")]

    def copied(self) -> dict[str, Ints]:
        """Return the figures as they are now."""
        return {key: figures.copy() for key, figures in self.figures.items()}

    def town_code(self, town: int) -> str:
        """Return the front of the codes of a town's villages."""
        return f"{PREFIX}{101 + town}"

    def month(self, index: int) -> str:
        """Return how a month is written."""
        return month_label(self.start + index)


@dataclass(frozen=True)
class Wanted:
    """What a data set must be: all counts or births, deaths and population alone, months, and where they begin."""

    full: bool = False
    least_months: int = 12
    first_month: int | None = None


def draw(chance: np.random.Generator, wanted: Wanted) -> County:
    """Return a county without a mistake."""
    towns = int(chance.integers(3, 21))
    villages = int(chance.integers(max(30, 3 * towns), 301))
    months = int(chance.integers(wanted.least_months, 37))
    begins = wanted.first_month or (1 if chance.random() < 0.7 else int(chance.integers(1, 13)))
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    town = np.sort(np.concatenate([np.repeat(np.arange(towns), 3), chance.integers(0, towns, villages - 3 * towns)]))
    within = np.arange(villages) - np.searchsorted(town, town)
    has_codes = chance.random() < 0.5
    county = County(
        "Meiyuan County" if chance.random() < 0.5 else "",
        [str(one) for one in chance.permutation(TOWNS)[:towns]],
        [str(one) for one in chance.permutation(names)[:villages]],
        [f"{PREFIX}{101 + a}{201 + b}" for a, b in zip(town, within, strict=True)] if has_codes else [],
        month_ordinal(int(chance.integers(2010, 2022)), begins),
        int(chance.choice([4, 7, 10])) if chance.random() < 0.2 else 1,
        str(chance.choice(["month", "one", "town"], p=[0.6, 0.3, 0.1])),
        np.tile(town, (months, 1)),
        np.ones((months, villages), dtype=np.bool_),
        {},
        np.zeros((months, villages)),
        steady=np.ones(villages, dtype=np.bool_),
        joined=np.zeros((months, villages), dtype=np.int64),
    )
    _live(county, chance)
    if wanted.full:
        _count_more(county, chance)
    else:
        county.figures = {key: county.figures[key] for key in LEAN}
    _change_areas(county, chance)
    return county


def _live(county: County, chance: np.random.Generator) -> None:
    """Let people be born, die, come and go, with a season, a trend and differences between towns and villages."""
    shape = county.there.shape
    months, villages = shape
    calendar = np.array([year_month(county.start + index)[1] for index in range(months)])
    days = np.array([days_in_month(county.start + index) for index in range(months)]) / 365.25
    years = np.arange(months) / 12
    level: dict[str, Floats] = {}
    for key, low, high, peak in (("births", 6, 25, 9), ("deaths", 5, 12, 1)):
        season = 1 + chance.uniform(0, 0.2) * np.cos(2 * np.pi * (calendar - peak) / 12)
        trend = np.exp(chance.uniform(-0.08, 0.04) * years)
        of_town = np.exp(chance.normal(0, TOWNS_VARY, len(county.towns)))[county.town[0]]
        of_village = of_town * np.exp(chance.normal(0, VILLAGES_VARY, villages))
        level[key] = chance.uniform(low, high) / 1000 * (days * season * trend)[:, None] * of_village
    comings, goings = (chance.uniform(10, 40) / 1000 * days[:, None] * np.ones(villages) for _ in range(2))
    people = np.clip(np.exp(chance.normal(np.log(1500), 0.7, villages)), 200, 6000).astype(np.int64)
    flows = ("births", "deaths", "migration_in", "migration_out")
    county.figures = {key: np.zeros(shape, dtype=np.int64) for key in (*flows, "population")}
    county.usual = {key: np.zeros(shape) for key in level}
    for index in range(months):
        expected = [people * rates[index] for rates in (level["births"], level["deaths"], comings, goings)]
        drawn = [chance.poisson(one) for one in expected]
        people = people + drawn[0] - drawn[1] + drawn[2] - drawn[3]
        for key, figures in zip(flows, drawn, strict=True):
            county.figures[key][index] = figures
        county.figures["population"][index] = people
        county.usual["births"][index], county.usual["deaths"][index] = expected[:2]
        county.moved[index] = expected[2] + expected[3]


def _count_more(county: County, chance: np.random.Generator) -> None:
    """Add what full reports hold: births by sex and parity, people by sex, married women, services."""
    figures = county.figures
    births, people = figures["births"], figures["population"]
    figures["births_male"] = chance.binomial(births, 0.515)
    figures["births_female"] = births - figures["births_male"]
    figures["births_first"] = chance.binomial(births, 0.5)
    figures["births_second"] = chance.binomial(births - figures["births_first"], 0.75)
    figures["births_third_plus"] = births - figures["births_first"] - figures["births_second"]
    figures["population_male"] = np.rint(people * chance.normal(0.515, 0.005, people.shape[1])).astype(np.int64)
    figures["population_female"] = people - figures["population_male"]
    figures["women_15_49"] = np.rint(people * chance.uniform(0.25, 0.28, people.shape[1])).astype(np.int64)
    married = np.rint(figures["women_15_49"] * chance.uniform(0.7, 0.8, people.shape[1])).astype(np.int64)
    figures["married_women_15_49"] = married
    figures["contraceptive_users"] = np.rint(married * chance.uniform(0.75, 0.9, people.shape[1])).astype(np.int64)
    figures["marriages"] = chance.poisson(people * 0.006 / 12)
    figures["newborns_visited"] = chance.binomial(births, 0.95)


def _change_areas(county: County, chance: np.random.Generator) -> None:
    """In some counties let villages appear, close or merge, and one town be joined to another."""
    months = county.months

    def month() -> int:
        return int(chance.integers(2, months - 2))

    def some(most: int) -> list[int]:
        free = np.flatnonzero(county.steady)
        chosen = chance.choice(free, int(chance.integers(1, most + 1)), replace=False)
        county.steady[chosen] = False
        return [int(one) for one in chosen]

    if chance.random() < 0.3:
        for village in some(5):
            county.there[: month(), village] = False
    if chance.random() < 0.3:
        for village in some(3):
            county.there[month() :, village] = False
    if chance.random() < 0.3:
        for village in some(2):
            beside = np.flatnonzero(county.steady & (county.town[0] == county.town[0, village]))
            if not len(beside):
                county.there[month() :, village] = False
                continue
            _merge(county, village, int(chance.choice(beside)), month())
    if chance.random() < 0.15:
        gone, stays = chance.choice(len(county.towns), 2, replace=False)
        moving = np.flatnonzero(county.town[0] == gone)
        county.town[month() :, moving] = stays
        county.steady[moving] = False
        county.steady[county.town[0] == stays] = False


def _merge(county: County, gone: int, stays: int, month: int) -> None:
    """From a month on, let one village have the sums of two."""
    county.steady[stays] = False
    county.there[month:, gone] = False
    county.joined[month, stays] += county.figures["population"][month - 1, gone]
    for figures in county.figures.values():
        figures[month:, stays] += figures[month:, gone]
    for expected in (*county.usual.values(), county.moved):
        expected[month:, stays] += expected[month:, gone]


def write(county: County, folder: Path) -> None:
    """Write the files of a county: one for each month, one for each town, or one for all."""
    months, villages = county.there.shape
    header = [*(["county"] if county.name else []), "town", *(["village_code"] if county.codes else []), "village"]
    columns = [county.figures[key] for key in county.figures]
    rows: dict[str, list[list[object]]] = {}
    for month in range(months):
        label = county.month(month)
        figures = np.stack([column[month] for column in columns], axis=1).tolist()
        for village in range(villages):
            if not county.there[month, village]:
                continue
            town = county.towns[county.town[month, village]]
            file = {"month": label, "town": town, "one": "figures"}[county.files]
            place = [*([county.name] if county.name else []), town, *([county.codes[village]] if county.codes else [])]
            rows.setdefault(file, []).append([label, *place, county.villages[village], *figures[village]])
    for file, lines in rows.items():
        with (folder / f"{file}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out, lineterminator="\n").writerows([["month", *header, *county.figures], *lines])
