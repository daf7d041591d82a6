from __future__ import annotations

import difflib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.errors import LONGEST_WORD, InputError, Place, did_you_mean, fault, nearest
from popcalc.language import text

WORDS = st.text("abcde ", min_size=1, max_size=8)


@given(WORDS, st.lists(WORDS, max_size=20), st.sampled_from([0.6, 0.8]))
def test_the_nearest_word_is_that_of_difflib(word: str, known: list[str], alike: float) -> None:
    expected = difflib.get_close_matches(word, known, n=1, cutoff=alike)
    assert nearest(word, known, alike) == (expected[0] if expected else None)


def test_a_hint_is_sought_when_it_is_said() -> None:
    words = "births", "deaths"

    class Asked(list[str]):
        times = 0

        def __iter__(self):  # type: ignore[no-untyped-def]
            Asked.times += 1
            return super().__iter__()

    wrong = fault("UNKNOWN", text("unknown{hint}", hint=did_you_mean("brths", Asked(words))), Place("a.csv", 1))
    assert Asked.times == 0
    assert str(InputError([wrong])) == "a.csv:1 UNKNOWN unknown (did you mean births?)"
    assert Asked.times == 1


def test_a_word_that_nobody_misspelled_is_not_compared() -> None:
    assert nearest("b" * LONGEST_WORD, ["b" * LONGEST_WORD]) is not None
    assert nearest("b" * 1_000_000, ["b" * 1_000_000]) is None


def test_many_names_take_little_time() -> None:
    names = [f"Village{number}" for number in range(50_000)]
    begun = time.process_time()
    assert nearest("Vilage49999", names) == "Village49999"
    assert time.process_time() - begun < 5


def test_an_exception_says_the_first_of_many_faults() -> None:
    said = str(InputError([fault("X", text("wrong\x1b")) for _ in range(50)]))
    assert said.splitlines()[0] == "X wrong␛"
    assert said.splitlines()[-1] == "and 30 more"


@pytest.mark.parametrize("value", ["x" * 5000])
def test_a_sentence_repeats_the_beginning_of_a_long_value(value: str) -> None:
    assert len(str(text("{value}!", value=value))) == 2001
