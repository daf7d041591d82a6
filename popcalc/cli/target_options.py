"""Options about targets and verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
from msgspec import Struct
from msgspec.structs import asdict

from popcalc.cli import proposals
from popcalc.cli.comparison_options import Comparing
from popcalc.cli.options import Asked, NamedChoice, file_option, option, options_of
from popcalc.cli.source_options import Areas
from popcalc.judging import JUDGED_PERIODS

if TYPE_CHECKING:
    from popcalc.periods import Calendar
    from popcalc.question import Question


class Judged(Struct, frozen=True):
    """What is judged, and what counts as a miss."""

    targets: Annotated[
        Path,
        file_option(
            "-t",
            "--targets",
            help="The targets of a year (YAML); `popcalc schema targets` describes them.",
            required=True,
        ),
    ]
    by: Annotated[
        str | None,
        option(
            "-b",
            "--by",
            metavar="LEVEL",
            help="Level of the targets that name none.  [default: town]",
            shell_complete=proposals.levels,
        ),
    ] = None
    areas: Areas = ()
    period: Annotated[
        str,
        option(
            "-p",
            "--period",
            type=NamedChoice(JUDGED_PERIODS),
            default="all",
            show_default=True,
            help="Judge each of these; all is the target year up to its last complete month.",
        ),
    ] = "all"
    last: Annotated[str | None, option("--to", metavar="MONTH", help="Judge up to this month, such as 2013-06.")] = None
    drivers: Annotated[
        int | None,
        option(
            "--drivers",
            type=click.IntRange(min=1),
            metavar="N",
            help="Name for each fail the N villages that contribute most to it, and the figure without them.",
        ),
    ] = None
    scores: Annotated[
        bool, option("--scores", is_flag=True, help="Add a score for each area from the weights of the targets.")
    ] = False
    strict: Annotated[
        bool, option("--strict", is_flag=True, help="A target that cannot be judged counts as missed.")
    ] = False
    exit_zero: Annotated[bool, option("--exit-zero", is_flag=True, help="End with 0 also when a target is missed.")] = (
        False
    )

    def question(self, calendar: Calendar, comparing: Comparing) -> Question:
        """Return what is asked; raises RequestError for a word that makes no sense."""
        from popcalc.question import ask

        return ask(
            by=self.by,
            period=self.period,
            last=self.last,
            areas=self.areas,
            calendar=calendar,
            **asdict(comparing),
        )


class Beside(Struct, frozen=True):
    """The targets of a command that can do without."""

    targets: Annotated[
        Path | None,
        file_option("-t", "--targets", cls=Asked, help="Add the verdicts on the targets of a year (YAML)."),
    ] = None


judging = options_of(Judged)
targets_beside = options_of(Beside)
