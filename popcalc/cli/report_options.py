"""Options of a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
from msgspec import Struct

from popcalc.cli import proposals
from popcalc.cli.options import LANG, file_option, keys, option, options_of

if TYPE_CHECKING:
    from popcalc.reporting import Wish


class Reporting(Struct, frozen=True):
    """What the report is of, and where it is written."""

    outputs: Annotated[
        tuple[Path, ...],
        option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            multiple=True,
            help="Write the page (.html) or the workbook (.xlsx), whole or not at all; may be given again.",
        ),
    ] = ()
    slips: Annotated[
        Path | None,
        option(
            "--slips",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="FOLDER",
            help="Write a text for each town of which something is to be asked: what is missing, empty or doubtful.",
        ),
    ] = None
    targets: Annotated[Path | None, file_option("-t", "--targets", help="The targets of the year (YAML).")] = None
    month: Annotated[
        str | None,
        option("--month", metavar="MONTH", help="The month, such as 2026-10.  [default: the last complete one]"),
    ] = None
    by: Annotated[
        str | None,
        option(
            "-b",
            "--by",
            metavar="LEVEL",
            help="Level of the rows, and of targets.  [default: town]",
            shell_complete=proposals.levels,
        ),
    ] = None
    title: Annotated[
        str, option("--title", metavar="WORDS", help="The title.  [default: the area above all and the month]")
    ] = ""
    issuer: Annotated[str, option("--issuer", metavar="NAME", help="By whom it is issued.")] = ""
    sections: Annotated[
        tuple[str, ...],
        option(
            "--sections",
            metavar="NAMES",
            multiple=True,
            help="Only these sections: month, scorecard, comparison, charts, missed, quality, method.",
        ),
    ] = ()
    lang: Annotated[str | None, LANG] = None
    quiet: Annotated[
        bool, option("-q", "--quiet", is_flag=True, help="No notices and no progress on standard error.")
    ] = False

    def wish(self) -> Wish:
        """Return what is asked for; raises RequestError for a word that makes no sense."""
        from popcalc.output.report.sections import read_sections
        from popcalc.reporting import Wish

        sections = read_sections(keys(self.sections))
        return Wish(title=self.title, issuer=self.issuer, month=self.month, by=self.by, sections=sections)


reporting = options_of(Reporting)
