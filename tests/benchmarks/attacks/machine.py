"""Outputs that would replace what they are made of, machines that lack something, and files that change meanwhile."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.attacks.case import HEADER, ROW, Hostile

KEPT = ("a.csv", "t.yaml", "c.yaml", "k.yaml", "r.csv", "z.zip")
"""What no run may change."""


def everything(folder: Path) -> None:
    """Write sources and definition files, an archive, and links to a source."""
    (folder / "a.csv").write_text(HEADER + ROW)
    (folder / "t.yaml").write_text("version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: 3\n")
    (folder / "c.yaml").write_text("version: 1\n")
    (folder / "k.yaml").write_text("version: 1\ncounts: {}\n")
    (folder / "r.csv").write_text("name,level\nNorth,town\n")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(folder / "a.csv", "a.csv")
    os.link(folder / "a.csv", folder / "hard.csv")
    os.symlink("a.csv", folder / "soft.csv")


def output(what: str, command: str, says: str = "OUTPUT_IS_INPUT", codes: tuple[int, ...] = (2,)) -> Hostile:
    files = " ".join(KEPT)
    kept = f'b=$(cat {files} | cksum); {command}; c=$?; [ "$b" = "$(cat {files} | cksum)" ] || echo CHANGED; exit $c'
    return Hostile("output", what, kept, everything, codes, says, ("CHANGED",))


OUTPUTS = (
    output("onto a source", "popcalc compute a.csv -o a.csv"),
    output("onto a source by a hard link", "popcalc compute a.csv -o hard.csv"),
    output("onto a source by a symbolic link", "popcalc compute a.csv -o soft.csv"),
    output("onto a source of a pattern", "popcalc compute '[ab].csv' -o ./a.csv"),
    output("onto standard input", "popcalc compute - -o a.csv <a.csv"),
    output("onto an archive", "popcalc compute z.zip -f csv -o z.zip"),
    output("onto the targets", "popcalc check a.csv --targets t.yaml -f csv -o t.yaml"),
    output("onto the columns file", "popcalc validate a.csv --columns c.yaml -f csv -o c.yaml"),
    output("onto the catalogue", "popcalc indicators --catalogue k.yaml -f csv -o k.yaml"),
    output("onto the areas file", "popcalc inspect a.csv --areas r.csv --draft-areas r.csv"),
    output("onto a full disk", "popcalc compute a.csv -o /dev/full", "No space left on device"),
    output("a name of 250 bytes", f"popcalc compute a.csv -q -o {'x' * 246}.csv", "", (0,)),
)


def plenty(folder: Path) -> None:
    """Write 200,000 rows, which take a while to read."""
    rows = (
        f"2013-{month:02},T{village % 99},V{village},{village % 7},{900 + (village * 31 + month) % 97}\n"
        for village in range(17_000)
        for month in range(1, 13)
    )
    (folder / "a.csv").write_text(HEADER + "".join(rows))


def machine(
    what: str,
    command: str,
    codes: tuple[int, ...] = (2,),
    says: str = "",
    make: Callable[[Path], object] = everything,
    slow: bool = False,
) -> Hostile:
    return Hostile("machine", what, command, make, codes, says, slow=slow, seconds=200)


MACHINES = (
    machine("standard error is closed", "popcalc compute a.csv 2>&-", (0,), "births"),
    machine("standard error is closed, and something is wrong", "popcalc compute b.csv 2>&-"),
    machine("standard output is closed", "popcalc compute a.csv >&-", (2,), "OUTPUT_FAILED"),
    machine(
        "all streams are closed",
        "popcalc compute a.csv -o o.csv <&- >&- 2>&-; c=$?; cat o.csv; exit $c",
        (0,),
        "births",
    ),
    machine("60 MB of memory", "ulimit -v 60000; popcalc compute a.csv", (2,), "not enough memory"),
    machine("100 MB of memory", "ulimit -v 100000; popcalc compute a.csv", (2,), "not enough memory"),
    machine("140 MB of memory", "ulimit -v 140000; popcalc compute a.csv", (2,), "not enough memory", plenty),
    machine("6 open files", "ulimit -n 6; popcalc compute z.zip", (0, 2)),
    machine("no room for temporary files", "ulimit -f 1; popcalc compute - <a.csv", (2,), "File too large", plenty),
    machine("a folder that is gone", "mkdir g; cd g; rmdir ../g; popcalc compute ../a.csv a.csv", (2,), "NO_SUCH_FILE"),
    machine("an endless device", "popcalc compute /dev/zero", (2,), "it is a device"),
    machine("an endless device as standard input", "popcalc compute - </dev/zero", (2,), "it is a device"),
    machine("an endless pipe", "yes 2013-01,North,Mill,3,1000 | popcalc compute -", (2,), "far more", slow=True),
    machine("an endless line in a pipe", "tr '\\0' x </dev/zero | popcalc compute -", (2,), "far more", slow=True),
)
TIMES = (
    Hostile(
        "time",
        "a file that grows while it is read",
        "(while :; do echo 2013-03,N,M,3,1000 >>a.csv; done) & p=$!; popcalc compute a.csv; c=$?; kill $p; exit $c",
        plenty,
        says="FILE_CHANGED",
    ),
    Hostile(
        "time",
        "a pipe that ends without a word",
        "mkfifo p; (exec 3>p; sleep 0.3) & popcalc compute p",
        says="EMPTY_FILE",
    ),
)
