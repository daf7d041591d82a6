"""Options that say which files are read, and by which definitions."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
from msgspec import Struct
from msgspec.structs import asdict, replace

from popcalc.cli import proposals
from popcalc.cli.options import (
    ArgumentOrSetting,
    FileOr,
    NamedChoice,
    argument,
    file_option,
    option,
    options_of,
    take,
    written,
)
from popcalc.errors import InputError, Place, RequestError, fault
from popcalc.language import LANGUAGES, Text, language, text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from popcalc.api import Counts
    from popcalc.definitions.catalogue import Catalogue
    from popcalc.intake.survey import Survey
    from popcalc.periods import Calendar


CatalogueFiles = Annotated[
    tuple[Path, ...],
    file_option("--catalogue", help="Add a file of own counts and indicators; may be given again.", multiple=True),
]


def areas_of_sources(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Propose areas of the files that stand on the line."""
    given = {name: value for name, value in context.params.items() if value}
    # Behind an option that still lacks its value, click has put no word into its place yet.
    reading = take(ReadingIfAny, {"sources": tuple(context.args), **given})

    def read(few: tuple[str, ...]) -> Counts:
        return replace(reading, sources=few).read(("all",), lambda _: lambda _: None)

    return proposals.areas(context, reading.sources, read, begun)


Areas = Annotated[
    tuple[str, ...],
    option(
        "-a",
        "--area",
        multiple=True,
        metavar="NAME",
        help="Only this area, by name or code, and what lies below it; may be given again.",
        shell_complete=areas_of_sources,
    ),
]


class Reading(Struct, frozen=True, dict=True):
    """Which files are read, and by which definitions."""

    sources: Annotated[
        tuple[str, ...],
        argument(cls=ArgumentOrSetting, nargs=-1, required=True, metavar="SOURCES...", shell_complete=proposals.files),
    ]
    catalogue: CatalogueFiles = ()
    columns: Annotated[
        Path | None, file_option("--columns", help="How the columns are read, where the built-in headers do not fit.")
    ] = None
    areas_file: Annotated[
        Path | None,
        file_option(
            "--areas",
            help="The tree of areas, their other names and codes, when they exist "
            "(CSV: code,name,level,parent,aliases,opened,closed,into).",
        ),
    ] = None
    encoding: Annotated[
        str | None,
        option("--encoding", metavar="NAME", help="Read all files in this encoding instead of finding it out."),
    ] = None
    sheets: Annotated[
        tuple[str, ...],
        option(
            "--sheet",
            metavar="NAME",
            multiple=True,
            help="Read this sheet of workbooks; may be given again; `all` for every visible one.  "
            "[default: the visible ones that hold a table]",
        ),
    ] = ()
    year_start: Annotated[
        int | None,
        option(
            "--year-start",
            type=click.IntRange(1, 12),
            metavar="MONTH",
            help="First month of the statistical year: 10 makes 2013 run from October 2012.  [default: 1]",
        ),
    ] = None
    cumulative: Annotated[
        bool,
        option(
            "--cumulative",
            is_flag=True,
            help="Events are given from the start of the year to date; they are turned into months.",
        ),
    ] = False
    prefer: Annotated[
        str | None,
        option(
            "--prefer",
            type=FileOr("newest"),
            metavar="newest|FILE",
            help="Of two different figures take that of the file sent last, by its name, or of this file.",
        ),
    ] = None
    empty: Annotated[
        str | None,
        option(
            "--empty",
            type=NamedChoice(["missing", "zero"]),
            help="What an empty cell of events means beside other events of its row; without it, figures that hang on "
            "such cells are flagged.",
        ),
    ] = None
    where: Annotated[
        tuple[str, ...],
        option(
            "--where",
            metavar="COLUMN=VALUE",
            multiple=True,
            help="Keep only the rows with this value of a column (sex=Total), or one of several (sex=Male|Female); may "
            "be given again.",
        ),
    ] = ()
    sum_over: Annotated[
        tuple[str, ...],
        option(
            "--sum-over",
            metavar="COLUMN",
            multiple=True,
            help="Add up the rows that differ only in this column (age); its totals are held against the sum; may be "
            "given again.",
        ),
    ] = ()
    engine: Annotated[
        str | None,
        option(
            "--engine",
            metavar="here|dask|dask://HOST:PORT",
            help="Where the work runs: in this process, on workers of this machine, or on the cluster of a scheduler "
            "of Dask.  [default: here]",
        ),
    ] = None
    workers: Annotated[
        int | None,
        option(
            "--workers",
            type=click.IntRange(min=1),
            metavar="N",
            help="So many workers with `--engine dask`.  [default: one for each processor]",
        ),
    ] = None

    @property
    def calendar(self) -> Calendar:
        """The statistical years: those of the calendar unless the options or the columns file say otherwise."""
        from popcalc.periods import Calendar

        return Calendar(self.year_start or self._year_start_of_columns or 1)

    @cached_property
    def _year_start_of_columns(self) -> int | None:
        from popcalc.definitions.loading import year_start_of

        return year_start_of(self.columns) if self.columns is not None else None

    def with_calendar(self, calendar: Calendar, file: Path) -> Reading:
        """Return the same with the statistical year of a file; raises RequestError when --year-start differs."""
        if self.year_start not in (None, calendar.year_start):
            sentence = text(
                "--year-start is {option}, the file has year_start: {year_start}; leave out the option, or write "
                "year_start: {option} in the file",
                option=self.year_start,
                year_start=calendar.year_start,
            )
            raise RequestError([fault("OTHER_YEAR_START", sentence, Place(str(file)))])
        if self._year_start_of_columns not in (None, calendar.year_start):
            sentence = text(
                "{columns} has year_start: {own}, {file} has year_start: {year_start}; write the same in both",
                columns=str(self.columns),
                own=self._year_start_of_columns,
                file=str(file),
                year_start=calendar.year_start,
            )
            raise RequestError([fault("OTHER_YEAR_START", sentence, Place(str(file)))])
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

        options = {**self._options, "catalogue": catalogue or known_by(self.catalogue)}
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
        file = closed[0] if os.path.isfile(closed[0]) else max(named, key=len, default="-")
        return text("`{command}` shows how it was understood", command=command_line("inspect", [file], self.words))

    def files(self, *more: Path | None) -> Iterator[os.stat_result]:
        """Yield what the system knows of each file that is read, `more` definition files among them."""
        from popcalc.intake.sources.find import named_files

        yield from named_files(self.sources)
        yield from _there(*self.catalogue, self.columns, self.areas_file, *more)

    def survey(self) -> Survey:
        """Look at the headers of the sources; raises DefinitionError for what is wrong with definition files."""
        from popcalc.api import survey

        return survey(self.sources, **{**self._options, "catalogue": known_by(self.catalogue)})

    @property
    def words(self) -> tuple[str, ...]:
        """The options as they are written on the command line, but for those that change nothing of the answer."""
        return written(self, but=["engine", "workers", *(["year_start"] if self.year_start == 1 else [])])

    @property
    def _options(self) -> dict[str, Any]:
        """The options by their names in Python."""
        options = asdict(self)
        del options["sources"]
        return {"areas": options.pop("areas_file"), **options}


class Definitions(Struct, frozen=True):
    """By which definitions a list is made."""

    catalogue: CatalogueFiles = ()

    def files(self) -> Iterator[os.stat_result]:
        """Yield what the system knows of each of them."""
        return _there(*self.catalogue)


def known_by(files: Sequence[Path]) -> Catalogue:
    """Load the catalogue with files of a user's own, whose labels are what a person reads in this run from here on.

    Raises DefinitionError for what is wrong with them.
    """
    from popcalc.definitions.loading import load_catalogue

    known = load_catalogue(files)
    if files:
        for code in LANGUAGES:
            language(code).call({key: one.label for key, one in known.indicators.items()})
    return known


def _there(*files: Path | None) -> Iterator[os.stat_result]:
    for file in filter(None, files):
        with contextlib.suppress(OSError):
            yield file.stat()


class ReadingIfAny(Reading, frozen=True, dict=True):
    """The same where there may be no sources."""

    sources: Annotated[
        tuple[str, ...],
        argument(cls=ArgumentOrSetting, nargs=-1, metavar="[SOURCES]...", shell_complete=proposals.files),
    ] = ()


sources = options_of(Reading)
sources_if_any = options_of(ReadingIfAny)
catalogue_files = options_of(Definitions)
