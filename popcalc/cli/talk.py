"""Talk on standard error: notices, faults, and the language both are said in."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence

import click

from popcalc.errors import COUNTED, SHOWN, Fault, InputError, Notice, PopcalcError
from popcalc.language import Language, text
from popcalc.output.widths import width, wrap

PLACE = re.compile(r"[^\s，。；：、（“]+:\d+(?::\d+)?")
"""`file:row:column` inside a sentence, which is never broken."""
STAND_IN = "\ue000"
"""A letter that no message holds: it stands for those of a place while a sentence is wrapped."""
FALLBACK = 80


def say(line: str, *, place: str = "") -> None:
    """Say one sentence on standard error, wrapped when that is a terminal; it may begin with a `place`, kept whole."""
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
    distinct = dict.fromkeys(faults_key(fault) for fault in faults)
    by_key = {faults_key(fault): fault for fault in faults}
    ordered = sorted(distinct, key=lambda key: key[:3])
    return [by_key[key] for key in ordered]


def faults_key(fault: Fault) -> tuple[str, int, int, str, str]:
    """Return what orders faults and tells them apart: file, row, column, code and words."""
    place = fault.place
    return (
        place.file if place else "",
        (place.row or 0) if place else 0,
        (place.column or 0) if place else 0,
        fault.code,
        str(fault.text),
    )


def _notice_line(notice: Notice, language: Language) -> str:
    place = f"{notice.place}: " if notice.place else ""
    return place + language(text("note: {sentence}", sentence=notice.text))


def _fault_line(fault: Fault, language: Language) -> str:
    parts = (str(fault.place) if fault.place else "popcalc:", fault.code, language(fault.text))
    return " ".join(parts)
