"""Mutations of workbooks: sheets, hidden and merged cells."""

from __future__ import annotations

import datetime

from tests.benchmarks.mutations.columns import FEW, beside
from tests.benchmarks.mutations.files import copied
from tests.benchmarks.mutations.honest import Base, Case, total_of, where
from tests.benchmarks.mutations.months import NAMES, last_day
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import File, Row, Sheet, letters
from tests.benchmarks.mutations.totals import month_of, months_of, town_groups
from tests.benchmarks.mutations.workbooks import Held

UNCHANGED, CHANGED, UNKNOWABLE = Meaning.UNCHANGED, Meaning.CHANGED, Meaning.UNKNOWABLE
ONE = Base(form="xlsx", split="one", plain=True)
SMALL = Base(form="xlsx", split="month", plain=True, months=6, month_column=True)


def one_workbook(case: Case, names: list[str]) -> File:
    """Put the sheets of all files into one workbook."""
    sheets = [file.sheet for file in case.files]
    for sheet, name in zip(sheets, names, strict=True):
        sheet.name = name
    book = File(f"{case.word('workbook', '工作簿')}.xlsx", sheets, form="xlsx")
    case.files = [book]
    return book


def month_names(case: Case) -> list[str]:
    return [f"{year}年{month}月" if case.zh else f"{year}-{month:02}" for year, month in case.months]


def copy_of(sheet: Sheet, name: str) -> Sheet:
    copy = copied(File("", [sheet]), "").sheet
    copy.name = name
    return copy


# Hidden parts: whether they count is for nobody to see, and each figure they are in is flagged.


def hide(case: Case, rows: list[Row]) -> Names:
    """Hide some rows."""
    case.sheet.hidden_rows = rows
    for row in rows:
        case.unknown(row)
    return ["hidden", "隐藏"]


@kind(CHANGED, ONE, flags=["hidden"])
def hidden_rows(case: Case) -> Names:
    """A filter or a person has hidden some rows."""
    return hide(case, case.dice.sample(case.sheet.rows, max(1, len(case.sheet.rows) // 8)))


@kind(CHANGED, ONE, flags=["hidden"])
def hidden_rows_of_a_month(case: Case) -> Names:
    """All rows of a month are hidden."""
    month = case.dice.randrange(len(case.months))
    return hide(case, [row for row in case.sheet.rows if row.month == month])


@kind(CHANGED, ONE, flags=["hidden"])
def hidden_column_of_a_count(case: Case) -> Names:
    """The column of a count is hidden."""
    key = case.dice.choice(case.sheet.counts)
    case.sheet.hidden_columns = [key]
    for row in case.sheet.rows:
        case.unknown(row, key)
    return ["hidden", "隐藏"]


@kind(CHANGED, Base(form="xlsx", split="one", plain=True, keys=FEW))
def hidden_column_that_narrows(case: Case) -> Names:
    """A hidden column says that all figures are those of women."""
    for row in case.sheet.data:
        case.unknown(row)
    header = case.word("sex", "性别")
    beside(case, header, lambda *_: case.word("female", "女"))
    case.sheet.hidden_columns = [header]
    return [header]


@kind(UNCHANGED, ONE, notice=True)
def hidden_sheet_of_old_figures(case: Case) -> Names:
    """A hidden sheet holds figures that were right once."""
    old = copy_of(case.sheet, case.word("old", "旧表"))
    for row in old.data:
        for key in old.counts:
            old.put(row, key, old.number(row, key) + 1)
    old.state = case.dice.choice(["hidden", "veryHidden"])
    case.file.sheets.insert(case.dice.choice([0, 1]), old)
    return [old.name]


@kind(UNCHANGED, Base(form="xlsx", split="town", plain=True), notice=True)
def hidden_sheet_of_a_town(case: Case) -> Names:
    """The sheet of one town is hidden."""
    towns = list(dict.fromkeys(village.town for village in case.villages))
    book = one_workbook(case, towns)
    sheet = case.dice.choice(book.sheets)
    sheet.state = "hidden"
    for row in sheet.data:
        case.unknown(row)
    return [f"[{sheet.name}]", "hidden", "隐藏"]


# Merged cells.


def merge_same(sheet: Sheet, key: str) -> None:
    """Merge the cells of a column that hold the same and stand one below the other."""
    rows = sheet.rows
    start = 0
    for number in range(1, len(rows) + 1):
        if number < len(rows) and sheet.value(rows[number], key) == sheet.value(rows[start], key):
            continue
        if number - start > 1:
            column = sheet.at(key) + 1
            sheet.merged.append((sheet.line(rows[start]), column, sheet.line(rows[number - 1]), column))
        start = number
    for first, column, last, _ in sheet.merged:
        if column == sheet.at(key) + 1:
            for line in range(first + 1, last + 1):
                sheet.put(rows[line - sheet.line(rows[0])], key, "")


@kind(UNCHANGED, Base(form="xlsx", plain=True, month_column=True))
def merged_towns(case: Case) -> Names:
    """The cell of the town is merged over its villages."""
    for file in case.files:
        merge_same(file.sheet, "town")
    return ["merged", case.words["town"], "town"]


@kind(UNCHANGED, Base(form="xlsx", plain=True, month_column=True))
def merged_months(case: Case) -> Names:
    """The cell of the month is merged over its rows."""
    for file in case.files:
        merge_same(file.sheet, "month")
    return ["merged", case.words["month"], "month"]


@kind(CHANGED, ONE)
def merged_figures(case: Case) -> Names:
    """A figure is merged over two villages of two towns or of one."""
    sheet = case.sheet
    number = case.dice.randrange(len(sheet.rows) - 1)
    first, second = sheet.rows[number : number + 2]
    key = case.dice.choice(sheet.counts)
    column = sheet.at(key) + 1
    sheet.put(second, key, "")
    sheet.merged = [(sheet.line(first), column, sheet.line(second), column)]
    case.unknown(first, key)
    case.unknown(second, key)
    return ["merged", *case.file.place(first, key), *case.file.place(second, key)]


@kind(CHANGED, ONE)
def figures_merged_over_two_counts(case: Case) -> Names:
    """A figure is merged over two counts of a village."""
    sheet = case.sheet
    row = case.dice.choice(sheet.rows)
    left = case.dice.randrange(len(sheet.counts) - 1)
    one, other = sheet.counts[left], sheet.counts[left + 1]
    sheet.put(row, other, "")
    sheet.merged = [(sheet.line(row), sheet.at(one) + 1, sheet.line(row), sheet.at(other) + 1)]
    case.unknown(row, one, other)
    return ["merged", *case.file.place(row, one), *case.file.place(row, other)]


@kind(UNCHANGED, Base(form="xlsx"))
def merged_title(case: Case) -> Names:
    """A title is merged over all columns."""
    for file in case.files:
        file.sheet.titles = [[case.word("Births, deaths and people", "人口变动情况统计表")]]
        file.sheet.merged = [(1, 1, 1, len(file.sheet.keys))]
    return ["merged", "title"]


@kind(UNCHANGED, Base(form="xlsx", keys=("births", "births_male", "births_female", "deaths", "population"), plain=True))
def merged_headers(case: Case) -> Names:
    """Births by sex are a group under a merged header, the others are merged downwards."""
    for file in case.files:
        sheet = file.sheet
        if "births" not in sheet.keys:
            continue
        below = [""] * len(sheet.keys)
        at = sheet.at("births")
        below[at : at + 3] = ["合计", "男", "女"] if case.zh else ["Total", "Male", "Female"]
        sheet.header[at : at + 3] = [case.words["births"], "", ""]
        sheet.headers.append(below)
        sheet.merged = [(1, at + 1, 1, at + 3)]
        sheet.merged += [(1, column + 1, 2, column + 1) for column, word in enumerate(below) if not word]
    return [case.words["births"], "header", "merged"]


# Several sheets.


@kind(UNCHANGED, SMALL)
def a_sheet_for_each_month(case: Case) -> Names:
    """Each month has a sheet of its name."""
    book = one_workbook(case, month_names(case))
    return [*(sheet.name for sheet in book.sheets), "sheet"]


@kind(UNCHANGED, Base(form="xlsx", split="month", plain=True, months=6, month_column=False))
def months_only_in_the_names_of_sheets(case: Case) -> Names:
    """Each month has a sheet, and stands nowhere else."""
    book = one_workbook(case, month_names(case))
    return [*(sheet.name for sheet in book.sheets), "sheet"]


@kind(UNCHANGED, Base(form="xlsx", split="month", plain=True, months=6, month_column=False))
def month_in_the_sheet_and_year_in_the_file(case: Case) -> Names:
    """Sheets are called by the month, the workbook by the year."""
    book = one_workbook(case, [f"{month}月" if case.zh else NAMES[month - 1] for _, month in case.months])
    book.name = f"{case.months[0][0]}年报表.xlsx" if case.zh else f"returns {case.months[0][0]}.xlsx"
    return [*(sheet.name for sheet in book.sheets), "sheet"]


@kind(UNCHANGED, Base(form="xlsx", split="town", plain=True))
def a_sheet_for_each_town(case: Case) -> Names:
    """Each town has a sheet of its name, and a column."""
    book = one_workbook(case, list(dict.fromkeys(village.town for village in case.villages)))
    return [*(sheet.name for sheet in book.sheets), "sheet"]


@kind(UNCHANGED, Base(form="xlsx", split="town", plain=True))
def towns_only_in_the_names_of_sheets(case: Case) -> Names:
    """Each town has a sheet, and stands nowhere else."""
    book = one_workbook(case, list(dict.fromkeys(village.town for village in case.villages)))
    for sheet in book.sheets:
        sheet.drop("town")
    return [*(sheet.name for sheet in book.sheets), "sheet", "town", "乡镇"]


@kind(UNCHANGED, Base(form="xlsx", split="kind", plain=True))
def events_and_people_on_two_sheets(case: Case) -> Names:
    """One sheet has the events, another the people."""
    book = one_workbook(case, ["出生死亡", "人口"] if case.zh else ["Events", "People"])
    return [*(sheet.name for sheet in book.sheets), "sheet"]


@kind(UNCHANGED, Base(form="xlsx", split="one", plain=True, months=24))
def sheets_of_two_years(case: Case) -> Names:
    """A sheet for each year."""
    first = case.sheet
    second = copy_of(first, str(case.months[-1][0]))
    first.name = str(case.months[0][0])
    first.rows = [row for row in first.rows if where(row)[1] < 12]
    second.rows = [row for row in second.rows if where(row)[1] >= 12]
    case.file.sheets.append(second)
    return [first.name, second.name, "sheet"]


@kind(UNCHANGED, ONE)
def sheet_of_instructions(case: Case) -> Names:
    """A sheet explains how the form is filled in."""
    lines = (
        ["填表说明", "一、出生人数：本月出生的活产婴儿数。", "二、月份：填写2013年6月的形式。"]
        if case.zh
        else ["Instructions", "1. Births: live births of the month.", "2. Month: as 2013-06."]
    )
    case.file.sheets.insert(
        case.dice.choice([0, 1]), Sheet([""], [], [Row([line]) for line in lines], case.word("Notes", "填表说明"))
    )
    return [case.word("Notes", "填表说明"), "sheet"]


@kind(UNCHANGED, ONE)
def empty_sheets(case: Case) -> Names:
    """Sheet2 and Sheet3 are empty."""
    case.file.sheets += [Sheet([""], [], [], name) for name in ("Sheet2", "Sheet3")]
    return ["Sheet2", "sheet"]


@kind(UNCHANGED, ONE)
def copy_of_the_sheet(case: Case) -> Names:
    """The sheet stands there twice."""
    case.file.sheets.append(copy_of(case.sheet, f"{case.sheet.name} (2)"))
    return [f"{case.sheet.name} (2)", "sheet"]


@kind(CHANGED, ONE)
def corrected_sheet(case: Case) -> Names:
    """A second visible sheet repeats the first with other figures."""
    again = copy_of(case.sheet, case.word("corrected", "更正"))
    for row in case.dice.sample(again.rows, 2):
        key = case.dice.choice(again.counts)
        again.put(row, key, again.number(row, key) + 2)
        case.unknown(row, key)
    case.file.sheets.append(again)
    return [again.name, "sheet"]


@kind(UNCHANGED, ONE)
def sheet_of_totals(case: Case) -> Names:
    """A second sheet has the totals of the towns by month."""
    sheet = case.sheet
    rows = [
        total_of(sheet, these, {"town": town, **month_of(sheet, month[0])})
        for month in months_of(sheet)
        for town, these in town_groups(case, month).items()
    ]
    summary = Sheet(list(sheet.keys), [list(sheet.header)], rows, case.word("Summary", "汇总"))
    for key in ("village", "code", "county"):
        if key in summary.keys:
            summary.drop(key)
    case.file.sheets.insert(case.dice.choice([0, 1]), summary)
    return [summary.name, "sheet"]


@kind(CHANGED, SMALL)
def sheet_of_another_month(case: Case) -> Names:
    """Two sheets carry each other's month, against their columns."""
    names = month_names(case)
    one, other = sorted(case.dice.sample(range(len(names)), 2))
    for number in (one, other):
        for row in case.files[number].sheet.data:
            case.unknown(row)
    names[one], names[other] = names[other], names[one]
    one_workbook(case, names)
    return [names[one], names[other], "sheet"]


# Dates and places.


@kind(UNCHANGED, Base(form="xlsx", month_column=True))
def dates_of_workbooks(case: Case) -> Names:
    """Months are dates, shown in one of several formats."""
    form = case.dice.choice(["yyyy-mm", 'yyyy"年"m"月"', "mmm yyyy", "yyyy/m/d", "[$-804]yyyy年m月;@"])
    return dated(case, form, datetime.date(1899, 12, 30))


@kind(UNCHANGED, Base(form="xlsx", month_column=True))
def dates_from_1904(case: Case) -> Names:
    """The workbook counts its days from 1904."""
    for file in case.files:
        file.epoch_1904 = True
    return [*dated(case, "yyyy-mm-dd", datetime.date(1904, 1, 1)), "1904"]


def dated(case: Case, form: str, epoch: datetime.date) -> Names:
    """Write the months as dates of a workbook, on their last day."""
    for file in case.files:
        month = -1
        for row in file.sheet.rows:
            month = row.month if row.month is not None else month
            year, number = case.months[month]
            days = (datetime.date(year, number, last_day(year, number)) - epoch).days
            if file.sheet.value(row, "month") != "":
                file.sheet.put(row, "month", Held(days, form))
    return [case.words["month"], "date"]


@kind(UNCHANGED, ONE)
def table_away_from_the_corner(case: Case) -> Names:
    """The table begins in the third column and some rows down."""
    sheet = case.sheet
    for number in range(2):
        sheet.add(0, f"empty {number}", "", lambda _: "")
    sheet.titles = [[""] for _ in range(case.dice.randint(1, 6))]
    return ["header", letters(3)]


@kind(UNCHANGED, ONE)
def notes_beside_the_table(case: Case) -> Names:
    """Two columns to the right of the table somebody has reckoned something."""
    sheet = case.sheet
    sheet.add(len(sheet.keys), "gap", "", lambda _: "")
    sheet.add(len(sheet.keys), "scratch", "", lambda _: "")
    row = case.dice.choice(sheet.rows)
    row.cells[-1] = 17
    return [*case.file.place(row, "scratch"), letters(len(sheet.keys))]


@kind(UNCHANGED, ONE)
def open_document(case: Case) -> Names:
    """An .ods instead of an .xlsx."""
    case.file.form = "ods"
    case.file.name = case.file.name.replace(".xlsx", ".ods")
    return [".ods"]


@kind(CHANGED, ONE, flags=["hidden"])
def hidden_rows_of_open_document(case: Case) -> Names:
    """An .ods with a filter."""
    open_document(case)
    return hide(case, case.dice.sample(case.sheet.rows, max(1, len(case.sheet.rows) // 8)))


@kind(UNKNOWABLE, ONE)
def last_result_of_a_formula_is_old(case: Case) -> Names:
    """The saved result of a formula is that of before the last change: only a spreadsheet could reckon it anew."""
    row = case.dice.choice(case.sheet.rows)
    key = case.dice.choice(case.sheet.counts)
    number = case.sheet.number(row, key)
    case.sheet.put(row, key, Held(number + 1, formula=f"{number}+0"))
    return case.file.place(row, key)
