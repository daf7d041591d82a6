"""Slips of the hand in YAML files that a parser tells of further down, or takes for a text."""

from __future__ import annotations

import re

from popcalc.language import Text, text

WIDE = ("\u3000", "\u00a0")
"""Blanks that are none to YAML."""
_KEY = r"(?:^[ \u3000\u00a0]*(?:- *)?|[{,][ \u3000\u00a0]*)(?P<key>[A-Za-z_]\w*)"
_COLON = re.compile(rf"{_KEY}[ \u3000\u00a0]*(?P<wide>：)|{_KEY.replace('key', 'own')}(?P<close>:)(?=[^\s/:])")
_INDENT = re.compile(r"^ *[\u3000\u00a0][ \u3000\u00a0]*(?=(?:- *)?[A-Za-z_]\w* *[:：])")


def slip(source: str, until: int) -> tuple[int, int, Text] | None:
    """Return the last slip in the first `until` lines of a text: its line and column, from 0, and what to write."""
    for number, line in reversed([*enumerate(source.split("\n")[:until])]):
        if found := _INDENT.match(line):
            column = len(line) - len(line.lstrip(" "))
            return number, column, text("a wide blank stands here: indent with plain spaces")
        if found := _COLON.search(line):
            if found["wide"]:
                return number, found.start("wide"), text("a wide colon stands here: write : and a blank behind it")
            return number, found.start("close"), text("a blank is missing behind this colon")
    return None
