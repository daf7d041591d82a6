"""The one place that makes words safe to show: nothing in them steers a terminal, turns a line round or hides.

Names, headers, cells, file names and options come from anywhere. Whoever shows them to a person shows `visible(words)`,
in which such a character is a mark; records for programs keep it. What is made visible once stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

_HIDDEN = (
    "\x00-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # without a shape of their own
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # blanks without width, line ends, directions
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # of musical notation, tags
    "\ud800-\udfff"  # halves of characters: bytes of a file name that are none
)
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
HIDDEN = re.compile(f"[{_HIDDEN}]|(?<![{_HAN}])[{_VARIANTS}]")
"""What is never shown; a variant of an ideograph is a shape, and stays."""

# Letters of other scripts, each with the one that most fonts draw alike.
_ALIKE = (
    "АA ВB ЕE ЗЗ ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ЅS ԌG ԚQ ԜW аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo αa ιi νv ρp υu χx ϲc ϳj օo ոn սu հh ցg ɑa ɡg ıi "
    "ー一 ロ口 カ力 ニ二 ハ八 エ工 タ夕 ト卜 オ才 ヘへ ベべ ペぺ リり 〇○"
)


def visible(words: str) -> str:
    """Return the words with each character that steers or hides as a mark: ESC becomes `␛`, others `<U+202E>`."""
    # Most words are of the one kind that is known at once.
    return words if words.isascii() and words.isprintable() else HIDDEN.sub(_mark, words)


def is_visible(several: Iterable[str]) -> bool:
    """Whether `visible` changes none of the words."""
    together = "".join(several)
    return (together.isascii() and together.isprintable()) or not HIDDEN.search(together)


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else _named(found[0])


def _named(letter: str) -> str:
    return f"<U+{ord(letter):04X}>"


def told_apart(names: Iterable[str]) -> dict[str, str]:
    """Return how each name is shown so that no two look alike: where two would, foreign letters are marks as well.

    `Mоp` with a Cyrillic о beside `Mop` becomes `M<U+043E>p`.
    """
    shown = {name: visible(name) for name in names}
    alike: dict[str, list[str]] = {}
    for name, words in shown.items():
        alike.setdefault(words if words.isascii() else _drawn(words), []).append(name)
    for several in alike.values():
        if len(several) == 1:
            continue
        marked = {name: _marked(shown[name], lambda one: _drawn(one) != one) for name in several}
        if len(set(map(_drawn, marked.values()))) < len(several):
            # One letter may also be written as two.
            marked = {name: _marked(shown[name], lambda one: not one.isascii()) for name in several}
        shown |= marked
    return shown


def _marked(words: str, is_foreign: Callable[[str], bool]) -> str:
    return "".join(_named(one) if is_foreign(one) else one for one in words)


def _drawn(words: str) -> str:
    """Return words as they look: each letter the one that is drawn alike."""
    return unicodedata.normalize("NFKC", words).translate(_shapes())


@cache
def _shapes() -> Mapping[int, str]:
    return {ord(pair[0]): pair[1] for pair in _ALIKE.split()}
