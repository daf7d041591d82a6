"""Rows of codes within a header of several rows: `Sex code,100,110,120` over `Sex,Total,Male,Female`.

They are no data and say nothing that the words do not. A header goes on below them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded

_LEAST = 2
"""Codes that such a row has."""
_CODE = re.compile(r"[A-Za-z]{0,6}[-_.]?\d[\w.\-]{0,20}|[-–—*]{1,3}", re.ASCII)


@cache
def _words() -> tuple[str, ...]:
    return tuple(map(folded, vocabulary().words(lambda one: one.headers.in_codes)))


def is_code_row(cells: Sequence[str]) -> bool:
    """Whether a row is a label that ends with a word for codes, and else nothing but codes."""
    if not any(folded(cell).endswith(_words()) for cell in cells if cell):
        return False
    filled = [unicodedata.normalize("NFKC", cell).strip() for cell in cells if cell.strip()]
    codes = [cell for cell in filled if _CODE.fullmatch(cell)]
    others = [cell for cell in filled if _CODE.fullmatch(cell) is None]
    return len(others) == 1 and len(codes) >= _LEAST and folded(others[0]).endswith(_words())
