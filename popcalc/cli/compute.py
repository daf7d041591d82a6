"""`popcalc compute`: indicators by area and period."""

from __future__ import annotations

from typing import Any

import click

from popcalc.cli import options
from popcalc.cli.progress import progress
from popcalc.cli.stage import opened, set_stage
from popcalc.cli.talk import say_notices
from popcalc.output import check_manner, write


@click.command("compute", short_help="Indicators of towns from monthly village counts.")
@options.sources
@options.question
@options.showing
def command(**given: Any) -> None:
    """Compute indicators from the counts in SOURCES: files, folders, patterns, or - for standard input.

    \b
    popcalc compute sample_data/monthly
    popcalc compute births.csv population.csv --by county --period quarter
    popcalc compute data/ --indicator crude_birth_rate --ci -f json
    """
    reading, asking = options.take(options.Reading, given), options.take(options.Asking, given)
    stage = set_stage(options.take(options.Showing, given))
    check_manner(format=stage.format, layout=stage.layout, bom=stage.bom)

    from popcalc.calculation import calculate

    question = asking.question(reading.first_month)
    with progress(stage.language("reading"), quiet=stage.quiet) as watch:
        counts = reading.read(question.indicators, watch)
    results, notices = calculate(counts.table, counts.indicators, counts.catalogue, question)
    say_notices([*counts.notices, *notices], stage.language, quiet=stage.quiet)
    with opened(stage.output) as stream:
        write(
            results,
            format=stage.format,
            layout=stage.layout,
            stream=stream,
            language=stage.language,
            width=stage.width,
            color=stage.color,
            bom=stage.bom,
        )
