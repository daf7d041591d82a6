"""Words that were written in one encoding and read in another, and what they were."""

from __future__ import annotations

import unicodedata

_FEWEST_BYTES = 6
"""Bytes of two characters in UTF-8: fewer may fit by chance."""
_WESTERN = ("cp1252", "latin-1")
_CHINESE = ("utf-8", "gb18030", "big5")


def misread(name: str) -> str | None:
    """Return what a name was when it is beyond doubt UTF-8 that was read as GBK (鏉戝眳 is 村居), else None.

    Its bytes in GBK are UTF-8 to the last, and mean usual characters, where its own are seldom ones.
    """
    if name.isascii():
        return None
    try:
        written = name.encode("gb18030")
        meant = written.decode("utf-8")
    except UnicodeError:
        return None
    beyond = [letter for letter in meant if not letter.isascii()]
    if len(written) < _FEWEST_BYTES or not all(_is_usual(letter) for letter in beyond):
        return None
    return None if all(_is_usual(letter) for letter in name) else meant


def may_begin_misread(letter: str) -> bool:
    """Whether a name may be UTF-8 that was read as GBK or a Western encoding, by its first letter beyond ASCII.

    Its first byte begins a character of UTF-8, and in GBK its second one goes on with it.
    """
    if "\xc2" <= letter <= "\xf4":
        return True
    written = letter.encode("gb18030", errors="replace")
    return b"\xc2" <= written[:1] <= b"\xf4" and b"\x80" <= written[1:2] <= b"\xbf"


def misread_utf8_as_western(name: str) -> str | None:
    """Return what a name was when it is UTF-8 that was read as a Western encoding (Ã© is é), else None.

    No name holds a letter that begins a character of UTF-8 and then the signs that end one.
    """
    if name.isascii():
        return None
    for western in _WESTERN:
        try:
            return name.encode(western).decode("utf-8")
        except UnicodeError:
            continue
    return None


def misread_as_western(words: str) -> str | None:
    """Return what words were when they are Chinese that was read as a Western encoding (ÔÂ·Ý is 月份), else None.

    A Western word may look so by chance: what is returned is to be held against words that are known.
    """
    if words.isascii():
        return None
    for western in _WESTERN:
        for chinese in _CHINESE:
            try:
                meant = words.encode(western).decode(chinese)
            except UnicodeError:
                continue
            if meant != words and any("\u4e00" <= letter <= "\u9fff" for letter in meant):
                return meant
    return None


def _is_usual(letter: str) -> bool:
    """Whether a character is one of the 3,755 usual ones of GB 2312, or none of Chinese at all."""
    try:
        code = letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 1 or unicodedata.category(letter) != "Lo" or code[0] <= 0xD7
