"""From a file's first bytes to how it is read: the header is found and each column interpreted, once."""

from __future__ import annotations

from collections.abc import Iterator

from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, Notice, Place
from popcalc.intake.header.columns import columns_of_roles, interpreted, with_levels, with_year
from popcalc.intake.header.faults import (
    about_persons,
    lost_characters,
    misread_headers,
    no_area,
    no_header,
    no_period,
)
from popcalc.intake.header.headings import plain_lines
from popcalc.intake.header.layout import ColumnClass, Layout, Refused
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header, find_header, second_headers
from popcalc.intake.header.months import first_runs
from popcalc.intake.header.titles import title_notices
from popcalc.intake.header.unused import only_to_date, unused_notice
from popcalc.intake.header.words import PERIOD, YEAR
from popcalc.intake.sources.source import Source
from popcalc.intake.text.head import Head, read_head
from popcalc.intake.text.wrong_bytes import wrong_head
from popcalc.language import plural
from popcalc.periods import Calendar


def lay_out(
    source: Source, lexicon: HeaderLexicon, columns: Columns, encoding: str | None, calendar: Calendar
) -> Layout | Refused:
    """Return how a file is to be read, or what of its header cannot be understood."""
    head = read_head(source, lambda decoded: find_header(decoded, lexicon).known, encoding or columns.encoding)
    if isinstance(head, Fault):
        return Refused((head,))
    header = find_header(head.decoded, lexicon)
    place = Place(source.name)
    below = second_headers(header, lexicon)
    held = columns_of_roles(source.name, header, lexicon)
    faults = (
        about_persons(source.name, header, below, head.decoded, lexicon)
        or lost_characters(source.name, header, read_whole=head.fits)
        or misread_headers(source.name, header, lexicon)
        or _nothing_known(source, header, head, lexicon)
        or held.faults
    )
    if faults:
        return Refused(tuple(faults))
    words = {role: index for role, index in held.column_of.items() if not lexicon.is_count(role)}
    words = with_levels(words, header, below, lexicon)
    run = None if PERIOD in words else source.run(calendar)
    words = with_year(words, run, columns)
    leaf = lexicon.level_of(words)
    missing = [no_period(Place(source.name, header.row + 1))] if PERIOD not in words and run is None else []
    if leaf is None or missing:
        return Refused((*missing, *([no_area(Place(source.name, header.row + 1))] if leaf is None else [])))
    counts = {role: index for role, index in held.column_of.items() if lexicon.is_count(role)}
    read = interpreted(header, {**counts, **words}, lexicon)
    unread = [
        one
        for one, column in zip(header.headings, read, strict=True)
        if not column.is_read and column.column_class is not ColumnClass.DESCRIPTION and one.levels
    ]
    rows = header.below[below:]
    runs = [run] if run else first_runs(rows, words[PERIOD], words.get(YEAR), columns, calendar)
    return Layout(
        source=source,
        encodings=head.encodings,
        delimiter=header.delimiter,
        skipped=header.row + header.depth + below,
        columns=read,
        leaf=leaf,
        run=run,
        lines_above=plain_lines(header.titles + header.rows + header.below[:below]),
        notices=(
            *head.notices,
            *_notices(place, header.row, below),
            *filter(None, [unused_notice(place, unread, held.column_of, lexicon)]),
            *title_notices(place, header.titles, runs, calendar, cumulative=columns.cumulative),
        ),
    )


def _nothing_known(source: Source, header: Header, head: Head, lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    """Return the fault of a file without a known header, or with one that has no count."""
    meanings = map(lexicon.meaning, header.headings)
    if header.known >= 2 and any(lexicon.is_count(meaning.role) or meaning.rivals for meaning in meanings):
        return ()
    place = Place(source.name, header.row + 1)
    to_date = only_to_date(place, header.headings, lexicon)
    return (wrong_head(source, head) or to_date or no_header(place, header, lexicon),)


def _notices(place: Place, titles: int, below: int) -> Iterator[Notice]:
    if titles:
        sentence = plural(titles, "{count} row above the header skipped", "{count} rows above the header skipped")
        yield Notice("TITLE_ROWS", sentence, place)
    if below:
        sentence = plural(below, "a second header row skipped", "{count} more header rows skipped")
        yield Notice("SECOND_HEADER", sentence, place)
