"""The columns of a block, parsed by pandas at full speed; nothing that it parses is believed before it is checked.

Every record must have the same number of cells (counted in the bytes, since pandas lets a surplus cell spill into the
next count when it reads only some columns), and a column of numbers must have come out as whole ones.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Mapping, Set
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from popcalc.intake.text.bytestrings import WIDTH
from popcalc.intake.text.quotes import even_width, in_order, mean_width

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts
    from popcalc.intake.text.blocks import Block
    from popcalc.intake.text.bytestrings import Texts


class PandasColumns:
    """The cells of a block whose records all have `width` of them: those of counts as numbers, others as texts."""

    def __init__(self, content: bytes, delimiter: str, width: int, counts: Set[int], texts: Mapping[int, int]) -> None:
        self.width = width
        self._content, self._delimiter, self._sizes = content, delimiter, dict(texts)
        self._frame = self._read(counts | texts.keys(), texts)

    def whole_numbers(self, index: int) -> AnyInts | None:
        """Return the cells of a column as numbers; None where any is no whole number, or below 0."""
        column = self._frame[index]
        return column.to_numpy() if column.dtype == np.int64 and bool(column.min() >= 0) else None

    def texts(self, columns: Set[int], size: int) -> dict[int, Texts]:
        """Return the cells of some columns, of each no more than `size` bytes."""
        again = {index for index in columns if self._sizes.get(index) != size}
        frame = self._read(again, dict.fromkeys(again, size)) if again else self._frame
        return {index: _texts((frame if index in again else self._frame)[index], size) for index in columns}

    def has_blanks(self, index: int) -> bool:
        """Whether any cell of a column is empty."""
        values = self._frame[index].to_numpy()
        if values.dtype.kind in "iufb":
            return False
        return bool((values == b"").any()) if values.dtype.kind == "S" else any(one in ("", b"") for one in values)

    def _read(self, columns: Set[int], texts: Mapping[int, int]) -> pd.DataFrame:
        """Return some columns: those of texts cut at so many bytes each, the others as pandas takes them."""
        # What pandas knows for a file of bytes it decodes and encodes again; of what only reads it takes the bytes.
        as_it_is: Any = SimpleNamespace(read=io.BytesIO(self._content).read)
        with warnings.catch_warnings():
            # A column of numbers and texts: it is read again as texts.
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            return pd.read_csv(
                as_it_is,
                sep=self._delimiter,
                header=None,
                names=range(self.width),
                usecols=sorted(columns),
                dtype={index: f"S{size}" for index, size in texts.items()},
                index_col=False,
                na_filter=False,
                skip_blank_lines=False,
                quoting=csv.QUOTE_MINIMAL if b'"' in self._content else csv.QUOTE_NONE,
                encoding_errors="replace",
            )


def _texts(column: pd.Series[int], width: int) -> Texts:
    """Return a column that was read as bytes; before version 3, pandas makes objects of them."""
    return np.asarray(column.to_numpy(), dtype=f"S{width}")


def columns_by_pandas(
    block: Block, delimiter: str, header_width: int, counts: Set[int], texts: Mapping[int, int]
) -> PandasColumns | None:
    """Return the cells of a block, texts of so many bytes; None where records have not all the same number of them.

    What the records have more than the header is read too.
    """
    quoted = b'"' in block.content
    if quoted and not in_order(block.content, delimiter):
        return None
    content = block.content
    width = even_width(content, delimiter) if quoted else mean_width(content, delimiter, block.records)
    if width is None or width < header_width:
        return None
    surplus = set(range(header_width, width)) | {width - 1} - counts
    found = PandasColumns(block.content, delimiter, width, counts, {**dict.fromkeys(surplus, WIDTH), **texts})
    # A record that is too short shows in the last column, as nothing; so may an honest one, which is then looked at.
    if not quoted and found.has_blanks(width - 1) and even_width(block.content, delimiter) is None:
        return None
    return found
