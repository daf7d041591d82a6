"""Words in a grid of cells: how wide they are, how they are padded, wrapped and made harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

_ATOMS = re.compile(r"\s+|[^\s]")


@cache
def controls() -> re.Pattern[str]:
    """Return what finds a character that steers a terminal or cannot be seen."""
    return re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(words: str) -> str:
    """Return the words with characters that steer a terminal or cannot be seen spelled out: ESC becomes `␛`."""
    return controls().sub(lambda found: _spelled(ord(found[0])), words)


def _spelled(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


@lru_cache(maxsize=65_536)
def _wide(words: str) -> int:
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
