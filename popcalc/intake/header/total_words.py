"""Words of headers that call a total: 合计, total, subtotal, 全县."""

from __future__ import annotations

import re
from functools import cache

from popcalc.definitions.headers import normal_header
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of


def is_total(words: str) -> bool:
    """Whether words of a header call a total: 合计, total, subtotal."""
    return normal_header(words) in _totals()


def without_total(words: str) -> str:
    """Return words of a header without the one of a total before or behind them: births for `Total births`."""
    return "" if is_total(words) else _beside_a_total().sub("", words, count=1)


@cache
def _beside_a_total() -> re.Pattern[str]:
    totals = any_of(vocabulary().words(lambda one: (*one.totals.whole, *one.totals.section)))
    return re.compile(rf"^{totals}[\W_]+(?=\w)|(?<=\w)[\W_]+{totals}$|(?<=[^\W\d_a-z]){totals}$", re.IGNORECASE)


@cache
def _totals() -> frozenset[str]:
    words = vocabulary().words
    whole_areas = (
        f"{first}{then}"
        for language in vocabulary().languages.values()
        for first in language.totals.whole_area_first
        for then in language.totals.whole_area_then
    )
    said = words(lambda one: (*one.totals.whole, *one.totals.section, *one.totals.whole_area))
    return frozenset(map(normal_header, (*said, *whole_areas)))
