"""Run many popcalc commands quickly: a process that has imported everything runs each command in a copy of itself.

`Server` is the client's side. The process itself is this file, run by the Python whose popcalc is wanted; of popcalc it
uses the entry point alone, `popcalc.cli.main.run`, so that any two states of the code can be compared.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import pickle
import pkgutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NoReturn

PATIENCE = 300
"""Seconds after which a command is ended; its exit code is then -14."""
LEFT_OUT = ("CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "LANGUAGE", "LINES", "NO_COLOR", "PYTHONPATH")
Request = tuple[tuple[str, ...], str, bytes, dict[str, str]]


@dataclass(frozen=True)
class Command:
    """A command to run: its arguments, and the folder, standard input and environment that it gets."""

    args: tuple[str, ...]
    cwd: Path
    input: bytes = b""
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a command left: both streams, the exit code, and the temporary files that it did not take away."""

    stdout: bytes
    stderr: bytes
    code: int
    left: int = 0


def environment() -> dict[str, str]:
    """Return what each command gets: nothing of the tester's terminal, locale or other packages."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT and name[:3] != "LC_"}
    return kept | {"LC_ALL": "C.UTF-8"}


class Server:
    """Runs commands with the popcalc that a Python imports; not to be used by two threads at once."""

    def __init__(self, python: str) -> None:
        self.python = os.path.abspath(python)  # not its target: a virtual environment is known by its link
        self.process = subprocess.Popen(
            [self.python, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), cwd="/"
        )
        assert self.process.stdout
        self.answers = self.process.stdout
        self.package: str = pickle.load(self.answers)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.process.communicate()

    def run(self, command: Command) -> Outcome:
        """Run a command in a copy of the process that has imported everything."""
        assert self.process.stdin
        request: Request = (command.args, str(command.cwd), command.input, environment() | dict(command.env))
        pickle.dump(request, self.process.stdin)
        self.process.stdin.flush()
        stdout, stderr, code = pickle.load(self.answers)
        return Outcome(stdout, stderr, code)

    def run_anew(self, command: Command) -> Outcome:
        """Run a command in a new process, which imports what it needs itself and must take its own files away."""
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [self.python, "-P", "-m", "popcalc", *command.args],
                input=command.input, capture_output=True, env=environment() | dict(command.env) | {"TMPDIR": folder},
                cwd=command.cwd, check=False, timeout=PATIENCE,
            )  # fmt: skip
            left = sum(1 for _ in Path(folder).rglob("*"))
        return Outcome(done.stdout, done.stderr, done.returncode, left)


def serve() -> None:
    """Answer requests until there are no more; the first answer is the file of the package."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    answer: object = _imported()
    while True:
        pickle.dump(answer, answers)
        answers.flush()
        try:
            request: Request = pickle.load(requests)
        except EOFError:
            return
        answer = _run(*request)


def _imported() -> str:
    """Do once what each command would begin with, so that copies need not; return the package's file."""
    import popcalc

    for module in pkgutil.walk_packages(popcalc.__path__, "popcalc."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.csv"
        counts.write_text("month,village,births,population\n2013-01,Mill,3,1000\n2013-02,Mill,2,1001\n")
        for args in (["compute", "--ci"], ["validate"]):
            with contextlib.suppress(SystemExit):
                importlib.import_module("popcalc.cli.main").run([*args, str(counts), "-o", f"{folder}/out.csv", "-q"])
    gc.collect()
    gc.freeze()
    return str(popcalc.__file__)


def _run(args: tuple[str, ...], cwd: str, given: bytes, env: dict[str, str]) -> tuple[bytes, bytes, int]:
    # A folder of temporary files for each command: a copy ends without taking them away.
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(given)
        stdin.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the copy does not use
            child = os.fork()
        if not child:
            _be_the_command(args, cwd, env | {"TMPDIR": folder}, [one.fileno() for one in (stdin, stdout, stderr)])
        _, status = os.waitpid(child, 0)
        stdout.seek(0)
        stderr.seek(0)
        return stdout.read(), stderr.read(), os.waitstatus_to_exitcode(status)


def _be_the_command(args: tuple[str, ...], cwd: str, env: Mapping[str, str], streams: list[int]) -> NoReturn:
    """Turn a copy of the server into the command; never return."""
    code = 99
    try:
        signal.alarm(PATIENCE)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.environ.clear()
        os.environ.update(env)
        os.chdir(cwd)
        tempfile.tempdir = None
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", write_through=True)
        importlib.import_module("popcalc.cli.main").run(args)
    except SystemExit as ended:
        code = int(ended.code or 0)
        sys.stdout.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
