"""Make a case, run the command on it, judge the answer."""

from __future__ import annotations

import csv
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import NoReturn

from tests.benchmarks.mutations.honest import Base, Case, honest
from tests.benchmarks.mutations.judging import Judged, Ran, judge
from tests.benchmarks.mutations.registry import Kind, Names, all_kinds

Command = Callable[[Sequence[str], Path], Ran]
"""Run popcalc with these arguments in this folder."""


@dataclass(frozen=True)
class Try:
    """One mutated data set: its kind, the seed and its number; the same make the same files."""

    kind: str
    seed: int
    number: int
    small: bool = False
    """Two towns, six months and text files, where the kind needs no more: quick enough for the suite."""


@dataclass(frozen=True)
class Tried:
    """What became of a try, and how to look at it."""

    what: Try
    judged: Judged
    arguments: Sequence[str]
    names: Names
    said: str
    """Standard error."""
    validate: str = ""
    """What `validate` made of a figure that changed in silence."""


def made(what: Try) -> tuple[Kind, Case, Names]:
    """Make the files of a try."""
    kind = all_kinds()[what.kind]
    case = honest(_base(what), _dice(what))
    names = kind.change(case)
    return kind, case, names


def _base(what: Try) -> Base:
    base = all_kinds()[what.kind].base
    if what.small:
        base = replace(base, towns=base.towns or 2, months=base.months or 6, form=base.form or "csv")
    return base


def _dice(what: Try) -> Random:
    return Random(f"{what.kind} {what.seed} {what.number}")


def tried(what: Try, command: Command, folder: Path) -> Tried:
    """Make, run and judge; the files are left in the folder."""
    kind, case, names = made(what)
    sources = case.write(folder)
    arguments = ["compute", *sources, *case.arguments, "--by", "town", "--period", case.period, "-f", "json"]
    arguments += ["--indicator", ",".join(case.keys)]
    ran = command(arguments, folder)
    judged = judge(kind, case, names, ran)
    validate = ""
    if judged.outcome.name in ("SILENT", "NOTICE"):
        validate = _would_tell(command, case, sources, what, folder)
    return Tried(what, judged, arguments, names, ran.err, validate)


def _would_tell(command: Command, case: Case, sources: Sequence[str], what: Try, folder: Path) -> str:
    """The codes of the errors and warnings that `validate` finds more of than in the honest files."""
    honest_one = folder / "before the mutation"
    honest_one.mkdir()
    before = honest(_base(what), _dice(what))
    usual = _findings(command(["validate", *before.write(honest_one), "-f", "csv"], honest_one))
    ran = command(["validate", *sources, *case.arguments, "-f", "csv"], folder)
    return "refuses" if ran.code == 2 else " ".join(sorted(_findings(ran) - usual))


def _findings(ran: Ran) -> Counter[str]:
    rows = csv.DictReader(io.StringIO(ran.out))
    return Counter(row["code"] for row in rows if row["severity"] in ("error", "warning"))


def process(path: str) -> Command:
    """Another installation of popcalc, by its path."""

    def run(arguments: Sequence[str], folder: Path) -> Ran:
        done = subprocess.run([path, *arguments], cwd=folder, capture_output=True, timeout=120, check=False)
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


_WARM = ["compute", "warm.csv", "--by", "town", "-f", "json"]


def warm() -> None:
    """Run the command once in this process, so that its copies find everything imported and read."""
    from popcalc.cli import main

    os.environ["LC_ALL"] = "C.UTF-8"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "warm.csv"
        source.write_text("month,town,village,births,population\n2013-01,North,Mill,1,900\n", encoding="utf-8")
        nowhere = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        with redirect_stdout(nowhere[0]), redirect_stderr(nowhere[1]):
            try:
                main.run([_WARM[0], str(source), *_WARM[2:]])
            except SystemExit as ended:
                if ended.code:
                    raise RuntimeError(f"popcalc ended with {ended.code} on an honest file") from ended
    gc.collect()
    gc.freeze()  # copies then share the memory of what was imported


def copy(arguments: Sequence[str], folder: Path) -> Ran:
    """The command in a copy of this process: its own streams and exit code, in a tenth of a new process's time."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _be_the_command(arguments, folder, out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return Ran(os.waitstatus_to_exitcode(status), out.read().decode("utf-8"), err.read().decode("utf-8"))


def _be_the_command(arguments: Sequence[str], folder: Path, out: int, err: int) -> NoReturn:
    """Turn a copy of the process into the command; never return."""
    from popcalc.cli import main

    code = 99
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.chdir(folder)
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", write_through=True)
        main.run(list(arguments))
    except SystemExit as ended:
        code = int(ended.code or 0)
        sys.stdout.flush()
    finally:
        os._exit(code)


def one(job: tuple[Try, str]) -> Tried:
    """Run one try in a folder that goes again, in a process that `warm` has prepared or with popcalc at a path."""
    what, path = job
    with tempfile.TemporaryDirectory() as folder:
        return tried(what, process(path) if path else copy, Path(folder))
