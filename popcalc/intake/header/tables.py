"""Several tables in one sheet or file, one below the other: each is read as a table of its own.

A second one begins with a header below figures: with other counts, or with the same ones under lines of its own that
say another period or area. What stands above the first table is said of all, but where a table has lines of its own
that say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from popcalc.definitions.units import is_unit_line
from popcalc.intake.header.further_rows import Rows
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import LOOKED_AT, Header, Records, header_within, records_of
from popcalc.intake.header.rows_of_periods import with_rows_of_periods
from popcalc.intake.header.said_areas import Near, said_areas
from popcalc.intake.header.second_table import begins_another, is_of_data
from popcalc.intake.header.stock_words import as_of_day
from popcalc.intake.header.titles import title_of
from popcalc.intake.sources.source import Source
from popcalc.periods import Calendar
from popcalc.vocabulary.characters import folded

_LEAST = 2
"""Known headers of a table."""
MOST_RECORDS = 20_000
"""Of so many records tables are looked for; what stands behind them is told where the rows are read."""


def tables_of(
    header: Header, decoded: str, lexicon: HeaderLexicon, calendar: Calendar, further: Rows
) -> tuple[Header, ...]:
    """Return the header of each table of a text, whose `header` is the one with the most known words; most have one.

    Several are looked for among all records of the file, of which `further` knows; where only one begins near the top,
    only if its header stands again.
    """
    is_above = any(map(is_of_data, header.titles))
    goes_on = further.go_on_behind(header.row + header.depth + len(header.below))
    is_one = not is_above and begins_another(header, lexicon) is None
    if is_one and not (goes_on and further.stands_again(header.row)):
        return (header,)
    records = records_of(decoded, header.delimiter, LOOKED_AT)
    if header.row >= len(records):
        return (header,)
    if lexicon.header_row:
        return (_as_said(records, header, lexicon, calendar),)
    if goes_on:
        records = (*records, *map(tuple, islice(further.every(), len(records), MOST_RECORDS)))
        header = replace(header, below=records[header.row + header.depth :])
    regions = [*_split(records, 0, len(records), header, lexicon)]
    if len(regions) < _LEAST:
        return (_ending(header, None),)
    general = regions[0][1].titles
    found = []
    for number, (end, one) in enumerate(regions):
        begin = regions[number - 1][0] if number else 0
        of_table = _below(one, begin, general, lexicon, calendar) if number else one
        found.append(_ending(of_table, None if number == len(regions) - 1 else end))
    return tuple(found)


def _as_said(records: Records, header: Header, lexicon: HeaderLexicon, calendar: Calendar) -> Header:
    """Return the one table that the columns file means by the row of its header."""
    above = _table_above(records, 0, header, lexicon)
    if above is not None:
        begin = _begin(records, 0, header.row)
        _, first = next(_split(records, 0, begin, above, lexicon))
        header = _below(header, begin, first.titles, lexicon, calendar)
    other = begins_another(header, lexicon)
    return _ending(header, None if other is None else _begin(records, header.row, other, header.titles))


def _below(header: Header, begin: int, general: Records, lexicon: HeaderLexicon, calendar: Calendar) -> Header:
    """Return the header of a table below another one, without the rows of that above it."""
    own = header.titles[begin:]
    above = (*_said_of_all(general, own, lexicon, calendar), *[()] * (begin - len(general)))
    return replace(header, titles=(*above, *own), begin=begin)


def _header_within(records: Records, first: int, last: int, other: Header, lexicon: HeaderLexicon) -> Header:
    return with_rows_of_periods(header_within(records, first, last, other.delimiter, lexicon), lexicon)


def _ending(header: Header, end: int | None) -> Header:
    last = LOOKED_AT if end is None else min(LOOKED_AT, end - header.row - header.depth)
    return replace(header, below=header.below[:last], end=end)


def _split(
    records: Records, first: int, last: int, header: Header, lexicon: HeaderLexicon
) -> Iterator[tuple[int, Header]]:
    """Yield the header of each table among some records, with the number of those up to its end."""
    while True:
        above = _table_above(records, first, header, lexicon)
        other = header.row if above is not None else begins_another(header, lexicon)
        least = first if above is not None else header.row
        begin = last if other is None else _begin(records, least, other, header.titles)
        if other is None or not first < begin < last or (above is None and begin <= header.row + header.depth):
            # Where a table begins is not plain: the fault of the second one is told.
            yield last, header
            return
        yield from _split(records, first, begin, _header_within(records, first, begin, header, lexicon), lexicon)
        first, header = begin, _header_within(records, begin, last, header, lexicon)


def _table_above(records: Records, first: int, header: Header, lexicon: HeaderLexicon) -> Header | None:
    """Return the header of a table above another one, None where there is none."""
    if not any(map(is_of_data, header.titles[first:])):
        return None
    begin = _begin(records, first, header.row)
    above = _header_within(records, first, begin, header, lexicon)
    has_count = any(lexicon.is_count(lexicon.meaning(one).role) for one in above.headings if one.levels)
    return above if above.known >= _LEAST and has_count and begin > above.row + above.depth else None


def _begin(records: Records, first: int, header: int, titles: Records = ()) -> int:
    """Return where the lines begin that belong to a header below another table: behind the first blank row, if any.

    Else with the first that is no line of those below a table, or has the label of one of the `titles` above it.
    """
    above = header
    while above > first and not is_of_data(records[above - 1]):
        above -= 1
    lines = range(above, header)
    blank = next((spot for spot in lines if not any(cell.strip() for cell in records[spot])), None)
    if blank is not None:
        return blank
    labels = {_label(_first(cells)) for cells in titles} - {""}
    firsts = {spot: _first(records[spot]) for spot in lines}
    return next((spot for spot, said in firsts.items() if not is_label(said) or _label(said) in labels), header)


def _label(line: str) -> str:
    """Return what stands before the colon of a line, empty without one."""
    label, colon, _ = folded(line).partition(":")
    return label if colon else ""


def _first(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if cell.strip()), "")


def _levels_said(lines: Sequence[Sequence[str]], lexicon: HeaderLexicon) -> frozenset[str]:
    """Return the levels of the areas that lines name."""
    said = said_areas(lines, Source("", Path()), lexicon, {})
    return frozenset(level for one in said if one.near is Near.LINE for level in one.levels)


def _said_of_all(general: Records, own: Records, lexicon: HeaderLexicon, calendar: Calendar) -> Records:
    """Return the lines above all tables without what those of one say as well: its period, its units, a label."""
    says_period = bool(title_of("", own, calendar).words) or as_of_day(own) is not None
    cells_of_own = [cell for cells in own for cell in cells]
    says_units = any(map(is_unit_line, cells_of_own))
    labels = {_label(cell) for cell in cells_of_own} - {""}
    levels = _levels_said(own, lexicon)

    def is_said(cell: str) -> bool:
        is_period = bool(title_of("", [[cell]], calendar).words) or as_of_day([[cell]]) is not None
        if _label(cell) in labels or not levels.isdisjoint(_levels_said([[cell]], lexicon)):
            return True
        return (says_period and is_period) or (says_units and is_unit_line(cell))

    return tuple(tuple("" if cell.strip() and is_said(cell) else cell for cell in cells) for cells in general)
