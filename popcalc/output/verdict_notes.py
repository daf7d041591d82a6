"""What stands below verdicts: how many of each, what chance alone would give, and on how little a figure rests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from popcalc.definitions.targets import Operator
from popcalc.doubts import EMPTY_CELLS
from popcalc.language import Language, Text, plural, text
from popcalc.output.document import Note
from popcalc.output.notes import FEW_EVENTS, IMPOSSIBLE, NOT_REPORTED, PARTIAL, UNDEFINED, Marks, find_notes
from popcalc.output.verdict_words import VerdictWords
from popcalc.record_columns import RecordColumns, places_of
from popcalc.records import VerdictResults

CHANCE, CHANCE_ON_A_BAND = 0.025, 0.05
"""The share of clear fails, at most, among areas exactly on their bound."""

SAID: Mapping[str, str] = {
    "nothing_reported": NOT_REPORTED,
    "undefined": UNDEFINED,
    "impossible": IMPOSSIBLE,
    EMPTY_CELLS: EMPTY_CELLS,
    "incomplete": PARTIAL,
}
"""The footnote that says the same as a reason for `no_data`."""


def marks_of(
    records: RecordColumns,
    verdicts: Sequence[VerdictWords],
    columns: Sequence[str],
    language: Language,
    *,
    reasons_shown: bool,
) -> Marks:
    """Return the footnotes of the figures behind verdicts, those of `compute`, row by row.

    `columns` is the column in which each figure stands. Where evidence stands, chance has been weighed exactly, and few
    events are no footnote; nor is what the reason for `no_data` says, with `reasons_shown`.
    """
    places, first = places_of(records)
    several = len({one.period for one in verdicts}) > 1
    heads = [verdicts[row] for row in first.tolist()]
    names = {place: f"{one.area} {one.period}" if several else one.area for place, one in enumerate(heads)}
    said = [
        {FEW_EVENTS if evidence else "", SAID.get(reason, "") if reasons_shown else ""}
        for evidence, reason in zip(records.texts("evidence"), records.texts("reason"), strict=True)
    ]
    return find_notes(records, places, columns, names=names, language=language, said=said)


def summary(results: VerdictResults, language: Language) -> tuple[Note, ...]:
    """Return how many of each verdict there are, how many uncertain, and what chance alone would give."""
    keys = list(zip(*map(results.columns.texts, ("target", "status", "evidence")), strict=True))
    fails = [key for key in keys if key[1] == "fail"]
    warned = sum(results.rules[target].warning_only for target, _, _ in fails)
    passes = [key for key in keys if key[1] == "pass"]
    said = [
        plural(
            len(keys),
            "{count} verdict: {fails} fail ({unsure} uncertain), {passes} pass ({open} uncertain), {none} no data.",
            "{count} verdicts: {fails} fail ({unsure} uncertain), {passes} pass ({open} uncertain), {none} no data.",
            fails=len(fails),
            unsure=sum(key[2] == "uncertain" for key in fails),
            passes=len(passes),
            open=sum(key[2] == "uncertain" for key in passes),
            none=len(keys) - len(fails) - len(passes),
        )
    ]
    if warned:
        said.append(plural(warned, "{count} fail is a warning only.", "{count} fails are warnings only."))
    tested = [results.rules[target].bound.operator for target, _, evidence in keys if evidence]
    if tested:
        said.append(_chance(tested))
    if results.drivers is not None and results.drivers.empty:
        nobody = text("No villages are named: there are none below the areas that fail.")
        said.append(nobody if fails else text("No villages are named: nothing fails."))
    return tuple(Note("", language(sentence)) for sentence in said)


def _chance(tested: Sequence[Operator]) -> Text:
    bands = sum(operator in (Operator.BETWEEN, Operator.EQUAL) for operator in tested)
    most = CHANCE_ON_A_BAND * bands + CHANCE * (len(tested) - bands)
    return plural(
        len(tested),
        "? could be chance. Exactly on its bound, this verdict would come out as a clear fail by chance alone in at "
        "most 2.5 % of cases (5 % on a band).",
        "? could be chance. Were all {count} verdicts with evidence exactly on their bounds, chance alone would make "
        "at most {most} clear fails (2.5 % each, 5 % on a band).",
        most=f"{math.ceil(round(most * 10, 6)) / 10:g}",
    )
