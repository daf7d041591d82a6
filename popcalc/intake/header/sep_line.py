"""The line `sep=;` at the top of a text: it tells spreadsheets what parts the cells, and is no line of the table."""

from __future__ import annotations

import re

_SEP = re.compile(r"\"?sep=(?P<delimiter>[^\w\s\"']|\t)\"?[^\w\S]*(?:\r\n|\r|\n|$)", re.IGNORECASE)


def said_delimiter(decoded: str) -> str | None:
    """Return the delimiter that the first line of a text says, None when it says none."""
    found = _SEP.match(decoded)
    return found["delimiter"] if found and found["delimiter"].isascii() else None
