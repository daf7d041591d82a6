"""The same bytes wherever the work runs."""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from tests.engines import cluster

if TYPE_CHECKING:
    from tests.conftest import Popcalc

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """A cluster of two workers, kept for all tests here."""
    with cluster(2, environment) as found:
        yield found


@pytest.mark.parametrize(
    "command",
    [
        "compute sample_data/monthly --period quarter --ci",
        "compute sample_data/monthly --by village --period month -q",
        "check sample_data/monthly --targets configs/targets-county.yaml",
        "inspect sample_data/monthly -f csv",
        "validate sample_data/faulty",
        "compute sample_data/monthly/2013-06.csv tests/functional/goldens configs README.md",
    ],
)
def test_standard_output_standard_error_and_exit_code_are_the_same(
    popcalc: Popcalc, address: str, command: str
) -> None:
    assert popcalc(*command.split(), "--engine", f"dask://{address}") == popcalc(*command.split())


def test_dask_has_no_word_on_standard_error(popcalc: Popcalc, address: str) -> None:
    command = ("compute", "sample_data/monthly", "--period", "month")
    # All that is sent is more than it would like.
    env = {"DASK_DISTRIBUTED__ADMIN__LARGE_GRAPH_WARNING_THRESHOLD": "1B", "TERM": "dumb"}
    assert popcalc(*command, "--engine", f"dask://{address}", env=env) == popcalc(*command)


def test_faults_in_many_files_are_the_same(popcalc: Popcalc, address: str, tmp_path: Path) -> None:
    for number in range(12):
        rows = [f"village {row},2013-{number + 1:02},{'x' if row % 3 else row},100" for row in range(10)]
        (tmp_path / f"{number:02}.csv").write_text("\n".join(["village,month,births,population", *rows]))
    here = popcalc("compute", tmp_path)
    assert b"showing 20 of 72" in here.stderr
    assert popcalc("compute", tmp_path, "--engine", f"dask://{address}") == here


def test_more_faults_than_are_counted_and_figures_that_contradict_are_the_same(
    popcalc: Popcalc, address: str, tmp_path: Path
) -> None:
    for number in range(4):
        rows = [f"village {row},2013-{number + 1:02},{row},x" for row in range(3_000)]
        (tmp_path / f"{number}.csv").write_text("\n".join(["village,month,births,population", *rows]))
    here = popcalc("compute", tmp_path)
    assert b"showing 20 of 10,000+" in here.stderr
    assert popcalc("compute", tmp_path, "--engine", f"dask://{address}") == here
    for number in range(4):
        rows = [f"village {row},2013-01,{row + number // 3},{90 + row}" for row in range(300)]
        (tmp_path / f"{number}.csv").write_text("\n".join(["village,month,births,population", *rows]))
    here = popcalc("compute", tmp_path)
    assert b"TWO_FIGURES" in here.stderr
    assert popcalc("compute", tmp_path, "--engine", f"dask://{address}") == here


def test_standard_input_is_read_elsewhere(popcalc: Popcalc, address: str) -> None:
    piped = Path("sample_data/monthly/2013-06.csv").read_bytes()
    assert popcalc("compute", "-", "--engine", f"dask://{address}", input=piped) == popcalc("compute", "-", input=piped)


def test_workers_of_this_machine_give_the_same_and_leave_nothing(popcalc: Popcalc) -> None:
    command = ("compute", "sample_data/monthly", "--engine", "dask", "--workers", "1")
    # A process of its own, as workers are begun anew from it.
    assert popcalc(*command, env={"TERM": "dumb"}) == popcalc("compute", "sample_data/monthly")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ("--engine spark", 2, b"--engine is one of here, dask, dask://HOST:PORT, not spark"),
        ("--workers 2", 2, b"--workers is of --engine dask"),
        ("--engine here --workers 2", 2, b"--workers is of --engine dask"),
        ("--engine dask://127.0.0.1:1 --workers 2", 2, b"has its own workers"),
    ],
)
def test_an_engine_that_is_none_is_refused(popcalc: Popcalc, options: str, code: int, said: bytes) -> None:
    found = popcalc("compute", "sample_data/monthly", *options.split())
    assert (found.code, said in found.stderr) == (code, True), found.stderr


KILLED = """\
import os, pathlib, signal

from popcalc.engines import dask

done = dask._checked
told = pathlib.Path(__file__).with_name("stage")

def checked(work, own, *given):
    try:
        if told.read_text() == work.__name__:
            told.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
    except FileNotFoundError:
        pass
    return done(work, own, *given)

dask._checked = checked
"""
"""Begins each worker: the first that comes to the stage that a file tells ends there, as if memory ran out."""


@pytest.fixture(scope="module")
def mortal(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A cluster of two workers, and the file that tells at which stage of the work one of them is to be killed."""
    folder = tmp_path_factory.mktemp("begin")
    (folder / "sitecustomize.py").write_text(KILLED)
    path = os.pathsep.join([str(folder), environment["PYTHONPATH"]])
    with cluster(2, {**environment, "PYTHONPATH": path}) as found:
        yield found, folder / "stage"


@pytest.mark.parametrize("stage", ["read_batch", "summarise", "route", "_together", "assemble", "_answer"])
def test_a_worker_that_is_killed_changes_nothing(popcalc: Popcalc, mortal: tuple[str, Path], stage: str) -> None:
    address, told = mortal
    command = ("compute", "sample_data/monthly", "--period", "quarter", "--by", "town", "-q")
    told.write_text(stage)
    assert popcalc(*command, "--engine", f"dask://{address}") == popcalc(*command)
    assert not told.exists()


DEADLY = """\
import os, sys

def end(event, given):
    if event == "open" and "deadly" in str(given[0]):
        os._exit(9)

sys.addaudithook(end)
"""


def test_a_file_that_ends_every_worker_is_named_and_no_other(
    popcalc: Popcalc, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(DEADLY)
    counts = tmp_path / "counts"
    counts.mkdir()
    for number, name in enumerate(["a", "deadly", "z"]):
        (counts / f"{name}.csv").write_text(f"village,month,births\nFord,2013-{number + 1:02},2\n")
    path = os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])
    with cluster(1, {**environment, "PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}) as found:
        result = popcalc("compute", counts, "--engine", f"dask://{found}")
    assert (result.code, result.stderr.count(b"WORKER_LOST")) == (2, 1), result.stderr
    assert b"deadly.csv WORKER_LOST" in result.stderr


def test_archives_and_workbooks_are_unpacked_where_they_are_read(
    popcalc: Popcalc, address: str, tmp_path: Path, sample_data: Path
) -> None:
    months = sorted((sample_data / "monthly").glob("*.csv"))
    with zipfile.ZipFile(tmp_path / "counts.zip", "w") as archive:
        for month in months[:-1]:
            archive.write(month, month.name)
    with xlsxwriter.Workbook(tmp_path / f"{months[-1].stem}.xlsx") as book, months[-1].open(encoding="utf-8") as rows:
        sheet = book.add_worksheet("counts")
        for number, row in enumerate(csv.reader(rows)):
            sheet.write_row(number, 0, row)
    for command in ("compute --period quarter", "validate"):
        name, *options = command.split()
        assert popcalc(name, tmp_path, *options, "--engine", f"dask://{address}") == popcalc(name, tmp_path, *options)
