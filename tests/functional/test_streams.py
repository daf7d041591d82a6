"""Streams and exit codes: the answer alone on standard output, and an end that a script can rely on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown, Start

TALKATIVE = ("compute", "sample_data/monthly_zh", "--indicator", "births", "--by", "all")


def test_notices_are_not_in_the_answer_and_quiet_silences_them(popcalc: Popcalc) -> None:
    heard, quiet = popcalc(*TALKATIVE), popcalc(*TALKATIVE, "-q")
    assert b"note: read as GB18030" in heard.stderr
    assert b"note" not in heard.stdout
    assert (quiet.code, quiet.stdout, quiet.stderr) == (0, heard.stdout, b"")


@pytest.mark.parametrize("options", ["-f csv", "-f jsonl"])
def test_closed_pipe_is_no_fault(options: str, start: Start) -> None:
    command = f"compute sample_data/monthly --by village --period month {options}"  # more than a pipe holds
    with start(*command.split()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_interrupt_ends_with_130_and_no_traceback(start: Start, tmp_path: Path) -> None:
    """Ctrl-C while a slow pipe is read: the reader opened it, so the command is past its imports."""
    pipe = tmp_path / "slow.csv"
    os.mkfifo(pipe)
    # A job in the background is born deaf to Ctrl-C; this one must hear it.
    hearing = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with start("compute", pipe, **hearing) as process, pipe.open("wb", buffering=0) as writer:
        writer.write(b"month,town,village,births\n")
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        answer, complaints = process.communicate(timeout=60)
    assert (process.returncode, answer) == (130, b"")
    assert b"Traceback" not in complaints


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("comptue x.csv", "Did you mean compute?"),
        ("zzz", "The commands are compute, "),
        ("compute", "Missing argument"),
        ("compute x.csv --perod year", "--period"),
        ("compute x.csv --period week", "month"),
        ("schema catalog", "catalogue"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right(command: str, words: str, popcalc: Popcalc) -> None:
    result = popcalc(*command.split())
    assert (result.code, result.stdout) == (2, b"")
    # The rest of the words are click's, which differ from version to version.
    assert words in result.stderr.decode("utf-8")
    assert b"Traceback" not in result.stderr


FAULTY = """\
import sys, types
calculation = types.ModuleType("popcalc.calculation")
def decide(*_, **__):
    return 1 / 0
calculation.decide = decide
sys.modules["popcalc.calculation"] = calculation
"""


@pytest.fixture
def broken(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """An environment in which the calculation itself fails."""
    (tmp_path / "sitecustomize.py").write_text(FAULTY)
    return {"PYTHONPATH": os.pathsep.join((str(tmp_path), environment["PYTHONPATH"]))}


def test_fault_inside_is_owned_and_not_a_traceback(broken: dict[str, str], popcalc: Popcalc) -> None:
    result = popcalc(*TALKATIVE, env=broken)
    assert (result.code, result.stdout) == (3, b"")
    first, second = result.stderr.decode("utf-8").splitlines()
    assert first.startswith("popcalc: a fault in popcalc ")
    assert "not in your files: ZeroDivisionError: division by zero (sitecustomize.py:4)" in first
    assert second == "Please report it; POPCALC_TRACEBACK=1 shows where it happened."


def test_traceback_for_those_who_ask(broken: dict[str, str], popcalc: Popcalc) -> None:
    result = popcalc(*TALKATIVE, env={**broken, "POPCALC_TRACEBACK": "1"})
    assert result.code == 3
    assert b"Traceback (most recent call last)" in result.stderr


def test_any_file_name_is_only_a_name(shown: Shown, tmp_path: Path) -> None:
    for name in ("two words.csv", "六月.csv", "[red]stop.csv", "-dash.csv", "100%.csv", "a{b}.csv"):
        (tmp_path / name).write_text("month,village,births\n2013-01,Mill,many\n")
    assert shown("streams/file-names", "compute -- -dash.csv .", cwd=tmp_path).code == 2
