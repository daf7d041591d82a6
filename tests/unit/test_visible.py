from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.visible import HIDDEN, is_visible, told_apart, visible


@given(st.text(st.characters(codec=None)))
def test_nothing_that_steers_or_hides_is_left(words: str) -> None:
    shown = visible(words)
    assert not HIDDEN.search(shown)
    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert visible(shown) == shown
    assert is_visible([shown])
    assert is_visible([words]) == (shown == words)


def test_control_characters_are_spelled_out() -> None:
    assert visible("a\x1b[31mb\nc\x7f\u202e河口") == "a␛[31mb␊c␡<U+202E>河口"


@pytest.mark.parametrize(
    "hidden",
    ["\xad", "\u061c", "\u180e", "\u200b", "\u2028", "\u2066", "\ufeff", "\ufff9", "\ufffb", "\U000e0041", "\ufe0f"],
)
def test_a_character_without_a_shape_is_named(hidden: str) -> None:
    assert visible(f"Mi{hidden}ll") == f"Mi<U+{ord(hidden):04X}>ll"


@pytest.mark.parametrize(
    "name", ["Mill", "河口镇", "葛\U000e0100城市", "Müllheim", "নোয়াখালী", "Ağrı", "北海道\u3000札幌"]
)
def test_a_name_of_the_world_stays_as_it_is(name: str) -> None:
    assert visible(name) == name


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Mop", "M\u043ep"), ("Mop", "M<U+043E>p")),
        (("\u039dorth", "North", "South"), ("<U+039D>orth", "North", "South")),
        (("\u30ed山", "口山"), ("<U+30ED>山", "口山")),
        (("Müll", "Mu\u0308ll"), ("M<U+00FC>ll", "Mu<U+0308>ll")),
        (("\u041f\u043e\u043b\u0435", "\u041b\u0435\u0441"), ("\u041f\u043e\u043b\u0435", "\u041b\u0435\u0441")),
    ],
)
def test_names_that_look_alike_are_told_apart_and_no_others(names: tuple[str, ...], shown: tuple[str, ...]) -> None:
    assert tuple(told_apart(names).values()) == shown


@given(st.lists(st.text(), unique=True))
def test_no_two_names_are_shown_the_same_unless_a_mark_is_written_out(names: list[str]) -> None:
    told = told_apart(names)
    plain = [name for name in names if "<U+" not in name]
    assert len({told[name] for name in plain}) == len(plain)
