"""End runs of popcalc at random times by each signal that ends one, and look for what they left: by hand.

    python tests/benchmarks/kill.py [KILLS]

KILLS (100) for each of SIGINT, SIGTERM and SIGHUP, in turn over a large zip, a workbook, and a plain run with -o onto a
file that is there. Each run has a folder for temporary files of its own. What must hold behind each: that folder is
empty, no half-written answer lies beside the output, which is the old one or a whole new one, and no process of the run
lives on. SIGKILL comes last: what it leaves, the next run must remove.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.unit.intake.spreadsheets import Cell, xlsx  # noqa: E402

OLD = "the old answer\n"
HEADER = "month,town,village,births,deaths,population\n"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def make(folder: Path, rows: int) -> dict[str, list[str]]:
    """Write the sources; return what is run, by what it is."""

    def lines(month: int) -> str:
        return "".join(f"2013-{month:02},T{v % 90},V{v},{v % 7},{v % 5},{900 + v % 801}\n" for v in range(rows))

    with zipfile.ZipFile(folder / "year.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for month in range(1, 13):
            archive.writestr(f"{month:02}.csv", HEADER + lines(month))
    (folder / "plain.csv").write_text(HEADER + "".join(map(lines, range(1, 5))))
    cells: list[list[Cell]] = [list(line.split(",")) for line in (HEADER + lines(1) + lines(2)).splitlines()]
    (folder / "book.xlsx").write_bytes(xlsx({"S": cells}))
    return {
        "a large zip": ["compute", "year.zip", "-q"],
        "a workbook": ["compute", "book.xlsx", "-q"],
        "a plain run with -o": ["compute", "plain.csv", "-q", "-o", "out/answer.csv", "--by", "village"],
    }


def start(folder: Path, temporary: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a run in a session of its own, which hears signals whatever this process is deaf to."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "popcalc", *arguments],
        cwd=folder,
        env={**os.environ, "TMPDIR": temporary, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in SIGNALS],
    )


def left_behind(folder: Path, temporary: str, group: int, whole: str) -> list[str]:
    """Return what a run left that it must not."""
    left = [f"temporary {name}" for name in os.listdir(temporary)]
    left += [f"beside the output: {name}" for name in os.listdir(folder / "out") if name != "answer.csv"]
    if (folder / "out" / "answer.csv").read_text() not in (OLD, whole):
        left.append("half an answer")
    try:
        os.killpg(group, 0)
        left.append("a process")
    except ProcessLookupError:
        pass
    return left


def kill_once(
    folder: Path, arguments: Sequence[str], number: signal.Signals, after: float, whole: str
) -> tuple[int, list[str]]:
    """Run once and end it after so many seconds; return the exit code and what was left, a traceback among it.

    Before popcalc's first line runs Python itself answers Ctrl-C; nothing is made by then.
    """
    (folder / "out" / "answer.csv").write_text(OLD)
    with tempfile.TemporaryDirectory() as temporary:
        with start(folder, temporary, arguments) as process:
            time.sleep(after)
            process.send_signal(number)
            _, complaints = process.communicate(timeout=120)
        left = left_behind(folder, temporary, process.pid, whole)
    return process.returncode, left + (["a traceback"] if b"/popcalc/" in complaints else [])


def next_removes(folder: Path, arguments: Sequence[str], after: float) -> tuple[int, list[str]]:
    """Kill a run without mercy and run again; return how much the first left, and what the second did not remove."""
    with tempfile.TemporaryDirectory() as temporary:
        with start(folder, temporary, arguments) as process:
            time.sleep(after)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        (folder / "out" / "answer.csv").write_text(OLD)
        first = len(left_behind(folder, temporary, process.pid, OLD))
        with start(folder, temporary, [*arguments[:2], "-q", "-o", "out/answer.csv"]) as process:
            process.communicate()
        whole = (folder / "out" / "answer.csv").read_text()
        return first, left_behind(folder, temporary, process.pid, whole)


def main() -> None:
    """Run and print a table."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "out").mkdir()
        commands = make(folder, 15_000)
        longest, whole = {}, OLD
        for what, arguments in commands.items():
            (folder / "out" / "answer.csv").write_text(OLD)
            begun = time.monotonic()
            with tempfile.TemporaryDirectory() as temporary, start(folder, temporary, arguments) as process:
                process.communicate()
            longest[what] = time.monotonic() - begun
            whole = (folder / "out" / "answer.csv").read_text()
        print("| signal | over | kills | ended by it | left behind |\n|---|---|---|---|---|")
        for number in SIGNALS:
            for spot, (what, arguments) in enumerate(commands.items()):
                times = kills // 3 + (spot < kills % 3)
                codes: Counter[int] = Counter()
                left: list[str] = []
                for _ in range(times):
                    code, more = kill_once(folder, arguments, number, chance.uniform(0, longest[what]), whole)
                    codes[code] += 1
                    left += more
                ended = times - codes[0]
                strange = set(codes) - {0, 128 + number, -number}
                found = ", ".join(sorted(set(left))) or "nothing"
                print(f"| {number.name} | {what} | {times} | {ended} | {found} |", strange or "", flush=True)
        for what, arguments in commands.items():
            runs = [next_removes(folder, arguments, chance.uniform(0.2, longest[what])) for _ in range(kills // 10)]
            rest = ", ".join(sorted({one for _, more in runs for one in more})) or "nothing"
            some = sum(first > 0 for first, _ in runs)
            print(f"| SIGKILL, and a next run | {what} | {len(runs)} | {some} left something | {rest} |", flush=True)


if __name__ == "__main__":
    main()
