from __future__ import annotations

from pathlib import Path

from tests.hostile.case import HEADER, Hostile
from tests.hostile.outputs import allf
from tests.hostile.yaml_files import data


def big(f: Path, n=200_000):
    (f / "a.csv").write_text(
        HEADER + "".join(f"2013-{m:02},T{v % 500},V{v},3,1000\n" for v in range(n // 12) for m in range(1, 13))
    )


def m(what, cmd, make=data, codes=(2,), says="", **k):
    return Hostile("machine", what, cmd, make, codes, says, **k)


CASES = (
    m("closed stderr", "popcalc compute a.csv 2>&-", codes=(0,), says="births"),
    m("closed stderr, error", "popcalc compute nothere.csv 2>&-"),
    m("closed stderr, usage error", "popcalc compute --nope 2>&-"),
    m("closed stdout", "popcalc compute a.csv >&-", says="OUTPUT_FAILED"),
    m("closed stdin", "popcalc compute - <&-", says="UNREADABLE"),
    m("all closed", "popcalc compute a.csv <&- >&- 2>&-"),
    m(
        "all closed, to a file",
        "popcalc compute a.csv -o o.csv <&- >&- 2>&-; c=$?; head -c 4 o.csv; exit $c",
        codes=(0,),
        says="area",
    ),
    m("stderr full", "popcalc compute a.csv 2>/dev/full", codes=(0,)),
    m("300 MB of address space", "ulimit -v 300000; popcalc compute a.csv", big, codes=(0, 2)),
    m("150 MB of address space", "ulimit -v 150000; popcalc compute a.csv", big, codes=(0, 2)),
    m(
        "600 MB of address space",
        "ulimit -v 600000; popcalc compute a.csv --by village --period month -f table",
        big,
        codes=(0, 2),
    ),
    m("memory at 400, workbook", "ulimit -v 400000; popcalc compute z.zip", allf, codes=(0, 2)),
    m("12 open files", "ulimit -n 12; popcalc compute a.csv", codes=(0, 2)),
    m("6 open files", "ulimit -n 6; popcalc compute a.csv", codes=(0, 2, 1)),
    m("8 open files, zip", "ulimit -n 8; popcalc compute z.zip", allf, codes=(0, 2)),
    m("no process more", "ulimit -u 1; popcalc compute a.csv", codes=(0, 2)),
    m("file size limit", "ulimit -f 1; popcalc compute a.csv -o o.csv --period month --by village", big, codes=(2,)),
    m("file size limit spool", "ulimit -f 1; popcalc compute - < a.csv", big, codes=(2,)),
    m("no folder for temporary files", "TMPDIR=/nonexistent HOME=/nonexistent popcalc compute z.zip", allf, codes=(0,)),
    m("folder that is gone", "mkdir g; cd g; rmdir ../g; popcalc compute ../a.csv", codes=(0, 2)),
    m("folder that is gone, relative", "mkdir g; cd g; rmdir ../g; popcalc compute a.csv", codes=(2,)),
    m("a terminal 0 wide", "COLUMNS=0 popcalc compute a.csv", codes=(0,), terminal=True),
    m("a terminal 1 wide", "COLUMNS=1 popcalc compute a.csv", codes=(0,), terminal=True),
    m(
        "a terminal of 10^9",
        "COLUMNS=1000000000 popcalc compute a.csv; COLUMNS=99999999999999999999 popcalc inspect a.csv",
        codes=(0,),
        terminal=True,
    ),
    m("a locale that is none", "LC_ALL=xx_YY.nope popcalc compute a.csv", codes=(0,)),
    m("PYTHONIOENCODING ascii", "PYTHONIOENCODING=ascii popcalc counts --lang zh", codes=(0,)),
    m("/dev/zero", "popcalc compute /dev/zero", says="device", seconds=5),
    m("/dev/zero on stdin", "popcalc compute - < /dev/zero", says="device", seconds=5),
    m("/dev/null on stdin", "popcalc compute - < /dev/null", seconds=5),
    m("/dev/random", "popcalc compute /dev/urandom", says="device", seconds=5),
    m(
        "a socket",
        "python3 -c \"import socket; s=socket.socket(socket.AF_UNIX); s.bind('s.csv')\"; popcalc compute s.csv",
        says="UNREADABLE",
    ),
    m("a folder as source, empty", "mkdir e; popcalc compute e", says="NO_DATA_FILE"),
    m("/proc/self/mem", "popcalc compute /proc/self/mem"),
    m("/proc", "timeout 100 popcalc compute /proc/self", codes=(2,)),
    m(
        "endless pipe",
        "yes '2013-01,North,Mill,3,1000' | popcalc compute -",
        slow=True,
        says="far more",
        seconds=300,
        megabytes=400,
    ),
    m(
        "endless line",
        "tr '\\0' x < /dev/zero | popcalc compute -",
        slow=True,
        says="far more",
        seconds=300,
        megabytes=400,
    ),
    m("a pipe nobody writes to, cut", "mkfifo p; (exec 3>p; sleep 0.3) & popcalc compute p", says="empty"),
    m(
        "a file that grows",
        "(while :; do echo '2013-03,North,Mill,3,1000' >> a.csv; done) & p=$!; popcalc compute a.csv; c=$?; kill $p; exit $c",
        big,
        says="FILE_CHANGED",
    ),
    m(
        "a file cut while it is read",
        "(sleep 0.75; : > a.csv) & popcalc compute a.csv --by village",
        lambda f: big(f, 1_500_000),
        codes=(0, 2),
        slow=True,
    ),
    m(
        "a file that vanishes",
        "(sleep 0.75; rm a.csv) & popcalc compute a.csv --by village",
        lambda f: big(f, 1_500_000),
        codes=(0, 2),
        slow=True,
    ),
)
