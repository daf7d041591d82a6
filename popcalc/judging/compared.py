"""What a comparison and ranks add to verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation import Groups
from popcalc.arrays import Array
from popcalc.comparing import added_columns, best_of, compare, compared_with, rank
from popcalc.definitions.catalogue import Basis
from popcalc.errors import Notice
from popcalc.judging.batches import Batch, Judging
from popcalc.readings import ReadFigures
from popcalc.record_columns import RecordColumns


def compared(
    judging: Judging, batch: Batch, groups: Groups, figures: Sequence[ReadFigures]
) -> tuple[list[ReadFigures], RecordColumns, list[Notice]]:
    """Return the figures of a batch with the flags, the columns and the notices that a comparison and ranks add.

    Targets on counts that no column holds are compared with nothing.
    """
    question, found = judging.question, list(figures)
    more: list[dict[str, Array]] = [{} for _ in found]
    lacking: list[Notice] = []
    places = [place for place, rule in enumerate(batch.rules) if not judging.available.missing(rule.indicator)]
    if question.compare and places:
        asked = [(batch.rules[place].indicator, batch.rules[place].basis or Basis.ANNUAL) for place in places]
        plain = [figures[place].figures for place in places]
        plan = judging.plan(batch)
        others, lacking = compared_with(judging.table, plan, question)
        held = compare(judging.table, groups, plan, question, asked, plain, others)
        for place, one in zip(places, held, strict=True):
            found[place] = replace(figures[place], figures=one.plain)
            more[place] |= one.columns
        nothing = _nothing(more[places[0]])
        more = [columns or dict(nothing) for columns in more]
    if question.rank:
        for place, rule in enumerate(batch.rules):
            best = best_of(question.rank, [rule])[rule.indicator.key]
            more[place] |= rank(found[place].figures, groups.areas, judging.table.areas, groups.periods, best)
    return found, RecordColumns(added_columns(more)), lacking


def _nothing(columns: dict[str, Array]) -> dict[str, Array]:
    """Return columns of nothing like others."""
    empty = {"O": "", "f": np.nan}
    return {
        name: np.full_like(column, 0 if name.startswith("exact_") else empty.get(column.dtype.kind, 0))
        for name, column in columns.items()
    }
