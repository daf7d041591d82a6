"""Talk on standard error: notices, faults, and the language both are said in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence

import click

from popcalc.errors import COUNTED, SHOWN, Fault, Notice, PopcalcError
from popcalc.language import Language, text


def say(line: str) -> None:
    """Write one line to standard error; what cannot be encoded there is escaped, and a closed stream is no matter."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    with contextlib.suppress(OSError):
        click.echo(line.encode(encoding, "backslashreplace").decode(encoding), err=True)


def say_notices(notices: Iterable[Notice], language: Language, *, quiet: bool) -> None:
    """Say each notice once, unless `quiet`."""
    if quiet:
        return
    lines = dict.fromkeys(_notice_line(notice, language) for notice in notices)
    for line in lines:
        say(line)


def say_faults(error: PopcalcError, language: Language) -> None:
    """Say what is wrong: the first faults in order of place, and how many there are."""
    faults = _in_order(error.faults)
    for fault in faults[:SHOWN]:
        say(_fault_line(fault, language))
    if len(faults) > SHOWN:
        number = f"{COUNTED:,}+" if len(faults) > COUNTED else f"{len(faults):,}"
        say(language(text("showing {shown} of {number}", shown=SHOWN, number=number)))


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
    parts = (str(notice.place) if notice.place else "", language("note"), language(notice.text))
    return ": ".join(part for part in parts if part)


def _fault_line(fault: Fault, language: Language) -> str:
    parts = (str(fault.place) if fault.place else "popcalc:", fault.code, language(fault.text))
    return " ".join(parts)
