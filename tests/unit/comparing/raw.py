"""Village-months at random as files, and what comparisons of them must give, by pandas and scipy.stats from the rows.

Nothing here comes from popcalc.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from scipy.stats import beta, chi2
from scipy.stats.contingency import odds_ratio

FLOWS = ("births", "births_male", "births_female", "deaths", "births_in_policy")
TOWNS = {"North": ("A", "B", "C"), "South": ("D", "E"), "West": ("F",)}
Limits = tuple[float, float]
Months = Sequence[int]


def month_name(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def days_of(month: int) -> int:
    return calendar.monthrange(month // 12, month % 12 + 1)[1]


def days_of_year(month: int) -> int:
    return 366 if calendar.isleap(month // 12) else 365


def rows_at_random(seed: int, *, first: int = 2011 * 12 + 11, last: int = 2013 * 12 + 11) -> pd.DataFrame:
    """Every village and month; some rows and some cells of flows are missing (None), no population is."""
    chance = random.Random(seed)
    rows = []
    for town, villages in TOWNS.items():
        for village in villages:
            people = chance.randint(300, 5000)
            for month in range(first, last + 1):
                people += chance.randint(-20, 25)
                boys, girls = chance.randint(0, 9), chance.randint(0, 9)
                flows: dict[str, int | None] = {
                    "births": boys + girls,
                    "births_male": boys,
                    "births_female": girls,
                    "deaths": chance.randint(0, 6),
                    "births_in_policy": chance.randint(0, boys + girls),
                }
                if month == first or chance.random() < 0.12:
                    flows = dict.fromkeys(flows)
                rows.append({"village": village, "town": town, "month": month, "population": people, **flows})
    return pd.DataFrame(rows)


def write(rows: pd.DataFrame, folder: Path, *, seed: int | None = None) -> list[Path]:
    """A file for each month, its rows in an order of chance where there is a seed."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for month, of_month in rows.groupby("month"):
        assert isinstance(month, int)
        shown = of_month.assign(month=month_name(month))
        shown[list(FLOWS)] = shown[list(FLOWS)].astype("Int64")
        if seed is not None:
            shown = shown.sample(frac=1, random_state=seed)
        paths.append(folder / f"{month_name(month)}.csv")
        shown.to_csv(paths[-1], index=False)
    return paths


@dataclass(frozen=True)
class Side:
    """The sums of some village-months."""

    births: int
    boys: int
    girls: int
    deaths: int
    in_policy: int
    years: float
    months: int


class Rows:
    """The rows with their person-years: the mean of both month-ends by days over the days of the year."""

    def __init__(self, rows: pd.DataFrame) -> None:
        opening = rows.sort_values("month").groupby("village")["population"].shift()
        years = [days_of(month) / days_of_year(month) for month in rows["month"]]
        self.rows = rows.assign(years=(opening + rows["population"]) / 2 * pd.Series(years, index=rows.index))

    def sides(self, villages: Iterable[str], months: Months, shift: int) -> tuple[Side, Side]:
        """The sums of these months and of those before, over the villages and months that both report."""
        own = self.rows[self.rows["village"].isin(list(villages)) & self.rows["births"].notna()]
        now = own[own["month"].isin(list(months))]
        then = own[own["month"].isin([month - shift for month in months])]
        paired = now.merge(then.assign(month=then["month"] + shift), on=["village", "month"], suffixes=("", "_then"))
        return _side(paired, ""), _side(paired, "_then")

    def plain(self, villages: Iterable[str], months: Months) -> Side:
        own = self.rows[self.rows["village"].isin(list(villages)) & self.rows["births"].notna()]
        return _side(own[own["month"].isin(list(months))], "")


def _side(rows: pd.DataFrame, suffix: str) -> Side:
    sums = {name: rows[f"{name}{suffix}"].sum() for name in (*FLOWS, "years")}
    return Side(
        births=int(sums["births"]),
        boys=int(sums["births_male"]),
        girls=int(sums["births_female"]),
        deaths=int(sums["deaths"]),
        in_policy=int(sums["births_in_policy"]),
        years=float(sums["years"]),
        months=len(rows),
    )


def garwood(events: int, confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    lower = chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    return float(lower), float(chi2.isf(tail, 2 * events + 2) / 2)


def clopper_pearson(part: int, whole: int, confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    lower = beta.ppf(tail, part, whole - part + 1) if part else 0.0
    return float(lower), float(beta.isf(tail, part + 1, whole - part)) if part < whole else 1.0


def apart(one: float, of_one: Limits, other: float, of_other: Limits) -> Limits:
    """MOVER: the limits of a difference from those of its sides."""
    down = ((one - of_one[0]) ** 2 + (of_other[1] - other) ** 2) ** 0.5
    up = ((of_one[1] - one) ** 2 + (other - of_other[0]) ** 2) ** 0.5
    return one - other - down, one - other + up


def birth_rate(side: Side, confidence: float) -> tuple[float, Limits]:
    low, high = garwood(side.births, confidence)
    factor = 1000 / side.years
    return side.births * factor, (low * factor, high * factor)


def increase(side: Side, confidence: float) -> tuple[float, Limits]:
    factor = 1000 / side.years
    low, high = apart(side.births, garwood(side.births, confidence), side.deaths, garwood(side.deaths, confidence))
    return (side.births - side.deaths) * factor, (low * factor, high * factor)


def compliance(side: Side, confidence: float) -> tuple[float, Limits]:
    low, high = clopper_pearson(side.in_policy, side.births, confidence)
    return 100 * side.in_policy / side.births, (100 * low, 100 * high)


FIGURES: Mapping[str, Callable[[Side, float], tuple[float, Limits]]] = {
    "crude_birth_rate": birth_rate,
    "natural_increase_rate": increase,
    "policy_compliance_rate": compliance,
}


def limits(key: str, one: Side, other: Side, confidence: float) -> Limits:
    (value, own), (beside, of_other) = FIGURES[key](one, confidence), FIGURES[key](other, confidence)
    return apart(value, own, beside, of_other)


def ratio_limits(one: Side, other: Side, confidence: float) -> Limits:
    found = odds_ratio([[one.boys, one.girls], [other.boys, other.girls]], kind="conditional")
    low, high = found.confidence_interval(confidence)
    return float(low), float(high)


def evidence(of: Callable[[float], Limits], no_difference: float = 0) -> str:
    for level, word in ((0.998, "strong"), (0.95, "clear")):
        low, high = of(level)
        if low > no_difference or high < no_difference:
            return word
    return "uncertain"
