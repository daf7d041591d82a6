"""What is said of a file that has been read: its encoding, and the rows that are no data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from popcalc.errors import Notice, Place
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.rows.values import FileRows, RowClass
from popcalc.intake.text.head import encoding_notice
from popcalc.language import Text, plural, text

EMPTY = "NO_ROWS"


def unread_notices(layout: Layout, unread: Sequence[Column]) -> Iterator[Notice]:
    """Yield the notice of columns that are not read, as what stands in them says."""
    if unread:
        sentence = text("columns not used: {columns}", columns=tuple(one.header for one in unread))
        yield Notice("UNUSED_COLUMNS", sentence, Place(layout.name))


def notices_of(layout: Layout, encoding: str, file: FileRows) -> Iterator[Notice]:
    """Yield what was noticed of the rows of a file."""
    place = Place(layout.name)
    if encoding != layout.encodings[0]:
        yield encoding_notice(layout.name, encoding)
    if footers := file.tallies.get(RowClass.FOOTER):
        sentence = plural(
            footers.rows, "{count} line below the table left out", "{count} lines below the table left out"
        )
        yield Notice("FOOTER_ROWS", sentence, place)
    if compared := file.tallies.get(RowClass.COMPARISON):
        sentence = plural(
            compared.rows,
            "{count} row that compares with another period or other rows left out",
            "{count} rows that compare with another period or other rows left out",
        )
        yield Notice("COMPARISON_ROWS", sentence, Place(layout.name, compared.first))
    if others := file.tallies.get(RowClass.OTHER_TIME):
        sentence = plural(
            others.rows,
            "{count} row of the whole area at another time than its parts is not added to them",
            "{count} rows of the whole area at other times than its parts are not added to them",
        )
        yield Notice("OTHER_TIMES", sentence, Place(layout.name, others.first))
    if of_months := file.tallies.get(RowClass.OF_MONTHS):
        sentence = plural(
            of_months.rows,
            "{count} row says the month of the rows below it",
            "{count} rows say the months of the rows below them",
        )
        yield Notice("MONTH_ROWS", sentence, Place(layout.name, of_months.first))
    if headers := file.tallies.get(RowClass.HEADER):
        sentence = plural(
            headers.rows,
            "{count} row that repeats the header left out",
            "{count} rows that repeat the header left out",
        )
        yield Notice("HEADER_AGAIN", sentence, place)
    if not len(file.data):
        yield Notice(EMPTY, _why_empty(file), place)


def _why_empty(file: FileRows) -> Text:
    if RowClass.NOT_CHOSEN in file.tallies:
        return text("no row has all the values that are chosen")
    if RowClass.TOTAL_BY_WORD in file.tallies:
        return text(
            "no rows of counts below the header but of totals; where their name is that of an area, list it under "
            "not_totals in a --columns file"
        )
    return text("no rows of counts below the header")
