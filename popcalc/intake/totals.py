"""Rows of totals that only their code betrays: 320803100000 is the town of 320803100201, not a village beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.completion import is_statistical

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.intake.bytestrings import Positions

PADDING = "000"
"""What stands in the place of each lower level in a code of a higher one."""


def are_subtotals(codes: Positions, words: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which rows of one file have the code of a town or county with rows beneath it; `words` spell the codes."""
    subtotal = np.zeros(len(words), dtype=bool)
    if any(code.endswith(PADDING) for code in words):
        used = [(position, words[position]) for position in np.unique(codes).tolist()]
        beneath = {code[:digits] for _, code in used for digits in (6, 9) if code[digits : digits + 3] != PADDING}
        for position, code in used:
            if is_statistical(code) and code.endswith(PADDING):
                subtotal[position] = (code[:6] if code.endswith(PADDING * 2) else code[:9]) in beneath
    return subtotal[codes]
