"""The roles of columns that are no counts, and the headers that mean them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from popcalc.areas.labels import code_role
from popcalc.definitions.headers import normal_header
from popcalc.vocabulary import vocabulary

PERIOD = "period"
YEAR = "year"
"""The year of months that a column beside it gives without one."""
AREA = "area"
"""A name whose level the other columns tell."""
AREA_CODE = "area_code"
QUARTER, HALF = "quarter", "half"
"""Parts of the year that a column beside them gives."""
PERIOD_ROLES = frozenset({PERIOD, YEAR, QUARTER, HALF})
MEASURE, VALUE = "measure", "value"
"""Of a long table: which count the figure of a row is of, and the figure."""
IGNORE = "ignore"
DIMENSION = "dimension"
"""Narrows or splits its rows, as the columns file says."""
_NUMBERED = re.compile(r"level (\d)(?:_code)?")
_NUMBERS = range(1, 8)
"""Of levels below a country, which is 0."""


def level_called(number: int) -> str:
    """Return the role of a column of areas that says of its level no more than the number."""
    return f"level {number}"


def level_number(role: str | None) -> int | None:
    """Return the number of a level whose column says no more than that; None of other roles."""
    found = _NUMBERED.fullmatch(role) if role else None
    return int(found[1]) if found else None


@cache
def known_roles() -> Mapping[str, str]:
    """Return the role of every header of the vocabulary, in normal form."""
    roles: dict[str, str] = {}
    for language in vocabulary().languages.values():
        words = language.headers
        by_role = {
            **words.areas,
            PERIOD: words.period,
            YEAR: words.year,
            QUARTER: words.quarter,
            HALF: words.half,
            MEASURE: words.measure,
            VALUE: words.value,
            IGNORE: words.ignored,
        }
        for number in _NUMBERS:
            level = level_called(number)
            by_role[level] = tuple(word.replace("#", str(number)) for word in words.numbered)
            by_role[code_role(level)] = tuple(word.replace("#", str(number)) for word in words.numbered_codes)
        roles |= {normal_header(word): role for role, of_role in by_role.items() for word in of_role}
    return roles
