"""Rows of totals: by their name (合计, Northhill total), or by their code alone.

320803100000 with rows such as 320803100201 in the same file is the town's row, not a village beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.tree import PADDING, stem
from popcalc.intake.header.words import TOTAL_WORDS

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.intake.text.bytestrings import Positions

UPPER_DIGITS = (6, 9, 12)
"""Digits of the codes that may stand above others: of counties, towns and villages."""
CODE_DIGITS = (9, 12, 15)
"""Digits of the codes that may stand beneath: of towns, villages and groups in these."""

_WORDS = frozenset(word.replace(" ", "") for word in TOTAL_WORDS) | {"sub-total"}
_SECTION = frozenset({"小计", "小計", "subtotal", "sub-total"})
_PART = ("其中", "ofwhich")
_CHINESE = "|".join(sorted(word for word in TOTAL_WORDS if not word.isascii()))
_ENGLISH = "grand ?total|sub[- ]?total|total"
_ENDINGS = tuple(_WORDS)
_BEGINNINGS = ("其中", "of which", "total", "sub", "grand", "全", "本")
# Chinese words stand right behind the area: 北岭镇小计, 北岭镇(合计).
_BEHIND = re.compile(
    rf"(?P<area>.+?)[ (:-]*(?:(?P<chinese>{_CHINESE})|(?<=[ (:-])(?P<english>{_ENGLISH}))", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?P<word>{_ENGLISH})(?: of| for|:) (?P<area>.+)", re.IGNORECASE)
# Which area the whole is, only the reader of the sheet knows.
_WHOLE = re.compile("[全本][省市县縣区區旗乡鄉镇鎮]|[全本]街道|[全本]村|全部|全体|全體")
# The number of areas behind the word is no part of it: 合计(4个村).
_NUMBERED = re.compile(r"(?P<name>.+?) ?\([^()]*(?:\d|[一二三四五六七八九十两]+[个個])[^()]*\)")


class TotalKind(Enum):
    """What a row of totals says that it adds up: everything, the rows beside it, or only a part of another row."""

    GRAND = "grand"
    SECTION = "section"
    PART = "part"


@dataclass(frozen=True)
class TotalName:
    """What the name of a row of totals says: its kind, and the area that it names besides, empty for none."""

    kind: TotalKind
    area: str = ""


def total_name(name: str) -> TotalName | None:
    """Return what a name, in the form in which it is shown, says of totals; None for the name of an area."""
    if name.endswith(")") and (numbered := _NUMBERED.fullmatch(name)):
        return total_name(numbered["name"])
    plain = name.rstrip(": )").casefold()
    if not plain.endswith(_ENDINGS) and not plain.startswith(_BEGINNINGS):
        return None
    joined = plain.replace(" ", "")
    if joined in _WORDS or _WHOLE.fullmatch(joined):
        return TotalName(_kind(joined))
    if joined.startswith(_PART):
        return TotalName(TotalKind.PART)
    if found := _BEHIND.fullmatch(name.rstrip(": )")):
        area, word = found["area"], found["chinese"] or found["english"]
    elif found := _BEFORE.fullmatch(name):
        area, word = found["area"], found["word"]
    else:
        return None
    return TotalName(_kind(word.replace(" ", "").casefold()), "" if _WHOLE.fullmatch(area) else area)


def _kind(word: str) -> TotalKind:
    return TotalKind.SECTION if word in _SECTION else TotalKind.GRAND


def may_tell_subtotals(code: str) -> bool:
    """Return whether are_subtotals is to be asked where this code stands: it may be of a total, or beneath one."""
    return code.isdigit() and (code.endswith(PADDING) or len(code) in (*UPPER_DIGITS[:-1], 15))


def are_subtotals(codes: Positions, words: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which rows of one file have the code of a town or county with rows beneath it; `words` spell the codes.

    That is a code that ends in 000 in the place of the villages, or one that is cut there (320803100).
    """
    subtotal = np.zeros(len(words), dtype=bool)
    used = [(position, words[position]) for position in np.unique(codes).tolist()]
    whole = [stem(code) for _, code in used if code.isdigit() and len(code) in CODE_DIGITS]
    beneath = {code[:digits] for code in whole for digits in UPPER_DIGITS if len(code) > digits}
    upper = [(position, code) for position, code in used if code.isdigit() and len(code) in UPPER_DIGITS]
    for position, code in upper:
        subtotal[position] = stem(code) in beneath
    return subtotal[codes]
