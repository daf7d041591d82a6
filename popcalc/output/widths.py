"""Words in a grid of cells: how wide they are, how they are padded and wrapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_ATOMS = re.compile(r"[!-~]+|\s+|[^\s]")
"""What is never broken: letters and signs of English between blanks, blanks, any other character alone."""
_IDEOGRAPHS = "\u3000-\u3029\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60"
_TWO_COLUMNS = re.compile(f"[{_IDEOGRAPHS}]")
_PLAIN = re.compile(f"[ -~\u2010-\u2027\u2030{_IDEOGRAPHS}]*")
"""Letters and signs of English and Chinese, whose widths need no table, which takes long to load."""


@lru_cache(maxsize=65_536)
def _wide(words: str) -> int:
    if _PLAIN.fullmatch(words):
        return len(words) + len(_TWO_COLUMNS.findall(words))
    from wcwidth import wcswidth

    return max(wcswidth(words), 0)


def width(words: str) -> int:
    """Return how many columns of a terminal the words take."""
    return len(words) if words.isascii() else _wide(words)


def widest(words: Iterable[str]) -> int:
    """Return the largest width, 0 for no words."""
    listed = list(words)
    measure = len if "".join(listed).isascii() else width
    return max(map(measure, listed), default=0)


def pad(words: str, columns: int, *, right: bool = False) -> str:
    """Return the words filled with blanks to `columns`, on the left when they belong to the right edge."""
    if words.isascii():
        return words.rjust(columns) if right else words.ljust(columns)
    blanks = " " * (columns - width(words))
    return blanks + words if right else words + blanks


def wrap(words: str, columns: int) -> list[str]:
    """Return lines of at most `columns`, broken at blanks and beside ideographs; a longer word stays whole."""
    lines = [""]
    for piece in _pieces(words):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(words: str) -> Sequence[str]:
    """Split where a line may end: after blanks, and on both sides of an ideograph unless punctuation follows it."""
    pieces: list[str] = []
    for atom in _ATOMS.findall(words):
        joins = pieces and not _may_break(pieces[-1][-1], atom[0])
        if joins:
            pieces[-1] += atom
        else:
            pieces.append(atom)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or _closes(after) or _opens(before):
        return False
    return before.isspace() or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _closes(character: str) -> bool:
    return character in "，。、；：）》」！？,.;:)%‰"


def _opens(character: str) -> bool:
    return character in "（《「("
