"""Options about targets and verdicts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from popcalc.cli.options import AREA_HELP, Decorated, added, quiet, speech, writing
from popcalc.judging import JUDGED_PERIODS
from popcalc.output import GRID, LONG


def _targets(*, required: bool, help: str) -> Callable[[Any], Any]:
    return click.option(
        "--targets", required=required, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help=help
    )


def targets(function: Decorated) -> Decorated:
    """Add the target file, without which there is nothing to do."""
    return added(
        function,
        _targets(required=True, help="The targets of a year (YAML); `popcalc schema targets` describes them."),
    )


def targets_beside(function: Decorated) -> Decorated:
    """Add the target file to a command that can do without."""
    return added(function, _targets(required=False, help="Add the verdicts on the targets of a year (YAML)."))


def judging(function: Decorated) -> Decorated:
    """Add the options that say what is judged, and what counts as a miss."""
    return added(
        function,
        click.option("--by", metavar="LEVEL", help="Level of the targets that name none.  [default: town]"),
        click.option("--area", "areas", multiple=True, metavar="NAME", help=AREA_HELP),
        click.option(
            "--period",
            type=click.Choice(JUDGED_PERIODS),
            default="all",
            show_default=True,
            help="Judge each of these; all is the target year up to its last complete month.",
        ),
        click.option("--to", "last", metavar="MONTH", help="Judge up to this month, such as 2013-06."),
        click.option(
            "--drivers",
            type=click.IntRange(min=1),
            metavar="N",
            help="Name for each fail the N villages that contribute most to it, and the figure without them.",
        ),
        click.option("--scores", is_flag=True, help="Add a score for each area from the weights of the targets."),
        click.option("--strict", is_flag=True, help="A target that cannot be judged counts as missed."),
        click.option("--exit-zero", is_flag=True, help="End with 0 also when a target is missed."),
    )


def showing_verdicts(function: Decorated) -> Decorated:
    """Add the options that say how verdicts are written."""
    layout = click.option(
        "--layout",
        type=click.Choice([LONG, GRID]),
        default="long",
        show_default=True,
        help="Grid: areas as rows, targets as columns (in text formats).",
    )
    return added(function, *writing(), layout, *speech(), quiet())
