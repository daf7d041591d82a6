"""How each file was understood: its encoding, shape, header, columns, rows, months and areas, and what is open.

Nothing is computed. What is told is what intake decided, with its reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.arrays import distinct_values
from popcalc.definitions.available import needed
from popcalc.errors import Fault, Notice
from popcalc.intake.encodings import SHOWN_AS
from popcalc.intake.header.layout import Column, ColumnClass, Layout, Shape, Why
from popcalc.intake.header.sheets import SheetClass
from popcalc.intake.join.gathering import Gathering
from popcalc.intake.join.table import Conflicting, join
from popcalc.intake.join.total_sheets import TotalSheets, with_rows_of_totals
from popcalc.intake.read import read_files
from popcalc.intake.rows.adding_up import unlike_parts
from popcalc.intake.rows.choosing import unknown_values
from popcalc.intake.rows.reading import Reading, new_reading
from popcalc.intake.rows.values import NO_ROWS, FileRows, RowClass
from popcalc.intake.survey import Survey
from popcalc.intake.text.blocks import BLOCK_BYTES
from popcalc.language import ENGLISH, Language, Text, text, word
from popcalc.open_points import Hanging, OpenPoint
from popcalc.periods import CALENDAR_YEAR, Run
from popcalc.village_months import VillageMonths

SCHEMA_INSPECTION = "popcalc/inspection/1"
INSPECTION_FIELDS = ("file", "part", "place", "name", "class", "key", "reason", "number", "values")
MOST_VALUES = 6

SHAPES = {
    Shape.COUNTS_ACROSS: text("a row for each area and period, a column for each count"),
    Shape.PERIODS_ACROSS: text("a row for each area, a column for each count and period"),
    Shape.AREAS_ACROSS: text("a row for each period, a column for each count and area"),
    Shape.AREAS_AND_PERIODS_ACROSS: text("a column for each count, area and period"),
    Shape.DIMENSIONS_ACROSS: text("a row for each area and period, columns for the parts of a count"),
    Shape.LONG: text("a row for each figure"),
    Shape.LONG_PERIODS_ACROSS: text("a row for each area and figure, a column for each period"),
    Shape.LONG_AREAS_ACROSS: text("a row for each period and figure, a column for each area"),
}
ROW_CLASSES = {
    RowClass.DATA: text("rows that are read"),
    RowClass.TOTAL_BY_WORD: text("totals, by a word in them"),
    RowClass.TOTAL_BY_CODE: text("totals, by their code"),
    RowClass.TOTAL_BY_FIGURES: text("totals, by their figures"),
    RowClass.TOTAL_AS_SAID: text("totals, as the columns file says"),
    RowClass.TOTAL_BY_NAME: text("totals, by the names that begin with theirs"),
    RowClass.TOTAL_BY_INDENT: text("totals, by the names that stand further in below them"),
    RowClass.COMPARISON: text("rows that compare"),
    RowClass.OTHER_TIME: text("rows of the whole area at other times"),
    RowClass.OF_MONTHS: text("rows that say the months of those below"),
    RowClass.NO_COUNT: text("rows of figures that are no known counts"),
    RowClass.OTHER_TABLE: text("headers of other tables"),
    RowClass.NOT_CHOSEN: text("rows of other values than are chosen"),
    RowClass.FOOTER: text("lines below the table"),
    RowClass.HEADER: text("headers that stand again"),
    RowClass.BLANK: text("blank rows"),
}
COLUMN_CLASSES = {
    ColumnClass.AREA: text("area"),
    ColumnClass.PERIOD: text("month or period"),
    ColumnClass.COUNT: text("count"),
    ColumnClass.COMPARISON: text("another period's figure"),
    ColumnClass.MEASURE: text("name of the count"),
    ColumnClass.VALUE: text("figure"),
    ColumnClass.RATE: text("printed rate"),
    ColumnClass.DESCRIPTION: text("description"),
    ColumnClass.DIMENSION: text("narrows or splits rows"),
    ColumnClass.MAKER: text("who made the form"),
    ColumnClass.PERSON: text("about persons"),
    ColumnClass.UNKNOWN: text("not known"),
}
REASONS = {
    Why.HEADER: text("its header says so"),
    Why.GIVES_WAY: text("another column says the same"),
    Why.SAYS_NOTHING: text("it tells nothing of a row"),
    Why.REMARKS: text("it tells nothing of a row"),
    Why.ADDS_UP: text("it adds up other columns"),
    Why.PART: text("another column is of the whole"),
    Why.NOT_OF_THIS_PERIOD: text("it is of another period"),
    Why.NO_COUNT: text("its figures are no counts"),
    Why.NOT_KNOWN: text("its header is not known"),
    Why.NO_HEADER: text("it has no header"),
    Why.VALUES: text("what stands in it shows it"),
    Why.CHOSEN: text("rows are chosen by its values"),
    Why.SUMMED: text("rows are added up over its values"),
}


SHEET_CLASSES = {
    SheetClass.TABLE: text("a table"),
    SheetClass.TOTAL: text("a total of the others"),
    SheetClass.WRONG: text("a table with something to mend"),
    SheetClass.NO_TABLE: text("no table with known columns"),
    SheetClass.NARROWER: text("of some persons alone, beside sheets of all"),
    SheetClass.EMPTY: text("empty"),
    SheetClass.HIDDEN: text("hidden"),
    SheetClass.NOT_CHOSEN: text("not chosen"),
}


class Part(StrEnum):
    """What a line of an inspection is about."""

    SHEET = "sheet"
    FILE = "file"
    COLUMN = "column"
    ROWS = "rows"
    MONTHS = "months"
    AREAS = "areas"
    OPEN = "open"


class Line(Struct, frozen=True):
    """One thing that was understood of a file, or that is open: what it is, why, where it stands and how often."""

    file: str
    part: Part
    name: Text | str
    place: str = ""
    class_: Text | str = ""
    key: str = ""
    reason: Text | str = ""
    number: int | None = None
    values: Sequence[str] = ()


class Inspection(Struct, frozen=True):
    """The lines of all files in their order, what was noticed, and what is wrong.

    `table` has all counts of the files; None while something is wrong.
    """

    lines: tuple[Line, ...]
    notices: tuple[Notice, ...]
    faults: tuple[Fault, ...]
    table: VillageMonths | None = None


def inspect(survey: Survey) -> Inspection:
    """Return how the files of a survey are understood, what is wrong with them among it."""
    there = survey.available
    wanted = needed(there.held | there.derived, survey.catalogue, there)
    levels = survey.levels or DEFAULT_LEVELS[-1:]
    reading = new_reading(survey.catalogue, survey.columns, wanted, levels, survey.calendar)
    lines: list[Line] = []
    notices: list[Notice] = []
    faults = list(survey.faults)
    gathering, totals = Gathering(), TotalSheets()
    hanging = Hanging(survey)
    files: list[FileRows] = []
    read = read_files(survey, reading, BLOCK_BYTES, lambda _: None, together=False)
    for number, (layout, file) in enumerate(zip(survey.layouts, read, strict=True)):
        file = with_rows_of_totals(file) if layout.adds_up else file
        own = [*_of_file(layout, file), *_columns(layout, file), *_rows(layout, file), *_sums(layout, file)]
        own += [*_months(layout, file), *_areas(layout, file, reading)]
        called = _called(layout, survey.layouts[:number])
        lines += own if called == layout.name else [replace(line, file=called) for line in own]
        lines += [*map(_open, map(hanging.of_fault, file.faults)), *map(_open, hanging.of_marks(layout, file.marks))]
        if layout.adds_up:
            totals.add(layout, file.data)
        else:
            gathering.add(number, file.data, file.marks)
        files.append(replace(file, data=NO_ROWS))
        notices += [*layout.notices, *file.notices]
        faults += file.faults
    unlike = [*unknown_values(survey.layouts, files), *unlike_parts(survey.layouts, files, reading)]
    faults += unlike
    lines += map(_open, map(hanging.of_fault, unlike))
    gathered = gathering.gathered()
    totals.hold(gathered, survey.layouts, reading)
    notices += totals.notices
    faults += totals.faults
    lines += map(_open, map(hanging.of_fault, totals.faults))
    table: VillageMonths | Conflicting | None = None
    if not faults and len(gathered):
        table = join(gathered, survey, there.held | there.derived, wanted, reading.pools)
        if isinstance(table, Conflicting):
            faults += table.faults
            lines += map(_open, map(hanging.of_fault, table.faults))
        else:
            notices += table.notices
            lines += map(_open, hanging.of_empty_cells(table.doubts))
    for source, refused in survey.refused:
        lines += [_column(source.name, column, ()) for column in refused.columns if column.header]
    lines += map(_open, map(hanging.of_fault, survey.faults))
    lines = [*_sheets(survey), *lines]
    sources = [*(layout.source for layout in survey.layouts), *(source for source, _ in survey.refused)]
    tables = [_called(layout, survey.layouts[:number]) for number, layout in enumerate(survey.layouts)]
    of_source: dict[str, list[str]] = {layout.name: [] for layout in survey.layouts}
    for layout, called in zip(survey.layouts, tables, strict=True):
        of_source[layout.name].append(called)
    names = [name for source in sources for name in (source.file, source.name, *of_source.get(source.name, ()))]
    order = {name: spot for spot, name in enumerate(dict.fromkeys(names))}
    lines.sort(key=lambda line: order.get(line.file, len(order)))
    whole = table if isinstance(table, VillageMonths) and not faults else None
    return Inspection(tuple(lines), tuple(notices), tuple(faults), whole)


def _called(layout: Layout, before: Sequence[Layout]) -> str:
    """Return what a table is called: its file, a second one of the same file with the row of its header."""
    return f"{layout.name}:{layout.header[0]}" if any(one.name == layout.name for one in before) else layout.name


def _sheets(survey: Survey) -> Iterator[Line]:
    """Yield the sheets of workbooks that have more than one."""
    several = {name for name, number in Counter(one.file for one in survey.sheets).items() if number > 1}
    for one in survey.sheets:
        if one.file in several:
            read = text("read") if one.sheet_class is SheetClass.TABLE else text("not read")
            yield Line(one.file, Part.SHEET, one.name, class_=SHEET_CLASSES[one.sheet_class], reason=read)


def _of_file(layout: Layout, file: FileRows) -> Iterator[Line]:
    encoding = file.encoding or layout.encodings[0]
    yield Line(layout.name, Part.FILE, text("encoding"), class_=SHOWN_AS.get(encoding, encoding))
    yield Line(layout.name, Part.FILE, text("shape"), class_=SHAPES[layout.shape])
    first, last = layout.header
    rows = str(first) if first == last else f"{first}-{last}"
    yield Line(layout.name, Part.FILE, text("header"), place=rows, class_=text("row {rows}", rows=rows))
    for level, name in layout.constants.items():
        yield Line(layout.name, Part.FILE, text("{level} of all rows", level=word(level)), class_=name, key=level)


def _columns(layout: Layout, file: FileRows) -> Iterator[Line]:
    for column in layout.columns:
        judged = file.judged.get(column.index)
        found = judged.column if judged else column
        values = tuple(judged.values[:MOST_VALUES]) if judged else ()
        if column.why is not Why.NO_HEADER or (judged and judged.values):
            yield _column(layout.name, found, values)
    for column in layout.dimensions:
        # It is no column of the file, and has no place.
        judged = file.judged.get(column.index)
        found = replace(judged.column if judged else column, key="")
        line = _column(layout.name, found, layout.values_of(column.index)[:MOST_VALUES])
        yield replace(line, place="")


def _column(file: str, column: Column, values: Sequence[str]) -> Line:
    return Line(
        file,
        Part.COLUMN,
        column.header or str(column.index + 1),
        place=str(column.index + 1),
        class_=COLUMN_CLASSES[column.column_class] if column.is_read or not column.key else text("not read"),
        key=column.key,
        reason=REASONS[column.why],
        values=values,
    )


def _rows(layout: Layout, file: FileRows) -> Iterator[Line]:
    for row_class, tally in sorted(file.tallies.items()):
        if tally.rows:
            yield Line(layout.name, Part.ROWS, ROW_CLASSES[row_class], place=str(tally.first), number=tally.rows)


def _sums(layout: Layout, file: FileRows) -> Iterator[Line]:
    """Yield the rows whose figures are sums of others, which chance explains: they are read as areas."""
    for row, chance in sorted(dict(file.perhaps).items()):
        reason = text("by chance in one of {number} cases", number=f"{max(1, round(1 / chance)):,}")
        yield Line(layout.name, Part.ROWS, text("an area whose figures are sums of others"), str(row), reason=reason)


def _months(layout: Layout, file: FileRows) -> Iterator[Line]:
    if not len(file.data):
        return
    dated = file.data.end >= file.data.start
    if dated.any():
        run = Run(int(file.data.start[dated].min()), int(file.data.end[dated].max()))
        number = len(distinct_values(file.data.end[dated]))
        by = _said_by(layout)
        yield Line(layout.name, Part.MONTHS, CALENDAR_YEAR.label_of(run), reason=by, number=number)


def _said_by(layout: Layout) -> Text:
    if any(one.run is not None for one in layout.counts):
        return text("the headers of its columns")
    if layout.run is not None and layout.heads is None:
        return text("the file")
    if layout.heads is not None:
        return text("rows above those of the areas")
    header = next(one.header for one in layout.columns if one.is_read and one.column_class is ColumnClass.PERIOD)
    return text("the column {column}", column=header)


def _areas(layout: Layout, file: FileRows, reading: Reading) -> Iterator[Line]:
    for level in dict.fromkeys(area.level for area in reading.areas.values()):
        role = next((one for one in (code_role(level), level) if one in file.data.words), None)
        if role is not None:
            distinct = distinct_values(file.data.words[role])
            words = reading.areas[role].pool.words
            shown = tuple(words[spot] for spot in distinct[distinct > 0][:MOST_VALUES].tolist())
            yield Line(layout.name, Part.AREAS, word(level), number=int((distinct > 0).sum()), values=shown)


def _open(point: OpenPoint) -> Line:
    place = ":".join(str(part) for part in (point.place.row, point.place.column) if part) if point.place else ""
    return Line(
        point.file, Part.OPEN, point.text, place=place, key=point.code, number=point.number, values=point.figures
    )


def records_of(inspection: Inspection, language: Language = ENGLISH) -> list[dict[str, object]]:
    """Return the lines as records with the fields of `INSPECTION_FIELDS`, their words in a language."""

    def said(words: Text | str) -> str:
        return language(words) if isinstance(words, Text) else words

    return [
        {
            "file": line.file,
            "part": language(line.part.value),
            "place": line.place,
            "name": said(line.name),
            "class": said(line.class_),
            "key": language.named(line.key),
            "reason": said(line.reason),
            "number": line.number,
            "values": list(map(language.named, line.values)),
        }
        for line in inspection.lines
    ]
