"""What can be wrong with a header, each said with its place and a mend."""

from __future__ import annotations

import re
from collections.abc import Sequence

from popcalc.areas.labels import code_role
from popcalc.definitions.headers import headers_of
from popcalc.errors import Fault, Place, fault, nearest
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import HEADER_ROWS, Header, records_of
from popcalc.intake.header.persons import column_of_identity_numbers, may_hold_identity_numbers
from popcalc.intake.header.unused import ALIKE
from popcalc.intake.header.words import AREA, AREA_CODE
from popcalc.intake.text.misread import misread, misread_as_western
from popcalc.language import Text, text
from popcalc.vocabulary import vocabulary

_SEEN = 8
"""Headers that are shown of those a row holds."""
_RIVALS = 3
_ALIKE_IN_HAN = 0.75
LOOKED_AT = 200
"""How many cells of a row that may be a header are held against all known headers; no form has as many."""
"""How near a header of few characters must be to a known one: three of four."""
_HAN = "[\u3400-\u9fff\uf900-\ufaff]"
_MAY_BE_A_NAME = rf"{_HAN}{{2,4}}"
"""A person may be called so, and no name of a person is shown."""
_LOST = rf"\ufffd|锟斤拷|{_HAN}\?|\?{_HAN}|^[?\s()/:]*\?\?[?\s()/:]*$"
"""Compiled when it is first needed, as all with many characters of Chinese."""
_SIGNS_OF_LOSS = ("?", "\ufffd", "锟")


def about_persons(file: str, header: Header, below: int, decoded: str, lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    """Return the fault of a column that holds facts about persons, by its heading or by its values."""
    lines = header.lines(below)
    makers = lexicon.columns_of_makers(lines)
    for headings in lines:
        for index, one in enumerate(headings):
            if one.levels and lexicon.is_personal(one) and index not in makers:
                return (_persons(header.place(file, index), str(one)),)
    if not may_hold_identity_numbers(decoded):
        return ()
    area_roles = {AREA, AREA_CODE, *lexicon.levels, *map(code_role, lexicon.levels)}
    code_words = vocabulary().words(lambda one: one.headers.in_codes)
    areas = {
        index
        for index, one in enumerate(header.headings)
        if lexicon.meaning(one).role in area_roles or any(word in one.normal for word in code_words)
    }
    column = column_of_identity_numbers(records_of(decoded, header.delimiter), areas)
    if column is None:
        return ()
    # Without a header the first row is a person's.
    heads = header.headings[column] if header.known > 1 and column < len(header.headings) else None
    return (_identity_numbers(header.place(file, column), str(heads) if heads else ""),)


def _persons(place: Place, header: str) -> Fault:
    """Return the fault of a column that holds facts about persons, called by its header or, without one, its number."""
    sentence = text(
        "column {header} holds facts about persons; popcalc reads aggregate counts only: take the column out",
        header=header or str(place.column),
    )
    return fault("PERSONAL_DATA", sentence, place)


def _identity_numbers(place: Place, header: str) -> Fault:
    """Return the fault of a column whose values look like identity numbers, called as in `_persons`."""
    sentence = text(
        "column {header} holds what looks like identity numbers of persons; popcalc reads aggregate counts only: take "
        "the column out",
        header=header or str(place.column),
    )
    return fault("PERSONAL_DATA", sentence, place)


def lost_characters(file: str, header: Header, *, read_whole: bool) -> list[Fault]:
    """Return the faults of header cells that have lost characters: U+FFFD, or `?` in or for Chinese words.

    Without `read_whole`, the file is not in the encoding that it was read in, and nothing is said of that here.
    """
    found = [
        (header.row + row, column)
        for row, cells in enumerate(header.rows)
        for column, cell in enumerate(cells)
        if any(sign in cell for sign in _SIGNS_OF_LOSS) and re.search(_LOST, cell.strip())
    ]
    sentence = text(
        "this header has lost characters: the text was once saved in an encoding that lacks them, and they cannot "
        "be had back from this file; open the one it was made from and export it again as CSV UTF-8"
    )
    return [fault("LOST_CHARACTERS", sentence, Place(file, row + 1, column + 1)) for row, column in found if read_whole]


def misread_headers(file: str, header: Header, lexicon: HeaderLexicon) -> list[Fault]:
    """Return the faults of header cells that mean a known header once an encoding that they were read in is undone."""
    found = []
    for row, cells in enumerate(header.rows, start=header.row + 1):
        for column, cell in enumerate(cells, start=1):
            meant = misread(cell) or misread_as_western(cell)
            if meant is None or lexicon.of(meant) is None or lexicon.of(cell) is not None:
                continue
            sentence = text(
                "the header {header} is {meant}, read in an encoding other than its own and saved; open the file that "
                "it was made from and export it again as CSV UTF-8",
                header=cell.strip(),
                meant=meant.strip(),
            )
            found.append(fault("MISREAD_HEADER", sentence, Place(file, row, column)))
    return found


NO_HEADER = "NO_HEADER"


def no_header(place: Place, header: Header, lexicon: HeaderLexicon) -> Fault:
    """Return the fault of a file in whose first rows no header was found, or one without a column of counts."""
    rates = {
        level: indicator
        for one in header.headings
        for level in one.levels[-1:]
        if (indicator := lexicon.indicator_of(level)) is not None
    }
    if rates:
        needed = [key for indicator in rates.values() for key in indicator.counts]
        sentence = text(
            "{headers}: rates, and no counts; popcalc computes rates from counts: give columns of {counts}",
            headers=_listed(list(rates)),
            counts=tuple(dict.fromkeys(needed)),
        )
        return fault("RATES_ONLY", sentence, place)
    sentence = text(
        "no header row with known columns in the first {rows} rows; one is needed with an area, the month and counts "
        "such as village, month, births, deaths, population{seen}; `popcalc counts` lists the known headers, --columns "
        "names others, or the row of the header (header_row: 8)",
        rows=HEADER_ROWS,
        seen=_seen(header, lexicon),
    )
    return fault(NO_HEADER, sentence, place if header.known > 0 else Place(place.file, 1))


def _seen(header: Header, lexicon: HeaderLexicon) -> Text:
    """Return what of the likeliest row is known or near to it, and the rest where the row is plainly a header.

    Else the rest may be anything, and is not shown.
    """
    written = [header for count in lexicon.catalogue.counts.values() for header in headers_of(count)]
    known, near, others = [], [], []
    for one in header.headings[:LOOKED_AT]:
        if not one.levels:
            continue
        shown = str(one)
        if lexicon.meaning(one).role is not None:
            known.append(shown)
        elif (word := nearest_header(shown, [*written, *lexicon.roles])) is not None:
            near.append(text("{header} (did you mean {near}?)", header=shown, near=word))
        elif not re.fullmatch(_MAY_BE_A_NAME, shown):
            others.append(shown)
    parts = [text("known: {known}", known=_listed(known))] if known else []
    parts += near[:1]
    if others and is_plainly_a_header(header):
        parts.append(text("not known: {headers}", headers=_listed(others)))
    return text("; row {row}: {parts}", row=header.row + 1, parts=tuple(parts)) if parts else text("")


def nearest_header(shown: str, written: Sequence[str]) -> str | None:
    """Return the known header that another was most likely meant to be, None where letters are shared by accident."""
    return nearest(shown, written, alike=ALIKE if shown.isascii() else _ALIKE_IN_HAN)


def is_plainly_a_header(header: Header) -> bool:
    """Whether a row has words without digits, and the one below it figures under most of them."""
    words = [cell for cell in header.rows[0] if cell.strip()] if header.rows else []
    below = header.below[0] if header.below else ()
    figures = sum(any(letter.isdigit() for letter in cell) for cell in below)
    return bool(words) and not any(letter.isdigit() for cell in words for letter in cell) and 2 * figures >= len(words)


def _listed(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words[:_SEEN])


def unclear_column(place: Place, heads: Heading, counts: Sequence[str]) -> Fault:
    """Return the fault of a column whose groups may make it one of several counts, or no count that is known."""
    if len(counts) > 1:
        sentence = text(
            "column {column} ({header}) may hold {counts}: write a header over it that means one of them, or say in a "
            "--columns file which it is",
            column=place.column,
            header=str(heads),
            counts=tuple(counts[:_RIVALS]),
        )
    else:
        sentence = text(
            "column {column} ({header}) may hold {count} of all or only of the group above it: write one header over "
            "it, or say in a --columns file what it holds ({count}, or ignore)",
            column=place.column,
            header=str(heads),
            count=counts[0],
        )
    return fault("AMBIGUOUS_HEADER", sentence, place)


def two_columns(file: str, role: str, earlier: int, later: int, header: Header) -> Fault:
    """Return the fault of two columns for one count, area or month."""
    first, second = header.headings[earlier], header.headings[later]
    if first.normal == second.normal:
        sentence = text(
            "the header {header} stands twice, in columns {one} and {two}; take one of the columns out",
            header=str(second),
            one=earlier + 1,
            two=later + 1,
        )
    else:
        sentence = text(
            "columns {one} ({first}) and {two} ({second}) both hold {key}; take one out, or say in a --columns file "
            "which is meant",
            one=earlier + 1,
            first=str(first),
            two=later + 1,
            second=str(second),
            key=role,
        )
    return fault("TWO_COLUMNS", sentence, header.place(file, later))


def no_period(place: Place, unread: Sequence[str]) -> Fault:
    """Return the fault of a file that says nowhere of which month it is; `unread` are headers that are not known."""
    sentence = text(
        "no month: add a column `month` with figures such as 2013-06, write the month in a line above the table, or "
        "name the file or its folder after it (2013-06.csv, 2013/06), or write it into a --columns file (period: "
        '"2013-06"){unread}',
        unread=_perhaps_in(unread, "period"),
    )
    return fault("NO_PERIOD", sentence, place)


def no_area(place: Place, unread: Sequence[str], level: str) -> Fault:
    """Return the fault of a file without a column of areas; `unread` are the headers that are not known."""
    sentence = text(
        "no area: add a column `village` (or `town`) with names or `village_code` with codes{unread}; where all rows "
        "are of one area, name it in a line above the table, such as Town: Northhill, in the name of the sheet or the "
        "file (Northhill Town 2013.csv), or in a --columns file (area: Northhill)",
        unread=_perhaps_in(unread, level),
    )
    return fault("NO_AREA", sentence, place)


def _perhaps_in(unread: Sequence[str], role: str) -> Text:
    """Return how a columns file says that one of the columns that are not known is what is missing."""
    if not unread:
        return text("")
    return text(
        "; if one of these columns says it, name it in a --columns file, such as columns: {{{header}: {role}}}: "
        "{columns}",
        header=unread[0],
        role=role,
        columns=_listed(unread),
    )
