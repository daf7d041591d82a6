"""`popcalc explain`: how an indicator is defined, and how a figure comes about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from popcalc.cli import compute, options, proposals, source_options
from popcalc.cli.progress import progress
from popcalc.cli.stage import Stage, opened, set_stage
from popcalc.cli.talk import say_notices
from popcalc.errors import Fault, RequestError, fault
from popcalc.judging import JUDGED_PERIODS
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.definitions.catalogue import Catalogue, Indicator
    from popcalc.explaining.facts import FigureFacts
    from popcalc.output.explanation import Line

AS_COMPUTE_HAS_THEM = (
    "period", "first", "last", "basis", "average", "unmatched",
    "catalogue", "columns", "areas_file", "encoding", "sheets", "year_start", "cumulative", "prefer", "empty",
    "where", "sum_over", "engine", "workers",
    "output", "lang", "quiet",
)  # fmt: skip
OF_DEFINITIONS = ("catalogue", "output", "lang", "quiet")
NOT_WITH_TARGETS = ("first", "basis", "average", "unmatched")
"""Options that the targets answer themselves."""

shared = {option.name: option for option in compute.command.params}


@click.command(
    "explain",
    short_help="How a figure comes about, with numbers a calculator can follow.",
    params=[
        click.Argument(["indicator"], shell_complete=proposals.indicators),
        options.ArgumentOrSetting(["sources"], nargs=-1, metavar="[SOURCES]...", shell_complete=proposals.files),
        click.Option(
            ["-a", "--area"],
            metavar="NAME",
            help="The area, by name or code.  [default: all areas together]",
            shell_complete=source_options.areas_of_sources,
        ),
        options.Asked(
            ["-t", "--targets"],
            metavar="FILE",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Hold the figure against these targets, for their year up to its last complete month, or --to.",
        ),
        *(shared[name] for name in AS_COMPUTE_HAS_THEM),
    ],
)
@click.pass_context
def command(
    context: click.Context,
    /,
    indicator: str,
    sources: tuple[str, ...],
    area: str | None,
    targets: Path | None,
    **given: Any,
) -> None:
    """Explain INDICATOR: its formula and source; with SOURCES, how the figure of an area comes about.

    Every step can be followed with a pocket calculator, from the counts of each month to the value and, with
    --targets, to the verdict and what would turn it.

    \b
    popcalc explain crude_birth_rate
    popcalc explain crude_birth_rate sample_data/monthly --area Northhill
    popcalc explain natural_increase_rate data/ --area Northhill --targets targets.yaml
    """
    from popcalc.definitions.named import find_indicator
    from popcalc.output.explanation import definition_lines, lines_of
    from popcalc.output.writers.terminal import write_lines

    stage = set_stage(
        options.Showing("table", output=given["output"], lang=given["lang"], color="never", quiet=given["quiet"])
    )
    reading = options.take(source_options.Reading, {**given, "sources": sources})
    stage.spare(lambda: reading.files(targets))
    known = source_options.known_by(given["catalogue"])
    wanted = find_indicator(indicator, known)
    if isinstance(wanted, Fault):
        raise RequestError([wanted])
    if not sources:
        _refuse_without_sources(context)
        lines: Iterator[Line] = definition_lines(wanted, known, stage.language)
    else:
        figures = (
            _judged(context, reading, wanted, known, targets, area, given, stage)
            if targets
            else _computed(reading, wanted, known, area, given, stage)
        )
        lines = _lines(wanted, figures, known, stage)
    with opened(stage.output) as stream:
        write_lines(lines_of(lines, stage.language, stage.manner.width), stream, color=False)


def _lines(wanted: Indicator, figures: Sequence[FigureFacts], known: Catalogue, stage: Stage) -> Iterator[Line]:
    from popcalc.output.explanation import figure_lines, short_lines

    yield from short_lines(wanted, known, stage.language)
    for facts in figures:
        yield from figure_lines(facts, known, stage.language)


def _computed(
    reading: source_options.Reading,
    wanted: Indicator,
    known: Catalogue,
    area: str | None,
    given: dict[str, Any],
    stage: Stage,
) -> Sequence[FigureFacts]:
    """Return the figures as `popcalc compute` shows them: from what its table is made of."""
    from popcalc.answerable import choose_indicators
    from popcalc.explaining.figures import explain
    from popcalc.question import ask

    asked = ("period", "first", "last", "average", "basis", "unmatched")
    question = ask(areas=_named(area), calendar=reading.calendar, **{name: given[name] for name in asked})
    in_table = wanted.headline or wanted.key not in known.counts
    with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
        counts = reading.read(() if in_table else (wanted.key,), watch, catalogue=known)
    say_notices(counts.notices, stage.language, quiet=stage.quiet)
    choose_indicators((wanted.key,), counts.available, known)
    return explain(counts.whole, wanted, known, question, registry=counts.registry)


def _judged(
    context: click.Context,
    reading: source_options.Reading,
    wanted: Indicator,
    known: Catalogue,
    targets: Path,
    area: str | None,
    given: dict[str, Any],
    stage: Stage,
) -> Sequence[FigureFacts]:
    """Return the figures that `popcalc check` judges, with their verdicts."""
    from popcalc.answerable import choose_indicators
    from popcalc.definitions.loading import load_targets
    from popcalc.explaining.judged import explain_verdicts
    from popcalc.judging.check import needed_indicators
    from popcalc.question import ask

    _refuse_with_targets(context, given["period"])
    aims = load_targets(targets, known)
    reading = reading.with_calendar(aims.calendar, targets)
    question = ask(period=given["period"], last=given["last"], areas=_named(area), calendar=aims.calendar)
    with progress(stage.language(text("reading")), quiet=stage.quiet) as watch:
        counts = reading.read(needed_indicators(aims), watch, catalogue=known, lenient=True)
    say_notices(counts.notices, stage.language, quiet=stage.quiet)
    choose_indicators((wanted.key,), counts.available, known)
    return explain_verdicts(counts.whole, wanted, aims, known, counts.available, question, registry=counts.registry)


def _named(area: str | None) -> tuple[str, ...]:
    return () if area is None else (area,)


def _refuse_without_sources(context: click.Context) -> None:
    """Raise RequestError when options about figures are given and there is nothing to compute them from."""
    about_figures = [name for name in context.params if name not in ("indicator", "sources", *OF_DEFINITIONS)]
    given = _given(context, about_figures)
    if given:
        sentence = text("{options} needs SOURCES: the files to compute from", options=tuple(given))
        raise RequestError([fault("NO_SOURCES", sentence)])


def _refuse_with_targets(context: click.Context, period: str) -> None:
    """Raise RequestError for options that the targets answer themselves."""
    faults: list[Fault] = []
    for option in _given(context, NOT_WITH_TARGETS):
        sentence = text("{option} does not go with --targets, which say so themselves; leave it out", option=option)
        faults.append(fault("NOT_WITH_TARGETS", sentence))
    if period not in JUDGED_PERIODS:
        known = tuple(JUDGED_PERIODS)
        sentence = text(
            "--period {period} cannot be judged; with --targets it is one of {known}", period=period, known=known
        )
        faults.append(fault("NOT_WITH_TARGETS", sentence))
    if faults:
        raise RequestError(faults)


def _given(context: click.Context, names: Sequence[str]) -> list[str]:
    """Return the options among some that stand on the command line."""
    written = {one.name: one.opts[-1] for one in context.command.params}
    return [written[name] for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
