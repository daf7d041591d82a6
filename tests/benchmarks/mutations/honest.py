"""Honest data sets: villages in towns in a county, some months, counts that fit together, in the forms offices send.

Each is a `Case`: the files, and what they say of each village and month, from which the figures of the towns follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.benchmarks.mutations.tables import File, Row, Sheet
from tests.benchmarks.mutations.workbooks import Cell

FLOWS = ("births", "births_male", "births_female", "deaths", "migration_in", "migration_out")
STOCK = "population"

TOWNS = {
    "en": ["Northhill", "Eastbridge", "Riverside", "Westmarsh"],
    "zh": ["北岭镇", "东桥镇", "河湾乡", "西坪镇"],
}
VILLAGES = {
    "en": ["Pine Hollow", "Oak Bank", "Cold Spring", "Deer Ford", "Old Kiln", "Long Dyke", "Two Wells", "Lotus Pond",
           "Heron Flat", "Reed Shore", "Mill Lane", "Green Gate", "Black Rock", "Fox Meadow", "Salt Creek",
           "Birch End"],
    "zh": ["松坳村", "石门村", "上坪村", "冷泉村", "茶坡村", "云脊村", "鹿渡村", "竹弯村",
           "长堤村", "磨坊村", "双井村", "柳埠村", "莲塘村", "沙洲村", "芦滩村", "鹭洲村"],
}  # fmt: skip
COUNTY = {"en": "Meiyuan County", "zh": "梅源县"}
HEADERS = {
    "en": [
        {"month": "month", "county": "county", "town": "town", "code": "village_code", "village": "village",
         **{key: key for key in (*FLOWS, STOCK)}},
        {"month": "Month", "county": "County", "town": "Town", "code": "Village code", "village": "Village",
         "births": "Births", "births_male": "Male births", "births_female": "Female births", "deaths": "Deaths",
         "migration_in": "In-migrants", "migration_out": "Out-migrants", "population": "Population"},
    ],
    "zh": [
        {"month": "月份", "county": "县区", "town": "乡镇", "code": "村代码", "village": "村名", "births": "出生人数",
         "births_male": "出生男婴", "births_female": "出生女婴", "deaths": "死亡人数", "migration_in": "迁入人数",
         "migration_out": "迁出人数", "population": "期末总人口"},
    ],
}  # fmt: skip
TOTAL = {"en": "Total", "zh": "合计"}


@dataclass(frozen=True)
class Base:
    """What a mutation needs of the honest data set it changes; anything that is not named is drawn."""

    language: str = ""
    form: str = ""
    split: str = ""
    """one file, files by month, files by town, or by kind: events in one file and population in another."""
    keys: tuple[str, ...] = ()
    months: int = 0
    towns: int = 0
    month_column: bool | None = None
    code_column: bool | None = None
    plain: bool = False
    """No title, total or footer, and UTF-8: nothing of which an honest run tells."""


@dataclass(frozen=True)
class Village:
    """A village, and the town it lies in."""

    town: str
    name: str
    code: str


@dataclass(eq=False)
class Case:
    """A data set as it is sent, and what it says."""

    language: str
    dice: Random
    villages: list[Village]
    months: list[tuple[int, int]]
    figures: dict[tuple[int, int, str], int | None]
    """What the files say of a village, month and count, both by their number; None where no figure is right unless it
    is flagged."""
    words: dict[str, str]
    """Headers by key."""
    files: list[File] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """The counts that are asked for."""
    period: str = "month"
    year_start: int = 1
    arguments: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    """What is named on the command line, when it is not the files."""
    others: dict[str, bytes] = field(default_factory=dict)
    """Files that are no sources of their own: an areas file, whatever else lies in the folder."""
    towns: dict[tuple[int, int], str] = field(default_factory=dict)
    """The town of a village in a month, where it is not the usual one."""
    spellings: dict[str, str] = field(default_factory=dict)
    """Other ways in which a town may be written in the answer."""

    @property
    def file(self) -> File:
        return self.files[0]

    @property
    def sheet(self) -> Sheet:
        return self.files[0].sheet

    @property
    def zh(self) -> bool:
        return self.language == "zh"

    def word(self, en: str, zh: str) -> str:
        """The word in the language of the case."""
        return zh if self.zh else en

    def rows(self) -> Iterator[tuple[File, Sheet, Row]]:
        """All rows of figures."""
        for file in self.files:
            for sheet in file.sheets:
                for row in sheet.data:
                    yield file, sheet, row

    def town(self, row: Row) -> str:
        """The town of a row, by what the files say."""
        village, month = where(row)
        return self.towns.get((village, month), self.villages[village].town)

    def unknown(self, row: Row, *keys: str) -> None:
        """From now on no figure of this row, or of some of its counts, is right unless it is flagged."""
        village, month = where(row)
        for key in keys or self.keys:
            if (village, month, key) in self.figures:
                self.figures[village, month, key] = None

    def says(self, row: Row, key: str, number: int) -> None:
        """The row says another figure than before."""
        village, month = where(row)
        self.figures[village, month, key] = number

    def truth(self) -> dict[tuple[str, str, str], int | None]:
        """The figures of the towns, and of all of them as '', by period and count."""
        truth: dict[tuple[str, str, str], int | None] = {}
        stands: dict[tuple[str, str, str], int] = {}
        for (village, month, key), number in sorted(self.figures.items(), key=lambda item: item[0][1]):
            label = period_label(self.months[month], self.period, self.year_start)
            for town in (self.towns.get((village, month), self.villages[village].town), ""):
                place = (town, label, key)
                if key == STOCK and stands.get(place, month) != month:
                    truth.pop(place)  # an earlier month of the same period
                if key == STOCK:
                    stands[place] = month
                before = truth.get(place, 0)
                truth[place] = None if number is None or before is None else before + number
        return {place: number for place, number in truth.items() if place[2] in self.keys}

    def write(self, folder: Path) -> list[str]:
        """Write all files; return what is to be named as sources."""
        contents = {file.name: file.written() for file in self.files} | self.others
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return self.sources or [file.name for file in self.files]


def where(row: Row) -> tuple[int, int]:
    """The numbers of the village and month of a row of figures."""
    if row.village is None or row.month is None:
        raise ValueError("no row of figures")
    return row.village, row.month


def period_label(month: tuple[int, int], period: str, year_start: int = 1) -> str:
    """The label of the period that a month lies in; a year is called by the one in which it ends."""
    year, number = month
    match period:
        case "month":
            return f"{year}-{number:02}"
        case "quarter":
            return f"{year}Q{(number + 2) // 3}"
        case "half":
            return f"{year}H{(number + 5) // 6}"
    return str(year + (number >= year_start > 1))


def honest(base: Base, dice: Random) -> Case:
    """Draw an honest data set of the sort that is asked for."""
    language = base.language or dice.choice(["en", "zh"])
    villages = _villages(language, base.towns or dice.choice([2, 3, 3, 4]), dice)
    year = dice.randint(2011, 2019)
    length = base.months or dice.choice([6, 6, 12, 12, 12, 24])
    months = [(year + number // 12, number % 12 + 1) for number in range(length)]
    keys = list(base.keys) or [*_some(["births_male", "births_female"], dice), "births", "deaths", STOCK]
    if not base.keys:
        keys += _some(["migration_in", "migration_out"], dice)
    keys.sort(key=[*FLOWS, STOCK].index)
    case = Case(language, dice, villages, months, _figures(len(villages), length, keys, dice), {}, keys=keys)
    case.words = dict(dice.choice(HEADERS[language]))
    _send(case, base)
    return case


def _some(keys: Sequence[str], dice: Random) -> list[str]:
    return list(keys) if dice.random() < 0.6 else []


def _villages(language: str, towns: int, dice: Random) -> list[Village]:
    names = dice.sample(VILLAGES[language], 4 * towns)
    return [
        Village(town, names.pop(), f"990101{101 + number}{201 + below}")
        for number, town in enumerate(TOWNS[language][:towns])
        for below in range(dice.choice([2, 3, 4]))
    ]


def _figures(villages: int, months: int, keys: Sequence[str], dice: Random) -> dict[tuple[int, int, str], int | None]:
    """Counts that fit together: births by sex add up, and the population balances."""
    figures: dict[tuple[int, int, str], int | None] = {}
    for village in range(villages):
        people = dice.randint(1200, 4800)
        for month in range(months):
            boys, girls = dice.choice([0, 1, 1, 2, 2, 3, 4]), dice.choice([0, 1, 1, 1, 2, 3, 3])
            flows = [boys + girls, boys, girls, dice.choice([0, 1, 1, 2, 3, 4]), dice.randint(0, 5), dice.randint(0, 5)]
            people += flows[0] - flows[3] + flows[4] - flows[5]
            if "migration_in" not in keys:
                people += flows[5] - flows[4]
            for key, number in zip((*FLOWS, STOCK), (*flows, people), strict=True):
                if key in keys:
                    figures[village, month, key] = number
    return figures


def _send(case: Case, base: Base) -> None:
    """Put the figures into files."""
    dice = case.dice
    form = base.form or dice.choice(["csv", "csv", "csv", "csv", "xlsx"])
    split = base.split or dice.choice(
        ["one", "one", "one", "month", "town", "kind" if "births" in case.keys else "one"]
    )
    dated = base.month_column if base.month_column is not None else split != "month" or dice.random() < 0.5
    coded = base.code_column if base.code_column is not None else dice.random() < 0.4
    areas = [*(["county"] if dice.random() < 0.4 else []), "town", *(["code"] if coded else []), "village"]
    columns = [*(["month"] if dated else []), *areas]
    month_form = dice.choice(["{}年{}月", "{}-{:02}"] if case.zh else ["{}-{:02}"])
    villages, months = range(len(case.villages)), range(len(case.months))
    rows = [(village, month) for month in months for village in villages]
    if split == "month":
        name = "{}年{:02}月" if case.zh else "{}-{:02}"
        parts = [
            (name.format(*case.months[month]), case.keys, [(village, month) for village in villages])
            for month in months
        ]
    elif split == "town":
        parts = [
            (town, case.keys, [(village, month) for village, month in rows if case.villages[village].town == town])
            for town in dict.fromkeys(village.town for village in case.villages)
        ]
    elif split == "kind":
        parts = [(case.word("events", "出生死亡"), [key for key in case.keys if key != STOCK], rows)]
        parts.append((case.word("people", "人口"), [STOCK], rows))
    else:
        parts = [(case.word("returns", "人口报表"), case.keys, rows)]
    encoding = "utf-8" if base.plain else dice.choice(["utf-8", "utf-8-sig", *(["gb18030"] if case.zh else [])])
    delimiter = dice.choice([",", ",", ";", "\t"])
    decorated = [] if base.plain else [word for word in ("title", "footer", "total") if dice.random() < 0.25]
    for name, counts, places in parts:
        keys = [*columns, *counts]
        cells = [Row(row_cells(case, keys, place, month_form), *place) for place in places]
        sheet = Sheet(keys, [[case.words[key] for key in keys]], cells, name=case.word("Sheet1", "数据"))
        _decorate(case, sheet, decorated)
        case.files.append(File(f"{name}.{form}", [sheet], form=form, encoding=encoding, delimiter=delimiter))


def row_cells(case: Case, keys: Sequence[str], place: tuple[int, int], month_form: str = "{}-{:02}") -> list[Cell]:
    """The cells of a row of figures."""
    village = case.villages[place[0]]
    of_area = {"county": COUNTY[case.language], "town": village.town, "code": village.code, "village": village.name}
    of_area["month"] = month_form.format(*case.months[place[1]])
    cells: list[Cell] = []
    for key in keys:
        figure = case.figures.get((*place, key))
        if key in of_area:
            cells.append(of_area[key])
        else:
            cells.append("" if figure is None else figure)
    return cells


def total_of(sheet: Sheet, rows: Sequence[Row], named: dict[str, Cell]) -> Row:
    """A row that adds up others, with these words in its other columns."""
    cells: list[Cell] = []
    for key in sheet.keys:
        figures = [cell for row in rows if isinstance(cell := sheet.value(row, key), int)]
        cells.append(sum(figures) if key in sheet.counts else named.get(key, ""))
    return Row(cells)


def _decorate(case: Case, sheet: Sheet, decorated: Sequence[str]) -> None:
    if "title" in decorated:
        sheet.titles = [[case.word("Meiyuan County: births, deaths and people", "梅源县人口变动情况统计表")]]
    if "footer" in decorated:
        sheet.footers = [[case.word("Prepared by: A. Clerk", "填表人：李四")]]
    if "total" in decorated:
        rows: list[Row] = []
        for month in dict.fromkeys(row.month for row in sheet.rows):
            these = [row for row in sheet.rows if row.month == month]
            named: dict[str, Cell] = {"village": TOTAL[case.language]}
            if "month" in sheet.keys:
                named["month"] = sheet.value(these[0], "month")
            rows += [*these, total_of(sheet, these, named)]
        sheet.rows = rows
