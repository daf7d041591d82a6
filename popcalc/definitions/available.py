"""Which counts can be had from the columns that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Moment, Term

POPULATION, REGISTERED, RESIDENT = "population", "population_registered", "population_resident"
"""Of the populations of people on the register and of residents, one is `population`: rates rest on that."""


class Available(Struct, frozen=True):
    """The counts that columns hold or that can be derived from them.

    `averaged` are stocks of which only a supplied average is there: they have person-time, but no month-end.
    """

    held: frozenset[str]
    derived: frozenset[str]
    averaged: frozenset[str]

    def missing(self, indicator: Indicator) -> list[str]:
        """Return the counts that an indicator needs and that cannot be had, as they stand in its formula."""
        there = self.held | self.derived
        terms = [*indicator.numerator, *(indicator.denominator or ())]
        return list(
            dict.fromkeys(
                term.count if term.moment is Moment.PERIOD else f"{term.moment}({term.count})"
                for term in terms
                if term.count not in there and (term.count not in self.averaged or term.moment is not Moment.PERIOD)
            )
        )


def available(catalogue: Catalogue, held: Iterable[str]) -> Available:
    """Return what can be had from columns that hold some counts."""
    columns = frozenset(held)
    reached = set(columns)
    reached |= {count.opening_of for count in catalogue.counts.values() if count.key in columns and count.opening_of}
    grown = True
    while grown:
        more = {
            count.key
            for count in catalogue.counts.values()
            if count.key not in reached and any(reached.issuperset(formula.counts) for formula in count.derive)
        }
        reached |= more
        grown = bool(more)
    averages = {count.average_of for count in catalogue.counts.values() if count.key in columns and count.average_of}
    return Available(columns, frozenset(reached) - columns, frozenset(averages) - reached)


def companions(count: str, catalogue: Catalogue) -> list[str]:
    """Return the counts that are the opening or the average figure of a stock."""
    return [key for key, other in catalogue.counts.items() if count in (other.opening_of, other.average_of)]


def needed(counts: Iterable[str], catalogue: Catalogue, there: Available) -> frozenset[str]:
    """Return the columns to read for some counts and the counts to derive on the way.

    These are the counts themselves, the opening and average figures of stocks, and what stands in for an absent one.
    """
    wanted: set[str] = set()
    pending = [key for count in counts for key in (count, *companions(count, catalogue))]
    within = there.held | there.derived
    while pending:
        key = pending.pop()
        if key not in wanted and key in within:
            wanted.add(key)
            parts = [part for formula in catalogue.counts[key].derive for part in formula.counts]
            # A column that is held may be absent from some files; what stands for it there is held, too.
            pending += [part for part in parts if key not in there.held or part in there.held]
    return frozenset(wanted)


def with_populations(
    catalogue: Catalogue, held: Collection[str], meant: Literal["registered", "resident"] | None
) -> Catalogue:
    """Return a catalogue in which `population` also stands for the one of both that it is.

    That is the one `meant`; where nobody says it, and columns hold that of residents beside it, the registered one.
    """
    if meant is None and {POPULATION, RESIDENT} <= set(held):
        meant = "registered"
    key = {"registered": REGISTERED, "resident": RESIDENT}.get(meant or "")
    if key is None or key not in catalogue.counts or POPULATION not in catalogue.counts:
        return catalogue
    same = Formula((Term(1, POPULATION, Moment.PERIOD),))
    count = catalogue.counts[key]
    return replace(catalogue, counts={**catalogue.counts, key: replace(count, derive=(*count.derive, same))})
