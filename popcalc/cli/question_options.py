"""Options that say what is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from msgspec.structs import asdict

from popcalc.cli import proposals
from popcalc.cli.comparison_options import Comparing
from popcalc.cli.options import NamedChoice, keys, option, options_of
from popcalc.cli.source_options import Areas

if TYPE_CHECKING:
    from popcalc.periods import Calendar
    from popcalc.question import Question

DEFAULT_CONFIDENCE = 0.95


class Asking(Struct, frozen=True):
    """What is asked, as it was written; `popcalc.question.Question` is the same in the calculation's terms."""

    by: Annotated[
        str | None,
        option(
            "-b",
            "--by",
            metavar="LEVEL",
            help="One record for each town, village, county ..., or `all` for the total alone.  [default: town]",
            shell_complete=proposals.levels,
        ),
    ] = None
    period: Annotated[
        str,
        option(
            "-p",
            "--period",
            type=NamedChoice(["month", "quarter", "half", "year", "ytd", "rolling", "all"]),
            default="all",
            show_default=True,
            help="One record for each of these; ytd is the year to date, rolling the twelve months up to each month, "
            "all the months from first to last.",
        ),
    ] = "all"
    first: Annotated[
        str | None,
        option("--from", metavar="MONTH", help="First month, such as 2013-01 (or 2013Q2, 2013H1, 2013)."),
    ] = None
    last: Annotated[str | None, option("--to", metavar="MONTH", help="Last month.")] = None
    areas: Areas = ()
    indicators: Annotated[
        tuple[str, ...],
        option(
            "-i",
            "--indicator",
            multiple=True,
            metavar="NAME",
            help="Only this indicator, by key or name (出生率); may be given again; `all` for every one.  "
            "[default: what the columns allow]",
            shell_complete=proposals.indicators,
        ),
    ] = ()
    basis: Annotated[
        str,
        option(
            "--basis",
            type=NamedChoice(["annual", "period"]),
            default="annual",
            show_default=True,
            help="Rates per person-year, or per average person of the period as local half-year reports print them.",
        ),
    ] = "annual"
    average: Annotated[
        str,
        option(
            "--average",
            type=NamedChoice(["curve", "ends", "mid"]),
            default="curve",
            show_default=True,
            help="Average population: the area under the curve of all month-ends, (first + last) / 2, "
            "or the month-end nearest the middle.",
        ),
    ] = "curve"
    unmatched: Annotated[
        str,
        option(
            "--unmatched",
            type=NamedChoice(["drop", "keep"]),
            default="drop",
            show_default=True,
            help="Events without a population (and the reverse): leave them out of a rate, or sum everything.",
        ),
    ] = "drop"
    ci: Annotated[bool, option("--ci", is_flag=True, help="Add confidence intervals.")] = False
    confidence: Annotated[
        float | None,
        option("--confidence", type=float, metavar="SHARE", help="Their level; asks for them, too.  [default: 0.95]"),
    ] = None
    ci_method: Annotated[
        str,
        option(
            "--ci-method",
            type=NamedChoice(["exact", "public-health"]),
            default="exact",
            show_default=True,
            help="Exact limits, or Wilson's and Byar's.",
        ),
    ] = "exact"

    def question(self, calendar: Calendar, comparing: Comparing) -> Question:
        """Return the question in the calculation's terms; raises RequestError for a word that makes no sense."""
        from popcalc.question import ask

        words = asdict(self)
        if words.pop("ci") and self.confidence is None:
            words["confidence"] = DEFAULT_CONFIDENCE
        return ask(**{**words, "indicators": keys(self.indicators)}, **asdict(comparing), calendar=calendar)


question = options_of(Asking)
