"""From a file's first bytes to how it is read: the header is found and each column interpreted, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, Notice, Place
from popcalc.intake.header.across import Across
from popcalc.intake.header.beside_tables import counts_unknown, has_figures
from popcalc.intake.header.chosen import chosen
from popcalc.intake.header.columns import Held, are_units, columns_of_roles, interpreted, with_levels
from popcalc.intake.header.faults import (
    NO_HEADER,
    about_persons,
    is_plainly_a_header,
    lost_characters,
    misread_headers,
    no_area,
    no_header,
    no_period,
    unit_of_rates,
    unit_of_which,
)
from popcalc.intake.header.fiscal_years import fiscal_years_in
from popcalc.intake.header.group_period import Grouped, events_of_which_month, opening_stocks, with_period_of_group
from popcalc.intake.header.headings import plain_lines
from popcalc.intake.header.hidden import hidden_notices
from popcalc.intake.header.labels_below import are_words
from popcalc.intake.header.layout import WATCHED, Column, ColumnClass, Layout, Refused, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header, find_header
from popcalc.intake.header.long_table import columns_of_long_table
from popcalc.intake.header.moments import moment_beside
from popcalc.intake.header.narrowed_titles import titles_that_narrow
from popcalc.intake.header.period_source import find_period
from popcalc.intake.header.rows_of_periods import with_rows_of_periods
from popcalc.intake.header.second_header import second_headers
from popcalc.intake.header.second_table import find_second_table
from popcalc.intake.header.sep_line import said_delimiter
from popcalc.intake.header.shape import find_across
from popcalc.intake.header.stock_words import all_at_start
from popcalc.intake.header.subject import with_subject
from popcalc.intake.header.tables import Table, tables_of
from popcalc.intake.header.unheaded import with_unheaded_periods
from popcalc.intake.header.unused import count_to_date, only_to_date, unused_notice
from popcalc.intake.header.whole_columns import dimensions_of, parts_left_out
from popcalc.intake.header.words import AREA, MEASURE, PERIOD, PERIOD_ROLES, VALUE
from popcalc.intake.sources.source import Source
from popcalc.intake.text.head import EMPTY_FILE, Head, read_head
from popcalc.intake.text.wrong_bytes import wrong_head
from popcalc.language import plural, text
from popcalc.periods import Calendar

_NOT_LISTED = (ColumnClass.DESCRIPTION, ColumnClass.MAKER)
"""Classes of columns that nobody would miss."""


def lay_out(
    source: Source, lexicon: HeaderLexicon, columns: Columns, encoding: str | None, calendar: Calendar
) -> tuple[Layout | Refused, ...]:
    """Return how each table of a file is to be read, or what of its header cannot be understood."""
    head = read_head(source, lambda decoded: find_header(decoded, lexicon).known, encoding or columns.encoding)
    if isinstance(head, Fault):
        return (Refused((head,), is_no_table=head.code == EMPTY_FILE),)
    header = with_rows_of_periods(find_header(head.decoded, lexicon), lexicon)
    tables = tables_of(header, head.decoded, lexicon, calendar)
    first, *others = (_of_table(table, source, head, lexicon, columns, calendar) for table in tables)
    if others and isinstance(first, Layout):
        first = replace(first, notices=(*first.notices, _of_several(source, tables)))
    return (first, *others)


def _of_several(source: Source, tables: Sequence[Table]) -> Notice:
    """Return the notice of tables one below the other."""
    rows = tuple(f"{table.header.row + 1:,}" for table in tables)
    sentence = text(
        "{number} tables, one below the other, with their headers in rows {rows}; each table is read",
        number=len(tables),
        rows=rows,
    )
    return Notice("SEVERAL_TABLES", sentence, Place(source.name))


def _of_table(
    table: Table, source: Source, head: Head, lexicon: HeaderLexicon, columns: Columns, calendar: Calendar
) -> Layout | Refused:
    grouped = with_period_of_group(with_unheaded_periods(table.header, lexicon), lexicon)
    found = _laid_out(source, head, grouped, lexicon, columns, calendar)
    if isinstance(found, Refused):
        return replace(found, columns=_columns_of(found, source, grouped.header, lexicon))
    return replace(found, until=table.until)


def _columns_of(refused: Refused, source: Source, header: Header, lexicon: HeaderLexicon) -> tuple[Column, ...]:
    """Return the columns of a file that cannot be read; none where its row of a header may be anything else."""
    codes = {one.code for one in refused.faults}
    if "PERSONAL_DATA" in codes or not header.known or (NO_HEADER in codes and not is_plainly_a_header(header)):
        return ()
    return interpreted(header, 0, columns_of_roles(source.name, header, lexicon).column_of, lexicon)


def _laid_out(
    source: Source, head: Head, grouped: Grouped, lexicon: HeaderLexicon, columns: Columns, calendar: Calendar
) -> Layout | Refused:
    header = grouped.header
    names = (source.file, source.sheet or "")
    calendar = replace(calendar, fiscal=fiscal_years_in(head.decoded, head.encodings[0], names, header))
    place = Place(source.name)
    below = second_headers(header, lexicon)
    across = find_across(header, below, source, lexicon, calendar, columns)
    held = columns_of_roles(source.name, across.without(header), lexicon)
    by_headers = held.column_of
    if not across.columns and not across.faults:
        held = replace(held, column_of=with_subject(source, header, by_headers, lexicon))
    long = columns_of_long_table(held.column_of, header.below[below:], lexicon)
    if any(key == VALUE for key, _ in across.columns.values()):
        long = {MEASURE: held.column_of[MEASURE]}
    is_known = held.column_of is not by_headers or bool(long or across.columns or across.faults)
    if refused := _refused(source, head, header, below, held, lexicon, calendar, across, is_known=is_known):
        return refused
    words = {role: index for role, index in held.column_of.items() if _is_of_words(role, lexicon)}
    if AREA in words and are_units(header.below[below:], words[AREA]):
        del words[AREA]
    words = with_levels(words, header, below, lexicon)
    counts = {role: index for role, index in held.column_of.items() if lexicon.is_count(role)}
    to_date = any(count_to_date(one, lexicon) is not None for one in header.headings if one.levels)
    known = {**counts, **words}
    without, encoding = across.without(header), head.encodings[0]
    period = find_period(
        known, without, below, source, columns, calendar,
        encoding=encoding, to_date_columns=to_date, of_group=grouped.run(calendar),
    )  # fmt: skip
    words = {role: index for role, index in words.items() if role not in PERIOD_ROLES} | dict(period.columns)
    if period.at_first is False and grouped.words:
        counts = {**opening_stocks(header, lexicon), **counts}
    leaf = (across.level or lexicon.levels[-1]) if across.has_areas else lexicon.level_of(words)
    place_of_header = Place(source.name, header.row + 1)
    not_known = [str(one) for one in header.headings if one.levels and lexicon.meaning(one).role is None]
    is_dated = PERIOD in words or bool(period.run or period.faults or across.has_periods)
    of_words = _columns_of_words(header, below, lexicon) if leaf is None else []
    nameless = (
        [no_area(place_of_header, list(dict.fromkeys([*of_words, *not_known])), lexicon.levels[-1])]
        if leaf is None
        else []
    )
    is_of_a_day = period.at_first is False and not grouped.words
    missing = (
        *(() if across.has_periods else period.faults),
        *(events_of_which_month(header, counts, place_of_header, lexicon) if is_of_a_day else ()),
        *unit_of_which(source.name, header, counts, lexicon),
        *unit_of_rates(source.name, header, counts),
        *titles_that_narrow(source, header, counts, lexicon, across),
        *([] if is_dated else [no_period(place_of_header, not_known)]),
    )
    refused = Refused((*missing, *nameless), is_no_table=not (is_known or has_figures(header, below, lexicon)))
    if missing:
        return refused
    found = interpreted(header, below, {**counts, **words, **long}, lexicon, across)
    asked = chosen(found, columns, place_of_header, dimensions_of(across, len(found)))
    if asked.faults:
        return Refused(asked.faults)
    read = asked.columns
    unread = [
        one
        for one, column in zip(header.headings, read, strict=True)
        if not column.is_read
        and column.column_class is not ColumnClass.DIMENSION
        and column.column_class not in _NOT_LISTED
        and one.levels
        and column.why is not Why.ADDS_UP
    ]
    return Layout(
        source=source,
        encodings=head.encodings,
        delimiter=header.delimiter,
        skipped=header.row + header.depth + below,
        header=(header.row + 1, header.row + header.depth + below),
        columns=read,
        leaf=leaf or "",
        run=None if across.has_periods else period.run,
        form=period.form,
        first_periods=_first_cells(header.below[below:], words.get(PERIOD)),
        first_areas=_areas_said(across)
        | {
            level: tuple(dict.fromkeys(filter(None, _first_cells(header.below[below:], words[level]))))
            for level in lexicon.levels
            if level in words
        },
        first_unknown={
            one.index: _first_cells(header.below[below:], one.index)
            for one in read
            if leaf is None and one.why in WATCHED
        },
        titles=header.titles,
        unsettled=replace(refused, columns=read) if leaf is None else None,
        at_start=all_at_start(header.titles, read),
        moment=moment_beside(source, header, lexicon),
        at_first=period.at_first,
        lines_above=plain_lines(header.titles + header.rows + header.below[:below]),
        notices=(
            *head.notices,
            *hidden_notices(place, source.looks, read, header.row + header.depth + below),
            *_notices(place, _titles(header) - (said_delimiter(head.decoded) is not None), below),
            *filter(None, [unused_notice(place, unread, held.column_of, lexicon)]),
            *period.notices,
            *filter(None, [parts_left_out(place, read, across)]),
        ),
        filters=asked.filters,
        summed=asked.summed,
        dimensions=asked.dimensions,
    )


def _areas_said(across: Across) -> dict[str, tuple[str, ...]]:
    """Return the areas that headers name, where their level is said."""
    areas = dict.fromkeys(turn.area for _, turn in across.columns.values() if turn.area)
    return {across.level: tuple(areas)} if across.level and areas else {}


def _is_of_words(role: str, lexicon: HeaderLexicon) -> bool:
    return not lexicon.is_count(role) and role not in (MEASURE, VALUE)


def _refused(
    source: Source,
    head: Head,
    header: Header,
    below: int,
    held: Held,
    lexicon: HeaderLexicon,
    calendar: Calendar,
    across: Across,
    *,
    is_known: bool,
) -> Refused | None:
    """Return why a header cannot be understood, None where nothing is wrong with it.

    A table of a known shape needs no header with a count; `across` says what is wrong with its shape.
    """
    unreadable = (
        about_persons(source.name, header, below, head.decoded, lexicon)
        or lost_characters(source.name, header, read_whole=head.fits)
        or misread_headers(source.name, header, lexicon)
    )
    if unreadable:
        return Refused(tuple(unreadable))
    if not is_known and (nothing := _nothing_known(source, header, head, lexicon)):
        unknown = counts_unknown(source, header, below, lexicon, calendar) if source.may_be_no_table else None
        return Refused((unknown,)) if unknown else Refused(nothing, is_no_table=True)
    other = find_second_table(source.name, header, lexicon)
    counts = {role: index for role, index in held.column_of.items() if lexicon.is_count(role)}
    narrowing = tuple(titles_that_narrow(source, header, counts, lexicon, across)) if held.faults else ()
    faults = across.faults or narrowing or held.faults or ((other,) if other else ())
    is_no_table = not (is_known or has_figures(header, below, lexicon))
    return Refused(faults, is_no_table=is_no_table) if faults else None


def _first_cells(rows: Sequence[Sequence[str]], column: int | None) -> tuple[str, ...]:
    """Return the first cells of a column, none where there is no such column."""
    return () if column is None else tuple(cells[column] for cells in rows if len(cells) > column)


def _nothing_known(source: Source, header: Header, head: Head, lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    """Return the fault of a file without a known header, or with one that has no count."""
    meanings = map(lexicon.meaning, header.headings)
    if header.known >= 2 and any(lexicon.is_count(meaning.role) or meaning.rivals for meaning in meanings):
        return ()
    place = Place(source.name, header.row + 1)
    to_date = only_to_date(place, header.headings, lexicon)
    return (wrong_head(source, head) or to_date or no_header(place, header, lexicon),)


def _columns_of_words(header: Header, below: int, lexicon: HeaderLexicon) -> list[str]:
    """Return the headers of columns of names that are no count, area or period: the areas may well stand there."""
    return [
        str(heads)
        for index, heads in enumerate(header.headings)
        if heads.levels
        and lexicon.meaning(heads).role in (None, MEASURE)
        and are_words(_first_cells(header.below[below:], index))
    ]


def _titles(header: Header) -> int:
    """Return how many rows stand above a header; above one below another table, those that say something."""
    own = header.titles[header.begin :]
    return sum(any(map(str.strip, cells)) for cells in own) if header.begin else len(own)


def _notices(place: Place, titles: int, below: int) -> Iterator[Notice]:
    if titles:
        sentence = plural(titles, "{count} row above the header skipped", "{count} rows above the header skipped")
        yield Notice("TITLE_ROWS", sentence, place)
    if below:
        sentence = plural(below, "a second header row skipped", "{count} more header rows skipped")
        yield Notice("SECOND_HEADER", sentence, place)
