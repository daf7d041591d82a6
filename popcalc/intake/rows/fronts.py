"""Rows whose code or name is the front of others: candidates for totals, which their figures decide.

320803100000 stands above 320803100201, `Westland` above `Westland Aton` and `Westland Bton`, 北岭镇 above 北岭镇东村.
A candidate is a total when its figures agree with its parts, and a fault that asks when they contradict; a village
that has less people than one of its would-be parts is a village. The front of one other alone, a province with one
county, is a candidate only where it has the same figures: nothing else tells it from a village beside a hamlet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from popcalc.areas.completion import level_of_code
from popcalc.areas.labels import code_role, combine
from popcalc.areas.tree import stem
from popcalc.arrays import distinct_values
from popcalc.intake.header.layout import Layout
from popcalc.intake.rows.heads import heads_above
from popcalc.intake.rows.reading import Reading
from popcalc.intake.rows.totals import CODE_DIGITS, are_subtotals
from popcalc.intake.rows.values import RowClass, Rows
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import solid

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools

LEAST_PARTS = 2
"""Codes that a front must have behind it beside its own."""
SHORTEST_PADDED = 4
_OF_COUNTIES = 6
"""Digits of the codes of Chinese counties, whose places are fixed."""
_ITSELF_AND_ONE = 2
BETWEEN = " -/,("
"""What may stand between a front and the rest of a name."""


class Candidates(Struct, frozen=True):
    """Rows that may be totals, with the numbers of the groups that they add up and that rows are in; -1 is none.

    `certain` says that what they are called is enough where the figures tell nothing; `doubted` that figures that
    contradict are a fault. `alone`: each has one part, whose figures are the same.
    """

    row_class: RowClass
    of_total: AnyInts
    of_part: AnyInts
    certain: bool
    doubted: bool
    alone: bool = False


def _used(rows: Rows, role: str, reading: Reading) -> list[int]:
    """Return the positions of the words of a role that a file uses."""
    words, positions = reading.areas[role].pool.words, rows.words[role]
    few = len(positions) * 8 < len(words)
    used = distinct_values(positions) if few else np.flatnonzero(np.bincount(positions, minlength=1))
    found: list[int] = used[used > 0].tolist()
    return found


def fronts_of(rows: Rows, totals: Bools, layout: Layout, reading: Reading) -> Iterator[Candidates]:
    """Yield the candidates of a file by their codes, then by their names; `totals` are grown between two of them."""
    code = code_role(layout.leaf)
    if code in rows.words:
        yield from _by_code(rows, totals, layout.leaf, reading)
        yield from _above_one(
            RowClass.TOTAL_BY_CODE, rows, totals, code, _codes_above_one(rows, code, reading), reading
        )
    if layout.leaf in rows.words:
        words = reading.areas[layout.leaf].pool.words
        spots = _used(rows, layout.leaf, reading)
        fronts, above_one = names_before_others([words[spot] for spot in spots])
        used = {spot: words[spot] for spot in spots} if fronts or above_one else {}
        if fronts:
            yield from _by_name(rows, totals, layout.leaf, used, fronts, reading)
        if above_one:
            spot_of = {word: spot for spot, word in used.items()}
            pairs = {spot_of[word]: spot_of[part] for word, part in above_one.items()}
            yield from _above_one(RowClass.TOTAL_BY_NAME, rows, totals, layout.leaf, pairs, reading)
        if rows.words.keys() == {layout.leaf}:
            yield from _by_level(rows, totals, layout.leaf, words, spots, reading)


def _by_level(
    rows: Rows, totals: Bools, role: str, words: Sequence[str], spots: Sequence[int], reading: Reading
) -> Iterator[Candidates]:
    """Yield the candidates whose names have the word of a level above that of the rows behind them."""
    positions = rows.words[role]
    _, first = np.unique(positions[np.argsort(rows.row, kind="stable")], return_index=True)
    order = dict(zip(distinct_values(positions).tolist(), first.tolist(), strict=True))
    in_order = sorted(spots, key=lambda spot: order[spot])
    spot_of = {words[spot]: spot for spot in in_order}
    for behind in heads_above([words[spot] for spot in in_order]):
        fronts = {spot_of[head]: head for head in behind.values()}
        parts = {spot_of[name]: head for name, head in behind.items()}
        groups = _grouped(rows, totals, fronts, parts, reading.areas[role].kept[positions], positions)
        yield Candidates(RowClass.TOTAL_BY_NAME, *groups, certain=False, doubted=False)


def has_fronts(rows: Rows, layout: Layout, reading: Reading) -> bool:
    """Whether some codes or names of a file are the fronts of others."""
    nothing = np.zeros(len(rows), dtype=np.bool_)
    return next(fronts_of(rows, nothing, layout, reading), None) is not None


def _by_code(rows: Rows, totals: Bools, level: str, reading: Reading) -> Iterator[Candidates]:
    """Yield the candidates of each length of code, from the bottom up: a county's total adds up none of its towns'."""
    role = code_role(level)
    area, positions = reading.areas[role], rows.words[role]
    words = area.pool.words
    upper = distinct_values(positions[are_subtotals(positions, words)]).tolist() if area.upper[positions].any() else []
    if not upper and len(words[int(positions[0])]) in CODE_DIGITS:
        return
    used = {spot: words[spot] for spot in _used(rows, role, reading)}
    fronts = {spot: stem(words[spot]) for spot in upper} or padded_fronts(used)
    # What has as many digits on another level is no statistical division code, such as of a municipality of Brazil.
    doubted = bool(upper) or all(level_of_code(code) == level for code in used.values())
    for digits in sorted({len(one) for one in fronts.values()}, reverse=True):
        chosen = {spot: one for spot, one in fronts.items() if len(one) == digits}
        # A longer front that was no total, such as a city with offices that count nobody, is a part itself.
        parts = {
            spot: word[:digits]
            for spot, word in used.items()
            if len(word) > digits and len(fronts.get(spot, word)) > digits
        }
        groups = _grouped(rows, totals, chosen, parts, area.kept[positions], positions)
        yield Candidates(RowClass.TOTAL_BY_CODE, *groups, certain=bool(upper), doubted=doubted)


def padded_fronts(used: Mapping[int, str]) -> dict[int, str]:
    """Return the codes with zeros at their end that may be of areas above others of the same length: 1100000000."""
    padded = _padded(used)
    behind = _behind(padded, used)
    return {spot: front for spot, front in padded.items() if behind[front] > LEAST_PARTS}


def _padded(used: Mapping[int, str]) -> dict[int, str]:
    """Return codes with zeros at their end without these; of six digits those of provinces (32) and prefectures."""
    lengths = set(map(len, used.values()))
    if len(lengths) != 1 or min(lengths) in CODE_DIGITS or min(lengths) < SHORTEST_PADDED:
        return {}
    zeros = {spot: word for spot, word in used.items() if word.endswith("00") and word.isdigit() and word.strip("0")}
    if lengths == {_OF_COUNTIES}:
        return {spot: word[:2] if word.endswith("0000") else word[:4] for spot, word in zeros.items()}
    return {spot: word.rstrip("0") for spot, word in zeros.items()}


def _behind(padded: Mapping[int, str], used: Mapping[int, str]) -> Counter[str]:
    """Return how many codes begin with each front, its own among them."""
    return Counter(word[:digits] for digits in set(map(len, padded.values())) for word in used.values())


def _codes_above_one(rows: Rows, role: str, reading: Reading) -> dict[int, int]:
    """Return the codes that are the fronts of one other, with that other: 3600000000 above 3611000000."""
    words = reading.areas[role].pool.words
    if len(words[int(rows.words[role][0])]) in CODE_DIGITS:
        return {}
    used = {spot: words[spot] for spot in _used(rows, role, reading)}
    padded = _padded(used)
    behind = _behind(padded, used)
    above = {front: spot for spot, front in padded.items() if behind[front] == _ITSELF_AND_ONE}
    found: dict[int, int] = {}
    for digits in set(map(len, above)):
        found |= {above[word[:digits]]: spot for spot, word in used.items() if above.get(word[:digits], spot) != spot}
    return found


def _above_one(
    row_class: RowClass, rows: Rows, totals: Bools, role: str, pairs: Mapping[int, int], reading: Reading
) -> Iterator[Candidates]:
    """Yield the candidates with one part, by the pairs of both whose figures add up to the same over all months."""
    positions = rows.words[role]
    alike = np.ones(len(pairs), dtype=np.bool_)
    own, part = np.array([*pairs], dtype=np.int64), np.array([*pairs.values()], dtype=np.int64)
    for values in rows.counts.values() if pairs else ():
        summed = np.bincount(positions, weights=np.maximum(values, 0), minlength=len(reading.areas[role].pool.words))
        alike &= summed[own] == summed[part]
    if not alike.any():
        return
    fronts = {int(spot): str(spot) for spot in own[alike]}
    parts = {int(of): str(spot) for spot, of in zip(own[alike], part[alike], strict=True)}
    groups = _grouped(rows, totals, fronts, parts, reading.areas[role].kept[positions], positions)
    yield Candidates(row_class, *groups, certain=False, doubted=False, alone=True)


@cache
def _level_ends() -> tuple[str, ...]:
    return solid(vocabulary().words(lambda one: one.totals.whole_area_then))


def names_before_others(used: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the names with which at least two others begin, and those with which one does, with that one.

    Others go on with a blank or a bracket, or a name ends with a word such as 镇.
    """
    words = sorted(used)
    fronts: list[str] = []
    above_one: dict[str, str] = {}
    # What goes on with a blank or a bracket stands right behind the front, before what goes on with a letter.
    for word, one, other in zip(words, words[1:], (*words[2:], ""), strict=False):
        if one.startswith(word) and _is_front(word, one):
            if other.startswith(word) and _is_front(word, other):
                fronts.append(word)
            else:
                above_one[word] = one
    return fronts, above_one


def _is_front(word: str, longer: str) -> bool:
    rest = longer[len(word) :]
    return bool(rest) and (rest[0] in BETWEEN or word.endswith(_level_ends())) and any(map(str.isalnum, rest))


def _by_name(
    rows: Rows, totals: Bools, role: str, used: Mapping[int, str], fronts: Sequence[str], reading: Reading
) -> Iterator[Candidates]:
    """Yield the candidates of each depth, the deepest first."""
    known = frozenset(fronts)
    above = {spot: _fronts_within(word, known) for spot, word in used.items()}
    own = {spot: word for spot, word in used.items() if word in known}
    positions = rows.words[role]
    for level in sorted({len(above[spot]) for spot in own}, reverse=True):
        chosen = {spot: word for spot, word in own.items() if len(above[spot]) == level}
        parts = {spot: its[level] for spot, its in above.items() if len(its) > level}
        above_all = _areas_above(rows, role, chosen)
        groups = _grouped(rows, totals, chosen, parts, reading.areas[role].kept[positions], positions, above_all)
        yield Candidates(RowClass.TOTAL_BY_NAME, *groups, certain=False, doubted=True)


def _areas_above(rows: Rows, role: str, fronts: Collection[int]) -> AnyInts | None:
    """Return a number for the areas above each row, within which a front has its parts; None where a front has none."""
    others = [positions for other, positions in rows.words.items() if other not in (role, code_role(role))]
    of_front = np.isin(rows.words[role], [*fronts])
    if not others or any((positions[of_front] == 0).any() for positions in others):
        return None
    return combine(others)


def _fronts_within(word: str, known: frozenset[str]) -> list[str]:
    """Return the fronts that a word begins with, from the shortest on."""
    return [word[:at] for at in range(1, len(word)) if word[:at] in known and _is_front(word[:at], word)]


def _grouped(
    rows: Rows,
    totals: Bools,
    fronts: Mapping[int, str],
    parts: Mapping[int, str],
    kept: Bools,
    positions: AnyInts,
    above: AnyInts | None = None,
) -> tuple[AnyInts, AnyInts]:
    """Return the numbers of the groups that rows of some fronts add up, and that rows are in, by front and months.

    Of two towns of one name each has its own, where the areas `above` are given.
    """
    number = {front: at for at, front in enumerate(dict.fromkeys(fronts.values()), start=1)}
    size = max((*fronts, *parts, int(positions.max(initial=0)))) + 1
    total_of, part_of = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for spot, front in fronts.items():
        total_of[spot] = number[front]
    for spot, front in parts.items():
        part_of[spot] = number.get(front, 0)
    of_total, of_part = total_of[positions], part_of[positions]
    apart = [above] if above is not None else []
    key = combine([np.maximum(of_total, of_part), rows.start, rows.end + 1, *apart])
    return (
        np.where((of_total > 0) & ~kept & ~totals, key, -1),
        np.where((of_part > 0) & ~totals, key, -1),
    )
