"""From the blocks of all files to one table: areas made out, the rows of different files joined, figures held once.

The result does not depend on the order of files or rows, nor on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.identity import LAST, Identified, Labels, Pool, code_role, combine, identify
from popcalc.errors import Fault, InputError, Notice
from popcalc.intake.conflicts import find_conflicts, merge_repeats
from popcalc.intake.derive import derive, fill_absent
from popcalc.intake.rows import Chunk
from popcalc.intake.survey import Survey
from popcalc.table import ABSENT, END, FILE, ROW, START, VILLAGE, VillageMonths

if TYPE_CHECKING:
    import numpy.typing as npt

FIRST_MONTH = 1900 * 12
MONTHS = 400 * 12
"""Months from 1900 on that fit into one sort key."""


@dataclass(frozen=True)
class Part:
    """A chunk and the position of the file it comes from."""

    file: int
    chunk: Chunk


def assemble(
    parts: Sequence[Part],
    files: tuple[str, ...],
    survey: Survey,
    wanted: frozenset[str],
    pools: Mapping[str, Pool],
    notices: Sequence[Notice],
) -> VillageMonths:
    """Return the table; raises InputError when a figure is given twice and differs, or runs of months overlap."""
    catalogue = survey.catalogue
    held = [key for key in catalogue.counts if any(key in part.chunk.counts for part in parts)]
    rows = _stacked(parts, held)
    identified = _areas(parts, rows, survey, pools)
    rows[VILLAGE] = identified.village_of[rows.pop("label")]
    order = np.argsort(_sort_key(rows), kind="stable")
    table = {name: column[order] for name, column in rows.items()}
    faults: list[Fault] = []
    table, repeated = merge_repeats(table, held, files, identified.areas, catalogue, faults)
    faults += find_conflicts(table, held, files, identified.areas, catalogue, survey.year_start)
    if faults:
        raise InputError(faults)
    derived, said = derive(table, catalogue, wanted)
    if survey.columns.absent == "zero":
        derived = fill_absent(derived, catalogue, identified.areas.villages)
    counts = tuple(key for key in catalogue.counts if key in derived)
    frame = pd.DataFrame({name: derived[name] for name in (VILLAGE, START, END, *counts, FILE, ROW)}, copy=False)
    return VillageMonths(frame, identified.areas, counts, files, (*notices, *identified.notices, *repeated, *said))


Columns = dict[str, "npt.NDArray[np.int64]"]


def _stacked(parts: Sequence[Part], held: Sequence[str]) -> Columns:
    """Return the rows of all parts below each other, with the number of each row's label."""
    rows: Columns = {
        START: _concatenated([part.chunk.start for part in parts]),
        END: _concatenated([part.chunk.end for part in parts]),
        FILE: _concatenated([np.full(len(part.chunk.row), part.file, dtype=np.int16) for part in parts]),
        ROW: _concatenated([part.chunk.row for part in parts]),
    }
    for key in held:
        rows[key] = _concatenated(
            [
                part.chunk.counts[key]
                if key in part.chunk.counts
                else np.full(len(part.chunk.row), ABSENT, dtype=np.int32)
                for part in parts
            ]
        )
    roles = sorted({role for part in parts for role in part.chunk.words})
    rows["label"] = combine(
        [
            _concatenated([part.chunk.words.get(role, np.zeros(len(part.chunk.row), dtype=np.int32)) for part in parts])
            for role in roles
        ]
    )
    return rows


def _concatenated(columns: Sequence[npt.NDArray[np.generic]]) -> npt.NDArray[np.int64]:
    if not columns:
        return np.zeros(0, dtype=np.int32)  # type: ignore[return-value]
    return np.concatenate(columns) if len(columns) > 1 else columns[0]  # type: ignore[return-value]


def _sort_key(rows: Columns) -> npt.NDArray[np.int64]:
    """Return one number per row that sorts by village, first and last month."""
    start = rows[START].astype(np.int64) - FIRST_MONTH
    end = rows[END].astype(np.int64) - FIRST_MONTH
    if not len(start) or (rows[START] == rows[END]).all():
        return rows[VILLAGE] * MONTHS + start
    return (rows[VILLAGE] * MONTHS + start) * MONTHS + end


def _areas(parts: Sequence[Part], rows: Columns, survey: Survey, pools: Mapping[str, Pool]) -> Identified:
    """Return the areas that the rows' labels mean."""
    label = rows["label"]
    _, first = np.unique(label, return_index=True)
    frame = {}
    for role in pools:
        if any(role in part.chunk.words for part in parts):
            column = _concatenated(
                [part.chunk.words.get(role, np.zeros(len(part.chunk.row), dtype=np.int32)) for part in parts]
            )
            frame[role] = column[first].astype(np.int32)
    last = np.full(len(first), np.iinfo(np.int32).min, dtype=np.int64)
    np.maximum.at(last, label, rows[END])
    frame[LAST] = last
    levels = tuple(level for level in survey.levels if level in frame or code_role(level) in frame)
    labels = Labels(pd.DataFrame(frame), pools, levels)
    return identify(labels, survey.registry, survey.columns.code_levels, _apart(labels, rows))


def _apart(labels: Labels, rows: Columns) -> set[tuple[int, int]]:
    """Return the pairs of leaf codes that one file gives for one month under the same names."""
    codes = labels.codes()
    paths = combine([labels.names(level) for level in labels.levels])
    coded = pd.DataFrame({"path": paths, "code": codes})[codes > 0].drop_duplicates()
    several = coded["path"][coded["path"].duplicated()].unique()
    if not len(several):
        return set()
    suspects = np.isin(paths, several) & (codes > 0)
    chosen = suspects[rows["label"]]
    seen = pd.DataFrame(
        {
            "file": rows[FILE][chosen],
            "start": rows[START][chosen],
            "path": paths[rows["label"][chosen]],
            "code": codes[rows["label"][chosen]],
        }
    ).drop_duplicates()
    pairs: set[tuple[int, int]] = set()
    for _, group in seen.groupby(["file", "start", "path"])["code"]:
        found = sorted(group.tolist())
        pairs.update((one, other) for place, one in enumerate(found) for other in found[place + 1 :])
    return pairs
