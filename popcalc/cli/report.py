"""`popcalc report`: a page for those who lead, a workbook for the office, a slip for each town."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from popcalc.cli import options, report_options, source_options
from popcalc.cli.options import language_of_run
from popcalc.cli.progress import progress
from popcalc.cli.stage import output_of, spare, written_whole
from popcalc.cli.talk import say_notices, words_of
from popcalc.errors import RequestError, fault
from popcalc.language import text

SPANS = ("--from", "--to")
"""Options of other commands that say which months; a report is of one."""


class _Command(click.Command):
    """The command, which leads from the months of other commands to its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; names `--month` where others choose months."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name not in SPANS:
                raise
            hint = words_of(ctx)(text("A report is of one month and the year up to it: --month 2026-10"))
            told = error.message.rstrip(".。")
            raise click.NoSuchOption(error.option_name, f"{told}. {hint}", ctx=error.ctx) from error


@click.command("report", cls=_Command, short_help="A page on a month for those who lead, and a workbook.")
@source_options.sources
@report_options.reporting
def command(**given: Any) -> None:
    """Write a report on a month: figures beside last year's, targets, charts, what is missing and doubtful.

    Name the files of this year and of the year before. Ends with 0 whatever the report says.

    \b
    popcalc report sample_data/monthly --targets configs/targets-county.yaml -o report.html
    popcalc report data/ --targets targets.yaml -o report.html -o report.xlsx --slips slips/
    popcalc report data/ --month 2026-10 --title "Population, October 2026" -o report.html
    """
    reading = options.take(source_options.Reading, given)
    asked = options.take(report_options.Reporting, given)
    if not asked.outputs and not asked.slips:
        raise RequestError(
            [fault("NO_OUTPUT", text("name the report: -o NAME.html or -o NAME.xlsx, or --slips FOLDER"))]
        )

    from popcalc.answers import made_report
    from popcalc.definitions.loading import load_targets
    from popcalc.output.report.writing import check_name, slip_files, written_as

    for output in asked.outputs:
        check_name(output)
    spare(asked.outputs, lambda: reading.files(asked.targets))
    words = language_of_run(asked.lang)
    wish = asked.wish()
    known = source_options.known_by(reading.catalogue)
    aims = load_targets(asked.targets, known) if asked.targets else None
    if aims and asked.targets:
        reading = reading.with_calendar(aims.calendar, asked.targets)
    with progress(words(text("reading")), quiet=asked.quiet) as watch:
        counts = reading.read(("all",), watch, catalogue=known)
    report, notices = made_report(counts, wish, aims)
    say_notices([*counts.notices, *notices], words, quiet=asked.quiet)
    for output in asked.outputs:
        written_whole(output, written_as(output, report, words))
    if asked.slips:
        _write_slips(asked.slips, slip_files(report, words), lambda: reading.files(asked.targets))


def _write_slips(folder: Path, slips: Mapping[str, bytes], files: Callable[[], Iterable[os.stat_result]]) -> None:
    """Write the slips into a folder, which is made where there is none."""
    with output_of(folder):
        folder.mkdir(exist_ok=True)
    spare([folder / name for name in slips], files)
    for name, slip in slips.items():
        written_whole(folder / name, slip)
