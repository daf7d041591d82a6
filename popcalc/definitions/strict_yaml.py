"""YAML read strictly: plain data that means what was written, and the place of every key and value.

YAML turns `0071` into 57, `no` into false and `12:30` into 750 without a word. Here a scalar without quotes is null,
`true` or `false`, a plain whole number or a plain decimal (kept exactly, as `Decimal`); whatever else a YAML reader
would change is a fault that says to quote it, and the rest is text. Every mistake of a file is collected, each with
its line and column. Tags, anchors, aliases and merge keys are refused: definitions do without them, and what a file
says is then what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import yaml
from msgspec import Struct, field

from popcalc.definitions.scalars import MEANS_WHAT_IT_SAYS, kind_of, quote_it, shortened, value_of
from popcalc.definitions.yaml_slips import WIDE, slip
from popcalc.errors import Fault, Place, fault, reason_of
from popcalc.language import Text, text
from popcalc.small_files import read_small

Node = tuple[str | int, ...]
Mark = tuple[int, int]

DEEPEST = 32
MOST_BYTES = 8 << 20
"""What a definition file may have; targets for each of a hundred thousand villages have five megabytes."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML refuses, and the line breaks that editors do not count as lines.
_NOT_ALLOWED = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_TAB = text("a tab stands here: indent with spaces")
_NOT_YAML = text("this is not YAML: {said}")
_UNCLOSED = text("a comma is missing, or the closing bracket of the one on line {line}")
# What the YAML parser says, by a piece of its words, and what that mostly means.
_SYNTAX: Mapping[str, Text] = {
    "mapping values are not allowed": text(
        "a colon stands where no key can be: check the indentation, or put the text in quotes"
    ),
    "cannot start any token": text("a text cannot begin with {character}: put it in quotes"),
    "found a tab character": _TAB,
    "could not find expected ':'": text("a colon is missing after a key, or its text needs quotes"),
    "did not find expected key": text("this line does not fit the ones above: check its indentation and the quotes"),
    "did not find expected ',' or '}'": _UNCLOSED,
    "did not find expected ',' or ']'": _UNCLOSED,
    "expected ',' or '}'": _UNCLOSED,
    "expected ',' or ']'": _UNCLOSED,
    "block sequence entries are not allowed": text("a list entry (-) cannot stand here: put a lone dash in quotes"),
    "did not find expected '-' indicator": text("this line does not fit the list above: check its indentation"),
    "found unexpected end of stream": text("the closing quote of the one on line {line} is missing"),
    "found unknown escape character": text(
        "an unknown escape after \\ in double quotes: use single quotes, or write \\\\"
    ),
    "did not find expected node content": text("a value is missing here"),
    "exceeded maximum nesting depth": text("nested too deep"),
    "did not find expected alphabetic or numeric character": text(
        "a text cannot begin with * or &: put the text in quotes"
    ),
    "incompatible YAML document": text("leave out the %YAML line"),
}


class Document(Struct, frozen=True, dict=True):
    """One YAML file as plain data, and where each part of it stands.

    `data` is made of dict, list, str, int, Decimal, bool and None; it is None when the syntax is broken (`broken`).
    `blamed` are the parts that already have a fault, so that nobody complains about them a second time.
    """

    file: str
    source: str
    data: object = None
    values: Mapping[Node, Mark] = field(default_factory=dict)
    keys: Mapping[Node, Mark] = field(default_factory=dict)
    blamed: frozenset[Node] = frozenset()
    faults: tuple[Fault, ...] = ()
    broken: bool = False

    def at(self, node: Node) -> Any:
        """Return what stands at a part of the file."""
        part: Any = self.data
        for step in node:
            part = part[step]
        return part

    def place(self, node: Node, offset: int = 0) -> Place:
        """Return where the value of `node` stands, or the nearest part around it; `offset` characters into its text."""
        while node and node not in self.values:
            node, offset = node[:-1], 0
        return self._place(self.values.get(node, (0, 0)), offset)

    def key_place(self, node: Node) -> Place:
        """Return where the key of `node` stands, or its value where it has no key (an entry of a list)."""
        return self._place(self.keys[node]) if node in self.keys else self.place(node)

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.split("\n")

    def _place(self, mark: Mark, offset: int = 0) -> Place:
        line, column = mark
        if offset:
            # Only the text of a line can be counted along; an escape or a fold would shift it.
            written = self._lines[line][column:]
            quoted = written[:1] in ("'", '"')
            offset = 0 if "\\" in written or written[:1] in ("|", ">") else offset + quoted
        return Place(self.file, line + 1, column + offset + 1)


def at(node: Node, sentence: Text) -> Text:
    """Return the sentence behind the path it is about: `indicators.births.kind: ...`, entries of lists from 1."""
    written = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in node).lstrip(".")
    return text("{path}: {sentence}", path=written, sentence=sentence) if written else sentence


def read(path: Path) -> Document:
    """Read the YAML file at `path`; a file that cannot be opened is a fault of the document, too."""
    try:
        return parse(read_small(path, MOST_BYTES), str(path))
    except OSError as problem:
        reason = text("cannot read this file: {reason}", reason=reason_of(problem))
        return Document(str(path), "", faults=(fault("NO_FILE", reason, Place(str(path))),), broken=True)


def parse(source: bytes, file: str) -> Document:
    """Return the data of a YAML text and all its mistakes; `file` is the name that places carry."""
    try:
        written = source.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return Document(file, "", faults=(_not_utf8(source, problem, file),), broken=True)
    # Lines are counted as editors do; the parser sees the same ones.
    written = written.replace("\r\n", "\n").replace("\r", "\n")
    if found := _NOT_ALLOWED.search(written):
        sentence = text("the invisible character {code} cannot stand here", code=f"U+{ord(found.group()):04X}")
        wrong = fault("NOT_YAML", sentence, _at(file, written, found.start()))
        return Document(file, written, faults=(wrong,), broken=True)
    return _Walk(file, written).document()


def _not_utf8(source: bytes, problem: UnicodeDecodeError, file: str) -> Fault:
    before = source[: problem.start].decode("utf-8-sig", errors="replace")
    byte = f"0x{source[problem.start]:02X}"
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        sentence = text("this file is UTF-16: save it as UTF-8")
    else:
        sentence = text("byte {byte} is not UTF-8: save the file as UTF-8", byte=byte)
    return fault("NOT_UTF8", sentence, _at(file, before, len(before)))


def _at(file: str, written: str, index: int) -> Place:
    before = written[:index].replace("\r\n", "\n").replace("\r", "\n")
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


class _UnreadableError(Exception):
    """The rest of the file cannot be read; the fault that says why is already noted."""


class _Walk:
    """Builds a document from the parser's events, which have no depth to overflow and no meaning of their own yet.

    The events of the C parser and of the Python one are different classes with the same fields: hence `Any`.
    """

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.source = source
        self.next: Callable[[], Any] = _LOADER(source).get_event
        self.values: dict[Node, Mark] = {}
        self.keys: dict[Node, Mark] = {}
        self.blamed: set[Node] = set()
        self.faults: list[Fault] = []

    def document(self) -> Document:
        data: object = None
        broken = False
        try:
            data = self._whole()
            broken = self._is_of_slips(data) and self._slipped(self.source.count("\n") + 1)
        except yaml.MarkedYAMLError as problem:
            self._syntax(problem)
            broken = True
        except yaml.YAMLError as problem:
            sentence = Text(_NOT_YAML.template, {"said": str(problem)})
            self.faults.append(fault("NOT_YAML", sentence, Place(self.file)))
            broken = True
        except _UnreadableError:
            broken = True
        faults = tuple(self.faults)
        blamed = frozenset(self.blamed)
        return Document(self.file, self.source, data, self.values, self.keys, blamed, faults, broken)

    def _whole(self) -> object:
        data: object = None
        documents = 0
        while (event := self.next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("MANY_DOCUMENTS", text("a second document begins here (---): write one per file"), event)
                data = self._value(self.next(), ())
        if documents == 0 or data is None:
            self.faults.append(fault("EMPTY_FILE", text("this file is empty"), Place(self.file, 1, 1)))
            raise _UnreadableError
        return data

    def _value(self, event: Any, node: Node) -> object:
        # The first of two equal keys keeps its places, as it keeps its value.
        self.values.setdefault(node, _mark(event))
        if len(node) > DEEPEST:
            self._stop("TOO_DEEP", text("nested more than {deepest} levels deep", deepest=DEEPEST), event)
        if isinstance(event, yaml.AliasEvent):
            sentence = text("*{name} is not used here: write the value out", name=event.anchor)
            self._blame("NO_ALIASES", sentence, event, node)
            return None
        self._refuse_decoration(event, node)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, node)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(node)
        return self._mapping(node)

    def _list(self, node: Node) -> list[object]:
        found: list[object] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self._value(event, (*node, len(found))))
        return found

    def _mapping(self, node: Node) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self._key(event, node)
            below = (*node, key)
            if key in found:
                first = self.keys[below][0] + 1
                sentence = text("this key is given twice; the first is on line {first}", first=first)
                self.faults.append(fault("DUPLICATE_KEY", at(below, sentence), self._place(event)))
                self._value(self.next(), below)
                continue
            self.keys[below] = _mark(event)
            found[key] = self._value(self.next(), below)
        return found

    def _key(self, event: Any, node: Node) -> str:
        """Return the key as it is written, so that the rest of the file is read as it was meant."""
        if not isinstance(event, yaml.ScalarEvent):
            self._stop("NOT_TEXT", text("a key must be text"), event)
        self._refuse_decoration(event, node)
        written: str = event.value
        kind = kind_of(written) if event.implicit[0] else None
        merge = written == "<<" and event.implicit[0]
        if kind is None and not merge:
            return written
        below = (*node, written)
        if merge:
            self._blame("NO_MERGE", text("merge keys (<<) are not used here: write the keys out"), event, below)
        elif kind == "null":
            self._blame("NOT_TEXT", text("a key is missing before the colon"), event, below)
        else:
            sentence = text('this key must be in quotes, "{written}", to stay text', written=shortened(written))
            self._blame("QUOTE_IT", sentence, event, below)
        return written

    def _scalar(self, event: Any, node: Node) -> object:
        written: str = event.value
        kind = kind_of(written) if event.implicit[0] else None
        if kind is None:
            return written
        if kind in MEANS_WHAT_IT_SAYS:
            return value_of(written, kind)
        self._blame("QUOTE_IT", quote_it(written, kind), event, node)
        return written

    def _refuse_decoration(self, event: Any, node: Node) -> None:
        if getattr(event, "tag", None) is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._blame("NO_TAGS", text("tags ({tag}) are not used here: leave it out", tag=tag), event, node)
        if getattr(event, "anchor", None) is not None:
            sentence = text("anchors (&{name}) are not used here: leave it out", name=event.anchor)
            self._blame("NO_ALIASES", sentence, event, node)

    def _blame(self, code: str, sentence: Text, event: Any, node: Node) -> None:
        self.faults.append(fault(code, at(node, sentence), self._place(event)))
        self.blamed.add(node)

    def _stop(self, code: str, sentence: Text, event: Any) -> NoReturn:
        self.faults.append(fault(code, sentence, self._place(event)))
        raise _UnreadableError

    def _place(self, event: Any) -> Place:
        line, column = _mark(event)
        return Place(self.file, line + 1, column + 1)

    def _is_of_slips(self, data: object) -> bool:
        """Whether what was read looks like keys that were taken for texts, or for other keys."""
        steps = (node[-1] for node in self.keys)
        return isinstance(data, str) or any(isinstance(one, str) and (one[:1] in WIDE or "：" in one) for one in steps)

    def _slipped(self, until: int) -> bool:
        """Note the last slip of the hand in some lines as the fault; return whether there is one."""
        found = slip(self.source, until)
        if found is None:
            return False
        line, column, sentence = found
        self.faults.append(fault("NOT_YAML", sentence, Place(self.file, line + 1, column + 1)))
        return True

    def _syntax(self, problem: yaml.MarkedYAMLError) -> None:
        mark = problem.problem_mark or problem.context_mark
        if mark and self._slipped(mark.line + 1):
            return
        opened = problem.context_mark or mark
        said = problem.problem or problem.context or ""
        # The parser may see the end of the file one line beyond the last.
        rest = self.source.split("\n")[mark.line :][:1] if mark else []
        character = rest[0][mark.column :][:1] if mark and rest else ""
        meaning = next((means for piece, means in _SYNTAX.items() if piece in said), _NOT_YAML)
        if character == "\t":
            meaning = _TAB
        values = {"said": said, "character": character, "line": opened.line + 1 if opened else ""}
        place = Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)
        self.faults.append(fault("NOT_YAML", Text(meaning.template, values), place))


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line, mark.column
