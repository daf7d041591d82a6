from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.intake.join.stack import Stack
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

    return Lexicon(admit), seen


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_lexicon_finds_in_later_blocks_what_it_admitted_in_earlier_ones(blocks: list[list[str]]) -> None:
    lexicon, seen = counting_lexicon()

    for words in blocks:
        assert [seen[number] for number in lexicon.of(texts_of(words)).tolist()] == words


def test_a_text_that_fills_its_width_may_have_been_cut() -> None:
    assert may_be_cut(np.array([b"12345678", b"1"], dtype="S8"))
    assert not may_be_cut(np.array([b"1234567", b"1"], dtype="S8"))


def test_a_stack_fills_up_what_a_block_lacks_and_widens_what_does_not_fit() -> None:
    stack = Stack({"a": -2, "b": 0, "c": -2})
    stack.add({"a": np.array([1, 2], dtype=np.int32)}, 2)
    stack.add({"a": np.array([2**40], dtype=np.int64), "b": np.array([7], dtype=np.int32)}, 1, expected=100)
    stack.add({"b": np.array([8, 9], dtype=np.int32)}, 2)

    stack.keep(2, np.array([True, False, True]))

    assert stack.part("b", 2).tolist() == [7, 9]
    assert [stack.take(name).tolist() for name in ("a", "b", "c")] == [[1, 2, 2**40, -2], [0, 0, 7, 9], [-2] * 4]


def test_a_stack_that_is_cut_forgets_the_rows_of_the_wrong_encoding() -> None:
    stack = Stack({"a": -2, "b": 5})
    stack.add({"a": np.array([1], dtype=np.int32)}, 1)
    stack.add({"a": np.array([2], dtype=np.int32), "b": np.array([6], dtype=np.int32)}, 1)
    stack.cut(1)
    stack.add({"a": np.array([3], dtype=np.int32)}, 1)

    assert (stack.take("a").tolist(), stack.take("b").tolist()) == ([1, 3], [5, 5])
