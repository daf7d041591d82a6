"""The words that headers are read by: those of the catalogue, of the vocabulary and of the columns file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from popcalc.areas.labels import code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.catalogue import Catalogue, Indicator, Kind
from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import normal_header
from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.meanings import UNKNOWN, Meaning, Meanings
from popcalc.intake.header.persons import is_about_persons
from popcalc.intake.header.words import AREA_HEADERS, COUPLES, IGNORE, UNIT_FACTORS

POPULATION = "population"
RESIDENT = ("常住", "resident")
"""Words in headers of the resident population."""
_MONEY = ("元", "yuan", "cny", "rmb")


@dataclass(frozen=True)
class HeaderLexicon:
    """Leads from a header, in normal form, to its role: a count, `period`, a level, its code, `area`, `ignore`.

    `mapped` are the headers that the columns file names; `population` says which population is meant where a source has
    both.
    """

    roles: Mapping[str, str]
    catalogue: Catalogue
    levels: tuple[str, ...] = DEFAULT_LEVELS
    mapped: frozenset[str] = field(default_factory=frozenset)
    population: str | None = None

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.roles, self.catalogue, self.mapped)

    @cached_property
    def _known(self) -> dict[Heading, Meaning]:
        return {}

    def meaning(self, heads: Heading) -> Meaning:
        """Return what the heading of a column means, and how sure that is; it is worked out once."""
        found = self._known.get(heads)
        if found is None:
            found = self._known[heads] = self._meanings.of(heads) if heads.levels else UNKNOWN
        return found

    def of(self, header: str) -> str | None:
        """Return the role of a header of one row, None when it is not known or heads rates."""
        return self.meaning(heading(header)).role

    def is_count(self, role: str | None) -> bool:
        """Whether a role is a count."""
        return role in self.catalogue.counts

    def is_personal(self, heads: Heading) -> bool:
        """Whether the heading, or a level of it, names a fact about a person and the columns file gives it no role.

        To ignore such a column is no role: its facts should not be in the file at all.
        """
        words = {heads.normal, *map(normal_header, heads.levels)}
        meant = {self.roles.get(word) for word in words & self.mapped} - {IGNORE}
        return any(is_about_persons(word) for word in words) and not meant

    def factor(self, role: str, unit: str | None, units_of_table: Sequence[str] = ()) -> int:
        """Return how many of a count's unit a figure in this unit stands for.

        10,000 under `投入(万元)`; 2 persons under `孕前优生检查完成(对)`, but 1 where the count itself is in couples.
        Without a unit of its own the column takes the one that the table gives to counts of its kind, money or people.
        """
        own = self.catalogue.counts[role].unit
        if unit is None:
            money = own == "yuan"
            unit = next((one for one in units_of_table if one.endswith(_MONEY) == money and one not in COUPLES), None)
        if unit in COUPLES:
            return 2 if own == "persons" else 1
        return UNIT_FACTORS.get(unit, 1) if unit else 1

    def is_other_population(self, role: str, heads: Heading) -> bool:
        """Whether the heading is of the population (registered, resident) that the columns file does not mean."""
        if self.population is None or role != POPULATION:
            return False
        resident = any(word in heads.normal for word in RESIDENT)
        return resident == (self.population == "registered")

    def level_of(self, roles: Mapping[str, object]) -> str | None:
        """Return the lowest level that some columns name, None when they name none."""
        named = [level for level in self.levels if level in roles or code_role(level) in roles]
        return named[-1] if named else None

    def indicator_of(self, header: str) -> Indicator | None:
        """Return the indicator that a header names, which is a figure and no count: 出生率, 节育率."""
        return self._indicators.get(normal_header(header))

    @cached_property
    def _indicators(self) -> Mapping[str, Indicator]:
        return {
            normal_header(name): indicator
            for indicator in self.catalogue.indicators.values()
            if indicator.kind is not Kind.COUNT
            for name in (indicator.key, indicator.label.en, indicator.label.zh, *indicator.aliases)
        }


def header_lexicon(catalogue: Catalogue, columns: Columns) -> HeaderLexicon:
    """Return the roles of every header that the catalogue, the built-in words and the columns file know."""
    roles = {normal_header(header): role for role, headers in AREA_HEADERS.items() for header in headers}
    roles.update(catalogue.headers)
    for level in columns.levels:
        roles[normal_header(level)] = level
        roles[normal_header(code_role(level))] = code_role(level)
    if columns.population == "resident":
        roles.update({header: POPULATION for header, role in roles.items() if role == "population_resident"})
    roles.update(columns.meanings)
    return HeaderLexicon(roles, catalogue, columns.levels, frozenset(columns.meanings), columns.population)
