"""Sheets of workbooks: which hold tables, and which are passed over beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from popcalc.errors import Notice, Place
from popcalc.intake.header.hidden import shown
from popcalc.intake.header.layout import ColumnClass, Layout, Refused
from popcalc.intake.sources.source import SheetState, Source, Workbook
from popcalc.language import plural

LaidOut = tuple[Source, Layout | Refused]


class SheetClass(Enum):
    """What a sheet is, and whether it is read."""

    TABLE = "table"
    TOTAL = "total of the others"
    WRONG = "table with something to mend"
    NO_TABLE = "no table"
    NARROWER = "of some persons alone, beside sheets of all"
    EMPTY = "empty"
    HIDDEN = "hidden"
    NOT_CHOSEN = "not chosen"


_UNSEEN = {
    SheetState.EMPTY: SheetClass.EMPTY,
    SheetState.HIDDEN: SheetClass.HIDDEN,
    SheetState.NOT_CHOSEN: SheetClass.NOT_CHOSEN,
}


class Sheet(Struct, frozen=True):
    """One sheet of a workbook with its class."""

    file: str
    name: str
    sheet_class: SheetClass


class Sorted(Struct, frozen=True):
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
        narrower = [one for one in texts if _is_of_some(one, read)]
        passed_over += narrower
        wrong = [(one, text) for one, text in texts if isinstance(text, Refused) and (one, text) not in passed_over]
        refused += wrong
        if (workbook := texts[0][0].workbook) is not None:
            names = [source.sheet or "" for source, _ in passed_over if (source, _) not in narrower]
            of_some = [source.sheet or "" for source, _ in narrower]
            classes = dict.fromkeys([source.sheet or "" for source, _ in wrong], SheetClass.WRONG)
            left_out = {**dict.fromkeys(names, SheetClass.NO_TABLE), **dict.fromkeys(of_some, SheetClass.NARROWER)}
            sheets += _sheets(file, workbook, {**classes, **left_out})
            said = _notices(file, workbook, names, of_some)
            read[:1] = [replace(one, notices=(*one.notices, *said)) for one in read[:1]]
        layouts += read
    return Sorted(tuple(layouts), tuple(sheets), tuple(refused))


def _is_no_table(one: LaidOut) -> bool:
    source, text = one
    return source.may_be_no_table and isinstance(text, Refused) and text.is_no_table


def _is_of_some(one: LaidOut, read: Sequence[Layout]) -> bool:
    """Whether a sheet is of one sex or of outsiders alone, and others beside it give all of its counts of everybody."""
    source, text = one
    if not (source.may_be_no_table and isinstance(text, Refused)):
        return False
    counts = {column.key for column in text.columns if column.column_class is ColumnClass.COUNT}
    whole = {column.key for layout in read for column in layout.counts}
    return {fault.code for fault in text.faults} == {"TITLE_NARROWS"} and bool(counts) and counts <= whole


def _sheets(file: str, workbook: Workbook, classes: Mapping[str, SheetClass]) -> Iterator[Sheet]:
    """Yield all sheets of a workbook in their order; what has none of the `classes` is read, or was not looked at."""
    for name, state in workbook.sheets:
        yield Sheet(file, name, _UNSEEN.get(state) or classes.get(name, SheetClass.TABLE))


def _notices(file: str, workbook: Workbook, no_tables: Sequence[str], of_some: Sequence[str]) -> Iterator[Notice]:
    """Yield which sheets are not read that nobody chose to leave out.

    That are the hidden ones, those without a table, and those of some persons beside sheets of all.
    """
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
    if of_some:
        sentence = plural(
            len(of_some),
            "{count} sheet is of some persons alone, beside sheets of all, and is not read: {sheets}; --sheet reads it",
            "{count} sheets are of some persons alone, beside sheets of all, and are not read: {sheets}; --sheet reads "
            "them",
            sheets=shown(of_some),
        )
        yield Notice("NARROWER_SHEETS", sentence, place)
    if no_tables:
        sentence = plural(
            len(no_tables),
            "{count} sheet without a table of known columns is not read: {sheets}",
            "{count} sheets without a table of known columns are not read: {sheets}",
            sheets=shown(no_tables),
        )
        yield Notice("OTHER_SHEETS", sentence, place)
