"""The checks that take no time beside reading and find what is wrong wherever it is: made also where nobody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from popcalc.quality.cumulative import check_cumulative
from popcalc.quality.far_dates import check_far_dates
from popcalc.quality.findings import Finding
from popcalc.quality.material import Material
from popcalc.quality.people import check_people
from popcalc.quality.rules import check_proportions, check_rules
from popcalc.quality.sent_twice import check_sent_twice

Check = Callable[[Material], Iterable[Finding]]

CHEAP: tuple[Check, ...] = (
    check_far_dates,
    check_rules,
    check_proportions,
    check_people,
    check_cumulative,
    check_sent_twice,
)
