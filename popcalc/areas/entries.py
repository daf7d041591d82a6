"""From the lines of an areas file to its areas: what stands above what, who belongs to whom, under which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import force_setattr

from popcalc.areas.folding import folded_name
from popcalc.areas.registry import Entry, Registry
from popcalc.areas.tree import code_of_level, name_key
from popcalc.errors import SHOWN, did_you_mean
from popcalc.language import Later, Text, text

Misfit = tuple[str, int, str, Text]
"""The code of a mistake, its line and column, and what is wrong."""

_CODE = re.compile(r"'?[0-9A-Z-]*[0-9][0-9A-Z. -]*")
_FEW = 50


class Line(Struct, frozen=True):
    """One line of the file, codes and names in the form in which they are shown, dates as whole months."""

    line: int
    code: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]
    into: str
    opened: int | None = None
    closed: int | None = None


class _Words(Struct):
    """Every code and name of the file, to find who is meant and, for a few, who may be."""

    lines: Sequence[Line]
    of_word: dict[str, list[Line]] = field(default_factory=dict)
    _pairs: dict[str, list[str]] = field(default_factory=dict)
    _hints: dict[str, Text | Later] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines:
            for word in {folded_name(line.name), name_key(line.code)} - {""}:
                self.of_word.setdefault(word, []).append(line)

    def named(self, word: str) -> list[Line]:
        """Return the lines that a word means, by code or name, of any level."""
        by_code = [
            line
            for line in self.of_word.get(name_key(code_of_level(word, "")), ())
            if code_of_level(word, line.level) == line.code
        ]
        return by_code or self.of_word.get(folded_name(word), [])

    def hint(self, word: str) -> Text | Later:
        """Return the nearest word, for the few that are shown; only words that share letters are looked at."""
        if word in self._hints:
            return self._hints[word]
        if len(self._hints) >= SHOWN:
            return text("")
        if not self._pairs:
            for line in self.lines:
                for own in {line.name, line.code} - {""}:
                    for pair in _pairs(own):
                        self._pairs.setdefault(pair, []).append(own)
        shared = Counter(other for pair in _pairs(word) for other in self._pairs.get(pair, ()))
        likely = sorted(shared, key=lambda other: (-shared[other], abs(len(other) - len(word)), other))[:_FEW]
        self._hints[word] = did_you_mean(word, likely)
        return self._hints[word]


def _pairs(word: str) -> set[str]:
    """Return the pairs of letters of a word, its ends among them."""
    marked = f"^{folded_name(word)}$"
    return {marked[spot : spot + 2] for spot in range(len(marked) - 1)}


def entries_of(lines: Sequence[Line], levels: Sequence[str], misfits: list[Misfit]) -> list[Entry]:
    """Return the areas from the top down, each with the one above it and the one that it belongs to.

    Lines of no level give none; what is wrong is added to `misfits`.
    """
    words = _Words(lines)
    entry_of: dict[int, Entry] = {}
    for line in sorted((one for one in lines if one.level in levels), key=lambda one: levels.index(one.level)):
        above = None
        if line.parent:
            named = words.named(line.parent)
            higher = [one for one in named if one.line in entry_of and _is_above(one, line, levels)]
            above = entry_of[higher[0].line] if len(higher) == 1 else None
            misfits += _no_parent(line, len(higher), named, words, levels) if above is None else ()
        entry_of[line.line] = Entry(
            line.code, line.name, line.level, above, line.aliases, line.line, line.opened, line.closed
        )
    for line in lines:
        # What is above a line of no level cannot be told, but whether it is there at all.
        if line.level not in levels and line.parent and not words.named(line.parent):
            misfits += _no_parent(line, 0, (), words, levels)
    for line in lines:
        if line.into and line.line in entry_of:
            misfits += _belongs(line, entry_of, words)
    return list(entry_of.values())


def _is_above(one: Line, other: Line, levels: Sequence[str]) -> bool:
    return levels.index(one.level) < levels.index(other.level)


def _no_parent(
    line: Line, fitting: int, named: Sequence[Line], words: _Words, levels: Sequence[str]
) -> Iterator[Misfit]:
    values = {"parent": line.parent, "name": line.name or line.code}
    if fitting:
        sentence = text("the parent {parent} of {name} is the name of several areas; give its code", **values)
        yield "AMBIGUOUS_PARENT", line.line, "parent", sentence
    elif any(other.level not in levels for other in named):
        # The level of that line is wrong, which is said there.
        return
    elif named:
        sentence = text("the parent {parent} of {name} is not of a level above it", **values)
        yield "PARENT_NOT_ABOVE", line.line, "parent", sentence
    else:
        sentence = text(
            "the parent {parent} of {name} has no line of its own in the areas file{hint}",
            hint=words.hint(line.parent),
            **values,
        )
        yield "UNKNOWN_PARENT", line.line, "parent", sentence


def _belongs(line: Line, entry_of: dict[int, Entry], words: _Words) -> Iterator[Misfit]:
    """Let a line's area belong to the one that it names, or yield what is wrong with that."""
    values = {"into": line.into, "name": line.name or line.code}
    own = entry_of[line.line]
    named = words.named(line.into)
    same = [entry_of[one.line] for one in named if one.line in entry_of and one.level == line.level]
    fitting = [one for one in same if one.above is own.above] if len(same) > 1 else same
    if not named:
        sentence = text(
            "{into}, into which {name} goes, has no line of its own in the areas file{hint}",
            hint=words.hint(line.into),
            **values,
        )
        yield "UNKNOWN_INTO", line.line, "into", sentence
    elif not same:
        yield (
            "INTO_OTHER_LEVEL",
            line.line,
            "into",
            text("{into}, into which {name} goes, is of another level", **values),
        )
    elif len(fitting) != 1:
        sentence = text("{into}, into which {name} goes, is the name of several areas; give its code", **values)
        yield "AMBIGUOUS_INTO", line.line, "into", sentence
    elif _leads_back(own, fitting[0]):
        yield "INTO_ITSELF", line.line, "into", text("{name} goes into {into}, and so into itself", **values)
    else:
        force_setattr(own, "into", fitting[0])


def _leads_back(own: Entry, into: Entry) -> bool:
    entry: Entry | None = into
    while entry is not None:
        if entry is own:
            return True
        entry = entry.into
    return False


def indexed(entries: Sequence[Entry], misfits: list[Misfit]) -> Registry:
    """Return the areas by their codes, names and aliases; words that mean two areas are added to `misfits`."""
    by_code: dict[tuple[str, str], Entry] = {}
    by_name: dict[tuple[str, str], list[Entry]] = {}
    by_alias: dict[tuple[str, str], list[Entry]] = {}
    rivals_of: dict[tuple[str, str, Entry | None], Entry] = {}
    for entry in entries:
        key = (entry.level, entry.compared)
        by_name.setdefault(key, []).append(entry)
        rivals_of.setdefault((*key, entry.above), entry)
        if entry.code and (other := by_code.setdefault((entry.level, entry.code), entry)) is not entry:
            sentence = text("the code {code} stands in line {line} too; keep one", code=entry.code, line=other.line)
            misfits.append(("DUPLICATE_AREA", entry.line, "code", sentence))
    for entry in entries:
        for alias in entry.aliases:
            key = (entry.level, folded_name(alias))
            rivals = [rivals_of.setdefault((*key, entry.above), entry)]
            if _CODE.fullmatch(alias):
                rivals.append(by_code.setdefault((entry.level, code_of_level(alias, entry.level)), entry))
            if entry not in by_alias.setdefault(key, []):
                by_alias[key].append(entry)
            if rivals := [rival for rival in rivals if rival is not entry]:
                sentence = text(
                    "{alias} is an alias of {name} and means {other} (line {line}) too; keep one",
                    alias=alias,
                    name=entry.name,
                    other=rivals[0].name,
                    line=rivals[0].line,
                )
                misfits.append(("ALIAS_OF_TWO_AREAS", entry.line, "aliases", sentence))
    return Registry(by_code, by_name, by_alias)
