"""Where the answer goes: standard output or a file, in which format, language, width and colour."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import click
from msgspec import Struct

from popcalc.cli.options import KEPT, PROJECT_FILE, Showing, language_of_run
from popcalc.cli.talk import say_notices
from popcalc.errors import Notice, Place, RequestError, did_you_mean, fault
from popcalc.language import Language, text
from popcalc.output import FORMATS, Document, Manner, check_format, write
from popcalc.temporary import half_written, sweep

_RECORDS_FIRST = sorted(FORMATS.items(), key=lambda one: not one[1].records)
BY_ENDING = {ending: name for name, one in _RECORDS_FIRST for ending in one.endings}
"""The format that the name of an output file asks for."""
OTHER_WORKBOOKS = (".xls", ".xlsm", ".ods")
_RECORDS = text("these are records for scripts; -f table shows a table here, too, -f csv leaves out this line")
BYTES = "surrogateescape"
"""A file name whose bytes are no UTF-8 is written as these bytes."""


class Stage(Struct, frozen=True):
    """How the answer is shown and where, decided."""

    format: str
    layout: str
    output: Path | None
    manner: Manner
    quiet: bool
    hinting: bool = False
    """Whether a person who gets records unasked is told of tables."""

    @property
    def language(self) -> Language:
        """The language of the answer and of what is said about it."""
        return self.manner.language

    def show(self, document: Document) -> None:
        """Write a document."""
        if self.hinting:
            say_notices([Notice("RECORDS", _RECORDS)], self.language, quiet=self.quiet)
        if not FORMATS[self.format].is_binary:
            with opened(self.output) as stream:
                write(document, self.format, stream, self.manner)
            return
        content = io.BytesIO()
        write(document, self.format, content, self.manner)
        if self.output is None:
            _standard_output().buffer.write(content.getvalue())
        else:
            written_whole(self.output, content.getvalue())

    def spare(self, files: Callable[[], Iterable[os.stat_result]], *others: Path | None) -> None:
        """Raise RequestError where the output, or one of `others`, is one of the files that the answer is made of.

        They are only looked for where an output is there already: a name that is new replaces nothing.
        """
        spare([one for one in (self.output, *others) if one], files)


def spare(outputs: Iterable[Path], files: Callable[[], Iterable[os.stat_result]]) -> None:
    """Raise RequestError where a file to be written is one of those that the answer is made of, as `Stage.spare`."""
    for output in outputs:
        if output.name == PROJECT_FILE:
            sentence = text("a project file has this name; name another file for the answer")
            raise RequestError([fault("OUTPUT_IS_INPUT", sentence, Place(str(output)))])
        if not output.is_file():
            continue
        there = output.stat()
        if any(os.path.samestat(there, one) for one in (*_project(), *files())):
            sentence = text("this is one of the files that are read; name another file for the answer")
            raise RequestError([fault("OUTPUT_IS_INPUT", sentence, Place(str(output)))])


def _project() -> Iterator[os.stat_result]:
    """Yield what the system knows of the project file of the run, if it has one."""
    context = click.get_current_context(silent=True)
    settings = context and context.meta.get(KEPT)
    if settings and settings.file:
        with contextlib.suppress(OSError):
            yield os.stat(settings.file)


def set_stage(showing: Showing, more: Sequence[str] = ()) -> Stage:
    """Return what the options and the terminal decide; `more` are options that need a place beside the records.

    Raises RequestError where the format has no place for what was asked for.
    """
    on_terminal = showing.output is None and sys.stdout is not None and sys.stdout.isatty()
    named = _format_of(showing.output) if showing.output and not showing.format else None
    format = showing.format or named or ("table" if on_terminal else "csv")
    check_format(format, layout=showing.layout, bom=showing.bom, more=more)
    if on_terminal and FORMATS[format].is_binary:
        sentence = text("{format} cannot be shown on a terminal: give -o FILE", format=format)
        raise RequestError([fault("NOT_FOR_A_TERMINAL", sentence)])
    manner = Manner(
        language=language_of_run(showing.lang),
        width=shutil.get_terminal_size().columns if on_terminal else None,
        color=_color(showing.color, on_terminal=on_terminal),
        bom=showing.bom,
        compact=True,
        read=on_terminal,
    )
    unasked = showing.format is None and showing.output is None
    return Stage(format, showing.layout, showing.output, manner, showing.quiet, unasked and _typed_before_a_pipe())


def _typed_before_a_pipe() -> bool:
    """Whether a person typed this command in front of a pipe, as before `less` or `head`.

    A line that is typed is a group of processes, led by its first; commands of a script are in the group of the script.
    """
    if sys.platform == "win32" or sys.stdout is None or sys.stderr is None or not sys.stderr.isatty():
        return False
    with contextlib.suppress(OSError, ValueError):
        return os.getpgrp() == os.getpid() and stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)
    return False


def _format_of(output: Path) -> str:
    """Return the format that the name of a file asks for: csv without an ending, and for what is no file.

    Raises RequestError for an ending that is none of `BY_ENDING`: csv under another name opens in no program.
    """
    ending = output.suffix.casefold()
    if not ending or (output.exists() and not output.is_file()):
        return "csv"
    if ending in BY_ENDING:
        return BY_ENDING[ending]
    if ending in OTHER_WORKBOOKS:
        sentence = text("popcalc writes workbooks as .xlsx: give the file such an ending")
    else:
        sentence = text(
            "the ending {ending} says no format: give -f, or one of {known}{hint}",
            ending=ending,
            known=" ".join(BY_ENDING),
            hint=did_you_mean(ending, list(BY_ENDING)),
        )
    raise RequestError([fault("UNKNOWN_ENDING", sentence, Place(str(output)))])


def _color(wish: str, *, on_terminal: bool) -> bool:
    if wish == "never" or (wish == "auto" and not on_terminal):
        return False
    if sys.platform == "win32" and on_terminal:
        from popcalc.cli.windows import takes_colors

        # It is told to show colours, also where these are wanted always.
        understood = takes_colors()
    else:
        understood = os.environ.get("TERM") != "dumb"
    return wish == "always" or (understood and not os.environ.get("NO_COLOR"))


class OutputError(OSError):
    """What the system says when the answer cannot be written."""


@contextlib.contextmanager
def output_of(output: Path | None) -> Iterator[None]:
    """Raise OutputError for what goes wrong in the block; a pipe that nobody reads any more stays BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if sys.platform == "win32" and output is None:
            from popcalc.cli.windows import is_closed_pipe

            if is_closed_pipe(error):
                raise BrokenPipeError(error.errno, error.strerror) from error
        raise OutputError(error.errno, error.strerror, str(output) if output else error.filename) from error


@contextlib.contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Open the answer's stream, UTF-8 with `\\n` line ends.

    A file appears whole, when everything has been written, or not at all; what stood there before stays until then.
    """
    with output_of(output):
        yield from _opened(output)


def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield _standard_output()
        return
    if output.exists() and not output.is_file():
        with output.open("w", encoding="utf-8", errors=BYTES, newline="") as stream:
            yield stream
        return
    with _in_place_of(output) as half, half.open("w", encoding="utf-8", errors=BYTES, newline="") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def written_whole(output: Path, content: bytes) -> None:
    """Write a file whole or not at all, as `opened` does."""
    with output_of(output):
        if output.exists() and not output.is_file():
            output.write_bytes(content)
            return
        with _in_place_of(output) as half, half.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


@contextlib.contextmanager
def _in_place_of(output: Path) -> Iterator[Path]:
    """Give a file that takes the place of another when the block has written and closed it."""
    folder = output.parent
    if not folder.is_dir():
        raise RequestError(
            [fault("NO_SUCH_FOLDER", text("the folder does not exist; make it first"), Place(str(folder)))]
        )
    sweep(folder)
    with half_written(output) as half:
        yield half
        os.chmod(half, _mode(output))
        os.replace(half, output)


def _standard_output() -> TextIO:
    """Return standard output as UTF-8, whatever the locale says; raises OSError where it is closed."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors=BYTES, newline="")
    return sys.stdout


def _mode(output: Path) -> int:
    if output.exists():
        return output.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
