"""The report in a real browser: nothing leaves, nothing is cut, everything is read at every width and on paper."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pages import read_page

if TYPE_CHECKING:
    from tests.browser.conftest import Axe, Browser, Printed, Seen
    from tests.conftest import Popcalc

TARGETS = """version: 1
year: 2013
targets:
  - {indicator: crude_birth_rate, at_least: 12}
  - {indicator: natural_increase_rate, at_most: 5}
  - {indicator: sex_ratio_at_birth, between: [103, 107]}
  - {indicator: policy_compliance_rate, at_least: 96}
"""
SOURCES = {"en": ("sample_data/monthly", "sample_data/monthly_2012"), "zh": ("sample_data/monthly_zh",)}
ANNEX = {"en": "5. Missed targets", "zh": "五、未达标情况"}
A4 = (595, 842)
WIDTHS = {360, 820, 1280}


@pytest.fixture(scope="module", params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(lang: str, popcalc: Popcalc, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    made, targets = folder / "report.html", folder / "targets.yaml"
    targets.write_text(TARGETS, encoding="utf-8")
    done = popcalc("report", *SOURCES[lang], "--targets", targets, "--lang", lang, "-o", made)
    assert done.code == 0, done.stderr.decode("utf-8")
    return made


@pytest.fixture(scope="module")
def seen(browser: Browser, page: Path) -> Seen:
    return browser.seen(page)


@pytest.fixture(scope="module")
def printed(browser: Browser, page: Path) -> Printed:
    return browser.printed(page)


def test_page_makes_no_request_and_no_message(seen: Seen) -> None:
    assert set(seen) == WIDTHS
    for found in seen.values():
        assert found["requests"] == []
        assert found["errors"] == []
        assert found["console"] == []
        # The one script is that of the test.
        assert found["scripts"] == 1


def test_page_is_no_wider_than_the_window(seen: Seen) -> None:
    assert set(seen) == WIDTHS
    for width, found in seen.items():
        assert found["needed"] <= width
        assert found["over"] == []
        assert found["small"] == []


def test_body_is_printed_on_two_sheets_of_a4_and_the_annex_behind(printed: Printed, lang: str) -> None:
    assert printed.size == pytest.approx(A4, abs=1)
    begins = [number for number, words in enumerate(printed.sheets) if ANNEX[lang] in words]
    assert begins == [2]
    assert printed.sheets[2].strip().startswith(ANNEX[lang])


def test_no_row_is_cut_by_the_end_of_a_sheet(printed: Printed, page: Path) -> None:
    sheets = ["".join(words.split()) for words in printed.sheets]
    rows = [row for table in read_page(page.read_text(encoding="utf-8")).tables for row in table]
    assert len(rows) > 12
    for row in rows:
        cells = ["".join(cell.split()) for cell in row]
        # Words that are wrapped stand between those of other cells: their first and last letters are looked for.
        assert any(all(cell[:3] in sheet and cell[-3:] in sheet for cell in cells) for sheet in sheets), row


def test_axe_finds_no_fault(axe: Axe, page: Path) -> None:
    assert axe(page) == []


def test_village_called_script_is_text(browser: Browser, popcalc: Popcalc, tmp_path: Path) -> None:
    evil = '<script>alert("1")</script>'
    source, page = tmp_path / "counts.csv", tmp_path / "report.html"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["month", "town", "village", "births", "births_male", "births_female", "deaths", "population"])
        for month in range(1, 13):
            writer.writerow([f"2013-{month:02}", f"{evil} town", evil, 3, 2, 2, 1, 900 + month])
            writer.writerow([f"2013-{month:02}", "North", "A&B <b>", 3, 1, 1, 1, 800 + month])
    done = popcalc("report", source, "--lang", "en", "--title", evil, "-o", page)
    assert done.code == 0, done.stderr.decode("utf-8")
    assert all(seen["scripts"] == 1 for seen in browser.seen(page).values())
    words = browser.asked(page, "return document.body.innerText;")
    assert words.count(evil) > 2
    assert "A&B <b>" in words
