"""`popcalc check`: towns held against their targets."""

from __future__ import annotations

from typing import Any

import click

from popcalc.cli import comparison_options, options, source_options, target_options
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.progress import progress
from popcalc.cli.stage import set_stage
from popcalc.cli.talk import say_notices
from popcalc.errors import Place, RequestError, fault
from popcalc.language import text


@click.command("check", short_help="Towns held against their targets: pass or fail, and how sure.")
@source_options.sources
@target_options.judging
@comparison_options.comparing
@options.showing_verdicts
def command(**given: Any) -> int:
    """Hold the counts in SOURCES against the targets of a year, up to its last complete month, or --to another.

    Ends with 1 when a target is missed (of severity fail; with --strict also when one could not be judged), or when
    not one could be judged.

    \b
    popcalc check sample_data/monthly --targets configs/targets-county.yaml
    popcalc check sample_data/monthly --targets configs/targets-county.yaml --area Northhill --drivers 3 -f table
    popcalc check sample_data/monthly --targets configs/targets-county.yaml --scores -f json
    """
    judged = options.take(target_options.Judged, given)
    more = [name for name, asked in (("--drivers", judged.drivers), ("--scores", judged.scores)) if asked]
    stage = set_stage(options.take(options.ShowingVerdicts, given), more)
    comparing = options.take(comparison_options.Comparing, given)
    comparing.check_layout(stage.layout)

    from popcalc.definitions.loading import load_targets
    from popcalc.judging.check import check, needed_indicators
    from popcalc.output.documents import of_verdicts

    reading = options.take(source_options.Reading, given)
    stage.spare(lambda: reading.files(judged.targets))
    known = source_options.known_by(reading.catalogue)
    aims = load_targets(judged.targets, known)
    if judged.scores and not aims.scored:
        sentence = text("no target has a weight or a veto: give some, or leave out --scores")
        raise RequestError([fault("NO_WEIGHTS", sentence, Place(str(judged.targets)))])
    reading = reading.with_calendar(aims.calendar, judged.targets)
    question = judged.question(aims.calendar, comparing)
    with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
        counts = reading.read(needed_indicators(aims), watch, catalogue=known, lenient=True)
    results, notices = check(
        counts.table,
        aims,
        known,
        counts.available,
        question,
        registry=counts.registry,
        drivers=judged.drivers or 0,
        scores=judged.scores,
    )
    unasked = [] if stage.quiet else counts.unasked()
    say_notices([*counts.notices, *notices, *unasked], stage.language, quiet=stage.quiet)
    stage.show(of_verdicts(results, stage.layout))
    missed = results.missed(strict=judged.strict) or results.nothing_judged
    return ExitCode.MISSED if missed and not judged.exit_zero else ExitCode.DONE
