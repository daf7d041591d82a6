"""What is found in some files, in short forms for the tests of sources."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from popcalc.errors import InputError
from tests.unit.intake.reading import sources_of

CSV = b"village,month,births\nA,2013-01,5\n"


def names(*named: Path | str) -> list[str]:
    """Return how messages call the sources, without folders."""
    return [Path(source.name).name for source in sources_of([str(one) for one in named])]


def wrong(*named: Path | str) -> str:
    """Return the words of all faults."""
    with pytest.raises(InputError) as raised:
        sources_of([str(one) for one in named])
    return str(raised.value)


def sheets_of(path: Path, *sheets: str) -> list[str]:
    """Return how messages call the sheets of a workbook, without folders."""
    return [Path(source.name).name for source in sources_of([str(path)], sheets)]


def wrong_sheets(path: Path, *sheets: str) -> str:
    """Return the words of all faults of a workbook, without the folder that it lies in."""
    with pytest.raises(InputError) as raised:
        sources_of([str(path)], sheets)
    return str(raised.value).replace(f"{path.parent}/", "")


def rows_of(workbook: bytes, tmp_path: Path) -> list[list[str]]:
    """Return the cells of the only sheet of a workbook."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook)
    (source,) = sources_of([str(path)])
    with source.open() as stream:
        return list(csv.reader(io.StringIO(stream.read().decode(), newline="")))
