"""`popcalc compute`: indicators by area and period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from popcalc.cli import comparison_options, options, question_options, source_options, target_options
from popcalc.cli.progress import progress
from popcalc.cli.stage import set_stage
from popcalc.cli.talk import say_notices
from popcalc.language import text
from popcalc.output import FORMATS, PERIODS, check_place


@click.command("compute", short_help="Indicators of towns from monthly village counts.")
@source_options.sources
@question_options.question
@comparison_options.comparing
@target_options.targets_beside
@options.showing
def command(targets: Path | None, **given: Any) -> None:
    """Compute indicators from the counts in SOURCES: files, folders, patterns, or - for standard input.

    \b
    popcalc compute sample_data/monthly
    popcalc compute births.csv population.csv --by county --period quarter
    popcalc compute data/ --indicator crude_birth_rate --ci -f json
    popcalc compute data/ --targets targets.yaml
    """
    reading, asking = options.take(source_options.Reading, given), options.take(question_options.Asking, given)
    comparing = options.take(comparison_options.Comparing, given)
    stage = set_stage(options.take(options.Showing, given))
    comparing.check_layout(stage.layout)
    if targets and stage.layout == PERIODS:
        check_place(["--targets"], stage.layout)
    stage.spare(lambda: reading.files(targets))

    from popcalc.calculation import decide
    from popcalc.definitions.loading import load_targets
    from popcalc.output.documents import of_blocks, of_figures

    known = source_options.known_by(reading.catalogue)
    aims = load_targets(targets, known) if targets else None
    if targets and aims:
        reading = reading.with_calendar(aims.calendar, targets)
    question = asking.question(reading.calendar, comparing)
    besides = [rule.indicator.key for rule in aims.rules] if aims and not question.indicators else []
    with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
        counts = reading.read(question.indicators, watch, catalogue=known, besides=besides)
    rules = aims.rules if aims else ()
    calculation = decide(counts.table, counts.indicators, counts.catalogue, question, rules, registry=counts.registry)
    if calculation.is_large and not aims and not calculation.needs_all and FORMATS[stage.format].records:
        blocks = calculation.in_blocks()
        say_notices(counts.notices, stage.language, quiet=stage.quiet)
        stage.show(of_blocks(blocks, stage.layout))
        unasked = [] if stage.quiet else counts.unasked()
        say_notices([*blocks.notices, *unasked], stage.language, quiet=stage.quiet)
        return
    calculation.check_size()
    results, notices = calculation.at_once()
    if aims:
        from popcalc.judging.holding import hold

        results, more = hold(
            results,
            counts.table,
            aims,
            known,
            counts.available,
            question,
            registry=counts.registry,
        )
        notices += more
    unasked = [] if stage.quiet else counts.unasked()
    say_notices([*counts.notices, *notices, *unasked], stage.language, quiet=stage.quiet)
    stage.show(of_figures(results, stage.layout))
