"""The Python API, its first half: counts are read, and the definitions by which they are read.

    import popcalc

    counts = popcalc.read("sample_data/monthly")
    towns = popcalc.compute(counts, by="town", period="quarter")

Nothing heavy is imported before a function is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.available import Available, available, needed
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.engines import HERE
from popcalc.errors import Notice, Place, RequestError, fault, unknown_choice
from popcalc.language import Language, text

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd

    from popcalc.areas import Registry
    from popcalc.definitions.choices import Where
    from popcalc.engines.engine import Engine
    from popcalc.intake.apart.table import VillageParts
    from popcalc.intake.sources.source import Source as TextSource
    from popcalc.intake.survey import Survey
    from popcalc.periods import Calendar
    from popcalc.village_months import VillageMonths

    Source: TypeAlias = "Name | pd.DataFrame | Mapping[str, pd.DataFrame]"
    """A file, folder or pattern by its name, a DataFrame, or DataFrames by names."""

Name = str | PathLike[str]
NAMED = 4
"""Of more sources only the first ones are named where counts are shown."""


class Counts(Struct, frozen=True, eq=False):
    """Village-months that have been read, and the definitions they were read by.

    `table.rows` is a DataFrame with one row per village and run of months (see `popcalc.table`); `indicators` are
    those that the counts allow, or that were asked for when they were read; `notices` tell what was noticed;
    `registry` is the areas file; `sources` are what was named, `options` what the command line needs to read them so;
    `population` is which one is meant, `registered` or `resident`, as far as that was said; `empty_as_zero` says that
    every empty cell was read as 0; `of_frames` that some of the sources are DataFrames, which no command line names.
    """

    table: VillageMonths | VillageParts
    catalogue: Catalogue
    indicators: tuple[Indicator, ...]
    calendar: Calendar
    registry: Registry | None = None
    sources: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    population: str = ""
    empty_as_zero: bool = False
    of_frames: bool = False

    @property
    def year_start(self) -> int:
        """The first month of the statistical year."""
        return self.calendar.year_start

    @property
    def whole(self) -> VillageMonths:
        """The table with all rows here, wherever they were read."""
        return self.table.gathered

    @property
    def available(self) -> Available:
        """The counts that the table holds or gives."""
        return available(self.catalogue, self.table.counts)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was noticed while the files were read."""
        return self.table.notices

    def __repr__(self) -> str:
        return f"<popcalc.Counts: {self._told()}>"

    def _repr_html_(self) -> str:
        """Return what was read, for a notebook."""
        from html import escape

        return f"<p>{escape(self._told())}</p>"

    def _told(self) -> str:
        """Return what was read in a few words: areas, months, counts."""
        from popcalc.answerable import reported_span

        try:
            months = self.calendar.label_of(reported_span(self.table, self.catalogue))
        except RequestError:
            months = "no figure"
        named = self.sources if len(self.sources) <= NAMED else (*self.sources[:NAMED], "...")
        return (
            f"{self.table.areas.villages:,} villages, {months}: {len(self.table.counts)} counts, "
            f"{len(self.indicators)} indicators, from {', '.join(named)}"
        )

    def unasked(self) -> list[Notice]:
        """Return one notice of what the cheap checks of `validate` find in the counts, if they find anything."""
        from popcalc.again import command_line
        from popcalc.quality.unasked import unasked

        line = command_line("validate", self.sources, self.options)
        command = "popcalc.validate(counts)" if self.of_frames else line
        return unasked(self.whole, self.catalogue, self.calendar, command)


class Reading(TypedDict, total=False):
    """How files are read: the options that `read` explains, and the command line has."""

    catalogue: Name | Sequence[Name] | Catalogue
    columns: Name | None
    areas: Name | None
    encoding: str | None
    sheets: str | Iterable[str]
    year_start: int | None
    cumulative: bool
    prefer: str | None
    empty: str | None
    where: Where
    sum_over: str | Iterable[str]
    engine: str | None
    workers: int | None


def read(
    sources: Source | Sequence[Source],
    *,
    indicators: Iterable[str] = ("all",),
    lenient: bool = False,
    besides: Iterable[str] = (),
    rates: bool = False,
    watch: Callable[[int], Callable[[int], None]] = lambda _: lambda _: None,
    **options: Unpack[Reading],
) -> Counts:
    """Read monthly counts into one table: files, folders, patterns, DataFrames, or several of these as one data set.

    A DataFrame is a table as a sheet is one: its columns' names are the header (those with several levels have several
    rows of it), NaN, NA and None are empty cells, periods and the first days of months are months, text is read as in a
    file. A named index is read, too, and so is one of words or of times. Faults name its cells as a sheet counts them,
    the names of columns in row 1: `frame:3:2`, or by the name that a mapping gives it (`{"births": frame}`).

    Only the columns that `indicators` need are read (`"all"`: every count); with `lenient` those that the files do not
    allow are left out instead of refused, as `besides` always are. With `rates` the rates that stand beside the counts
    are kept, too (`table.rates`), and what they need is read beside `indicators`. `catalogue`, `columns` and `areas`
    name definition files; `encoding` forces one on all files; `sheets` are those to read of workbooks, by name
    (`"all"`: every visible one), else all that hold a table; `year_start` is the first month of the statistical year,
    by which labels such as `2013Q1` are read (1, or `year_start:` of the columns file). `cumulative` says that flows
    are figures from the start of that year to date; they are turned into months by differences. `prefer` says which of
    two different figures is right: that of the `"newest"` file, by the day of sending in its name, or of the file that
    is named; each that is replaced is a notice. `empty` says what an empty cell of a flow means in a row that reports
    another flow, `"missing"` or `"zero"`; without it (and without `empty:` in the columns file) figures that hang on
    such cells are flagged `empty_cells`. `where` (`"sex=Total"`, or `{"sex": "Total"}`) keeps the rows with these
    values of a column, several `sex=Male|Female`; `sum_over` names columns over whose values rows are added up.
    `engine` says where the files are read: `"here"`, `"dask"` (on so many `workers` of this machine) or
    `"dask://HOST:PORT"`; the answer is the same, and rates are always read here. `watch` is told the number of bytes to
    read and gives a function that is told of each block.

    Raises popcalc.errors.PopcalcError with everything that is wrong, each with its place: InputError for the files,
    DefinitionError for definition files, RequestError for indicators that are unknown or cannot be computed.
    """
    from popcalc.answerable import choose_indicators
    from popcalc.definitions.columns import EVERY_COUNT
    from popcalc.intake.read import read_counts

    given = _given(sources)
    found = _survey(given, options, rates=rates)
    known = found.catalogue
    if rates:
        # Of a rate that cannot be computed some counts may be there, and say something of it.
        printed = [known.indicators[one.key] for layout in found.layouts for one in layout.rates]
        besides = dict.fromkeys([*besides, *(key for one in printed for key in (one.key, *one.counts))])
    chosen: Sequence[Indicator] = ()
    counts = None
    if not found.faults:
        # Else every count is looked at, so that all that is wrong is said at once.
        wanted = tuple(indicators)
        chosen = choose_indicators(wanted, found.available, known, lenient=lenient) if wanted or not rates else ()
        there = [known.indicators[key] for key in besides if not found.available.missing(known.indicators[key])]
        chosen = list({one.key: one for one in (*chosen, *there)}.values())
        from popcalc.impossible import arrivals_of

        if chosen:
            entered = (count for one in chosen for count in (*one.counts, *arrivals_of(one)))
            counts = needed(entered, known, found.available)
    table = read_counts(found, counts, progress=watch(found.bytes))
    return Counts(
        table,
        known,
        tuple(chosen),
        found.calendar,
        found.registry,
        tuple(one if isinstance(one, str) else one.name for one in given),
        population=found.columns.population or "",
        empty_as_zero=found.columns.empty.get(EVERY_COUNT) == "zero",
        of_frames=not all(isinstance(one, str) for one in given),
    )


def survey(sources: Source | Sequence[Source], **options: Unpack[Reading]) -> Survey:
    """Look at the headers of files and at definition files, and return how they are to be read; options as in `read`.

    What is wrong with the files is in it; raises DefinitionError for what is wrong with definition files, RequestError
    for a choice of rows that is none.
    """
    return _survey(_given(sources), options)


def _given(sources: Source | Sequence[Source]) -> list[str | TextSource]:
    """Return the names of files, and frames as sources."""
    if isinstance(sources, str | PathLike):
        return [str(sources)]
    if isinstance(sources, Sequence) and all(isinstance(one, str | PathLike) for one in sources):
        return [str(one) for one in sources]
    from popcalc.intake.sources.frames import sources_of

    return sources_of(sources)


def _survey(sources: Sequence[str | TextSource], options: Reading, *, rates: bool = False) -> Survey:
    from popcalc.definitions.columns import EMPTY_MEANS, EVERY_COUNT, Columns
    from popcalc.definitions.loading import load_columns
    from popcalc.intake.survey import survey as look
    from popcalc.periods import Calendar

    if unknown := options.keys() - Reading.__annotations__.keys():
        raise TypeError(f"read() got an unexpected keyword argument {min(unknown)!r}")
    known = catalogue_of(options.get("catalogue", ()))
    columns, areas, year_start = options.get("columns"), options.get("areas"), options.get("year_start")
    layout = load_columns(Path(columns), known) if columns else Columns()
    if (empty := options.get("empty")) is not None:
        if empty not in EMPTY_MEANS:
            raise RequestError([unknown_choice("empty", empty, EMPTY_MEANS)])
        layout = replace(layout, empty={EVERY_COUNT: empty})
    layout = replace(layout, cumulative=layout.cumulative or options.get("cumulative", False))
    if year_start is not None and layout.year_start not in (None, year_start):
        sentence = text(
            "--year-start is {option}, the columns file has year_start: {year_start}; leave out the option, or write "
            "year_start: {option} in the file",
            option=year_start,
            year_start=layout.year_start,
        )
        raise RequestError([fault("OTHER_YEAR_START", sentence, Place(str(columns)))])
    where, sum_over = options.get("where", ()), several(options.get("sum_over", ()))
    if columns or where or sum_over:
        from popcalc.definitions.choices import with_choices

        layout = with_choices(layout, where, sum_over)
    return look(
        sources,
        known,
        layout,
        areas_file=Path(areas) if areas else None,
        encoding=options.get("encoding"),
        calendar=Calendar(year_start or layout.year_start or 1),
        sheets=several(options.get("sheets", ())),
        prefer=options.get("prefer"),
        rates=rates,
        engine=HERE if rates else _engine(options.get("engine"), options.get("workers")),
    )


def _engine(name: str | None, workers: int | None) -> Engine:
    """Return where the work runs: in this process, unless something else is asked for."""
    if name is None and workers is None:
        return HERE
    from popcalc.engines.choosing import choose_engine

    return choose_engine(name, workers)


def catalogue_of(given: Name | Sequence[Name] | Catalogue) -> Catalogue:
    """Return the built-in catalogue with some files of own definitions; raises DefinitionError for their mistakes."""
    from popcalc.definitions.loading import load_catalogue

    return given if isinstance(given, Catalogue) else load_catalogue([Path(one) for one in several(given)])


def words_in(lang: str) -> Language:
    """Return a language by its code; raises RequestError for one that there is not."""
    from popcalc.language import LANGUAGES, language

    if lang not in LANGUAGES:
        raise RequestError([unknown_choice("lang", lang, LANGUAGES)])
    return language(lang)


def several(given: Name | Iterable[Name]) -> list[str]:
    """Return one name or several as a list."""
    return [str(given)] if isinstance(given, str | PathLike) else [str(one) for one in given]
