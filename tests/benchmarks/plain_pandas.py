"""What an analyst would write by hand for the same job: town indicators for 2013 from one file of village-months.

    python tests/benchmarks/plain_pandas.py FILE [ENCODING] > towns.csv
    python tests/benchmarks/plain_pandas.py FILE ENCODING months > town-months.csv

It sums to towns and the total, takes average populations as the chronological mean by days of each village, and writes
one line per town and indicator: value, numerator, denominator. By months there is a line per town and month with a
column for each indicator. It is meant to be good: vectorised, no needless copies. It checks nothing, which is what sets
it apart.
"""

from __future__ import annotations

import sys

import pandas as pd

FLOWS = ["births", "births_male", "births_female", "births_in_policy", "deaths", "migration_in", "migration_out"]
STOCKS = [
    "population",
    "population_male",
    "population_female",
    "population_0_14",
    "population_15_64",
    "population_65_plus",
    "women_15_49",
    "married_women_15_49",
    "contraceptive_users",
    "long_acting_users",
]
DAYS_OF_2013 = 365


def read(file: str, encoding: str) -> pd.DataFrame:
    """Return the rows with the person-days of each village and month."""
    rows = pd.read_csv(file, dtype={"village_code": str}, parse_dates=["month"], encoding=encoding)
    village = rows.groupby("village_code", sort=False)
    days = rows["month"].dt.days_in_month
    for stock in ("population", "women_15_49"):
        rows[f"{stock}_days"] = (village[stock].shift() + rows[stock]) / 2 * days
    return rows


def of_the_year(rows: pd.DataFrame) -> None:
    """Sum, divide and write to standard output the indicators of towns and the total for the year."""
    year = rows.loc[rows["month"] >= "2013-01", ["county", "town", *FLOWS, "population_days", "women_15_49_days"]]
    flows = year.groupby(["county", "town"]).sum()
    closing = rows[rows["month"] == "2013-12"].groupby(["county", "town"])[STOCKS].sum()
    opening = rows[rows["month"] == "2012-12"].groupby(["county", "town"])["population"].sum()
    towns = flows.join(closing).join(opening.rename("population_opening")).reset_index()
    total = towns.drop(columns=["county", "town"]).sum().to_frame().T.assign(county="", town="")
    t = pd.concat([towns, total], ignore_index=True)
    lines = [
        t[["county", "town"]].assign(
            period="2013", indicator=key, value=above / below * per, numerator=above, denominator=below
        )
        for key, (above, below, per) in indicators(t).items()
    ]
    pd.concat(lines).to_csv(sys.stdout, index=False)


def of_the_months(rows: pd.DataFrame) -> None:
    """Write a line for each town and month, and for the total of each month, with a column for each indicator."""
    rows["population_opening"] = rows.groupby("village_code", sort=False)["population"].shift()
    summed = [*FLOWS, *STOCKS, "population_opening", "population_days", "women_15_49_days"]
    year = rows[rows["month"] >= "2013-01"]
    towns = year.groupby(["county", "town", "month"])[summed].sum().reset_index()
    total = towns.groupby("month")[summed].sum().reset_index().assign(county="", town="")
    t = pd.concat([towns, total], ignore_index=True)
    values = {key: above / below * per for key, (above, below, per) in indicators(t).items()}
    t[["county", "town", "month"]].assign(**values).to_csv(sys.stdout, index=False, date_format="%Y-%m")


def indicators(t: pd.DataFrame) -> dict[str, tuple[pd.Series, pd.Series, int]]:
    """Return numerator, denominator and unit of each indicator."""
    years = t["population_days"] / DAYS_OF_2013
    woman_years = t["women_15_49_days"] / DAYS_OF_2013
    dependent = t["population_0_14"] + t["population_65_plus"]
    return {
        "crude_birth_rate": (t["births"], years, 1000),
        "crude_death_rate": (t["deaths"], years, 1000),
        "natural_increase_rate": (t["births"] - t["deaths"], years, 1000),
        "net_migration_rate": (t["migration_in"] - t["migration_out"], years, 1000),
        "general_fertility_rate": (t["births"], woman_years, 1000),
        "population_growth_rate": (t["population"] - t["population_opening"], t["population_opening"], 1000),
        "sex_ratio_at_birth": (t["births_male"], t["births_female"], 100),
        "population_sex_ratio": (t["population_male"], t["population_female"], 100),
        "policy_compliance_rate": (t["births_in_policy"], t["births"], 100),
        "out_of_policy_birth_rate": (t["births"] - t["births_in_policy"], t["births"], 100),
        "total_dependency_ratio": (dependent, t["population_15_64"], 100),
        "child_dependency_ratio": (t["population_0_14"], t["population_15_64"], 100),
        "old_age_dependency_ratio": (t["population_65_plus"], t["population_15_64"], 100),
        "share_65_plus": (t["population_65_plus"], t["population"], 100),
        "married_women_share": (t["married_women_15_49"], t["population"], 100),
        "contraceptive_prevalence": (t["contraceptive_users"], t["married_women_15_49"], 100),
        "long_acting_coverage": (t["long_acting_users"], t["married_women_15_49"], 100),
        "long_acting_share": (t["long_acting_users"], t["contraceptive_users"], 100),
    }


if __name__ == "__main__":
    file, encoding, by = [*sys.argv[1:], *["", "utf-8", "year"][len(sys.argv) - 1 :]]
    (of_the_months if by == "months" else of_the_year)(read(file, encoding))
