"""Write one large, clean file of village-months: December 2012 to December 2013, English headers.

    python tests/benchmarks/generate.py ROWS FILE [ENCODING]

Names are English in UTF-8 and Chinese in any other encoding (gb18030, big5). Twelve villages make a town and twenty
towns a county. Every village reports every month, so the file has the greatest multiple of thirteen rows that is not
above ROWS. The last two columns are counts that no indicator asks for.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 7
UTF8 = "utf-8"
MONTHS = ("2012-12", *(f"2013-{month:02}" for month in range(1, 13)))
VILLAGES_A_TOWN = 12
TOWNS_A_COUNTY = 20
ENGLISH = ("County {}", "Town {}", "Village {}")
CHINESE = ("青山{}县", "白河{}镇", "東溪{}村")


def villages(number: int, kinds: tuple[str, str, str] = ENGLISH) -> pd.DataFrame:
    """Return the names, by patterns for a county, a town and a village, and the 12-digit codes of so many villages."""
    of_county, of_town, of_village = kinds
    village = np.arange(number)
    town = village // VILLAGES_A_TOWN
    county = town // TOWNS_A_COUNTY
    code = (
        100_000_000_000 + county * 1_000_000 + (100 + town % TOWNS_A_COUNTY) * 1_000 + 201 + village % VILLAGES_A_TOWN
    )
    return pd.DataFrame(
        {
            "county": [of_county.format(county_number) for county_number in county],
            "town": [of_town.format(town_number) for town_number in town],
            "village_code": code.astype(str),
            "village": [of_village.format(village_number) for village_number in village],
        }
    )


def write(rows: int, file: Path, encoding: str) -> None:
    """Write the months one after the other; memory holds one month."""
    chance = np.random.default_rng(SEED)
    places = villages(rows // len(MONTHS), ENGLISH if encoding == UTF8 else CHINESE)
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
        first = month == MONTHS[0]
        table.to_csv(
            file, index=False, lineterminator="\n", mode="w" if first else "a", header=first, encoding=encoding
        )


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else UTF8)
