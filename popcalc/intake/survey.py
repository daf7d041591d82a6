"""The first look at all sources: what files there are and which counts they hold. Nothing below the headers is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from popcalc.areas import Registry, read_registry
from popcalc.definitions.catalogue import Catalogue, Formula, Nature
from popcalc.definitions.columns import Columns
from popcalc.errors import DefinitionError, Fault, InputError, fault
from popcalc.intake.decoding import all_names, known_encoding
from popcalc.intake.layout import Layout, lay_out
from popcalc.intake.roles import make_roles
from popcalc.intake.sources import find_sources
from popcalc.language import text
from popcalc.errors import did_you_mean


@dataclass(frozen=True)
class Survey:
    """The files to read, how each is laid out, and the definitions they are read by."""

    layouts: tuple[Layout, ...]
    catalogue: Catalogue
    columns: Columns
    registry: Registry
    year_start: int = 1
    levels: tuple[str, ...] = ()
    derived: frozenset[str] = field(default_factory=frozenset)

    @property
    def counts(self) -> frozenset[str]:
        """The counts that the files hold or that can be derived from them."""
        return frozenset(column.key for layout in self.layouts for column in layout.counts) | self.derived

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(layout.source.size for layout in self.layouts)

    def has(self, count: str) -> bool:
        """Whether a count can be had; a stock also by its opening or its average figure."""
        return count in self.counts

    def needed(self, counts: Iterable[str]) -> frozenset[str]:
        """Return the columns to read for some counts: themselves, what stands for them, and what they derive from."""
        held = frozenset(column.key for layout in self.layouts for column in layout.counts)
        wanted: set[str] = set()
        pending = [key for count in counts for key in (count, *companions(count, self.catalogue))]
        while pending:
            key = pending.pop()
            if key in wanted:
                continue
            wanted.add(key)
            pending += [part for formula in self.catalogue.counts[key].derive for part in formula.counts if part in self.counts]
        return frozenset(wanted) & held | (frozenset(wanted) & self.derived)


def companions(count: str, catalogue: Catalogue) -> list[str]:
    """Return the counts that are the opening or the average figure of a stock."""
    return [key for key, other in catalogue.counts.items() if count in (other.opening_of, other.average_of)]


def survey(
    sources: Sequence[str],
    catalogue: Catalogue,
    columns: Columns,
    *,
    areas_file: Path | None = None,
    encoding: str | None = None,
    year_start: int = 1,
) -> Survey:
    """Return what the sources hold; raises InputError or DefinitionError with everything that is wrong at once."""
    if encoding is not None and known_encoding(encoding) is None:
        sentence = text("{encoding} is not an encoding{hint}", encoding=encoding, hint=did_you_mean(encoding, all_names()))
        raise DefinitionError([fault("UNKNOWN_ENCODING", sentence)])
    forced = known_encoding(encoding) if encoding else None
    roles = make_roles(catalogue, columns)
    registry = read_registry(areas_file, roles.levels) if areas_file else Registry()
    layouts: list[Layout] = []
    faults: list[Fault] = []
    for source in find_sources(sources):
        try:
            layouts.append(lay_out(source, roles, columns, forced, year_start))
        except InputError as error:
            if any(one.code == "PERSONAL_DATA" for one in error.faults):
                raise
            faults += error.faults
    if faults:
        raise InputError(faults)
    levels = tuple(level for level in roles.levels if any(level in one.words or f"{level}_code" in one.words for one in layouts))
    found = Survey(tuple(layouts), catalogue, columns, registry, year_start, levels)
    held = set(found.counts)
    return Survey(tuple(layouts), catalogue, columns, registry, year_start, levels, derivable(catalogue, held))


def derivable(catalogue: Catalogue, held: set[str]) -> frozenset[str]:
    """Return the counts that are not held but can be derived, step by step, from those that are."""
    reached = set(held)
    for stock in catalogue.counts.values():
        if stock.nature is Nature.STOCK and held & set(companions(stock.key, catalogue)):
            reached.add(stock.key)
    grown = True
    while grown:
        more = {
            count.key
            for count in catalogue.counts.values()
            if count.key not in reached and any(_reachable(formula, reached) for formula in count.derive)
        }
        reached |= more
        grown = bool(more)
    return frozenset(reached - held)


def _reachable(formula: Formula, reached: set[str]) -> bool:
    return all(part in reached for part in formula.counts)
