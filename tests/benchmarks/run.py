"""Measure popcalc beside the plain script: time, processor time and memory of whole processes, run in turn.

    python tests/benchmarks/run.py [--small] [--data FOLDER]

Prints medians, their ratios and whether each bar is met; exit 1 when one is missed. Run it on a quiet machine. This
process stays small (it imports no pandas while it measures others): a child's peak memory starts from its parent's.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
POPCALC = [sys.executable, "-m", "popcalc"]
HEAVY = {"numpy", "pandas", "scipy"}
HELP_BAR = 2.0
CLICK_ALONE = """\
import click

@click.group()
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language.")
def group(lang): ...

group.main(["--help"])
"""
INDICATORS = (
    "crude_birth_rate",
    "crude_death_rate",
    "natural_increase_rate",
    "net_migration_rate",
    "general_fertility_rate",
    "population_growth_rate",
    "sex_ratio_at_birth",
    "population_sex_ratio",
    "policy_compliance_rate",
    "out_of_policy_birth_rate",
    "total_dependency_ratio",
    "child_dependency_ratio",
    "old_age_dependency_ratio",
    "share_65_plus",
    "married_women_share",
    "contraceptive_prevalence",
    "long_acting_coverage",
    "long_acting_share",
)
"""What the plain script computes; popcalc is asked for the same."""


@dataclass(frozen=True)
class Size:
    """A job to measure with, how often, and the bars that popcalc's ratios to the plain script must not exceed.

    `by_month` asks for a row for each town and month with a column for each indicator.
    """

    name: str
    rows: int
    runs: int
    cpu_bar: float
    memory_bar: float
    encoding: str = "utf-8"
    by_month: bool = False

    @property
    def file(self) -> str:
        """The name of the file that it reads."""
        kind = "" if self.encoding == "utf-8" else f"-{self.encoding}"
        return f"{self.rows}{kind}.csv"


SIZES = (
    Size("small", 3_000, 15, 0.9, 0.9),
    Size("large", 2_000_000, 3, 0.9, 0.5),
    Size("large in GB18030", 2_000_000, 3, 0.9, 0.5, "gb18030"),
    Size("large by month", 2_000_000, 3, 1.0, 0.8, by_month=True),
)
VALIDATE_BARS = 2.0, 1.5
"""Processor time and memory of `validate`, beside those of `compute` on the same large file."""


@dataclass(frozen=True)
class Usage:
    """What one process took: seconds by the clock, seconds of processor (user and system), peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


def measured(command: Sequence[str], output: Path) -> Usage:
    """Run a command from the project's root with standard output into a file, and return what it took."""
    # As installed, with its modules compiled, also where the tester's shell keeps none.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with output.open("wb") as page:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=page, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
    # Linux counts ru_maxrss in KiB, macOS in bytes.
    memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Usage(wall, usage.ru_utime + usage.ru_stime, memory)


def commands(size: Size, file: Path) -> tuple[list[str], list[str]]:
    """Return the two commands that do one job: popcalc's, and the plain script's."""
    wanted = [word for key in INDICATORS for word in ("--indicator", key)]
    year = ["--from", "2013-01", "--to", "2013-12"]
    ours = [*POPCALC, "compute", str(file), "--by", "town", *year, *wanted, "-f", "csv", "-q"]
    plain = [sys.executable, str(HERE / "plain_pandas.py"), str(file), size.encoding]
    if size.by_month:
        return [*ours, "--period", "month", "--layout", "wide"], [*plain, "months"]
    return ours, plain


def sample(size: Size, folder: Path) -> Path:
    """Return the file of this size, made when it is not there yet."""
    file = folder / size.file
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        making = file.with_suffix(".making")
        wanted = [str(size.rows), str(making), size.encoding]
        subprocess.run([sys.executable, str(HERE / "generate.py"), *wanted], check=True)
        making.replace(file)
    return file


def compare(size: Size, file: Path, scratch: Path) -> Iterator[bool]:
    """Run both in turn, print medians and ratios, and yield whether each bar is met."""
    outputs = (scratch / f"{size.name}-popcalc.csv", scratch / f"{size.name}-plain.csv")
    pair = list(zip(commands(size, file), outputs, strict=True))
    for command, output in pair:
        measured(command, output)
    turns = [[measured(command, output) for command, output in pair] for _ in range(size.runs)]
    ours, plain = (
        Usage(*(median(getattr(turn[side], what) for turn in turns) for what in ("wall", "cpu", "memory")))
        for side in (0, 1)
    )
    print(f"\n{size.name}: {size.rows:,} rows, {file.stat().st_size / 1e6:.1f} MB, median of {size.runs} runs")
    print(f"{'':10}{'popcalc':>10}{'plain':>10}{'ratio':>8}")
    print(f"{'wall, s':10}{ours.wall:10.2f}{plain.wall:10.2f}{ours.wall / plain.wall:8.2f}")
    print(f"{'CPU, s':10}{ours.cpu:10.2f}{plain.cpu:10.2f}{ours.cpu / plain.cpu:8.2f}")
    print(f"{'RSS, MiB':10}{ours.memory:10.0f}{plain.memory:10.0f}{ours.memory / plain.memory:8.2f}")
    yield bar(f"{size.name}: CPU ratio", ours.cpu / plain.cpu, size.cpu_bar)
    yield bar(f"{size.name}: memory ratio", ours.memory / plain.memory, size.memory_bar)
    yield same_figures(size, *outputs)


def bar(name: str, found: float, highest: float) -> bool:
    """Print whether a figure stays below its bar, and return it."""
    met = found <= highest
    print(f"{'met' if met else 'MISSED':8}{name}: {found:.2f}, at most {highest}")
    return met


def same_figures(size: Size, ours: Path, plain: Path) -> bool:
    """Print whether both gave the same figures, and return it; a race is void when they did another job."""
    columns = INDICATORS if size.by_month else ("value", "numerator", "denominator")

    def figures(
        output: Path, area: Callable[[dict[str, str]], str], what: str
    ) -> dict[tuple[str, str], tuple[float, ...]]:
        with output.open(encoding="utf-8", newline="") as page:
            return {
                (area(row), row[what]): tuple(float(row[column] or "nan") for column in columns)
                for row in csv.DictReader(page)
            }

    found = figures(
        ours,
        lambda row: "" if row["level"] == "all" else row["area_name"],
        "period" if size.by_month else "indicator",
    )
    expected = figures(plain, lambda row: row["town"], "month" if size.by_month else "indicator")
    differing = [key for key in expected.keys() | found.keys() if not alike(expected.get(key), found.get(key))]
    print(f"{'MISSED' if differing else 'met':8}same figures: {len(expected) - len(differing):,} of {len(expected):,}")
    for key in sorted(differing)[:3]:
        print(f"        {key}: plain {expected.get(key)}, popcalc {found.get(key)}")
    return not differing


def alike(one: tuple[float, ...] | None, other: tuple[float, ...] | None) -> bool:
    """Return whether two figures agree to nine digits; undefined (0/0) agrees with undefined."""
    if one is None or other is None:
        return False
    return all(
        math.isclose(a, b, rel_tol=1e-9) or not (math.isfinite(a) or math.isfinite(b))
        for a, b in zip(one, other, strict=True)
    )


def validates(file: Path, scratch: Path) -> Iterator[bool]:
    """Run `validate` and `compute` on one file in turn, print their ratios, and yield whether each bar is met."""
    validate = [*POPCALC, "validate", str(file), "-f", "csv", "-q"]
    pair = (validate, commands(SIZES[1], file)[0])
    turns = [[measured(command, scratch / "validate.csv") for command in pair] for _ in range(SIZES[1].runs)]
    cpu, memory = (
        median(getattr(ours, what) / getattr(other, what) for ours, other in turns) for what in ("cpu", "memory")
    )
    yield bar("validate / compute: CPU ratio", cpu, VALIDATE_BARS[0])
    yield bar("validate / compute: memory ratio", memory, VALIDATE_BARS[1])


def imports_stay_light(*args: str) -> bool:
    """Print whether a command that reads no data does without the heavy libraries, and return it."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *POPCALC[1:], *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=False,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}
    heavy = sorted(imported & HEAVY)
    met = not heavy and done.returncode == 0
    why = f"imports {', '.join(heavy)}" if heavy else f"exit {done.returncode}"
    print(f"{'met' if met else 'MISSED':8}popcalc {' '.join(args)}: {'no heavy import' if met else why}")
    return met


def help_takes_little(*args: str) -> bool:
    """Print how often the processor time of Python and click with a page of help a page of popcalc takes."""
    alone = [sys.executable, "-c", CLICK_ALONE]
    pairs = [(_seconds(alone), _seconds([*POPCALC, *args])) for _ in range(20)]
    (least_alone, *_), (least, *_) = (sorted(one) for one in zip(*pairs[1:], strict=True))
    return bar(f"popcalc {' '.join(args)} / Python and click", least / least_alone, HELP_BAR)


def _seconds(command: Sequence[str]) -> float:
    spent = [os.times()]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    spent.append(os.times())
    before, after = (one.children_user + one.children_system for one in spent)
    return after - before


def table_seconds(small: Path) -> float:
    """Return the processor time that a terminal table of 3,000 rows and ten indicators takes, the best of three."""
    import io
    import time

    from popcalc import output, read
    from popcalc.calculation import calculate
    from popcalc.language import language
    from popcalc.output.documents import of_figures
    from popcalc.question import ask

    counts = read(small)
    results, _ = calculate(counts.table, counts.indicators[:10], counts.catalogue, ask(by="village", period="month"))
    taken = []
    for _ in range(3):
        begun = time.process_time()
        stream = io.StringIO()
        output.write(
            of_figures(results, output.LONG), "table", stream, output.Manner(language("en"), width=160, color=True)
        )
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> int:
    """Measure everything; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure popcalc beside a plain pandas script.")
    parser.add_argument("--small", action="store_true", help="only the small file")
    parser.add_argument("--data", type=Path, default=HERE / "data", help="where the generated files are kept")
    arguments = parser.parse_args()
    met = [imports_stay_light(*args) for args in (["--help"], ["--version"], ["indicators"])]
    met += [help_takes_little(*args) for args in (["--help"], ["compute", "--help", "--lang", "zh"])]
    with tempfile.TemporaryDirectory() as scratch:
        for size in SIZES[: 1 if arguments.small else None]:
            met += compare(size, sample(size, arguments.data.resolve()), Path(scratch))
        if not arguments.small:
            met += validates(sample(SIZES[1], arguments.data.resolve()), Path(scratch))
    # Last, as it makes this process large.
    seconds = table_seconds(sample(SIZES[0], arguments.data.resolve()))
    met.append(bar("seconds for a table of 3,000 rows", seconds, 0.3))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
