"""How the sheets of .xlsx workbooks look, from their XML: merged cells, what is hidden, number formats."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from popcalc.intake.sources.appearance import Look
from popcalc.intake.sources.number_formats import (
    BUILT_IN,
    MONTHS_BUILT_IN,
    NumberFormat,
    number_format,
    shows_months,
)
from popcalc.intake.sources.spools import Budget
from popcalc.intake.sources.zips import member_pieces, opened_zip

# No mark is looked for beyond the next one, no name from its middle on: what is never closed costs no more then.
_ATTRIBUTE = re.compile(rb"(?<![\w:.-])([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_CELL_STYLES = re.compile(rb"</?(?:\w+:)?cellXfs\b")
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^<>]*)>")
_HIDDEN = re.compile(
    rb"<(?:\w+:)?(row|col)\s(?=[^<>]*>)([^<>]*\shidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*|hidden\s*=[^<>]*)>"
)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s([^<>]*)>")
_FRACTION = re.compile(rb"v>-?\d*(?:\.\d|\d[eE]-)")
_CELL = re.compile(rb"c\s([^<>]*[^<>/])>[^<]*(?:<(?!/?(?:\w+:)?c[\s/>]|(?:\w+:)?v>)[^<]*)*<(?:\w+:)?v>([^<]*)</")
_LONGEST_CELL = 1 << 12
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def attributes_of(mark: bytes) -> dict[str, str]:
    """Return the attributes of a tag by name."""
    found = _ATTRIBUTE.findall(mark)
    return {name.decode(): html.unescape((one or other).decode("utf-8", "replace")) for name, one, other in found}


def excel_looks(path: Path, budget: Budget) -> dict[str, Look]:
    """Return how each sheet of an .xlsx workbook looks, by name; raises what BROKEN names where it is damaged."""
    with opened_zip(path) as archive:
        members = {info.filename: info for info in archive.infolist()}

        def content(name: str) -> bytes:
            return b"".join(member_pieces(archive, members[name], budget)) if name in members else b""

        styles = content("xl/styles.xml")
        formats, dates_are_months = _formats(styles), _has_months(styles)
        related = {
            one.get("Id", ""): one.get("Target", "")
            for one in map(attributes_of, _RELATION.findall(content("xl/_rels/workbook.xml.rels")))
        }
        looks = {}
        for sheet in map(attributes_of, _SHEET.findall(content("xl/workbook.xml"))):
            target = related.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            if part in members:
                look = _look(member_pieces(archive, members[part], budget), formats)
                looks[sheet.get("name", "")] = replace(look, dates_are_months=dates_are_months)
        return looks


def _formats(styles: bytes) -> dict[str, NumberFormat]:
    """Return the formats of cells that may show another number, by the number of the style."""
    codes = {**{str(number): code for number, code in BUILT_IN.items()}, **_codes(styles)}
    found = {}
    for number, style in enumerate(_styles(styles)):
        code = codes.get(style)
        if code is not None and (kind := number_format(code)) is not None:
            found[str(number)] = kind
    return found


def _has_months(styles: bytes) -> bool:
    """Whether some style of cells shows dates as their months."""
    months = {str(number) for number in MONTHS_BUILT_IN}
    months |= {number for number, code in _codes(styles).items() if shows_months(code)}
    return not months.isdisjoint(_styles(styles))


def _codes(styles: bytes) -> dict[str, str]:
    """Return the codes of formats by the number that styles name them by."""
    return {one.get("numFmtId", ""): one.get("formatCode", "") for one in map(attributes_of, _FORMAT.findall(styles))}


def _styles(styles: bytes) -> list[str]:
    """Return the number of the format of each style of cells."""
    ends = [one.start() for one in _CELL_STYLES.finditer(styles)][:2]
    listed = styles[slice(*ends)] if len(ends) == 2 else b""
    return [one.get("numFmtId", "") for one in map(attributes_of, _STYLE.findall(listed))]


def _look(pieces: Iterable[bytes], formats: Mapping[str, NumberFormat]) -> Look:
    look = Look()
    changing = [number for number, kind in formats.items() if kind.changes_whole_numbers]
    of_style = re.compile(rb"\ss=[\"'](?:" + "|".join(changing).encode() + rb")[\"']") if changing else None
    for part in _whole_rows(pieces):
        if b"hidden" in part:
            for kind, mark in _HIDDEN.findall(part):
                _hide(look, kind, attributes_of(mark))
        if b"mergeCell" in part:
            for mark in _MERGED.findall(part):
                _merge(look, attributes_of(mark).get("ref", ""))
        if formats:
            for begin in _cells(part, of_style):
                _show(look, _CELL.match(part, begin), formats)
    return look


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a sheet anew, cut behind whole rows."""
    held: list[bytes] = []
    for piece in pieces:
        cut = piece.rfind(b"row>") + len(b"row>")
        if cut < len(b"row>"):
            held.append(piece)
            continue
        yield b"".join([*held, piece[:cut]])
        held = [piece[cut:]]
    yield b"".join(held)


def _hide(look: Look, kind: bytes, said: Mapping[str, str]) -> None:
    if said.get("hidden") not in ("1", "true"):
        return
    first, last = ("r", "r") if kind == b"row" else ("min", "max")
    if said.get(first, "").isdecimal() and said.get(last, "").isdecimal():
        (look.rows if kind == b"row" else look.columns).append((int(said[first]) - 1, int(said[last]) - 1))


def _merge(look: Look, reference: str) -> None:
    corners = [place for corner in reference.split(":") if (place := _place(corner)) is not None]
    if len(corners) == 2 and corners[0] != corners[1]:
        look.merged.append((*corners[0], *corners[1]))


def _place(written: str) -> tuple[int, int] | None:
    """Return the row and the column, from 0, of a cell such as B2."""
    found = _PLACE.fullmatch(written)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _cells(part: bytes, of_style: re.Pattern[bytes] | None) -> Iterator[int]:
    """Yield where the tags of cells begin that hold a fraction, or have a style that changes whole numbers, too."""
    for pattern in filter(None, (_FRACTION, of_style)):
        for found in pattern.finditer(part):
            near = max(0, found.start() - _LONGEST_CELL), found.start() + 1
            begin = max(part.rfind(b"<c ", *near), part.rfind(b":c ", *near))
            if begin >= 0:
                yield begin + 1


def _show(look: Look, cell: re.Match[bytes] | None, formats: Mapping[str, NumberFormat]) -> None:
    said = attributes_of(cell[1]) if cell else {}
    place, kind = _place(said.get("r", "")), formats.get(said.get("s", ""))
    if cell is None or place is None or kind is None or said.get("t", "n") != "n" or place in look.shown:
        return
    if (shown := kind.shown(cell[2].decode("ascii", "replace"))) is not None:
        look.show(*place, shown)
