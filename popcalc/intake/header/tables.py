"""Several tables in one sheet or file, one below the other: each is read as a table of its own.

A second one begins with a header below figures: with other counts, or with the same ones under lines of its own that
say another period or area. What stands above the first table is said of all, but where a table has lines of its own
that say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.units import is_unit_line
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import LOOKED_AT, Header, Records, header_within, records_of
from popcalc.intake.header.rows_of_periods import with_rows_of_periods
from popcalc.intake.header.second_table import begins_another, is_of_data
from popcalc.intake.header.stock_words import as_of_day
from popcalc.intake.header.titles import title_of
from popcalc.periods import Calendar

_LEAST = 2
"""Known headers of a table."""


class Table(Struct, frozen=True):
    """One of the tables of a text: its header, and how many records there are up to its end, None for the last."""

    header: Header
    until: int | None = None


def tables_of(header: Header, decoded: str, lexicon: HeaderLexicon, calendar: Calendar) -> tuple[Table, ...]:
    """Return the tables of a text, of which `header` is the one with the most known headers; most texts have one."""
    is_above = any(map(is_of_data, header.titles))
    if not is_above and begins_another(header, lexicon) is None:
        return (Table(header),)
    records = records_of(decoded, header.delimiter, LOOKED_AT)
    if header.row >= len(records):
        return (Table(header),)
    if lexicon.header_row:
        return (_as_said(records, header, lexicon, calendar),)
    regions = [*_split(records, 0, len(records), header, lexicon)]
    if len(regions) < _LEAST:
        return (Table(header),)
    general = regions[0][1].titles
    found = []
    for number, (end, one) in enumerate(regions):
        begin = regions[number - 1][0] if number else 0
        of_table = _below(one, begin, general, calendar) if number else one
        found.append(_ending(of_table, None if number == len(regions) - 1 else end))
    return tuple(found)


def _as_said(records: Records, header: Header, lexicon: HeaderLexicon, calendar: Calendar) -> Table:
    """Return the one table that the columns file means by the row of its header."""
    above = _table_above(records, 0, header, lexicon)
    if above is not None:
        begin = _begin(records, 0, header.row)
        _, first = next(_split(records, 0, begin, above, lexicon))
        header = _below(header, begin, first.titles, calendar)
    other = begins_another(header, lexicon)
    return _ending(header, None if other is None else _begin(records, header.row, other))


def _below(header: Header, begin: int, general: Records, calendar: Calendar) -> Header:
    """Return the header of a table below another one, without the rows of that above it."""
    own = header.titles[begin:]
    above = (*_said_of_all(general, own, calendar), *[()] * (begin - len(general)))
    return replace(header, titles=(*above, *own), begin=begin)


def _header_within(records: Records, first: int, last: int, delimiter: str, lexicon: HeaderLexicon) -> Header:
    return with_rows_of_periods(header_within(records, first, last, delimiter, lexicon), lexicon)


def _ending(header: Header, end: int | None) -> Table:
    if end is None:
        return Table(header)
    return Table(replace(header, below=header.below[: end - header.row - header.depth]), end)


def _split(
    records: Records, first: int, last: int, header: Header, lexicon: HeaderLexicon
) -> Iterator[tuple[int, Header]]:
    """Yield the header of each table among some records, with the number of those up to its end."""
    above = _table_above(records, first, header, lexicon)
    other = header.row if above is not None else begins_another(header, lexicon)
    begin = last if other is None else _begin(records, first if above is not None else header.row, other)
    if other is None or not first < begin < last or (above is None and begin <= header.row + header.depth):
        # Where a table begins is not plain: the fault of the second one is told.
        yield last, header
        return
    for start, end in ((first, begin), (begin, last)):
        within = _header_within(records, start, end, header.delimiter, lexicon)
        yield from _split(records, start, end, within, lexicon)


def _table_above(records: Records, first: int, header: Header, lexicon: HeaderLexicon) -> Header | None:
    """Return the header of a table above another one, None where there is none."""
    if not any(map(is_of_data, header.titles[first:])):
        return None
    begin = _begin(records, first, header.row)
    above = _header_within(records, first, begin, header.delimiter, lexicon)
    has_count = any(lexicon.is_count(lexicon.meaning(one).role) for one in above.headings if one.levels)
    return above if above.known >= _LEAST and has_count and begin > above.row + above.depth else None


def _begin(records: Records, first: int, header: int) -> int:
    """Return where the lines begin that belong to a header below another table: behind the first blank row, if any."""
    above = header
    while above > first and not is_of_data(records[above - 1]):
        above -= 1
    lines = range(above, header)
    blank = next((spot for spot in lines if not any(cell.strip() for cell in records[spot])), None)
    if blank is not None:
        return blank
    return next((spot for spot in lines if not is_label(_first(records[spot]))), header)


def _first(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if cell.strip()), "")


def _said_of_all(general: Records, own: Records, calendar: Calendar) -> Records:
    """Return the lines above all tables without what the lines of one say as well: its period, its units."""
    says_period = bool(title_of("", own, calendar).words) or as_of_day(own) is not None
    says_units = any(map(is_unit_line, (cell for cells in own for cell in cells)))

    def is_said(cell: str) -> bool:
        is_period = bool(title_of("", [[cell]], calendar).words) or as_of_day([[cell]]) is not None
        return (says_period and is_period) or (says_units and is_unit_line(cell))

    return tuple(tuple("" if cell.strip() and is_said(cell) else cell for cell in cells) for cells in general)
