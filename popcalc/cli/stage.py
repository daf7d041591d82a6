"""Where the answer goes: standard output or a file, in which format, language, width and colour."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from popcalc.cli.options import Showing
from popcalc.errors import Place, RequestError, did_you_mean, fault
from popcalc.language import Language, language, language_of_locale, text

BY_SUFFIX = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".tex": "latex",
    ".txt": "table",
}
"""The format that the name of an output file asks for."""
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


@dataclass(frozen=True)
class Stage:
    """How the answer is shown, decided: `width` is that of a terminal, None where there is none."""

    format: str
    layout: str
    bom: bool
    output: Path | None
    language: Language
    width: int | None
    color: bool
    quiet: bool


def set_stage(showing: Showing) -> Stage:
    """Return what the options and the terminal decide."""
    on_terminal = showing.output is None and sys.stdout is not None and sys.stdout.isatty()
    named = _format_of(showing.output) if showing.output and not showing.format else None
    format = showing.format or named or ("table" if on_terminal else "csv")
    return Stage(
        format=format,
        layout=showing.layout,
        bom=showing.bom,
        output=showing.output,
        language=language(showing.lang or language_of_locale()),
        width=shutil.get_terminal_size().columns if on_terminal else None,
        color=_color(showing.color, on_terminal=on_terminal),
        quiet=showing.quiet,
    )


def _format_of(output: Path) -> str:
    """Return the format that the name of a file asks for: csv without an ending, and for what is no file.

    Raises RequestError for an ending that is none of `BY_SUFFIX`: csv under another name opens in no program.
    """
    ending = output.suffix.casefold()
    if not ending or (output.exists() and not output.is_file()):
        return "csv"
    if ending in BY_SUFFIX:
        return BY_SUFFIX[ending]
    if ending in WORKBOOKS:
        sentence = text("popcalc writes no workbooks; a name in .csv with --bom makes a file that Excel opens")
    else:
        sentence = text(
            "the ending {ending} says no format: give -f, or one of {known}{hint}",
            ending=ending,
            known=" ".join(BY_SUFFIX),
            hint=did_you_mean(ending, list(BY_SUFFIX)),
        )
    raise RequestError([fault("UNKNOWN_ENDING", sentence, Place(str(output)))])


def _color(wish: str, *, on_terminal: bool) -> bool:
    if wish != "auto":
        return wish == "always"
    return on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Open the answer's stream, UTF-8 with `\\n` line ends.

    A file appears whole, when everything has been written, or not at all; what stood there before stays until then.
    """
    if output is None:
        yield _standard_output()
        return
    folder = output.parent
    if not folder.is_dir():
        raise RequestError(
            [fault("NO_SUCH_FOLDER", text("the folder does not exist; make it first"), Place(str(folder)))]
        )
    if output.exists() and not output.is_file():
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode(output))
        os.replace(name, output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _standard_output() -> TextIO:
    """Return standard output as UTF-8, whatever the locale says; raises OSError where it is closed."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="")
    return sys.stdout


def _mode(output: Path) -> int:
    if output.exists():
        return output.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
