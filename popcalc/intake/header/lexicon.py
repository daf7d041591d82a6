"""The words that headers are read by: those of the catalogue, of the vocabulary and of the columns file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.areas.labels import code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.available import POPULATION, REGISTERED, RESIDENT
from popcalc.definitions.catalogue import Catalogue, Count, Indicator, Kind, Nature
from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import normal_header
from popcalc.definitions.units import TableUnits, multiples, per_of_unit, plain_units
from popcalc.intake.header.headings import Heading, heading
from popcalc.intake.header.meanings import UNKNOWN, Meaning, Meanings
from popcalc.intake.header.persons import is_about_persons, is_of_a_maker, is_telephone
from popcalc.intake.header.words import IGNORE, known_roles
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import solid

RATE = "rate "
"""Before the key of an indicator: the role of a column of its printed figures."""


class _Units(Struct, frozen=True):
    """The units that make another figure of what stands below them, folded.

    `factors` leads to how many of the count's own unit one is; `bare` are those of anything, thousands and 万.
    """

    factors: Mapping[str, int]
    bare: frozenset[str]
    money: tuple[str, ...]
    couples: frozenset[str]


@cache
def _units() -> _Units:
    words = vocabulary().words
    given = dict(multiples())
    for language in vocabulary().languages.values():
        given |= language.units.money
    factors = dict(zip(solid(given), given.values(), strict=True))
    plain = solid(plain_units())
    return _Units(
        factors,
        bare=frozenset(one for one in solid(multiples()) if not one.endswith(plain)),
        money=solid(words(lambda one: one.units.money)),
        couples=frozenset(solid(words(lambda one: one.units.couples))),
    )


class HeaderLexicon(Struct, frozen=True, dict=True):
    """Leads from a header, in normal form, to its role: a count, `period`, a level, its code, `area`, `ignore`.

    `mapped` are the headers that the columns file names, `measures` leads from the names of figures in a long table,
    as it gives them, to counts; `population` says which population is meant where a source has both. `across` is what
    the columns file says that headers name beside counts, `header_row` the rows that it says are the header; `areas`
    are those that other tables or the areas file name, by their names in compared form their level and their name.
    `rates` are the roles of printed rates, where these are looked for as counts are, with their indicators.
    """

    roles: Mapping[str, str]
    catalogue: Catalogue
    levels: tuple[str, ...] = DEFAULT_LEVELS
    mapped: frozenset[str] = field(default_factory=frozenset)
    population: str | None = None
    measures: Mapping[str, str] = field(default_factory=dict)
    across: str | None = None
    header_row: tuple[int, ...] = ()
    areas: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rates: Mapping[str, Indicator] = field(default_factory=dict)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.roles, self.catalogue, self.mapped, frozenset(self.rates))

    @cached_property
    def _known(self) -> dict[Heading, Meaning]:
        return {}

    def meaning(self, heads: Heading) -> Meaning:
        """Return what the heading of a column means, and how sure that is; it is worked out once."""
        found = self._known.get(heads)
        if found is None:
            found = self._known[heads] = self._meanings.of(heads) if heads.levels else UNKNOWN
        return found

    def measured(self, name: str) -> str | None:
        """Return the count that the name of a figure in a long table means, None for none that is known and sure."""
        meaning = self.meaning(heading(name))
        role = self.measures.get(normal_header(name), meaning.role if meaning.sure else None)
        return role if self.is_count(role) else None

    def of(self, header: str) -> str | None:
        """Return the role of a header of one row, None when it is not known or heads rates."""
        return self.meaning(heading(header)).role

    def is_count(self, role: str | None) -> bool:
        """Whether a role is a count."""
        return role in self.catalogue.counts

    def names_count(self, words: str) -> bool:
        """Whether words name a count."""
        return self.is_count(self.of(words))

    def is_personal(self, heads: Heading) -> bool:
        """Whether the heading, or a level of it, names a fact about a person and the columns file gives it no role.

        To ignore such a column is no role: its facts should not be in the file at all.
        """
        words = {heads.normal, *map(normal_header, heads.levels)}
        meant = {self.roles.get(word) for word in words & self.mapped} - {IGNORE}
        return any(is_about_persons(word) for word in words) and not meant and not self.is_of_a_maker(heads)

    def is_of_a_maker(self, heads: Heading) -> bool:
        """Whether the heading, or its lowest level, names who made the form, and it means nothing else."""
        words = {heads.normal, *map(normal_header, heads.levels[-1:])}
        return any(map(is_of_a_maker, words)) and self.roles.get(heads.normal, IGNORE) == IGNORE

    def columns_of_makers(self, lines: Sequence[Sequence[Heading]]) -> frozenset[int]:
        """Return the columns of those who made the form, which are not read, never shown, and stop nothing.

        `lines` are the headings, and those of the rows that say the same once more. A telephone that does not say whose
        it is belongs to a maker where the table has one, else to a person.
        """
        columns = [(index, one) for line in lines for index, one in enumerate(line) if one.levels]
        makers = {index for index, one in columns if self.is_of_a_maker(one)}
        return frozenset(makers | {index for index, one in columns if makers and is_telephone(one.normal)})

    def factor(self, role: str, unit: str | None, units_of_table: Sequence[TableUnits] = ()) -> int:
        """Return how many of a count's unit a figure in this unit stands for.

        10,000 under `投入(万元)`; 2 persons under `孕前优生检查完成(对)`, but 1 where the count itself is in couples.
        Without a unit of its own the column takes the one that the table gives to counts of its kind, money or people.
        Of rates it is what they are per, 0 where their header does not say it.
        """
        if role in self.rates:
            return per_of_unit(unit)
        own = self.catalogue.counts[role].unit
        if unit is None:
            unit = self._unit_of_table(role, units_of_table)
        if unit in _units().couples:
            return 2 if own == "persons" else 1
        return _units().factors.get(unit, 1) if unit else 1

    def _unit_of_table(self, role: str, units_of_table: Sequence[TableUnits]) -> str | None:
        """Return the unit that the table gives to a count without one."""
        money = self.catalogue.counts[role].unit == "yuan"
        for line in units_of_table:
            if self.named_with_unit(line) not in (None, role):
                continue
            for unit in line.units:
                if unit in _units().bare or (unit.endswith(_units().money) == money and unit not in _units().couples):
                    return unit
        return None

    def named_with_unit(self, line: TableUnits) -> str | None:
        """Return the only count that a line above the table gives its unit to, None where it is for all."""
        role = self.of(line.words) if line.words else None
        return role if self.is_count(role) else None

    def is_other_population(self, role: str, heads: Heading) -> bool:
        """Whether the heading is of the population (registered, resident) that the columns file does not mean."""
        if self.population is None or role != POPULATION:
            return False
        resident = any(word in heads.normal for word in vocabulary().words(lambda one: one.headers.in_resident))
        return resident == (self.population == "registered")

    @property
    def other_population(self) -> str:
        """The count of a population that stands beside the one that the columns file means."""
        return REGISTERED if self.population == "resident" else RESIDENT

    def level_of(self, roles: Mapping[str, object]) -> str | None:
        """Return the lowest level that some columns name, None when they name none."""
        named = [level for level in self.levels if level in roles or code_role(level) in roles]
        return named[-1] if named else None

    def indicator_of(self, header: str) -> Indicator | None:
        """Return the indicator that a header names, which is a figure and no count: 出生率, 节育率."""
        return self._indicators.get(normal_header(header))

    @cached_property
    def _indicators(self) -> Mapping[str, Indicator]:
        computed = {key: one for key, one in self.catalogue.indicators.items() if one.kind is not Kind.COUNT}
        further = {
            normal_header(name): computed[key]
            for language in vocabulary().languages.values()
            for key, names in language.headers.rates.items()
            if key in computed
            for name in names
        }
        return further | {
            normal_header(name): indicator
            for key, indicator in computed.items()
            for name in (key, *indicator.label.names, *indicator.aliases)
        }

    def knowing_rates(self) -> HeaderLexicon:
        """Return the same in which names of rates are roles as those of counts are."""
        roles = {name: f"{RATE}{one.key}" for name, one in self._indicators.items() if name not in self.roles}
        rates = {role: self.catalogue.indicators[role.removeprefix(RATE)] for role in roles.values()}
        counts = {role: Count(role, Nature.FLOW, one.label, "") for role, one in rates.items()}
        catalogue = replace(self.catalogue, counts={**self.catalogue.counts, **counts})
        return replace(self, roles={**self.roles, **roles}, catalogue=catalogue, rates=rates)


def header_lexicon(
    catalogue: Catalogue, columns: Columns, areas: Mapping[str, tuple[str, str]] | None = None
) -> HeaderLexicon:
    """Return the roles of every header that the catalogue, the built-in words and the columns file know."""
    roles = {**known_roles(), **catalogue.headers}
    for level in columns.levels:
        roles[normal_header(level)] = level
        roles[normal_header(code_role(level))] = code_role(level)
    if columns.population == "resident":
        roles.update({header: POPULATION for header, role in roles.items() if role == RESIDENT})
    roles.update(columns.meanings)
    measures = {normal_header(name): meaning for name, meaning in columns.measures.items()}
    mapped = frozenset(columns.meanings)
    return HeaderLexicon(
        roles,
        catalogue,
        columns.levels,
        mapped,
        columns.population,
        measures,
        columns.across,
        columns.header_row,
        areas or {},
    )
