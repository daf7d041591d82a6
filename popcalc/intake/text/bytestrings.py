"""Columns of texts as fixed-width UTF-8 bytes: a tenth of the cost of Python strings, for cells that mostly repeat.

A column is a numpy array of dtype `S` whose width is a multiple of eight, so that its bytes are read eight at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


@dataclass
class Lexicon:
    """Leads from a text as files write it to a number; `admit` gives the numbers of texts that are new, decoded.

    Most texts come again in the next block, mostly in the order in which they came first (`sequence`): that is seen by
    comparing them. Others are found in an index, many at once; it is built anew only when it has missed a sixteenth of
    what it holds, and until then `admit` is asked again.
    """

    admit: Callable[[Sequence[str]], Sequence[int]]
    encoding: str = "utf-8"
    index: SortedKeys = field(default_factory=lambda: SortedKeys(np.zeros(0, dtype=np.uint64)))
    known: Texts = field(default_factory=lambda: np.zeros(0, dtype=f"S{WIDTH}"))
    numbers: Positions = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    place: Positions = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    sequence: Texts = field(default_factory=lambda: np.zeros(0, dtype=f"S{WIDTH}"))
    in_sequence: Positions = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    fresh: list[tuple[Texts, Positions]] = field(default_factory=list)

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
        while len(texts) - done >= _LEAST_IN_ORDER and len(self.sequence) >= _FEWEST_IN_ORDER:
            at = int(self.index.places(_hashes(texts[done : done + 1]))[0])
            place = int(self.place[at]) if at >= 0 else len(self.sequence)
            room = min(len(texts) - done, len(self.sequence) - place)
            same = 0
            for length in (min(room, _LEAST_IN_ORDER), room):
                unlike = _differ(texts[done : done + length], self.sequence[place : place + length])
                same = int(unlike.argmax()) if unlike.any() else length
                if same < length:
                    break
            found[done : done + same] = self.in_sequence[place : place + same]
            done += same
            if same < max(min(_LEAST_IN_ORDER, room), 1):
                break
        return done

    def _looked_up(self, texts: Texts) -> Positions:
        found: Positions = np.empty(len(texts), dtype=np.int32)
        missed = np.ones(len(texts), dtype=bool)
        if len(self.index):
            at = self.index.places(_hashes(texts))
            found = self.numbers[at]
            missed = (at < 0) | _differ(self.known[at], texts)
        if missed.any():
            numbers, new = _distinct(texts[missed])
            admitted = np.array(self.admit([text.decode(self.encoding) for text in new.tolist()]), dtype=np.int32)
            found[missed] = admitted[numbers]
            self.fresh.append((new, admitted))
            if sum(len(new) for _, new in self.fresh) * 16 > len(self.index):
                self._build()
        return found

    def _build(self) -> None:
        self.sequence = np.concatenate([self.sequence, *(texts for texts, _ in self.fresh)])
        self.in_sequence = np.concatenate([self.in_sequence, *(numbers for _, numbers in self.fresh)])
        # Of two texts that share a hash the second is never in the index; it is always asked for.
        hashes, first = np.unique(_hashes(self.sequence), return_index=True)
        self.index, self.place = SortedKeys(hashes), first.astype(np.int32)
        self.known, self.numbers = self.sequence[first], self.in_sequence[first]
        self.fresh.clear()
