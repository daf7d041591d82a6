from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.intake.text import bytestrings
from popcalc.intake.text.bytestrings import Lexicon, distinct, may_be_cut, texts_of

WORDS = st.lists(st.text(alphabet="ab村 ", max_size=12), min_size=1, max_size=30)


@given(WORDS)
def test_distinct_texts_are_numbered_in_order(words: list[str]) -> None:
    numbers, found = distinct(texts_of(words))

    assert [found[number] for number in numbers.tolist()] == words
    assert found == list(dict.fromkeys(words))


@given(WORDS)
def test_distinct_texts_are_told_apart_though_all_hashes_were_one(words: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bytestrings, "_hashes", lambda texts: np.zeros(len(texts), dtype=np.uint64))
        numbers, found = distinct(texts_of(words))
        lexicon, again = counting_lexicon()

        assert [found[number] for number in numbers.tolist()] == words
        assert [again[number] for number in lexicon.of(texts_of(words)).tolist()] == words
        assert [again[number] for number in lexicon.of(texts_of(words[::-1])).tolist()] == words[::-1]


def counting_lexicon() -> tuple[Lexicon, list[str]]:
    """Return a lexicon that numbers texts as they come, and the texts by number."""
    seen: list[str] = []

    def admit(word: str) -> int:
        if word not in seen:
            seen.append(word)
        return seen.index(word)

    return Lexicon(lambda texts: [admit(word) for word in texts]), seen


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_lexicon_finds_in_later_blocks_what_it_admitted_in_earlier_ones(blocks: list[list[str]]) -> None:
    lexicon, seen = counting_lexicon()

    for words in blocks:
        assert [seen[number] for number in lexicon.of(texts_of(words)).tolist()] == words


def test_a_text_that_fills_its_width_may_have_been_cut() -> None:
    assert may_be_cut(np.array([b"12345678", b"1"], dtype="S8"))
    assert not may_be_cut(np.array([b"1234567", b"1"], dtype="S8"))
