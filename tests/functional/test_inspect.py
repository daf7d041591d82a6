"""`popcalc inspect`: how files were understood."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc

TITLED = (
    "2013年6月人口变动情况统计表,,,,\n乡镇,类别,出生人数,出生率,备注\n"
    "北岭镇,山区,3,1.2,\n东桥镇,平原,2,0.9,\n合计,,5,,\n填表人：某某,,,,\n"
)


def lines(popcalc: Popcalc, folder: Path, written: str, name: str = "a.csv") -> tuple[int, list[dict[str, object]]]:
    (folder / name).write_text(written, encoding="utf-8")
    result = popcalc("inspect", name, "-f", "json", cwd=folder)
    return result.code, json.loads(result.stdout)["records"]


def test_each_column_has_its_class_and_each_row_is_counted_with_its_first(popcalc: Popcalc, tmp_path: Path) -> None:
    code, found = lines(popcalc, tmp_path, TITLED)

    assert code == 0
    columns = {one["name"]: (one["class"], one["key"], one["reason"]) for one in found if one["part"] == "column"}
    assert columns["乡镇"] == ("area", "town", "its header says so")
    assert columns["出生人数"] == ("count", "births", "its header says so")
    assert columns["出生率"] == ("printed rate", None, "its figures are no counts")
    assert columns["类别"] == ("description", None, "what stands in it shows it")
    assert columns["备注"] == ("description", None, "it tells nothing of a row")
    rows = {one["name"]: (one["number"], one["place"]) for one in found if one["part"] == "rows"}
    assert rows == {
        "rows that are read": (2, "3"),
        "totals, by a word in them": (1, "5"),
        "lines below the table": (1, "6"),
    }
    months = [(one["name"], one["reason"]) for one in found if one["part"] == "months"]
    assert months == [("2013-06", "the file")]


def test_every_class_of_rows_and_columns_has_words() -> None:
    from popcalc import inspection
    from popcalc.intake.header.layout import ColumnClass, Shape, Why
    from popcalc.intake.rows.values import RowClass

    tables = (inspection.ROW_CLASSES, inspection.COLUMN_CLASSES, inspection.REASONS, inspection.SHAPES)
    assert [set(table) for table in tables] == [set(RowClass), set(ColumnClass), set(Why), set(Shape)]


def test_what_is_open_is_told_with_its_place_and_ends_with_2(popcalc: Popcalc, tmp_path: Path) -> None:
    code, found = lines(popcalc, tmp_path, "month,town,sex,births\n2013-06,North,Female,20\n")

    assert code == 2
    assert [(one["key"], one["place"]) for one in found if one["part"] == "open"] == [("DIMENSION", "2:3")]


def test_a_file_that_cannot_be_opened_is_among_the_files(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("village,births\nA,1\n", encoding="utf-8")
    code, _ = lines(popcalc, tmp_path, "village,month,births\nA,2013-01,1\n")
    result = popcalc("inspect", "a.csv", "b.csv", "-f", "json", cwd=tmp_path)
    found = json.loads(result.stdout)["records"]

    assert (code, result.code) == (0, 2)
    assert [(one["file"], one["key"]) for one in found if one["part"] == "open"] == [("b.csv", "NO_PERIOD")]


def test_rows_of_an_areas_file_are_drafted_for_a_village_that_fell_silent(popcalc: Popcalc, tmp_path: Path) -> None:
    months = {"A": 6, "B": 2, "C": 6}
    rows = [f"2013-0{month},N,{village},1,100" for village, last in months.items() for month in range(1, last + 1)]
    (tmp_path / "a.csv").write_text("\n".join(["month,town,village,births,population", *rows, ""]))

    result = popcalc("inspect", "a.csv", "--draft-areas", "areas.csv", cwd=tmp_path)

    assert result.code == 0
    drafted = (tmp_path / "areas.csv").read_text(encoding="utf-8")
    assert drafted == "code,name,level,parent,aliases,opened,closed,into\n,N,town,,,,,\n,B,village,N,,,2013-02,\n"
    computed = popcalc("compute", "a.csv", "--areas", "areas.csv", "--by", "all", "-f", "json", cwd=tmp_path)
    [births] = [one for one in json.loads(computed.stdout)["records"] if one["indicator"] == "births"]
    assert (births["village_months_reported"], births["village_months_expected"]) == (14, 14)


def test_nothing_is_drafted_while_something_is_wrong(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("month,town,sex,births\n2013-06,North,Female,20\n")

    result = popcalc("inspect", "a.csv", "--draft-areas", "areas.csv", cwd=tmp_path)

    assert result.code == 2
    assert not (tmp_path / "areas.csv").exists()


def test_an_area_whose_figures_are_sums_by_chance_is_mentioned(popcalc: Popcalc, tmp_path: Path) -> None:
    """3 = 1 + 2: with three rows beside it that is likely by chance."""
    _, found = lines(popcalc, tmp_path, "month,village,births\n2013-06,Mill,1\n2013-06,Ford,2\n2013-06,Kiln,3\n")
    [row] = [line for line in found if "sums" in str(line["name"])]
    assert (row["place"], row["reason"]) == ("4", "by chance in one of 2 cases")


def test_the_area_of_all_rows_is_told(popcalc: Popcalc, tmp_path: Path) -> None:
    _, found = lines(popcalc, tmp_path, "Town: Northhill,\nmonth,births\n2013-06,1\n")
    [line] = [line for line in found if line["name"] == "town of all rows"]
    assert (line["class"], line["key"]) == ("Northhill", "town")


def answered(draft: str) -> str:
    """The draft with the answers of all questions."""
    return re.sub(r"^# (?=columns:|  \"|[a-z_]+: )", "", draft, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("written", "change", "births"),
    [
        ("month,village,birthes,remarkable\n2013-06,Mill,3,7\n2013-06,Ford,4,8\n", {}, 7),
        ("month,newborns\n2013-06,3\n", {'"newborns": ignore': '"newborns": births'}, 3),
        ("month,village,sex,births\n2013-06,Mill,M,3\n2013-06,Mill,F,4\n", {"where: ": "# where: "}, 7),
        ("month,village,births\n2013-06,Mill,1.234\n", {}, 1234),
    ],
)
def test_a_draft_with_its_questions_answered_reads_the_file(
    written: str, change: dict[str, str], births: int, popcalc: Popcalc, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(written, encoding="utf-8")
    popcalc("inspect", "a.csv", "--draft", "c.yaml", cwd=tmp_path)
    draft = (tmp_path / "c.yaml").read_text(encoding="utf-8")
    assert popcalc("compute", "a.csv", "--columns", "c.yaml", cwd=tmp_path).stderr.count(b"c.yaml:") == 0
    answers = answered(draft)
    for asked, answer in change.items():
        answers = answers.replace(asked, answer)
    (tmp_path / "c.yaml").write_text(answers, encoding="utf-8")
    result = popcalc(
        "compute", "a.csv", "--columns", "c.yaml", "--indicator", "births", "-f", "json", "--by", "all", cwd=tmp_path
    )
    assert result.code == 0, (answers, result.stderr.decode())
    assert [record["value"] for record in json.loads(result.stdout)["records"]] == [births]


def test_a_draft_keeps_what_was_given_and_is_chinese_on_demand(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("month,village,bearths,odd\n2013-05,Mill,3,7\n2013-06,Mill,3,8\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("version: 1\ncolumns: {bearths: births}\n", encoding="utf-8")
    popcalc("inspect", "a.csv", "--columns", "c.yaml", "--draft", "d.yaml", "--lang", "zh", cwd=tmp_path)
    first, second, *rest = (tmp_path / "d.yaml").read_text(encoding="utf-8").splitlines()
    assert (first, second) == (
        "# 列说明文件，由 popcalc inspect 根据 a.csv 起草。",
        "# 已理解的内容无需写出。请去掉正确答案前的 #，或加以修改。",
    )
    assert rest[:4] == ["version: 1", "", "columns:", '  "bearths": births']
    assert rest[4].startswith("# 未能识别的列；每列可以是：一项指标")
    assert rest[5:] == ['#   "odd": ignore  # a.csv, 4']


def test_a_draft_replaces_no_file(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("month,births\n2013-06,3\n", encoding="utf-8")
    result = popcalc("inspect", "a.csv", "--draft", "a.csv", cwd=tmp_path)
    assert (result.code, result.stdout) == (2, b"")
    assert b"a.csv FILE_EXISTS" in result.stderr
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "month,births\n2013-06,3\n"


def test_what_hangs_on_what_is_open_is_told(popcalc: Popcalc, tmp_path: Path) -> None:
    """An empty cell of deaths changes what has deaths in it, and no more."""
    rows = "2013-05,A,3,1,100\n2013-05,B,0,,120\n2013-06,A,2,,100\n2013-06,B,1,0,120\n"
    code, found = lines(popcalc, tmp_path, f"month,village,births,deaths,population\n{rows}")
    [empty] = [line for line in found if line["part"] == "open"]

    assert code == 0
    assert (empty["key"], empty["place"], empty["number"]) == ("EMPTY_CELLS", "3:4", 2)
    assert empty["values"] == ["deaths", "crude_death_rate", "natural_increase", "natural_increase_rate"]
    shown = popcalc("inspect", "a.csv", "-f", "table", "--lang", "zh", cwd=tmp_path).stdout
    assert "死亡率".encode() in shown


def test_a_cell_that_is_no_count_holds_up_what_has_that_count_in_it(popcalc: Popcalc, tmp_path: Path) -> None:
    code, found = lines(popcalc, tmp_path, "month,village,births,deaths\n2013-05,A,x,1\n")
    [wrong] = [line for line in found if line["part"] == "open"]

    assert (code, wrong["key"]) == (2, "NOT_A_COUNT")
    assert "births" in str(wrong["values"])
    assert "deaths" not in str(wrong["values"])


def test_figures_that_carry_a_flag_are_open(popcalc: Popcalc, tmp_path: Path) -> None:
    _, found = lines(popcalc, tmp_path, "month,village,births,population\n2013-05-01,A,1,100\n2013-06-01,A,1,100\n")
    [assumed] = [line for line in found if line["part"] == "open"]

    assert assumed["key"] == "DATE_ASSUMED"
    assert "crude_birth_rate" in str(assumed["values"])
    assert "'births'" not in str(assumed["values"])


def test_a_draft_never_ignores_the_names_and_figures_of_a_long_table(popcalc: Popcalc, tmp_path: Path) -> None:
    rows = "area,month,Indicator label text,Value recorded\nEast,2020-01,Births,12\nEast,2020-01,Visits,1\n"
    (tmp_path / "long.csv").write_text(rows, encoding="utf-8")
    popcalc("inspect", "long.csv", "--draft", "draft.yaml", cwd=tmp_path)
    draft = (tmp_path / "draft.yaml").read_text(encoding="utf-8")
    assert '"Indicator label text": measure' in draft
    assert '"Value recorded": value' in draft
