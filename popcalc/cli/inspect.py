"""`popcalc inspect`: how each file was understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.stage import opened, set_stage
from popcalc.cli.talk import say_notices
from popcalc.errors import Place, RequestError, fault
from popcalc.language import text


@click.command("inspect", short_help="How each file was understood, and what is open.")
@source_options.sources
@click.option(
    "--draft",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a new columns file for SOURCES, as far as they were understood, with questions for the rest.",
)
@click.option(
    "--draft-areas",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write rows of an areas file (opened, closed) for villages that fall silent or appear, to complete.",
)
@options.showing_findings
def command(draft: Path | None, draft_areas: Path | None, **given: Any) -> int:
    """Show how SOURCES are understood: the encoding and header of each file, what each column and row is and why, its
    months and areas, and what is open. Nothing is computed. Ends with 2 when something must be mended first.

    \b
    popcalc inspect 2013-06.csv
    popcalc inspect data/ -f json
    popcalc inspect data/ --draft columns.yaml
    popcalc inspect data/ --draft-areas areas.csv
    """
    if draft is not None and draft.exists():
        # Its answers, or the source itself, would be gone.
        raise RequestError([fault("FILE_EXISTS", text("it is there already; name another file"), Place(str(draft)))])
    stage = set_stage(options.take(options.Showing, {**given, "layout": "long"}))

    from popcalc.inspection import inspect
    from popcalc.output.documents import of_inspection

    reading = options.take(source_options.Reading, given)
    stage.spare(reading.files, draft_areas)
    surveyed = reading.survey()
    found = inspect(surveyed)
    say_notices(found.notices, stage.language, quiet=stage.quiet)
    stage.show(of_inspection(found, surveyed.catalogue))
    if draft is not None:
        from popcalc.drafting import draft_columns

        with opened(draft) as stream:
            stream.write(draft_columns(found, surveyed, stage.language))
    if draft_areas is not None and found.table is not None:
        from popcalc.intake.join.silent import draft_areas as drafted

        with opened(draft_areas) as stream:
            stream.write(drafted(found.table, surveyed.catalogue))
    return ExitCode.WRONG if found.faults else ExitCode.DONE
