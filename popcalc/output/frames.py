"""Records of a pandas frame.

Numbers are the shortest text that reads back the same; what is not there, be it a missing number, an empty text or a
limit without end, is a cell with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from popcalc.output.document import Cells
from popcalc.output.numbers import shortest_all

if TYPE_CHECKING:
    import pandas as pd

SEVERAL = ("flags", "vetoed", "not_judged")
"""Fields that hold words joined by `;`."""
ROWS_AT_ONCE = 20_000


class FrameRecords(Struct, frozen=True):
    """Records of some columns of a frame; few rows are made words at once."""

    frame: pd.DataFrame
    fields: Sequence[str]

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        for start in range(0, len(self.frame), ROWS_AT_ONCE):
            part = self.frame.iloc[start : start + ROWS_AT_ONCE]
            yield [_texts(part[name], name in SEVERAL, cells) for name in self.fields]


def _texts(column: pd.Series, is_several: bool, cells: Cells) -> list[str]:
    if is_several:
        return column_texts(column, lambda words: cells.several(words.split(";")), null=cells.several(()))
    return column_texts(column, cells.words, null=cells.null)


def column_texts(column: pd.Series, write: Callable[[str], str], *, null: str) -> list[str]:
    """Return a column as texts: numbers by their shortest form, words by `write`, each distinct word once."""
    import numpy as np
    import pandas as pd

    if pd.api.types.is_float_dtype(column.dtype):
        return shortest_all(column.to_numpy(dtype=np.float64, na_value=np.nan), null)
    if pd.api.types.is_integer_dtype(column.dtype):
        return [null if cell is pd.NA else str(cell) for cell in column.tolist()]
    codes, distinct = pd.factorize(column)
    # A missing cell has the code -1, which takes the null put last.
    words = [write(str(word)) if str(word) else null for word in distinct] + [null]
    texts: list[str] = np.array(words, dtype=object)[codes].tolist()
    return texts


def plain_texts(column: pd.Series) -> list[str]:
    """Return a column's words as they are, empty for a missing one; far quicker than asking each cell of a category."""
    return column_texts(column, str, null="")
