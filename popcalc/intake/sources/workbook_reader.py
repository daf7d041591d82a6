"""A process of its own that turns the sheets of workbooks into CSV.

The library that reads them (python-calamine) is native code, which a damaged file can make end its whole process, or
ask for more memory than there is. Here that ends this process only, and popcalc can say which file it was.

A request is a line of JSON on standard input: `path` of the workbook, `folder` for the CSV files, `wanted` names of
sheets (folded) or null for all that are visible, `most` the bytes that may be unpacked and written. The answer is a
line of JSON: `sheets`, each with its `name`, whether it is `visible`, its `file` (null for an empty or unwanted one)
and its `looks`, and how many of those bytes are `left`; or `error`: `password`, `too_large`, `damaged`.
"""

from __future__ import annotations

import csv
import datetime
import json
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from python_calamine import PasswordError as CalaminePasswordError

from popcalc.intake.sources.appearance import Look, Observed
from popcalc.intake.sources.binary_looks import binary_looks
from popcalc.intake.sources.compound import (
    COMPOUND_MAGIC,
    DamagedError,
    Errors,
    error_cells,
    is_protected,
    streams,
)
from popcalc.intake.sources.open_looks import is_open_document, open_looks
from popcalc.intake.sources.sheet_looks import excel_looks
from popcalc.intake.sources.spools import Budget, TooLargeError
from popcalc.intake.sources.workbooks import folded
from popcalc.intake.sources.worksheet_xml import PasswordError, with_errors_as_text
from popcalc.intake.sources.zips import BROKEN

MEMORY = 4 << 30
"""Bytes that a workbook may take: a million rows of thirty columns take two thirds of it."""
DIGITS = 15
"""Digits that a spreadsheet keeps of a number; what is beyond them is noise."""


def main() -> None:
    """Answer requests until standard input ends."""
    _bound_memory()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        answer = convert(Path(request["path"]), Path(request["folder"]), request["wanted"], request["most"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _bound_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        # Not every system knows such a bound; it is a second line of defence.
        pass


def convert(path: Path, folder: Path, wanted: Collection[str] | None, most: int) -> dict[str, Any]:
    """Return the answer to one request; the files appear in `folder`."""
    try:
        budget = Budget(most)
        return {"sheets": _sheets(path, folder, wanted, budget), "left": budget.left}
    except (PasswordError, CalaminePasswordError):
        return {"error": "password"}
    except (TooLargeError, MemoryError):
        return {"error": "too_large"}
    except (DamagedError, CalamineError, OSError, *BROKEN):
        return {"error": "damaged"}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # A panic of native code is no Exception.
        return {"error": "damaged"}


def _sheets(path: Path, folder: Path, wanted: Collection[str] | None, budget: Budget) -> list[dict[str, Any]]:
    errors: list[Errors] = []
    looks: Mapping[str, Look] = {}
    with path.open("rb") as stream:
        head = stream.read(len(COMPOUND_MAGIC))
    if head == COMPOUND_MAGIC:
        workbook_stream = _stream_of(path)
        errors = error_cells(workbook_stream)
        looks = binary_looks(workbook_stream)
    else:
        is_open = is_open_document(path)
        again = Budget(budget.left)
        path = with_errors_as_text(path, folder / "mended", budget)
        # What was unpacked once is counted, however often it is looked at.
        looks = open_looks(path, again) if is_open else excel_looks(path, again)
    found = []
    with path.open("rb") as stream:
        workbook = CalamineWorkbook.from_filelike(stream)
        for number, about in enumerate(workbook.sheets_metadata):
            visible = about.visible == SheetVisibleEnum.Visible
            file, seen = None, Observed(looks.get(about.name, Look()))
            if about.typ == SheetTypeEnum.WorkSheet:
                if visible if wanted is None else folded(about.name) in wanted:
                    hidden = errors[number] if number < len(errors) else {}
                    file = _written(workbook.get_sheet_by_index(number), hidden, folder, seen, budget)
                found.append({"name": about.name, "visible": visible, "file": file, "looks": seen.as_data()})
    return found


def _stream_of(path: Path) -> bytes:
    found = streams(path.read_bytes())
    if "EncryptedPackage" in found:
        raise PasswordError
    workbook = found.get("Workbook") or found.get("Book")
    if workbook is None:
        raise DamagedError
    if is_protected(workbook):
        raise PasswordError
    return workbook


def _written(sheet: CalamineSheet, errors: Errors, folder: Path, seen: Observed, budget: Budget) -> str | None:
    """Write a sheet as CSV, its rows and columns where the spreadsheet shows them; return its file, None when empty.

    All that its looks are told from passes through `seen`.
    """
    if sheet.start is None:
        return None
    # Rows come from the first on, columns from the first that holds anything.
    before = [""] * sheet.start[1]
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), error in errors.items():
        by_row.setdefault(row, {})[column] = error
    filled = False
    with tempfile.NamedTemporaryFile("w", dir=folder, encoding="utf-8", newline="", delete=False) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for number, cells in enumerate(sheet.iter_rows()):
            record = before + [_WRITTEN[type(cell)](cell) for cell in cells]
            for column, error in by_row.pop(number, {}).items():
                record[column : column + 1] = [error]
            filled = filled or any(record)
            seen.pass_row(number, record)
            budget.take(writer.writerow(record))
    return stream.name if filled else None


def _number(number: float) -> str:
    """Return a number as a spreadsheet shows it: whole without a point, with lost digits in scientific form."""
    if abs(number) >= 10**DIGITS:
        return f"{number:.5E}"
    rounded = float(f"{number:.{DIGITS}g}")
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)


def _day(day: datetime.date) -> str:
    midnight = isinstance(day, datetime.datetime) and day.time() == datetime.time()
    return cast("datetime.datetime", day).date().isoformat() if midnight else str(day)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: str,
    float: _number,
    int: _number,
    bool: lambda cell: str(cell).upper(),
    datetime.date: _day,
    datetime.datetime: _day,
    datetime.time: str,
    datetime.timedelta: str,
}


if __name__ == "__main__":
    main()
