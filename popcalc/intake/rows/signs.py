"""The signs within figures: which parts thousands and which stands before decimals, as far as that is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.columns import Columns

THREE_BEHIND_A_POINT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
"""A figure whose point may part thousands: 2.000, 1.234.567; 0.500 and 1200.000 are no such figures."""

THREE_BEHIND_A_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
"""A figure whose comma may stand before decimals: 5,023; 0,500 and 1,234,567 are no such figures."""

_OTHER_POINT = re.compile(r"\+?(?:\d+\.(?!\d{3}$)\d+|\d{4,}\.\d+|0\d*\.\d+|\d{1,3}(?:,\d{3})+\.\d+)", re.ASCII)
"""A figure whose point cannot part thousands."""
_OTHER_COMMA = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", re.ASCII)
"""A figure whose commas part thousands, so that a point does not."""


_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?", re.ASCII)
"""A figure as India groups it: 12,34,567; below a lakh (12,345) there is no difference."""


class Signs(Struct, frozen=True):
    """What parts thousands (commas and spaces where it is None), what stands before decimals.

    `open` says that a point may be either, and so may a comma where decimals are usual (`open_comma`); `lakhs` that
    commas part lakhs and crores above thousands.
    """

    thousands: str | None = None
    decimal: str = "."
    open: bool = True
    open_comma: bool = False
    lakhs: bool = False


OPEN = Signs()
"""Those of a file of which nothing is said."""


def signs_of(columns: Columns) -> Signs:
    """Return the signs that a columns file says; a comma before decimals leaves the point for thousands."""
    thousands, decimal = columns.thousands, columns.decimal
    if thousands is None and decimal is None:
        return OPEN
    if decimal is None:
        decimal = "," if thousands == "." else "."
    if thousands is None and decimal == ",":
        thousands = "."
    return Signs(thousands, decimal, open=False)


def signs_of_column(signs: Signs, cells: Iterable[str], *, has_decimals: bool) -> Signs:
    """Return the signs of a column in which decimals are usual (money, 万) by all of its cells, in plain form.

    One that can be read in one way only tells how the others are: 12.5, 1,234,567. In a column of whole numbers no
    point is usual, nothing is taken from another cell, and commas part thousands, or lakhs where no million is written.
    """
    cells = list(cells)
    if signs.thousands in (None, ",") and any(map(_LAKHS.fullmatch, cells)):
        signs = replace(signs, lakhs=not any(map(_OTHER_COMMA.fullmatch, cells)))
    if not signs.open or not has_decimals:
        return signs
    told = any(_OTHER_POINT.fullmatch(cell) or _OTHER_COMMA.fullmatch(cell) for cell in cells)
    return replace(signs, open=False) if told else replace(signs, open_comma=True)


_ONLY_ZEROS = re.compile(r"[1-9]\d{0,2},000", re.ASCII)
_PARTS_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})*,(?!000)\d{3}|\d{1,3}(?:,\d{3}){2,}", re.ASCII)


def signs_between_semicolons(signs: Signs, cells: Collection[str]) -> Signs:
    """Return the signs of a column of a file whose cells are parted by semicolons, where a comma may begin decimals.

    3,000 may be 3 as well as three thousand there, unless another figure shows that commas part thousands: 2,141 is no
    count with decimals.
    """
    if not signs.open or not any(map(_ONLY_ZEROS.fullmatch, cells)) or any(map(_PARTS_THOUSANDS.fullmatch, cells)):
        return signs
    return replace(signs, open_comma=True)


def plain_number(cell: str, signs: Signs) -> str:
    """Return a figure without what parts its thousands and with a point before its decimals; others as they are."""
    if signs.lakhs and _LAKHS.fullmatch(cell):
        return cell.replace(",", "")
    if not _grouped(signs).fullmatch(cell):
        # With a comma before decimals a point out of the places of thousands means nothing.
        return cell.replace(".", "·").replace(",", ".") if signs.decimal == "," else cell
    for sign in (signs.thousands,) if signs.thousands else (",", " "):
        cell = cell.replace(sign, "")
    return cell.replace(signs.decimal, ".")


@cache
def _grouped(signs: Signs) -> re.Pattern[str]:
    parts = [signs.thousands] if signs.thousands else [",", " "]
    groups = "|".join(rf"(?:{re.escape(sign)}\d{{3}})+" for sign in parts)
    return re.compile(rf"\d{{1,3}}(?:{groups})(?:{re.escape(signs.decimal)}\d+)?", re.ASCII)
