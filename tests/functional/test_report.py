"""The command `report`: the page, the workbook and the slips, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import python_calamine

import popcalc as package
from tests.pages import read_page

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown

TWO_YEARS = ("sample_data/monthly", "sample_data/monthly_2012")
TARGETS = ("--targets", "configs/targets-county.yaml")
WITHOUT_CHARTS = ("--sections", "month,scorecard,comparison,missed,quality,method")
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
ROWS = "month,town,village,births,deaths,deaths_infant,population\n"


@dataclass(frozen=True)
class Made:
    """The files of one report, which several tests look at."""

    page: Path
    book: Path


def report(popcalc: Popcalc, folder: Path, sources: tuple[str, ...]) -> Made:
    """Report two years against targets, as page and workbook."""
    made = Made(folder / "report.html", folder / "report.xlsx")
    done = popcalc("report", *sources, *TARGETS, "--lang", "en", "-q", "-o", made.page, "-o", made.book)
    assert done.code == 0, done.stderr.decode("utf-8")
    return made


@pytest.fixture(scope="module")
def made(popcalc: Popcalc, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return report(popcalc, tmp_path_factory.mktemp("made"), TWO_YEARS)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_page_without_charts_is_this(lang: str, popcalc: Popcalc, golden: Golden, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = popcalc("report", *TWO_YEARS, *TARGETS, *WITHOUT_CHARTS, "--lang", lang, "-o", page, "-q")
    assert (done.code, done.stdout, done.stderr) == (0, b"", b"")
    golden(f"report/page-{lang}.html", page.read_bytes())


def test_faulty_counts_give_slips(popcalc: Popcalc, golden: Golden, tmp_path: Path) -> None:
    sources = ("sample_data/faulty", "--month", "2013-12", "--lang", "en", "-q")
    done = popcalc("report", *sources, "--slips", tmp_path / "slips")
    assert (done.code, done.stdout, done.stderr) == (0, b"", b"")
    slips = sorted((tmp_path / "slips").iterdir())
    golden("report/slips.txt", "\n".join(f"== {one.name}\n{one.read_text(encoding='utf-8')}" for one in slips))


def test_month_that_a_town_has_not_sent_says_so_first(popcalc: Popcalc, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    options = ("--month", "2013-08", "--lang", "en", "-q", "-o", page, "--slips", tmp_path / "slips")
    done = popcalc("report", "sample_data/faulty", *options)
    assert done.code == 0, done.stderr.decode("utf-8")
    shown = read_page(page.read_text(encoding="utf-8"))
    assert shown.by_class["alarm"] == [
        "Riverside has not reported: Aug is without Riverside; Jan–Aug holds its Jan–Jul only."
    ]
    assert "18 of 24 villages have reported" in shown.text
    slip = (tmp_path / "slips" / "Riverside 2013-08.txt").read_text(encoding="utf-8")
    assert "The report of Aug 2013 has not come: please send it." in slip


def test_town_is_asked_for_the_cells_that_its_form_has(popcalc: Popcalc, golden: Golden, tmp_path: Path) -> None:
    sources = ("sample_data/monthly_zh", "sample_data/returns_zh", "--month", "2014-01", "--lang", "zh", "-q")
    done = popcalc("report", *sources, "--slips", tmp_path / "slips")
    assert (done.code, done.stdout, done.stderr) == (0, b"", b"")
    slips = sorted((tmp_path / "slips").iterdir())
    golden("report/slips-zh.txt", "\n".join(f"== {one.name}\n{one.read_text(encoding='utf-8')}" for one in slips))


def test_month_that_is_there_in_part_is_named_and_not_told(popcalc: Popcalc, tmp_path: Path) -> None:
    rows = [f"2013-{month:02},North,{village},3,1,0,900" for village in ("one", "two") for month in range(1, 7)]
    (tmp_path / "a.csv").write_text(ROWS + "\n".join([*rows, "2013-07,North,one,3,1,0,900"]) + "\n")
    done = popcalc("report", "a.csv", "--lang", "en", "-q", "-o", "r.html", cwd=tmp_path)
    assert done.code == 0, done.stderr.decode("utf-8")
    shown = read_page((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert shown.by_class["hint"] == ["There in part and not in this report: Jul 2013 (1 of 2 villages)."]
    assert "data up to 30 June 2013" in shown.text
    assert "The files hold nothing of the year before" in shown.text


TOWN = "{town}人口月报表 {month}\n村,出生人数,死亡人数,期末总人口\n{town}东村,{births},2,1000\n{town}西村,4,3,1200\n"


def test_a_file_in_the_wrong_month_is_asked_about_and_last_year_is_of_the_same_villages(
    popcalc: Popcalc, tmp_path: Path
) -> None:
    for year in (2025, 2026):
        for month in (9, 10):
            for town, births in (("甲镇", 5), ("乙镇", 8)):
                folder = tmp_path / "上报" / f"{year}年{month}月"
                folder.mkdir(parents=True, exist_ok=True)
                said = "2026年9月" if (year, month, town) == (2026, 10, "乙镇") else f"{year}年{month}月"
                written = TOWN.format(town=town, month=said, births=births)
                (folder / f"{town}.csv").write_text(written, encoding="utf-8")
    page = tmp_path / "通报.html"
    options = ("--month", "2026-10", "--lang", "zh", "-q", "-o", page, "--slips", tmp_path / "slips")
    done = popcalc("report", tmp_path / "上报", *options)
    assert done.code == 0, done.stderr.decode("utf-8")
    shown = read_page(page.read_text(encoding="utf-8"))
    asked = "表上方写的是 2026-09，名称写的是 2026-10：以表上方为准，请核实"
    rows = [row for table in shown.tables for row in table if asked in row]
    assert [row[0] for row in rows] == ["乙镇"]
    assert "2026年10月/乙镇.csv" in rows[0][-1]
    assert asked in (tmp_path / "slips" / "乙镇 2026-10.txt").read_text(encoding="utf-8")
    # Nine births of 甲镇 in both Octobers; 乙镇 had twelve more a year ago.
    assert "去年同期（同样的村）9 人（0）" in shown.text


def test_sources_in_another_order_give_the_same_bytes(popcalc: Popcalc, made: Made, tmp_path: Path) -> None:
    again = report(popcalc, tmp_path, TWO_YEARS[::-1])
    assert again.page.read_bytes() == made.page.read_bytes()
    assert again.book.read_bytes() == made.book.read_bytes()
    assert len(again.page.read_bytes()) < 300_000


def test_nothing_of_a_page_is_elsewhere(made: Made) -> None:
    text = made.page.read_text(encoding="utf-8")
    elements = read_page(text).elements
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in elements}
    assert "//" not in re.sub(r"<small>.*?</small>", "", text)
    named = [value for _, attributes in elements for name, value in attributes.items() if name in ("href", "src")]
    assert all(value and value.startswith("#") for value in named)
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {value[1:] for value in named if value} <= set(ids)
    assert sum(tag == "svg" for tag, _ in elements) == 5


def test_every_colour_of_the_scorecard_has_its_mark(popcalc: Popcalc, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert popcalc("report", *TWO_YEARS, *TARGETS, "--by", "village", "--lang", "en", "-q", "-o", page).code == 0
    assert len(page.read_bytes()) < 300_000
    cells = re.findall(r'<td class="(\w+)"><span class="mark">(.)</span> ([^<]*)', page.read_text(encoding="utf-8"))
    seen = {(tone, mark, "?" in words) for tone, mark, words in cells}
    assert seen == {("met", "✓", False), ("missed", "✗", False), ("maybe", "✗", True)}


def sheets_of(book: Path) -> dict[str, list[list[Any]]]:
    found = python_calamine.CalamineWorkbook.from_path(str(book))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def half_up(number: float, like: str) -> str:
    """A number as words of so many decimals show it; halves of these figures do not hang on the float's last bits."""
    places = len(like.partition(".")[2])
    shown = Decimal(f"{number:.10f}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:+,f}" if like.startswith("+") else f"{shown:,f}"


def test_numbers_of_the_page_are_the_cells_of_the_workbook(made: Made) -> None:
    sheets = sheets_of(made.book)
    tables = read_page(made.page.read_text(encoding="utf-8")).tables
    checked = 0
    for heading, name in (("Policy compliance rate", "Targets"), ("last year", "Against last year")):
        table = next(one for one in tables if any(heading in cell for row in one[:2] for cell in row))
        cells = {row[0]: row for row in sheets[name]}
        for row in table:
            if row[0] not in cells or row[0] == "Town":
                continue
            for words, cell in zip(row[1:], cells[row[0]][1:], strict=True):
                if isinstance(cell, float):
                    shown = NUMBER.search(words)
                    assert shown, (row[0], words, cell)
                    assert shown[0] == half_up(cell, shown[0]), (row[0], words, cell)
                    checked += 1
    assert checked == 4 * 6 + 4 * 13


def placed(record: Mapping[str, Any]) -> list[str]:
    return [str(record.get(field)) for field in ("area", "indicator", "target")]


def test_records_of_the_workbook_are_those_of_the_commands(popcalc: Popcalc, made: Made) -> None:
    sheets = sheets_of(made.book)
    commands = {
        "Records to date": ("compute", "--from", "2013-01", "--ci", "--compare", "last-year"),
        "Records of the month": ("compute", "--from", "2013-12", "--ci", "--compare", "last-year"),
        "Verdicts": ("check", *TARGETS, "--compare", "last-year", "--exit-zero"),
    }
    for name, (command, *options) in commands.items():
        head, *rows = sheets[name]
        keys = ",".join(dict.fromkeys(str(row[head.index("indicator")]) for row in rows))
        asked = ("--indicator", keys) if command == "compute" else ()
        done = popcalc(command, *TWO_YEARS, *options, *asked, "-f", "json", "-q")
        records = json.loads(done.stdout)["records"]
        found = [dict(zip(head, row, strict=True)) for row in rows]
        assert len(found) == len(records) > 10
        for shown, record in zip(sorted(found, key=placed), sorted(records, key=placed), strict=True):
            for field, value in record.items():
                cell = shown[field]
                if isinstance(value, float | int):
                    assert cell == pytest.approx(value, rel=1e-14), (name, field)
                elif isinstance(value, list):
                    assert cell == ";".join(value), (name, field)
                else:
                    assert cell == (value or ""), (name, field)


def test_report_ends_with_0_though_targets_are_missed(popcalc: Popcalc, made: Made) -> None:
    assert made.page.exists()  # Ended with 0, or there would be nothing to look at.
    assert popcalc("check", *TWO_YEARS, *TARGETS, "-q").code == 1


REFUSED = {
    "no-output": "",
    "ending": "-o report.docx",
    "sections": "--sections month,scorcard -o r.html",
    "section-number": "--sections 1,9 -o r.html",
    "ending-zh": "-o report.pdf --lang zh",
    "months-of-others": "--to 2013-04 -o r.html",
    "month-outside": "--month 2019-05 -o r.html",
    "no-month": "--month 2013 -o r.html",
    "targets-of-another-year": "--month 2012-05 --targets configs/targets-county.yaml -o r.html",
    "folder": "-o no/such/folder/r.html",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_refused(name: str, shown: Shown) -> None:
    done = shown(f"report/refused-{name}", f"report {' '.join(TWO_YEARS)} -q {REFUSED[name]}")
    assert done.code == 2


@pytest.mark.parametrize("options", ["-o r.xlsx", "--slips . -o new.html", "-o r.html"])
def test_files_that_are_read_are_never_replaced(options: str, popcalc: Popcalc, tmp_path: Path) -> None:
    infants = {"one": "0", "two": ""}
    rows = [
        f"2013-{month:02},North,{village},{3 - month % 2},1,{none},900"
        for village, none in infants.items()
        for month in range(1, 7)
    ]
    text = ROWS + "\n".join(rows) + "\n"
    names = {"-o r.xlsx": "r.xlsx", "-o r.html": "r.html"}
    # A slip would have this name.
    source = tmp_path / names.get(options, "North 2013-06.txt")
    (tmp_path / "a.csv").write_text(text)
    os.link(tmp_path / "a.csv", source)
    done = popcalc("report", "a.csv", *options.split(), "--lang", "en", "-q", cwd=tmp_path)
    assert done.code == 2
    assert b"OUTPUT_IS_INPUT" in done.stderr
    assert source.read_text() == text


def test_slips_that_cannot_be_written_say_where(popcalc: Popcalc, tmp_path: Path) -> None:
    done = popcalc("report", *TWO_YEARS, "--slips", tmp_path / "no" / "slips", "-q", "--lang", "en")
    assert done.code == 2
    assert b"OUTPUT_FAILED" in done.stderr
    assert b"no/slips" in done.stderr


def test_sections_are_chosen_by_key_number_or_title(popcalc: Popcalc, tmp_path: Path) -> None:
    made = []
    for number, words in enumerate(("comparison,method", "3,7", "与去年同期比较,Method")):
        page = tmp_path / f"{number}.html"
        done = popcalc("report", *TWO_YEARS, "--sections", words, "--lang", "en", "-q", "-o", page)
        assert done.code == 0, done.stderr.decode("utf-8")
        made.append(page.read_text(encoding="utf-8"))
    assert made[0] == made[1] == made[2]
    assert re.findall(r"<h2>(.*?)</h2>", made[0]) == ["1. Against last year", "2. Method"]


def test_title_and_issuer_stand_as_they_are(popcalc: Popcalc, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    words = ("--title", "=Of <b>us</b> & them", "--issuer", "The {office}")
    assert popcalc("report", *TWO_YEARS, *words, "--lang", "en", "-q", "-o", page).code == 0
    shown = read_page(page.read_text(encoding="utf-8"))
    assert "=Of <b>us</b> & them" in shown.text
    assert "issued by The {office}" in shown.text


BY_ITSELF = """\
import sys
sys.modules["matplotlib"] = None
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "matplotlib" else found(name, *more)
from popcalc.cli.main import run
run(sys.argv[1:])
"""


def test_page_without_matplotlib_says_how_to_get_charts(environment: dict[str, str], tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    command = [sys.executable, "-P", "-c", BY_ITSELF, "report", *TWO_YEARS, "-q", "-o", str(page)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, capture_output=True, env=environment, cwd=root, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = read_page(page.read_text(encoding="utf-8"))
    assert "pip install 'popcalc[report]'" in shown.text
    assert all(tag != "svg" for tag, _ in shown.elements)


IMPORTED = """\
import sys
from popcalc.cli.main import run
try:
    run(sys.argv[1:])
finally:
    print(sorted({"jinja2", "matplotlib", "xlsxwriter"} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["--help", "report --help", "compute sample_data/monthly -q"])
def test_what_makes_pages_is_imported_only_for_a_report(command: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", IMPORTED, *command.split()],
        capture_output=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        check=False,
    )
    assert done.stderr.decode("utf-8").splitlines()[-1] == "[]"


def test_python_gives_the_same_page_and_files(made: Made, sample_data: Path, tmp_path: Path) -> None:
    counts = package.read([sample_data / "monthly", sample_data / "monthly_2012"])
    targets = sample_data.parent / "configs" / "targets-county.yaml"
    files = [tmp_path / "python.html", tmp_path / "python.xlsx"]
    page = package.report(counts, targets, output=files)
    assert page == made.page.read_text(encoding="utf-8")
    assert [one.read_bytes() for one in files] == [made.page.read_bytes(), made.book.read_bytes()]


def test_python_refuses_what_the_command_refuses(sample_data: Path, tmp_path: Path) -> None:
    counts = package.read(sample_data / "monthly")
    with pytest.raises(package.PopcalcError, match=r"\.html or \.xlsx"):
        package.report(counts, output=tmp_path / "r.pdf")
    with pytest.raises(package.PopcalcError, match="sections"):
        package.report(counts, sections="scorcard")


def test_a_target_whose_counts_no_file_holds_is_not_to_be_judged(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text("month,village,births,population\n2024-01,Ash,3,1000\n", encoding="utf-8")
    (tmp_path / "targets.yaml").write_text(
        "version: 1\nyear: 2024\ntargets:\n  - {indicator: crude_birth_rate, at_least: 7}\n"
        "  - {indicator: infant_mortality_rate, at_most: 4.5}\n",
        encoding="utf-8",
    )
    done = popcalc("report", "counts.csv", "-t", "targets.yaml", "-o", "r.html", "-o", "r.xlsx", cwd=tmp_path)

    assert done.code == 0
    assert b"no verdict on infant_mortality_rate" in done.stderr
    assert "Infant mortality rate" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert (tmp_path / "r.xlsx").exists()
