"""Mutations of periods: parts of a month in several places, runs of months, the moment of a stock."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.mutations.columns import FEW, beside, renamed
from tests.benchmarks.mutations.files import copied, month_name
from tests.benchmarks.mutations.honest import Base, Case, period_label, where
from tests.benchmarks.mutations.months import DATED, NAMES, NUMERALS, written
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import Row, Sheet
from tests.benchmarks.mutations.workbooks import Cell

UNCHANGED, CHANGED = Meaning.UNCHANGED, Meaning.CHANGED

# Parts of a month in several columns or places.


@kind(UNCHANGED, DATED)
def year_and_month_in_two_columns(case: Case) -> Names:
    """A column of the year and one of the month."""
    year, month = case.word("year", "年份"), case.word("month", "月份")
    forms: list[Callable[[int], str]] = [
        str,
        lambda m: f"{m}月" if case.zh else NAMES[m - 1],
        lambda m: f"{NUMERALS[m - 1]}月" if case.zh else f"{m:02}",
    ]
    form = case.dice.choice(forms)
    written(case, lambda _, m: form(m))
    renamed(case, "month", month)
    for file in case.files:
        file.sheet.add(file.sheet.at("month"), "year", year, lambda row: str(case.months[where(row)[1]][0]))
    return [year, month]


@kind(UNCHANGED, Base(month_column=True, split="one", plain=True))
def month_under_an_unknown_header(case: Case) -> Names:
    """The year stands under its word, the number of the month under one that is not known."""
    header = case.word("mth", "月次")
    written(case, lambda y, m: str(m))
    case.sheet.add(
        case.sheet.at("month"), "year", case.word("year", "年份"), lambda row: str(case.months[where(row)[1]][0])
    )
    return [*renamed(case, "month", header), case.word("year", "年份")]


@kind(UNCHANGED, DATED)
def period_under_an_unknown_header(case: Case) -> Names:
    """Full months stand under a word that is not known."""
    return renamed(case, "month", case.dice.choice(["stat_time", "when"] if not case.zh else ["时段", "所属时间"]))


@kind(UNCHANGED, DATED)
def year_beside_the_month(case: Case) -> Names:
    """A column of the year stands beside the full month and agrees."""
    return beside(case, case.word("year", "年份"), lambda _, row: str(case.months[where(row)[1]][0]))


@kind(UNCHANGED, DATED)
def statistical_year_beside_the_month(case: Case) -> Names:
    """A column of the year from October stands beside the full month."""

    def year(_: Sheet, row: Row) -> Cell:
        when = case.months[where(row)[1]]
        return str(when[0] + (when[1] >= 10))

    return beside(case, case.word("year", "年度"), year)


@kind(UNCHANGED, DATED)
def quarter_beside_the_month(case: Case) -> Names:
    """A column of the quarter stands beside the full month."""

    def quarter(_: Sheet, row: Row) -> Cell:
        number = (case.months[where(row)[1]][1] + 2) // 3
        return f"第{NUMERALS[number - 1]}季度" if case.zh else f"Q{number}"

    return beside(case, case.word("quarter", "季度"), quarter)


@kind(UNCHANGED, DATED)
def date_of_sending_beside_the_month(case: Case) -> Names:
    """A column of the day on which the form was sent."""

    def sent(_: Sheet, row: Row) -> Cell:
        year, month = case.months[where(row)[1]]
        return f"{year + month // 12}-{month % 12 + 1:02}-03"

    return beside(case, case.word("date of report", "填报日期"), sent)


@kind(UNCHANGED, DATED)
def month_of_registration_beside_the_month(case: Case) -> Names:
    """A second month, that of registration, one later, stands beside the month."""

    def later(_: Sheet, row: Row) -> Cell:
        year, month = case.months[where(row)[1]]
        return f"{year + month // 12}-{month % 12 + 1:02}"

    return [*beside(case, case.word("month of registration", "登记月份"), later), "period"]


@kind(UNCHANGED, Base(month_column=True, split="one", months=12))
def month_alone_and_year_in_the_title(case: Case) -> Names:
    """The column has the month, the title the year."""
    year = case.months[0][0]
    written(case, lambda y, m: f"{m}月" if case.zh else NAMES[m - 1])
    case.sheet.titles = [[f"{year}年人口变动情况" if case.zh else f"Births and deaths in {year}"]]
    return [case.words["month"], str(year), "title", *NAMES]


@kind(UNCHANGED, Base(month_column=True, split="one", months=12))
def month_alone_and_year_in_the_name(case: Case) -> Names:
    """The column has the month, the name of the file the year."""
    year = case.months[0][0]
    written(case, lambda y, m: f"{m}月" if case.zh else NAMES[m - 1])
    case.file.name = f"{year}年报表.{case.file.form}" if case.zh else f"return {year}.{case.file.form}"
    return [case.words["month"], str(year), *NAMES]


@kind(UNCHANGED, Base(split="month", month_column=False))
def month_only_in_the_title(case: Case) -> Names:
    """The month stands above the table alone."""
    for number, file in enumerate(case.files):
        year, month = case.months[number]
        title = (
            f"{year}年{month}月人口变动情况统计表"
            if case.zh
            else case.dice.choice(
                [f"Births and deaths by village - {NAMES[month - 1]} {year}", f"Monthly return {year}-{month:02}"]
            )
        )
        file.sheet.titles = [[title]]
        file.name = f"{case.word('return', '报表')} ({number}).{file.form}"
    return ["title", "period", "month", *(period_label(month, "month") for month in case.months)]


@kind(UNCHANGED, Base(split="month", month_column=False))
def month_in_the_title_and_a_date_of_printing(case: Case) -> Names:
    """The month stands in the name of the file; the title has the day of printing, in the next month."""
    for number, file in enumerate(case.files):
        year, month = case.months[number]
        year, month = year + month // 12, month % 12 + 1
        file.sheet.titles = [
            [
                f"填报日期：{year}年{month}月3日"
                if case.zh
                else f"Births and deaths. Printed on 3 {NAMES[month - 1]} {year}"
            ]
        ]
    return [case.file.name, "printed", "填报日期"]


@kind(UNCHANGED, Base(split="month", month_column=False, months=12))
def year_and_month_in_folder_and_file(case: Case) -> Names:
    """2013/06.csv, 2013年/6月.csv, 2013/returns June.csv"""
    for number, file in enumerate(case.files):
        year, month = case.months[number]
        file.name = f"{year}年/{month}月.{file.form}" if case.zh else f"{year}/{month:02}/return.{file.form}"
    return [case.file.name]


@kind(UNCHANGED, Base(split="month", month_column=False, keys=FEW, plain=True))
def folder_of_corrections(case: Case) -> Names:
    """The files of two months lie in folders of their own."""
    for number, file in enumerate(case.files):
        file.name = f"{'a' if number % 2 else 'b'}/{month_name(case, number)}.{file.form}"
    return [case.file.name]


# Runs of months.


def in_runs(case: Case, period: str, form: Callable[[int, int], str]) -> Names:
    """Write the figures of quarters, halves or years instead of months."""
    size = {"quarter": 3, "half": 6, "year": 12}[period]
    sheet = case.sheet
    rows: list[Row] = []
    for row in sheet.rows:
        village, month = where(row)
        if (month + 1) % size:
            continue
        for key in sheet.counts:
            if key != "population":
                sheet.put(
                    row, key, sum(case.figures[village, one, key] or 0 for one in range(month + 1 - size, month + 1))
                )
        year, number = case.months[month]
        sheet.put(row, "month", form(year, number // size))
        rows.append(row)
    sheet.rows = rows
    case.period = period
    return [*(str(sheet.value(row, "month")) for row in rows), case.words["month"], period]


RUNS = Base(month_column=True, split="one", plain=True, months=24)


@kind(UNCHANGED, RUNS)
def quarters(case: Case) -> Names:
    """2013Q1, Q1 2013, 2013年第一季度, 1T2013, 2013T1"""
    forms: list[Callable[[int, int], str]] = [
        lambda y, q: f"{y}Q{q}",
        lambda y, q: f"Q{q} {y}",
        lambda y, q: f"{y}-Q{q}",
        lambda y, q: f"{q}T{y}",
        lambda y, q: f"{y}T{q}",
    ]
    return in_runs(
        case, "quarter", (lambda y, q: f"{y}年第{NUMERALS[q - 1]}季度") if case.zh else case.dice.choice(forms)
    )


@kind(UNCHANGED, RUNS)
def ranges_of_months(case: Case) -> Names:
    """2013-01..2013-03, 2013年1-3月"""
    return in_runs(
        case,
        "quarter",
        lambda y, q: f"{y}年{3 * q - 2}-{3 * q}月" if case.zh else f"{y}-{3 * q - 2:02}..{y}-{3 * q:02}",
    )


@kind(UNCHANGED, RUNS)
def from_and_to_in_columns(case: Case) -> Names:
    """A column of the first month and one of the last."""
    names = in_runs(case, "quarter", lambda y, q: f"{y}-{3 * q - 2:02}")
    first, last = case.word("from", "起始月份"), case.word("to", "截止月份")
    renamed(case, "month", first)

    def until(row: Row) -> Cell:
        year, month = case.months[where(row)[1]]
        return f"{year}-{month:02}"

    case.sheet.add(case.sheet.at("month") + 1, last, last, until)
    return [first, last, *names]


@kind(UNCHANGED, RUNS)
def year_and_quarter_in_columns(case: Case) -> Names:
    """A column of the year and one of the quarter."""
    form = case.dice.choice(["{}", "Q{}"] if not case.zh else ["{}", "第{}季度"])
    in_runs(case, "quarter", lambda y, q: form.format(q))
    year, quarter = case.word("year", "年份"), case.word("quarter", "季度")
    case.sheet.add(case.sheet.at("month"), year, year, lambda row: str(case.months[where(row)[1]][0]))
    return renamed(case, "month", quarter)


@kind(UNCHANGED, RUNS)
def halves(case: Case) -> Names:
    """2013H1, 2013S1, 2013年上半年"""
    forms: list[Callable[[int, int], str]] = [
        lambda y, h: f"{y}H{h}",
        lambda y, h: f"{y}S{h}",
        lambda y, h: f"H{h} {y}",
    ]
    return in_runs(case, "half", (lambda y, h: f"{y}年{'上下'[h - 1]}半年") if case.zh else case.dice.choice(forms))


@kind(UNCHANGED, RUNS)
def years(case: Case) -> Names:
    """2013 under a header of the year."""
    names = in_runs(case, "year", lambda y, _: f"{y}年" if case.zh else str(y))
    return [*names, *renamed(case, "month", case.word("year", "年份"))]


@kind(UNCHANGED, RUNS)
def years_on_one_day(case: Case) -> Names:
    """2013-01-01, 2014-01-01: figures of years, each dated on its first or last day."""
    day = case.dice.choice(["01-01", "12-31", "07-01"])
    names = in_runs(case, "year", lambda y, _: f"{y}-{day}")
    return [*names, *renamed(case, "month", case.word("date", "日期")), "year"]


@kind(UNCHANGED, Base(month_column=True, split="one", plain=True, months=24))
def financial_years(case: Case) -> Names:
    """2012-13 under the header year, with --year-start 4: twelve months from April 2012."""
    sheet = case.sheet
    case.months = [(year + (month + 2) // 12, (month + 2) % 12 + 1) for year, month in case.months]  # from April
    names = in_runs(case, "year", lambda y, _: f"{y - 1}-{y % 100:02}")
    case.year_start = 4
    case.arguments += ["--year-start", "4"]
    renamed(case, "month", case.word("year", "年度"))
    return [*names, sheet.header[sheet.at("month")]]


@kind(CHANGED, Base(month_column=True, split="one", plain=True, months=24))
def financial_years_without_a_start(case: Case) -> Names:
    """The same without --year-start: which twelve months?"""
    names = in_runs(case, "year", lambda y, _: f"{y}-{(y + 1) % 100:02}")
    for place in case.figures:
        case.figures[place] = None
    renamed(case, "month", case.word("year", "年度"))
    return names


@kind(UNCHANGED, Base(month_column=True, split="one", plain=True, months=12))
def financial_year_and_name_of_the_month(case: Case) -> Names:
    """2012-13 beside April: the calendar month by that start, with --year-start 4."""
    case.months = [(year + (month + 2) // 12, (month + 2) % 12 + 1) for year, month in case.months]
    written(case, lambda y, m: f"{m}月" if case.zh else NAMES[m - 1])
    case.arguments += ["--year-start", "4"]
    first = case.months[0][0]
    label = f"{first}-{(first + 1) % 100:02}"
    return [*beside(case, case.word("year", "年度"), lambda *_: label), label]


# When a stock stands.


@kind(UNCHANGED, Base(split="kind", keys=FEW, month_column=True, plain=True))
def people_as_of_the_first(case: Case) -> Names:
    """The people stand in a file of their own, dated on the first of the next month, and the header says as of."""
    people = case.files[1].sheet
    for row in people.rows:
        year, month = case.months[where(row)[1]]
        people.put(row, "month", f"{year + month // 12}-{month % 12 + 1:02}-01")
    header = case.word("Population as of the date", "总人口（1日現在）")
    people.header[people.at("month")] = case.word("date", "日期")
    people.header[people.at("population")] = header
    case.files[1].encoding = "utf-8"
    return [header, "as of", "現在", "first", people.header[people.at("month")]]


@kind(UNCHANGED, Base(split="kind", keys=FEW, month_column=True, plain=True), flags=["date_assumed"])
def people_on_the_first(case: Case) -> Names:
    """The same with a header that does not say when: of the month, or of its first moment?"""
    people = case.files[1].sheet
    for row in people.rows:
        year, month = case.months[where(row)[1]]
        people.put(row, "month", f"{year}-{month:02}-01")
    return ["first", case.words["population"], case.words["month"]]


@kind(UNCHANGED, Base(month_column=True, split="one", plain=True, months=24))
def files_of_years_without_the_year(case: Case) -> Names:
    """A file for each year; the column has the month, the name of each file the year."""
    written(case, lambda y, m: f"{m}月" if case.zh else NAMES[m - 1])
    first = case.file
    second = copied(first, f"{case.months[-1][0]}.{first.form}")
    first.name = f"{case.months[0][0]}.{first.form}"
    first.sheet.rows = [row for row in first.sheet.data if where(row)[1] < 12]
    second.sheet.rows = [row for row in second.sheet.data if where(row)[1] >= 12]
    case.files.append(second)
    return [first.name, second.name, case.words["month"]]
