"""Marks of footnotes on a period: `(4)1970`, `2023(15)`, `2019*`, `平成23年 a)b)`."""

from __future__ import annotations

import re
from functools import cache


def without_notes(written: str) -> str:
    """Return a period without the marks of footnotes before and behind it, and without outer spaces."""
    plain = written.strip()
    before, behind = _marks()
    return behind.sub("", before.sub("", plain)).strip() or plain


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    mark = r"(?:[(（\[]\s?(?:\d{1,2}|[a-zA-Z])\s?[)）\]]|(?<![0-9A-Za-z])(?:\d{1,2}|[a-zA-Z])[)）]|[*＊†‡※¹²³⁰⁴-⁹])"
    # Behind the figures of a year, or a word of its own, such as 年.
    letter = r"(?<=[0-9年])[a-zA-Z][)）]"
    return re.compile(rf"^(?:{mark}\s*)+(?=[12]\d{{3}})"), re.compile(rf"(?:\s*(?:{mark}|{letter}))+$")
