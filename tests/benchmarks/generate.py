"""Write one large, clean file of village-months: December 2012 to December 2013, English headers, UTF-8.

    python tests/benchmarks/generate.py ROWS FILE

Twelve villages make a town and twenty towns a county. Every village reports every month, so the file has the greatest
multiple of thirteen rows that is not above ROWS. The last two columns are counts that no indicator asks for.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 7
MONTHS = ("2012-12", *(f"2013-{month:02}" for month in range(1, 13)))
VILLAGES_A_TOWN = 12
TOWNS_A_COUNTY = 20


def villages(number: int) -> pd.DataFrame:
    """Return the names and the 12-digit codes of so many villages."""
    village = np.arange(number)
    town = village // VILLAGES_A_TOWN
    county = town // TOWNS_A_COUNTY
    code = (
        100_000_000_000 + county * 1_000_000 + (100 + town % TOWNS_A_COUNTY) * 1_000 + 201 + village % VILLAGES_A_TOWN
    )
    return pd.DataFrame(
        {
            "county": [f"County {county_number}" for county_number in county],
            "town": [f"Town {town_number}" for town_number in town],
            "village_code": code.astype(str),
            "village": [f"Village {village_number}" for village_number in village],
        }
    )


def write(rows: int, file: Path) -> None:
    """Write the months one after the other; memory holds one month."""
    chance = np.random.default_rng(SEED)
    places = villages(rows // len(MONTHS))
    population = chance.integers(300, 4000, len(places))
    for month in MONTHS:
        births = chance.poisson(population * 0.011 / 12)
        deaths = chance.poisson(population * 0.007 / 12)
        arrivals = chance.poisson(2, len(places))
        departures = np.minimum(chance.poisson(2, len(places)), population // 2)
        population = np.maximum(population + births - deaths + arrivals - departures, 100)
        male = chance.binomial(births, 0.512)
        men = chance.binomial(population, 0.505)
        children, elderly = population * 17 // 100, population * 13 // 100
        counts = {
            "births": births,
            "births_male": male,
            "births_female": births - male,
            "births_in_policy": chance.binomial(births, 0.93),
            "deaths": deaths,
            "migration_in": arrivals,
            "migration_out": departures,
            "population": population,
            "population_male": men,
            "population_female": population - men,
            "population_0_14": children,
            "population_15_64": population - children - elderly,
            "population_65_plus": elderly,
            "women_15_49": population // 4,
            "married_women_15_49": population // 5,
            "contraceptive_users": population // 6,
            "long_acting_users": population // 8,
            "households": population // 3,
            "plots_of_land": population // 2,
        }
        table = pd.concat([places, pd.DataFrame(counts)], axis=1)
        table.insert(0, "month", month)
        table.to_csv(
            file, index=False, lineterminator="\n", mode="w" if month == MONTHS[0] else "a", header=month == MONTHS[0]
        )


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
