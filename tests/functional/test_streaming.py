"""The same bytes where files are larger than memory should hold, so that their rows go to disk; nothing stays there."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Start

SMALL = """\
from pathlib import Path

from popcalc import calculation
from popcalc.intake import read
from popcalc.intake.apart import streamed, table
from popcalc.intake.rows import spilled

read.LARGE = 0
streamed.ROWS = spilled.HELD = 40
table.ROWS = 50
calculation.LARGE = 20
joined = streamed.joined

def noted(*given):
    found = joined(*given)
    Path(__file__).with_name("streamed").touch()
    return found

streamed.joined = noted
"""
"""Begins each process: every file is large, all that is held at once is little; a file tells where rows streamed."""
WAITING = """
import sys, time

def waiting(*given):
    print("waiting", file=sys.stderr, flush=True)
    time.sleep(60)

streamed.joined = waiting
"""


@pytest.fixture
def small(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """The environment of processes that hold little in memory, with a folder of their own for temporary files."""
    (tmp_path / "begin").mkdir()
    (tmp_path / "begin" / "sitecustomize.py").write_text(SMALL)
    (tmp_path / "temporary").mkdir()
    path = f"{tmp_path / 'begin'}:{environment['PYTHONPATH']}"
    return {"PYTHONPATH": path, "TMPDIR": str(tmp_path / "temporary")}


@pytest.mark.parametrize(
    "command",
    [
        "compute sample_data/monthly --period quarter --ci",
        "compute sample_data/monthly --by village --period month -f csv",
        "compute sample_data/monthly --by town --compare previous-year -q",
        "check sample_data/monthly --targets configs/targets-county.yaml",
        "explain sample_data/monthly -i crude_birth_rate",
        "validate sample_data/faulty",
        "compute sample_data/faulty",
        "compute sample_data/monthly/2013-06.csv sample_data/monthly/2013-06.csv",
        "compute sample_data/monthly/2013-06.csv tests/functional/goldens configs README.md",
    ],
)
def test_standard_output_standard_error_and_exit_code_are_the_same(
    popcalc: Popcalc, small: dict[str, str], command: str
) -> None:
    assert popcalc(*command.split(), env=small) == popcalc(*command.split())
    assert not [*Path(small["TMPDIR"]).iterdir()]


def test_one_file_of_all_months_is_read_in_parts(
    request: pytest.FixtureRequest, popcalc: Popcalc, small: dict[str, str], tmp_path: Path
) -> None:
    if request.config.getoption("--engine"):
        pytest.skip("only this machine streams")
    header, *_ = Path("sample_data/monthly/2013-06.csv").read_text(encoding="utf-8").splitlines()
    rows = [
        line
        for file in sorted(Path("sample_data/monthly").glob("*.csv"))
        for first, *others in [file.read_text(encoding="utf-8").splitlines()]
        if first == header
        for line in others
    ]
    # Villages lie across the parts.
    rows.sort(key=lambda line: line[::-1])
    (tmp_path / "all.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    command = ("compute", tmp_path / "all.csv", "--by", "town", "--period", "month")
    found = popcalc(*command, env=small)
    assert found == popcalc(*command)
    assert found.code == 0, found.stderr
    assert (tmp_path / "begin" / "streamed").exists()


def test_a_signal_leaves_nothing_on_disk(start: Start, small: dict[str, str], environment: dict[str, str]) -> None:
    begin = Path(small["PYTHONPATH"].split(":")[0])
    (begin / "sitecustomize.py").write_text(SMALL + WAITING)
    with start("compute", "sample_data/monthly", "-q", env={**environment, **small}) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"waiting\n"
        (folder,) = Path(small["TMPDIR"]).iterdir()
        assert [*folder.iterdir()]
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        process.wait()
    assert time.monotonic() - begun < 20
    assert not [*Path(small["TMPDIR"]).iterdir()]
