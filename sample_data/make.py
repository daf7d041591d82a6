"""Make the sample: one fictional county, month by month, in English (UTF-8) and in Chinese (GB18030).

    python sample_data/make.py              write its folders beside this file
    python sample_data/make.py FOLDER       write them into FOLDER
    python sample_data/make.py --check      compare instead of writing; exit 1 when a file differs, is missing or extra

Every place and every figure is made up. The same bytes come out on every machine: the only chance used is
`random.Random.random`, whose sequence Python guarantees for a seed, and stocks are worked out in whole numbers.
A birth, a death or a move is one event, so sexes and orders add up and the population balances by construction.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")

HERE = Path(__file__).resolve().parent
SEED = 2013
COUNTY = ("Meiyuan County", "梅源县")

IDENTIFICATION = {
    "month": "月份",
    "county": "县区",
    "town": "乡镇",
    "village_code": "村代码",
    "village": "村名",
}
COUNTS = {
    "births": "出生人数",
    "births_male": "男婴",
    "births_female": "女婴",
    "births_in_policy": "计划内出生",
    "births_first": "一孩出生",
    "births_second": "二孩出生",
    "births_third_plus": "多孩出生",
    "births_third_plus_out_of_policy": "政策外多孩",
    "deaths": "死亡人数",
    "deaths_infant": "婴儿死亡",
    "migration_in": "迁入人数",
    "migration_out": "迁出人数",
    "population": "期末总人口",
    "population_male": "男性人口",
    "population_female": "女性人口",
    "women_15_49": "育龄妇女人数",
    "married_women_15_49": "已婚育龄妇女人数",
    "contraceptive_users": "采取避孕措施人数",
    "long_acting_users": "长效措施人数",
    "preconception_checks_done": "孕前优生检查完成",
    "preconception_checks_quota": "孕前优生检查任务",
}
OUTSIDE = {"births_third_plus": ("births_third_plus_out_of_policy",)}
"""What a birth outside policy counts as besides its order."""
FLOWS = tuple(list(COUNTS)[: list(COUNTS).index("population")])
OPENING = ("population",)
"""What the December before gives: the opening stock and nothing else."""
FOLDERS = ("monthly", "monthly_zh", "monthly_2012", "monthly_2012_zh", "faulty", "faulty_zh")

FAULTS: tuple[tuple[str, int, str, int | None], ...] = (
    ("Pine Hollow", 3, "births", 8),
    ("Mill Lane", 5, "births_in_policy", 7),
    ("Deer Ford", 6, "population", 18520),
    ("Cold Spring", 4, "deaths", None),
    ("Bamboo Bend", 10, "deaths", 22),
    ("Two Wells", 9, "population", 2390),
)
"""What is wrong in faulty/: a village, a month, a count, and what stands instead of its figure (None: nothing)."""
SILENT = ("Willow Quay", range(6, 13))
"""The village and the months in which faulty/ has zeros for all that happens."""
NOT_SENT = ("Riverside", 8)
"""The town and month of which faulty/ has no row."""
CUMULATIVE = ("Eastbridge", "preconception_checks_done")
"""The town that gives a count of the year to date in faulty/."""

Row = dict[str, int]


@dataclass(frozen=True)
class Town:
    """A town: its villages with their opening populations, and what happens in it in the year.

    The year's totals are given and chance only deals them out to villages and months, so that the rates of so small a
    place are those that the examples need. Births `by_order` and those of them `outside` policy are first, second,
    third and higher.
    """

    code: str
    name: tuple[str, str]
    villages: tuple[tuple[str, str, int], ...]
    births_male: int
    births_female: int
    by_order: tuple[int, int, int]
    outside: tuple[int, int, int]
    deaths: int
    deaths_infant: int
    arrivals: int
    departures: int
    checks: int
    users_per_thousand: int
    long_acting_per_thousand: int


VillageMonth = tuple[Town, str, tuple[str, str], Mapping[str, int | None]]
"""A town, a village's code and names, and its counts of a month."""

TOWNS = (
    Town(
        code="990101101",
        name=("Northhill", "北岭镇"),
        villages=(
            ("Pine Hollow", "松坳村", 2140),
            ("Stone Gate", "石门村", 2885),
            ("Upper Terrace", "上坪村", 1730),
            ("Lower Terrace", "下坪村", 1962),
            ("Cold Spring", "冷泉村", 1388),
            ("Tea Slope", "茶坡村", 2417),
            ("Cloud Ridge", "云脊村", 964),
            ("Old Kiln", "老窑村", 2206),
            ("Deer Ford", "鹿渡村", 1845),
            ("Bamboo Bend", "竹弯村", 2673),
        ),
        births_male=136,
        births_female=115,
        by_order=(138, 92, 21),
        outside=(5, 32, 3),
        deaths=128,
        deaths_infant=2,
        arrivals=262,
        departures=305,
        checks=148,
        users_per_thousand=862,
        long_acting_per_thousand=858,
    ),
    Town(
        code="990101102",
        name=("Eastbridge", "东桥镇"),
        villages=(
            ("Long Bank", "长堤村", 2528),
            ("Mill Lane", "磨坊村", 1694),
            ("Two Wells", "双井村", 2251),
            ("Willow Quay", "柳埠村", 3106),
            ("Lotus Pond", "莲塘村", 1877),
            ("Brick Yard", "砖场村", 2039),
            ("New Mulberry", "新桑村", 1455),
            ("East Orchard", "东园村", 2370),
        ),
        births_male=99,
        births_female=90,
        by_order=(122, 61, 6),
        outside=(2, 10, 1),
        deaths=115,
        deaths_infant=1,
        arrivals=241,
        departures=228,
        checks=155,
        users_per_thousand=898,
        long_acting_per_thousand=905,
    ),
    Town(
        code="990101201",
        name=("Riverside", "河湾乡"),
        villages=(
            ("Sandbar", "沙洲村", 1682),
            ("Reed Bank", "苇岸村", 1213),
            ("Ferry Point", "渡口村", 2094),
            ("Heron Flat", "鹭坪村", 1537),
            ("Three Boats", "三船村", 1921),
            ("Still Water", "静水村", 418),
        ),
        births_male=41,
        births_female=39,
        by_order=(56, 22, 2),
        outside=(0, 3, 0),
        deaths=60,
        deaths_infant=1,
        arrivals=96,
        departures=131,
        checks=76,
        users_per_thousand=911,
        long_acting_per_thousand=922,
    ),
)

BEFORE = (
    replace(TOWNS[0], births_male=128, births_female=112, by_order=(136, 90, 14), outside=(4, 28, 2), deaths=131),
    replace(TOWNS[1], births_male=112, births_female=98, by_order=(138, 66, 6), outside=(2, 9, 1), deaths=110),
    replace(TOWNS[2], births_male=60, births_female=54, by_order=(78, 33, 3), outside=(0, 4, 0), deaths=58),
)
"""What happened in the towns in the year before: monthly_2012/ and monthly_2012_zh/."""
SEED_BEFORE = 2012
NOT_SENT_BEFORE = ("Still Water", 5)
"""The village and month of which these have no row."""


class Chance:
    """Chance from one seeded source."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def hits(self, trials: int, probability: float) -> int:
        """Return in how many of `trials` something of this probability happens."""
        return sum(self._random() < probability for _ in range(trials))

    def below(self, bound: int) -> int:
        """Return a whole number from 0 to below `bound`."""
        return int(self._random() * bound)

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """Return the things in an order of chance."""
        return sorted(things, key=lambda _: self._random())


def births_of_year(town: Town, chance: Chance) -> Iterator[tuple[str, ...]]:
    """Yield, for each birth of the town's year, the counts that it adds one to."""
    kinds = zip(("births_first", "births_second", "births_third_plus"), town.by_order, town.outside, strict=True)
    orders = [
        (order, *OUTSIDE.get(order, ())) if number < outside else (order, "births_in_policy")
        for order, births, outside in kinds
        for number in range(births)
    ]
    sexes = ["births_male"] * town.births_male + ["births_female"] * town.births_female
    for order, sex in zip(chance.shuffled(orders), sexes, strict=True):
        yield ("births", sex, *order)


def flows_of_year(town: Town, chance: Chance) -> list[list[Row]]:
    """Return the flows of each village and month; bigger villages get more of them."""
    households = [village for village, (_, _, population) in enumerate(town.villages) for _ in range(population)]
    infants, others = town.deaths_infant, town.deaths - town.deaths_infant
    events = [
        *births_of_year(town, chance),
        *[("deaths", "deaths_infant")] * infants,
        *[("deaths",)] * others,
        *[("migration_in",)] * town.arrivals,
        *[("migration_out",)] * town.departures,
        *[("preconception_checks_done",)] * town.checks,
    ]
    flows = [[dict.fromkeys(COUNTS, 0) for _ in range(12)] for _ in town.villages]
    for event in events:
        row = flows[households[chance.below(len(households))]][chance.below(12)]
        for count in event:
            row[count] += 1
    return flows


def village_year(town: Town, population: int, flows: list[Row], chance: Chance) -> Iterator[Row]:
    """Yield the counts of a village's thirteen months, the December before first; stocks follow from the flows."""
    male = population // 2 + chance.hits(population // 25, 0.5)
    women = (population - male) * 530 // 1000
    quota = max(population * 9 // 1000, 2)
    yield {"population": population}
    for month, row in enumerate(flows, start=1):
        arrivals, departures = row["migration_in"], row["migration_out"]
        male += row["births_male"] - chance.hits(row["deaths"], 0.54)
        male += chance.hits(arrivals, 0.45) - chance.hits(departures, 0.52)
        population += growth(row)
        women += chance.hits(arrivals, 0.3) - chance.hits(departures, 0.3)
        married = women * 765 // 1000
        users = married * (town.users_per_thousand + month) // 1000
        yield row | {
            "population": population,
            "population_male": male,
            "population_female": population - male,
            "women_15_49": women,
            "married_women_15_49": married,
            "contraceptive_users": users,
            "long_acting_users": users * (town.long_acting_per_thousand + month // 3) // 1000,
            "preconception_checks_quota": quota,
        }


def county_year(towns: Iterable[Town], seed: int, *, before: bool) -> list[list[VillageMonth]]:
    """Return, for each of the thirteen months, every village with its town, code, names and counts.

    The population given of each village is the opening one; with `before` it is the closing one.
    """
    chance = Chance(seed)
    months: list[list[VillageMonth]] = [[] for _ in range(13)]
    for town in towns:
        flows = flows_of_year(town, chance)
        for number, (english, chinese, population) in enumerate(town.villages):
            opening = population - sum(map(growth, flows[number])) if before else population
            for month, row in enumerate(village_year(town, opening, flows[number], chance)):
                months[month].append((town, f"{town.code}{number + 201}", (english, chinese), row))
    return months


def growth(row: Row) -> int:
    """Return by how many people a village grows in a month."""
    return row["births"] - row["deaths"] + row["migration_in"] - row["migration_out"]


def with_faults(months: list[list[VillageMonth]]) -> list[list[VillageMonth]]:
    """Return the months with the faults of faulty/ in them, the December before first; None is a cell left empty."""
    wrong = {(village, month, count): value for village, month, count, value in FAULTS}
    so_far: dict[str, int] = {}
    made: list[list[VillageMonth]] = []
    for month, villages in enumerate(months):
        made.append([])
        for town, code, names, row in villages:
            if (town.name[0], month) == NOT_SENT:
                continue
            silent = names[0] == SILENT[0] and month in SILENT[1]
            figures = {**row, **dict.fromkeys(FLOWS, 0)} if silent else {**row}
            figures |= {count: wrong[names[0], month, count] for count in COUNTS if (names[0], month, count) in wrong}
            if month and town.name[0] == CUMULATIVE[0]:
                so_far[code] = so_far.get(code, 0) + (row[CUMULATIVE[1]] or 0)
                figures[CUMULATIVE[1]] = so_far[code]
            made[-1].append((town, code, names, figures))
    return made


def files() -> Mapping[str, bytes]:
    """Return every file of the sample: its path below the folder, and its bytes."""
    made: dict[str, bytes] = {}
    months = county_year(TOWNS, SEED, before=False)
    made |= in_both_languages(with_faults(months), 2013, ("faulty", "faulty_zh"))
    made |= in_both_languages(months, 2013, ("monthly", "monthly_zh"))
    before = county_year(BEFORE, SEED_BEFORE, before=True)
    sent = [[one for one in before[month] if (one[2][0], month) != NOT_SENT_BEFORE] for month in range(len(before))]
    return made | in_both_languages(sent, 2012, ("monthly_2012", "monthly_2012_zh"))


def in_both_languages(months: list[list[VillageMonth]], of_year: int, folders: tuple[str, str]) -> dict[str, bytes]:
    """Return the files of a year's months, the December before first, in English and in Chinese."""
    made: dict[str, bytes] = {}
    for number, villages in enumerate(months):
        year, month = (of_year, number) if number else (of_year - 1, 12)
        counts = tuple(COUNTS) if number else OPENING
        english = [[*IDENTIFICATION, *counts]]
        chinese = [[*IDENTIFICATION.values(), *(COUNTS[count] for count in counts)]]
        for town, code, names, row in villages:
            figures = ["" if row[count] is None else str(row[count]) for count in counts]
            english.append([f"{year}-{month:02}", COUNTY[0], town.name[0], code, names[0], *figures])
            chinese.append([f"{year}年{month}月", COUNTY[1], town.name[1], code, names[1], *figures])
        made[f"{folders[0]}/{year}-{month:02}.csv"] = written(english, "\n").encode("utf-8")
        # Spreadsheets on Chinese Windows save so: GB18030 and CRLF.
        made[f"{folders[1]}/{year}年{month:02}月.csv"] = written(chinese, "\r\n").encode("gb18030")
    return made


def written(rows: list[list[str]], line_end: str) -> str:
    """Return rows as CSV text."""
    page = io.StringIO()
    csv.writer(page, lineterminator=line_end).writerows(rows)
    return page.getvalue()


def differences(made: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return what sets the files in `folder` apart from those made, one line each."""
    there = {path.relative_to(folder).as_posix() for name in FOLDERS for path in (folder / name).glob("*")}
    lines = [f"missing: {name}" for name in sorted(made.keys() - there)]
    lines += [f"extra: {name}" for name in sorted(there - made.keys())]
    lines += [f"differs: {name}" for name in sorted(there & made.keys()) if (folder / name).read_bytes() != made[name]]
    return lines


def main() -> int:
    """Write the sample, or check it; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the sample data.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="where to write (default: beside this file)")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    made = files()
    if arguments.check:
        lines = differences(made, arguments.folder)
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 1 if lines else 0
    for name, content in made.items():
        path: Path = arguments.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
