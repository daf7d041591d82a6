"""The areas file: the tree when it is not in the columns, and areas that were renamed, split or merged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from popcalc.areas.tree import DEFAULT_LEVELS, plain_code, plain_name
from popcalc.errors import DefinitionError, Fault, Place, did_you_mean, fault
from popcalc.language import text

COLUMNS = ("code", "name", "level", "parent", "aliases")
REQUIRED = ("name", "level")


@dataclass(frozen=True)
class Entry:
    """One area of the areas file: its code and name, its level, the entry above it, and other names or codes."""

    code: str
    name: str
    level: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Registry:
    """The areas file, ready to be asked. `aliases` leads from (level, other name or code) to the entry it means."""

    entries: tuple[Entry, ...] = ()
    aliases: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    known: Mapping[tuple[str, str], Entry] = field(default_factory=dict)

    def name(self, level: str, name: str) -> str:
        """Return the name that an area of this level goes by now."""
        entry = self.aliases.get((level, name))
        return entry.name if entry else name

    def code(self, level: str, code: str) -> str:
        """Return the code that an area of this level goes by now."""
        entry = self.aliases.get((level, code))
        return entry.code if entry and entry.code else code

    def entry(self, level: str, word: str) -> Entry | None:
        """Return the entry of an area by its code or its name, if the file has it."""
        return self.known.get((level, word)) or self.aliases.get((level, word))

    def above(self, entry: Entry) -> Entry | None:
        """Return the entry of the area above, if the file has it."""
        return next(
            (other for other in self.entries if entry.parent in (other.code, other.name) and entry.parent), None
        )


def read_registry(path: Path, levels: Sequence[str] = DEFAULT_LEVELS) -> Registry:
    """Read an areas file, CSV with the columns `code, name, level, parent, aliases` (aliases separated by `;` or `|`).

    Raises DefinitionError with every mistake at its place: a column missing, a level that is none, a parent that is
    not in the file, an alias that means two areas.
    """
    rows = _records(path)
    faults: list[Fault] = []
    header = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    for column in REQUIRED:
        if column not in header:
            faults.append(
                fault(
                    "AREAS_COLUMN_MISSING",
                    text(
                        "the areas file needs the columns {columns}; {column} is not there",
                        columns=", ".join(COLUMNS),
                        column=column,
                    ),
                    Place(str(path), 1),
                )
            )
    if faults:
        raise DefinitionError(faults)
    entries = [entry for line, cells in rows[1:] if (entry := _entry(dict(zip(header, cells, strict=False)), line))]
    faults += _level_faults(entries, levels, path)
    faults += _parent_faults(entries, path)
    aliases: dict[tuple[str, str], Entry] = {}
    known: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        known.setdefault((entry.level, entry.name), entry)
        if entry.code:
            known[entry.level, entry.code] = entry
        for alias in entry.aliases:
            other = aliases.setdefault((entry.level, alias), entry)
            if other is not entry:
                faults.append(
                    fault(
                        "ALIAS_OF_TWO_AREAS",
                        text(
                            "{alias} is an alias of {one} (line {line}) and of {two}; keep one",
                            alias=alias,
                            one=other.name,
                            line=other.line,
                            two=entry.name,
                        ),
                        Place(str(path), entry.line, header.index("aliases") + 1),
                    )
                )
    if faults:
        raise DefinitionError(faults)
    return Registry(tuple(entries), aliases, known)


def _records(path: Path) -> list[tuple[int, list[str]]]:
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DefinitionError(
            [
                fault(
                    "AREAS_UNREADABLE",
                    text("the areas file cannot be read: {reason}", reason=error.strerror or str(error)),
                    Place(str(path)),
                )
            ]
        ) from None
    except UnicodeDecodeError as error:
        raise DefinitionError(
            [
                fault(
                    "NOT_UTF8",
                    text("byte {byte} is not UTF-8; save the areas file as CSV UTF-8", byte=error.start + 1),
                    Place(str(path)),
                )
            ]
        ) from None
    records = list(enumerate(csv.reader(io.StringIO(written, newline="")), start=1))
    if not any(any(cells) for _, cells in records):
        raise DefinitionError(
            [
                fault(
                    "AREAS_EMPTY",
                    text("the areas file is empty; it needs the columns {columns}", columns=", ".join(COLUMNS)),
                    Place(str(path)),
                )
            ]
        )
    return records


def _entry(cells: Mapping[str, str], line: int) -> Entry | None:
    if not any(cell.strip() for cell in cells.values()):
        return None
    aliases = (alias.strip() for alias in re.split(r"[;|、;]", cells.get("aliases", "")))
    return Entry(
        code=plain_code(cells.get("code", "")),
        name=plain_name(cells.get("name", "")),
        level=cells.get("level", "").strip().casefold(),
        parent=plain_name(cells.get("parent", "")),
        aliases=tuple(
            plain_code(alias) if re.fullmatch(r"[\d\-' ]+(\.0)?", alias) else plain_name(alias)
            for alias in aliases
            if alias
        ),
        line=line,
    )


def _level_faults(entries: Sequence[Entry], levels: Sequence[str], path: Path) -> list[Fault]:
    return [
        fault(
            "UNKNOWN_LEVEL",
            text(
                "{level} is not a level; the levels are {levels}{hint}",
                level=entry.level or "''",
                levels=", ".join(levels),
                hint=did_you_mean(entry.level, levels),
            ),
            Place(str(path), entry.line),
        )
        for entry in entries
        if entry.level not in levels
    ]


def _parent_faults(entries: Sequence[Entry], path: Path) -> list[Fault]:
    words = [word for entry in entries for word in (entry.code, entry.name) if word]
    return [
        fault(
            "UNKNOWN_PARENT",
            text(
                "the parent {parent} of {name} has no line of its own in the areas file{hint}",
                parent=entry.parent,
                name=entry.name or entry.code,
                hint=did_you_mean(entry.parent, words),
            ),
            Place(str(path), entry.line),
        )
        for entry in entries
        if entry.parent and entry.parent not in words
    ]
