"""The process that reads workbooks, so that one that makes it crash, hang or swell is a fault and no more."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from popcalc.intake.sources.spools import Budget
from popcalc.temporary import new_folder, no_child_left

if TYPE_CHECKING:
    import subprocess

PATIENCE = 60.0
"""Seconds that a workbook may take, and as many again for each of its megabytes."""


class Sheet(Struct, frozen=True):
    """A sheet as the process gives it: `file` is its rows as CSV, None when it is empty or was not asked for.

    `looks` is how it looks, as plain data.
    """

    name: str
    visible: bool
    file: str | None
    looks: dict[str, Any]


class ReaderProcess:
    """Runs `workbook_reader`, from the first workbook on and again after one that ended it."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None

    def read(self, path: Path, wanted: Collection[str], budget: Budget) -> list[Sheet] | str:
        """Return the sheets of a workbook, with the rows of those `wanted` (every visible one when it is empty).

        What is unpacked and written for them is taken from the budget. A workbook that cannot be read gives the reason:
        `password`, `too_large`, `damaged` or `ended`.
        """
        request = {"path": os.path.abspath(path), "wanted": sorted(wanted) or None, "most": budget.left}
        answer = self._ask(request, PATIENCE * (1 + path.stat().st_size / (1 << 20)))
        if "sheets" not in answer:
            return str(answer["error"])
        budget.left = answer["left"]
        return [Sheet(**sheet) for sheet in answer["sheets"]]

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
        except OSError:
            # It has ended: a closed pipe, by whatever name a system calls that.
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
            self._folder = new_folder()
        if self._process is None:
            self._process = self._running.enter_context(no_child_left(_begin))
        return self._process, self._folder

    def _end(self) -> None:
        self._running.close()
        self._process = None

    def close(self) -> None:
        """End the process and remove what it left."""
        self._end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _begin() -> subprocess.Popen[bytes]:
    import subprocess

    here = str(Path(__file__).parents[3])
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "popcalc.intake.sources.workbook_reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([here, *filter(None, sys.path)])},
    )
