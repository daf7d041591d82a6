"""Blank returns: which areas report which counts for which months, town by town."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from popcalc.areas import Areas, Registry
from popcalc.areas.lives import ALWAYS
from popcalc.definitions.catalogue import Catalogue, Count
from popcalc.periods import Run

USUAL = (
    "population",
    "births_male",
    "births_female",
    "deaths",
    "deaths_infant",
    "migration_in",
    "migration_out",
)
"""What is asked for where neither files nor targets tell."""


class Row(Struct, frozen=True):
    """An area that reports: its code, empty where it has none, its name and those of the areas above, by level."""

    code: str
    names: tuple[tuple[str, str], ...]

    @property
    def above(self) -> tuple[tuple[str, str], ...]:
        """The levels and names of the areas above it, from the top down."""
        return self.names[:-1]


class Return(Struct, frozen=True):
    """What one office fills in: the areas that it reports for, all below the same area above."""

    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The name of the area above them, empty where there is none."""
        return self.rows[0].above[-1][1] if self.rows[0].above else ""

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that have a column."""
        return tuple(level for level, _ in self.rows[0].names)

    @property
    def has_codes(self) -> bool:
        """Whether every area has a code."""
        return all(row.code for row in self.rows)


def returns(rows: Iterable[Row]) -> list[Return]:
    """Return what each area above those that report fills in, in the order of the rows."""
    found: dict[tuple[tuple[str, str], ...], list[Row]] = {}
    for row in rows:
        found.setdefault(row.above, []).append(row)
    return [Return(tuple(some)) for some in found.values()]


def rows_of_counts(areas: Areas, months: Run) -> Iterator[Row]:
    """Yield the areas of counts that were read, as the files have them, without those that are closed by then."""
    order = areas.as_in_files(range(areas.villages))
    spots = sorted(range(areas.villages), key=lambda spot: (order.get(areas.keys[spot], 0), areas.keys[spot]))
    for spot in spots:
        if areas.lives is not None and not areas.lives.months(months.start, months.end)[spot, 0]:
            continue
        names = []
        place = spot
        while place >= 0:
            names.append((areas.levels[areas.level_of[place]], areas.names[place]))
            place = int(areas.parent_of[place])
        code = areas.keys[spot]
        yield Row(code if code.isdecimal() and code != areas.names[spot] else "", tuple(reversed(names)))


def rows_of_registry(registry: Registry, levels: Sequence[str], months: Run) -> Iterator[Row]:
    """Yield the lowest areas of an areas file that exist in some of the months."""
    there = [one for one in registry.entries if one.into is None or one.closed is not None]
    lowest = max((levels.index(one.level) for one in there if one.level in levels), default=-1)
    for one in sorted(there, key=lambda one: one.line):
        exists = (one.opened or 0) <= months.end and (one.closed or ALWAYS) >= months.start
        if one.level in levels and levels.index(one.level) == lowest and exists:
            names = [(above.level, above.name) for above in one.chain]
            yield Row(one.code, (*reversed(names), (one.level, one.name)))


def counts_to_ask(held: Iterable[str], needed: Iterable[str], catalogue: Catalogue) -> list[Count]:
    """Return the counts that a form asks for: those that the files hold, else what targets need, else the usual ones.

    `needed` are those of the indicators of targets. What is worked out of others that are asked for is not asked again.
    """
    asked = set(held) or set(needed) or {key for key in USUAL if key in catalogue.counts}
    there = [count for key, count in catalogue.counts.items() if key in asked]
    return [count for count in there if not (count.opening_of or count.average_of) or not held]
