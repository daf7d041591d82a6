"""A hostile input: what it is, how it is made, what is run on it, and what must come of it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

MEASURED = """
import os, resource, signal, sys
child = os.fork()
if not child:
    os.execvp(sys.argv[2], sys.argv[2:])
_, status = os.waitpid(child, 0)
os.write(int(sys.argv[1]), str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
code = os.waitstatus_to_exitcode(status)
if code < 0:
    if -code not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
os._exit(code)
"""
"""Runs a command and writes its peak memory: what a large process starts counts that one's memory as its own."""
ROOT = Path(__file__).resolve().parents[3]
ENOUGH = 600.0
"""Seconds after which a run counts as one that does not end."""
MOST_MEMORY = 8 << 20
"""Kilobytes of address space of a run: what goes wrong here must not stop the machine."""
HEADER = "month,town,village,births,population\n"
ROW = "2013-01,North,Mill,3,1000\n"


class Hostile(Struct, frozen=True):
    """`make` puts files into a folder, in which `command` runs, a line for the shell.

    It must end with one of the `codes` and say `says`, and `never` must stand nowhere. A case that is `slow` or large
    is run by hand alone.
    """

    kind: str
    what: str
    command: str
    make: Callable[[Path], object] = lambda _: None
    codes: tuple[int, ...] = (2,)
    says: str = ""
    never: tuple[str, ...] = ()
    terminal: bool = False
    slow: bool = False
    megabytes: int = 512
    seconds: float = 60.0


class Outcome(Struct, frozen=True):
    """What a run came to: exit code, both streams, what it took, and what it left in the folder for temporary files."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    megabytes: float
    left: tuple[str, ...]

    @property
    def first_word(self) -> str:
        """The code of the first message, or what stands in its place."""
        words = self.err.decode("utf-8", "replace").split()
        return next((one for one in words if one.isupper() and len(one) > 4), "a note" if words else "the answer")

    def wrong(self, case: Hostile) -> list[str]:
        """Return what is not as it must be."""
        said = (self.out + self.err).decode("utf-8", "surrogateescape")
        found = []
        if self.code not in case.codes:
            found.append(f"exit {self.code}")
        if case.says not in said:
            found.append(f"does not say {case.says!r}")
        found += [f"shows {one!r}" for one in ("Traceback", "a fault in popcalc", *case.never) if one in said]
        if self.left:
            found.append(f"left {', '.join(self.left)}")
        if self.megabytes > case.megabytes:
            found.append(f"{self.megabytes:.0f} MB")
        if self.seconds > case.seconds:
            found.append(f"{self.seconds:.0f} s")
        return found


def environment(temporary: str) -> dict[str, str]:
    """Nothing but what a process needs, its temporary files in a folder of their own."""
    return {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": temporary,
    }


def run(case: Hostile, folder: Path) -> Outcome:
    """Make a case in an empty folder and run its command there."""
    _made(case, folder)
    with tempfile.TemporaryDirectory() as temporary:
        begun = time.monotonic()
        code, out, err, peak = _run(case, folder, environment(temporary))
        return Outcome(code, out, err, time.monotonic() - begun, peak / 1024, tuple(os.listdir(temporary)))


def _made(case: Hostile, folder: Path) -> None:
    """Make the files in a process of its own: a command that this one starts counts its memory as the command's."""
    child = os.fork()
    if not child:
        try:
            case.make(folder)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status == 0, f"{case.what} was not made"


def _run(case: Hostile, folder: Path, env: dict[str, str]) -> tuple[int, bytes, bytes, int]:
    ours, theirs = pty.openpty() if case.terminal else (-1, -1)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as peak:
        shell = ["sh", "-c", f"ulimit -v {MOST_MEMORY}; {case.command}"]
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", MEASURED, str(peak.fileno()), *shell],
            cwd=folder,
            env=env,
            pass_fds=(peak.fileno(),),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            stdout=theirs if case.terminal else out,
            stderr=theirs if case.terminal else err,
        )
        shown = b""
        deadline = time.monotonic() + ENOUGH
        if case.terminal:
            os.close(theirs)
            shown = _all_of(ours, deadline)
            os.close(ours)
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            time.sleep(0.01)
        else:
            os.killpg(process.pid, 9)
        code = process.wait()
        for stream in (out, err, peak):
            stream.seek(0)
        return code, shown + out.read(), err.read(), int(peak.read() or 0)


def _all_of(terminal: int, deadline: float) -> bytes:
    """Return all that is written to a terminal; Linux says so with an error when nobody holds its other end."""
    written = b""
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        written += piece
    return written
