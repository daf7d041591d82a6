"""The words of a file that is not in UTF-8: each distinct one is decoded once, and nothing else is.

The bytes of digits, separators, quotes and line ends are the same in all encodings of offices, and none of them but `|`
is ever the end of a longer character: the digits in a GB18030 character of four bytes follow a byte beyond ASCII, so
that no cell with one is taken for a number. So cells are found in the bytes, and every cell is in the encoding on its
own where the whole text is.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from popcalc.intake.encodings import UTF8
from popcalc.intake.text.bytestrings import Lexicon, beyond_ascii, texts_of
from popcalc.intake.text.decoding import BLOCKWISE

if TYPE_CHECKING:
    from popcalc.intake.text.bytestrings import Texts

MARKS = (codecs.BOM_UTF8, b"\x841\x953")
"""Beginnings of a text that would be lost, as UTF-8 and GB18030 write them: pandas drops the first, and who decodes a
whole text the other. The codec of GB18030 is loaded only for files that are written in it."""


class Coding(Struct):
    """The encoding of a file, and the words of its columns as far as they were decoded."""

    encoding: str
    columns: dict[int, _Column] = field(default_factory=dict)

    def in_utf8(self, index: int, texts: Texts) -> Texts:
        """Return texts of a column as UTF-8; raises UnicodeDecodeError where one is not in the encoding."""
        if not beyond_ascii(texts):
            return texts
        if index not in self.columns:
            self.columns[index] = _Column(self.encoding)
        return self.columns[index].of(texts)


class _Column:
    """The distinct words of one column, as UTF-8."""

    def __init__(self, encoding: str) -> None:
        self.lexicon = Lexicon(self._admit, encoding)
        self.words = texts_of([])

    def of(self, texts: Texts) -> Texts:
        numbers = self.lexicon.of(texts)
        return self.words[numbers]

    def _admit(self, words: Sequence[str]) -> Sequence[int]:
        before = len(self.words)
        self.words = np.concatenate([self.words, texts_of(words)])
        return range(before, len(self.words))


def coding_of(encoding: str, delimiter: str) -> Coding | None:
    """Return how the words of a file are decoded, None where the whole file is."""
    return Coding(encoding) if encoding in BLOCKWISE and encoding != UTF8 and delimiter != "|" else None
