"""Make returns_zh/: the month after the sample's year as two of the three towns send it, each in a workbook.

    python sample_data/make_returns.py            write the folder beside this file
    python sample_data/make_returns.py --check    compare the cells instead; exit 1 when one differs

The forms have what such forms have: a title, merged headings, a row of totals, who filled it in, empty cells where a
clerk means none. The third town has not sent its own. Bytes of workbooks differ from one version of the library that
writes them to the next, so that cells are compared.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import make

FOLDER = make.HERE / "returns_zh"
SEED = 2014
SENT = ("北岭镇", "东桥镇")
GROUPS = (
    ("期末总人口", (("合计", "population"), ("男", "population_male"), ("女", "population_female"))),
    ("本月出生人数", (("合计", "births"), ("男", "births_male"), ("女", "births_female"))),
    ("本月死亡人数", (("合计", "deaths"), ("其中：婴儿死亡", "deaths_infant"))),
    ("迁移", (("迁入", "migration_in"), ("迁出", "migration_out"))),
)
COUNTS = tuple(count for _, columns in GROUPS for _, count in columns)
LEFT_EMPTY = ("deaths_infant",)
"""Counts of which every third village leaves the cell of none empty."""
TOP = 4
"""Rows above the first village: title, office and unit, two rows of headings."""

Cells = dict[tuple[int, int], str | int]
"""What stands in a sheet, by row and column from 0."""


def january() -> Mapping[str, list[make.VillageMonth]]:
    """Return the first month of the year after by town; the year before ends where it begins."""
    closing = {code: row for _, code, _, row in make.county_year(make.TOWNS, make.SEED, before=False)[-1]}
    found: dict[str, list[make.VillageMonth]] = {}
    chance = make.Chance(SEED)
    for town in make.TOWNS:
        for number, flows in enumerate(make.flows_of_year(town, chance)):
            code, row = f"{town.code}{number + 201}", dict(flows[0])
            before = closing[code]
            row["population"] = before["population"] + make.growth(row)
            row["population_male"] = before["population_male"] + row["births_male"] - chance.hits(row["deaths"], 0.5)
            row["population_female"] = row["population"] - row["population_male"]
            found.setdefault(town.name[1], []).append((town, code, town.villages[number][:2], row))
    return found


def cells_of(town: str, villages: list[make.VillageMonth]) -> Cells:
    """Return the cells of a town's form."""
    last = len(COUNTS)
    cells: Cells = {
        (0, 0): f"{town}2014年1月人口变动情况统计表",
        (1, 0): f"填报单位：{town}人民政府（盖章）",
        (1, last): "单位：人",
    }
    cells[2, 0] = "村名"
    column = 1
    for group, columns in GROUPS:
        cells[2, column] = group
        for label, _ in columns:
            cells[3, column] = label
            column += 1
    for number, (_, _, names, row) in enumerate(villages):
        cells[TOP + number, 0] = names[1]
        for column, count in enumerate(COUNTS, start=1):
            if row[count] or count not in LEFT_EMPTY or number % 3:
                cells[TOP + number, column] = row[count]
    below = TOP + len(villages)
    cells[below, 0] = "合计"
    for column, count in enumerate(COUNTS, start=1):
        cells[below, column] = sum(row[count] for _, _, _, row in villages)
    cells[below + 1, 0] = "单位负责人：王某    填表人：李某    填报日期：2014年2月3日"
    return cells


def workbook(cells: Cells, path: Path) -> None:
    """Write a form."""
    from datetime import UTC, datetime

    from xlsxwriter import Workbook

    book = Workbook(path, {"strings_to_formulas": False})
    book.set_properties({"created": datetime(2014, 2, 3, tzinfo=UTC)})
    sheet = book.add_worksheet("1月")
    frame = book.add_format({"border": 1, "align": "center", "valign": "vcenter"})
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    sheet.merge_range(0, 0, 0, len(COUNTS), cells[0, 0], title)
    sheet.merge_range(2, 0, 3, 0, cells[2, 0], frame)
    column = 1
    for group, columns in GROUPS:
        sheet.merge_range(2, column, 2, column + len(columns) - 1, group, frame)
        column += len(columns)
    headed = {(2, column) for column in range(len(COUNTS) + 1)} | {(0, 0), (3, 0)}
    for (row, column), value in cells.items():
        if (row, column) not in headed:
            sheet.write(row, column, value, frame if row > 2 and value != cells[max(cells)] else None)
    sheet.set_column(0, 0, 14)
    book.close()


def read(path: Path) -> Cells:
    """Return the cells of a form as they are read."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {
        (row, column): int(value) if isinstance(value, float) else str(value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    }


def main() -> int:
    """Write the folder, or check it; return the exit code."""
    made = {
        f"{town}2014年1月人口月报.xlsx": cells_of(town, villages)
        for town, villages in january().items()
        if town in SENT
    }
    if "--check" in sys.argv:
        there = {path.name: read(path) for path in FOLDER.glob("*")}
        stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
        sys.stdout.writelines(f"differs: returns_zh/{name}\n" for name in stale)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name, cells in made.items():
        workbook(cells, FOLDER / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
