"""The same bytes wherever the work runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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


def test_faults_in_many_files_are_the_same(popcalc: Popcalc, address: str, tmp_path: Path) -> None:
    for number in range(12):
        rows = [f"village {row},2013-{number + 1:02},{'x' if row % 3 else row},100" for row in range(10)]
        (tmp_path / f"{number:02}.csv").write_text("\n".join(["village,month,births,population", *rows]))
    here = popcalc("compute", tmp_path)
    assert b"showing 20 of 72" in here.stderr
    assert popcalc("compute", tmp_path, "--engine", f"dask://{address}") == here


def test_sheets_members_of_archives_and_standard_input_are_read_elsewhere(popcalc: Popcalc, address: str) -> None:
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
