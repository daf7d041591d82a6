"""The cells of printed rates as figures: what is written, its last digit, and what it is per.

A cell without a digit says nothing. Only so many digits as a spreadsheet shows are taken to have been printed: a figure
with more was computed, and its last digits are those of a binary fraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from popcalc.audit.unchecked import Unchecked
from popcalc.definitions.printed_forms import PrintedForm, read_printed
from popcalc.language import Text, plural
from popcalc.village_months import PrintedRates, RateColumn

DIGITS = 11
"""Digits that a spreadsheet shows at most of a number without a format of its own."""
_DIGIT = re.compile(r"\d")
_LONG = re.compile(r"-?\d+\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
_COMMA_FOR_POINT = re.compile(r"\d,\d{1,2}(?!\d)")


class Shown(Struct, frozen=True):
    """The figures of printed rates: the position of each among them and what it says; and those that say nothing."""

    spots: Sequence[int]
    forms: Sequence[PrintedForm]
    unchecked: Sequence[Unchecked]


def shown_figures(rates: PrintedRates) -> Shown:
    """Return what the cells of printed rates say."""
    spots: list[int] = []
    forms: list[PrintedForm] = []
    unchecked = [Unchecked(one.header, one.place, one.why) for one in rates.columns if one.why is not None]
    texts, columns, rows = rates.texts.tolist(), rates.column.tolist(), rates.row.tolist()
    begins = [spot for spot, column in enumerate(columns) if spot == 0 or columns[spot - 1] != column]
    for first, last in pairwise([*begins, len(columns)]):
        column = rates.columns[columns[first]]
        known = _read(set(texts[first:last]), column)
        unread = []
        for spot in range(first, last):
            found = known[texts[spot]]
            if isinstance(found, PrintedForm):
                spots.append(spot)
                forms.append(found)
            elif found is not None:
                unread.append((rows[spot], found))
        unchecked += _unread(unread, column)
    return Shown(spots, forms, unchecked)


def _read(texts: set[bytes], column: RateColumn) -> dict[bytes, PrintedForm | Text | None]:
    """Return what each text of a column says, the sentence that says why it says nothing, None for no digit."""
    words = {one: one.decode() for one in texts}
    has_comma = any(map(_COMMA_FOR_POINT.search, words.values())) and not any("." in one for one in words.values())
    found: dict[bytes, PrintedForm | Text | None] = {}
    for one, written in words.items():
        if not _DIGIT.search(written):
            found[one] = None
            continue
        form = read_printed(_as_shown(written.replace(",", ".") if has_comma else written))
        if isinstance(form, PrintedForm):
            form = replace(form, per=form.per or column.per, written=written if has_comma else form.written)
        found[one] = form
    return found


def _as_shown(written: str) -> str:
    """Return a number with the digits that a spreadsheet shows, without zeros at the end where it cut some."""
    if not _LONG.fullmatch(written):
        return written
    number = Decimal(written)
    if len(number.as_tuple().digits) <= DIGITS:
        return f"{number:f}"
    places = DIGITS - max(number.adjusted() + 1, 1)
    cut = f"{number:.{max(places, 0)}f}"
    return cut.rstrip("0").rstrip(".") if "." in cut else cut


def _unread(cells: Sequence[tuple[int, Text]], column: RateColumn) -> Iterator[Unchecked]:
    """Yield the cells of a column that are no figures, as one."""
    if not cells:
        return
    row, why = cells[0]
    words = plural(len(cells), "{count} cell: {why}", "{count} cells, the first of them: {why}", why=why)
    yield Unchecked(column.header, replace(column.place, row=row), words)
