"""The Python API: read counts, compute indicators.

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
from popcalc.errors import Fault, Notice, Place, RequestError, fault, unknown_choice
from popcalc.language import Label, Language, Text, text

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd

    from popcalc.areas import Registry
    from popcalc.definitions.choices import Where
    from popcalc.definitions.targets import Targets
    from popcalc.engines.engine import Engine
    from popcalc.intake.apart.table import VillageParts
    from popcalc.intake.sources.source import Source as TextSource
    from popcalc.intake.survey import Survey
    from popcalc.periods import Calendar
    from popcalc.reporting import Report, Wish
    from popcalc.table import VillageMonths

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
        from popcalc.question import reported_span

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
    watch: Callable[[int], Callable[[int], None]] = lambda _: lambda _: None,
    **options: Unpack[Reading],
) -> Counts:
    """Read monthly counts into one table: files, folders, patterns, DataFrames, or several of these as one data set.

    A DataFrame is a table as a sheet is one: its columns' names are the header (those with several levels have several
    rows of it), NaN, NA and None are empty cells, periods and the first days of months are months, text is read as in a
    file. A named index is read, too, and so is one of words or of times. Faults name its cells as a sheet counts them,
    the names of columns in row 1: `frame:3:2`, or by the name that a mapping gives it (`{"births": frame}`).

    Only the columns that `indicators` need are read (`"all"`: every count); with `lenient` those that the files do not
    allow are left out instead of refused, as `besides` always are. `catalogue`, `columns` and `areas` name definition
    files; `encoding` forces one on all files; `sheets` are those to read of workbooks, by name (`"all"`: every visible
    one), else all that hold a table; `year_start` is the first month of the statistical year, by which labels
    such as `2013Q1` are read (1, or `year_start:` of the columns file). `cumulative` says that flows are figures from
    the start of that year to date; they are
    turned into months by differences. `prefer` says which of two different figures is right: that of the `"newest"`
    file, by the day of sending in its name, or of the file that is named; each that is replaced is a notice. `empty`
    says what an empty cell of a flow means in a row that reports another flow, `"missing"` or `"zero"`; without it (and
    without `empty:` in the columns file) figures that hang on such cells are flagged `empty_cells`. `where`
    (`"sex=Total"`, or `{"sex": "Total"}`) keeps the rows with these values of a column, several `sex=Male|Female`;
    `sum_over` names columns over whose values rows are added up. `engine` says where the files are read: `"here"`,
    `"dask"` (on so many `workers` of this machine) or `"dask://HOST:PORT"`; the answer is the same. `watch` is told the
    number of bytes to read and gives a function that is told of each block.

    Raises popcalc.errors.PopcalcError with everything that is wrong, each with its place: InputError for the files,
    DefinitionError for definition files, RequestError for indicators that are unknown or cannot be computed.
    """
    from popcalc.definitions.columns import EVERY_COUNT
    from popcalc.intake.read import read_counts
    from popcalc.question import choose_indicators

    given = _given(sources)
    found = _survey(given, options)
    known = found.catalogue
    chosen: Sequence[Indicator] = ()
    counts = None
    if not found.faults:
        # Else every count is looked at, so that all that is wrong is said at once.
        chosen = choose_indicators(tuple(indicators), found.available, known, lenient=lenient)
        there = [known.indicators[key] for key in besides if not found.available.missing(known.indicators[key])]
        chosen = list({one.key: one for one in (*chosen, *there)}.values())
        from popcalc.impossible import arrivals_of

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


def _survey(sources: Sequence[str | TextSource], options: Reading) -> Survey:
    from popcalc.definitions.choices import with_choices
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
    return look(
        sources,
        known,
        with_choices(layout, options.get("where", ()), _several(options.get("sum_over", ()))),
        areas_file=Path(areas) if areas else None,
        encoding=options.get("encoding"),
        calendar=Calendar(year_start or layout.year_start or 1),
        sheets=_several(options.get("sheets", ())),
        prefer=options.get("prefer"),
        engine=_engine(options.get("engine"), options.get("workers")),
    )


def _engine(name: str | None, workers: int | None) -> Engine:
    """Return where the work runs: in this process, unless something else is asked for."""
    if name is None and workers is None:
        return HERE
    from popcalc.engines.choosing import choose_engine

    return choose_engine(name, workers)


def compute(
    counts: Counts,
    indicators: str | Iterable[str] = (),
    *,
    by: str | None = None,
    period: str = "all",
    first: str | None = None,
    last: str | None = None,
    areas: str | Iterable[str] = (),
    basis: str = "annual",
    average: str = "curve",
    unmatched: str = "drop",
    confidence: float | None = None,
    ci_method: str = "exact",
    compare: str | None = None,
    rank: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Return indicators as records, one row per area, period and indicator.

    Columns: `area`, `area_name`, `level`, `parent`, `period` (text), `start`, `end` (datetime64), `indicator`, `unit`,
    `basis` (text);
    `value` in the indicator's unit, `numerator` and `denominator` (the summed counts; person-years for a rate),
    `lower`, `upper`, `confidence` (float, NaN for nothing), `method` (text), `village_months_reported`,
    `village_months_expected` (int), `flags` (text, joined by `;`).

    Rates are events over person-years lived (UN World Population Prospects, glossary); `basis="period"` divides by the
    average population of the period instead. `confidence=0.95` adds limits: exact Poisson (Garwood 1936), exact
    binomial (Clopper and Pearson 1934) or MOVER (Donner and Zou 2012) as the indicator's kind asks. `first` and `last`
    bound the months (`"2013-01"`, `"2013Q2"`). `compare` (`"last-year"`, `"previous"`, `"above"`) adds
    `compared_with` (text), `compared_value`, `difference` (value - compared_value), `percent`, `difference_lower`,
    `difference_upper`, `ratio_lower`, `ratio_upper` (float), `difference_evidence` (text) and
    `village_months_compared` (int); `rank` (`"high"`, `"low"`: which is the first) adds `rank`, `rank_best` and
    `rank_worst` (float, NaN for nothing). `attrs` of the frame have `notices`, sentences on what was left out and
    what looks wrong in the counts, and `labels` and `units` of the indicators by key, in the language `lang`,
    in which a notebook shows the frame as a table for people.

    Raises popcalc.errors.RequestError for a word that is unknown or an indicator that the counts do not allow.
    """
    from popcalc.calculation import calculate
    from popcalc.output.documents import of_figures
    from popcalc.output.figures import unit_words
    from popcalc.output.formats import LONG
    from popcalc.question import ask, choose_indicators
    from popcalc.records import RECORD_FIELDS
    from popcalc.result_frames import plain_records, result_frame

    words = words_in(lang)
    question = ask(
        by=by,
        period=period,
        first=first,
        last=last,
        average=average,
        calendar=counts.calendar,
        areas=_several(areas),
        indicators=_several(indicators),
        basis=basis,
        unmatched=unmatched,
        confidence=confidence,
        ci_method=ci_method,
        compare=compare,
        rank=rank,
    )
    chosen = choose_indicators(question.indicators, counts.available, counts.catalogue)
    results, notices = calculate(counts.table, chosen, counts.catalogue, question, registry=counts.registry)
    return result_frame(
        lambda: plain_records(results.frame[[*RECORD_FIELDS, *results.added]]),
        of_figures(results, LONG),
        words,
        notices=[*notices, *counts.unasked()],
        labels={key: words.label(one.label) for key, one in results.indicators.items()},
        units={key: unit_words(results, key, words) for key in results.indicators},
    )


def check(
    counts: Counts,
    targets: Name,
    *,
    by: str | None = None,
    period: str = "all",
    last: str | None = None,
    areas: str | Iterable[str] = (),
    compare: str | None = None,
    rank: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Hold counts against a target file; return one row per area, period and target, the target year to date.

    Columns: those of `compute`, and `target`, `operator`, `bound_low`, `bound_high` (as written), `applied_low`,
    `applied_high` (in proportion to the time passed where the target is paced), `status` (`pass`, `fail`, `no_data`),
    `reason` (of `no_data`), `evidence` (`strong`, `clear`, `uncertain`: whether an exact 99.8 % or 95 % interval lies
    wholly on one side of the bound), `margin` (value - nearest applied bound), `to_go` (people, the smallest whole
    number that turns the verdict) and `to_go_kind` (`allowed`, `needed`).

    `period` is `month`, `quarter`, `half` or `all`: the target year up to `last` (`"2013-06"`), else to its last
    complete month, for which 90 % of the villages have reported. `compare` and `rank` add the columns that they add to
    `compute`; values stay those that are judged.
    `attrs` of the frame have `notices`, `labels` and `units`, as those of `compute`, in the language `lang`.

    Raises popcalc.errors.DefinitionError for mistakes in the file, RequestError for areas or years not in the data.
    """
    from popcalc.definitions.loading import load_targets
    from popcalc.judging import JUDGED_PERIODS
    from popcalc.judging.check import check as judge
    from popcalc.output.documents import of_verdicts
    from popcalc.output.formats import LONG
    from popcalc.question import ask, find_choice
    from popcalc.records import VERDICT_FIELDS
    from popcalc.result_frames import plain_records, result_frame

    words = words_in(lang)
    aims = load_targets(Path(targets), counts.catalogue)
    wrong: list[Fault] = []
    period = find_choice("period", period, JUDGED_PERIODS, wrong)
    if wrong:
        raise RequestError(wrong)
    question = ask(
        by=by, period=period, last=last, areas=_several(areas), calendar=aims.calendar, compare=compare, rank=rank
    )
    results, notices = judge(counts.table, aims, counts.catalogue, counts.available, question, registry=counts.registry)
    judged = {rule.indicator.key: rule.indicator for rule in results.rules.values()}
    return result_frame(
        lambda: plain_records(results.frame[[*VERDICT_FIELDS, *results.added]]),
        of_verdicts(results, LONG),
        words,
        notices=[*notices, *counts.unasked()],
        labels={key: words.label(one.label) for key, one in judged.items()},
        units={
            key: words.label(results.units[one.unit]) if one.unit in results.units else one.unit
            for key, one in judged.items()
        },
    )


def validate(counts: Counts, *, lang: str = "en") -> pd.DataFrame:
    """Look for what is wrong in the counts themselves; return one row for each finding, errors first.

    Columns: `code` (what was found), `severity` (`error`, `warning`, `info`), `area` (key, empty for all), `period`,
    `count` (key, empty for all), `file`, `row` (Int64), `message`, `expected` and `found` (float, NaN for
    nothing), `share` (per cent of the figures of its town that hang on it), `column` (Int64), `sheet`, `cell` (`D7`),
    `todo` (what to do); messages are in the language `lang`. `attrs["labels"]` of the frame says what the codes mean.
    The rules are the identities of the catalogue; the other checks are in docs/quality.md.

    Raises popcalc.errors.RequestError when the counts hold no figure at all.
    """
    from popcalc.output.documents import of_findings
    from popcalc.output.findings import records_in_words
    from popcalc.quality.validating import validate as look
    from popcalc.records import FINDING_FIELDS
    from popcalc.result_frames import result_frame

    words = words_in(lang)

    def called(meaning: Text | Label) -> str:
        return words(meaning) if isinstance(meaning, Text) else words.label(meaning)

    results = look(counts.whole, counts.catalogue, calendar=counts.calendar)
    return result_frame(
        lambda: replace(results, columns=records_in_words(results, words)).frame[list(FINDING_FIELDS)],
        of_findings(results, words),
        words,
        labels={code: called(one) for code, one in results.meanings.items()},
    )


def report(
    counts: Counts,
    targets: Name | None = None,
    *,
    month: str | None = None,
    by: str | None = None,
    title: str = "",
    issuer: str = "",
    sections: str | Iterable[str] = (),
    lang: str = "en",
    output: Name | Sequence[Name] = (),
) -> str:
    """Return a page of HTML on a month for those who lead; `output` are files to write it to, and its workbook (.xlsx).

    `counts` are best read with every indicator, as `read` does, and with the year before for comparisons. `targets` is
    a target file; `month` (`"2026-10"`) by default the last that is complete, for which 90 % of the villages have
    reported; `by` the level of its rows; `title` and `issuer` stand on it as they are; `sections` are some of `month`,
    `scorecard`, `comparison`, `charts`, `missed`, `quality` and `method`, all without a wish. Charts need matplotlib.

    Raises popcalc.errors.DefinitionError for mistakes in the target file, RequestError for a word that is unknown.
    """
    from popcalc.output.report.page import report_page
    from popcalc.output.report.sections import read_sections
    from popcalc.output.report.writing import check_name, written_as
    from popcalc.reporting import Wish
    from popcalc.result_frames import Page

    words = words_in(lang)
    files = [Path(one) for one in _several(output)]
    for file in files:
        check_name(file)
    wish = Wish(title=title, issuer=issuer, month=month, by=by, sections=read_sections(_several(sections)))
    made, _ = made_report(counts, wish, targets)
    for file in files:
        file.write_bytes(written_as(file, made, words))
    return Page(report_page(made, words))


def made_report(counts: Counts, wish: Wish, targets: Name | Targets | None = None) -> tuple[Report, list[Notice]]:
    """Return what a report says, for `report` and the command line, and notices on what was left out of its figures."""
    from popcalc.definitions.loading import load_targets
    from popcalc.reporting import make_report

    aims = load_targets(Path(targets), counts.catalogue) if isinstance(targets, str | PathLike) else targets
    return make_report(
        counts.whole,
        counts.catalogue,
        counts.available,
        wish,
        targets=aims,
        calendar=counts.calendar,
        population=counts.population,
        empty_as_zero=counts.empty_as_zero,
        registry=counts.registry,
    )


def catalogue_of(given: Name | Sequence[Name] | Catalogue) -> Catalogue:
    """Return the built-in catalogue with some files of own definitions; raises DefinitionError for their mistakes."""
    from popcalc.definitions.loading import load_catalogue

    return given if isinstance(given, Catalogue) else load_catalogue([Path(one) for one in _several(given)])


def words_in(lang: str) -> Language:
    """Return a language by its code; raises RequestError for one that there is not."""
    from popcalc.language import LANGUAGES, language

    if lang not in LANGUAGES:
        raise RequestError([unknown_choice("lang", lang, LANGUAGES)])
    return language(lang)


def _several(given: Name | Iterable[Name]) -> list[str]:
    """Return one name or several as a list."""
    return [str(given)] if isinstance(given, str | PathLike) else [str(one) for one in given]
