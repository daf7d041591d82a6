"""Where counts come from: workbooks, archives, folders; the same counts give the same bytes wherever they lie."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown

WORKBOOKS = Path(__file__).parents[1] / "fixtures" / "workbooks"

AS_CSV = """\
村代码,村名,月份,出生人数,期末人口
320803100201,松谷村,2013-06,3,1204
320803100202,石门村,2013-06,0,986
320803100203,东溪村,2013-06,12,1530
"""


@pytest.fixture(scope="session")
def answer(popcalc: Popcalc, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The answer to the table as CSV."""
    path = tmp_path_factory.mktemp("plain") / "counts.csv"
    path.write_text(AS_CSV, encoding="utf-8")
    result = popcalc("compute", path, "--by", "village")
    assert result.code == 0
    return result.stdout


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_workbook_gives_the_same_bytes_as_csv(suffix: str, answer: bytes, popcalc: Popcalc) -> None:
    result = popcalc("compute", WORKBOOKS / f"counts.{suffix}", "--by", "village")

    assert (result.code, result.stdout) == (0, answer)


def test_archive_and_standard_input_give_the_same_bytes_as_csv(answer: bytes, popcalc: Popcalc, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sent.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(WORKBOOKS / "counts.xls", "6月/counts.xls")

    assert popcalc("compute", tmp_path / "sent.zip", "--by", "village").stdout == answer
    assert popcalc("compute", "-", "--by", "village", input=(tmp_path / "sent.zip").read_bytes()).stdout == answer


def test_workbook_with_errors_names_the_cells(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "report.xls").write_bytes((WORKBOOKS / "errors.xls").read_bytes())
    (tmp_path / "broken.xlsx").write_bytes((WORKBOOKS / "counts.xlsx").read_bytes()[:4000])
    assert shown("sources/workbook-errors", "compute report.xls", cwd=tmp_path).code == 2
    assert shown("sources/broken-workbook", "compute broken.xlsx report.xls", cwd=tmp_path).code == 2


def test_sheet_that_is_named_is_read(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").write_bytes((WORKBOOKS / "counts.xlsx").read_bytes())
    assert shown("sources/hidden-sheet", "compute report.xlsx --sheet 代码", cwd=tmp_path).code == 2
    assert shown("sources/unknown-sheet", "compute report.xlsx --sheet 报", cwd=tmp_path).code == 2


def test_archive_with_faults_names_the_files_in_it(shown: Shown, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as archive:
        archive.writestr("2013/06/北岭镇.csv", "village,births\nMill,3\nFord,x\n")
        archive.writestr("2013/06/empty.csv", "")
        archive.writestr("__MACOSX/._北岭镇.csv", "x")
    assert shown("sources/archive-faults", "compute sent.zip", cwd=tmp_path).code == 2


def test_name_with_lost_characters_is_refused(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "lost.csv").write_text("village,month,births\n松?村,2013-06,3\n鏉戝眳,2013-06,1\n石\ufffd,2013-06,1\n")
    assert shown("sources/lost-characters", "compute lost.csv", cwd=tmp_path).code == 2
