"""Reading the areas file, CSV with the columns `code,name,level,parent,aliases,opened,closed,into`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from popcalc.areas.entries import Line, Misfit, entries_of, indexed
from popcalc.areas.registry import COLUMNS, Registry
from popcalc.areas.tree import DEFAULT_LEVELS, code_of_level, plain_name
from popcalc.errors import DefinitionError, Fault, Place, fault, nearest, reason_of
from popcalc.language import text
from popcalc.naming import names_of_levels, not_a_level
from popcalc.periods import CALENDAR_YEAR, PeriodError, Run, month_ordinal, read_months
from popcalc.small_files import read_small

REQUIRED = ("name", "level")
MOST_BYTES = 256 << 20
"""What an areas file may have; one of all 700,000 villages of a large country has fifty megabytes."""

_BETWEEN_ALIASES = re.compile(r"[;|、；]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_registry(path: Path, levels: Sequence[str] = DEFAULT_LEVELS) -> Registry:
    """Read an areas file; aliases are separated by `;` or `|`, `opened` and `closed` are months or days.

    Raises DefinitionError with every mistake at its place: a column missing, a level or a month that is none, a code
    given twice, a parent that is not in the file or not above, an alias that means two areas, an area that belongs to
    none of the file.
    """
    header, *rows = _records(path)
    columns = [cell.strip().casefold() for cell in header[1]]
    faults = [
        fault(
            "AREAS_COLUMN_MISSING",
            text(
                "the areas file needs the columns {columns}; {column} is not there",
                columns=tuple(REQUIRED),
                column=column,
            ),
            Place(str(path), header[0]),
        )
        for column in REQUIRED
        if column not in columns
    ]
    faults += _strange_columns(path, header[0], columns)
    if faults:
        raise DefinitionError(faults)
    misfits: list[Misfit] = []
    lines = [_line(dict(zip(columns, cells, strict=False)), number, misfits) for number, cells in rows]
    lines = list(_with_levels(lines, levels, misfits))
    misfits += [
        ("NO_NAME", line.line, "name", text("this area has no name; fill it in")) for line in lines if not line.name
    ]
    registry = indexed(entries_of(lines, levels, misfits), misfits)
    if misfits:
        raise DefinitionError(
            fault(code, sentence, Place(str(path), line, columns.index(column) + 1 if column in columns else None))
            for code, line, column, sentence in misfits
        )
    return replace(registry, file=str(path))


def _strange_columns(path: Path, row: int, columns: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for a column that is almost one of the file's: what stands in it would be passed over."""
    for spot, column in enumerate(columns, start=1):
        if column in COLUMNS and columns.index(column) + 1 < spot:
            yield fault("AREAS_COLUMN_TWICE", text("two columns {column}", column=column), Place(str(path), row, spot))
        elif column not in COLUMNS and (near := nearest(column, COLUMNS)) and near not in columns:
            sentence = text("{column} is no column of an areas file (did you mean {near}?)", column=column, near=near)
            yield fault("AREAS_COLUMN_UNKNOWN", sentence, Place(str(path), row, spot))


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """Return the filled records with their numbers, the header first."""
    try:
        written = read_small(path, MOST_BYTES).decode("utf-8-sig")
        records = list(enumerate(csv.reader(io.StringIO(written, newline="")), start=1))
    except OSError as error:
        sentence = text("the areas file cannot be read: {reason}", reason=reason_of(error))
        raise DefinitionError([fault("AREAS_UNREADABLE", sentence, Place(str(path)))]) from None
    except UnicodeDecodeError as error:
        sentence = text("byte {byte} is not UTF-8; save the areas file as CSV UTF-8", byte=error.start + 1)
        raise DefinitionError([fault("NOT_UTF8", sentence, Place(str(path)))]) from None
    except csv.Error as error:
        sentence = text("the areas file is no CSV: {reason}", reason=str(error))
        raise DefinitionError([fault("AREAS_UNREADABLE", sentence, Place(str(path)))]) from None
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        sentence = text("the areas file is empty; it needs the columns {columns}", columns=tuple(REQUIRED))
        raise DefinitionError([fault("AREAS_EMPTY", sentence, Place(str(path)))])
    return filled


def _line(cells: Mapping[str, str], number: int, misfits: list[Misfit]) -> Line:
    aliases = (alias.strip() for alias in _BETWEEN_ALIASES.split(cells.get("aliases", "")))
    level = cells.get("level", "").strip().casefold()
    line = Line(
        line=number,
        code=code_of_level(cells.get("code", ""), level),
        name=plain_name(cells.get("name", "")),
        level=level,
        parent=plain_name(cells.get("parent", "")),
        aliases=tuple(alias for alias in aliases if alias),
        into=plain_name(cells.get("into", "")),
        opened=_month(cells, "opened", number, misfits),
        closed=_month(cells, "closed", number, misfits),
    )
    if line.opened is not None and line.closed is not None and line.closed < line.opened:
        sentence = text("{name} is closed before it is opened", name=line.name or line.code)
        misfits.append(("CLOSED_BEFORE_OPENED", number, "closed", sentence))
    return line


def _month(cells: Mapping[str, str], column: str, number: int, misfits: list[Misfit]) -> int | None:
    """Return the first month (`opened`) or the last (`closed`) in which an area exists, None where none is given.

    What is closed on the first of July existed until June.
    """
    written = cells.get(column, "").strip()
    if not written:
        return None
    first = column == "opened"
    try:
        if day := _DAY.fullmatch(written):
            that_day = date(int(day[1]), int(day[2]), int(day[3])) - timedelta(days=0 if first else 1)
            return month_ordinal(that_day.year, that_day.month)
        run: Run = read_months(written, CALENDAR_YEAR)
        return run.start if first else run.end
    except (PeriodError, ValueError):
        sentence = text("{written} is no month; write it as 2013-06, or a day as 2013-06-30", written=written)
        misfits.append(("NOT_A_MONTH", number, column, sentence))
        return None


def _with_levels(lines: Sequence[Line], levels: Sequence[str], misfits: list[Misfit]) -> Iterator[Line]:
    """Yield the lines with the keys of their levels, which may be written by a name; one that is none stays."""
    strange = dict.fromkeys(line.level for line in lines if line.level not in levels)
    known = names_of_levels(levels) if strange else None
    meant = {
        given: known.find(given, "UNKNOWN_LEVEL", partial(not_a_level, given or "''", levels))
        for given in strange
        if known is not None
    }
    for line in lines:
        found = meant.get(line.level, line.level)
        if isinstance(found, Fault):
            misfits.append((found.code, line.line, "level", found.text))
            yield line
        else:
            yield replace(line, level=found, code=code_of_level(line.code, found))
