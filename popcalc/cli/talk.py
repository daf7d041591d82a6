"""Talk on standard error: notices, faults, and the language both are said in."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence

import click

from popcalc.errors import COUNTED, SHOWN, Fault, InputError, Notice, Place, PopcalcError
from popcalc.language import ENGLISH, Language, text
from popcalc.output.widths import width, wrap
from popcalc.visible import visible

PLACE = re.compile(r"[^\s，。；：、（“]+:\d+(?::\d+)?")
"""`file:row:column` inside a sentence, which is never broken."""
STAND_IN = "\ue000"
"""A letter that no message holds: it stands for those of a place while a sentence is wrapped."""
FALLBACK = 80


def words_of(context: click.Context | None) -> Language:
    """Return the language of a run."""
    return (context and context.find_object(Language)) or ENGLISH


def say(line: str, *, place: str = "") -> None:
    """Say one sentence on standard error, wrapped when that is a terminal; it may begin with a `place`, kept whole.

    Whatever names, cells and options stand in it, it is one line that steers nothing.
    """
    line, place = visible(line), visible(place)
    for part in _wrapped(line, place) if sys.stderr is not None and sys.stderr.isatty() else [line]:
        write(part)


def _wrapped(line: str, place: str) -> list[str]:
    """Return the lines of a sentence on the terminal; a place is one word, whatever its file is called."""
    kept = [place] if place and line.startswith(place) else []
    head = len(place) if kept else 0
    kept += PLACE.findall(line, head)
    shields = iter([STAND_IN * width(one) for one in kept])
    words = (next(shields) if head else "") + PLACE.sub(lambda _: next(shields), line[head:])
    back = iter(kept)
    return [re.sub(f"{STAND_IN}+", lambda _: next(back), part) for part in wrap(words, _columns())]


def _columns() -> int:
    """Return the width of the terminal that standard error is; standard output may be a pipe."""
    if os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or FALLBACK
    except (OSError, ValueError):
        return FALLBACK


def write(line: str) -> None:
    """Write one line to standard error; what cannot be encoded there is escaped, and a closed stream is no matter."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    with contextlib.suppress(OSError):
        click.echo(line.encode(encoding, "backslashreplace").decode(encoding), err=True)


def say_notices(notices: Iterable[Notice], language: Language, *, quiet: bool) -> None:
    """Say each notice once, unless `quiet`."""
    if quiet:
        return
    lines = dict.fromkeys((_notice_line(notice, language), str(notice.place or "")) for notice in notices)
    for line, place in lines:
        say(line, place=place)


def say_faults(error: PopcalcError, language: Language) -> None:
    """Say what is wrong: the first faults in order of place, how many there are, and the next step."""
    faults = _in_order(error.faults)
    for fault in faults[:SHOWN]:
        say(_fault_line(fault, language), place=str(fault.place or ""))
    if len(faults) > SHOWN:
        number = f"{COUNTED:,}+" if len(faults) > COUNTED else f"{len(faults):,}"
        say(language(text("showing {shown} of {number}", shown=SHOWN, number=number)))
    if isinstance(error, InputError) and error.next_step:
        say(language(error.next_step))


def _in_order(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults in order of place, each once; only those of one place and code are put into words for that."""
    alike: dict[tuple[str, int, int, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((*_position(fault), fault.code), []).append(fault)
    distinct = [
        one
        for several in alike.values()
        for one in (several if len(several) == 1 else {str(fault.text): fault for fault in several}.values())
    ]
    return sorted(distinct, key=_position)


def _position(fault: Fault) -> tuple[str, int, int]:
    place = fault.place or Place("")
    return place.file, place.row or 0, place.column or 0


def _notice_line(notice: Notice, language: Language) -> str:
    place = f"{notice.place}: " if notice.place else ""
    return place + language(text("note: {sentence}", sentence=notice.text))


def _fault_line(fault: Fault, language: Language) -> str:
    parts = (str(fault.place) if fault.place else "popcalc:", fault.code, language(fault.text))
    return " ".join(parts)
