"""Make a case, run the command on it, judge the answer."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

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


_HONEST = "month,town,village,births,population\n2013-01,North,Mill,1,900\n"


def warm() -> None:
    """Make this process fit for `here`: an English locale, and everything imported."""
    os.environ["LC_ALL"] = "C.UTF-8"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "warm.csv").write_text(_HONEST, encoding="utf-8")
        ran = here(["compute", "warm.csv", "--by", "town", "-f", "json"], Path(folder))
    if ran.code:
        raise RuntimeError(f"popcalc ended with {ran.code} on an honest file: {ran.err}")


def here(arguments: Sequence[str], folder: Path) -> Ran:
    """The command in this process, which has imported everything: a tenth of the time of a new one."""
    from popcalc.cli import main

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 99
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            main.run(list(arguments))
        except SystemExit as ended:
            code = int(ended.code or 0)
    streams = [stream.buffer.getvalue() for stream in (out, err) if isinstance(stream.buffer, io.BytesIO)]
    return Ran(code, *(stream.decode("utf-8") for stream in streams))


def one(job: tuple[Try, str]) -> Tried:
    """Run one try in a folder that goes again: in this process, which `warm` has prepared, or with another popcalc."""
    what, path = job
    with tempfile.TemporaryDirectory() as folder:
        return tried(what, process(path) if path else here, Path(folder))
