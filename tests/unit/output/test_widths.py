from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from popcalc.output.panels import balanced
from popcalc.output.widths import _PLAIN, pad, width, wrap

MIXED = st.text("ab 出生率，（）‰.-", max_size=60)


@given(MIXED, st.integers(4, 40))
def test_wrapping_loses_nothing_but_blanks(words: str, columns: int) -> None:
    assert "".join(wrap(words, columns)).replace(" ", "") == words.replace(" ", "")


@given(st.lists(st.text("abc", min_size=1, max_size=6)), st.integers(6, 40))
def test_lines_fit_when_every_word_does(words: list[str], columns: int) -> None:
    assert all(wcswidth(line) <= columns for line in wrap(" ".join(words), columns))


@given(MIXED, st.booleans())
def test_padding_counts_columns_of_a_terminal(words: str, right: bool) -> None:
    padded = pad(words, 130, right=right)
    assert wcswidth(padded) == 130
    assert padded.strip() == words.strip()


def test_ideographs_take_two_columns() -> None:
    assert width("河口镇") == 6
    assert pad("河口镇", 8) == "河口镇  "


def test_a_line_breaks_between_ideographs_but_not_before_punctuation() -> None:
    assert wrap("按年率，平均人口", 6) == ["按年", "率，平", "均人口"]


def test_a_long_word_is_not_cut() -> None:
    assert wrap("policy_compliance_rate of towns", 8) == ["policy_compliance_rate", "of towns"]


def test_a_heading_is_wrapped_evenly() -> None:
    assert balanced("出生人口性别比", 12) == ["出生人口", "性别比"]
    assert balanced("Sex ratio at birth", 12) == ["Sex ratio", "at birth"]


def test_widths_that_need_no_table_are_those_of_the_table() -> None:
    plain = [one for one in map(chr, range(0x20, 0x10000)) if _PLAIN.fullmatch(one)]
    assert len(plain) > 27_000
    assert [one for one in plain if width(one) != wcwidth(one)] == []
    assert width("县（市、区）… 12.40 ‰") == wcswidth("县（市、区）… 12.40 ‰")
