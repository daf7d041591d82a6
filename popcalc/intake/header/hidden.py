"""What a sheet hides and is read nevertheless: rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from popcalc.errors import Notice, Place
from popcalc.intake.header.layout import Column
from popcalc.intake.sources.appearance import Appearance
from popcalc.language import plural

SHOWN = 8


def hidden_notices(place: Place, looks: Appearance, columns: Iterable[Column], skipped: int) -> Iterator[Notice]:
    """Yield the notices of a sheet: rows and columns that are read and hidden, each once.

    `skipped` is the number of rows above the data.
    """
    rows = [row + 1 for row in looks.hidden_rows if row >= skipped]
    if rows:
        sentence = plural(
            len(rows),
            "{count} row that a filter or a person has hidden is read: {rows}",
            "{count} rows that a filter or a person has hidden are read: {rows}",
            rows=shown(rows),
        )
        yield Notice("HIDDEN_ROWS", sentence, place)
    headers = [column.header for column in columns if column.is_read and column.index in looks.hidden_columns]
    if headers:
        sentence = plural(
            len(headers),
            "{count} hidden column is read: {columns}",
            "{count} hidden columns are read: {columns}",
            columns=shown(headers),
        )
        yield Notice("HIDDEN_COLUMNS", sentence, place)


def shown(found: Sequence[object]) -> tuple[str, ...]:
    """Return the first of some names or numbers, with a mark where there are more."""
    return (*map(str, found[:SHOWN]), *(["…"] if len(found) > SHOWN else []))
