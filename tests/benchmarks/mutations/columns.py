"""Mutations by another column: what narrows or splits the rows, what compares, what may stay unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tests.benchmarks.mutations.honest import Base, Case, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import Row, Sheet
from tests.benchmarks.mutations.workbooks import Cell

UNCHANGED, CHANGED = Meaning.UNCHANGED, Meaning.CHANGED
FEW = ("births", "deaths", "population")
BY_SEX = ("births", "births_male", "births_female", "deaths", "population")


def beside(case: Case, header: str, cell: Callable[[Sheet, Row], Cell], key: str = "") -> Names:
    """Put in a column, before or after that of a count (the first one) or somewhere among the areas."""
    for file in case.files:
        sheet = file.sheet
        if key and key not in sheet.keys:
            continue
        index = sheet.at(key) if key else sheet.at(sheet.counts[0])
        index += case.dice.choice([0, 1]) if key else 0
        sheet.add(index, header, header, partial(cell, sheet))
    return [header]


def parts(number: int, count: int, case: Case) -> list[int]:
    """Cut a figure into so many parts."""
    cuts = sorted(case.dice.randint(0, number) for _ in range(count - 1))
    return [right - left for left, right in zip([0, *cuts], [*cuts, number], strict=True)]


def split_rows(case: Case, header: str, words: Sequence[str], total: str = "") -> Names:
    """Write each row as several, one for each word, that add up to it; with a row of the total where it has a word."""
    for file in case.files:
        sheet = file.sheet
        sheet.add(sheet.at(sheet.counts[0]), header, header, lambda _: total)
        rows: list[Row] = []
        for row in sheet.rows:
            if row.village is None:
                rows.append(row)
                continue
            cut = {key: parts(sheet.number(row, key), len(words), case) for key in sheet.counts if key != header}
            for number, word in enumerate(words):
                cells: list[Cell] = [
                    word if key == header else cut[key][number] if key in cut else sheet.value(row, key)
                    for key in sheet.keys
                ]
                rows.append(Row(cells, row.village, row.month))
            if total:
                rows.append(row)
        sheet.rows = rows
    return [header, *words]


def renamed(case: Case, key: str, header: str) -> Names:
    """Give a column another header."""
    for file in case.files:
        if key in file.sheet.keys:
            file.sheet.header[file.sheet.at(key)] = header
    return [header]


# Columns that narrow or split.


@kind(CHANGED, Base(keys=FEW))
def sex_male_on_half_the_rows(case: Case) -> Names:
    """A column of sex says male on half of the rows and nothing on the others."""
    male = [row for _, _, row in case.rows() if case.dice.random() < 0.5]
    for row in male:
        case.unknown(row)
    names = beside(case, case.word("sex", "性别"), lambda _, row: case.word("male", "男") if row in male else "")
    return [*names, case.word("male", "男")]


@kind(CHANGED, Base(keys=FEW))
def sex_female_on_all_rows(case: Case) -> Names:
    """A column of sex says female on every row."""
    for _, _, row in case.rows():
        case.unknown(row)
    return beside(case, case.word("Sex", "性别"), lambda *_: case.word("Female", "女"))


@kind(CHANGED)
def unit_of_some_rows(case: Case) -> Names:
    """A column of units says thousands of some rows."""
    rows = [row for file in case.files for row in file.sheet.data]
    of_many = case.dice.sample(rows, max(1, len(rows) // 10))
    for row in of_many:
        case.unknown(row)
    one, many = case.word("persons", "人"), case.word("thousands", "千人")
    return beside(case, case.word("unit", "计量单位"), lambda _, row: many if row in of_many else one)


@kind(UNCHANGED)
def unit_of_single_persons(case: Case) -> Names:
    """A column of units says persons of all rows."""
    return beside(case, case.word("unit", "计量单位"), lambda *_: case.word("persons", "人"))


@kind(UNCHANGED, Base(keys=FEW))
def sex_both_on_all_rows(case: Case) -> Names:
    """A column of sex says both on every row."""
    return beside(case, case.word("sex", "性别"), lambda *_: case.word("both", "合计"))


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def sex_in_rows(case: Case) -> Names:
    """Each row is one of men and one of women."""
    return split_rows(case, case.word("sex", "性别"), ["男", "女"] if case.zh else ["male", "female"])


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def sex_in_rows_with_totals(case: Case) -> Names:
    """Each row is one of men, one of women and one of both."""
    words = ["男", "女"] if case.zh else ["M", "F"]
    return split_rows(case, case.word("sex", "性别"), words, case.word("Total", "合计"))


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def ages_in_rows(case: Case) -> Names:
    """Each row is one for each age group."""
    return split_rows(case, case.word("age group", "年龄组"), ["0-14", "15-64", "65+"])


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def peoples_in_rows(case: Case) -> Names:
    """Each row is one for each people, under a header and in words that no list holds."""
    return split_rows(case, case.word("ethnic group", "民族"), ["汉族", "回族"] if case.zh else ["Han", "Hui"])


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def residence_in_rows(case: Case) -> Names:
    """Each row is one of residents and one of migrants."""
    words = ["常住", "流动"] if case.zh else ["resident", "migrant"]
    return split_rows(case, case.word("residence", "居住状况"), words)


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def facilities_in_rows(case: Case) -> Names:
    """Each row is one for each clinic of the village."""
    words = ["一诊所", "二诊所"] if case.zh else ["Clinic A", "Clinic B"]
    return split_rows(case, case.word("facility", "机构"), words)


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def groups_below_villages(case: Case) -> Names:
    """The rows are those of groups below the village."""
    return split_rows(case, case.word("hamlet", "村民小组"), ["1组", "2组"] if case.zh else ["upper", "lower"])


@kind(CHANGED, Base(keys=FEW))
def migrants_on_some_rows(case: Case) -> Names:
    """A column of residence says on some rows that only migrants are counted."""
    some = [row for _, _, row in case.rows() if case.dice.random() < 0.3]
    for row in some:
        case.unknown(row)
    names = beside(
        case, case.word("residence", "户口类型"), lambda _, row: case.word("migrant", "流动人口") if row in some else ""
    )
    return [*names, case.word("migrant", "流动人口")]


@kind(CHANGED, Base(keys=FEW))
def plan_on_all_rows(case: Case) -> Names:
    """A column says that all figures are the plan's."""
    for _, _, row in case.rows():
        case.unknown(row)
    return beside(case, case.word("type", "类别"), lambda *_: case.word("target", "计划"))


@kind(UNCHANGED, Base(keys=FEW))
def actual_on_all_rows(case: Case) -> Names:
    """A column says that all figures are what happened."""
    return beside(case, case.word("type", "类别"), lambda *_: case.word("actual", "实际"))


@kind(CHANGED, Base(keys=FEW, split="one"))
def forecast_in_the_last_month(case: Case) -> Names:
    """A column says that the last month is a forecast."""
    last = len(case.months) - 1
    for _, _, row in case.rows():
        if row.month == last:
            case.unknown(row)
    words = ("预计", "实际") if case.zh else ("forecast", "actual")
    names = beside(case, case.word("version", "性质"), lambda _, row: words[row.month != last])
    return [*names, words[0]]


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def plan_beside_actual(case: Case) -> Names:
    """Each row is followed by one of the plan."""
    header, plan, actual = case.word("type", "类别"), case.word("plan", "计划"), case.word("actual", "实际")
    beside(case, header, lambda *_: actual)
    for file in case.files:
        rows: list[Row] = []
        for row in file.sheet.rows:
            planned = list(row.cells)
            planned[file.sheet.at(header)] = plan
            for key in set(file.sheet.counts) - {header}:
                planned[file.sheet.at(key)] = file.sheet.number(row, key) + case.dice.randint(1, 9)
            rows += [row, Row(planned, row.village, row.month)]
        file.sheet.rows = rows
    return [header, plan]


# Columns that may stay unread.


@kind(UNCHANGED)
def remark_that_differs_by_month(case: Case) -> Names:
    """A column of remarks, filled here and there."""
    remarks = ["", "", "", case.word("checked", "已核实"), case.word("late by 2 days", "迟报2天")]
    return beside(case, case.word("remarks", "备注"), lambda *_: case.dice.choice(remarks))


@kind(UNCHANGED)
def description_of_the_village(case: Case) -> Names:
    """A column that says of each village what it is."""
    kinds = {
        village.name: case.dice.choice(["山区", "平原"] if case.zh else ["upland", "plain"])
        for village in case.villages
    }
    return beside(case, case.word("terrain", "地形"), lambda _, row: kinds[case.villages[where(row)[0]].name])


@kind(UNCHANGED)
def maker_and_telephone(case: Case) -> Names:
    """Who filled the form in, with a telephone number, in columns."""
    beside(case, case.word("prepared by", "填报人"), lambda *_: case.word("A. Clerk", "李四"))
    return beside(case, case.word("contact phone", "联系电话"), lambda *_: "0791-8123456")


def _number_of(numbers: Mapping[int, int], row: Row) -> Cell:
    return numbers[id(row)]


@kind(UNCHANGED)
def running_number(case: Case) -> Names:
    """A column of running numbers before all others."""
    for file in case.files:
        numbers = {id(row): number for number, row in enumerate(file.sheet.data, start=1)}
        file.sheet.add(0, "no", case.word("No.", "序号"), partial(_number_of, numbers))
    return [case.word("No.", "序号")]


@kind(UNCHANGED, Base(keys=FEW))
def printed_rate(case: Case) -> Names:
    """A printed birth rate beside its count."""
    return beside(
        case, case.word("birth rate (‰)", "出生率（‰）"), lambda *_: f"{case.dice.uniform(5, 20):.2f}", "births"
    )


@kind(UNCHANGED)
def unit_in_a_column(case: Case) -> Names:
    """A column called unit says persons on every row."""
    return beside(case, case.word("unit", "单位"), lambda *_: case.word("persons", "人"))


@kind(UNCHANGED)
def empty_columns_under_dashes(case: Case) -> Names:
    """A column with nothing in it, headed by a dash or by nothing."""
    return [*beside(case, case.dice.choice(["-", "", "—"]), lambda *_: ""), "column", "header"]


# Comparison columns.


def to_date(row: Row, key: str, case: Case) -> int:
    """The figure from January to the month of a row."""
    village, month = where(row)
    year = case.months[month][0]
    until = [number for number in range(month + 1) if case.months[number][0] == year]
    return sum(case.figures[village, number, key] or 0 for number in until)


@kind(UNCHANGED, Base(keys=FEW))
def births_to_date_beside(case: Case) -> Names:
    """A column of births to date stands beside the births."""
    header = case.dice.choice(
        ["累计出生人数", "1月至本月累计出生"] if case.zh else ["births to date", "cumulative births"]
    )
    return beside(case, header, lambda _, row: to_date(row, "births", case), "births")


@kind(UNCHANGED, Base(keys=FEW))
def births_to_date_instead(case: Case) -> Names:
    """The births are given to date, and the header says so."""
    header = case.dice.choice(
        ["累计出生人数", "本年累计出生人数"] if case.zh else ["births to date", "Births (cumulative)"]
    )
    for _, sheet, row in case.rows():
        if "births" in sheet.keys:
            sheet.put(row, "births", to_date(row, "births", case))
    return renamed(case, "births", header)


@kind(UNCHANGED, Base(keys=FEW))
def births_of_last_year_beside(case: Case) -> Names:
    """A column of last year's births stands beside the births."""
    header = case.dice.choice(
        ["去年同期出生人数", "上年同期"] if case.zh else ["births last year", "same month last year"]
    )
    return beside(case, header, lambda *_: case.dice.randint(0, 6), "births")


@kind(UNCHANGED, Base(keys=FEW))
def population_of_last_month_beside(case: Case) -> Names:
    """A column of last month's population stands beside the population."""

    def before(_: Sheet, row: Row) -> Cell:
        village, month = where(row)
        return (case.figures[village, max(0, month - 1), "population"] or 0) + (3 if month == 0 else 0)

    return beside(case, case.word("population last month", "上月末总人口"), before, "population")


@kind(UNCHANGED, Base(keys=FEW))
def population_of_new_year_beside(case: Case) -> Names:
    """A column of the population at the start of the year stands beside the population."""

    def start(_: Sheet, row: Row) -> Cell:
        return (case.figures[where(row)[0], 0, "population"] or 0) - 7

    return beside(case, case.word("population at 1 January", "年初人口"), start, "population")


@kind(UNCHANGED, Base(keys=FEW))
def change_of_births_beside(case: Case) -> Names:
    """A column of the change since last month, below zero at times, stands beside the births."""
    header = case.dice.choice(["出生增减", "比上月增减"] if case.zh else ["births, change", "increase over last month"])
    return beside(case, header, lambda *_: case.dice.randint(-3, 3), "births")


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def month_and_to_date_in_groups(case: Case) -> Names:
    """Births are a group of this month and the year to date, in two rows of headers."""
    for file in case.files:
        sheet = file.sheet
        if "births" not in sheet.keys:
            continue
        at = sheet.at("births")
        sheet.add(at + 1, "to_date", "", lambda row: to_date(row, "births", case))
        above = list(sheet.header)
        below = [""] * len(above)
        below[at], below[at + 1] = case.word("this month", "本月"), case.word("to date", "累计")
        if case.dice.random() < 0.5:
            places = [*range(at), at + 1, at, *range(at + 2, len(above))]
            below = [below[place] for place in places]
            for row in sheet.rows:
                row.cells = [row.cells[place] for place in places]
        sheet.headers = [above, below]
    return [case.words["births"], case.word("to date", "累计")]


@kind(UNCHANGED, Base(keys=FEW))
def quota_of_the_year_beside(case: Case) -> Names:
    """A column of the births planned for the year stands beside the births."""
    return beside(case, case.word("births, annual plan", "全年计划出生人数"), lambda *_: 40, "births")
