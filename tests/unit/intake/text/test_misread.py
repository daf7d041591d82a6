from __future__ import annotations

import pytest

from popcalc.intake.text.misread import misread, misread_as_western


@pytest.mark.parametrize("meant", ["村居", "出生人数", "北岭镇"])
def test_utf8_that_was_read_as_gbk_is_seen(meant: str) -> None:
    read = meant.encode().decode("gb18030", errors="ignore")

    assert misread(read) in (meant, None)
    assert misread("鏉戝眳") == "村居"


@pytest.mark.parametrize("name", ["", "Northhill", "村居", "东溪村", "鏉", "Ñandú"])
def test_names_that_are_right_are_left_alone(name: str) -> None:
    assert misread(name) is None


def test_chinese_that_was_read_as_western_is_seen() -> None:
    assert misread_as_western("ÔÂ·Ý") == "月份"
    assert misread_as_western("月份".encode().decode("latin-1")) == "月份"


@pytest.mark.parametrize("words", ["", "births", "Ñandú", "月份"])
def test_western_words_are_no_chinese(words: str) -> None:
    assert misread_as_western(words) is None
