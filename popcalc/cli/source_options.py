"""Options that say which files are read, and by which definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from popcalc.cli.options import Decorated, added
from popcalc.definitions.columns import EMPTY_MEANS
from popcalc.errors import InputError, Place, RequestError, fault
from popcalc.language import Text, text

if TYPE_CHECKING:
    from popcalc.api import Counts
    from popcalc.definitions.catalogue import Catalogue
    from popcalc.intake.survey import Survey
    from popcalc.periods import Calendar


class Reading(Struct, frozen=True, dict=True):
    """Which files are read, and by which definitions."""

    sources: tuple[str, ...]
    catalogue: tuple[Path, ...]
    columns: Path | None
    areas_file: Path | None
    encoding: str | None
    sheets: tuple[str, ...]
    year_start: int | None
    cumulative: bool
    prefer: str | None
    empty: str | None
    where: tuple[str, ...]
    sum_over: tuple[str, ...]

    @property
    def calendar(self) -> Calendar:
        """The statistical years: those of the calendar unless the options or the columns file say otherwise."""
        from popcalc.periods import Calendar

        return Calendar(self.year_start or self._year_start_of_columns or 1)

    @cached_property
    def _year_start_of_columns(self) -> int | None:
        from popcalc.definitions.loading import year_start_of

        return year_start_of(self.columns) if self.columns is not None else None

    def with_calendar(self, calendar: Calendar, targets: Path) -> Reading:
        """Return the same with the statistical year of a target file; raises RequestError when --year-start differs."""
        if self.year_start not in (None, calendar.year_start):
            sentence = text(
                "--year-start is {option}, the targets have year_start: {year_start}; leave out the option, or write "
                "year_start: {option} in the file",
                option=self.year_start,
                year_start=calendar.year_start,
            )
            raise RequestError([fault("OTHER_YEAR_START", sentence, Place(str(targets)))])
        if self._year_start_of_columns not in (None, calendar.year_start):
            sentence = text(
                "{columns} has year_start: {own}, the targets have year_start: {year_start}; write the same in both",
                columns=str(self.columns),
                own=self._year_start_of_columns,
                year_start=calendar.year_start,
            )
            raise RequestError([fault("OTHER_YEAR_START", sentence, Place(str(targets)))])
        return replace(self, year_start=calendar.year_start)

    def read(
        self,
        indicators: Sequence[str],
        watch: Callable[[int], Callable[[int], None]],
        *,
        catalogue: Catalogue | None = None,
        lenient: bool = False,
        besides: Sequence[str] = (),
    ) -> Counts:
        """Read what some indicators need; raises PopcalcError with everything that is wrong."""
        from popcalc.api import read

        options = {**self._options, "catalogue": catalogue or self.catalogue}
        try:
            counts = read(self.sources, indicators=indicators, lenient=lenient, besides=besides, watch=watch, **options)
        except InputError as error:
            raise InputError(error.faults, error.closed, self._next_step(error.closed)) from error
        return replace(counts, options=self.words)

    def _next_step(self, closed: Sequence[str]) -> Text | None:
        """Return what shows why files do not open: `inspect` on the first, read as it was read here."""
        if not closed:
            return None
        from popcalc.again import command_line

        named = [source for source in self.sources if closed[0].startswith(source)]
        file = closed[0] if Path(closed[0]).is_file() else max(named, key=len, default="-")
        return text("`{command}` shows how it was understood", command=command_line("inspect", [file], self.words))

    def survey(self) -> Survey:
        """Look at the headers of the sources; raises DefinitionError for what is wrong with definition files."""
        from popcalc.api import survey

        return survey(self.sources, **self._options)

    @property
    def words(self) -> tuple[str, ...]:
        """The options as they are written on the command line."""
        named: list[tuple[str, object]] = [
            *(("--catalogue", one) for one in self.catalogue),
            ("--columns", self.columns),
            ("--areas", self.areas_file),
            ("--encoding", self.encoding),
            *(("--sheet", one) for one in self.sheets),
            ("--year-start", None if self.year_start == 1 else self.year_start),
            ("--prefer", self.prefer),
            ("--empty", self.empty),
            *(("--where", one) for one in self.where),
            *(("--sum-over", one) for one in self.sum_over),
        ]
        written = [str(word) for option, value in named if value is not None for word in (option, value)]
        return (*written, *(["--cumulative"] if self.cumulative else []))

    @property
    def _options(self) -> dict[str, Any]:
        return {
            "catalogue": self.catalogue,
            "columns": self.columns,
            "areas": self.areas_file,
            "encoding": self.encoding,
            "sheets": self.sheets,
            "year_start": self.year_start,
            "cumulative": self.cumulative,
            "prefer": self.prefer,
            "empty": self.empty,
            "where": self.where,
            "sum_over": self.sum_over,
        }


def _file(name: str, help: str, *, dest: str | None = None, multiple: bool = False) -> Callable[[Any], Any]:
    names = [name, dest] if dest else [name]
    return click.option(
        *names, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), multiple=multiple, help=help
    )


CATALOGUE = _file("--catalogue", "Add a file of own counts and indicators; may be given again.", multiple=True)


def catalogue_files(function: Decorated) -> Decorated:
    """Add the option that adds own counts and indicators."""
    return added(function, CATALOGUE)


def sources(function: Decorated) -> Decorated:
    """Add the sources and the options that say how they are read."""
    return added(
        function,
        click.argument("sources", nargs=-1, required=True, metavar="SOURCES..."),
        CATALOGUE,
        _file("--columns", "How the columns are read, where the built-in headers do not fit."),
        _file(
            "--areas",
            "The tree of areas, their other names and codes, when they exist "
            "(CSV: code,name,level,parent,aliases,opened,closed,into).",
            dest="areas_file",
        ),
        click.option("--encoding", metavar="NAME", help="Read all files in this encoding instead of finding it out."),
        click.option(
            "--sheet",
            "sheets",
            metavar="NAME",
            multiple=True,
            help="Read this sheet of workbooks; may be given again; `all` for every visible one.  "
            "[default: the visible ones that hold a table]",
        ),
        click.option(
            "--year-start",
            type=click.IntRange(1, 12),
            metavar="MONTH",
            help="First month of the statistical year: 10 makes 2013 run from October 2012.  [default: 1]",
        ),
        click.option(
            "--cumulative",
            is_flag=True,
            help="Events are given from the start of the year to date; they are turned into months.",
        ),
        click.option(
            "--prefer",
            metavar="newest|FILE",
            help="Of two different figures take that of the file sent last, by its name, or of this file.",
        ),
        click.option(
            "--empty",
            type=click.Choice(EMPTY_MEANS),
            help="What an empty cell of events means beside other events of its row; without it, figures that hang on "
            "such cells are flagged.",
        ),
        click.option(
            "--where",
            metavar="COLUMN=VALUE",
            multiple=True,
            help="Keep only the rows with this value of a column (sex=Total), or one of several (sex=Male|Female); may "
            "be given again.",
        ),
        click.option(
            "--sum-over",
            metavar="COLUMN",
            multiple=True,
            help="Add up the rows that differ only in this column (age); its totals are held against the sum; may be "
            "given again.",
        ),
    )
