"""What a run needs only for a while, so that it leaves nothing behind: files, half-written answers, a child process.

All files of a process lie in one private folder, which goes when the process ends. `clear` takes everything away at
once, and may be called from the handler of a signal. A process that is killed can take nothing away; each of its things
is locked as long as it lives, so the next run knows by the lock what is left over, and `sweep` removes it.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import re
import stat
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such locks, and lets nobody remove what is open
    fcntl = None  # type: ignore[assignment]

FOLDER = ("popcalc-", ".run")
"""How private folders begin and end; what a person calls nearly so is no business of a sweep."""
HALF = (".popcalc-", ".half")
"""How answers are called until they are whole."""
_DRAWN = "[a-z0-9_]{8}"
"""What tempfile puts between."""
_TRIES = 100


class _Run:
    """What a process holds; `busy` while something is made and not noted yet, `late` is what waits for that."""

    def __init__(self, process: int) -> None:
        self.process = process
        self.folder: Path | None = None
        self.lock: int | None = None
        self.halves: set[Path] = set()
        self.children: set[subprocess.Popen[bytes]] = set()
        self.tidied: list[Callable[[], None]] = []
        self.busy = 0
        self.late: list[Callable[[], None]] = []


_runs: list[_Run] = []


def _run() -> _Run:
    """Return what this process holds; a fork of another holds nothing of it."""
    if not _runs or _runs[-1].process != os.getpid():
        _runs[:] = [_Run(os.getpid())]
        atexit.register(clear)
    return _runs[-1]


@contextlib.contextmanager
def undisturbed() -> Iterator[_Run]:
    """Put off what `when_undisturbed` is asked for to the end of the block."""
    run = _run()
    run.busy += 1
    try:
        yield run
    finally:
        run.busy -= 1
        if not run.busy:
            while run.late:
                run.late.pop(0)()


def when_undisturbed(action: Callable[[], None]) -> None:
    """Do something as soon as everything that was made is noted: mostly at once."""
    run = _run()
    if run.busy:
        run.late.append(action)
    else:
        action()


def new_file() -> Path:
    """Return a new empty file in the private folder; raises OSError where there is no place for it."""
    import tempfile

    with undisturbed() as run:
        handle, name = tempfile.mkstemp(dir=_folder(run))
        os.close(handle)
        return Path(name)


class Spool:
    """A temporary file; it goes with the spool that was made first, at the latest when its process ends.

    A copy in another process only leads to it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        weakref.finalize(self, _remove_spool, path)


def _remove_spool(path: Path) -> None:
    # Windows removes nothing that is open; it goes with its folder then.
    with contextlib.suppress(OSError):
        path.unlink()


def new_spool() -> Spool:
    """Return an empty spool; raises OSError where there is no place for it."""
    return Spool(new_file())


def new_folder() -> Path:
    """Return a new empty folder in the private folder; raises OSError where there is no place for it."""
    import tempfile

    with undisturbed() as run:
        return Path(tempfile.mkdtemp(dir=_folder(run)))


def _folder(run: _Run) -> Path:
    if run.folder is None or not run.folder.is_dir():
        import tempfile

        run.folder, run.lock = _made_and_locked(lambda: Path(tempfile.mkdtemp(prefix=FOLDER[0], suffix=FOLDER[1])))
    return run.folder


def _made_and_locked(make: Callable[[], Path]) -> tuple[Path, int | None]:
    """Return a new thing and its lock; made anew where another run swept it away before it was locked."""
    for _ in range(_TRIES):
        path = make()
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            return path, _lock(path)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


@contextlib.contextmanager
def half_written(whole: Path) -> Iterator[Path]:
    """Give a new file beside `whole`, which is gone at the end unless it was renamed; raises OSError."""
    import tempfile

    def make() -> Path:
        handle, name = tempfile.mkstemp(prefix=HALF[0], suffix=HALF[1], dir=whole.parent)
        os.close(handle)
        return Path(name)

    with undisturbed() as run:
        half, lock = _made_and_locked(make)
        run.halves.add(half)
    try:
        yield half
    finally:
        half.unlink(missing_ok=True)
        run.halves.discard(half)
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def no_child_left(begin: Callable[[], subprocess.Popen[bytes]]) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process that ends with the block, or with this process."""
    with undisturbed() as run:
        child = begin()
        run.children.add(child)
    try:
        yield child
    finally:
        child.kill()
        for stream in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        child.wait()
        run.children.discard(child)


@contextlib.contextmanager
def tidied_by(action: Callable[[], None]) -> Iterator[None]:
    """Have something done also where the process is ended in the block: a cursor that was hidden comes back."""
    run = _run()
    run.tidied.append(action)
    try:
        yield
    finally:
        run.tidied.remove(action)


def clear() -> None:
    """Take away all that this process made for a while."""
    run = _run()
    for action in list(run.tidied):
        with contextlib.suppress(OSError):
            action()
    for child in list(run.children):
        # Its streams may be in use where a signal came, and stay as they are.
        child.kill()
        if sys.platform != "win32":
            # There a number is none that can be waited for, and nothing stays of who is ended.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child.pid, 0)
    for half in list(run.halves):
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
    if run.folder is not None:
        import shutil

        shutil.rmtree(run.folder, ignore_errors=True)
        run.folder = None
    if run.lock is not None:
        os.close(run.lock)
        run.lock = None


def sweep(folder: Path | None = None) -> None:
    """Remove what runs left that were killed: private folders, or the half-written answers of a `folder`."""
    if fcntl is None:
        return
    import tempfile

    begin, end = map(re.escape, FOLDER if folder is None else HALF)
    called = re.compile(f"{begin}{_DRAWN}{end}")
    with contextlib.suppress(OSError):
        # Which folder it is tempfile tries out with a file of its own.
        with undisturbed():
            place = folder or tempfile.gettempdir()
        with os.scandir(place) as entries:
            found = [entry for entry in entries if called.fullmatch(entry.name)]
        for entry in found:
            with contextlib.suppress(OSError):
                _remove(entry, is_folder=folder is None)


def _remove(entry: os.DirEntry[str], *, is_folder: bool) -> None:
    """Remove a thing that nobody holds a lock on."""
    said = entry.stat(follow_symlinks=False)
    if said.st_uid != os.geteuid() or not (stat.S_ISDIR if is_folder else stat.S_ISREG)(said.st_mode):
        return
    descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_folder:
            import shutil

            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.unlink(entry.path)
    finally:
        os.close(descriptor)


def _lock(path: Path) -> int | None:
    """Return the lock on a new thing, None where there are none; raises OSError where a sweep has it."""
    if fcntl is None:
        return None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.stat(path)
    except (BlockingIOError, FileNotFoundError):
        os.close(descriptor)
        raise
    except OSError:
        # A file system without locks: nobody sweeps there either.
        pass
    return descriptor
