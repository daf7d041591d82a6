"""Mutations of the months: how they are written."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable

from tests.benchmarks.mutations.honest import Base, Case, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.workbooks import Cell

UNCHANGED, CHANGED, UNKNOWABLE = Meaning.UNCHANGED, Meaning.CHANGED, Meaning.UNKNOWABLE
DATED = Base(month_column=True)
ENGLISH, CHINESE = Base(month_column=True, language="en"), Base(month_column=True, language="zh")
NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def written(case: Case, form: Callable[[int, int], Cell]) -> Names:
    """Write the months in another form; rows of totals as well."""
    labels = {}
    for file in case.files:
        month = -1
        for row in file.sheet.rows:
            month = row.month if row.month is not None else month
            if file.sheet.value(row, "month") != "":
                labels[month] = file.sheet.value(row, "month")
                file.sheet.put(row, "month", form(*case.months[month]))
    names = [str(form(*case.months[month])) for month in labels]
    return [*names, case.words["month"]]


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


# Forms of a month.


@kind(UNCHANGED, DATED)
def common_forms(case: Case) -> Names:
    """2013/6, 201306, 2013.06 and the like."""
    return written(
        case,
        case.dice.choice(
            [lambda y, m: f"{y}/{m}", lambda y, m: f"{y}{m:02}", lambda y, m: f"{y}.{m:02}", lambda y, m: f"{m:02}/{y}"]
        ),
    )


@kind(UNCHANGED, ENGLISH)
def names_of_months(case: Case) -> Names:
    """June 2013, Jun 2013, 2013 June"""
    form = case.dice.choice(["{1} {0}", "{2} {0}", "{0} {1}", "{2}-{0}", "{0}{1}"])
    return written(case, lambda y, m: form.format(y, NAMES[m - 1], NAMES[m - 1][:3]))


@kind(UNCHANGED, ENGLISH)
def names_of_months_in_other_languages(case: Case) -> Names:
    """juin 2013, enero 2013, März 2013"""
    words = case.dice.choice(
        [
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        ]
    ).split()
    for file in case.files:
        file.encoding = "utf-8"
    return written(case, lambda y, m: f"{words[m - 1]} {y}")


@kind(UNCHANGED, CHINESE)
def chinese_numerals_of_months(case: Case) -> Names:
    """2013年六月, 二〇一三年六月"""
    if case.dice.random() < 0.5:
        return written(case, lambda y, m: f"{y}年{NUMERALS[m - 1]}月")
    return written(
        case, lambda y, m: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(y)) + f"年{NUMERALS[m - 1]}月"
    )


@kind(UNCHANGED, CHINESE)
def words_behind_the_month(case: Case) -> Names:
    """2013年6月份, 2013年6月（本月）"""
    return written(case, case.dice.choice([lambda y, m: f"{y}年{m}月份", lambda y, m: f"{y}年{m:02}月（本月）"]))


@kind(UNCHANGED, DATED)
def full_width_months(case: Case) -> Names:
    """２０１３－０６"""
    return written(case, lambda y, m: "".join(chr(ord(sign) + 0xFEE0) for sign in f"{y}-{m:02}"))


@kind(UNCHANGED, CHINESE)
def republic_of_china_years(case: Case) -> Names:
    """10206, 102年6月, 民國102年6月"""
    return written(
        case,
        case.dice.choice(
            [lambda y, m: f"{y - 1911}{m:02}", lambda y, m: f"{y - 1911}年{m}月", lambda y, m: f"民国{y - 1911}年{m}月"]
        ),
    )


@kind(UNCHANGED, DATED)
def japanese_eras(case: Case) -> Names:
    """平成25年6月, H25.6, H25年6月; 令和 from May 2019"""

    def form(year: int, month: int) -> str:
        era, letter, start = ("令和", "R", 2018) if (year, month) >= (2019, 5) else ("平成", "H", 1988)
        number = "元" if full and year == start + 1 else str(year - start)
        return f"{era}{number}年{month}月" if full else f"{letter}{year - start}.{month}"

    full = case.dice.random() < 0.6
    for file in case.files:
        file.encoding = "utf-8"
    return written(case, form)


@kind(UNCHANGED, DATED)
def last_days_of_months(case: Case) -> Names:
    """2013-06-30, also with a time."""
    time = case.dice.choice(["", " 00:00:00", "T00:00:00", " 00:00"])
    return written(case, lambda y, m: f"{y}-{m:02}-{last_day(y, m)}{time}")


@kind(UNCHANGED, Base(month_column=True, keys=("births", "deaths")))
def first_days_of_months(case: Case) -> Names:
    """2013-06-01 for events of June."""
    return written(case, lambda y, m: f"{y}-{m:02}-01")


@kind(UNCHANGED, DATED, flags=["date_assumed"])
def first_days_of_months_with_people(case: Case) -> Names:
    """2013-06-01 for events and for people: the people may be those of the end of May."""
    return written(case, lambda y, m: f"{y}/{m}/1")


@kind(UNCHANGED, ENGLISH)
def day_before_month(case: Case) -> Names:
    """30/06/2013"""
    mark = case.dice.choice("/.-")
    return written(case, lambda y, m: f"{last_day(y, m)}{mark}{m:02}{mark}{y}")


@kind(UNCHANGED, ENGLISH)
def month_before_day(case: Case) -> Names:
    """6/30/2013"""
    return written(case, lambda y, m: f"{m}/{last_day(y, m)}/{y}")


@kind(UNCHANGED, Base(month_column=True, language="en", keys=("births", "deaths"), split="one"))
def first_days_with_the_day_first(case: Case) -> Names:
    """01/06/2013 in every row: the first of June, or the sixth of January."""
    return written(case, lambda y, m: f"01/{m:02}/{y}")


@kind(UNCHANGED, Base(month_column=True, language="en", keys=("births", "deaths"), split="one", months=6))
def a_day_that_could_be_a_month(case: Case) -> Names:
    """05/06/2013 in every row, the fifth of each month."""
    return written(case, lambda y, m: f"05/{m:02}/{y}")


@kind(UNCHANGED, DATED)
def years_of_two_digits(case: Case) -> Names:
    """13-06, Jun-13"""
    if case.zh:
        return written(case, lambda y, m: f"{y % 100}年{m}月")
    form = case.dice.choice(["{1}-{0:02}", "{0:02}-{2:02}"])
    return written(case, lambda y, m: form.format(y % 100, NAMES[m - 1][:3], m))


@kind(UNCHANGED, DATED)
def spreadsheet_numbers_of_days(case: Case) -> Names:
    """41426"""
    return written(case, lambda y, m: (datetime.date(y, m, last_day(y, m)) - datetime.date(1899, 12, 30)).days)


@kind(UNCHANGED, DATED)
def several_forms_in_one_column(case: Case) -> Names:
    """Each row as its clerk wrote it."""
    forms: list[Callable[[int, int], str]] = [
        lambda y, m: f"{y}-{m:02}",
        lambda y, m: f"{y}/{m}",
        lambda y, m: f"{y}年{m}月",
        lambda y, m: f"{y}{m:02}",
        lambda y, m: f"{NAMES[m - 1]} {y}",
    ]
    for file in case.files:
        file.encoding = "utf-8"
    return written(case, lambda y, m: case.dice.choice(forms)(y, m))


@kind(CHANGED, Base(month_column=True, split="one", months=12))
def october_that_lost_its_zero(case: Case) -> Names:
    """2013.1 stands for January and for October, as a spreadsheet drops the zero."""
    for _, _, row in case.rows():
        if where(row)[1] in (0, 9):
            case.unknown(row)
    return written(case, lambda y, m: f"{y}.{m}".replace(".10", ".1"))


@kind(CHANGED, Base(month_column=True))
def month_thirteen(case: Case) -> Names:
    """2013-13 in a row."""
    file, sheet, row = case.dice.choice(list(case.rows()))
    sheet.put(row, "month", f"{case.months[where(row)[1]][0]}-13")
    case.unknown(row)
    return [*file.place(row, "month"), "-13"]


@kind(CHANGED, Base(month_column=True, plain=True), notice=True, flags=["partial"])
def month_missing_in_a_row(case: Case) -> Names:
    """A row has no month."""
    file, sheet, row = case.dice.choice(list(case.rows()))
    sheet.put(row, "month", "")
    case.unknown(row)
    return file.place(row)


@kind(UNKNOWABLE, Base(month_column=True, split="one"))
def slip_in_the_year(case: Case) -> Names:
    """2031 for 2013 in one row: the months between are missing, and a notice may say so."""
    row = case.dice.choice(case.sheet.data)
    year, month = case.months[where(row)[1]]
    case.sheet.put(row, "month", f"{year + 18}-{month:02}")
    return [f"{year + 18}"]
