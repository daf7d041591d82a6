"""Where the months of a file's rows come from: the nearest says it.

That is a column; then a line above the table; then the names of the sheet, the file and its folders. Each part is taken
on its own: a column may give the month and a title the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.dates_of_years import day_of_years
from popcalc.intake.header.fiscal_years import says_fiscal_year, year_beside
from popcalc.intake.header.further_rows import Rows
from popcalc.intake.header.group_period import month_ended, run_beside
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.layout import MONTHS
from popcalc.intake.header.locate import Header
from popcalc.intake.header.months import (
    PLAIN,
    MonthForm,
    Part,
    part_in_cells,
    read_period,
    year_and_month,
)
from popcalc.intake.header.spans import is_span
from popcalc.intake.header.split_years import are_split_years, which_months
from popcalc.intake.header.stock_words import as_of_day
from popcalc.intake.header.titles import Around, Runs, Title, named_to_date, title_of
from popcalc.intake.header.words import HALF, PERIOD, QUARTER, YEAR
from popcalc.intake.sources.source import Source
from popcalc.language import text
from popcalc.periods import Calendar, PeriodError, Run, month_label, months_in_title, read_months

_PARTS: Mapping[str, Part] = {PERIOD: Part.MONTH, QUARTER: Part.QUARTER, HALF: Part.HALF}
"""The roles of columns that say the months of a row, the narrowest first, and what a bare number is in them."""


class PeriodSource(Struct, frozen=True):
    """The columns of the period, `PERIOD` and `YEAR` by role, and how their cells are read.

    Without a column, `run` is what every row is about; a line may say that stocks are those of its first day
    (`at_first`), or of the day after its last (False). `faults` and `notices` are contradictions.
    """

    columns: Mapping[str, int]
    form: MonthForm = PLAIN
    run: Run | None = None
    at_first: bool | None = None
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()


def find_period(
    held: Mapping[str, int],
    header: Header,
    skipped: int,
    source: Source,
    columns: Columns,
    calendar: Calendar,
    *,
    encoding: str,
    to_date_columns: bool = False,
    of_group: Run | None = None,
) -> PeriodSource:
    """Return where the months of a file's rows come from; `held` are the columns that its header says.

    `encoding` is that of the file; `to_date_columns` says that there are columns of figures to date beside those of the
    month; `of_group` are the months that a group of columns says.
    """
    around = Around(columns.cumulative, to_date_columns)
    first = header.row + header.depth + skipped
    rows = Rows(header.below[skipped:], source, encoding, header.delimiter, first, header.end)
    title = title_of(source.name, header.titles, calendar)
    column, part = _column_of_months(held, header.headings, rows.first)
    if column is None:
        if YEAR in held:
            fiscal = _is_fiscal(held[YEAR], header)
            return _year_alone(held, rows.first, source, calendar, is_fiscal=fiscal)
        found = _beside_a_day(title, header, of_group, source, around, calendar)
        if columns.months is not None:
            return _as_said(read_months(columns.months, calendar), title, found.run, source, calendar)
        return found
    form = MonthForm(columns.period, part, fiscal=calendar.fiscal, is_fiscal=_is_fiscal(held.get(YEAR, column), header))
    if columns.period:
        return _held_against(title, PeriodSource({PERIOD: column}, form), rows, around, calendar)
    if YEAR in held:
        found = PeriodSource({PERIOD: column, YEAR: held[YEAR]}, form)
        return _held_against(title, found, rows, around, calendar)
    cells = [*_cells(rows.first, column)]
    whole = _cells(rows.every(), column)
    form = replace(form, part=Part.YEAR) if are_split_years(cells) else replace(form, day=day_of_years(cells, whole))
    if any(cell.strip() for cell in cells) and not _runs(cells, form, calendar):
        beside = year_beside(title, source, calendar)
        form = replace(form, year=beside.written)
        unclear = beside.fault or _over_a_year_end(_cells(rows.every(), column), form, source, calendar)
        if unclear and (form.year is not None or any(map(is_span, cells))):
            return PeriodSource({PERIOD: column}, form, faults=(unclear,))
    return _held_against(title, PeriodSource({PERIOD: column}, form), rows, around, calendar)


def _beside_a_day(
    title: Title, header: Header, of_group: Run | None, source: Source, around: Around, calendar: Calendar
) -> PeriodSource:
    """Return the period of a table without a column of it, the line considered that puts the stocks at a day."""
    day = as_of_day(header.titles)
    is_first = day is not None and day[1] == 1
    if of_group is not None:
        run = run_beside(title, day, of_group, Place(source.name, header.row + 1), calendar)
        if isinstance(run, Fault):
            return PeriodSource({}, faults=(run,))
        return PeriodSource({}, run=run, at_first=False if is_first else None)
    found = _none(title, source, around, calendar)
    if day is None or found.faults:
        return found
    if found.run is None:
        return PeriodSource({}, run=month_ended(day), at_first=False if is_first else None)
    return replace(found, at_first=True) if is_first and found.run == Run(day[0], day[0]) else found


def _over_a_year_end(cells: Iterable[str], form: MonthForm, source: Source, calendar: Calendar) -> Fault | None:
    """Return the fault of months without a year of which a December stands before the first January, None for none.

    In the order of texts, 10月, 11月, 12月, 1月, that says nothing.
    """
    written = [cell for cell in dict.fromkeys(cells) if _runs([cell], form, calendar)]
    if written == sorted(written):
        return None
    for before, after in pairwise(written):
        (one,), (other,) = _runs([before], form, calendar), _runs([after], form, calendar)
        if one.months == other.months == 1 and one.start - other.start == MONTHS - 1:
            sentence = text(
                "{first} stands before {then}, as if the months went on into the next year, and their years are not "
                "said: write them into the cells, such as 2023-12, 2024-01",
                first=before.strip(),
                then=after.strip(),
            )
            return fault("NO_YEAR", sentence, Place(source.name))
    return None


def _is_fiscal(column: int, header: Header) -> bool:
    return says_fiscal_year(header.headings[column])


def _column_of_months(
    held: Mapping[str, int], headings: Sequence[Heading], rows: Sequence[Sequence[str]]
) -> tuple[int | None, Part]:
    """Return the column that says the months of a row, and what a bare number is in it.

    Its header says so, or where none does, all cells of a column whose header is not known are parts of a year.
    """
    for role, part in _PARTS.items():
        if role in held:
            return held[role], part
    for index, heads in enumerate(headings):
        if index not in held.values() and heads.levels and (found := part_in_cells(heads, [*_cells(rows, index)])):
            return index, found
    return None, Part.MONTH


def _cells(rows: Iterable[Sequence[str]], column: int) -> Iterator[str]:
    return (cells[column] for cells in rows if len(cells) > column)


def _runs(cells: Sequence[str], form: MonthForm, calendar: Calendar) -> list[Run]:
    """Return the months of cells, each text once, those without any left out."""
    return [*_each_run(cells, form, calendar)]


def _each_run(cells: Iterable[str], form: MonthForm, calendar: Calendar) -> Iterator[Run]:
    """Yield the months of cells, each text once, those without any left out."""
    seen: set[str] = set()
    for cell in cells:
        if cell in seen:
            continue
        seen.add(cell)
        try:
            yield read_period(cell, form, calendar)
        except PeriodError:
            continue


def _year_alone(
    held: Mapping[str, int], rows: Sequence[Sequence[str]], source: Source, calendar: Calendar, *, is_fiscal: bool
) -> PeriodSource:
    """Return the period of rows that say a year: the whole of it, or the part of it that the file's name says."""
    named = source.run(calendar)
    form = MonthForm(part=Part.YEAR, within=named, fiscal=calendar.fiscal, is_fiscal=is_fiscal)
    runs = _runs([*_cells(rows, held[YEAR])], replace(form, within=None), calendar)
    split = source.split_year(calendar)
    if named is None and split is not None and len(set(runs)) == 1 and split.widest.holds(runs[0]):
        return PeriodSource({PERIOD: held[YEAR]}, form, faults=(which_months(split, Place(source.name), calendar),))
    notices: tuple[Notice, ...] = ()
    if named is not None and runs and not any(run.holds(named) for run in runs):
        sentence = text(
            "the column says {said} and the name says {named}: the column is taken",
            said=calendar.label_of(runs[0]),
            named=calendar.label_of(named),
        )
        notices = (Notice("NAME_PERIOD", sentence, Place(source.name)),)
    return PeriodSource({PERIOD: held[YEAR]}, form, notices=notices)


def _none(title: Title, source: Source, around: Around, calendar: Calendar) -> PeriodSource:
    """Return the period that a line above the table says, or the names of the sheet, the file and its folders."""
    named = source.run(calendar)
    split = _split_year(title, named, source, calendar)
    if split is not None:
        return split
    beside = named or title.run
    said = title.run or (title.part(beside, calendar) if beside else None)
    if said is None and title.words and (year := source.year(calendar)) is not None:
        said = title.part(calendar.year_run(year), calendar)
    if said is not None and title.is_to_date and around.to_date_columns:
        # The line speaks of the columns to date, too; the others are of the last month.
        said = Run(said.end, said.end)
    if said is None or named is None or named.holds(said) or (around.cumulative and said.end == named.end):
        run = named if named is not None and (said is None or not named.holds(said)) else said
        return PeriodSource({}) if run is None else _to_date(title, run, around, calendar)
    sentence = text(
        "the line above the table says {said}, and the name says {named}: the line is taken",
        said=calendar.label_of(said),
        named=calendar.label_of(named),
    )
    return PeriodSource({}, run=said, notices=(Notice("NAME_PERIOD", sentence, title.place),))


def _split_year(title: Title, named: Run | None, source: Source, calendar: Calendar) -> PeriodSource | None:
    """Return the period of rows of which a title or a name says a year of two numbers, None where one says months.

    It is one where years do not begin in January, else it asks.
    """
    in_name = source.split_year(calendar)
    said = in_name or title.split
    if said is None or title.run is not None or (in_name is None and named is not None):
        return None
    run = named if in_name else said.run(calendar)
    place = Place(source.name) if in_name else title.place
    if run is None or title.is_to_date or title.part(said.widest, calendar) is not None:
        return PeriodSource({}, faults=(which_months(said, place, calendar),))
    if run.months < 12 or not said.may_be_a_month:
        return PeriodSource({}, run=run)
    sentence = text(
        "{written} is read as the year from {first} to {last}, as --year-start says: write a month as {plain}",
        written=said.written,
        first=month_label(run.start),
        last=month_label(run.end),
        plain=said.as_a_month,
    )
    return PeriodSource({}, run=run, notices=(Notice("NAME_PERIOD", sentence, place),))


def _to_date(title: Title, run: Run, around: Around, calendar: Calendar) -> PeriodSource:
    """Return the months of a file's rows, from the start of the year where a line above the table says so."""
    since = calendar.to_date(run)
    if not title.is_to_date or around.to_date_columns or around.cumulative or run.holds(since):
        return PeriodSource({}, run=run)
    sentence = text(
        "the line above the table says that its figures are cumulative: they are read as those of {run}",
        run=calendar.label_of(since),
    )
    return PeriodSource({}, run=since, notices=(Notice("TITLE_PERIOD", sentence, title.place),))


def _as_said(run: Run, title: Title, beside: Run | None, source: Source, calendar: Calendar) -> PeriodSource:
    """Return the months that the columns file says, with a notice where a line or a name `beside` says others."""
    said = beside or (calendar.year_run(title.year) if title.year is not None else None)
    if said is None or (said.start <= run.end and run.start <= said.end):
        return PeriodSource({}, run=run)
    sentence = text(
        "the line above the table, or the name of the file, says {said}, and the columns file {run}, which is taken",
        said=calendar.label_of(said),
        run=calendar.label_of(run),
    )
    return PeriodSource({}, run=run, notices=(Notice("TITLE_PERIOD", sentence, title.place or Place(source.name)),))


def _held_against(title: Title, found: PeriodSource, rows: Rows, around: Around, calendar: Calendar) -> PeriodSource:
    """Return the period of columns, with the contradiction of the sheet or the line above the table if there is one."""

    def runs_of(some: Iterable[Sequence[str]]) -> Iterator[Run]:
        return _each_run(_periods_of(some, found), found.form, calendar)

    runs, source = Runs([*runs_of(rows.first)], lambda: runs_of(rows.others())), rows.source
    if fault_of_sheet := _sheet_of_another_month(source, runs, around, calendar):
        return replace(found, faults=(fault_of_sheet,))
    wrong = title.contradiction(runs, calendar, around) or _name_to_date(source, runs, around, calendar)
    return replace(found, faults=(wrong,)) if wrong else found


def _periods_of(rows: Iterable[Sequence[str]], found: PeriodSource) -> Iterator[str]:
    """Yield what the cells of rows say of their period, with the year of its own column if there is one."""
    column, year = found.columns[PERIOD], found.columns.get(YEAR)
    for row in rows:
        if len(row) > column:
            is_alone = year is None or len(row) <= year
            cell, form = row[column], found.form
            yield cell if is_alone else year_and_month(form.year_cell(row[year or 0]), cell, form.part)


def _name_to_date(source: Source, runs: Runs, around: Around, calendar: Calendar) -> Fault | None:
    """Return the fault of a sheet or a file whose name says figures to date, where its rows are of single months."""
    if around.cumulative or around.to_date_columns or (name := source.named_to_date()) is None:
        return None
    return named_to_date(name, Place(source.name)) if calendar.has_later_months(runs.every) else None


def _sheet_of_another_month(source: Source, runs: Runs, around: Around, calendar: Calendar) -> Fault | None:
    """Return the fault of a sheet whose name says other months than all of its rows."""
    if not source.sheet or not runs.first or around.cumulative:
        return None
    said = months_in_title(source.sheet, runs.first[0], calendar)
    if said is None or any(said.start <= run.end and run.start <= said.end for run in runs.every):
        return None
    sentence = text(
        "the sheet is called {sheet}, and its column says {run}: which month its figures are of must be mended in one "
        "of the two",
        sheet=source.sheet,
        run=calendar.label_of(runs.first[0]),
    )
    return fault("SHEET_PERIOD", sentence, Place(source.name))
