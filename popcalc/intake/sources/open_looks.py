"""How the sheets of .ods workbooks look, from their XML: merged cells, what is hidden, figures shown as others.

A cell of an OpenDocument sheet holds both its value and the text that is shown, so that no format has to be known.
"""

from __future__ import annotations

import html
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from popcalc.intake.sources.appearance import Look
from popcalc.intake.sources.sheet_looks import attributes_of
from popcalc.intake.sources.spools import Budget
from popcalc.intake.sources.zips import member_pieces, opened_zip

CONTENT = "content.xml"
_TAG = re.compile(rb"<(/?)table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>")
_SHOWN = re.compile(rb"<text:p[^<>]*>([^<]*)")
_FIGURE = re.compile(r"\d[\d.,'\s\u00a0\u202f]*")
_MULTIPLE = re.compile(r"[百千万亿萬億%‰]|\b(?:k|m|mn|thousands?|millions?)\b", re.IGNORECASE)
_PARTS = re.compile(r"\d+|[^\W\d]{3,}")
"""Year, month and day, the month perhaps by its name."""
_NEARLY = Decimal("1e-6")
"""What a figure of many digits may lose in the text by being cut, in parts of it."""


def is_open_document(path: Path) -> bool:
    """Whether a workbook is an OpenDocument one; raises BadZipFile when it is no zip file."""
    with opened_zip(path) as archive:
        return CONTENT in archive.namelist()


def open_looks(path: Path, budget: Budget) -> dict[str, Look]:
    """Return how each sheet looks, by name; raises what BROKEN names where the workbook is damaged."""
    with opened_zip(path) as archive:
        content = b"".join(member_pieces(archive, archive.getinfo(CONTENT), budget))
    looks: dict[str, Look] = {}
    look, row, column, columns = Look(), 0, 0, 0
    for tag in _TAG.finditer(content):
        closes, kind, mark = tag.groups()
        if closes:
            continue
        said = attributes_of(mark)
        hidden = said.get("table:visibility", "visible") != "visible"
        if kind == b"table":
            looks[said.get("table:name", "")] = look = Look()
            row = columns = 0
        elif kind == b"table-column":
            columns, first = columns + _times(said, "columns"), columns
            look.columns += [(first, columns - 1)] if hidden else []
        elif kind == b"table-row":
            row, first, column = row + _times(said, "rows"), row, 0
            look.rows += [(first, row - 1)] if hidden else []
        else:
            down, across = _spanned(said, "rows"), _spanned(said, "columns")
            if down > 1 or across > 1:
                look.merged.append((row - 1, column, row + down - 2, column + across - 1))
            if said.get("office:value-type") in ("float", "percentage", "currency") and not mark.endswith(b"/"):
                _show(look, row - 1, column, said, _SHOWN.search(content, tag.end(), tag.end() + 1024))
            if said.get("office:value-type") == "date" and not look.dates_are_months:
                text = _SHOWN.search(content, tag.end(), tag.end() + 1024)
                look.dates_are_months = text is not None and len(_PARTS.findall(text[1].decode("utf-8", "replace"))) < 3
            column += _times(said, "columns")
    return looks


def _times(said: dict[str, str], of: str) -> int:
    written = said.get(f"table:number-{of}-repeated", "1")
    return int(written) if written.isdecimal() else 1


def _spanned(said: dict[str, str], of: str) -> int:
    written = said.get(f"table:number-{of}-spanned", "1")
    return int(written) if written.isdecimal() else 1


def _show(look: Look, row: int, column: int, said: dict[str, str], text: re.Match[bytes] | None) -> None:
    shown = html.unescape(text[1].decode("utf-8", "replace")).strip() if text else ""
    held = said.get("office:value", "")
    if shown != held and _is_another(shown, held):
        look.show(row, column, shown)


def _is_another(shown: str, held: str) -> bool:
    """Whether a text shows another number than the one that is held; one without digits, such as a dash, shows none."""
    figure = _FIGURE.search(shown)
    try:
        value = abs(Decimal(held))
    except InvalidOperation:
        return False
    if figure is None or not value:
        return False
    if _MULTIPLE.search(shown):
        return True
    return all(abs(one - value) > value * _NEARLY for one in _readings(figure[0]))


def _readings(figure: str) -> list[Decimal]:
    """Return what a figure may be, its last sign being one before decimals or of thousands."""
    plain = re.sub(r"['\s]", "", figure).rstrip(".,")
    digits = re.sub(r"[.,]", "", plain)
    behind = len(plain) - max(plain.rfind("."), plain.rfind(",")) - 1
    found = [Decimal(digits)]
    if len(digits) != len(plain):
        found.append(Decimal(digits).scaleb(-behind))
    return found
