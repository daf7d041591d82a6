"""Who reports what, and for which months next: what blank returns are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from popcalc.api import survey
from popcalc.areas.areas_file import read_registry
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.catalogue import Catalogue, Count
from popcalc.definitions.loading import load_catalogue, load_columns, load_targets
from popcalc.errors import RequestError, fault
from popcalc.intake.read import read_table
from popcalc.intake.survey import Survey
from popcalc.language import text
from popcalc.periods import Run
from popcalc.returns import Row, counts_to_ask, rows_of_counts, rows_of_registry
from popcalc.setting_up.draft import months_of
from popcalc.setting_up.finding import look_through
from popcalc.village_months import VillageMonths


class Reporters(Struct, frozen=True):
    """The areas that report, the counts that they report, and the months that are asked for."""

    rows: Sequence[Row]
    counts: Sequence[Count]
    months: Run


def reporters_of_sources(
    sources: Sequence[str], options: Mapping[str, Any], targets: str | None, months: Run | None
) -> Reporters:
    """Return who reports in some sources; `options` are those of `popcalc.api.read`.

    Without `months` they are asked for the month after the last one. Raises PopcalcError for what cannot be read.
    """
    surveyed = survey(sources, **options)
    return _of_table(read_table(surveyed), surveyed, targets, months)


def reporters_here(folder: Path, months: Run | None) -> Reporters:
    """Return who reports in the files that lie in a folder, as `popcalc init` finds them."""
    here, files = look_through(folder)
    # What is wrong with them is said as it is when they are read.
    table = here.table or read_table(here.survey)
    return _of_table(table, here.survey, files.targets.path if files.targets else None, months)


def reporters_of_areas(
    areas_file: str, options: Mapping[str, Any], targets: str | None, months: Run | None
) -> Reporters:
    """Return who reports by an areas file alone; raises RequestError where no month is named."""
    if months is None:
        sentence = text("an areas file says no month: name that of the forms with --month, such as --month 2026-11")
        raise RequestError([fault("NO_MONTH", sentence)])
    catalogue = load_catalogue([Path(one) for one in options.get("catalogue", ())])
    columns = options.get("columns")
    levels = load_columns(Path(columns)).levels if columns else DEFAULT_LEVELS
    rows = list(rows_of_registry(read_registry(Path(areas_file), levels), levels, months))
    return Reporters(rows, counts_to_ask((), _needed(targets, catalogue), catalogue), months)


def _of_table(table: VillageMonths, surveyed: Survey, targets: str | None, months: Run | None) -> Reporters:
    catalogue = surveyed.catalogue
    there = months_of(table, catalogue)
    if months is None and there is not None:
        months = Run(there.end + 1, there.end + 1)
    assert months is not None, "what was read has a month"
    counts = counts_to_ask(surveyed.available.held, _needed(targets, catalogue), catalogue)
    return Reporters(list(rows_of_counts(table.areas, months)), counts, months)


def _needed(targets: str | None, catalogue: Catalogue) -> Iterable[str]:
    """Return the counts of the indicators that targets bound."""
    if targets is None:
        return ()
    return [count for rule in load_targets(Path(targets), catalogue).rules for count in rule.indicator.counts]
