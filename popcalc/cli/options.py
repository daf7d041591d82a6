"""Options that commands share. Parsing ends in one frozen dataclass; nothing is run here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from popcalc.errors import Place, RequestError, fault
from popcalc.language import LANGUAGES, text
from popcalc.output import FORMATS, LAYOUTS

if TYPE_CHECKING:
    from popcalc.api import Counts
    from popcalc.definitions.catalogue import Catalogue
    from popcalc.question import Question

DEFAULT_CONFIDENCE = 0.95
AREA_HELP = "Only this area, by name or code, and what lies below it; may be given again."

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reading:
    """Which files are read, and by which definitions."""

    sources: tuple[str, ...]
    catalogue: tuple[Path, ...]
    columns: Path | None
    areas_file: Path | None
    encoding: str | None
    sheets: tuple[str, ...]
    year_start: int | None
    cumulative: bool

    @property
    def first_month(self) -> int:
        """The first month of the statistical year: January unless the options say otherwise."""
        return self.year_start or 1

    def with_year_start(self, year_start: int, targets: Path) -> Reading:
        """Return the same with the statistical year of a target file; raises RequestError when --year-start differs."""
        if self.year_start not in (None, year_start):
            sentence = text(
                "--year-start is {option}, the targets have year_start: {year_start}; leave out the option, or write "
                "year_start: {option} in the file",
                option=self.year_start,
                year_start=year_start,
            )
            raise RequestError([fault("OTHER_YEAR_START", sentence, Place(str(targets)))])
        return replace(self, year_start=year_start)

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

        return read(
            self.sources,
            indicators=indicators,
            catalogue=catalogue or self.catalogue,
            columns=self.columns,
            areas=self.areas_file,
            encoding=self.encoding,
            sheets=self.sheets,
            year_start=self.first_month,
            cumulative=self.cumulative,
            lenient=lenient,
            besides=besides,
            watch=watch,
        )


@dataclass(frozen=True)
class Asking:
    """What is asked, as it was written; `popcalc.question.Question` is the same in the calculation's terms."""

    by: str | None
    period: str
    first: str | None
    last: str | None
    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    basis: str
    average: str
    unmatched: str
    ci: bool
    confidence: float | None
    ci_method: str

    def question(self, year_start: int) -> Question:
        """Return the question in the calculation's terms; raises RequestError for a word that makes no sense."""
        from popcalc.question import ask

        return ask(
            by=self.by,
            period=self.period,
            first=self.first,
            last=self.last,
            average=self.average,
            year_start=year_start,
            areas=self.areas,
            indicators=keys(self.indicators),
            basis=self.basis,
            unmatched=self.unmatched,
            confidence=DEFAULT_CONFIDENCE if self.ci and self.confidence is None else self.confidence,
            ci_method=self.ci_method,
        )


@dataclass(frozen=True)
class Showing:
    """How the answer is written; `format` and `lang` of None leave it to the terminal and the locale."""

    format: str | None
    layout: str
    bom: bool
    output: Path | None
    lang: str | None
    color: str
    quiet: bool


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
            "The tree of areas, other names and codes of areas (CSV: code,name,level,parent,aliases).",
            dest="areas_file",
        ),
        click.option("--encoding", metavar="NAME", help="Read all files in this encoding instead of finding it out."),
        click.option(
            "--sheet",
            "sheets",
            metavar="NAME",
            multiple=True,
            help="Read this sheet of workbooks; may be given again; `all` for every visible one.  "
            "[default: the only one that is not empty]",
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
    )


def question(function: Decorated) -> Decorated:
    """Add the options that say what is computed."""
    return added(
        function,
        click.option(
            "--by",
            metavar="LEVEL",
            help="One record for each town, village, county ..., or `all` for the total alone.  [default: town]",
        ),
        click.option(
            "--period",
            type=click.Choice(["month", "quarter", "half", "year", "ytd", "all"]),
            default="all",
            show_default=True,
            help="One record for each of these; ytd is the year to date, all the months from first to last.",
        ),
        click.option(
            "--from", "first", metavar="MONTH", help="First month, such as 2013-01 (or 2013Q2, 2013H1, 2013)."
        ),
        click.option("--to", "last", metavar="MONTH", help="Last month."),
        click.option(
            "--area",
            "areas",
            multiple=True,
            metavar="NAME",
            help=AREA_HELP,
        ),
        click.option(
            "--indicator",
            "indicators",
            multiple=True,
            metavar="KEY",
            help="Only this indicator; may be given again; `all` for every one.  [default: what the columns allow]",
        ),
        click.option(
            "--basis",
            type=click.Choice(["annual", "period"]),
            default="annual",
            show_default=True,
            help="Rates per person-year, or per average person of the period as local half-year reports print them.",
        ),
        click.option(
            "--average",
            type=click.Choice(["curve", "ends", "mid"]),
            default="curve",
            show_default=True,
            help="Average population: the area under the curve of all month-ends, (first + last) / 2, "
            "or the month-end nearest the middle.",
        ),
        click.option(
            "--unmatched",
            type=click.Choice(["drop", "keep"]),
            default="drop",
            show_default=True,
            help="Events without a population (and the reverse): leave them out of a rate, or sum everything.",
        ),
        click.option("--ci", is_flag=True, help="Add confidence intervals."),
        click.option(
            "--confidence", type=float, metavar="LEVEL", help="Their level; asks for them, too.  [default: 0.95]"
        ),
        click.option(
            "--ci-method",
            type=click.Choice(["exact", "public-health"]),
            default="exact",
            show_default=True,
            help="Exact limits, or Wilson's and Byar's.",
        ),
    )


def showing(function: Decorated) -> Decorated:
    """Add the options that say how the answer is written."""
    layout = click.option(
        "--layout",
        type=click.Choice(LAYOUTS),
        default="long",
        show_default=True,
        help="Wide: indicators as columns, for a spreadsheet.",
    )
    return added(function, *writing(), layout, *speech(), quiet())


def showing_findings(function: Decorated) -> Decorated:
    """Add the options that say how findings are written."""
    return added(function, *writing(), *speech(), quiet())


def listing(function: Decorated) -> Decorated:
    """Add the options that say how a list of the catalogue is written."""
    return added(function, *writing(), *speech())


def quiet() -> Callable[[Any], Any]:
    """Return the option that silences notices."""
    return click.option("-q", "--quiet", is_flag=True, help="No notices and no progress on standard error.")


def writing() -> list[Callable[[Any], Any]]:
    """Return the options for format and place of the answer."""
    return [
        click.option(
            "-f",
            "--format",
            "format",
            type=click.Choice(list(FORMATS)),
            help="How the answer is written.  [default: table on a terminal, by the name of -o FILE, else csv]",
        ),
        click.option("--bom", is_flag=True, help="Begin with a byte order mark, so that Excel reads UTF-8."),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to a file, whole or not at all.",
        ),
    ]


def speech() -> list[Callable[[Any], Any]]:
    """Return the options for language and colour."""
    return [
        click.option(
            "--lang", type=click.Choice(LANGUAGES), help="Language of labels and tables.  [default: from the locale]"
        ),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Colour in tables; NO_COLOR is heeded.",
        ),
    ]


def added(function: Decorated, *decorators: Callable[[Any], Any]) -> Decorated:
    """Return the function with options, in the order in which help shows them."""
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


Parsed = TypeVar("Parsed")


def take(kind: type[Parsed], given: Mapping[str, Any]) -> Parsed:
    """Return the dataclass of options that a command was called with."""
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: given[name] for name in names})


def keys(given: Sequence[str]) -> tuple[str, ...]:
    """Return keys that were given one by one or separated by commas."""
    return tuple(key.strip() for words in given for key in words.split(",") if key.strip())
