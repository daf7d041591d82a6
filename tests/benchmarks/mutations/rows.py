"""Mutations of rows: comparisons, footers, repeats, weeks, second tables."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence

from tests.benchmarks.mutations.columns import FEW, parts
from tests.benchmarks.mutations.honest import Base, Case, Village, row_cells, total_of, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import Row, Sheet
from tests.benchmarks.mutations.totals import ONE, PLAIN, month_of, months_of, town_groups, with_rows
from tests.benchmarks.mutations.workbooks import Cell

UNCHANGED, CHANGED = Meaning.UNCHANGED, Meaning.CHANGED

# Rows that are no areas.


@kind(UNCHANGED, PLAIN)
def comparison_rows(case: Case) -> Names:
    """Below each month a row compares it, or gives the average."""
    words = ["同比", "上月", "平均", "去年同期", "增减"] if case.zh else ["Average", "Last month", "Mean", "Change"]
    word = case.dice.choice(words)
    key = case.dice.choice(["town", "village"])

    def extra(sheet: Sheet, month: list[Row]) -> tuple[list[Row], list[Row]]:
        row = total_of(sheet, month, {key: word, **month_of(sheet, month[0])})
        for count in sheet.counts:
            sheet.put(row, count, sheet.number(row, count) // len(month))
        return [], [row]

    return [word, *with_rows(case, extra)]


@kind(UNCHANGED, PLAIN)
def plan_rows(case: Case) -> Names:
    """Below each month a row gives the plan."""
    word = case.dice.choice(["计划", "年度目标"] if case.zh else ["Plan", "Target"])

    def extra(sheet: Sheet, month: list[Row]) -> tuple[list[Row], list[Row]]:
        row = total_of(sheet, month, {"village": word, **month_of(sheet, month[0])})
        for count in sheet.counts:
            sheet.put(row, count, sheet.number(row, count) + 5)
        return [], [row]

    return [word, *with_rows(case, extra)]


@kind(UNCHANGED)
def blank_rows(case: Case) -> Names:
    """Blank rows stand between the others."""
    for file in case.files:
        rows: list[Row] = []
        for row in file.sheet.rows:
            rows += [row, *([Row([""] * len(file.sheet.keys))] if case.dice.random() < 0.1 else [])]
        file.sheet.rows = rows
    return ["blank", "empty"]


def footers(case: Case, cells: Callable[[Sheet], list[list[Cell]]]) -> Names:
    """Put lines below the table; they are named by their number or their words."""
    names: list[str] = []
    for file in case.files:
        below = cells(file.sheet)
        line = len(file.sheet.grid())
        file.sheet.footers += below
        names += [*file.line(line + 1), *(str(cell) for row in below for cell in row if cell)]
    return [*names, "below the table"]


@kind(UNCHANGED)
def footer_in_the_first_cell(case: Case) -> Names:
    """A sentence below the table, in the first cell."""
    lines = (
        ["注：本表按户籍统计。", "本表由各村上报，县局审核。"]
        if case.zh
        else ["Source: village registers.", "The villages reported by telephone."]
    )
    line: list[Cell] = [case.dice.choice(lines)]
    return footers(case, lambda _: [line])


@kind(UNCHANGED)
def footer_in_another_cell(case: Case) -> Names:
    """An office and a date below the table, in a cell to the right."""
    text = case.word("Registry Office, 5 July 2021", "梅源县统计局 2021年7月5日")
    return footers(case, lambda sheet: [[*[""] * (len(sheet.keys) - case.dice.choice([1, 2, 3])), text]])


@kind(UNCHANGED)
def footers_of_several_cells(case: Case) -> Names:
    """Who made, checked and signed the form, and when, each in its cell."""
    texts = (
        ["填表人：李四", "审核人：王五", "填报日期：2021年7月5日"]
        if case.zh
        else ["Clerk: A. Low", "Checked: B. High", "5 July 2021"]
    )
    apart: list[Cell] = [texts[0], "", texts[1], "", texts[2]]
    return footers(case, lambda sheet: [apart[: len(sheet.keys)]])


@kind(UNCHANGED)
def footer_with_a_number(case: Case) -> Names:
    """A remark below the table with a number in the next cell."""
    text = case.word("Villages that reported", "上报村数")
    return footers(case, lambda sheet: [[text, len(case.villages)]])


@kind(UNCHANGED)
def footer_with_a_number_under_a_count(case: Case) -> Names:
    """A remark below the table whose number stands in the column of a count."""
    text = case.word("Pages:", "共计页数")
    return footers(case, lambda sheet: [[text, *[""] * (sheet.at(sheet.counts[0]) - 1), 3]])


@kind(UNCHANGED)
def footer_below_a_blank_line(case: Case) -> Names:
    """Two lines of notes below the table, one line further down."""
    notes = ["说明：", "1.村名按民政局代码本。"] if case.zh else ["Notes", "1. Names as in the register of 2011"]
    lines: list[list[Cell]] = [[""], [notes[0]], [notes[1]]]
    return footers(case, lambda _: lines)


# Cells that point to the row above.


def repeated_from_above(case: Case, key: str, mark: str) -> Names:
    """Write a cell that is the same as the one above it as a mark."""
    names: list[str] = [mark] if mark.strip() else []
    for file in case.files:
        if key not in file.sheet.keys:
            continue
        before: Cell | None = None
        for row in file.sheet.rows:
            cell = file.sheet.value(row, key)
            if cell == before and row.village is not None:
                file.sheet.put(row, key, mark)
                names += file.place(row, key)
            before = cell
    return names


@kind(UNCHANGED, Base(month_column=True))
def ditto_marks_for_towns(case: Case) -> Names:
    """A ditto mark stands for the town of the row above."""
    mark = case.dice.choice(["同上", "〃", "″"] if case.zh else ['"', "〃", "do.", "''"])
    return repeated_from_above(case, "town", mark)


@kind(UNCHANGED, Base(month_column=True))
def ditto_marks_for_months(case: Case) -> Names:
    """A ditto mark stands for the month of the row above."""
    return repeated_from_above(case, "month", case.dice.choice(["同上", "〃"] if case.zh else ['"', "〃", "ditto"]))


@kind(UNCHANGED, Base(month_column=True, plain=True, form="csv"))
def towns_only_in_their_first_row(case: Case) -> Names:
    """The town is written once for all the villages below."""
    return [*repeated_from_above(case, "town", ""), case.words["town"]]


@kind(UNCHANGED, Base(month_column=True, plain=True, form="csv"))
def months_only_in_their_first_row(case: Case) -> Names:
    """The month is written once for all the rows below."""
    return [*repeated_from_above(case, "month", ""), case.words["month"]]


@kind(UNCHANGED, Base(month_column=True, plain=True))
def town_left_out_in_some_rows(case: Case) -> Names:
    """Here and there the cell of the town is empty; the village has it in its other months."""
    names: list[str] = []
    for file, sheet, row in list(case.rows()):
        if row.month and case.dice.random() < 0.06:
            sheet.put(row, "town", "")
            names += file.place(row, "town")
    return names


# Repeats and second tables.


@kind(UNCHANGED)
def rows_that_stand_twice(case: Case) -> Names:
    """Some rows stand twice."""
    names: list[str] = []
    for file in case.files:
        row = case.dice.choice(file.sheet.data)
        again = Row(list(row.cells), row.village, row.month)
        file.sheet.rows.insert(case.dice.randint(0, len(file.sheet.rows)), again)
        names += [*file.place(row), *file.place(again), "twice"]
    return names


@kind(CHANGED)
def rows_that_stand_twice_and_differ(case: Case) -> Names:
    """A row stands twice, with another figure."""
    file = case.dice.choice(case.files)
    row = case.dice.choice(file.sheet.data)
    again = Row(list(row.cells), row.village, row.month)
    key = case.dice.choice(file.sheet.counts)
    file.sheet.put(again, key, file.sheet.number(row, key) + case.dice.choice([1, 10, 100]))
    file.sheet.rows.insert(case.dice.randint(0, len(file.sheet.rows)), again)
    case.unknown(row, key)
    return [*file.place(row), *file.place(again), case.villages[where(row)[0]].name]


@kind(UNCHANGED, ONE)
def header_again_on_each_page(case: Case) -> Names:
    """The header stands again every so many rows."""
    rows: list[Row] = []
    for number, row in enumerate(case.sheet.rows):
        if number and number % 15 == 0:
            rows.append(Row(list(case.sheet.header)))
        rows.append(row)
    case.sheet.rows = rows
    return ["header"]


def second_table(case: Case, order: Sequence[str], title: str) -> Names:
    """The second half of the months stands in a table of its own below, with its columns in some order."""
    sheet = case.sheet
    half = len(case.months) // 2
    first = [row for row in sheet.rows if where(row)[1] < half]
    second = [row for row in sheet.rows if where(row)[1] >= half]
    for row in second:
        row.cells = [sheet.value(row, key) for key in order]
    head: list[Cell] = [case.words[key] for key in order]
    between = [Row([""] * len(head)), *([Row([title])] if title else [])]
    heading = Row(head)
    sheet.rows = [*first, *between, heading, *second]
    return [*case.file.place(heading), *case.file.place(between[-1]), *case.file.place(second[0]), "table"]


@kind(UNCHANGED, ONE)
def second_table_below(case: Case) -> Names:
    """Half of the months stand in a second table below the first."""
    return second_table(case, case.sheet.keys, case.word("Second half", "续表") if case.dice.random() < 0.5 else "")


@kind(UNCHANGED, ONE)
def second_table_with_other_columns(case: Case) -> Names:
    """The second table has its columns in another order."""
    places = [key for key in case.sheet.keys if key not in case.sheet.counts]
    counts = case.sheet.counts
    while counts == case.sheet.counts:
        counts = case.dice.sample(counts, len(counts))
    return second_table(case, [*places, *counts], case.word("Second half", "续表") if case.dice.random() < 0.5 else "")


@kind(UNCHANGED, Base(plain=True, split="one", keys=FEW))
def second_table_of_another_count(case: Case) -> Names:
    """The population stands in a second table below the births and deaths."""
    sheet = case.sheet
    places = [key for key in sheet.keys if key not in FEW]
    people = [Row([sheet.value(row, key) for key in (*places, "population")]) for row in sheet.rows]
    heading = Row([case.words[key] for key in (*places, "population")])
    sheet.drop("population")
    title = Row([case.word("Population", "人口")])
    sheet.rows += [Row([""] * len(sheet.keys)), title, heading, *people]
    return [*case.file.place(title), *case.file.place(heading), "table", "population", case.words["population"]]


@kind(UNCHANGED, ONE)
def rows_in_any_order(case: Case) -> Names:
    """The rows are shuffled."""
    case.dice.shuffle(case.sheet.rows)
    return ["order"]


@kind(UNCHANGED, Base(plain=True, split="one", form="csv"))
def towns_as_headings(case: Case) -> Names:
    """No column of towns: a row with the name of a town stands above its villages, which are indented."""
    sheet = case.sheet
    rows: list[Row] = []
    for month in months_of(sheet):
        for town, these in town_groups(case, month).items():
            cells: list[Cell] = [
                town if key == "village" else sheet.value(month[0], key) if key in ("month", "county") else ""
                for key in sheet.keys
            ]
            rows.append(Row(cells))
            for row in these:
                sheet.put(row, "village", f"  {sheet.value(row, 'village')}")
                rows.append(row)
    sheet.rows = rows
    sheet.drop("town")
    return [*(village.town for village in case.villages), "--by town", "town", "乡镇"]


@kind(CHANGED, Base(form="csv"))
def row_moved_one_cell_to_the_right(case: Case) -> Names:
    """In one row all cells stand one column too far to the right."""
    file = case.dice.choice(case.files)
    row = case.dice.choice(file.sheet.data)
    row.cells.insert(case.dice.randint(0, file.sheet.at(file.sheet.counts[0])), "")
    case.unknown(row)
    return file.place(row)


@kind(CHANGED, Base(form="csv"), flags=["partial", "undefined"])
def row_that_ends_early(case: Case) -> Names:
    """One row ends before its last figures."""
    file = case.dice.choice(case.files)
    file.ragged = True
    row = case.dice.choice(file.sheet.data)
    gone = case.dice.randint(1, len(file.sheet.counts) - 1) if len(file.sheet.counts) > 1 else 1
    case.unknown(row, *file.sheet.counts[-gone:])
    del row.cells[-gone:]
    return file.place(row)


# Weeks and parts of months.


def split_by_dates(case: Case, dates: Callable[[int, int], list[str]]) -> Names:
    """Write the row of a month as several, with their dates; the people stand in each of them."""
    sheet = case.sheet
    rows: list[Row] = []
    for row in sheet.rows:
        labels = dates(*case.months[where(row)[1]])
        cut = {key: parts(sheet.number(row, key), len(labels), case) for key in sheet.counts if key != "population"}
        for number, label in enumerate(labels):
            cells: list[Cell] = [
                label if key == "month" else cut[key][number] if key in cut else sheet.value(row, key)
                for key in sheet.keys
            ]
            rows.append(Row(cells, row.village, row.month))
    sheet.rows = rows
    return [
        "week",
        "days",
        "daily",
        "dated",
        "add them up",
        str(rows[0].cells[sheet.at("month")]),
        str(rows[1].cells[sheet.at("month")]),
    ]


@kind(UNCHANGED, Base(keys=FEW, split="one", plain=True, months=6))
def weekly_rows(case: Case) -> Names:
    """Each month has a row for each week, by the date of its last day."""

    def weeks(year: int, month: int) -> list[str]:
        last = calendar.monthrange(year, month)[1]
        return [f"{year}-{month:02}-{day:02}" for day in (7, 14, 21, last)]

    return split_by_dates(case, weeks)


@kind(UNCHANGED, Base(keys=FEW, split="one", plain=True, months=6, language="zh"))
def rows_of_ten_days(case: Case) -> Names:
    """Each month has three rows of ten days."""
    return split_by_dates(case, lambda year, month: [f"{year}年{month}月{part}旬" for part in "上中下"])


@kind(UNCHANGED, Base(keys=("births", "deaths"), split="one", plain=True, months=6, towns=2))
def daily_rows_of_events(case: Case) -> Names:
    """Each birth and death has a row of its own date: several rows for a month, none where nothing happened."""
    sheet = case.sheet
    rows: list[Row] = []
    for row in sheet.rows:
        year, month = case.months[where(row)[1]]
        days = sorted(case.dice.sample(range(1, 29), 3))
        cut = {key: parts(sheet.number(row, key), 3, case) for key in sheet.counts}
        for number, day in enumerate(days):
            named: dict[str, Cell] = {"month": f"{year}-{month:02}-{day:02}", **{key: cut[key][number] for key in cut}}
            rows.append(Row([named.get(key, sheet.value(row, key)) for key in sheet.keys], row.village, row.month))
    sheet.rows = rows
    return [
        "week",
        "days",
        "daily",
        "dated",
        "by day",
        str(rows[0].cells[sheet.at("month")]),
        str(rows[1].cells[sheet.at("month")]),
    ]


# Rows that look like no area and are one.


def another_village(case: Case, name: str, town: str) -> None:
    """Put a village with figures of its own into the first town's rows."""
    number = len(case.villages)
    case.villages.append(Village(town, name, "990101101299"))
    for month in range(len(case.months)):
        for key in case.keys:
            figure = 500 + case.dice.randint(0, 30) if key == "population" else case.dice.randint(0, 3)
            case.figures[number, month, key] = figure
    if "births_male" in case.keys:
        for month in range(len(case.months)):
            boys, girls = case.figures[number, month, "births_male"], case.figures[number, month, "births_female"]
            case.figures[number, month, "births"] = (boys or 0) + (girls or 0)
    for file in case.files:
        sheet = file.sheet
        for month_rows in months_of(sheet):
            if not any(case.town(row) == town for row in month_rows):
                continue
            place = (number, where(month_rows[0])[1])
            cells = row_cells(case, sheet.keys, place)
            if "month" in sheet.keys:
                cells[sheet.at("month")] = sheet.value(month_rows[0], "month")
            sheet.rows.insert(sheet.rows.index(month_rows[0]), Row(cells, *place))


@kind(UNCHANGED, PLAIN)
def people_of_no_village(case: Case) -> Names:
    """The first town has a row of people of no village, or not stated: they count."""
    name = case.dice.choice(["镇直单位", "不详", "其他"] if case.zh else ["Not stated", "Other", "Elsewhere"])
    another_village(case, name, case.villages[0].town)
    return [name]


@kind(UNCHANGED, PLAIN)
def village_with_the_name_of_its_town(case: Case) -> Names:
    """A village has the name of its town, and figures of its own."""
    name = case.villages[0].town
    another_village(case, name, name)
    return [name]


@kind(UNCHANGED, PLAIN)
def village_whose_name_has_a_word_in_it(case: Case) -> Names:
    """The name of a village holds a word of totals, comparisons or months."""
    names = (
        ["合心村", "总管村", "平均村", "累石村", "六月村"]
        if case.zh
        else ["Totalton", "Average Hill", "May Ford", "Sumner", "Plan Corner"]
    )
    name = case.dice.choice(names)
    another_village(case, name, case.villages[0].town)
    return [name]
