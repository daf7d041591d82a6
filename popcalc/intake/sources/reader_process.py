"""The process that reads workbooks, so that one that makes it crash, hang or swell is a fault and no more."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

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
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None

    def read(self, path: Path, wanted: Collection[str]) -> list[Sheet] | str:
        """Return the sheets of a workbook, with the rows of those `wanted` (every visible one when it is empty).

        A workbook that cannot be read gives the reason: `password`, `too_large`, `damaged` or `ended`.
        """
        request = {"path": os.path.abspath(path), "wanted": sorted(wanted) or None}
        answer = self._ask(request, PATIENCE * (1 + path.stat().st_size / (1 << 20)))
        return [Sheet(**sheet) for sheet in answer["sheets"]] if "sheets" in answer else str(answer["error"])

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
            import subprocess

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
