"""A text to read, or a file that texts are found in: what messages call it, and where its bytes are."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.sources.appearance import PLAIN, Appearance
from popcalc.intake.sources.spools import Afar, BoundedGzip, Budget, Spool
from popcalc.language import text
from popcalc.periods import (
    Calendar,
    Run,
    SplitYear,
    around_month_in_name,
    months_in_name,
    name_to_date,
    split_year_in_name,
    with_months_for_split_years,
    year_in_name,
)

GZIP_MAGIC = b"\x1f\x8b"
GZIP_SUFFIX = ".gz"
GZIP_LEAST = 18
"""Bytes of the beginning and the end of a gzip file that holds nothing."""


class SheetState(Enum):
    """What is known of a sheet before its rows are looked at."""

    FILLED = "filled"
    EMPTY = "empty"
    HIDDEN = "hidden"
    NOT_CHOSEN = "not chosen"


class Workbook(Struct, frozen=True):
    """All sheets of a workbook; `is_chosen` when the user said which of them are read."""

    sheets: tuple[tuple[str, SheetState], ...]
    is_chosen: bool

    def in_state(self, state: SheetState) -> tuple[str, ...]:
        """Return the names of the sheets in a state."""
        return tuple(name for name, found in self.sheets if found is state)


class Source(Struct, frozen=True):
    """One text to read.

    `name` is how messages call it; `path` is where its bytes are: the file itself, a `spool`, an object of a store,
    the memory. `endings` are those that names of files may have, which say no month. `sheet` is the name of the sheet
    of a `workbook`, `encoding` the encoding where it is known for certain, `looks` how it looks; `stamp` is the size
    and the time of the last change of a file that is read where it lies. `monthly`: its name is one of several that
    differ in their months, so what may be a split year in it is a month. `budget` is what the file that was named may
    grow to. `notices` tell what was noticed while its bytes were made.
    """

    name: str
    path: Path | Afar
    spool: Spool | None = None
    endings: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    stamp: tuple[int, int] | None = None
    looks: Appearance = PLAIN
    workbook: Workbook | None = None
    monthly: bool = False
    budget: Budget | None = None
    notices: tuple[Notice, ...] = ()

    def part(
        self,
        name: str,
        spool: Spool,
        *,
        sheet: str | None = None,
        encoding: str | None = None,
        looks: Appearance = PLAIN,
        workbook: Workbook | None = None,
    ) -> Source:
        """Return a text or a file that was found in this one."""
        return replace(
            self,
            name=name,
            path=spool.path,
            spool=spool,
            sheet=sheet,
            encoding=encoding,
            stamp=None,
            looks=looks,
            workbook=workbook,
        )

    @property
    def file(self) -> str:
        """The name of the file, for a sheet that of its workbook."""
        return self.name.removesuffix(f"[{self.sheet}]") if self.sheet else self.name

    @property
    def may_be_no_table(self) -> bool:
        """Whether it is one of several sheets of which none was asked for: an index or instructions need no header."""
        return self.workbook is not None and not self.workbook.is_chosen and self.name != self.file

    @property
    def local(self) -> Path:
        """Where its bytes are on this machine, for a file that lies here or was fetched."""
        assert isinstance(self.path, Path)
        return self.path

    @property
    def size(self) -> int:
        """Bytes as they lie there."""
        return self.path.stat().st_size

    @property
    def unpacked(self) -> int:
        """About how many bytes there are to read: a gzip file says at its end how many it holds, up to 4 GB."""
        if not isinstance(self.path, Path) or self.path.suffix != GZIP_SUFFIX or self.size < GZIP_LEAST:
            return self.size
        with self.path.open("rb") as stream:
            stream.seek(-4, io.SEEK_END)
            return max(self.size, int.from_bytes(stream.read(), "little"))

    def open(self) -> BinaryIO:
        """Open for reading from the first byte, unpacked if it is gzip."""
        stream = self.path.open("rb")
        if stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
            stream.close()
            return cast("BinaryIO", BoundedGzip(self.path, self.bound))
        stream.seek(0)
        return stream

    @property
    def bound(self) -> Budget:
        """What it may still grow to: that of what was named, through all levels of packing."""
        return self.budget or Budget.of(self.path)

    def run(self, calendar: Calendar) -> Run | None:
        """Return the months that the names of the file, its folders and its sheet say, None when they say none."""
        file, sheet = self._names()
        return months_in_name(file, calendar, sheet)

    def year(self, calendar: Calendar) -> int | None:
        """Return the year that the nearest of the names of the sheet, the file and its folders says."""
        file, sheet = self._names()
        return year_in_name(file, calendar, sheet)

    def split_year(self, calendar: Calendar) -> SplitYear | None:
        """Return the year of two numbers that these names say, None when they say none."""
        file, sheet = self._names()
        return split_year_in_name(file, calendar, sheet)

    @property
    def plain_name(self) -> str:
        """The name of the file without its folders and endings, for a sheet that of its workbook."""
        return without_endings(self.file, self.endings).rpartition("/")[2]

    def named_to_date(self) -> str | None:
        """Return the name of the sheet or the file that says its figures run from the start of the year, or None."""
        return name_to_date(without_endings(self.file, self.endings), self.sheet)

    def around_month(self) -> tuple[tuple[str, str], bool] | None:
        """Return the names of the file and its sheet around the month in one of them, and whether it is surely one."""
        file, sheet = self._names()
        for name in filter(None, (sheet, file)):
            if found := around_month_in_name(name):
                around, sure = found
                return ((file, around) if name == sheet else (around, sheet or "")), sure
        return None

    def _names(self) -> tuple[str, str | None]:
        """Return the names of the file and of its sheet that may say months."""
        file = without_endings(self.file, self.endings)
        if not self.monthly:
            return file, self.sheet
        return with_months_for_split_years(file), self.sheet and with_months_for_split_years(self.sheet)

    def changed(self) -> Fault | None:
        """Return a fault when the file has changed since it was found: half of it would be old and half new."""
        if not self.stamp or self.stamp == stamp_of(self.local.stat()):
            return None
        sentence = text("the file changed while it was read; run again when nothing writes to it any more")
        return fault("FILE_CHANGED", sentence, Place(self.name))


def stamp_of(found: os.stat_result) -> tuple[int, int]:
    """Return what changes with a file: its size and the time of its last change."""
    return found.st_size, found.st_mtime_ns


def without_endings(path: str, endings: Sequence[str]) -> str:
    """Return a path whose file and folders have none of some endings, as often as they stand there: `06.csv.gz`."""
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, endings))})+$", re.IGNORECASE)
    return "/".join(pattern.sub("", name) for name in re.split(r"[/\\]", path)) if endings else path
