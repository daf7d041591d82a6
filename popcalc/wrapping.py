"""What stands around a cell so that a spreadsheet takes it for text, and is no part of what the cell says."""

from __future__ import annotations

import re

_AS_FORMULA = re.compile(r'="([^"]*)"')


def unwrapped(cell: str) -> str:
    """Return a cell without apostrophes in front and without `="..."`, as exports of web pages write it."""
    plain = cell.strip().lstrip("' ")
    if plain.startswith('="') and (formula := _AS_FORMULA.fullmatch(plain)):
        plain = formula[1].strip().lstrip("' ")
    return plain
