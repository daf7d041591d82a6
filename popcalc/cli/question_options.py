"""Options that say what is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import Struct

from popcalc.cli.options import AREA_HELP, Decorated, added, keys

if TYPE_CHECKING:
    from popcalc.periods import Calendar
    from popcalc.question import Question

DEFAULT_CONFIDENCE = 0.95


class Asking(Struct, frozen=True):
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

    def question(self, calendar: Calendar) -> Question:
        """Return the question in the calculation's terms; raises RequestError for a word that makes no sense."""
        from popcalc.question import ask

        return ask(
            by=self.by,
            period=self.period,
            first=self.first,
            last=self.last,
            average=self.average,
            calendar=calendar,
            areas=self.areas,
            indicators=keys(self.indicators),
            basis=self.basis,
            unmatched=self.unmatched,
            confidence=DEFAULT_CONFIDENCE if self.ci and self.confidence is None else self.confidence,
            ci_method=self.ci_method,
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
