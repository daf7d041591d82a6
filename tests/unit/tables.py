"""Small tables of village-months and a small catalogue, for the tests of the roll-up and the rates."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from popcalc.aggregation import TOTAL, LeftOut, Plan, Totals, make_groups, roll_up
from popcalc.areas import Areas
from popcalc.definitions.catalogue import (
    Average,
    Basis,
    Catalogue,
    Count,
    Formula,
    Indicator,
    IntervalModel,
    Kind,
    Moment,
    Nature,
    Term,
)
from popcalc.language import named
from popcalc.periods import Calendar, PeriodKind, Run
from popcalc.rates import Figures, rate
from popcalc.table import span_of
from popcalc.village_months import VillageMonths
from tests.unit.oracle import Row, year_of

Villages = Mapping[str, str]
"""The town of each village."""


def formula(written: str) -> Formula:
    """`births - deaths`, `closing(population)`, with blanks between terms and signs."""
    terms, sign = [], 1
    for word in written.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
            continue
        moment, _, count = word.rstrip(")").rpartition("(")
        terms.append(Term(sign, count, Moment(moment) if moment else Moment.PERIOD))
    return Formula(tuple(terms))


def _count(key: str, nature: Nature, **more: Any) -> Count:
    return Count(key, nature, named(key), **more)


COUNTS = (
    _count("births", Nature.FLOW),
    _count("deaths", Nature.FLOW),
    _count("males", Nature.FLOW),
    _count("spending", Nature.FLOW, decimals=2),
    _count("population", Nature.STOCK),
    _count("population_start", Nature.STOCK, opening_of="population"),
    _count("population_average", Nature.STOCK, average_of="population"),
    _count("women", Nature.STOCK),
    _count("checks_due", Nature.QUOTA),
    _count("visits_due", Nature.QUOTA),
)
FLOWS = ("births", "deaths", "males", "spending")


def indicator(
    key: str, kind: Kind, above: str, below: str = "", per: int = 1, interval: IntervalModel = IntervalModel.NONE
) -> Indicator:
    return Indicator(key, named(key), kind, formula(above), formula(below) if below else None, per, interval=interval)


INDICATORS = (
    indicator("birth_rate", Kind.RATE, "births", "population", 1000, IntervalModel.POISSON),
    indicator("fertility", Kind.RATE, "births - males", "women", 1000),
    indicator("increase", Kind.RATE_DIFFERENCE, "births - deaths", "population", 1000, IntervalModel.MOVER),
    indicator("per_other", Kind.RATE, "births", "population - women", 1000, IntervalModel.POISSON),
    indicator("both_stocks", Kind.RATE, "deaths", "population + women", 1000, IntervalModel.POISSON),
    indicator("male_share", Kind.PROPORTION, "males", "births", 100, IntervalModel.BINOMIAL),
    indicator("covered", Kind.PROPORTION, "males", "closing(women)", 100),
    indicator("women_share", Kind.PROPORTION, "closing(women)", "closing(population)", 100),
    indicator("sex_ratio", Kind.RATIO, "males", "births - males", 100, IntervalModel.ODDS),
    indicator("mortality", Kind.RATIO, "deaths", "births", 1000, IntervalModel.POISSON),
    indicator("growth", Kind.CHANGE, "closing(population) - opening(population)", "opening(population)", 1000),
    indicator("opened", Kind.RATIO, "births", "opening(population)", 1000),
    indicator("checks", Kind.QUOTA, "births", "checks_due", 100),
    indicator("two_quotas", Kind.QUOTA, "births + deaths", "checks_due + visits_due", 100),
    indicator("enrolled", Kind.QUOTA, "closing(women)", "visits_due", 100),
    indicator("per_head", Kind.MEAN, "spending", "closing(population)"),
    indicator("money_and_births", Kind.RATIO, "spending - births", "births"),
    indicator("natural_increase", Kind.COUNT, "births - deaths"),
    indicator("births", Kind.COUNT, "births"),
    indicator("population", Kind.COUNT, "closing(population)"),
    indicator("checks_due", Kind.COUNT, "checks_due"),
    indicator("spent", Kind.COUNT, "spending"),
)
CATALOGUE = Catalogue({count.key: count for count in COUNTS}, {one.key: one for one in INDICATORS})


def areas_of(villages: Villages) -> Areas:
    """Villages in towns, keyed `town/village`."""
    leaves = sorted(villages)
    towns = sorted(set(villages.values()))
    return Areas(
        levels=("town", "village"),
        keys=[*leaves, *towns],
        names=[*leaves, *towns],
        level_of=np.array([1] * len(leaves) + [0] * len(towns), dtype=np.int32),
        parent_of=np.array([len(leaves) + towns.index(villages[leaf]) for leaf in leaves] + [-1] * len(towns)).astype(
            np.int32
        ),
        villages=len(leaves),
    )


def table_of(rows: Iterable[Row], villages: Villages, counts: Sequence[str] = tuple(CATALOGUE.counts)) -> VillageMonths:
    """The rows as the reader would give them: sorted, int32 where that holds the figures."""
    leaves = sorted(villages)
    ordered = sorted(rows, key=lambda row: (leaves.index(row.village), row.start, row.end))
    columns: dict[str, npt.NDArray[np.signedinteger]] = {
        "village": np.array([leaves.index(row.village) for row in ordered], dtype=np.int32),
        "start": np.array([row.start for row in ordered], dtype=np.int32),
        "end": np.array([row.end for row in ordered], dtype=np.int32),
    }
    for count in counts:
        figures = np.array([row.counts.get(count, -1) for row in ordered], dtype=np.int64)
        columns[count] = figures.astype(np.int32) if figures.max(initial=0) < 2**31 else figures
    return VillageMonths(columns, areas_of(villages), tuple(counts))


def random_rows(chance: random.Random, villages: Villages, months: range) -> list[Row]:
    """Rows with all that can happen: gaps, runs of months, openings, averages, villages without stock."""
    cells: dict[tuple[str, int, int], dict[str, int]] = {}
    for village in villages:
        monthly, gaps = chance.random() < 0.6, chance.choice([0.0, 0.1, 0.4])
        shared = _parts(chance, months, monthly=monthly)
        for count in FLOWS:
            own = _parts(chance, months, monthly=not monthly) if chance.random() < 0.2 else shared
            for run in own:
                if chance.random() >= gaps:
                    cells.setdefault((village, run[0], run[-1]), {})[count] = chance.choice([0, 1, 3, 9, 250])
        for count, opening in (("population", "population_start"), ("women", "")):
            stands, gap = chance.random() < 0.8, chance.choice([0.0, 0.3, 0.9])
            closed, opened = dict[int, int](), dict[int, int]()
            for _, start, end in [key for key in cells if key[0] == village and stands]:
                if chance.random() >= gap:
                    closed.setdefault(end, chance.randint(0, 5000))
                    cells[village, start, end][count] = closed[end]
                if opening and chance.random() < 0.15:
                    opened.setdefault(start - 1, closed.get(start - 1, chance.randint(0, 5000)) + chance.choice([0, 7]))
                    cells[village, start, end][opening] = opened[start - 1]
        if chance.random() < 0.3:
            for run in _parts(chance, months, monthly=chance.random() < 0.3):
                if chance.random() < 0.4:
                    cells.setdefault((village, run[0], run[-1]), {})["population_average"] = chance.randint(0, 5000)
    return [Row(*key, counts) for key, counts in cells.items()]


def add_quotas(rows: Sequence[Row], chance: random.Random, year_start: int) -> list[Row]:
    """The rows with quotas in some of them, one for a village and year."""
    set_for: dict[tuple[str, int, str], int | None] = {}
    result = []
    for row in rows:
        counts = dict(row.counts)
        for count in ("checks_due", "visits_due"):
            key = (row.village, year_of(row.end, year_start), count)
            value = set_for.setdefault(key, chance.choice([None, 0, 12, 400]))
            if value is not None and chance.random() < 0.7:
                counts[count] = value
        result.append(Row(row.village, row.start, row.end, counts))
    return result


def _parts(chance: random.Random, months: range, *, monthly: bool) -> list[range]:
    """The months cut into runs."""
    found, at = [], months.start
    while at < months.stop:
        length = 1 if monthly else chance.choice([1, 2, 3, 6, 12, 14])
        found.append(range(at, min(at + length, months.stop)))
        at += length
    return found


def rolled(
    table: VillageMonths,
    indicators: Sequence[Indicator] = INDICATORS,
    *,
    period: PeriodKind = PeriodKind.ALL,
    span: Run | None = None,
    clip: bool = False,
    year_start: int = 1,
    average: str = "curve",
    keep: bool = False,
    catalogue: Catalogue = CATALOGUE,
) -> tuple[dict[str, Totals], list[LeftOut], Plan, tuple[int, ...]]:
    """Sums of every town, then every village, then all; also the areas in that order."""
    span = span or span_of(table, FLOWS, ["population", "women"]) or Run(24156, 24156)
    if period is PeriodKind.ROLLING:
        span = Run(min(span.start, span.end - 11), span.end)
    periods = Calendar(year_start).split(span, period, clip=clip)
    chosen = [*table.areas.at("town").tolist(), *table.areas.at("village").tolist()]
    groups = make_groups(table.areas, chosen, total=True, periods=len(periods))
    plan = Plan(catalogue, periods, span, Calendar(year_start), Average(average), keep)
    totals, left_out = roll_up(table, indicators, groups, plan)
    assert groups.areas[-1] == TOTAL
    return totals, left_out, plan, groups.areas


def rated(
    table: VillageMonths, one: Indicator, *, basis: str = "annual", catalogue: Catalogue = CATALOGUE, **asked: Any
) -> Figures:
    """An indicator's figures, in the order of `rolled`."""
    totals, _, plan, places = rolled(table, [one], catalogue=catalogue, **asked)
    days = np.tile(np.array([period.days for period in plan.periods], dtype=np.int64), len(places))
    return rate(one, totals[one.key], days, Basis(basis), catalogue)


def with_rows(table: VillageMonths, rows: pd.DataFrame) -> VillageMonths:
    """Return a table with other rows, and nothing else that was known of them."""
    columns: dict[str, npt.NDArray[np.signedinteger]] = {str(name): rows[name].to_numpy() for name in rows}
    return VillageMonths(columns, table.areas, table.counts)
