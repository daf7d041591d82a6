"""`popcalc audit`: printed figures held against the counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from popcalc.cli import options, source_options
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.progress import progress
from popcalc.cli.stage import Stage, set_stage
from popcalc.cli.talk import say_notices
from popcalc.language import ENGLISH, text

if TYPE_CHECKING:
    from popcalc.api import Counts
    from popcalc.audit.audit import Audit
    from popcalc.definitions.catalogue import Catalogue


@click.command("audit", short_help="Printed figures held against the counts, and against each other.")
@click.argument("printed", type=click.Path(path_type=Path, allow_dash=True), required=False, metavar="PRINTED|SOURCES")
@source_options.sources_if_any
@click.option("-v", "--verbose", is_flag=True, help="Show what would make a wrong figure right, too, and every figure.")
@click.option("--exit-zero", is_flag=True, help="End with 0 also when a figure is wrong.")
@options.showing_findings
@click.pass_context
def command(context: click.Context, /, printed: Path | None, verbose: bool, exit_zero: bool, **given: Any) -> int:
    """Hold the figures of PRINTED against the counts printed beside them, or against the counts of SOURCES, and against
    each other. PRINTED is a YAML file, or a CSV file with the columns `indicator` and `printed`; where the first file
    is anything else, it is one of SOURCES, and the rates in them are held against the counts beside these. Ends with 1
    when a figure is wrong or impossible, or some cannot all be right.

    \b
    popcalc audit configs/printed-township.yaml
    popcalc audit configs/printed-township.yaml -v -f table
    popcalc audit report.csv sample_data/monthly
    popcalc audit yearbook.xlsx
    """
    stage = set_stage(options.take(options.Showing, {**given, "layout": "long"}))

    from popcalc.definitions.loading import is_printed
    from popcalc.output.documents import of_audit

    file = printed if printed is not None and is_printed(printed) else None
    if file is None:
        given["sources"] = _sources(context, printed, given["sources"])
    reading = options.take(source_options.Reading, given)
    stage.spare(lambda: reading.files(file))
    known = source_options.known_by(reading.catalogue)
    found = _of_file(file, reading, known, stage) if file is not None else _of_rates(reading, known, stage)
    # Records are the same in every locale; only a wish puts their sentences into another language.
    stage.show(of_audit(found, ENGLISH if given["lang"] is None else stage.language, verbose=verbose))
    return ExitCode.MISSED if found.fails and not exit_zero else ExitCode.DONE


def _sources(context: click.Context, first: Path | None, others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources where no file of printed figures is given: those of the project only if none is named."""
    if first is None:
        if not others:
            raise click.MissingParameter(ctx=context, param=context.command.params[0])
        return others
    is_named = context.get_parameter_source("sources") is ParameterSource.COMMANDLINE
    return (str(first), *(others if is_named else ()))


def _of_file(printed: Path, reading: source_options.Reading, known: Catalogue, stage: Stage) -> Audit:
    """Return the figures of a file held against their counts, or those of the sources."""
    from popcalc.audit.audit import audit
    from popcalc.definitions.loading import load_printed

    figures = load_printed(printed, known)
    of_sources: Mapping[int, Any] = {}
    if reading.sources:
        from popcalc.audit.sources import from_sources, wanted

        reading = reading.with_calendar(figures.calendar, printed)
        keys = [one.indicator.key for one in wanted(figures, known).values()]
        if keys:
            counts = _read(reading, keys, known, stage)
            of_sources = from_sources(figures, known, counts.table, counts.available)
    return audit(figures, known, of_sources)


def _of_rates(reading: source_options.Reading, known: Catalogue, stage: Stage) -> Audit:
    """Return the printed rates of sources held against the counts beside them."""
    from popcalc.audit.beside import audit_rates

    counts = _read(reading, [], known, stage, rates=True)
    return audit_rates(counts.whole, known, counts.calendar, counts.available)


def _read(
    reading: source_options.Reading, keys: list[str], known: Catalogue, stage: Stage, *, rates: bool = False
) -> Counts:
    with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
        counts = reading.read(keys, watch, catalogue=known, lenient=True, rates=rates)
    say_notices(counts.notices, stage.language, quiet=stage.quiet)
    return counts
