"""`popcalc audit`: printed figures held against the counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.progress import progress
from popcalc.cli.stage import set_stage
from popcalc.cli.talk import say_notices
from popcalc.language import ENGLISH, text


@click.command("audit", short_help="Printed figures held against the counts, and against each other.")
@click.argument("printed", type=click.Path(path_type=Path, dir_okay=False), metavar="PRINTED")
@source_options.sources_if_any
@click.option("-v", "--verbose", is_flag=True, help="Show what would make a wrong figure right, too.")
@click.option("--exit-zero", is_flag=True, help="End with 0 also when a figure is wrong.")
@options.showing_findings
def command(printed: Path, verbose: bool, exit_zero: bool, **given: Any) -> int:
    """Hold the figures of PRINTED (YAML or CSV) against the counts printed beside them, or against the counts of
    SOURCES, and against each other. Ends with 1 when a figure is wrong or impossible, or some cannot all be right.

    \b
    popcalc audit configs/printed-township.yaml
    popcalc audit configs/printed-township.yaml -v -f table
    popcalc audit report.csv sample_data/monthly
    """
    stage = set_stage(options.take(options.Showing, {**given, "layout": "long"}))

    from popcalc.audit.audit import audit
    from popcalc.definitions.loading import load_printed
    from popcalc.output.documents import of_audit

    reading = options.take(source_options.Reading, given)
    stage.spare(lambda: reading.files(printed))
    known = source_options.known_by(reading.catalogue)
    figures = load_printed(printed, known)
    of_sources: Mapping[int, Any] = {}
    if reading.sources:
        from popcalc.audit.sources import from_sources, wanted

        reading = reading.with_calendar(figures.calendar, printed)
        keys = [one.indicator.key for one in wanted(figures, known).values()]
        if keys:
            with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
                counts = reading.read(keys, watch, catalogue=known, lenient=True)
            say_notices(counts.notices, stage.language, quiet=stage.quiet)
            of_sources = from_sources(figures, known, counts.table, counts.available)
    found = audit(figures, known, of_sources)
    # Records are the same in every locale; only a wish puts their sentences into another language.
    stage.show(of_audit(found, ENGLISH if given["lang"] is None else stage.language, verbose=verbose))
    return ExitCode.MISSED if found.fails and not exit_zero else ExitCode.DONE
