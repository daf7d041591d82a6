"""What the heading of a column means, its groups included, without ever guessing.

A heading is first looked up as a whole. Else its levels are: in any order, without words that say nothing (本期, 其中,
小计), and then without a group that narrows nothing. A group may be left out when it only names a topic
(人口变动情况), when its word stands again below it (出生 > 一孩出生), or when the catalogue says that what stands below
is a part of it (出生人数 > 一孩). Any other group narrows its columns: 流入人口 > 出生 is not births.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import combinations, permutations

from msgspec import Struct

from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.definitions.headers import normal_header
from popcalc.definitions.wholes import wholes
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.moment_words import moment_in, says_end
from popcalc.intake.header.word_forms import area_in, without_counting
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import any_of, solid

_SHORTEST_IMPLIED = 2
"""Characters of a group's word from which on finding it again below it means something."""


class _Words(Struct, frozen=True):
    """The words of groups, as expressions that find them in headers in normal form.

    `same` leads from what `synonyms` find to the word that stands for it in headers of the catalogue.
    """

    now: re.Pattern[str]
    says_nothing: re.Pattern[str]
    synonyms: re.Pattern[str]
    same: Mapping[str, str]
    standing: frozenset[str]


@cache
def _words() -> _Words:
    words = vocabulary().words
    now = solid(words(lambda one: one.groups.now))
    nothing = any_of(solid((*now, *words(lambda one: (*one.groups.of_which, *one.groups.totals)))))
    same = {
        other: kept
        for language in vocabulary().languages.values()
        for kept, others in language.groups.synonyms.items()
        for other in solid(others)
    }
    return _Words(
        now=re.compile(f"^{any_of(now)}"),
        says_nothing=re.compile(nothing),
        synonyms=re.compile(any_of(same)),
        same=same,
        standing=frozenset(solid(words(lambda one: one.groups.standing))),
    )


_BRACKET = re.compile(r"(?P<count>.+?)\s*[(\[【](?P<moment>[^()\[\]【】]+)[)\]】]")


class Meaning(Struct, frozen=True):
    """What a heading means: its role, if any.

    It is not `sure` below a group that may narrow it. `rivals` are the counts that it may mean when they are several;
    then it has no role.
    """

    role: str | None = None
    sure: bool = True
    rivals: tuple[str, ...] = ()


UNKNOWN = Meaning()


class Meanings(Struct, frozen=True, dict=True):
    """The roles of headers in normal form, and the catalogue whose counts are among them."""

    roles: Mapping[str, str]
    catalogue: Catalogue
    mapped: frozenset[str]
    rates: frozenset[str] = frozenset()

    def of(self, heads: Heading) -> Meaning:
        """Return what a heading means; a count whose figures are rates is none, unless these are what is looked for."""
        if len(heads.levels) > 1 and not all(map(normal_header, heads.levels)):
            return UNKNOWN
        known = self.roles.get(heads.normal)
        if heads.is_rate and self.rates:
            meaning = self._of(heads, known)
            return meaning if meaning.role in self.rates else UNKNOWN
        if heads.is_rate and heads.normal not in self.mapped:
            return UNKNOWN if known is None or self._is_count(known) else Meaning(known)
        return self._of(heads, known)

    def _of(self, heads: Heading, known: str | None) -> Meaning:
        if known is not None:
            return Meaning(known)
        lowest = normal_header(heads.levels[-1])
        if lowest in self.mapped:
            # The columns file may name a column by its own words, without those of its group.
            return Meaning(self.roles[lowest])
        if len(heads.levels) == 1:
            role = self._of_these_months(heads.normal) or self._at_a_moment(heads.levels[0])
            return Meaning(role or area_in(heads.levels[0], self.roles))
        return self._of_group(heads.levels)

    def _is_count(self, role: str | None) -> bool:
        return role in self.catalogue.counts

    def _of_these_months(self, normal: str) -> str | None:
        """Return the count that a header means once 本月, number of and the like are taken off it."""
        own = _words().now.sub("", normal)
        role = self.roles.get(own, self.roles.get(without_counting(own)))
        return role if self._is_count(role) else None

    def _at_a_moment(self, header: str) -> str | None:
        """Return the stock that a header means beside a moment in brackets: 人口（10月1日現在）."""
        found = _BRACKET.fullmatch(unicodedata.normalize("NFKC", header).strip())
        if found is None or not (moment_in(found["moment"]) or says_end(found["moment"])):
            return None
        normal = normal_header(found["count"])
        role = self.roles.get(normal) or self._of_these_months(normal)
        count = self.catalogue.counts.get(role or "")
        is_of_any_moment = count is not None and not count.opening_of and not count.average_of
        return role if count is not None and count.nature is Nature.STOCK and is_of_any_moment else None

    def _of_group(self, written: Sequence[str]) -> Meaning:
        levels = [level for level in map(normal_header, written) if _core(level)]
        possible: set[str] = set()
        may_stand_apart = False
        for kept in _with_last(len(levels)):
            sure: set[str] = set()
            for spots in kept:
                held = [levels[spot] for spot in spots]
                dropped = [level for spot, level in enumerate(levels) if spot not in spots]
                found = self._joined(held)
                sure |= {role for role in found if all(self._narrows_nothing(level, held, role) for level in dropped)}
                possible |= found
                # The lowest levels alone, if the group above was filled over a column that is none of its own.
                may_stand_apart |= bool(found) and spots[0] == len(levels) - len(spots)
            if sure:
                return Meaning(sure.pop()) if len(sure) == 1 else Meaning(rivals=tuple(sorted(sure)))
        if len(possible) == 1 and may_stand_apart:
            return Meaning(possible.pop(), sure=False)
        return Meaning(rivals=tuple(sorted(possible))) if len(possible) > 1 else UNKNOWN

    def _joined(self, levels: Sequence[str]) -> set[str]:
        """Return the roles of levels joined in any order; as they stand, if that is known."""
        known = self.roles.get("".join(levels))
        if known is not None:
            return {known}
        if len(levels) == 1:
            # Without its group 男 is nothing, though 男婴 is births.
            known = self._plain.get(_words().says_nothing.sub("", levels[0]))
            return {known} if known is not None else set()
        found = {role for order in permutations(levels) for role in self._cores.get(_core("".join(order)), ())}
        # 男 is written 男婴, too; but that is births by itself, and beside 死亡 or 人口 not the males among them.
        alone = {self.roles[level] for level in levels if level in self.roles}
        return {role for role in found if alone <= self._wholes[role]}

    @cached_property
    def _plain(self) -> Mapping[str, str]:
        """The count that a header means once the words that say nothing are taken out, its synonyms as they stand."""
        plain: dict[str, set[str]] = {}
        for header, role in self.roles.items():
            if self._is_count(role):
                plain.setdefault(_words().says_nothing.sub("", header), set()).add(role)
        return {header: min(found) for header, found in plain.items() if len(found) == 1 and header}

    @cached_property
    def _cores(self) -> Mapping[str, frozenset[str]]:
        """The counts that headers mean once the words that say nothing are taken out of them."""
        cores: dict[str, set[str]] = {}
        for header, role in self.roles.items():
            core = _core(header)
            if self._is_count(role) and core and (core == header or core not in self.roles):
                cores.setdefault(core, set()).add(role)
        for core in cores:
            if core in self.roles:
                cores[core] = {self.roles[core]}
        return {core: frozenset(counts) for core, counts in cores.items()}

    @cached_property
    def _wholes(self) -> Mapping[str, frozenset[str]]:
        return wholes(self.catalogue)

    def _narrows_nothing(self, group: str, below: Sequence[str], role: str) -> bool:
        """Whether a group adds nothing to the role of what stands below it."""
        core = _core(group)
        implied = len(core) >= _SHORTEST_IMPLIED and any(core in _core(level) for level in below)
        if implied or _topics().fullmatch(core):
            return True
        groups = self._joined([group])
        if not self._is_count(role):
            return not any(map(self._is_count, groups))
        count = self.catalogue.counts[role]
        if core in _words().standing:
            return count.nature is Nature.STOCK and count.opening_of is None and count.average_of is None
        return bool(groups & self._wholes[role])


def _with_last(number: int) -> Iterator[list[tuple[int, ...]]]:
    """Yield the choices of positions that hold the last one, those of one size together, the largest first."""
    for size in range(number, 0, -1):
        yield [choice for choice in combinations(range(number), size) if choice[-1] == number - 1]


def _core(normal: str) -> str:
    """Return a normal header without the words that say nothing of which count it is, its synonyms written alike."""
    words = _words()
    return words.says_nothing.sub("", words.synonyms.sub(lambda match: words.same[match[0]], normal))


@cache
def _topics() -> re.Pattern[str]:
    words = solid(vocabulary().words(lambda one: one.groups.topics))
    return re.compile(f"{any_of(filter(None, map(_core, words)))}*")
