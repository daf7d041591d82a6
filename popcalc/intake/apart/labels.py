"""What the driver must know of the rows of a batch: how they name their areas, and whether anything is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.identity import Identified, identify
from popcalc.areas.labels import Labels, code_role, combine
from popcalc.intake.apart.batches import ReadBatch, Words
from popcalc.intake.join.lost_names import has_lost
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.values import NO_ROWS, FileRows, Rows
from popcalc.intake.survey import Survey
from popcalc.table import are_empty

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


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


class Summary(Struct, frozen=True):
    """All that was found in a batch but its rows; `is_plain` says that these can be joined wherever they are."""

    files: Sequence[FileRows]
    words: Mapping[str, Words]
    labels: BatchLabels
    is_plain: bool


def summarise(batch: ReadBatch) -> Summary:
    """Return what the driver must know of a batch."""
    data = [file.data for file in batch.files]
    words = words_of(data)
    label = label_of(words)
    number = int(label.max(initial=-1)) + 1
    first = np.zeros(number, dtype=np.int64)
    first[label[::-1]] = np.arange(len(label))[::-1]
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
        and not any(has_lost(one.words, one.raw) for one in batch.words.values() if not one.is_code),
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


class Known(Struct, frozen=True):
    """The areas of all rows, the village of each label of each batch, and how many rows each village has."""

    identified: Identified
    villages: Sequence[AnyInts]
    rows: AnyInts


def identified(summaries: Sequence[Summary], survey: Survey, reading: Reading) -> Known:
    """Return the areas that the labels of all batches mean.

    Raises RowsWantedError where that takes more than labels.
    """
    pools = reading.pools
    own = []
    for one in summaries:
        position_of = {role: pools[role].take_over(words.words, words.raw) for role, words in one.words.items()}
        own.append({role: position_of[role][column] for role, column in one.labels.words.items()})
    lengths = [len(one.labels.last) for one in summaries]
    roles = dict.fromkeys(role for one in own for role in one)
    words = {
        role: np.concatenate(
            [one.get(role, np.zeros(length, dtype=np.int32)) for one, length in zip(own, lengths, strict=True)]
        )
        for role in roles
    }
    label = label_of(words)
    first = np.zeros(int(label.max()) + 1, dtype=np.int64)
    first[label[::-1]] = np.arange(len(label))[::-1]
    last = np.full(len(first), np.iinfo(np.int32).min, dtype=np.int32)
    np.maximum.at(last, label, np.concatenate([one.labels.last for one in summaries]))
    levels = tuple(level for level in survey.columns.levels if level in words or code_role(level) in words)
    labels = Labels({role: column[first] for role, column in words.items()}, last, pools, levels)
    columns = survey.columns
    found = identify(labels, _NoSightings(), survey.registry, columns.code_levels, columns.levels, rows_wanted)  # type: ignore[arg-type]
    if not isinstance(found, Identified):
        raise RowsWantedError
    village = found.village_of[label]
    tops = np.concatenate([one.labels.top for one in summaries])
    found = replace(found, areas=found.areas.with_rows(village, tops))
    rows = np.bincount(
        village, weights=np.concatenate([one.labels.rows for one in summaries]), minlength=found.areas.villages
    )
    return Known(found, np.split(village, np.cumsum(lengths)[:-1]), rows.astype(np.int64))


class _NoSightings:
    """Stands for rows that are elsewhere."""

    def __getattr__(self, name: str) -> NoReturn:
        raise RowsWantedError
