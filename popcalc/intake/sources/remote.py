"""Objects of a store (`s3://bucket/2013/06.csv`), found and read by fsspec as files are."""

from __future__ import annotations

import errno
import glob
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any, BinaryIO, cast

from msgspec import Struct

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.language import text

HEAD_BYTES = 1 << 16
"""The beginning of an object is fetched once, for all that look at it."""
HEADS = 1024
"""So many beginnings are kept: 64 MB."""
BLOCK_BYTES = 8 << 20
PACKAGES = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "az": "adlfs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
}
"""What knows the stores that most have."""


class Remote(Struct, frozen=True):
    """An object by its URL and size; it is read as the path of a file is."""

    url: str
    size: int

    def absolute(self) -> Remote:
        """Return itself: a URL is the same everywhere."""
        return self

    def stat(self) -> Remote:
        """Return what is known of it, its size as `st_size`."""
        return self

    @property
    def st_size(self) -> int:
        """Its size in bytes."""
        return self.size

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open for reading from the first byte; more than its beginning is fetched when that has been read."""
        return cast("BinaryIO", io.BufferedReader(_Stream(self)))


class _Stream(io.RawIOBase):
    """The bytes of an object: its beginning, then what the store gives."""

    def __init__(self, remote: Remote) -> None:
        self._remote, self._at = remote, 0
        self._rest: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._remote.size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        found = self._read(len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _read(self, size: int) -> bytes:
        if self._at < HEAD_BYTES:
            return _head(self._remote)[self._at : self._at + size]
        if self._at >= self._remote.size:
            return b""
        with _errors_of_files(self._remote.url):
            if self._rest is None:
                system, path = _system(self._remote.url)
                self._rest = system.open(path, "rb", block_size=BLOCK_BYTES)
            self._rest.seek(self._at)
            return self._rest.read(size)

    def close(self) -> None:
        if self._rest is not None:
            self._rest.close()
        super().close()


@lru_cache(maxsize=HEADS)
def _head(remote: Remote) -> bytes:
    """Return the beginning of an object."""
    with _errors_of_files(remote.url):
        system, path = _system(remote.url)
        return bytes(system.cat_file(path, start=0, end=min(HEAD_BYTES, remote.size)))


def objects_of(url: str, is_data: Callable[[str], object], suffixes: Sequence[str]) -> list[Remote]:
    """Return the objects that a URL means: itself, the data files below it, or those that fit a pattern.

    `is_data` says which names are of data files, `suffixes` are how these end.
    Raises InputError where there is none, and where the store cannot be asked.
    """
    place = Place(url)
    try:
        with _errors_of_files(url):
            return _objects_of(url, is_data, suffixes)
    except ImportError as error:
        package = PACKAGES.get(url.partition("://")[0], "fsspec")
        sentence = text(
            "{store} is read by a package that is not there: pip install {package}",
            store=f"{url.partition('://')[0]}://",
            package=package,
        )
        raise InputError([fault("NO_STORE", sentence, place)]) from error
    except FileNotFoundError as error:
        raise InputError([_not_there(place)]) from error
    except OSError as error:
        sentence = text(
            "the store cannot be read: {reason}; see that its address and credentials are right", reason=str(error)
        )
        raise InputError([fault("UNREADABLE", sentence, place)]) from error


def _objects_of(url: str, is_data: Callable[[str], object], suffixes: Sequence[str]) -> list[Remote]:
    system, path = _system(url)
    if glob.has_magic(path):
        # A pattern names what it wants, whatever that is called.
        matched = system.glob(path, detail=True).values()
        found = [one for one in matched if one["type"] == "file" and "/." not in one["name"]]
    elif system.isdir(path):
        below = system.find(path, detail=True).values()
        found = [one for one in below if is_data(one["name"]) and "/." not in one["name"]]
        if not found:
            sentence = text("no data file in this folder; popcalc reads {suffixes}", suffixes=" ".join(suffixes))
            raise InputError([fault("NO_DATA_FILE", sentence, Place(url))])
    else:
        return [Remote(url, int(system.info(path)["size"]))]
    if not found:
        raise FileNotFoundError(errno.ENOENT, url)
    return [Remote(system.unstrip_protocol(one["name"]), int(one["size"])) for one in found]


def _not_there(place: Place) -> Fault:
    sentence = text("no such object, folder or bucket in this store; `*` stands for any part of a name")
    return fault("NO_SUCH_FILE", sentence, place)


def _system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL and the path in it; raises ImportError where no package knows it."""
    import fsspec

    try:
        found = fsspec.core.url_to_fs(url)
    except ValueError as error:
        # So it says of a protocol that it does not know.
        raise OSError(None, str(error)) from error
    return cast("tuple[Any, str]", found)


@contextmanager
def _errors_of_files(url: str) -> Iterator[None]:
    """Raise OSError for what a store raises, as each has errors of its own: no credentials, no connection."""
    try:
        yield
    except (OSError, ImportError, InputError, MemoryError):
        raise
    except Exception as error:
        raise OSError(None, f"{type(error).__name__}: {error}") from error
