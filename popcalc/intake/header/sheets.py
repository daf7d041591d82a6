"""Sheets of workbooks: which hold tables, and which are passed over beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from popcalc.errors import Notice, Place
from popcalc.intake.header.hidden import shown
from popcalc.intake.header.layout import Layout, Refused
from popcalc.intake.sources.source import SheetState, Source, Workbook
from popcalc.language import plural

LaidOut = tuple[Source, Layout | Refused]


class SheetClass(Enum):
    """What a sheet is, and whether it is read."""

    TABLE = "table"
    TOTAL = "total of the others"
    WRONG = "table with something to mend"
    NO_TABLE = "no table"
    EMPTY = "empty"
    HIDDEN = "hidden"
    NOT_CHOSEN = "not chosen"


_UNSEEN = {
    SheetState.EMPTY: SheetClass.EMPTY,
    SheetState.HIDDEN: SheetClass.HIDDEN,
    SheetState.NOT_CHOSEN: SheetClass.NOT_CHOSEN,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook with its class."""

    file: str
    name: str
    sheet_class: SheetClass


@dataclass(frozen=True)
class Sorted:
    """The texts that are read, with what is said of the sheets beside them; all sheets; the texts with faults."""

    layouts: tuple[Layout, ...]
    sheets: tuple[Sheet, ...]
    refused: tuple[tuple[Source, Refused], ...]


def sort_sheets(found: Sequence[LaidOut]) -> Sorted:
    """Tell tables from sheets that are passed over: those without a table, where another sheet has one."""
    files: dict[str, list[LaidOut]] = {}
    for one in found:
        files.setdefault(one[0].file, []).append(one)
    layouts: list[Layout] = []
    sheets: list[Sheet] = []
    refused: list[tuple[Source, Refused]] = []
    for file, texts in files.items():
        none = [one for one in texts if _is_no_table(one)]
        passed_over = none if len(none) < len(texts) else []
        read = [text for _, text in texts if isinstance(text, Layout)]
        wrong = [(one, text) for one, text in texts if isinstance(text, Refused) and (one, text) not in passed_over]
        refused += wrong
        if (workbook := texts[0][0].workbook) is not None:
            names = [source.sheet or "" for source, _ in passed_over]
            classes = dict.fromkeys((source.sheet for source, _ in wrong), SheetClass.WRONG)
            sheets += _sheets(file, workbook, {**classes, **dict.fromkeys(names, SheetClass.NO_TABLE)})
            read[:1] = [replace(one, notices=(*one.notices, *_notices(file, workbook, names))) for one in read[:1]]
        layouts += read
    return Sorted(tuple(layouts), tuple(sheets), tuple(refused))


def _is_no_table(one: LaidOut) -> bool:
    source, text = one
    return source.may_be_no_table and isinstance(text, Refused) and text.is_no_table


def _sheets(file: str, workbook: Workbook, classes: Mapping[str | None, SheetClass]) -> Iterator[Sheet]:
    """Yield all sheets of a workbook in their order; what has none of the `classes` is read, or was not looked at."""
    for name, state in workbook.sheets:
        yield Sheet(file, name, _UNSEEN.get(state) or classes.get(name, SheetClass.TABLE))


def _notices(file: str, workbook: Workbook, no_tables: Sequence[str]) -> Iterator[Notice]:
    """Yield which sheets are not read that nobody chose to leave out: the hidden ones, and those without a table."""
    place = Place(file)
    hidden = workbook.in_state(SheetState.HIDDEN)
    if hidden:
        sentence = plural(
            len(hidden),
            "{count} hidden sheet is not read: {sheets}; --sheet reads it",
            "{count} hidden sheets are not read: {sheets}; --sheet reads them",
            sheets=shown(hidden),
        )
        yield Notice("HIDDEN_SHEETS", sentence, place)
    if no_tables:
        sentence = plural(
            len(no_tables),
            "{count} sheet without a table of known columns is not read: {sheets}",
            "{count} sheets without a table of known columns are not read: {sheets}",
            sheets=shown(no_tables),
        )
        yield Notice("OTHER_SHEETS", sentence, place)
