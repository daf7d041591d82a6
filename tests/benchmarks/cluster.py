"""Measure what a cluster costs beside one process: 2,000,000 rows in 200 files, a region's month in each.

    python tests/benchmarks/cluster.py [--data FOLDER] [--runs 3]

Prints the median processor time and peak memory of the command and of its workers, and stops when an answer is not that
of one process, byte for byte. Linux alone tells what running processes take. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REGIONS, MONTHS, ROWS = 20, 10, 10_000
"""So many files with so many rows in each."""
ENGINES = {
    "here": ("--engine", "here"),
    "dask, 1 worker": ("--engine", "dask", "--workers", "1"),
    "dask, 2 workers": ("--engine", "dask", "--workers", "2"),
}
BETWEEN_LOOKS = 0.02
"""Seconds between two looks at what the processes have taken."""
TICKS = os.sysconf("SC_CLK_TCK")


class Taken(NamedTuple):
    """What a process has taken so far: seconds of processor, and MiB of memory at its peak."""

    cpu: float
    memory: float


class Run(NamedTuple):
    """What one run took: the clock, the command, and each of the processes that it began."""

    wall: float
    command: Taken
    workers: tuple[Taken, ...]


def sample(folder: Path) -> Path:
    """Return the folder of the 200 files, made when it is not there yet."""
    files = folder / "regions"
    if not files.exists():
        making = folder / "regions.making"
        making.mkdir(parents=True)
        whole = folder / "regions.csv"
        # The benchmark's file holds thirteen months; ten of them are taken.
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(REGIONS * ROWS * 13), str(whole)], check=True)
        with whole.open("rb") as lines:
            header = next(lines)
            for month in range(1, MONTHS + 1):
                for region in range(1, REGIONS + 1):
                    part = making / f"region-{region:02}" / f"{month:02}.csv"
                    part.parent.mkdir(exist_ok=True)
                    part.write_bytes(header + b"".join(next(lines) for _ in range(ROWS)))
        whole.unlink()
        making.rename(files)
    return files


def below(process: int) -> Iterator[int]:
    """Yield the processes that this one began, and theirs."""
    # A thread that looks after a worker began it: each thread has children of its own.
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in thread.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from below(child)


def taken(process: int) -> Taken | None:
    """Return what a process has taken so far, or None when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
        peak = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmHWM")]
    except OSError:
        return None
    if not peak:
        return None
    return Taken((int(fields[11]) + int(fields[12])) / TICKS, int(peak[0].split()[1]) / 2**10)


def measured(files: Path, engine: tuple[str, ...], answer: Path) -> Run:
    """Run the command with this engine, its answer into a file, and return what it and its workers took."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "popcalc", "compute", str(files), "--by", "county", "-q", "-f", "csv", *engine]
    last: dict[int, Taken] = {}
    with answer.open("wb") as page:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=page, cwd=ROOT, env=environment)
        while process.poll() is None:
            for one in (process.pid, *below(process.pid)):
                if (now := taken(one)) is not None:
                    last[one] = now
            time.sleep(BETWEEN_LOOKS)
        wall = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
    own = last.pop(process.pid)
    # What multiprocessing begins to look after its workers is none.
    return Run(wall, own, tuple(one for one in last.values() if one.cpu >= 0.5))


def main() -> None:
    """Measure each engine in turn, so many times, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    files = sample(asked.data)
    runs: dict[str, list[Run]] = {name: [] for name in ENGINES}
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(asked.runs):
            answers = {name: Path(scratch) / name for name in ENGINES}
            for name, engine in ENGINES.items():
                runs[name].append(measured(files, engine, answers[name]))
                if answers[name].read_bytes() != answers["here"].read_bytes():
                    raise SystemExit(f"{name}: not the answer of one process")
    print(f"{'':16} {'wall s':>7} {'command s':>10} {'MB':>6} {'workers s':>10} {'MB each':>14}")
    for name, made in runs.items():
        wall, cpu = median(run.wall for run in made), median(run.command.cpu for run in made)
        memory = median(run.command.memory for run in made)
        theirs = median(sum(worker.cpu for worker in run.workers) for run in made)
        each = ", ".join(f"{max(worker.memory for worker in run.workers):.0f}" for run in made if run.workers)
        print(f"{name:16} {wall:7.1f} {cpu:10.1f} {memory:6.0f} {theirs:10.1f} {each:>14}")


if __name__ == "__main__":
    main()
