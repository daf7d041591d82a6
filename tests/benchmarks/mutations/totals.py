"""Mutations by rows that add others up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.benchmarks.mutations.honest import COUNTY, Base, Case, total_of, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import Row, Sheet
from tests.benchmarks.mutations.workbooks import Cell

UNCHANGED = Meaning.UNCHANGED
PLAIN = Base(plain=True)
ONE = Base(plain=True, split="one")


def months_of(sheet: Sheet) -> list[list[Row]]:
    """The rows of each month."""
    months = dict.fromkeys(row.month for row in sheet.data)
    return [[row for row in sheet.data if row.month == month] for month in months]


def month_of(sheet: Sheet, row: Row) -> dict[str, Cell]:
    """The cell of the month of a row, where there is one."""
    return {"month": sheet.value(row, "month")} if "month" in sheet.keys else {}


def town_groups(case: Case, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of a month by town."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(case.town(row), []).append(row)
    return groups


def with_rows(case: Case, extra: Callable[[Sheet, list[Row]], tuple[list[Row], list[Row]]]) -> Names:
    """Put rows before and after those of each month; the words are the first cells of the first such row."""
    names: list[str] = []
    for file in case.files:
        rows: list[Row] = []
        added: list[Row] = []
        for month in months_of(file.sheet):
            before, after = extra(file.sheet, month)
            added += [*before, *after]
            rows += [*before, *month, *after]
        file.sheet.rows = rows
        names += file.place(added[0])
    return names


# Totals.


@kind(UNCHANGED, PLAIN)
def totals_of_towns_by_word(case: Case) -> Names:
    """A subtotal below the villages of each town."""
    word = case.dice.choice(["小计", "合计"] if case.zh else ["Subtotal", "Total"])
    for file in case.files:
        rows: list[Row] = []
        for month in months_of(file.sheet):
            for town, these in town_groups(case, month).items():
                named = {"town": town, "village": word, **month_of(file.sheet, month[0])}
                rows += [*these, total_of(file.sheet, these, named)]
        file.sheet.rows = rows
    return [word]


@kind(UNCHANGED, PLAIN)
def total_of_all_by_word(case: Case) -> Names:
    """A total above or below each month, its word in the first or in the last cell of the area."""
    word = case.dice.choice(
        ["合计", "总计", "合  计", "全县合计"] if case.zh else ["Total", "TOTAL", "Grand total", "Sum"]
    )
    key = case.dice.choice(["town", "village"])
    above = case.dice.random() < 0.3

    def extra(sheet: Sheet, month: list[Row]) -> tuple[list[Row], list[Row]]:
        total = total_of(sheet, month, {key: word, **month_of(sheet, month[0])})
        return ([total], []) if above else ([], [total])

    return [word, *with_rows(case, extra)]


@kind(UNCHANGED, Base(plain=True, split="one"))
def total_of_all_months_by_word(case: Case) -> Names:
    """One total below everything, without a month."""
    word = case.word("Total", "总计")
    total = total_of(case.sheet, case.sheet.rows, {"month": word} if case.dice.random() < 0.5 else {"village": word})
    case.sheet.rows.append(total)
    return [word, *case.file.place(total)]


@kind(UNCHANGED, PLAIN)
def totals_with_the_name_of_the_town(case: Case) -> Names:
    """The total of a town carries its name and a word."""
    for file in case.files:
        rows: list[Row] = []
        for month in months_of(file.sheet):
            for town, these in town_groups(case, month).items():
                name = (
                    f"{town}小计"
                    if case.zh
                    else case.dice.choice([f"{town} total", f"Total {town}", f"Total of {town}"])
                )
                rows += [
                    *these,
                    total_of(file.sheet, these, {"town": town, "village": name, **month_of(file.sheet, month[0])}),
                ]
        file.sheet.rows = rows
    return ["小计", "total"]


@kind(UNCHANGED, Base(plain=True, code_column=True))
def totals_by_code(case: Case) -> Names:
    """The row of a town has the town's code, with trailing zeros, and its name."""
    code = ""
    for file in case.files:
        rows: list[Row] = []
        for month in months_of(file.sheet):
            for town, these in town_groups(case, month).items():
                code = case.villages[where(these[0])[0]].code[:9] + "000"
                named: dict[str, Cell] = {"town": town, "village": town, "code": code}
                rows += [total_of(file.sheet, these, named | month_of(file.sheet, month[0])), *these]
        file.sheet.rows = rows
    return [code, *(village.town for village in case.villages)]


@kind(UNCHANGED, PLAIN)
def totals_by_name_front(case: Case) -> Names:
    """Villages carry the name of their town in front, and the town has a row of its own."""
    gap = "" if case.zh else " "
    for _, sheet, row in case.rows():
        sheet.put(row, "village", f"{case.town(row)}{gap}{sheet.value(row, 'village')}")
    for file in case.files:
        rows: list[Row] = []
        for month in months_of(file.sheet):
            for town, these in town_groups(case, month).items():
                named: dict[str, Cell] = {"town": town, "village": town}
                rows += [total_of(file.sheet, these, named | month_of(file.sheet, month[0])), *these]
        file.sheet.rows = rows
    return [village.town for village in case.villages]


@kind(UNCHANGED, PLAIN)
def totals_of_towns_by_figures(case: Case) -> Names:
    """The row of a town among its villages has the name of the town, no word and no code."""
    for file in case.files:
        rows: list[Row] = []
        for month in months_of(file.sheet):
            for town, these in town_groups(case, month).items():
                named: dict[str, Cell] = {"town": town, "village": town}
                rows += [total_of(file.sheet, these, named | month_of(file.sheet, month[0])), *these]
        file.sheet.rows = rows
    return [village.town for village in case.villages]


@kind(UNCHANGED, PLAIN)
def total_of_all_by_figures(case: Case) -> Names:
    """A row of a strange name heads or closes each month and adds all of it up."""
    name = case.word("Jade Prefecture", "玉山地区")
    above = case.dice.random() < 0.5

    def extra(sheet: Sheet, month: list[Row]) -> tuple[list[Row], list[Row]]:
        total = total_of(sheet, month, {"town": name, "village": name, **month_of(sheet, month[0])})
        return ([total], []) if above else ([], [total])

    return [name, *with_rows(case, extra)]


@kind(UNCHANGED, PLAIN)
def total_of_the_county_by_name(case: Case) -> Names:
    """A row with the name of the county, in the cell of the town alone, heads each month."""
    name = COUNTY[case.language]
    return [
        name,
        *with_rows(
            case, lambda sheet, month: ([total_of(sheet, month, {"town": name, **month_of(sheet, month[0])})], [])
        ),
    ]


@kind(UNCHANGED, ONE)
def totals_in_some_months(case: Case) -> Names:
    """Only some months have a total, by a name and figures alone."""
    name = case.word("Jade Prefecture", "玉山地区")
    rows: list[Row] = []
    for number, month in enumerate(months_of(case.sheet)):
        rows += month
        if number % 3 == 0:
            rows.append(total_of(case.sheet, month, {"town": name, "village": name, **month_of(case.sheet, month[0])}))
    case.sheet.rows = rows
    return [name]


@kind(UNCHANGED, PLAIN)
def total_that_contradicts(case: Case) -> Names:
    """The total has a slip: its parts are right."""
    word = case.word("Total", "合计")

    def extra(sheet: Sheet, month: list[Row]) -> tuple[list[Row], list[Row]]:
        total = total_of(sheet, month, {"village": word, **month_of(sheet, month[0])})
        key = case.dice.choice(sheet.counts)
        sheet.put(total, key, sheet.number(total, key) + 9)
        return [], [total]

    return [word, *with_rows(case, extra)]


@kind(UNCHANGED, PLAIN)
def of_which_below_the_total(case: Case) -> Names:
    """Below the total a row says how much of it is urban."""
    total_word, part_word = (
        case.word("Total", "合计"),
        case.dice.choice(["其中：城镇", "其中"] if case.zh else ["of which urban"]),
    )

    def extra(sheet: Sheet, month: list[Row]) -> tuple[list[Row], list[Row]]:
        named = month_of(sheet, month[0])
        total = total_of(sheet, month, {"village": total_word, **named})
        return [], [total, total_of(sheet, month[:2], {"village": part_word, **named})]

    return [part_word, total_word, *with_rows(case, extra)]


@kind(UNCHANGED, ONE)
def totals_of_quarters(case: Case) -> Names:
    """After every third month the villages have rows of the quarter."""
    rows: list[Row] = []
    label = ""
    for number, month in enumerate(months_of(case.sheet), start=1):
        rows += month
        if number % 3:
            continue
        year, last = case.months[number - 1]
        label = f"{year}年第{'一二三四'[last // 3 - 1]}季度" if case.zh else f"{year}Q{last // 3}"
        for row in month:
            village, until = where(row)
            cells: list[Cell] = [
                label if key == "month" else cell for key, cell in zip(case.sheet.keys, row.cells, strict=True)
            ]
            for key in case.sheet.counts:
                if key != "population":
                    cells[case.sheet.at(key)] = sum(
                        case.figures[village, one, key] or 0 for one in range(until - 2, until + 1)
                    )
            rows.append(Row(cells))
    case.sheet.rows = rows
    return [label, "quarter", "overlap"]
