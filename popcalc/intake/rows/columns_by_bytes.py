"""The columns of a small block, cut out of its bytes: quicker than to load pandas, which reads large ones."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import AnyInts, Ints
    from popcalc.intake.text.blocks import Block
    from popcalc.intake.text.bytestrings import Texts

MOST_BYTES = 1 << 20
"""A larger block is read by pandas."""
MOST_DIGITS = 18
"""Numbers of so many digits fit into 64 bits."""
NEWLINE = 10
ZERO = ord("0")


class ByteColumns(Struct, frozen=True, eq=False):
    """The cells of a block without quotes: its bytes, and by record and column where each cell starts and ends."""

    content: npt.NDArray[np.uint8]
    starts: Ints
    ends: Ints

    @property
    def width(self) -> int:
        """How many cells every record has."""
        return len(self.ends[0])

    def texts(self, columns: Set[int], size: int) -> dict[int, Texts]:
        """Return the cells of some columns, of each no more than `size` bytes; the last is empty where none is cut."""
        return {index: self._texts(index, size) for index in columns}

    def _texts(self, index: int, size: int) -> Texts:
        start, length = self.starts[:, index, None], (self.ends - self.starts)[:, index, None]
        size = min(size, (int(length.max(initial=0)) // 8 + 1) * 8)
        offset = np.arange(size)
        cells = self.content[np.minimum(start + offset, len(self.content) - 1)]
        cells[offset >= length] = 0
        found: Texts = cells.view(f"S{size}")[:, 0]
        return found

    def whole_numbers(self, index: int) -> AnyInts | None:
        """Return the cells of a column as numbers; None where any is not made of digits alone."""
        start, end = self.starts[:, index], self.ends[:, index]
        length = end - start
        digits = int(length.max(initial=0))
        if digits > MOST_DIGITS or not length.min(initial=1):
            return None
        values = np.zeros(len(length), dtype=np.int64)
        for place in range(digits):
            inside = length > place
            digit = self.content[np.where(inside, end - 1 - place, 0)].astype(np.int64) - ZERO
            digit[~inside] = 0
            if ((digit < 0) | (digit > 9)).any():
                return None
            values += digit * 10**place
        return values


def columns_by_bytes(block: Block, delimiter: str) -> ByteColumns | None:
    """Return the cells of a block without quotes; None where its records are not all of the same number of cells."""
    content = np.frombuffer(block.content, dtype=np.uint8)
    ends = np.flatnonzero((content == ord(delimiter)) | (content == NEWLINE))
    if not block.records or len(ends) % block.records:
        return None
    width = len(ends) // block.records
    if not (content[ends[width - 1 :: width]] == NEWLINE).all() or block.content.count(b"\n") != block.records:
        return None
    starts = np.concatenate([[0], ends[:-1] + 1])
    return ByteColumns(content, starts.reshape(-1, width), ends.reshape(-1, width))
