"""The report on a fictional county, number by number against what pandas makes of the figures behind its workbooks."""

from __future__ import annotations

import math
import re
import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import python_calamine

from tests.pages import Page, read_page

if TYPE_CHECKING:
    from tests.conftest import Popcalc

TOWNS = ("城关镇", "柳河乡", "白沙乡", "青山镇")
WHOLE = "全县"
MONTHS = tuple(f"{month:02d}" for month in range(1, 11))
TARGETS = {"出生率": (7.5, None), "人口自然增长率": (0, None), "出生人口性别比": (103, 107), "婴儿死亡率": (None, 4.5)}


@pytest.fixture(scope="module")
def qinghe(real_data: Path) -> Path:
    return real_data / "qinghe"


@pytest.fixture(scope="module")
def truth(qinghe: Path) -> pd.DataFrame:
    """Village-months with the days that people lived: half of both month-ends times the days of the month."""
    rows = pd.read_csv(qinghe / "truth.csv").sort_values(["town", "village", "month"])
    before = rows.groupby(["town", "village"])["population"].shift()
    days = pd.to_datetime(rows["month"] + "-01").dt.days_in_month
    # Nothing is known before the first month: its people were as many at its beginning.
    rows["person_days"] = (before.fillna(rows["population"]) + rows["population"]) / 2 * days
    return rows.assign(year=rows["month"].str[:4], of_year=rows["month"].str[5:])


def figures_of(rows: pd.DataFrame) -> dict[str, float]:
    """Everything that the report says of some village-months."""
    sums = rows.select_dtypes("number").sum()
    years = sums["person_days"] / 365
    return {
        "births": sums["births"],
        "deaths": sums["deaths"],
        "出生率": 1000 * sums["births"] / years,
        "人口自然增长率": 1000 * (sums["births"] - sums["deaths"]) / years,
        "出生人口性别比": 100 * sums["births_male"] / (sums["births_female"] or math.nan),
        "婴儿死亡率": 1000 * sums["deaths_infant"] / (sums["births"] or math.nan),
    }


def by_place(rows: pd.DataFrame, year: str, months: tuple[str, ...]) -> dict[str, dict[str, float]]:
    part = rows[(rows["year"] == year) & rows["of_year"].isin(months)]
    found = {str(town): figures_of(own) for town, own in part.groupby("town")}
    return {**found, WHOLE: figures_of(part)}


def shown(value: float, places: int) -> str:
    """A number half up; enough digits of the float stand for the fraction, as no tie lies among these figures."""
    words = str(Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return words.removeprefix("-") if not float(words) else words


def signed(value: float, places: int) -> str:
    words = shown(value, places)
    return f"+{words}" if value > 0 and float(words) else words


def report(popcalc: Popcalc, folder: Path, sources: Path, qinghe: Path, *more: str) -> Page:
    page = folder / "report.html"
    result = popcalc(
        "report", sources, "--targets", qinghe / "targets.yaml", "--empty", "zero", "--lang", "zh", "-o", page,
        "-o", folder / "report.xlsx", *more,
    )  # fmt: skip
    assert result.code == 0, result.stderr.decode("utf-8")
    return read_page(page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def page(qinghe: Path, popcalc: Popcalc, folder: Path) -> Page:
    return report(popcalc, folder, qinghe / "乡镇上报", qinghe, "--month", "2026-10")


def number_in(cell: str) -> str:
    found = re.search(r"[+-]?[\d,]+(?:\.\d+)?", cell)
    return found[0] if found else ""


def test_boxes_and_sentences_are_those_figures(page: Page, truth: pd.DataFrame) -> None:
    now, last = by_place(truth, "2026", MONTHS)[WHOLE], by_place(truth, "2025", MONTHS)[WHOLE]
    month, last_month = by_place(truth, "2026", ("10",))[WHOLE], by_place(truth, "2025", ("10",))[WHOLE]
    wanted = [
        (f"{month['births']:.0f} 人", f"去年同期 {last_month['births']:.0f} 人（"),
        (f"{now['births']:.0f} 人", f"去年同期 {last['births']:.0f} 人（{signed(now['births'] - last['births'], 0)}）"),
        (f"{now['deaths']:.0f} 人", f"去年同期 {last['deaths']:.0f} 人（{signed(now['deaths'] - last['deaths'], 0)}）"),
        (f"{shown(now['出生率'], 2)} ‰", f"去年同期 {shown(last['出生率'], 2)} ‰"),
    ]
    figures = page.by_class["figure"]
    assert figures == [figure for figure, _ in wanted]
    for _, beside in wanted:
        assert beside in page.text
    more = now["births"] - last["births"]
    assert f"出生人数 {now['births']:.0f} 人，比去年同期多 {more:.0f} 人" in page.text
    assert f"死亡人数 {now['deaths']:.0f} 人，比去年同期少 {last['deaths'] - now['deaths']:.0f} 人" in page.text


def test_scorecard_is_those_figures_and_their_verdicts(page: Page, truth: pd.DataFrame) -> None:
    now, last = by_place(truth, "2026", MONTHS), by_place(truth, "2025", MONTHS)
    head, *rows = page.table_of("目前差多少")
    assert [cell.split(" ")[0] for cell in head[1:5]] == list(TARGETS)
    assert [row[0] for row in rows] == [*TOWNS, WHOLE]
    for name, *cells in rows:
        for (label, (low, high)), cell in zip(TARGETS.items(), cells[:4], strict=True):
            value, before = now[name][label], last[name][label]
            assert number_in(cell) == shown(value, 2), (name, label)
            assert cell[-1] == ("→" if value == before else "↑" if value > before else "↓"), (name, label)
            if name != WHOLE:
                missed = (low is not None and value < low) or (high is not None and value > high)
                assert cell.startswith("✗" if missed else "✓"), (name, label)
    short = {row[0]: row[5] for row in rows}
    # The births that would lift the rate to 7.5 today.
    for town in TOWNS:
        years = now[town]["births"] / now[town]["出生率"] * 1000
        lacking = -int(-(7.5 * years / 1000) // 1) - int(now[town]["births"])
        assert (f"出生率还差 {lacking} 人" in short[town]) == (lacking > 0)


def test_comparison_is_those_figures(page: Page, truth: pd.DataFrame) -> None:
    now, last = by_place(truth, "2026", MONTHS), by_place(truth, "2025", MONTHS)
    month = by_place(truth, "2026", ("10",))
    rows = page.table_of("增减")[2:]
    assert [row[0] for row in rows] == [*TOWNS, WHOLE]
    for name, *cells in rows:
        wanted = []
        for key in ("births", "deaths"):
            one, other = now[name][key], last[name][key]
            percent = signed(100 * (one - other) / other, 1) if min(one, other) >= 20 else "–"
            wanted += [shown(month[name][key], 0), shown(one, 0), shown(other, 0), signed(one - other, 0), percent]
        one, other = now[name]["人口自然增长率"], last[name]["人口自然增长率"]
        wanted += [shown(one, 2), shown(other, 2), signed(one - other, 2)]
        assert [cell.removesuffix(" *") for cell in cells] == wanted, name


def test_records_of_the_workbook_are_those_figures(page: Page, folder: Path, truth: pd.DataFrame) -> None:
    assert page.tables
    book = python_calamine.CalamineWorkbook.from_path(str(folder / "report.xlsx"))
    head, *rows = book.get_sheet_by_name("明细（累计）").to_python()
    fields = {
        "地区": "area_name",
        "层级": "level",
        "指标": "indicator",
        "数值": "value",
        "对比期数值": "compared_value",
    }
    records = pd.DataFrame(rows, columns=[fields.get(str(name), str(name)) for name in head])
    now, last = by_place(truth, "2026", MONTHS), by_place(truth, "2025", MONTHS)
    keys = {"出生人数": "births", "死亡人数": "deaths"}
    names = {*keys, "出生率", "人口自然增长率", "出生人口性别比", "婴儿死亡率"}
    assert set(records["indicator"]) == names
    assert len(records) == len(names) * (len(TOWNS) + 1)
    for record in records.itertuples():
        place = str(record.area_name) if record.level == "乡镇" else WHOLE
        label = keys.get(str(record.indicator), str(record.indicator))
        assert record.value == pytest.approx(now[place][label], rel=1e-12)
        assert record.compared_value == pytest.approx(last[place][label], rel=1e-12)


def test_town_whose_file_is_taken_away_stands_in_red_at_the_top(
    qinghe: Path, tmp_path: Path, popcalc: Popcalc, truth: pd.DataFrame
) -> None:
    sources = tmp_path / "上报"
    shutil.copytree(qinghe / "乡镇上报", sources)
    taken = sources / "2026年10月" / "白沙乡人口月报.xlsx"
    taken.parent.chmod(0o755)
    taken.unlink()
    page = report(popcalc, tmp_path, sources, qinghe, "--month", "2026-10", "--slips", str(tmp_path / "slips"))
    assert page.by_class["alarm"] == ["白沙乡未报，10月数不含白沙乡；1—10月数只含其1—9月。"]
    assert [row[0] for row in page.table_of("目前差多少")[1:]] == [*TOWNS[:2], "白沙乡 †", TOWNS[3], WHOLE]
    assert [row[0] for row in page.table_of("增减")[2:]] == [*TOWNS[:2], "白沙乡 †", TOWNS[3], WHOLE]
    assert "† 不含未报月份：白沙乡2026年10月" in page.text
    assert "† 两年均不含：白沙乡10月" in page.text
    there = truth[(truth["town"] != "白沙乡") | (truth["month"] != "2026-10")]
    month = by_place(there, "2026", ("10",))[WHOLE]["births"]
    assert page.by_class["figure"][0] == f"{month:.0f} 人"
    assert "应报 15 个村，实报 12 个" in page.text
    slip = (tmp_path / "slips" / "白沙乡 2026-10.txt").read_text(encoding="utf-8")
    assert "2026年10月报表未收到" in slip


def without(sources: Path, folder: Path, taken: str) -> Path:
    """The workbooks of the towns but those whose names fit."""
    shutil.copytree(sources / "乡镇上报", folder / "上报")
    for file in (folder / "上报").glob(taken):
        file.parent.chmod(0o755)
        file.unlink()
    return folder / "上报"


MISSING = {
    "town": ("2026年7月/青山镇*", "2026年7月：青山镇未报，1—10月数不含其7月。", ["青山镇"]),
    "everybody": ("2026年7月/*", "2026年7月：均未上报，1—10月数不含7月。", list(TOWNS)),
}


@pytest.mark.parametrize("name", MISSING)
def test_earlier_month_that_is_missing_is_said_in_red_and_asked_for(
    name: str, qinghe: Path, tmp_path: Path, popcalc: Popcalc, truth: pd.DataFrame
) -> None:
    taken, alarm, towns = MISSING[name]
    slips = tmp_path / "slips"
    sources = without(qinghe, tmp_path, taken)
    page = report(popcalc, tmp_path, sources, qinghe, "--month", "2026-10", "--slips", str(slips))
    assert page.by_class["alarm"] == [alarm]
    assert "10月应报、实报均为 15 个村" in page.text
    there = truth[~(truth["town"].isin(towns) & (truth["month"] == "2026-07"))]
    assert page.by_class["figure"][1] == f"{by_place(there, '2026', MONTHS)[WHOLE]['births']:.0f} 人"
    last = truth[~(truth["town"].isin(towns) & (truth["month"] == "2025-07"))]
    of_the_same = " " if name == "everybody" else "（同样的村）"
    assert f"去年同期{of_the_same}{by_place(last, '2025', MONTHS)[WHOLE]['births']:.0f} 人" in page.text
    assert ("均不含7月" in page.text) == (name == "everybody")
    assert "可比口径" not in page.text
    assert "2026年7月未报" in page.text
    asked = [town for town in TOWNS if "2026年7月报表未收到，请尽快报送" in slip_of(slips, town)]
    assert asked == towns


def slip_of(folder: Path, town: str) -> str:
    file = folder / f"{town} 2026-10.txt"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_figure_that_hangs_on_empty_cells_is_not_shown(qinghe: Path, tmp_path: Path, popcalc: Popcalc) -> None:
    options = ("--targets", qinghe / "targets.yaml", "--month", "2026-10", "--lang", "zh", "-q")
    done = popcalc("report", qinghe / "乡镇上报", *options, "-o", tmp_path / "r.html")
    assert done.code == 0, done.stderr.decode("utf-8")
    head, *rows = read_page((tmp_path / "r.html").read_text(encoding="utf-8")).table_of("目前差多少")
    spot = next(number for number, cell in enumerate(head) if cell.startswith("婴儿死亡率"))
    assert {row[0]: row[spot] for row in rows} == dict.fromkeys([*TOWNS, WHOLE], "—")
