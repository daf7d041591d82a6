"""From a file's first bytes to how it is read: the header is found and each column interpreted, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, Notice, Place
from popcalc.intake.header.across import Across
from popcalc.intake.header.beside_tables import counts_unknown
from popcalc.intake.header.chosen import Chosen, chosen
from popcalc.intake.header.columns import columns_of_roles, interpreted
from popcalc.intake.header.faults import (
    NO_HEADER,
    about_persons,
    is_plainly_a_header,
    lost_characters,
    misread_headers,
    no_header,
)
from popcalc.intake.header.form import Form, form_of
from popcalc.intake.header.further_rows import Rows
from popcalc.intake.header.group_period import Grouped, with_period_of_group
from popcalc.intake.header.headings import plain_lines
from popcalc.intake.header.hidden import hidden_notices
from popcalc.intake.header.indents import level_of_indents
from popcalc.intake.header.layout import WATCHED, Column, ColumnClass, Layout, Refused, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header, find_header
from popcalc.intake.header.moments import moment_beside
from popcalc.intake.header.narrowed_titles import titles_that_narrow
from popcalc.intake.header.period_source import PeriodSource
from popcalc.intake.header.roles import Roles, find_missing, roles_of, without_areas
from popcalc.intake.header.rows_of_periods import with_rows_of_periods
from popcalc.intake.header.second_table import find_second_table
from popcalc.intake.header.sep_line import said_delimiter
from popcalc.intake.header.stock_words import all_at_start
from popcalc.intake.header.tables import tables_of
from popcalc.intake.header.unheaded import with_unheaded_periods
from popcalc.intake.header.unused import only_to_date, unused_notice
from popcalc.intake.header.whole_columns import dimensions_of, parts_left_out
from popcalc.intake.header.words import PERIOD
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
    rows = Rows((), source, head.encodings[0], header.delimiter, 0)
    tables = tables_of(header, head.decoded, lexicon, calendar, rows)
    first, *others = (_of_table(table, source, head, lexicon, columns, calendar) for table in tables)
    if others and isinstance(first, Layout):
        first = replace(first, notices=(*first.notices, _of_several(source, tables)))
    return (first, *others)


def _of_several(source: Source, tables: Sequence[Header]) -> Notice:
    """Return the notice of tables one below the other."""
    rows = tuple(f"{table.row + 1:,}" for table in tables)
    sentence = text(
        "{number} tables, one below the other, with their headers in rows {rows}; each table is read",
        number=len(tables),
        rows=rows,
    )
    return Notice("SEVERAL_TABLES", sentence, Place(source.name))


def _of_table(
    table: Header, source: Source, head: Head, lexicon: HeaderLexicon, columns: Columns, calendar: Calendar
) -> Layout | Refused:
    grouped = with_period_of_group(with_unheaded_periods(table, lexicon), lexicon)
    found = _laid_out(source, head, grouped, lexicon, columns, calendar)
    if isinstance(found, Refused):
        return replace(found, columns=_columns_of(found, source, grouped.header, lexicon))
    return replace(found, until=table.end)


def _columns_of(refused: Refused, source: Source, header: Header, lexicon: HeaderLexicon) -> tuple[Column, ...]:
    """Return the columns of a file that cannot be read; none where its row of a header may be anything else."""
    codes = {one.code for one in refused.faults}
    if "PERSONAL_DATA" in codes or not header.known or (NO_HEADER in codes and not is_plainly_a_header(header)):
        return ()
    return interpreted(header, 0, columns_of_roles(source.name, header, lexicon).column_of, lexicon)


def _laid_out(
    source: Source, head: Head, grouped: Grouped, lexicon: HeaderLexicon, columns: Columns, calendar: Calendar
) -> Layout | Refused:
    form = form_of(source, head, grouped.header, lexicon, columns, calendar)
    if refused := _refused(form):
        return refused
    roles = roles_of(form, grouped)
    missing = tuple(find_missing(form, roles))
    nameless = without_areas(form, roles) if roles.leaf is None else ()
    refused = Refused((*missing, *nameless), is_no_table=not (form.is_known or form.has_figures))
    if missing:
        return refused
    found = interpreted(form.header, form.below, {**roles.counts, **roles.words, **form.long}, lexicon, form.across)
    asked = chosen(found, columns, form.place, dimensions_of(form.across, len(found)))
    if asked.faults:
        return Refused(asked.faults)
    return _layout(form, roles, asked, replace(refused, columns=asked.columns) if roles.leaf is None else None)


def _layout(form: Form, roles: Roles, asked: Chosen, unsettled: Refused | None) -> Layout:
    source, head, header, below, lexicon = form.source, form.head, form.header, form.below, form.lexicon
    read, words, period = asked.columns, roles.words, roles.period
    first_areas = {
        level: tuple(dict.fromkeys(filter(None, roles.names(form, words[level]))))
        for level in lexicon.levels
        if level in words
    }
    return Layout(
        source=source,
        encodings=head.encodings,
        delimiter=header.delimiter,
        skipped=form.data_row,
        header=(header.row + 1, form.data_row),
        columns=read,
        leaf=roles.leaf or "",
        run=None if form.across.has_periods else period.run,
        form=period.form,
        first_periods=form.cells(words.get(PERIOD)),
        first_areas=_areas_said(form.across) | first_areas,
        first_unknown={one.index: form.cells(one.index) for one in read if roles.leaf is None and one.why in WATCHED},
        titles=header.titles,
        unsettled=unsettled,
        at_start=all_at_start(header.titles, read),
        moment=moment_beside(source, header, lexicon),
        at_first=period.at_first,
        lines_above=plain_lines(header.titles + header.rows + header.below[:below]),
        notices=tuple(_notices(form, read, period)),
        heads=roles.heads,
        indent=level_of_indents(
            roles.names(form, words.get(roles.leaf or "")),
            roles.leaf or "",
            lexicon.levels,
            {*words, *(level for level in lexicon.levels if code_role(level) in words)},
        ),
        filters=asked.filters,
        summed=asked.summed,
        dimensions=asked.dimensions,
    )


def _areas_said(across: Across) -> dict[str, tuple[str, ...]]:
    """Return the areas that headers name, where their level is said."""
    areas = dict.fromkeys(turn.area for _, turn in across.columns.values() if turn.area)
    return {across.level: tuple(areas)} if across.level and areas else {}


def _refused(form: Form) -> Refused | None:
    """Return why a header cannot be understood, None where nothing is wrong with it.

    A table of a known shape needs no header with a count; its `across` says what is wrong with its shape.
    """
    source, header, head, below, lexicon = form.source, form.header, form.head, form.below, form.lexicon
    unreadable = (
        about_persons(source.name, header, below, head.decoded, lexicon)
        or lost_characters(source.name, header, read_whole=head.fits)
        or misread_headers(source.name, header, lexicon)
    )
    if unreadable:
        return Refused(tuple(unreadable))
    if not form.is_known and (nothing := _nothing_known(source, header, head, lexicon)):
        unknown = counts_unknown(source, header, below, lexicon, form.calendar) if source.may_be_no_table else None
        return Refused((unknown,)) if unknown else Refused(nothing, is_no_table=True)
    other = find_second_table(source.name, header, lexicon)
    held, across = form.held, form.across
    counts = {role: index for role, index in held.column_of.items() if lexicon.is_count(role)}
    narrowing = tuple(titles_that_narrow(source, header, counts, lexicon, across)) if held.faults else ()
    faults = across.faults or narrowing or held.faults or ((other,) if other else ())
    return Refused(faults, is_no_table=not (form.is_known or form.has_figures)) if faults else None


def _nothing_known(source: Source, header: Header, head: Head, lexicon: HeaderLexicon) -> tuple[Fault, ...]:
    """Return the fault of a file without a known header, or with one that has no count."""
    meanings = map(lexicon.meaning, header.headings)
    if header.known >= 2 and any(lexicon.is_count(meaning.role) or meaning.rivals for meaning in meanings):
        return ()
    place = Place(source.name, header.row + 1)
    to_date = only_to_date(place, header.headings, lexicon)
    return (wrong_head(source, head) or to_date or no_header(place, header, lexicon),)


def _titles(header: Header) -> int:
    """Return how many rows stand above a header; above one below another table, those that say something."""
    own = header.titles[header.begin :]
    return sum(any(map(str.strip, cells)) for cells in own) if header.begin else len(own)


def _notices(form: Form, read: Sequence[Column], period: PeriodSource) -> Iterator[Notice]:
    """Yield what is told of a table that is read."""
    source, head, header = form.source, form.head, form.header
    place = Place(source.name)
    yield from head.notices
    yield from hidden_notices(place, source.looks, read, form.data_row)
    if titles := _titles(header) - (said_delimiter(head.decoded) is not None):
        sentence = plural(titles, "{count} row above the header skipped", "{count} rows above the header skipped")
        yield Notice("TITLE_ROWS", sentence, place)
    if form.below:
        sentence = plural(form.below, "a second header row skipped", "{count} more header rows skipped")
        yield Notice("SECOND_HEADER", sentence, place)
    unread = [one for one, column in zip(header.headings, read, strict=True) if one.levels and _is_unread(column)]
    yield from filter(None, [unused_notice(place, unread, form.held.column_of, form.lexicon)])
    yield from period.notices
    yield from filter(None, [parts_left_out(place, read, form.across)])


def _is_unread(column: Column) -> bool:
    """Whether a column is one of which a person would think that it is read."""
    told_elsewhere = column.column_class is ColumnClass.DIMENSION or column.column_class in _NOT_LISTED
    is_taken = column.is_read or column.why is Why.ADDS_UP or column.may_be_of_sending
    return not (is_taken or told_elsewhere)
