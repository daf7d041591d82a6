"""What the functional tests share: a run as a page that a person reviews, the command on a terminal, the command left
running."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

import popcalc as package
from tests.conftest import begun, can_be_a_copy

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc, Result

ROOT = Path(__file__).resolve().parents[2]


class Shown(Protocol):
    """Run a command line; hold all that it leaves against the golden of this name."""

    def __call__(
        self,
        name: str,
        command: str,
        *,
        input: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> Result: ...


class Terminal(Protocol):
    """Run a command line on a terminal of so many columns; give what stands on it."""

    def __call__(
        self, command: str, *, columns: int = 80, env: Mapping[str, str] | None = None, cwd: Path = ROOT
    ) -> str: ...


Start = Callable[..., "subprocess.Popen[bytes]"]
"""Start the command with these arguments and leave it running; keywords go to Popen."""


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Nothing but what a process needs: no locale but a plain one, no colour wish, no terminal width."""
    return {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(Path(package.__file__).resolve().parents[1]),
    }


def page(command: str, result: Result) -> str:
    """Return a run as one text: the command, standard output as it is, then standard error and the exit code."""
    parts = [f"$ popcalc {command}\n", result.stdout.decode("utf-8")]
    if result.stderr:
        parts.append(f"--- standard error\n{result.stderr.decode('utf-8')}")
    return "".join((*parts, f"--- exit {result.code}\n"))


@pytest.fixture
def shown(popcalc: Popcalc, golden: Golden) -> Shown:
    """The command as a person at a shell sees it, whole."""

    def compare(
        name: str,
        command: str,
        *,
        input: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> Result:
        result = popcalc(*shlex.split(command), input=input, env=env, cwd=cwd)
        golden(f"{name}.txt", page(command, result))
        return result

    return compare


@pytest.fixture(scope="session")
def start(environment: Mapping[str, str]) -> Start:
    """The command, running: for signals, pipes that close and limits of the system."""

    def begin(*args: str | Path, **options: object) -> subprocess.Popen[bytes]:
        settings: dict[str, object] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "env": environment,
            "cwd": ROOT,
            **options,
        }
        return subprocess.Popen([sys.executable, "-P", "-m", "popcalc", *map(str, args)], **settings)  # type: ignore[call-overload,no-any-return]

    return begin


@pytest.fixture(scope="session")
def terminal(start: Start, environment: Mapping[str, str]) -> Terminal:
    """The command on a pseudo-terminal, standard error elsewhere."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")

    def run(command: str, *, columns: int = 80, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, columns))
        whole = {**environment, **(env or {})}
        with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as told:
            streams = [nothing.fileno(), theirs, told.fileno()]
            if can_be_a_copy(env or {}):
                child = begun(shlex.split(command), streams, whole, cwd)
                os.close(theirs)
                written = all_of(ours)
                code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            else:
                with start(*shlex.split(command), stdout=theirs, stderr=told, env=whole, cwd=cwd) as process:
                    os.close(theirs)
                    written = all_of(ours)
                code = process.returncode
            os.close(ours)
            told.seek(0)
            assert code == 0, told.read().decode("utf-8")
        return written.decode("utf-8").replace("\r\n", "\n")

    return run


def all_of(terminal: int) -> bytes:
    """Return all that is written to a terminal; Linux says so with an error when nobody holds its other end."""
    written = b""
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:
            return written
        if not piece:
            return written
        written += piece
