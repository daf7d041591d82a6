"""Error cells in the XML of workbooks, made visible.

The library that reads workbooks gives an empty cell for `#DIV/0!`, for a formula whose result was never stored, and 0
for an error in older OpenDocument files: a figure that is wrong would become one that is missing, or nought. So such
cells are turned into cells of text before it reads them. Everything is unpacked once on the way, within bounds and held
against its checksums, so that no damaged or swollen file reaches the library.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from popcalc.intake.sources.spools import Budget
from popcalc.intake.sources.zips import member_pieces, opened_zip

_LONGEST_MARK = 1 << 10
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)

_NO_RESULT = rb"(?!<(?:\w+:)?v>[^<])"
# Each begins with plain letters, which are looked for ten times as quickly as choices; too many finds do no harm.
_EXCEL_MARKS = (
    re.compile(rb"t=[\"']e[\"']"),
    re.compile(rb"f>" + _NO_RESULT),
    re.compile(rb"f(?<=[<:]f) [^<>]*/>" + _NO_RESULT),
)
# What is opened and never closed ends where the next one begins: else each would be looked for to the end of the sheet.
_EXCEL_CELL = re.compile(
    rb"<((?:\w+:)?)c\b([^<>]*[^<>/])>([^<]*(?:<(?!/?(?:\w+:)?c[\s/>])[^<]*)*)</\1c>",
)
_KIND = re.compile(rb"\st=([\"'])(\w*)\1")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</)")
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]")

_OPEN_MARK = re.compile(rb"<text:p[^<>]*>(#(?:DIV/0!|VALUE!|REF!|NAME\?|N/A|NUM!|NULL!)|Err:\d{3})</text:p>")
_OPEN_CELL = re.compile(
    rb"<table:table-cell\b([^<>]*[^<>/])>([^<]*(?:<(?!/?table:table-cell[\s/>])[^<]*)*)</table:table-cell>"
)
_VALUE = re.compile(
    rb"\s(?:office|calcext):(?:value|value-type|string-value|date-value|time-value|boolean-value)=\"[^\"]*\""
)


class PasswordError(Exception):
    """A workbook that is encrypted."""


class _Form(Struct, frozen=True):
    """The marks of cells that hide something, and how those are mended; a part may be cut behind an `end`."""

    marks: tuple[re.Pattern[bytes], ...]
    mended: Callable[[bytes], bytes]
    end: bytes


def with_errors_as_text(path: Path, copy: Path, budget: Budget) -> Path:
    """Return the workbook itself when no cell of it hides anything, else a copy in which all such cells are texts.

    Raises BadZipFile and its like when it is damaged, TooLargeError, PasswordError.
    """
    with opened_zip(path) as archive:
        again = Budget(budget.left)
        hiding = {info.filename for info in archive.infolist() if _hides(archive, info, budget)}
        if not hiding:
            return path
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as mended:
            for info in archive.infolist():
                content = member_pieces(archive, info, again)
                form = _form_of(info.filename)
                with mended.open(info.filename, "w", force_zip64=True) as stream:
                    for piece in _mended(content, form) if form and info.filename in hiding else content:
                        stream.write(piece)
        return copy


def _form_of(name: str) -> _Form | None:
    if _SHEET_PART.fullmatch(name):
        return _EXCEL
    return _OPEN if name == "content.xml" else None


def _hides(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bool:
    """Read a part to its end; return whether some cell in it hides something."""
    form = _form_of(info.filename)
    found, tail = False, b""
    for piece in member_pieces(archive, info, budget):
        if info.filename == "META-INF/manifest.xml" and b"encryption-data" in tail + piece:
            raise PasswordError
        if form and not found:
            found = any(mark.search(tail + piece) for mark in form.marks)
        tail = piece[-_LONGEST_MARK:]
    return found


def _mended(content: Iterable[bytes], form: _Form) -> Iterator[bytes]:
    """Yield a part with its cells mended, cut behind whole rows."""
    held = b""
    for piece in content:
        held += piece
        cut = held.rfind(form.end) + len(form.end)
        if cut >= len(form.end):
            yield form.mended(held[:cut])
            held = held[cut:]
    yield form.mended(held)


def _mended_excel(rows: bytes) -> bytes:
    return _EXCEL_CELL.sub(_excel_cell, rows)


def _excel_cell(match: re.Match[bytes]) -> bytes:
    prefix, attributes, body = match.groups()
    kind = _KIND.search(attributes)
    of_text = _KIND.sub(b"", attributes) + b' t="str"'
    if kind and kind[2] == b"e":
        return b"<%sc%s>%s</%sc>" % (prefix, of_text, body, prefix)
    formula = _FORMULA.search(body)
    # The result of a formula that gives a text may be the empty one.
    if formula and not _RESULT.search(body) and not (kind and kind[2] == b"str"):
        return b"<%sc%s><%sv>=%s</%sv></%sc>" % (prefix, of_text, prefix, formula[1] or b"", prefix, prefix)
    return match[0]


def _mended_open(rows: bytes) -> bytes:
    return _OPEN_CELL.sub(_open_cell, rows)


def _open_cell(match: re.Match[bytes]) -> bytes:
    attributes, body = match.groups()
    error = _OPEN_MARK.search(body)
    if not error:
        return match[0]
    return b'<table:table-cell%s office:value-type="string"><text:p>%s</text:p></table:table-cell>' % (
        _VALUE.sub(b"", attributes),
        error[1],
    )


_EXCEL = _Form(_EXCEL_MARKS, _mended_excel, b"row>")
_OPEN = _Form((_OPEN_MARK,), _mended_open, b"</table:table-row>")
