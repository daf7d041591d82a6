"""Quotes with spaces around them: `a, "b, c" , d`, as people write and some programs export.

Read to the letter, such a quote is a part of its cell and the comma behind it parts the cell in two. The spaces are put
inside the quotes, where they make no difference, so that every byte that follows stays where it is.
"""

from __future__ import annotations

import re
from functools import cache

from popcalc.intake.text.quotes import are_in_order


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    edge = re.escape(delimiter.encode())
    before = re.compile(rb"(?:(?<=" + edge + rb")|(?<=\n)|\A)( +)\"")
    behind = re.compile(rb"\"( +)(?=" + edge + rb"|\r|\n|\Z)")
    return before, behind


def with_spaces_inside(content: bytes, delimiter: str) -> bytes:
    """Return a text of whole lines with the spaces around its quotes inside them, where that sets all in order.

    What is in order already, or not even then, stays as it is.
    """
    # One character is looked for thirty times as quickly as two, and most files have no quote at all.
    if b'"' not in content or (b' "' not in content and b'" ' not in content) or are_in_order(content, delimiter):
        return content
    before, behind = _patterns(delimiter)
    mended = behind.sub(rb'\1"', before.sub(rb'"\1', content))
    return mended if are_in_order(mended, delimiter) else content
