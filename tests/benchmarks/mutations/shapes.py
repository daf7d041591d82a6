"""Mutations of the shape of the table: what stands in rows stands in columns."""

from __future__ import annotations

from tests.benchmarks.mutations.columns import FEW
from tests.benchmarks.mutations.honest import Base, Case, period_label
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import Row, Sheet
from tests.benchmarks.mutations.workbooks import Cell

UNCHANGED = Meaning.UNCHANGED

# Shapes.


@kind(UNCHANGED, Base(keys=("births",), split="one", plain=True))
def months_in_columns(case: Case) -> Names:
    """A column for each month; title and file name say that they are births."""
    sheet = case.sheet
    form = case.dice.choice(["{}年{}月"] if case.zh else ["{}-{:02}"])
    labels = [form.format(*month) for month in case.months]
    areas = [key for key in sheet.keys if key not in ("month", "births")]
    rows = []
    for village in range(len(case.villages)):
        first = next(row for row in sheet.rows if row.village == village)
        figures = [case.figures[village, month, "births"] or 0 for month in range(len(labels))]
        rows.append(Row([*(sheet.value(first, key) for key in areas), *figures]))
    title = case.word("Births", "出生人数")
    case.file.sheets = [
        Sheet([*areas, *labels], [[*(case.words[key] for key in areas), *labels]], rows, sheet.name, [[title]])
    ]
    case.file.name = f"{case.word('births', '出生人数')}.{case.file.form}"
    return [*labels, "across", "each month", case.word("month", "月")]


@kind(UNCHANGED, Base(keys=FEW, split="one", plain=True, months=6))
def counts_and_months_in_columns(case: Case) -> Names:
    """A column for each count and month, in two rows of headers or joined in one."""
    sheet = case.sheet
    labels = [period_label(month, "month") for month in case.months]
    areas = [key for key in sheet.keys if key not in ("month", *FEW)]
    rows = []
    for village in range(len(case.villages)):
        first = next(row for row in sheet.rows if row.village == village)
        figures = [case.figures[village, month, key] or 0 for month in range(len(labels)) for key in FEW]
        rows.append(Row([*(sheet.value(first, key) for key in areas), *figures]))
    heads = [case.words[key] for key in areas]
    if case.dice.random() < 0.5:
        above = [*[""] * len(areas), *(word for label in labels for word in (label, "", ""))]
        headers = [above, [*heads, *(case.words[key] for _ in labels for key in FEW)]]
    else:
        headers = [[*heads, *(f"{case.words[key]} {label}" for label in labels for key in FEW)]]
    case.file.sheets = [
        Sheet([*areas, *(f"{label} {key}" for label in labels for key in FEW)], headers, rows, sheet.name)
    ]
    return [*labels, "across", "each month", *(case.words[key] for key in FEW)]


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def a_row_for_each_figure(case: Case) -> Names:
    """A long table: the name of a count and its figure."""
    measure, value = case.word("indicator", "指标"), case.word("value", "数值")
    for file in case.files:
        sheet = file.sheet
        areas = [key for key in sheet.keys if key not in FEW]
        rows = [
            Row([*(sheet.value(row, key) for key in areas), case.words[count], sheet.value(row, count)])
            for row in sheet.rows
            for count in sheet.counts
        ]
        heads = [case.words[key] for key in areas]
        file.sheets = [Sheet([*areas, measure, value], [[*heads, measure, value]], rows, sheet.name)]
    return [measure, value]


@kind(UNCHANGED, Base(keys=("births",), split="one", plain=True))
def towns_in_columns(case: Case) -> Names:
    """A column for each town, a row for each month."""
    towns = list(dict.fromkeys(village.town for village in case.villages))
    truth = case.truth()
    labels = [period_label(month, "month") for month in case.months]
    rows = [Row([label, *(truth[town, label, "births"] or 0 for town in towns)]) for label in labels]
    case.file.sheets = [
        Sheet(
            ["month", *towns],
            [[case.words["month"], *towns]],
            rows,
            case.sheet.name,
            [[case.word("Births", "出生人数")]],
        )
    ]
    return [*towns, "across", "area", "births"]


@kind(UNCHANGED, Base(keys=FEW, split="one", plain=True, towns=2))
def two_tables_side_by_side(case: Case) -> Names:
    """The second town stands to the right of the first, under the same headers."""
    sheet = case.sheet
    towns = list(dict.fromkeys(village.town for village in case.villages))
    left, right = ([row for row in sheet.rows if case.town(row) == town] for town in towns)
    empty: list[Cell] = [""] * len(sheet.keys)
    rows = [
        Row(
            [
                *(left[number].cells if number < len(left) else empty),
                "",
                *(right[number].cells if number < len(right) else empty),
            ]
        )
        for number in range(max(len(left), len(right)))
    ]
    case.file.sheets = [
        Sheet(
            [*sheet.keys, "", *(f"{key} 2" for key in sheet.keys)],
            [[*sheet.header, "", *sheet.header]],
            rows,
            sheet.name,
        )
    ]
    return [*sheet.header, "side"]
