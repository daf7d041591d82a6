"""The sheets of a workbook that are read, as CSV; the reading itself is done by a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from popcalc.errors import Fault, InputError, Place, did_you_mean, fault
from popcalc.intake.encodings import UTF8
from popcalc.intake.sources.faults import damaged
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import Spool, new_spool
from popcalc.language import text

EVERY = "all"
LISTED = 20
PATIENCE = 60.0
"""Seconds that a workbook may take, and as many again for each of its megabytes."""


@dataclass(frozen=True)
class _Found:
    """A sheet as the reader gives it; `file` is None when it is empty or was not asked for."""

    name: str
    visible: bool
    file: str | None


class Sheets:
    """Gives the sheets of workbooks; `wanted` are names, `all` for every visible one, none for the only filled one."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.every = EVERY in wanted
        self.wanted = () if self.every else tuple(wanted)
        self._folded = {folded(name) for name in self.wanted}
        self._seen: list[str] = []
        self._reader = _Reader()

    def __enter__(self) -> Sheets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._reader.close()

    def of(self, book: Source) -> list[Source]:
        """Return the sheets to read of a workbook, each as CSV in UTF-8.

        Raises InputError when it cannot be read, when the extra that reads workbooks is not installed, when several
        sheets hold something and none is named, or when none of the names fits.
        """
        found = self._reader.read(book.path, book.name, self._folded or None)
        self._seen += [sheet.name for sheet in found]
        visible = [sheet for sheet in found if sheet.visible]
        chosen = [sheet for sheet in found if folded(sheet.name) in self._folded] if self.wanted else visible
        if not chosen and self.wanted:
            raise InputError([_no_such_sheet(self.wanted[0], [sheet.name for sheet in found], book.name)])
        filled = [(sheet.name, sheet.file) for sheet in chosen if sheet.file]
        if not filled:
            raise InputError([_empty(found, book.name)])
        if len(filled) > 1 and not self.every and not self.wanted:
            raise InputError([_several([sheet for sheet, _ in filled], book.name)])
        alone = len(filled) == 1 and chosen == visible
        return [
            book.part(book.name if alone else f"{book.name}[{sheet}]", _moved(file), sheet=sheet, encoding=UTF8)
            for sheet, file in filled
        ]

    def unknown(self) -> list[Fault]:
        """Return a fault for each wanted name that no workbook so far has."""
        seen = {folded(name) for name in self._seen}
        return [
            fault(
                "UNKNOWN_SHEET",
                text("no workbook has a sheet {sheet}{hint}", sheet=name, hint=did_you_mean(name, self._seen)),
            )
            for name in self.wanted
            if folded(name) not in seen
        ]


def folded(name: str) -> str:
    """Return a sheet's name as it is compared: Excel tells no capitals apart."""
    return name.strip().casefold()


def _moved(file: str) -> Spool:
    spool = new_spool()
    shutil.move(file, spool.path)
    return spool


def _no_such_sheet(wanted: str, names: Sequence[str], name: str) -> Fault:
    sentence = text(
        "no sheet {sheet} in this workbook{hint}; its sheets are {names}",
        sheet=wanted,
        hint=did_you_mean(wanted, names),
        names=_listed(names),
    )
    return fault("UNKNOWN_SHEET", sentence, Place(name))


def _several(names: Sequence[str], name: str) -> Fault:
    sentence = text(
        "several sheets hold something: {names}; say which are read with --sheet NAME (it may be given again), or "
        "--sheet all",
        names=_listed(names),
    )
    return fault("SEVERAL_SHEETS", sentence, Place(name))


def _empty(found: Sequence[_Found], name: str) -> Fault:
    hidden = [sheet.name for sheet in found if not sheet.visible]
    if hidden:
        sentence = text(
            "no visible sheet holds anything; hidden ones are read when --sheet names them: {names}",
            names=_listed(hidden),
        )
    else:
        sentence = text("the workbook is empty; it needs a header row and rows of counts")
    return fault("EMPTY_FILE", sentence, Place(name))


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:LISTED], *(["…"] if len(names) > LISTED else []))


class _Reader:
    """The process that reads workbooks, started with the first one and again after one that ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None

    def read(self, path: Path, name: str, wanted: set[str] | None) -> list[_Found]:
        """Return the sheets of a workbook; raises InputError when it cannot be read."""
        if find_spec("python_calamine") is None:
            sentence = text("reading workbooks needs one more package: pip install 'popcalc[excel]'")
            raise InputError([fault("NO_EXCEL", sentence, Place(name))])
        size = path.stat().st_size
        request = {"path": os.path.abspath(path), "wanted": sorted(wanted) if wanted else None}
        answer = self._ask(request, PATIENCE * (1 + size / (1 << 20)))
        if "sheets" in answer:
            return [_Found(**sheet) for sheet in answer["sheets"]]
        raise InputError([_unreadable(answer["error"], name)])

    def _ask(self, request: dict[str, Any], patience: float) -> dict[str, Any]:
        process, folder = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(patience, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps({**request, "folder": str(folder)}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            watch.cancel()
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        self._end()
        return {"error": "ended"}

    def _started(self) -> tuple[subprocess.Popen[bytes], Path]:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="popcalc-"))
        if self._process is None:
            here = str(Path(__file__).parents[3])
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "popcalc.intake.sources.workbook_reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([here, *filter(None, sys.path)])},
            )
        return self._process, self._folder

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def close(self) -> None:
        """End the process and remove what it left."""
        self._end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _unreadable(reason: str, name: str) -> Fault:
    place = Place(name)
    if reason == "password":
        sentence = text("the workbook is protected by a password; open it and save it without one")
        return fault("PASSWORD", sentence, place)
    if reason in ("too_large", "ended"):
        sentence = text(
            "the workbook is damaged, or a sheet far larger than its table, by a stray cell below or beside it; copy "
            "the table into a new workbook, or save it as CSV UTF-8"
        )
        return fault("UNREADABLE", sentence, place)
    return damaged(name, text("the workbook"))
