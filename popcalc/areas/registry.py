"""The areas file: the tree when it is not in the columns, and areas that were renamed, split or merged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from popcalc.areas.tree import DEFAULT_LEVELS, code_of_level, name_key, plain_name
from popcalc.errors import DefinitionError, Place, did_you_mean, fault, reason_of
from popcalc.language import Text, text

COLUMNS = ("code", "name", "level", "parent", "aliases")
REQUIRED = ("name", "level")

_CODE = re.compile(r"'?[0-9A-Z-]*[0-9][0-9A-Z. -]*")
_BETWEEN_ALIASES = re.compile(r"[;|、；]")


@dataclass(frozen=True)
class Entry:
    """One area of the areas file: its code (may be empty) and name, its level, the entry above it, its line."""

    code: str
    name: str
    level: str
    above: Entry | None = None
    aliases: tuple[str, ...] = ()
    line: int = 0

    @property
    def chain(self) -> Iterator[Entry]:
        """The entries above it, from the nearest to the top."""
        entry = self.above
        while entry is not None:
            yield entry
            entry = entry.above


@dataclass(frozen=True)
class Registry:
    """The areas file, ready to be asked.

    `by_code` leads from a level and a code, own or former, to the one entry it means; `by_name` and `by_alias` from a
    level and a name in compared form to all that go or went by it, in different areas above.
    """

    by_code: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    by_name: Mapping[tuple[str, str], Sequence[Entry]] = field(default_factory=dict)
    by_alias: Mapping[tuple[str, str], Sequence[Entry]] = field(default_factory=dict)

    @property
    def levels(self) -> frozenset[str]:
        """The levels that the file has areas of."""
        return frozenset(level for level, _ in self.by_name)

    def find(self, level: str, code: str, name: str, above: Mapping[str, tuple[str, str]]) -> Entry | None:
        """Return the entry of an area, None when the file has none or several fit.

        `above` holds the code and name that the same row gives for each level above. A code decides; a name counts
        where nothing above contradicts, and not against a code of the file's own, unless the file calls it an alias.
        """
        if code and (known := self.by_code.get((level, code))):
            return known
        key = (level, name_key(name))
        same = [entry for entry in self.by_name.get(key, ()) if not (code and entry.code) and _fits(entry, above)]
        found = same or [entry for entry in self.by_alias.get(key, ()) if _fits(entry, above)]
        return found[0] if name and len(found) == 1 else None


def _fits(entry: Entry, above: Mapping[str, tuple[str, str]]) -> bool:
    """Whether what a row says of the levels above agrees with the entries above, as far as both speak of them."""
    for upper in entry.chain:
        code, name = above.get(upper.level, ("", ""))
        if code and upper.code:
            if code != upper.code:
                return False
        elif name and name_key(name) != name_key(upper.name):
            return False
    return True


@dataclass(frozen=True)
class _Line:
    """One line of the file as it is written, in compared form."""

    line: int
    code: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]


def read_registry(path: Path, levels: Sequence[str] = DEFAULT_LEVELS) -> Registry:
    """Read an areas file, CSV with the columns `code, name, level, parent, aliases` (aliases separated by `;` or `|`).

    Raises DefinitionError with every mistake at its place: a column missing, a level that is none, a code given twice,
    a parent that is not in the file or not above, an alias that means two areas.
    """
    header, *rows = _records(path)
    columns = [cell.strip().casefold() for cell in header[1]]
    faults = [
        fault(
            "AREAS_COLUMN_MISSING",
            text(
                "the areas file needs the columns {columns}; {column} is not there",
                columns=", ".join(COLUMNS),
                column=column,
            ),
            Place(str(path), header[0]),
        )
        for column in REQUIRED
        if column not in columns
    ]
    if faults:
        raise DefinitionError(faults)
    lines = [line for number, cells in rows if (line := _line(dict(zip(columns, cells, strict=False)), number))]
    misfits = list(_wrong_lines(lines, levels))
    entries = _entries(lines, levels, misfits)
    registry = _indexed(entries, misfits)
    if misfits:
        raise DefinitionError(
            fault(code, sentence, Place(str(path), line, columns.index(column) + 1 if column in columns else None))
            for code, line, column, sentence in misfits
        )
    return registry


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """Return the filled records with their numbers, the header first."""
    try:
        written = path.read_bytes().decode("utf-8-sig")
        records = list(enumerate(csv.reader(io.StringIO(written, newline="")), start=1))
    except OSError as error:
        sentence = text("the areas file cannot be read: {reason}", reason=reason_of(error))
        raise DefinitionError([fault("AREAS_UNREADABLE", sentence, Place(str(path)))]) from None
    except UnicodeDecodeError as error:
        sentence = text("byte {byte} is not UTF-8; save the areas file as CSV UTF-8", byte=error.start + 1)
        raise DefinitionError([fault("NOT_UTF8", sentence, Place(str(path)))]) from None
    except csv.Error as error:
        sentence = text("the areas file is no CSV: {reason}", reason=str(error))
        raise DefinitionError([fault("AREAS_UNREADABLE", sentence, Place(str(path)))]) from None
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        sentence = text("the areas file is empty; it needs the columns {columns}", columns=", ".join(COLUMNS))
        raise DefinitionError([fault("AREAS_EMPTY", sentence, Place(str(path)))])
    return filled


def _line(cells: Mapping[str, str], number: int) -> _Line:
    aliases = (alias.strip() for alias in _BETWEEN_ALIASES.split(cells.get("aliases", "")))
    return _Line(
        line=number,
        code=code_of_level(cells.get("code", ""), cells.get("level", "").strip().casefold()),
        name=plain_name(cells.get("name", "")),
        level=cells.get("level", "").strip().casefold(),
        parent=plain_name(cells.get("parent", "")),
        aliases=tuple(alias for alias in aliases if alias),
    )


_Misfit = tuple[str, int, str, Text]
"""The code of a mistake, its line and column, and what is wrong."""


def _wrong_lines(lines: Sequence[_Line], levels: Sequence[str]) -> Iterator[_Misfit]:
    for line in lines:
        if line.level not in levels:
            sentence = text(
                "{level} is not a level; the levels are {levels}{hint}",
                level=line.level or "''",
                levels=", ".join(levels),
                hint=did_you_mean(line.level, levels),
            )
            yield "UNKNOWN_LEVEL", line.line, "level", sentence
        if not line.name:
            yield "NO_NAME", line.line, "name", text("this area has no name; fill it in")


def _entries(lines: Sequence[_Line], levels: Sequence[str], misfits: list[_Misfit]) -> list[Entry]:
    """Return the entries from the top down, each with the one above it; lines of no level give none."""
    entries: list[Entry] = []
    for line in sorted((one for one in lines if one.level in levels), key=lambda one: levels.index(one.level)):
        above = None
        if line.parent:
            higher = [entry for entry in entries if levels.index(entry.level) < levels.index(line.level)]
            by_code = [
                entry for entry in higher if entry.code and entry.code == code_of_level(line.parent, entry.level)
            ]
            parents = by_code or [entry for entry in higher if name_key(entry.name) == name_key(line.parent)]
            above = parents[0] if len(parents) == 1 else None
            if above is None:
                misfits += _no_parent(line, parents, lines, levels)
        entries.append(Entry(line.code, line.name, line.level, above, line.aliases, line.line))
    for line in lines:
        # What is above a line of no level cannot be told, but whether it is there at all.
        if line.level not in levels and line.parent and not _named(line.parent, lines):
            misfits += _no_parent(line, (), lines, levels)
    return entries


def _named(parent: str, lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines that a parent means, by code or name, of any level."""
    return [
        line
        for line in lines
        if code_of_level(parent, line.level) == line.code or name_key(parent) == name_key(line.name)
    ]


def _no_parent(
    line: _Line, fitting: Sequence[Entry], lines: Sequence[_Line], levels: Sequence[str]
) -> Iterator[_Misfit]:
    values = {"parent": line.parent, "name": line.name or line.code}
    named = _named(line.parent, lines)
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
        hint = did_you_mean(line.parent, [word for other in lines for word in (other.code, other.name) if word])
        sentence = text(
            "the parent {parent} of {name} has no line of its own in the areas file{hint}", hint=hint, **values
        )
        yield "UNKNOWN_PARENT", line.line, "parent", sentence


def _indexed(entries: Sequence[Entry], misfits: list[_Misfit]) -> Registry:
    by_code: dict[tuple[str, str], Entry] = {}
    by_name: dict[tuple[str, str], list[Entry]] = {}
    by_alias: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_name.setdefault((entry.level, name_key(entry.name)), []).append(entry)
        if entry.code and (other := by_code.setdefault((entry.level, entry.code), entry)) is not entry:
            sentence = text("the code {code} stands in line {line} too; keep one", code=entry.code, line=other.line)
            misfits.append(("DUPLICATE_AREA", entry.line, "code", sentence))
    for entry in entries:
        for alias in entry.aliases:
            key = (entry.level, name_key(alias))
            rivals = [other for other in (*by_name.get(key, ()), *by_alias.get(key, ())) if other.above is entry.above]
            if _CODE.fullmatch(alias):
                rivals.append(by_code.setdefault((entry.level, code_of_level(alias, entry.level)), entry))
            by_alias.setdefault(key, []).append(entry)
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
