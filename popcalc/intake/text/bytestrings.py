"""Columns of texts as fixed-width UTF-8 bytes: a tenth of the cost of Python strings, for cells that mostly repeat.

A column is a numpy array of dtype `S` whose width is a multiple of eight, so that its bytes are read eight at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from popcalc.arrays import SortedKeys, numbered

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import Bools

    Texts = npt.NDArray[np.bytes_]
    Positions = npt.NDArray[np.int32]

WIDTH = 32
"""Bytes that hold most names: ten Chinese characters."""
GREATEST_WIDTH = 256
"""A longer cell is damage: a quote that is never closed, a page pasted into a cell."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def texts_of(cells: Sequence[str]) -> Texts:
    """Return cells as a column."""
    return _padded(np.array([cell.encode() for cell in cells], dtype=np.bytes_))


def _padded(texts: Texts) -> Texts:
    width = max(8, -(-texts.dtype.itemsize // 8) * 8)
    return np.ascontiguousarray(texts, dtype=f"S{width}")


def may_be_cut(texts: Texts) -> bool:
    """Whether some text fills the whole width, so that it may have been longer."""
    return reaches(texts, texts.dtype.itemsize)


def reaches(texts: Texts, length: int) -> bool:
    """Whether some text has so many bytes or more."""
    width = texts.dtype.itemsize
    return width >= length and bool(
        np.ascontiguousarray(texts).view(np.uint8).reshape(len(texts), width)[:, length - 1].any()
    )


def narrowed(texts: Texts) -> Texts:
    """Return a column as narrow as its longest text allows, so that less of it is looked at."""
    if not len(texts):
        return texts
    filled = np.asarray(_padded(texts).view(np.uint64).reshape(len(texts), -1).any(axis=0))
    used = int(np.flatnonzero(filled).max(initial=0)) + 1
    return texts if used == len(filled) else np.ascontiguousarray(texts.astype(f"S{8 * used}"))


def _hashes(texts: Texts) -> npt.NDArray[np.uint64]:
    """Return a number for each text, the same for the same text whatever the width; two texts may share one."""
    hashed = np.zeros(len(texts), dtype=np.uint64)
    if not len(texts):
        return hashed
    for eight in _padded(texts).view(np.uint64).reshape(len(texts), -1).T:
        filled = eight != 0
        if not filled.any():
            break
        mixed = (hashed ^ eight) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
        hashed = np.where(filled, mixed, hashed)
    return hashed


def _differ(one: Texts, other: Texts) -> Bools:
    """Return where two columns differ."""
    width = one.dtype.itemsize // 8
    differ: Bools = np.zeros(len(one), dtype=bool)
    if one.dtype != other.dtype:
        differ |= one != other
        return differ
    for place in range(width):
        differ |= one.view(np.uint64)[place::width] != other.view(np.uint64)[place::width]
    return differ


def beyond_ascii(texts: Texts | bytes) -> int:
    """Return how many bytes are part of a character beyond ASCII."""
    return int(np.count_nonzero(np.frombuffer(texts, dtype=np.int8) < 0))


def distinct(texts: Texts) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return for each text the number of the distinct one that it is, and those."""
    numbers, found = _distinct(texts)
    return numbers, [text.decode() for text in found.tolist()]


def _distinct(texts: Texts) -> tuple[npt.NDArray[np.int64], Texts]:
    texts = _padded(texts)
    numbers, hashes = numbered(_hashes(texts))
    first = np.zeros(len(hashes), dtype=np.int64)
    # Written from the last to the first, so that the first stays.
    first[numbers[::-1]] = np.arange(len(texts))[::-1]
    found = texts[first]
    if _differ(found[numbers], texts).any():
        found, numbers = np.unique(texts, return_inverse=True)
    return numbers.astype(np.int64, copy=False), found


_LEAST_IN_ORDER = 64
"""Texts that must follow each other as they did before; where fewer do, each is looked up."""
_FEWEST_IN_ORDER = 1_024
"""Fewer texts are looked up in no time, and a few would be followed one round at a time."""
_FEWEST_KEPT = 64
"""Fewer new texts are asked for again until there are so many: each index that is kept is one more to look into."""
_GROWTH = 1.5


class _Index:
    """Where texts stand in a sequence, by their hashes in order; of two texts that share one, only the first."""

    def __init__(self, hashes: npt.NDArray[np.uint64], place: Positions) -> None:
        # Of texts that were sorted before, this only merges them.
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        first = np.concatenate([[True], hashes[1:] != hashes[:-1]])
        self.hashes, self.place = hashes[first], place[order][first]
        self.keys = SortedKeys(self.hashes)

    def __len__(self) -> int:
        return len(self.hashes)

    def with_later(self, other: _Index) -> _Index:
        """Return one index of both, the other being of texts that stand behind all of these."""
        return _Index(np.concatenate([self.hashes, other.hashes]), np.concatenate([self.place, other.place]))


@dataclass
class Lexicon:
    """Leads from a text as files write it to a number; `admit` gives the numbers of texts that are new, decoded.

    Most texts come again in the next block, mostly in the order in which they came first (the sequence): that is seen
    by comparing them. Others are found in indexes, many at once. Each index has twice the texts of the next, or more:
    where new ones would make it less, two become one. A text that shares its hash with another is asked for each time.
    """

    admit: Callable[[Sequence[str]], Sequence[int]]
    encoding: str = "utf-8"
    _indexes: list[_Index] = field(default_factory=list)
    _length: int = 0
    _texts: Texts = field(default_factory=lambda: np.zeros(0, dtype=f"S{WIDTH}"))
    _numbers: Positions = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    _fresh: list[tuple[Texts, Positions]] = field(default_factory=list)

    def of(self, texts: Texts) -> Positions:
        """Return the number of each text; of a run of the same text, only the first is looked up."""
        if len(texts) < 2:
            return self._of(texts)
        texts = _padded(texts)
        starts = np.concatenate([[True], _differ(texts[1:], texts[:-1])])
        if np.count_nonzero(starts) * 2 > len(texts):
            return self._of(texts)
        found: Positions = self._of(texts[starts])[np.cumsum(starts) - 1]
        return found

    def _of(self, texts: Texts) -> Positions:
        found: Positions = np.empty(len(texts), dtype=np.int32)
        done = self._in_order(texts, found)
        if done < len(texts):
            found[done:] = self._looked_up(texts[done:])
        return found

    def _in_order(self, texts: Texts, found: Positions) -> int:
        """Put the numbers of texts that come in the order of the sequence; return how many, from the first on, do."""
        done = 0
        while len(texts) - done >= _LEAST_IN_ORDER and self._length >= _FEWEST_IN_ORDER:
            place = int(self._places(texts[done : done + 1])[0])
            if place < 0:
                break
            room = min(len(texts) - done, self._length - place)
            same = 0
            for length in (min(room, _LEAST_IN_ORDER), room):
                unlike = _differ(texts[done : done + length], self._texts[place : place + length])
                same = int(unlike.argmax()) if unlike.any() else length
                if same < length:
                    break
            found[done : done + same] = self._numbers[place : place + same]
            done += same
            if same < min(_LEAST_IN_ORDER, room):
                break
        return done

    def _places(self, texts: Texts) -> Positions:
        """Return where each text stands in the sequence, -1 for one that is in no index."""
        texts = _padded(texts)
        found: Positions = np.full(len(texts), -1, dtype=np.int32)
        left: npt.NDArray[np.intp] | slice = slice(None)
        hashes = _hashes(texts)
        for index in self._indexes:
            at = index.keys.places(hashes[left])
            place = index.place[at]
            is_known = (at >= 0) & ~_differ(self._texts[place], texts[left])
            found[left] = np.where(is_known, place, np.int32(-1))
            left = np.flatnonzero(found < 0)
            if not len(left):
                break
        return found

    def _looked_up(self, texts: Texts) -> Positions:
        place = self._places(texts)
        missed = place < 0
        if not missed.any():
            return self._numbers[place]
        found: Positions = np.empty(len(texts), dtype=np.int32)
        found[~missed] = self._numbers[place[~missed]]
        numbers, new = _distinct(texts[missed])
        admitted = np.array(self.admit([text.decode(self.encoding) for text in new.tolist()]), dtype=np.int32)
        found[missed] = admitted[numbers]
        self._fresh.append((new, admitted))
        if sum(len(new) for new, _ in self._fresh) >= _FEWEST_KEPT:
            self._keep()
        return found

    def _keep(self) -> None:
        """Put the texts that were asked for behind the others, and have them found from now on."""
        texts = np.concatenate([new for new, _ in self._fresh])
        numbers = np.concatenate([admitted for _, admitted in self._fresh])
        self._fresh.clear()
        begin, end = self._length, self._length + len(texts)
        kind = np.promote_types(self._texts.dtype, texts.dtype)
        if end > len(self._texts) or kind != self._texts.dtype:
            size = max(end, int(len(self._texts) * _GROWTH))
            self._texts, self._numbers = (
                _roomier(column[:begin], size, of) for column, of in ((self._texts, kind), (self._numbers, np.int32))
            )
        self._texts[begin:end], self._numbers[begin:end] = texts, numbers
        self._length = end
        index = _Index(_hashes(texts), np.arange(begin, end, dtype=np.int32))
        while self._indexes and len(self._indexes[-1]) < 2 * len(index):
            index = self._indexes.pop().with_later(index)
        self._indexes.append(index)


def _roomier(column: npt.NDArray[Any], size: int, kind: npt.DTypeLike) -> npt.NDArray[Any]:
    grown = np.zeros(size, dtype=kind)
    grown[: len(column)] = column
    return grown
