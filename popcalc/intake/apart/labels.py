"""What the driver must know of the rows of a batch: how they name their areas, and whether anything is odd."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.identity import Identified, identify
from popcalc.areas.labels import Labels, Pool, Sightings, code_role, combine
from popcalc.engines import Lost
from popcalc.intake.apart.batches import Apart, ReadBatch, Words
from popcalc.intake.join.lost_names import has_lost
from popcalc.intake.rows.values import NO_ROWS, FileRows, Rows
from popcalc.intake.survey import Survey
from popcalc.table import ABSENT, are_empty

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools, Ints

TOGETHER = 1_000_000
"""So many labels of batches, at least, are made out together."""


class RowsWantedError(Exception):
    """Something is to be said, or decided, that takes the rows themselves."""


def rows_wanted(*_: Any, **__: Any) -> NoReturn:
    """Stand for what only rows that are all in one place can answer."""
    raise RowsWantedError


class BatchLabels(Struct, frozen=True):
    """The distinct labels of the rows of a batch, in the order in which they come.

    `words` are their positions in the batch's pools by role, `last` the last month of each, `rows` how many rows have
    it, `top` the first place that it has in any file.
    """

    words: Mapping[str, AnyInts]
    last: AnyInts
    rows: AnyInts
    top: AnyInts

    def __len__(self) -> int:
        return len(self.last)


class Summary(Struct, frozen=True):
    """All that was found in a batch but its rows; `is_plain` says that these can be joined wherever they are.

    `words` are those of the batch, None where it was read by the pools that all batches have.
    """

    files: Sequence[FileRows]
    words: Mapping[str, Words] | None
    labels: BatchLabels
    is_plain: bool


def summarise(batch: ReadBatch) -> Summary:
    """Return what the driver must know of a batch."""
    data = [file.data for file in batch.files]
    words = words_of(data)
    label = label_of(words)
    first = _first_of(label)
    number = len(first)
    last = np.full(number, np.iinfo(np.int32).min, dtype=np.int32)
    np.maximum.at(last, label, np.concatenate([one.end for one in data]).astype(np.int32))
    top = np.full(number, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(top, label, np.concatenate([one.row for one in data]).astype(np.int32))
    found = {role: column[first] for role, column in words.items()}
    return Summary(
        [replace(file, data=NO_ROWS) for file in batch.files],
        batch.words,
        BatchLabels(found, last, np.bincount(label, minlength=number), top),
        all(map(_is_plain, batch.files))
        and not any(has_lost(one.words, one.raw) for one in (batch.words or {}).values() if not one.is_code),
    )


def _is_plain(file: FileRows) -> bool:
    odd = file.faults or file.odd_totals or file.marks or file.zeros or file.whole or file.parts
    return not odd and not any(bool(are_empty(figures).any()) for figures in file.data.counts.values())


def words_of(data: Sequence[Rows]) -> dict[str, AnyInts]:
    """Return the words of the rows of some files, one after the other, 0 where a file has no column of a role."""
    roles = dict.fromkeys(role for one in data for role in one.words)
    return {
        role: np.concatenate([one.words.get(role, np.zeros(len(one), dtype=np.int32)) for one in data])
        for role in roles
    }


def label_of(words: Mapping[str, AnyInts]) -> AnyInts:
    """Return the number of each row's label, in the order in which they come."""
    return combine(list(words.values())).astype(np.int32) if words else np.zeros(0, dtype=np.int32)


@dataclass
class AllLabels:
    """The distinct labels of all batches, in the order in which they come, their words as positions in `pools`.

    Those of several batches are made out together, so that no batch is held against all labels that there are.
    """

    pools: Mapping[str, Pool]
    all: BatchLabels = field(default_factory=lambda: BatchLabels({}, *(np.zeros(0, dtype=np.int32),) * 3))
    label_of: list[AnyInts] = field(default_factory=list)
    _pending: list[BatchLabels] = field(default_factory=list)

    def add(self, summary: Summary) -> None:
        """Take in the labels of one more batch, and their words if they are not yet those here."""
        own = summary.labels
        if summary.words is not None:
            position_of = {role: self.pools[role].take_over(one.words, one.raw) for role, one in summary.words.items()}
            own = replace(own, words={role: position_of[role][column] for role, column in own.words.items()})
        self._pending.append(own)
        if sum(len(one) for one in self._pending) > max(TOGETHER, len(self.all)):
            self.join()

    def join(self) -> None:
        """Make out the labels that were taken in; `label_of` gives for each batch the numbers of its own then."""
        own = [self.all, *self._pending]
        roles = dict.fromkeys(role for one in own for role in one.words)
        words = {
            role: np.concatenate([one.words.get(role, np.zeros(len(one), dtype=np.int32)) for one in own])
            for role in roles
        }
        label = label_of(words)
        first = _first_of(label)
        last = np.full(len(first), np.iinfo(np.int32).min, dtype=np.int32)
        np.maximum.at(last, label, np.concatenate([one.last for one in own]))
        top = np.full(len(first), np.iinfo(np.int32).max, dtype=np.int32)
        np.minimum.at(top, label, np.concatenate([one.top for one in own]))
        rows = np.bincount(label, weights=np.concatenate([one.rows for one in own]), minlength=len(first))
        words = {role: column[first] for role, column in words.items()}
        self.all = BatchLabels(words, last, rows.astype(np.int64), top)
        self.label_of += np.split(label, np.cumsum([len(one) for one in own])[:-1])[1:]
        self._pending.clear()


def _first_of(label: AnyInts) -> Ints:
    """Return where each label stands first."""
    first = np.zeros(int(label.max(initial=-1)) + 1, dtype=np.int64)
    # Written from the last to the first, so that the first stays.
    first[label[::-1]] = np.arange(len(label))[::-1]
    return first


class Known(Struct, frozen=True):
    """The areas of all rows, the village of each label of each batch, and how many rows each village has."""

    identified: Identified
    villages: Sequence[AnyInts]
    rows: AnyInts


def identified(apart: Apart, found: AllLabels, survey: Survey) -> Known:
    """Return the areas that the labels of all batches mean.

    Raises RowsWantedError where some are unclear, as their places are to be said.
    """
    words, columns = found.all.words, survey.columns
    levels = tuple(level for level in columns.levels if level in words or code_role(level) in words)
    labels = Labels(words, found.all.last, found.pools, levels)
    seen = SeenApart(apart, found)
    areas = identify(labels, seen, survey.registry, columns.code_levels, columns.levels, rows_wanted)
    if not isinstance(areas, Identified):
        raise RowsWantedError
    village = areas.village_of.astype(np.int32, copy=False)
    areas = replace(areas, areas=areas.areas.with_rows(village, found.all.top))
    rows = np.bincount(village, weights=found.all.rows, minlength=areas.areas.villages)
    return Known(areas, [village[own] for own in found.label_of], rows.astype(np.int64))


class Asked(Struct, frozen=True):
    """What a batch is asked for: the number of its first file, and the label of each of its own, -1 for one that is
    not asked for."""

    file: int
    label_of: AnyInts


class SeenApart(Struct, frozen=True):
    """Where labels were seen, by rows that lie elsewhere: those of labels that are asked for are fetched."""

    apart: Apart
    labels: AllLabels

    def only(self, chosen: Bools, counts: Collection[str] | None = None) -> Sightings:
        """Return the sightings of the labels that are chosen, with all figures or those of some counts."""
        apart, engine = self.apart, self.apart.engine
        asked = [
            Asked(file, np.where(chosen[own], own, -1))
            for file, own in zip(apart.first, self.labels.label_of, strict=True)
        ]
        shared = engine.share(None if counts is None else tuple(counts))
        found = list(engine.gather(engine.then(apart.handles, rows_seen, asked, shared)))
        if any(isinstance(one, Lost) for one in found):
            raise RowsWantedError
        keys = dict.fromkeys(key for one in found for key in one.counts)
        return Sightings(
            np.concatenate([one.label for one in found]),
            np.concatenate([one.file for one in found]),
            np.concatenate([one.month for one in found]),
            {key: np.concatenate([_figures(one.counts, key, len(one.label)) for one in found]) for key in keys},
        )

    def rows(self, labels: int) -> Ints:
        """Return how many rows each of so many labels has."""
        return self.labels.all.rows.astype(np.int64, copy=False)


def rows_seen(batch: ReadBatch, asked: Asked, counts: Sequence[str] | None) -> Sightings:
    """Return where the labels that are asked for were seen in the files of a batch."""
    data = [file.data for file in batch.files]
    label = asked.label_of[label_of(words_of(data))]
    rows = np.flatnonzero(label >= 0)
    file = np.concatenate([np.full(len(one), asked.file + spot, dtype=np.int32) for spot, one in enumerate(data)])
    keys = dict.fromkeys(key for one in data if len(one) for key in one.counts if counts is None or key in counts)
    figures = {key: np.concatenate([_figures(one.counts, key, len(one)) for one in data])[rows] for key in keys}
    return Sightings(label[rows], file[rows], np.concatenate([one.start for one in data])[rows], figures)


def _figures(counts: Mapping[str, AnyInts], key: str, rows: int) -> AnyInts:
    return counts[key] if key in counts else np.full(rows, ABSENT, dtype=np.int32)
