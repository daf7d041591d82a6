"""A month and count given under two names that the areas file makes one: given twice, or two halves?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from popcalc.areas.aliases import Aliases
from popcalc.definitions.catalogue import Catalogue, Count
from popcalc.errors import COUNTED, Fault, fault
from popcalc.intake.join.as_read import AsRead
from popcalc.intake.join.conflicts import same_run
from popcalc.language import text


def find_two_names(read: AsRead, held: Sequence[str], catalogue: Catalogue, aliases: Aliases | None) -> list[Fault]:
    """Return a fault for each village, month and count that rows give under two names of the areas file.

    Whether the figures agree or not: two halves of a village may well have the same. The table is sorted by village,
    start and end.
    """
    faults: list[Fault] = []
    for key in held if aliases is not None else ():
        told = np.flatnonzero(read.table[key] >= 0)
        before, after = told[:-1], told[1:]
        same = same_run(read.table, before, after)
        before, after = before[same], after[same]
        assert aliases is not None
        two = np.flatnonzero(aliases.between(read.label[before], read.label[after]))
        faults += [
            _two_names(read, int(before[at]), int(after[at]), catalogue.counts[key], aliases)
            for at in two[:COUNTED].tolist()
        ]
    return faults


def _two_names(read: AsRead, one: int, other: int, count: Count, aliases: Aliases) -> Fault:
    one, other = read.in_order(one, other)
    sentence = text(
        "{count} of {area} in {month} is {other} here for {other_name} and {one} in {place} for {name}, two names of "
        "one area in the areas file: if it is given twice, take one out; if these are two parts that are added up, "
        "give each a line of its own in the areas file with {area} in the column into",
        count=count.key,
        area=read.area(other),
        month=read.months(other),
        other=read.figure(other, count),
        other_name=aliases.spoken(int(read.label[other])),
        one=read.figure(one, count),
        name=aliases.spoken(int(read.label[one])),
        place=read.place(one, count),
    )
    return fault("TWO_NAMES", sentence, read.place(other, count))
