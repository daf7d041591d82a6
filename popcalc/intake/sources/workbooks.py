"""Which sheets of a workbook are read, each a text of CSV."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import TracebackType

from popcalc.errors import Fault, InputError, Place, did_you_mean, fault
from popcalc.intake.encodings import UTF8
from popcalc.intake.sources.appearance import from_data
from popcalc.intake.sources.faults import damaged
from popcalc.intake.sources.reader_process import ReaderProcess, Sheet
from popcalc.intake.sources.source import SheetState, Source, Workbook
from popcalc.intake.sources.spools import new_spool
from popcalc.language import text

EVERY = "all"
LISTED = 20


def _means_every(given: str) -> bool:
    if given.isascii():
        return False
    from popcalc.naming import EVERY_SHEET, in_all_languages

    return given in in_all_languages(EVERY_SHEET)


class Sheets:
    """Gives the sheets of workbooks; `wanted` are names, `all` for every visible one, none for those with a table."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.every = EVERY in wanted or any(map(_means_every, wanted))
        self.wanted = () if self.every else tuple(wanted)
        self._folded = {folded(name) for name in self.wanted}
        self.seen: list[str] = []
        self._process = ReaderProcess()

    def __enter__(self) -> Sheets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.close()

    def of(self, book: Source) -> list[Source]:
        """Return the sheets to read of a workbook.

        Raises InputError when it cannot be read, when it is empty, or when none of the names fits.
        """
        found = self._process.read(book.local, self._folded, book.bound)
        if isinstance(found, str):
            raise InputError([_unreadable(found, book.name)])
        self.seen += [sheet.name for sheet in found]
        visible = [sheet for sheet in found if sheet.visible]
        chosen = [sheet for sheet in found if folded(sheet.name) in self._folded] if self.wanted else visible
        filled = [sheet for sheet in chosen if sheet.file]
        if wrong := self._wrong(found, chosen, filled, book.name):
            raise InputError([wrong])
        alone = len(filled) == 1 and chosen == visible
        states = tuple((sheet.name, self._state(sheet)) for sheet in found)
        workbook = Workbook(states, is_chosen=self.every or bool(self.wanted))
        return [
            _text_of(sheet, book, workbook, book.name if alone else f"{book.name}[{sheet.name}]") for sheet in filled
        ]

    def _state(self, sheet: Sheet) -> SheetState:
        if self.wanted and folded(sheet.name) not in self._folded:
            return SheetState.NOT_CHOSEN
        if not self.wanted and not sheet.visible:
            return SheetState.HIDDEN
        return SheetState.FILLED if sheet.file else SheetState.EMPTY

    def _wrong(
        self, found: Sequence[Sheet], chosen: Sequence[Sheet], filled: Sequence[Sheet], name: str
    ) -> Fault | None:
        if self.wanted and not chosen:
            return _no_such_sheet(self.wanted[0], [sheet.name for sheet in found], name)
        if not filled:
            return _empty(found, name)
        return None

    def unknown(self) -> list[Fault]:
        """Return a fault for each wanted name that no workbook so far has."""
        seen = {folded(name) for name in self.seen}
        return [
            fault(
                "UNKNOWN_SHEET",
                text("no workbook has a sheet {sheet}{hint}", sheet=name, hint=did_you_mean(name, self.seen)),
            )
            for name in self.wanted
            if folded(name) not in seen
        ]


def folded(name: str) -> str:
    """Return a sheet's name as it is compared: Excel tells no capitals apart."""
    return name.strip().casefold()


def _text_of(sheet: Sheet, book: Source, workbook: Workbook, name: str) -> Source:
    spool = new_spool()
    assert sheet.file is not None
    os.replace(sheet.file, spool.path)
    looks = from_data(sheet.looks)
    return book.part(name, spool, sheet=sheet.name, workbook=workbook, encoding=UTF8, looks=looks)


def _no_such_sheet(wanted: str, names: Sequence[str], name: str) -> Fault:
    sentence = text(
        "no sheet {sheet} in this workbook{hint}; its sheets are {names}",
        sheet=wanted,
        hint=did_you_mean(wanted, names),
        names=_listed(names),
    )
    return fault("UNKNOWN_SHEET", sentence, Place(name))


def _empty(found: Sequence[Sheet], name: str) -> Fault:
    hidden = [sheet.name for sheet in found if not sheet.visible]
    if hidden:
        sentence = text(
            "no visible sheet holds anything; hidden ones are read when --sheet names them: {names}",
            names=_listed(hidden),
        )
    else:
        sentence = text("the workbook is empty; it needs a header row and rows of counts")
    return fault("EMPTY_FILE", sentence, Place(name))


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:LISTED], *(["…"] if len(names) > LISTED else []))


def _unreadable(reason: str, name: str) -> Fault:
    if reason == "password":
        sentence = text("the workbook is protected by a password; open it and save it without one")
        return fault("PASSWORD", sentence, Place(name))
    if reason in ("too_large", "ended"):
        sentence = text(
            "the workbook is damaged, or a sheet far larger than its table, by a stray cell below or beside it; copy "
            "the table into a new workbook, or save it as CSV UTF-8"
        )
        return fault("UNREADABLE", sentence, Place(name))
    return damaged(name, text("the workbook"))
