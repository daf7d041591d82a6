"""Flags as footnotes: a letter beside the figure, and below the table what it means, once."""

from __future__ import annotations

import math
import string
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from popcalc.doubts import EMPTY_CELLS, WHOLE_AREA
from popcalc.language import Language, Text, plural, text
from popcalc.output.document import Note
from popcalc.output.numbers import shortest
from popcalc.records import COMPARABLE, EXACT_NUMERATOR, FLAGS, LEVEL_ALL

if TYPE_CHECKING:
    from popcalc.arrays import Ints
    from popcalc.record_columns import RecordColumns

PARTIAL, UNDEFINED, IMPOSSIBLE, FEW_EVENTS = "partial", "undefined", "impossible", "few_events"
NOT_REPORTED = "not_reported"
"""Why a figure is undefined when there is nothing to compute it from; the flag in records is `undefined`."""
UNDECIDED = "undecided"
"""Why a figure is undefined that empty cells would change: its flags are `undefined` and `empty_cells`."""

NAMED = 3
"""So many areas of a footnote are named, those with the lowest coverage first."""

REASONS: Mapping[str, Text] = {
    PARTIAL: text("partial: some village-months are missing"),
    "unmatched": text("unmatched: events and population do not come from the same village-months"),
    IMPOSSIBLE: text("impossible: a part above its whole, or more births or deaths than people; a count is wrong"),
    NOT_REPORTED: text("no figure: a count that it needs was not reported"),
    UNDEFINED: text("no figure: its denominator is zero"),
    "supplied": text("supplied: the average population was given, not computed"),
    "extrapolated": text("extrapolated: population held at its nearest month-end for more than a month"),
    "bridged": text("bridged: a missing month-end of population was filled in between its neighbours"),
    "stale": text("stale: the last month-end reported is earlier than the end of the period"),
    WHOLE_AREA: text("whole area: from its own row in the files, as the rows of its areas do not give it"),
    FEW_EVENTS: text("few events: fewer than 20, so chance weighs heavily"),
    EMPTY_CELLS: text("empty cells: they may mean none or not reported, and the figure depends on which"),
    UNDECIDED: text("no figure: it hangs on empty cells, which may mean none or not reported"),
    "date_assumed": text("date assumed: people dated on the first of a month are taken for those of its end"),
    COMPARABLE: text("comparable: the comparison leaves out village-months that have nothing to compare with"),
    "hidden": text("hidden: rests on rows or columns that the workbook hides"),
}
WITHOUT_FIGURE = (NOT_REPORTED, UNDECIDED, UNDEFINED)
ORDER = tuple(key for flag in FLAGS for key in (WITHOUT_FIGURE if flag == UNDEFINED else (flag,)))


class Marks(Struct, frozen=True):
    """The letters of a table: of each row of the frame, of whole columns by name, and what they mean."""

    of_row: Sequence[str]
    of_column: Mapping[str, str]
    letters: Mapping[str, str]
    notes: tuple[Note, ...]


def find_notes(
    records: RecordColumns,
    places: Ints,
    columns: Sequence[str],
    *,
    names: Mapping[int, str],
    language: Language,
    said: Sequence[Collection[str]] = (),
) -> Marks:
    """Return the footnotes of figures, one for each row of results or verdicts.

    `places` is the number of each row's area and period, `names` what it is called, `columns` the column of the table
    in which its figure stands. A flag that every figure of a column has is marked once, beside the unit, and not in
    every cell. What is `said` of a row in words gets no letter.
    """
    import numpy as np

    reasons = _reasons_of_rows(records)
    if said:
        reasons = [tuple(key for key in group if key not in words) for group, words in zip(reasons, said, strict=True)]
    pairs = list(zip(columns, reasons, strict=True))
    distinct = Counter(pairs)
    present = {reason for _, group in distinct for reason in group}
    letters = dict(zip((key for key in ORDER if key in present), string.ascii_lowercase, strict=False))
    there = (~np.isnan(records["value"])).tolist()
    shared = _shared(Counter(pair for pair, is_figure in zip(pairs, there, strict=True) if is_figure))
    marks = {
        (key, group): "".join(letters[reason] for reason in group if reason not in shared.get(key, ()))
        for key, group in distinct
    }
    notes = [Note(letters[key], _explained(key, records, reasons, places, names, language)) for key in letters]
    return Marks(
        of_row=[marks[pair] for pair in pairs],
        of_column={key: "".join(letters[reason] for reason in group) for key, group in shared.items()},
        letters=letters,
        notes=(*_interval_notes(records, language), *notes),
    )


def _reasons_of_rows(records: RecordColumns) -> list[tuple[str, ...]]:
    import numpy as np

    flags = records.texts("flags")
    undefined = np.isnan(records["value"]).tolist()
    missing = ((records[EXACT_NUMERATOR] == None) | (records["village_months_reported"] == 0)).tolist()  # noqa: E711
    known: dict[tuple[str, bool, bool], tuple[str, ...]] = {}
    reasons = []
    for row in zip(flags, undefined, missing, strict=True):
        if row not in known:
            known[row] = _reasons(*row)
        reasons.append(known[row])
    return reasons


def _reasons(flags: str, undefined: bool, missing: bool) -> tuple[str, ...]:
    if undefined:
        # A figure that is not there needs one reason, not its weaknesses too.
        return (no_figure(reported=not missing, flags=flags.split(";")),)
    found = set(flags.split(";"))
    return tuple(key for key in ORDER if key in found)


def no_figure(*, reported: bool, flags: Collection[str]) -> str:
    """Return the key of why a figure is undefined."""
    if not reported:
        return NOT_REPORTED
    return UNDECIDED if EMPTY_CELLS in flags else UNDEFINED


def _shared(pairs: Mapping[tuple[str, tuple[str, ...]], int]) -> dict[str, tuple[str, ...]]:
    """Return the reasons that every figure of a column has, where it has two figures or more.

    `pairs` counts the figures that there are by column and reasons.
    """
    figures: Counter[str] = Counter()
    having: Counter[tuple[str, str]] = Counter()
    for (key, group), rows in pairs.items():
        figures[key] += rows
        having.update({(key, reason): rows for reason in group})
    return {
        key: tuple(reason for reason in ORDER if having[key, reason] == rows)
        for key, rows in figures.items()
        if rows > 1
    }


def _explained(
    key: str,
    records: RecordColumns,
    reasons: Sequence[tuple[str, ...]],
    places: Ints,
    names: Mapping[int, str],
    language: Language,
) -> str:
    if key != PARTIAL:
        return language(REASONS[key])
    coverage = _lowest_coverage(records, reasons, places)
    worst = sorted(coverage, key=lambda place: (coverage[place][0] / max(coverage[place][1], 1), place))
    named = [
        text("{area} {reported} of {expected}", area=names[place], reported=reported, expected=expected)
        for place in worst[:NAMED]
        for reported, expected in [coverage[place]]
    ]
    if len(worst) > NAMED:
        named.append(plural(len(worst) - NAMED, "and {count} more", "and {count} more"))
    listed = language(text(", ")).join(language(words) for words in named)
    return language(text("{reason} (at the worst: {listed})", reason=REASONS[key], listed=listed))


def _lowest_coverage(
    records: RecordColumns, reasons: Sequence[tuple[str, ...]], places: Ints
) -> dict[int, tuple[int, int]]:
    """Return the reported and expected village-months of each partial area and period, lowest over its indicators."""
    import numpy as np

    rows = [row for row, group in enumerate(reasons) if PARTIAL in group]
    part = records.at(np.array(rows, dtype=np.int64))
    lowest: dict[int, tuple[int, int]] = {}
    totals: dict[int, tuple[int, int]] = {}
    for place, level, reported, expected in zip(
        places[rows].tolist(),
        part.texts("level"),
        part["village_months_reported"].tolist(),
        part["village_months_expected"].tolist(),
        strict=True,
    ):
        found = totals if level == LEVEL_ALL else lowest
        if place not in found or reported * found[place][1] < found[place][0] * expected:
            found[place] = (reported, expected)
    return lowest or totals


def _interval_notes(records: RecordColumns, language: Language) -> list[Note]:
    levels = sorted({level for level in records["confidence"].tolist() if not math.isnan(level)})
    if not levels:
        return []
    percent = ", ".join(shortest(round(level * 100, 10)) for level in levels)
    return [Note("", language(text("In brackets: {percent} % confidence interval.", percent=percent)))]
