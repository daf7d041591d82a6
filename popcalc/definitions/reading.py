"""A definition file read by the declarations of its records: every mistake at once, in our words, where it stands.

What is wrong is left out, and a record that cannot do without it as well, so that what remains can be checked further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from popcalc.definitions import values
from popcalc.definitions.shapes import Shape, shape_of, written_fields
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.errors import SHOWN, Fault, Place, did_you_mean, fault, nearest
from popcalc.language import Text, text

if TYPE_CHECKING:
    from msgspec import Struct

    from popcalc.definitions.catalogue import Catalogue

LEFT_OUT = object()
"""Stands for a part of a file that is wrong, which has been said, or that says nothing."""
VERSION = 1

Finish = Callable[[Node, dict[str, Any]], Mapping[str, object]]


class Form(NamedTuple):
    """How a value is written that its type alone does not tell: how it is read and what its JSON Schema is.

    With `keys` it is written as some keys of the record in which it stands, and reads that record.
    """

    read: Callable[[Reader, Shape, Any, Node], object]
    schema: Callable[[Callable[[Any], dict[str, Any]], Shape], dict[str, Any]]
    keys: tuple[str, ...] = ()


class Found(NamedTuple):
    """A record of the file: where it stands, the fields that hold, by name, and the record unless it lacks some."""

    kind: type[Struct]
    node: Node
    values: dict[str, Any]
    record: Any


class Reader:
    """Reads one document; `faults` and `records` grow on the way, in the order of the declarations.

    `parsed` are the formulas, also of records that are wrong elsewhere, with their places and as written. `catalogue`
    is where names of indicators are looked up; `finish` gives, by kind of record, the fields that are not written.
    """

    def __init__(
        self,
        document: Document,
        forms: Mapping[str, Form],
        finish: Mapping[type[Struct], Finish] | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        self.document = document
        self.forms = forms
        self.finish = finish or {}
        self.catalogue = catalogue
        self.faults: list[Fault] = list(document.faults)
        self.records: list[Found] = []
        self.parsed: list[tuple[Node, str, Any]] = []

    def file(self, kind: type[Struct]) -> dict[str, Any]:
        """Return the fields that hold of the record that the whole file is."""
        data = self.document.data
        if self.document.broken:
            return {}
        if isinstance(data, dict) and "version" in data:
            self._version(data["version"])
        return self._fields(kind, data, (), ("version",)) or {}

    def value(self, kind: Any, value: Any, node: Node) -> Any:
        """Return what a part of the file is by a type; LEFT_OUT when it is wrong."""
        return self.shaped(shape_of(kind), value, node)

    def shaped(self, shape: Shape, value: Any, node: Node) -> Any:
        """Return what a part of the file is by its shape; LEFT_OUT when it is wrong."""
        if shape.form in self.forms:
            return self.forms[shape.form].read(self, shape, value, node)
        return self.plain(shape, value, node)

    def plain(self, shape: Shape, value: Any, node: Node) -> Any:
        """Return what a part of the file is by its type alone."""
        if shape.optional:
            return None if value is None else self.value(shape.optional, value, node)
        if shape.form in values.LEAVES:
            return self.leaf(values.LEAVES[shape.form].read, value, node)
        if shape.record:
            return self.record(shape.record, value, node)
        if shape.entries:
            return self.mapping(shape, value, node)
        if shape.items:
            return self.several(shape, value, node)
        if shape.choices:
            return self.leaf(values.one_of(shape.choices), value, node)
        if shape.type is bool:
            return self.leaf(values.truth, value, node)
        assert shape.type is int, f"{shape.type} is nothing that a file can write"
        return self.leaf(values.whole(shape.least, shape.greatest), value, node)

    def leaf(self, read: Callable[[object], object], value: object, node: Node) -> Any:
        """Return a single value, or LEFT_OUT with a fault."""
        found = read(value)
        if not isinstance(found, Text):
            return found
        return self.wrong(found, value, node)

    def wrong(self, sentence: Text, value: object, node: Node) -> object:
        """Note what is wrong with a value, or that there is none, and return LEFT_OUT."""
        self.say("BAD_VALUE", values.NO_VALUE if value is None else sentence, node)
        return LEFT_OUT

    def say(self, code: str, sentence: Text, node: Node, place: Place | None = None) -> None:
        """Note a fault of a part of the file, unless the part has one already."""
        if node not in self.document.blamed:
            self.add(code, sentence, node, place)

    def add(self, code: str, sentence: Text, node: Node, place: Place | None = None) -> None:
        """Note a fault of a part of the file."""
        self.faults.append(fault(code, at(node, sentence), place or self.document.place(node)))

    def record(self, kind: type[Struct], data: Any, node: Node) -> object:
        """Return a record, or LEFT_OUT when it cannot do without a part that is missing or wrong."""
        found = self._fields(kind, data, node)
        if found is None:
            return LEFT_OUT
        record: object = LEFT_OUT
        if all(one.name in found for one in written_fields(kind) if one.required):
            worked_out = self.finish[kind](node, found) if kind in self.finish else {}
            record = kind(**{**found, **worked_out})
        self.records.append(Found(kind, node, found, record))
        return record

    def mapping(self, shape: Shape, value: Any, node: Node) -> object:
        """Return keys with values, without those that are wrong."""
        if not isinstance(value, dict):
            return self.wrong(_keys_wanted(value), value, node)
        of_keys, of_values = map(shape_of, shape.entries)
        found = {}
        for written, one in value.items():
            below = (*node, written)
            key = values.LEAVES[of_keys.form].read(written)
            if isinstance(key, Text):
                self.say("BAD_KEY", key, below, self.document.key_place(below))
            held = self.shaped(of_values, one, below)
            if held is not LEFT_OUT and not isinstance(key, Text):
                found[key] = held
        return found

    def several(self, shape: Shape, value: Any, node: Node) -> object:
        """Return the items of a list, without those that are wrong."""
        if not isinstance(value, list):
            return self.wrong(text("a list is wanted here: [{value}]", value=values.shown(value)), value, node)
        found = (self.value(shape.items, one, (*node, index)) for index, one in enumerate(value))
        return tuple(one for one in found if one is not LEFT_OUT)

    def _fields(self, kind: type[Struct], data: Any, node: Node, others: tuple[str, ...] = ()) -> dict[str, Any] | None:
        """Return the fields of a record that hold; None for what is no record; it has `others` as well."""
        if not isinstance(data, dict):
            self.wrong(_keys_wanted(data), data, node)
            return None
        known = [*others, *keys_of(kind, self.forms)]
        unknown = [key for key in data if key not in known]
        for key in unknown:
            hint = did_you_mean(key, known)
            below = (*node, key)
            self.say("UNKNOWN_KEY", text("unknown key{hint}", hint=hint), below, self.document.key_place(below))
        # Of very many the first are enough to tell which key was misspelled.
        misspelled = {nearest(key, known) for key in unknown[:SHOWN]}
        wanted = [*others, *(one.written for one in written_fields(kind) if one.required and one.written in known)]
        for key in wanted:
            if key not in data and key not in misspelled:
                self.say("MISSING_KEY", text("this key is missing"), (*node, key), self.document.key_place(node))
        found = {}
        for one in written_fields(kind):
            below = (*node, one.written)
            if one.shape.form in self.forms and self.forms[one.shape.form].keys:
                held = self.shaped(one.shape, data, node)
            elif one.written in data:
                held = self.shaped(one.shape, data[one.written], below)
            else:
                held = LEFT_OUT
            if held is not LEFT_OUT:
                found[one.name] = held
        return found

    def _version(self, value: object) -> None:
        if value != VERSION or isinstance(value, bool):
            said = values.shown(value)
            sentence = text("this popcalc reads version {version}, not {value}", version=VERSION, value=said)
            self.wrong(sentence, value, ("version",))


def in_order(faults: Iterable[Fault], files: Sequence[str] = ()) -> list[Fault]:
    """Return faults in the order of their places, those of several files in the order of these."""

    def position(one: Fault) -> tuple[int, int, int]:
        place = one.place or Place("")
        return files.index(place.file) if place.file in files else 0, place.row or 0, place.column or 0

    return sorted(faults, key=position)


def keys_of(kind: type[Struct], forms: Mapping[str, Form]) -> list[str]:
    """Return the keys that a record may have in a file."""
    return [
        key
        for one in written_fields(kind)
        for key in (forms[one.shape.form].keys if one.shape.form in forms else ()) or (one.written,)
    ]


def _keys_wanted(value: object) -> Text:
    return text("keys with values are wanted here, not {value}", value=values.shown(value))
