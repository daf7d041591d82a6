"""Names in the form in which they are compared, many at once.

| makes no difference | example |
|---|---|
| width and compatibility forms (NFKC) | `ＡＢ` is `AB` |
| case | `OLD MILL` is `Old Mill` |
| traditional and simplified characters | `東門村` is `东门村` |
| white space and punctuation | `St. Mary` is `St Mary` |

What stands between two digits stays, dashes and spaces as `-`: `1-1村` is neither `11村` nor `1/1村` nor `1.1村`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.tree import plain_name

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.arrays import Bools

    Letters = npt.NDArray[np.uint32]

_PAIRS = Path(__file__).parent / "simplified.txt"
_CHARACTERS = 0x110000
_NUMERALS = "0123456789〇零一二三四五六七八九十百"
_END, _BETWEEN = ord("\n"), ord("-")
_APART = "/.,:"
"""Signs between two digits that are no dash."""


@lru_cache(maxsize=8192)
def folded_name(name: str) -> str:
    """Return one name in the form in which names are compared."""
    plain = plain_name(name).casefold()
    simplified: Mapping[int, int] = {} if plain.isascii() else _simplified()
    folded, gap = "", ""
    for letter in plain:
        if (new := _one(ord(letter), simplified)) == 0:
            gap += letter
            continue
        if gap and folded and folded[-1] in _NUMERALS and letter in _NUMERALS:
            folded += gap[0] if gap[0] in _APART else "-"
        folded, gap = folded + chr(new), ""
    return folded or plain


def folded_names(names: Sequence[str]) -> list[str]:
    """Return names, as they are shown, in the form in which they are compared; one of signs alone stays as it is."""
    joined = "\n".join(names).casefold()
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    becomes = _becoming(letters)
    if becomes is None:
        folded = joined.split("\n")
    else:
        letters = _kept_apart(becomes[letters], letters)
        folded = letters[letters > 0].tobytes().decode("utf-32-le", "surrogatepass").split("\n")
    if len(folded) != len(names):
        return [folded_names([name])[0] if "\n" not in name else name for name in names]
    if "" in folded:
        return [form or name for form, name in zip(folded, names, strict=True)]
    return folded


def _becoming(letters: Letters) -> Letters | None:
    """Return what each character becomes, 0 for nothing; None where all of these stay."""
    there = np.zeros(_CHARACTERS, dtype=np.bool_)
    there[letters] = True
    found = np.flatnonzero(there).tolist()
    simplified: Mapping[int, int] = _simplified() if found and found[-1] > _LATIN else {}
    changed = {one: new for one in found if (new := _one(one, simplified)) != one}
    if not changed:
        return None
    becomes = np.arange(_CHARACTERS, dtype=np.uint32)
    becomes[list(changed)] = list(changed.values())
    return becomes


_LATIN = 0x2E80
"""Below it stand no Chinese characters."""


def _one(letter: int, simplified: Mapping[int, int]) -> int:
    if letter == _END:
        return letter
    category = unicodedata.category(chr(letter))
    return 0 if category[0] in "PZ" else simplified.get(letter, letter)


def _kept_apart(letters: Letters, written: Letters) -> Letters:
    """Return characters, 0 for those that fall away, of which the first stays between two digits."""
    kept = np.flatnonzero(letters > 0)
    digit = _digits()[letters[kept]]
    between = (np.diff(kept) > 1) & digit[:-1] & digit[1:]
    if between.any():
        behind = kept[:-1][between] + 1
        signs = written[behind]
        letters[behind] = np.where(np.isin(signs, list(map(ord, _APART))), signs, _BETWEEN)
    return letters


@cache
def _digits() -> Bools:
    digits = np.zeros(_CHARACTERS, dtype=np.bool_)
    digits[[ord(one) for one in _NUMERALS]] = True
    return digits


@cache
def _simplified() -> Mapping[int, int]:
    lines = [line for line in _PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {ord(pair[0]): ord(pair[1]) for line in lines for pair in line.split()}
