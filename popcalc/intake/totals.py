"""Rows of totals that only their code betrays: 320803100000 is the town of 320803100201, not a village beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.completion import is_statistical
from popcalc.areas.labels import Pool, code_role
from popcalc.intake.layout import Layout
from popcalc.intake.rows import Chunk

if TYPE_CHECKING:
    import numpy.typing as npt

PADDING = "000"
"""What stands in the place of each lower level in a code of a higher one."""


def without_subtotals(chunks: Sequence[Chunk], layout: Layout, pools: Mapping[str, Pool]) -> list[Chunk]:
    """Return the chunks of one file without the rows whose code is that of a town or county with rows beneath it."""
    role = code_role(layout.leaf)
    if role not in layout.words:
        return list(chunks)
    words = pools[role].words
    if not any(code.endswith(PADDING) for code in words):
        return list(chunks)
    used = np.zeros(len(words), dtype=bool)
    for chunk in chunks:
        used[chunk.words[role]] = True
    codes = [(position, words[position]) for position in np.flatnonzero(used).tolist()]
    beneath = {code[:digits] for _, code in codes for digits in (6, 9) if code[digits : digits + 3] != PADDING}
    subtotal: npt.NDArray[np.bool_] = np.zeros(len(words), dtype=bool)
    for position, code in codes:
        if is_statistical(code) and code.endswith(PADDING):
            subtotal[position] = (code[:6] if code.endswith(PADDING * 2) else code[:9]) in beneath
    if not subtotal.any():
        return list(chunks)
    rows = [subtotal[chunk.words[role]] for chunk in chunks]
    return [chunk.only(~found, int(found.sum())) for chunk, found in zip(chunks, rows, strict=True)]
