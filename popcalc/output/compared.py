"""What stands beside figures that are compared: the other one, the difference with its sign, how sure it is, ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from popcalc.language import Language, Text, text
from popcalc.output.cells import UNDEFINED
from popcalc.output.document import Column, Note
from popcalc.output.numbers import half_up
from popcalc.output.verdict_words import EVIDENCE
from popcalc.record_columns import RecordColumns
from popcalc.records import (
    EXACT_COMPARED_DENOMINATOR,
    EXACT_COMPARED_NUMERATOR,
    EXACT_DIFFERENCE_DENOMINATOR,
    EXACT_DIFFERENCE_NUMERATOR,
)

NOTHING = {"", UNDEFINED}
"""Cells of what is not compared."""
Entry = TypeVar("Entry", str, float)


class Grid(Protocol):
    """Give the cells of a column from what each row of the records says, in their order."""

    def __call__(self, entries: Sequence[Entry], /) -> Sequence[Entry]:
        """Give the cells."""
        ...


HEADINGS: Mapping[str, Text] = {
    "last-year": text("last year"),
    "previous": text("period before"),
    "above": text("area above"),
}
TITLES: Mapping[str, Text] = {
    "last-year": text("compared with the same months a year before"),
    "previous": text("compared with the period before"),
    "above": text("compared with the area above"),
}
NOTES: Mapping[str, Text] = {
    "last-year": text("Both years on the village-months that both have."),
    "previous": text("Both periods on the village-months that both have; the season is part of the difference."),
    "above": text("Difference: from the area above; evidence: from the rest of it."),
}
SURE = text(
    "Evidence: a clear difference would come by chance alone in at most 5 % of cases, a strong one in at most 0.2 %, "
    "an uncertain one more often."
)
SURE_OF_RANKS = text("Rank, and in brackets the best and the worst that it can be with 95 % confidence.")


def other_values(records: RecordColumns, places: Sequence[int]) -> list[str]:
    """Return the compared value of every row, with so many decimals."""
    return _shown(records, EXACT_COMPARED_NUMERATOR, EXACT_COMPARED_DENOMINATOR, places)


def differences(records: RecordColumns, places: Sequence[int]) -> list[str]:
    """Return the difference of every row with its sign, and with so many decimals."""
    words = _shown(records, EXACT_DIFFERENCE_NUMERATOR, EXACT_DIFFERENCE_DENOMINATOR, places)
    return [f"+{one}" if one[:1].isdigit() and one.strip("0.") else one for one in words]


def evidence_words(records: RecordColumns, language: Language) -> list[str]:
    """Return how sure the difference of every row is, in words."""
    return [language(EVIDENCE[one]) for one in records.texts("difference_evidence")]


def rank_words(records: RecordColumns) -> list[str]:
    """Return the rank of every row, and how far it is sure: `2 (1–5)`."""
    columns = (records[name].tolist() for name in ("rank", "rank_best", "rank_worst"))
    return [_rank(*ranks) for ranks in zip(*columns, strict=True)]


def columns_beside(
    records: RecordColumns,
    places: Sequence[int],
    compare: str,
    grid: Grid,
    language: Language,
) -> list[Column]:
    """Return the columns beside the figures of one indicator; `grid` takes the words of its rows from those of all.

    `places` are the decimals of each row. Evidence and ranks have a column where there are any.
    """
    found = []
    if compare:
        found = [
            Column(
                language(HEADINGS[compare]),
                grid(other_values(records, places)),
                belongs=True,
                numbers=grid(records["compared_value"].tolist()),
            ),
            Column(
                language(text("difference")),
                grid(differences(records, places)),
                belongs=True,
                numbers=grid(records["difference"].tolist()),
            ),
            Column(language(text("evidence")), grid(evidence_words(records, language)), is_number=False, belongs=True),
        ]
    if "rank" in records.columns:
        found.append(Column(language(text("rank")), grid(rank_words(records)), is_number=False, belongs=True))
    return [column for column in found if not set(column.values) <= NOTHING]


def notes_of(records: RecordColumns, compare: str, language: Language) -> list[Note]:
    """Return what the columns beside figures mean."""
    said = []
    if compare and len(records):
        said.append(NOTES[compare])
        if any(records.words("difference_evidence").words):
            said.append(SURE)
    if "rank" in records.columns and any(math.isfinite(one) for one in records["rank_best"].tolist()):
        said.append(SURE_OF_RANKS)
    return [Note("", language(sentence)) for sentence in said]


def _shown(records: RecordColumns, above: str, below: str, places: Sequence[int]) -> list[str]:
    return [
        half_up(int(top), int(bottom), decimals, thousands=",") if bottom and math.isfinite(bottom) else UNDEFINED
        for top, bottom, decimals in zip(records[above].tolist(), records[below].tolist(), places, strict=True)
    ]


def _rank(rank: float, best: float, worst: float) -> str:
    if math.isnan(rank):
        return ""
    return f"{rank:.0f}" if math.isnan(best) else f"{rank:.0f} ({best:.0f}–{worst:.0f})"
