"""`popcalc init`: a project file made from what lies in a folder, and blank returns that are read again."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc

MONTHS = ("2013-01", "2013-02", "2013-03")
Rows = list[dict[str, str]]


@pytest.fixture
def office(tmp_path: Path, sample_data: Path) -> Path:
    """A folder as an office has it: months, a list of towns, targets of two years, other things."""
    (tmp_path / "returns").mkdir()
    for month in MONTHS:
        shutil.copy(sample_data / "monthly" / f"{month}.csv", tmp_path / "returns")
    shutil.copy(sample_data / "monthly" / "2013-01.csv", tmp_path / "late 2013-01.csv")
    shutil.copy(sample_data / "monthly_2012" / "2012-12.csv", tmp_path / "county 2012-12.csv")
    (tmp_path / "towns 2013.csv").write_text("month,town,births\n2013-01,Northhill,9\n", encoding="utf-8")
    (tmp_path / "phones.csv").write_text("village,name,id_number\nA,X,110105194912310021\n", encoding="utf-8")
    aims = (sample_data.parent / "configs" / "targets-county.yaml").read_text(encoding="utf-8")
    (tmp_path / "aims.yaml").write_text(aims, encoding="utf-8")
    (tmp_path / "last.yaml").write_text(aims.replace("2013", "2012"), encoding="utf-8")
    (tmp_path / "areas.csv").write_text("name,level,parent,aliases\nNorthhill,town,,North hill\n", encoding="utf-8")
    (tmp_path / "compose.yaml").write_text("version: 1\nservices: {web: {image: x}}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_project_file_names_what_lies_there(lang: str, office: Path, popcalc: Popcalc, golden: Golden) -> None:
    told = popcalc("init", "--lang", lang, cwd=office)
    assert (told.code, told.stderr) == (0, b"")
    golden(f"project/init-{lang}.txt", told.stdout)
    golden(f"project/init-{lang}.yaml", (office / "popcalc.yaml").read_bytes())
    # As it stands it is a month's work.
    assert popcalc("check", "-q", cwd=office).code == 1
    again = popcalc("init", "--lang", lang, cwd=office)
    assert (again.code, again.stdout, b"FILE_EXISTS" in again.stderr) == (2, b"", True)


def test_nothing_is_written_where_there_are_no_counts(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing\n", encoding="utf-8")
    result = popcalc("init", cwd=tmp_path)
    assert (result.code, list(tmp_path.iterdir())) == (2, [tmp_path / "a.txt"]), result.stderr
    assert b"NO_COUNTS" in result.stderr or b"NO_" in result.stderr


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"version: 1\nyear:2024\ntargets:\n", "row 2: "), ("targets: # 指标\n".encode("gb18030"), "UTF-8")],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    content: bytes, why: str, popcalc: Popcalc, tmp_path: Path
) -> None:
    (tmp_path / "2024-01.csv").write_text("village,births\nAsh,3\n", encoding="utf-8")
    (tmp_path / "targets.yaml").write_bytes(content)
    (tmp_path / "other.yml").write_text("on:\n  push:x\n  - y\n", encoding="utf-8")
    done = popcalc("init", cwd=tmp_path)

    assert done.code == 0
    assert b"targets.yaml" in done.stdout + done.stderr
    written = (tmp_path / "popcalc.yaml").read_text(encoding="utf-8")
    (line,) = [one for one in written.splitlines() if "targets.yaml" in one]
    assert why in line
    assert "other.yml" not in written


def test_options_of_blank_returns_are_refused_without_them(popcalc: Popcalc, tmp_path: Path) -> None:
    result = popcalc("init", "--month", "2013-01", cwd=tmp_path)
    assert (result.code, b"ONLY_FORMS" in result.stderr) == (2, True)


def rows_of(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def filled(form: Path, figure: Callable[[str, int, int], str]) -> None:
    """Fill in the empty cells of a workbook, as a spreadsheet stores them: `figure` of the sheet's XML, row, column."""
    with zipfile.ZipFile(form) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode("utf-8")

    def cell(found: re.Match[str]) -> str:
        letters, row = found[1], int(found[2])
        said = figure(sheet, row, sum((ord(one) - 64) * 26**place for place, one in enumerate(reversed(letters))))
        return found[0].replace("/>", f"><v>{said}</v></c>") if said else found[0]

    parts["xl/worksheets/sheet1.xml"] = re.sub(r'<c r="([A-Z]+)(\d+)" s="\d+"/>', cell, sheet).encode("utf-8")
    with zipfile.ZipFile(form, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def words_of(form: Path) -> list[str]:
    """Return the shared strings of a workbook, in their order."""
    with zipfile.ZipFile(form) as book:
        found = re.findall(r"<t[^>]*>(.*?)</t>", book.read("xl/sharedStrings.xml").decode("utf-8"))
    return found


def computed(popcalc: Popcalc, *sources: str, cwd: Path) -> Mapping[tuple[str, str], tuple[str, ...]]:
    result = popcalc("compute", *sources, "--no-project", "-q", "-i", "all", "-b", "village", cwd=cwd)
    assert result.code == 0, result.stderr
    kept = ("value", "numerator", "denominator", "flags")
    return {
        (row["area_name"], row["indicator"]): tuple(row[name] for name in kept)
        for row in csv.DictReader(io.StringIO(result.stdout.decode("utf-8")))
    }


@pytest.mark.parametrize(("lang", "folder"), [("en", "forms-2013-02"), ("zh", "空白报表2013-02")])
def test_a_form_that_is_filled_in_gives_the_figures_of_the_file_it_stands_for(
    lang: str, folder: str, popcalc: Popcalc, sample_data: Path, tmp_path: Path
) -> None:
    january, february = (rows_of(sample_data / "monthly" / f"2013-0{month}.csv") for month in (1, 2))
    shutil.copy(sample_data / "monthly" / "2013-01.csv", tmp_path / "2013-01.csv")
    told = popcalc("init", "--form", "--lang", lang, cwd=tmp_path)
    assert (told.code, told.stderr) == (0, b"")
    towns = list(dict.fromkeys(row["town"] for row in january))
    assert sorted(one.name for one in (tmp_path / folder).iterdir()) == sorted(f"{town} 2013-02.xlsx" for town in towns)
    counts = counts_in_order(popcalc, list(january[0]))
    for town in towns:
        rows = [row for row in february if row["town"] == town]

        def figure(sheet: str, row: int, column: int, rows: Rows = rows) -> str:
            return rows[row - 4][counts[column - 6]]

        filled(tmp_path / folder / f"{town} 2013-02.xlsx", figure)
    shutil.copy(sample_data / "monthly" / "2013-02.csv", tmp_path / "2013-02.csv")
    by_form = computed(popcalc, "2013-01.csv", folder, cwd=tmp_path)
    by_file = computed(popcalc, "2013-01.csv", "2013-02.csv", cwd=tmp_path)
    assert by_form == by_file
    assert len(by_file) > 200


def counts_in_order(popcalc: Popcalc, columns: list[str]) -> list[str]:
    """Return the columns that are counts as the catalogue has them, which `popcalc counts` lists."""
    listed = csv.DictReader(io.StringIO(popcalc("counts", "-f", "csv").stdout.decode("utf-8")))
    return [row["key"] for row in listed if row["key"] in columns]


def test_a_cell_of_a_form_that_is_left_empty_is_missing_and_not_zero(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "2013-01.csv").write_text(
        "month,town,village,births,population\n2013-01,North,Mill,3,1000\n2013-01,North,Ford,2,900\n", encoding="utf-8"
    )
    assert popcalc("init", "--form", cwd=tmp_path).code == 0
    form = tmp_path / "forms-2013-02" / "North 2013-02.xlsx"
    untouched = computed(popcalc, "2013-01.csv", "forms-2013-02", cwd=tmp_path)
    assert untouched["Mill", "births"][0] == "3"
    filled(form, lambda _, row, column: "" if (row, column) == (4, 4) else "5" if column == 4 else "1000")
    result = popcalc("compute", "forms-2013-02", "-q", "-i", "births", "-b", "village", cwd=tmp_path)
    found = {row["area_name"]: row for row in csv.DictReader(io.StringIO(result.stdout.decode("utf-8")))}
    assert (found["Mill"]["value"], found["Mill"]["flags"]) == ("", "partial;undefined")
    assert found["Ford"]["value"] == "5"


def test_forms_ask_for_whole_numbers_and_say_what_empty_means(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "2013-01.csv").write_text("month,village,births\n2013-01,Mill,3\n", encoding="utf-8")
    assert popcalc("init", "--form", "--lang", "zh", "--month", "2013", "-o", "out", cwd=tmp_path).code == 0
    (form,) = (tmp_path / "out").iterdir()
    assert "没有发生请填 0；只有数字不详时才留空。" in words_of(form)
    with zipfile.ZipFile(form) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert re.search(
        r'<dataValidation type="whole" operator="greaterThanOrEqual" allowBlank="1".*sqref="C4:C15"', sheet
    )
    again = popcalc("init", "--form", "--month", "2013", "-o", "out", "--lang", "zh", cwd=tmp_path)
    assert (again.code, b"FILE_EXISTS" in again.stderr) == (2, True)


def test_forms_are_made_of_an_areas_file_alone(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(
        "code,name,level,parent,closed\n01,North,town,,\n0101,Mill,village,01,\n0102,Old,village,01,2012-06\n",
        encoding="utf-8",
    )
    (tmp_path / "popcalc.yaml").write_text("version: 1\nareas: areas.csv\n", encoding="utf-8")
    assert b"NO_MONTH" in popcalc("init", "--form", cwd=tmp_path).stderr
    assert popcalc("init", "--form", "--month", "2013-02", cwd=tmp_path).code == 0
    told = words_of(tmp_path / "forms-2013-02" / "North 2013-02.xlsx")
    assert {"Mill", "0101", "Population", "Deaths"} <= set(told)
    assert "Old" not in told
