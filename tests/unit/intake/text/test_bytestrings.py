from __future__ import annotations

from collections.abc import Sequence

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


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 400)), min_size=2, max_size=8),
    st.sampled_from([1, 50, 10**6]),
    st.booleans(),
)
def test_many_new_texts_are_found_again_whatever_their_hashes(
    blocks: list[tuple[int, int]], hashes: int, longer: bool
) -> None:
    lexicon, seen = counting_lexicon()
    whole = bytestrings._hashes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bytestrings, "_hashes", lambda texts: whole(texts) % np.uint64(hashes))
        for number, (start, length) in enumerate(blocks):
            words = [f"village {spot * 7 % 1_301}" for spot in range(start, start + length)]
            words.append("a name that is longer " * (number % 3) if longer else "Ash")
            assert [seen[at] for at in lexicon.of(texts_of(words)).tolist()] == words


def test_a_text_is_asked_for_once_but_the_last_few() -> None:
    asked: list[str] = []

    def admit(words: Sequence[str]) -> Sequence[int]:
        asked.extend(words)
        return [int(word.removeprefix("village ")) for word in words]

    lexicon = Lexicon(admit)
    for _ in range(3):
        for region in range(20):
            numbers = [region * 100 + village * 37 % 100 for village in range(100)]
            assert lexicon.of(texts_of([f"village {number}" for number in numbers])).tolist() == numbers
    assert len(asked) == 2_000
    assert lexicon.of(texts_of(["village 2000"])).tolist() == [2_000]
    assert lexicon.of(texts_of(["village 2000"])).tolist() == [2_000]
    assert len(asked) == 2_002


def test_a_text_that_fills_its_width_may_have_been_cut() -> None:
    assert may_be_cut(np.array([b"12345678", b"1"], dtype="S8"))
    assert not may_be_cut(np.array([b"1234567", b"1"], dtype="S8"))


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=6),
    st.integers(1, 300),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 400)), max_size=5),
)
def test_texts_that_come_in_their_first_order_are_the_same(
    starts: list[int], number: int, others: list[tuple[int, int]]
) -> None:
    """Blocks that begin anywhere in the cycle, with texts out of place among them."""
    lexicon, seen = counting_lexicon()
    number += bytestrings._FEWEST_IN_ORDER
    cycle = [f"village {spot}" for spot in range(number)]
    for start in starts:
        words = [cycle[(start + spot) % number] for spot in range(2 * number + 70)]
        for place, other in others:
            words[place % len(words)] = f"village {other}"
        assert [seen[at] for at in lexicon.of(texts_of(words)).tolist()] == words
