"""The same answer in every format: whole pages, one for each."""

from __future__ import annotations

import csv
import gzip
import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineSheet, CalamineWorkbook

from popcalc.output import FORMATS

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown, Start, Terminal

QUESTION = "compute sample_data/monthly --indicator births,crude_birth_rate,infant_mortality_rate --period half"
ROOT = Path(__file__).parents[2]
SHORT = ("compute", "sample_data/monthly", "--indicator", "crude_birth_rate", "--by", "all")


@pytest.mark.parametrize("format", [name for name, one in FORMATS.items() if not one.is_binary])
def test_answer_in_each_format(format: str, shown: Shown) -> None:
    shown(f"formats/{format}", f"{QUESTION} -f {format}")


COMMANDS = {
    "compute": (*SHORT, "--targets", "configs/targets-county.yaml"),
    "check": ("check", "sample_data/monthly", "--targets", "configs/targets-county.yaml"),
    "validate": ("validate", "sample_data/faulty"),
    "audit": ("audit", "configs/printed-township.yaml"),
    "inspect": ("inspect", "sample_data/monthly"),
    "indicators": ("indicators", "birth"),
    "counts": ("counts", "birth"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_each_format(command: str, popcalc: Popcalc) -> None:
    shown = {format: popcalc(*COMMANDS[command], "-f", format) for format in FORMATS}

    assert {one.code for one in shown.values()} <= {0, 1}
    assert len({one.stdout for one in shown.values()}) >= len(FORMATS) - 1
    assert all(one.stdout for one in shown.values())


@pytest.mark.parametrize("format", ["csv", "markdown"])
def test_wide_layout_has_a_column_for_each_indicator(format: str, shown: Shown) -> None:
    shown(f"formats/wide-{format}", f"{QUESTION} --layout wide -f {format}")


def test_everything_that_the_columns_allow(shown: Shown) -> None:
    """What a newcomer sees first; into a file, so nothing is wrapped."""
    shown("formats/first-look", "compute sample_data/monthly -f table")


def test_format_that_cannot_be_wide_says_which_can(shown: Shown) -> None:
    shown("formats/wide-json", f"{QUESTION} --layout wide --bom -f json")


def test_byte_order_mark_comes_first_and_once(popcalc: Popcalc) -> None:
    marked = popcalc(*SHORT, "--bom")
    plain = popcalc(*SHORT)
    assert marked.stdout == b"\xef\xbb\xbf" + plain.stdout


def test_delimited_and_json_formats_say_the_same(goldens: Path) -> None:
    """The goldens against each other: what one format says, each says."""
    bodies = {name: _body(goldens / f"formats/{name}.txt") for name in ("csv", "tsv", "json", "jsonl")}
    records = list(csv.DictReader(io.StringIO(bodies["csv"], newline="")))
    assert list(csv.DictReader(io.StringIO(bodies["tsv"], newline=""), delimiter="\t")) == records
    wrapped = json.loads(bodies["json"])
    assert wrapped["schema"] == "popcalc/results/1"
    assert wrapped["records"] == [json.loads(line) for line in bodies["jsonl"].splitlines()]
    assert [_as_texts(record) for record in wrapped["records"]] == records


def _body(golden: Path) -> str:
    """Return the standard output that a golden holds."""
    page = golden.read_bytes().decode("utf-8")
    return page[page.index("\n") + 1 : page.rindex("--- exit")]


def _as_texts(record: dict[str, object]) -> dict[str, str]:
    def words(value: object) -> str:
        if isinstance(value, list):
            return ";".join(value)
        return "" if value is None else str(value)

    return {name: words(value) for name, value in record.items()}


@pytest.fixture
def goldens() -> Path:
    return Path(__file__).parent / "goldens"


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.json", b"{"), ("a.MD", b"|"), ("a b.html", b"<!DOCTYPE html>"), ("figures", b"area,area_name,level")],
)
def test_output_file_takes_its_format_from_its_name(name: str, begins: bytes, popcalc: Popcalc, tmp_path: Path) -> None:
    result = popcalc(*SHORT, "-o", tmp_path / name)
    assert (result.code, result.stdout, result.stderr) == (0, b"", b"")
    assert begins in (tmp_path / name).read_bytes()[:120]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_output_file_stays_as_it_was_when_writing_fails(
    start: Start, environment: dict[str, str], tmp_path: Path
) -> None:
    kept = tmp_path / "towns.csv"
    kept.write_text("last month's\n")
    with start(
        "compute", "sample_data/monthly", "-o", kept,
        # The limit would cut short what Python caches of modules, too.
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    ) as process:  # fmt: skip
        _, complaints = process.communicate()
    assert process.returncode == 2
    assert b"File too large" in complaints
    assert b"Traceback" not in complaints
    assert kept.read_text() == "last month's\n"
    assert list(tmp_path.iterdir()) == [kept]


def test_output_into_a_folder_that_is_not_there(shown: Shown, tmp_path: Path) -> None:
    shown("formats/no-such-folder", f"{' '.join(SHORT)} -o nowhere/towns.csv")
    assert not list(tmp_path.iterdir())


def test_output_to_a_full_disk_is_one_line(shown: Shown, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    shown("formats/full-disk", f"{' '.join(SHORT)} -o /dev/full")


def test_gzip_is_read_by_what_it_is(popcalc: Popcalc, sample_data: Path, tmp_path: Path) -> None:
    """Gzip by its bytes, whatever the name says; the answer is that of the plain files."""
    for path in (sample_data / "monthly").iterdir():
        (tmp_path / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    assert popcalc("compute", tmp_path, *SHORT[2:]) == popcalc(*SHORT)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_writes_a_workbook_of_its_tables(command: str, popcalc: Popcalc, tmp_path: Path) -> None:
    book = tmp_path / "answer.xlsx"
    for language in ("en", "zh"):
        result = popcalc(*COMMANDS[command], "--lang", language, "-o", book)
        assert (result.code in (0, 1), result.stdout) == (True, b"")
        again = popcalc(*COMMANDS[command], "--lang", language, "-f", "xlsx").stdout
        assert book.read_bytes() == again, "not the same bytes twice"
        sheets = [sheet.to_python() for sheet in map(_sheet(book), CalamineWorkbook.from_path(book).sheet_names)]
        assert all(len(rows) > 1 for rows in sheets)
        if language == "zh" and command not in ("inspect", "counts", "indicators"):
            assert any("\u4e00" <= letter <= "\u9fff" for cell in sheets[0][0] for letter in str(cell))


def _sheet(book: Path) -> Callable[[str], CalamineSheet]:
    return CalamineWorkbook.from_path(book).get_sheet_by_name


def test_a_workbook_is_not_written_to_a_terminal(terminal: Terminal) -> None:
    with pytest.raises(AssertionError, match="NOT_FOR_A_TERMINAL"):
        terminal(" ".join([*SHORT, "-f", "xlsx"]))


def test_ordinary_answers_load_nothing_of_pages_and_workbooks() -> None:
    script = (
        "import sys\nfrom popcalc.cli.main import run\n"
        "try: run(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(sorted({'jinja2', 'xlsxwriter', 'matplotlib'} & set(sys.modules)), file=sys.stderr)"
    )
    for command in (["--help"], [*SHORT], [*SHORT, "-f", "table"]):
        ran = subprocess.run(
            [sys.executable, "-c", script, *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert ran.stderr.splitlines()[-1] == "[]"
