"""What the tests share: the sample and real data, the command as a process, and outputs kept as goldens."""

from __future__ import annotations

import compileall
import gc
import importlib
import io
import os
import pkgutil
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn, Protocol

import pytest
from hypothesis import settings

import popcalc as package

ROOT = Path(__file__).resolve().parents[1]
GOLDENS = ROOT / "tests" / "functional" / "goldens"
TERMINAL = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "LANGUAGE",
    "LINES",
    "NO_COLOR",
    "PYTHONIOENCODING",
)
"""Variables of the tester's own terminal that would change what the command shows."""

# The same examples on every run: a failure in CI is the failure here, and a slow machine is no failure.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.load_profile("ci")


@dataclass(frozen=True)
class Result:
    """What a run of the command left: the bytes of both streams and the exit code."""

    stdout: bytes
    stderr: bytes
    code: int


class Popcalc(Protocol):
    """Run the command as a process of its own."""

    def __call__(
        self, *args: str | Path, input: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path = ROOT
    ) -> Result: ...


Golden = Callable[[str, str | bytes], None]


KEPT_VARIABLES = ("POPCALC_REAL_DATA",)
"""Variables of the tests themselves; all others of popcalc are settings, and go."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package, as an installed one is: processes of their own begin as a user's do; forget settings."""
    for name in [name for name in os.environ if name.startswith("POPCALC_") and name not in KEPT_VARIABLES]:
        del os.environ[name]
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(package.__file__).parent, quiet=2)


def pytest_collection_finish() -> None:
    """Let the garbage collector forget the tests themselves, which stay: it would walk through all of them, often."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the goldens anew instead of comparing with them")
    parser.addoption("--engine", help="have every command that reads do it on this engine, such as dask://HOST:PORT")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data that POPCALC_REAL_DATA names; its absence may be meant, a wrong path never is."""
    named = os.environ.get("POPCALC_REAL_DATA")
    if not named:
        pytest.skip("POPCALC_REAL_DATA is not set")
    if not Path(named).is_dir():
        pytest.fail(f"POPCALC_REAL_DATA is set, but there is no folder {named}")
    return Path(named)


@pytest.fixture(scope="session")
def sample_data() -> Path:
    return ROOT / "sample_data"


READING = ("audit", "check", "compute", "explain", "inspect", "report", "validate")
"""The commands that read counts."""


@pytest.fixture(scope="session")
def popcalc(request: pytest.FixtureRequest) -> Popcalc:
    """The command, run from the project's root with nothing of the tester's terminal or locale.

    It is a copy of this process, which has imported everything and compiled its patterns already: the same streams and
    exit codes in a part of the time. With variables that an interpreter heeds when it starts it is a new one.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in TERMINAL and name[:3] != "LC_"}
    # -P and PYTHONPATH: the package under test, from whatever folder, and no other of the same name.
    inherited |= {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(package.__file__).resolve().parents[1])}

    engine = request.config.getoption("--engine")
    if engine:
        # As with charts: copies of this process need not import it anew, which takes longer than what most of them do.
        import popcalc.engines.dask  # noqa: F401

    def run(*args: str | Path, input: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> Result:
        if engine and _reads(args, cwd):
            args = (*args, "--engine", engine)
        if can_be_a_copy(env or {}):
            return _forked([str(arg) for arg in args], input, {**inherited, **(env or {})}, cwd)
        done = subprocess.run(
            [sys.executable, "-P", "-m", "popcalc", *map(str, args)],
            input=input,
            capture_output=True,
            env={**inherited, **(env or {})},
            cwd=cwd,
            check=False,
            timeout=120,
        )
        return Result(done.stdout, done.stderr, done.returncode)

    return run


def can_be_a_copy(env: Mapping[str, str]) -> bool:
    """Whether a copy of this process is the same as a new one with these variables."""
    return hasattr(os, "fork") and not any(map(_heeded_at_start, env.items()))


def _heeded_at_start(variable: tuple[str, str]) -> bool:
    """Whether Python itself heeds a variable before the command begins; all locales of UTF-8 are one to it."""
    name, value = variable
    return not (name.startswith("POPCALC_") or (name == "LC_ALL" and value.endswith(".UTF-8")))


@cache
def _warm(command: str) -> None:
    """Do once in this process what would be done anew in every copy: imports, patterns, fonts."""
    for module in pkgutil.walk_packages(package.__path__, "popcalc."):
        # What a command may import when it needs it; Dask only where workers are asked for.
        if module.name not in ("popcalc.__main__", "popcalc.engines.dask"):
            importlib.import_module(module.name)
    counts = package.read(ROOT / "sample_data" / "monthly")
    if command == "report":
        package.report(counts, lang="zh")
    else:
        package.compute(counts)
        package.validate(counts)
        package.check(counts, ROOT / "configs" / "targets-county.yaml")


def _reads(args: Sequence[str | Path], cwd: Path) -> bool:
    """Whether a command reads counts on any engine: no help is asked for, no definition alone, no engine of its own.

    Behind `--` no option is one, and workers know nothing of a store that a test has begun.
    """
    if not args or args[0] not in READING or {"--help", "--engine", "--workers", "--"} & set(args):
        return False
    if any("://" in str(one) for one in args):
        return False
    return args[0] != "explain" or any((cwd / one).exists() for one in args[2:])


def _forked(args: list[str], given: bytes, environment: Mapping[str, str], cwd: Path) -> Result:
    """Run the command in a copy of this process."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        stdin.write(given)
        stdin.seek(0)
        child = begun(args, [stdin.fileno(), stdout.fileno(), stderr.fileno()], environment, cwd)
        _, status = os.waitpid(child, 0)
        stdout.seek(0)
        stderr.seek(0)
        return Result(stdout.read(), stderr.read(), os.waitstatus_to_exitcode(status))


def begun(args: list[str], streams: list[int], environment: Mapping[str, str], cwd: Path) -> int:
    """Begin the command in a copy of this process, with these three streams; return its number."""
    if args and args[0] in READING:
        _warm(args[0] if args[0] == "report" else "")
    with warnings.catch_warnings():
        # Newer Pythons warn of threads, of which the copy uses none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _be_the_command(args, streams, environment, cwd)
    return child


def _be_the_command(args: list[str], streams: list[int], environment: Mapping[str, str], cwd: Path) -> NoReturn:
    """Turn a copy of the test process into the command; never return."""
    code = 99
    gc.freeze()
    try:
        from popcalc.cli import main

        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(cwd)
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", write_through=True)
        main.run(args)
    except SystemExit as ended:
        code = int(ended.code or 0)
        sys.stdout.flush()
    finally:
        os._exit(code)


def _of_any_release(shown: str, *, is_compared: bool) -> str:
    """Return an output as the newest click words it, limits without the digits in which releases of scipy differ."""
    shown = re.sub(r"(Try 'popcalc[^']*) -h' for help", r"\1 --help' for help", shown)
    shown = re.sub(r"No such option: (--?[\w-]+)", r"No such option '\1'", shown)
    return re.sub(r"\d+\.\d{12,}", lambda one: f"{float(one[0]):.10g}", shown) if is_compared else shown


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a whole output with the one kept under goldens/; `pytest --renew` keeps the new one."""

    def compare(name: str, text: str | bytes) -> None:
        told = text.decode("utf-8") if isinstance(text, bytes) else text
        shown = _of_any_release(told, is_compared=name.startswith("compare/"))
        kept = GOLDENS / name
        if request.config.getoption("--renew"):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(shown.encode("utf-8"))
        if not kept.exists():
            pytest.fail(f"there is no golden {name}; look at the output, then keep it with pytest --renew:\n{shown}")
        # Bytes, not read_text: a line ending that changes is a change.
        assert shown == kept.read_bytes().decode("utf-8"), f"{name} differs; if that is meant: pytest --renew"

    return compare
