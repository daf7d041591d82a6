"""Villages of one name in the files of two towns, where only the names of the files say which town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.folding import folded_name
from popcalc.areas.labels import Pool
from popcalc.errors import Notice
from popcalc.intake.join.gathering import Gathered
from popcalc.intake.survey import Survey
from popcalc.language import text, word
from popcalc.table import END, FILE, START

if TYPE_CHECKING:
    import pandas as pd

    from popcalc.arrays import AnyInts, Bools

SHOWN = 3


class FileTowns(Struct, frozen=True):
    """The pools of words, with one of towns where names of files say them, and a notice of that."""

    pools: Mapping[str, Pool]
    notices: tuple[Notice, ...] = ()


def towns_of_files(gathered: Gathered, survey: Survey, pools: Mapping[str, Pool]) -> FileTowns:
    """Give the rows of files that name nothing but villages the town that the file's name says, in place.

    Only where two such files have a figure of one village, month and count, so that either is given twice or these are
    two villages: they are where the names say two towns, or where the files share less than half of their villages and
    have different names.
    """
    leaf = survey.levels[-1] if survey.levels else ""
    order = survey.columns.levels
    alone = [number for number, layout in enumerate(survey.layouts) if layout.is_only_named and layout.leaf == leaf]
    if len(alone) < 2 or leaf not in order[1:] or not len(gathered):
        return FileTowns(pools)
    level = order[order.index(leaf) - 1]
    meeting = _meeting(gathered, _overlapping(gathered, alone), leaf)
    if not len(meeting):
        return FileTowns(pools)
    towns = _towns(gathered, survey, meeting, alone, level, leaf, pools)
    pairs = {(towns.get(one, ""), towns.get(other, "")) for one, other in meeting[["one", "other"]].to_numpy().tolist()}
    if not any(folded_name(one) != folded_name(other) for one, other in pairs if one and other):
        return FileTowns(pools)
    pool = pools.get(level) or Pool(is_code=False, level=level)
    of_file = np.zeros(len(survey.layouts), dtype=np.int32)
    for number, town in towns.items():
        of_file[number] = pool.position(town)
    words = gathered.words.get(level, np.zeros(len(gathered), dtype=np.int32))
    own = of_file[gathered.months[FILE]]
    gathered.words[level] = np.where(own > 0, own, words).astype(np.int32)
    names = sorted({pools[leaf].words[spot] for spot in meeting["name"].tolist()})
    sentence = text(
        "{areas} is in the files of several {level} areas ({towns}) and taken for one in each, as the names of the "
        "files say; a column of that level says it surely",
        areas=(*names[:SHOWN], *(["..."] if len(names) > SHOWN else [])),
        level=word(level),
        towns=tuple(sorted(set(towns.values()))[:SHOWN]),
    )
    return FileTowns({**pools, level: pool}, (Notice("NAMESAKES", sentence),))


def _overlapping(gathered: Gathered, files: Sequence[int]) -> dict[str, list[int]]:
    """Return by count the files of which some other one has it too for months that may be the same."""
    file, start, end = (gathered.months[name] for name in (FILE, START, END))
    edges = np.flatnonzero(np.concatenate([[True], file[1:] != file[:-1]]))
    numbers, first = file[edges].tolist(), np.minimum.reduceat(start, edges).tolist()
    last = np.maximum.reduceat(end, edges).tolist()
    spans = sorted((begin, until, number) for number, begin, until in zip(numbers, first, last, strict=True))
    found: dict[str, list[int]] = {}
    for key, values in gathered.counts.items():
        has = dict(zip(numbers, np.maximum.reduceat(values, edges).tolist(), strict=True))
        reach, before, chosen = -1, -1, set()
        for begin, until, number in spans:
            if number not in files or has[number] < 0:
                continue
            if begin <= reach:
                chosen |= {number, before}
            if until > reach:
                reach, before = until, number
        if chosen:
            found[key] = sorted(chosen)
    return found


def _meeting(gathered: Gathered, files_of: Mapping[str, Sequence[int]], leaf: str) -> pd.DataFrame:
    """Return pairs of files (`one`, `other`) that both have a figure of a village (`name`), month and count."""
    pieces = []

    import pandas as pd

    for key, files in files_of.items():
        chosen: Bools = np.isin(gathered.months[FILE], files) & (gathered.counts[key] >= 0)
        rows = np.flatnonzero(chosen)
        columns: dict[str, AnyInts] = {
            "name": gathered.words[leaf][rows],
            "start": gathered.months[START][rows],
            "end": gathered.months[END][rows],
            "one": gathered.months[FILE][rows].astype(np.int64),
        }
        frame = pd.DataFrame(columns).drop_duplicates().sort_values(list(columns), kind="stable", ignore_index=True)
        frame["other"] = frame["one"].shift(-1, fill_value=-1)
        same = (frame[["name", "start", "end"]] == frame[["name", "start", "end"]].shift(-1)).all(axis=1)
        pieces.append(frame.loc[same & (frame["one"] != frame["other"]), ["one", "other", "name"]])
    empty = pd.DataFrame({"one": [], "other": [], "name": []}, dtype=np.int64)
    return pd.concat([empty, *pieces], ignore_index=True).drop_duplicates()


def _towns(
    gathered: Gathered,
    survey: Survey,
    meeting: pd.DataFrame,
    alone: Sequence[int],
    level: str,
    leaf: str,
    pools: Mapping[str, Pool],
) -> dict[int, str]:
    """Return the town of each of the files that name one."""
    sources = {number: survey.layouts[number].source for number in alone}
    towns: dict[int, str] = {}
    shared = meeting.groupby(["one", "other"])["name"].nunique()
    file = gathered.months[FILE]

    import pandas as pd

    from popcalc.intake.sources.file_towns import all_named, own_words

    villages = pd.DataFrame({"file": file, "name": gathered.words[leaf]})[np.isin(file, alone)]
    number_of = villages.drop_duplicates().groupby("file").size()
    for (one, other), number in zip(shared.index.tolist(), shared.tolist(), strict=True):
        if one in towns or other in towns or 2 * number >= min(int(number_of[one]), int(number_of[other])):
            continue
        mine, its = own_words(sources[one], sources[other])
        if mine and its:
            towns |= all_named(sources, mine) | all_named(sources, its)
    return towns
