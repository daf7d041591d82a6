"""Flags as footnotes: a letter beside the figure, and below the table what it means, once."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popcalc.language import Language, Text, plural, text
from popcalc.output.numbers import shortest
from popcalc.output.scripts import plain_texts
from popcalc.records import EXACT_NUMERATOR, FLAGS, LEVEL_ALL, Results

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PARTIAL, UNDEFINED, IMPOSSIBLE = "partial", "undefined", "impossible"
NOT_REPORTED = "not_reported"
"""Why a figure is undefined when there is nothing to compute it from; the flag in records is `undefined`."""

NAMED = 3
"""So many areas of a footnote are named, those with the lowest coverage first."""

REASONS: Mapping[str, Text] = {
    PARTIAL: text("partial: some village-months are missing"),
    "unmatched": text("unmatched: events and population do not come from the same village-months"),
    IMPOSSIBLE: text("impossible: the part is larger than the whole, so a count is wrong"),
    NOT_REPORTED: text("no figure: a count that it needs was not reported"),
    UNDEFINED: text("no figure: its denominator is zero"),
    "supplied": text("supplied: the average population was given, not computed"),
    "extrapolated": text("extrapolated: population held at its nearest month-end for more than a month"),
    "bridged": text("bridged: a missing month-end of population was filled in between its neighbours"),
    "stale": text("stale: the last month-end reported is earlier than the end of the period"),
    "few_events": text("few events: fewer than 20, so chance weighs heavily"),
}
ORDER = tuple(key for flag in FLAGS for key in ((NOT_REPORTED, UNDEFINED) if flag == UNDEFINED else (flag,)))


@dataclass(frozen=True)
class Note:
    """One line below the table; `mark` is empty for what holds for all of it."""

    mark: str
    words: str


@dataclass(frozen=True)
class Marks:
    """The letters of a table: of each row of the frame, of whole columns by indicator, and what they mean."""

    of_row: Sequence[str]
    of_column: Mapping[str, str]
    letters: Mapping[str, str]
    notes: tuple[Note, ...]


def find_notes(
    results: Results, places: npt.NDArray[np.int64], *, names: Mapping[int, str], language: Language
) -> Marks:
    """Return the footnotes of the results.

    `places` is the number of each row's area and period, `names` what it is called. A flag that every figure of an
    indicator has is marked once, beside the unit, and not in every cell.
    """
    reasons = _reasons_of_rows(results)
    pairs = list(zip(plain_texts(results.frame["indicator"]), reasons, strict=True))
    distinct = Counter(pairs)
    present = {reason for _, group in distinct for reason in group}
    letters = dict(zip((key for key in ORDER if key in present), string.ascii_lowercase, strict=False))
    shared = _shared(distinct)
    marks = {
        (key, group): "".join(letters[reason] for reason in group if reason not in shared.get(key, ()))
        for key, group in distinct
    }
    notes = [Note(letters[key], _explained(key, results, reasons, places, names, language)) for key in letters]
    return Marks(
        of_row=[marks[pair] for pair in pairs],
        of_column={key: "".join(letters[reason] for reason in group) for key, group in shared.items()},
        letters=letters,
        notes=(*_interval_notes(results, language), *notes),
    )


def _reasons_of_rows(results: Results) -> list[tuple[str, ...]]:
    frame = results.frame
    flags = plain_texts(frame["flags"])
    undefined = frame["value"].isna().tolist()
    missing = (frame[EXACT_NUMERATOR].isna() | (frame["village_months_reported"] == 0)).tolist()
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
        return (NOT_REPORTED,) if missing else (UNDEFINED,)
    found = set(flags.split(";"))
    return tuple(key for key in ORDER if key in found)


def _shared(pairs: Mapping[tuple[str, tuple[str, ...]], int]) -> dict[str, tuple[str, ...]]:
    """Return the reasons that every figure of an indicator has, where it has two figures or more."""
    figures: Counter[str] = Counter()
    having: Counter[tuple[str, str]] = Counter()
    for (key, group), rows in pairs.items():
        if NOT_REPORTED not in group and UNDEFINED not in group:
            figures[key] += rows
            having.update({(key, reason): rows for reason in group})
    return {
        key: tuple(reason for reason in ORDER if having[key, reason] == rows)
        for key, rows in figures.items()
        if rows > 1
    }


def _explained(
    key: str,
    results: Results,
    reasons: Sequence[tuple[str, ...]],
    places: npt.NDArray[np.int64],
    names: Mapping[int, str],
    language: Language,
) -> str:
    if key != PARTIAL:
        return language(REASONS[key])
    coverage = _lowest_coverage(results, reasons, places)
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
    results: Results, reasons: Sequence[tuple[str, ...]], places: npt.NDArray[np.int64]
) -> dict[int, tuple[int, int]]:
    """Return the reported and expected village-months of each partial area and period, lowest over its indicators."""
    frame = results.frame
    rows = [row for row, group in enumerate(reasons) if PARTIAL in group]
    part = frame.iloc[rows]
    lowest: dict[int, tuple[int, int]] = {}
    totals: dict[int, tuple[int, int]] = {}
    for place, level, reported, expected in zip(
        places[rows].tolist(),
        plain_texts(part["level"]),
        part["village_months_reported"].tolist(),
        part["village_months_expected"].tolist(),
        strict=True,
    ):
        found = totals if level == LEVEL_ALL else lowest
        if place not in found or reported * found[place][1] < found[place][0] * expected:
            found[place] = (reported, expected)
    return lowest or totals


def _interval_notes(results: Results, language: Language) -> list[Note]:
    levels = sorted(set(results.frame["confidence"].dropna().tolist()))
    if not levels:
        return []
    percent = ", ".join(shortest(round(level * 100, 10)) for level in levels)
    return [Note("", language(text("In brackets: {percent} % confidence interval.", percent=percent)))]
