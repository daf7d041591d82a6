"""What a header says: a count, the period, an area's name or code, or a person (which is refused)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from popcalc.areas.labels import code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import header_unit, normal_header
from popcalc.intake.header_words import AREA_HEADERS, COUPLES, PERSON_HEADERS, RATE_UNITS, UNIT_FACTORS

POPULATION = "population"
RESIDENT = ("常住", "resident")
"""Words in headers of the resident population."""


@dataclass(frozen=True)
class Roles:
    """Leads from a header, in normal form, to its role: a count, `period`, a level, its code, `area`, `ignore`.

    `units` gives the unit of each count; `mapped` are the headers that the columns file names; `population` says which
    population is meant where a source has both.
    """

    roles: Mapping[str, str]
    units: Mapping[str, str]
    persons: frozenset[str]
    levels: tuple[str, ...] = DEFAULT_LEVELS
    mapped: frozenset[str] = field(default_factory=frozenset)
    population: str | None = None

    def of(self, header: str) -> str | None:
        """Return the role of a header as a file writes it, None when it is not known or heads rates."""
        normal = normal_header(header)
        role = self.roles.get(normal)
        if role in self.units and header_unit(header) in RATE_UNITS and normal not in self.mapped:
            return None
        return role

    def is_count(self, role: str | None) -> bool:
        """Whether a role is a count."""
        return role in self.units

    def is_personal(self, header: str) -> bool:
        """Whether the header names a fact about a person."""
        return normal_header(header) in self.persons

    def factor(self, header: str) -> int:
        """Return how many of the count's unit a figure under this header stands for.

        10,000 under `投入(万元)`; 2 persons under `孕前优生检查完成(对)`, but 1 where the count itself is in couples.
        """
        unit = header_unit(header)
        if unit in COUPLES:
            return 2 if self.units.get(self.of(header) or "") == "persons" else 1
        return UNIT_FACTORS.get(unit, 1) if unit else 1

    def is_other_population(self, header: str) -> bool:
        """Whether the header is of the population (registered, resident) that the columns file does not mean."""
        if self.population is None or self.of(header) != POPULATION:
            return False
        resident = any(word in normal_header(header) for word in RESIDENT)
        return resident == (self.population == "registered")

    def level_of(self, roles: Mapping[str, object]) -> str | None:
        """Return the lowest level that some columns name, None when they name none."""
        named = [level for level in self.levels if level in roles or code_role(level) in roles]
        return named[-1] if named else None


def make_roles(catalogue: Catalogue, columns: Columns) -> Roles:
    """Return the roles of every header that the catalogue, the built-in words and the columns file know."""
    roles = {normal_header(header): role for role, headers in AREA_HEADERS.items() for header in headers}
    roles.update(catalogue.headers)
    for level in columns.levels:
        roles[normal_header(level)] = level
        roles[normal_header(code_role(level))] = code_role(level)
    if columns.population == "resident":
        roles.update({header: POPULATION for header, role in roles.items() if role == "population_resident"})
    roles.update(columns.meanings)
    persons = frozenset(normal_header(header) for header in PERSON_HEADERS) - frozenset(columns.meanings)
    units = {key: count.unit for key, count in catalogue.counts.items()}
    return Roles(roles, units, persons, columns.levels, frozenset(columns.meanings), columns.population)
