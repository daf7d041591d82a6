"""Words of one purpose found within others, in all languages, without an expression for all of them to compile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from popcalc.vocabulary.loading import vocabulary
from popcalc.vocabulary.model import Language
from popcalc.vocabulary.of_tables import Words

_JOINED = r"\u3040-\u9fff\uac00-\ud7af"
"""Scripts in which words stand joined to others."""
_TOKEN = rf"[^\W\d_{_JOINED}]+|\d+"


def _is_joined(word: str) -> bool:
    """Whether any character is of a script that joins words."""
    return any("\u3040" <= one <= "\u9fff" or "\uac00" <= one <= "\ud7af" for one in word)


class Found(Struct, frozen=True):
    """A word where it stands in a text."""

    word: str
    start: int
    end: int

    def within(self, others: Sequence[Found]) -> bool:
        """Whether it is a part of another."""
        return any(one.start <= self.start and self.end <= one.end and one != self for one in others)


class Finder(Struct, frozen=True, dict=True):
    """Finds words of one purpose: by themselves, or in scripts that join words wherever they stand.

    Between words any signs may stand, and nothing where they `may_be_joined`: yeartodate.
    """

    of: Callable[[Language], Words]
    may_be_joined: bool = False

    def find(self, plain: str) -> list[Found]:
        """Return the words in a text in plain characters, without those that are parts of others."""
        tokens = list(re.finditer(_TOKEN, plain))
        found = []
        for first, token in enumerate(tokens):
            for words in self._spaced.get(token[0], ()):
                last = first + len(words) - 1
                if tuple(one[0] for one in tokens[first : last + 1]) == words:
                    found.append(Found(" ".join(words), token.start(), tokens[last].end()))
        for word in self._joined:
            start = plain.find(word)
            while start >= 0:
                found.append(Found(word, start, start + len(word)))
                start = plain.find(word, start + 1)
        return sorted((one for one in found if not one.within(found)), key=lambda one: one.start)

    @cached_property
    def _spaced(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The words of languages with blanks between them, by the first one."""
        spaced: dict[str, list[tuple[str, ...]]] = {}
        for word in vocabulary().words(self.of):
            words = tuple(re.findall(_TOKEN, word))
            if words and (word.isascii() or not _is_joined(word)):
                for form in (words, ("".join(words),)) if self.may_be_joined and len(words) > 1 else (words,):
                    spaced.setdefault(form[0], []).append(form)
        return spaced

    @cached_property
    def _joined(self) -> Sequence[str]:
        words = [one for one in vocabulary().words(self.of) if not one.isascii() and _is_joined(one)]
        return tuple(dict.fromkeys(form for word in words for form in (word, word.replace(" ", ""))))
