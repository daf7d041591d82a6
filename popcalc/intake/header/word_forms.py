"""Forms in which headers stand beside their own words: Name of village, 市町村別, Number of births, District/City."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from msgspec import Struct

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.words import AREA
from popcalc.vocabulary import Language, vocabulary
from popcalc.vocabulary.patterns import any_of

_BETWEEN = re.compile(r"[/\\・()\[\]&]")
_PARTS = (2, 3)


class _Patterns(Struct, frozen=True):
    before_areas: re.Pattern[str]
    behind_areas: re.Pattern[str]
    before_counts: re.Pattern[str]
    also: re.Pattern[str]
    levels: frozenset[str]


@cache
def _patterns() -> _Patterns:
    def words(which: Callable[[Language], tuple[str, ...]]) -> str:
        return any_of(filter(None, map(normal_header, vocabulary().words(which))))

    kinds = {role for one in vocabulary().languages.values() for role in one.headers.areas}
    return _Patterns(
        before_areas=re.compile(f"^{words(lambda one: one.headers.before_areas)}"),
        behind_areas=re.compile(f"{words(lambda one: one.headers.behind_areas)}$"),
        before_counts=re.compile(f"^{words(lambda one: one.headers.before_counts)}"),
        also=re.compile(rf" {any_of(vocabulary().words(lambda one: one.periods.also if one.spaced else ()))} "),
        levels=frozenset(role for role in kinds if not role.endswith("_code")),
    )


def without_counting(normal: str) -> str:
    """Return a normal header without what says that its things are counted: births for `Number of births`."""
    return _patterns().before_counts.sub("", normal, count=1)


def area_in(written: str, roles: Mapping[str, str]) -> str | None:
    """Return the area that a header of other forms names, None for none; of two levels it is one that says none.

    `roles` are those of headers in normal form.
    """
    known = _area(normal_header(written), roles)
    if known is not None:
        return known
    own = _patterns().also.sub("/", " ".join(unicodedata.normalize("NFKC", written).casefold().split()))
    parts = list(filter(None, map(normal_header, _BETWEEN.split(own))))
    if len(parts) > 1 and _patterns().behind_areas.fullmatch(parts[-1]):
        # The last word is of all of them: 행정구역(읍면동)별.
        parts = parts[:-1]
    found = {_area(part, roles) for part in parts}
    if len(parts) not in _PARTS or None in found:
        return None
    levels = found - {AREA}
    return levels.pop() if len(levels) == 1 else AREA


def _area(normal: str, roles: Mapping[str, str]) -> str | None:
    patterns = _patterns()
    bare = patterns.before_areas.sub("", normal, count=1)
    forms = (normal, bare, patterns.behind_areas.sub("", normal), patterns.behind_areas.sub("", bare))
    return next((role for form in forms if (role := roles.get(form)) in patterns.levels), None)
