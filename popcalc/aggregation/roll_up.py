"""The roll-up: every indicator's sums by area and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from popcalc.arrays import Ints
from popcalc.definitions.catalogue import Formula, Indicator
from popcalc.rollup.matching import match
from popcalc.rollup.needs import Needs, needs_of, scale_of
from popcalc.rollup.parts import Parts, kept, matched
from popcalc.rollup.plan import LeftOut, Plan, Totals
from popcalc.rollup.workbench import Workbench
from popcalc.sums import Groups
from popcalc.table import VillageMonths


def roll_up(
    table: VillageMonths, indicators: Sequence[Indicator], groups: Groups, plan: Plan
) -> tuple[dict[str, Totals], list[LeftOut]]:
    """Return the sums of each indicator by group, and the events that were left out of them."""
    needs = {indicator.key: needs_of(indicator, plan.catalogue) for indicator in indicators}
    bench = Workbench(table, groups, plan, {flow for need in needs.values() for flow in need.flows})
    totals = {indicator.key: _total(bench, indicator, needs[indicator.key]) for indicator in indicators}
    return totals, bench.left_out


def _total(bench: Workbench, indicator: Indicator, needs: Needs) -> Totals:
    found = match(bench, indicator, needs)
    of_matched = matched(bench, needs, found)
    strict = _gathered(bench, indicator, of_matched)
    if not bench.plan.keep_unmatched:
        return strict
    loose = _gathered(bench, indicator, kept(bench, needs, found, of_matched))
    compared = ("plus", "minus", "denominator", "twice_365", "twice_366")
    differ = np.logical_or.reduce([getattr(loose, name) != getattr(strict, name) for name in compared])
    return replace(loose, flags={**loose.flags, "unmatched": differ.astype(np.int64)})


def _gathered(bench: Workbench, indicator: Indicator, parts: Parts) -> Totals:
    """Return an indicator's sums from those of its terms."""
    nothing = np.zeros(bench.groups.size, dtype=np.int64)
    return Totals(
        plus=_formula(bench, indicator.numerator, parts, +1),
        minus=-_formula(bench, indicator.numerator, parts, -1),
        denominator=_formula(bench, indicator.denominator, parts, +1, -1),
        twice_365=nothing + parts.twice - parts.twice_leap,
        twice_366=nothing + parts.twice_leap,
        reported=parts.reported,
        expected=bench.expected,
        flags=parts.flags,
        seen=parts.seen,
    )


def _formula(bench: Workbench, formula: Formula | None, parts: Parts, *signs: int) -> Ints:
    """Return the sum of a formula's terms of some signs, in its smallest unit; person-time stands elsewhere."""
    counts, scale = bench.plan.catalogue.counts, scale_of(formula, bench.plan.catalogue)
    total = np.zeros(bench.groups.size, dtype=np.int64)
    for term in formula or ():
        if np.sign(term.coefficient) in signs and (term.moment, term.count) in parts.terms:
            factor = term.coefficient * scale // 10 ** counts[term.count].decimals
            total += factor * parts.terms[term.moment, term.count]
    return total
