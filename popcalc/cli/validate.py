"""`popcalc validate`: what looks wrong in the counts themselves."""

from __future__ import annotations

from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.progress import progress
from popcalc.cli.stage import set_stage
from popcalc.cli.talk import say_notices
from popcalc.language import ENGLISH, text


@click.command("validate", short_help="What looks wrong in the counts: sums, gaps, leaps, outliers.")
@source_options.sources
@click.option("-b", "--by", "by", metavar="LEVEL", help="Level at which it is shown who has reported.  [default: town]")
@click.option("--strict", is_flag=True, help="End with 1 also when there is a warning.")
@click.option("--exit-zero", is_flag=True, help="End with 0 also when something is wrong.")
@options.showing_findings
def command(by: str | None, strict: bool, exit_zero: bool, **given: Any) -> int:
    """Look for what is wrong in the counts of SOURCES: sums that do not add up, months that are missing, figures that
    cannot be believed. Ends with 1 when there is an error.

    \b
    popcalc validate sample_data/faulty
    popcalc validate data/ --strict -f csv -o findings.csv
    popcalc validate data/ --catalogue rules.yaml
    """
    stage = set_stage(options.take(options.Showing, {**given, "layout": "long"}))

    from popcalc.output.documents import of_findings
    from popcalc.quality.validating import validate

    reading = options.take(source_options.Reading, given)
    stage.spare(reading.files)
    with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
        counts = reading.read(("all",), watch)
    results = validate(counts.whole, counts.catalogue, calendar=counts.calendar, by=by)
    say_notices(counts.notices, stage.language, quiet=stage.quiet)
    # Records are the same in every locale; only a wish puts their messages into another language.
    stage.show(of_findings(results, ENGLISH if given["lang"] is None else stage.language))
    wrong = results.wrong(strict=strict) and not exit_zero
    return ExitCode.MISSED if wrong else ExitCode.DONE
