"""What the type of a field says: its shape, bounds and form, taken apart once for the reader and for the schemas."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields

from popcalc.definitions.written import FORM


class Shape(NamedTuple):
    """A type without its notes, and the notes: the form by name, bounds of numbers, what editors say of it."""

    type: Any
    form: str = ""
    least: int | None = None
    greatest: int | None = None
    description: str = ""
    examples: tuple[object, ...] = ()

    @property
    def record(self) -> type[Struct] | None:
        """The class of a record; None for what is none."""
        return self.type if isinstance(self.type, type) and issubclass(self.type, Struct) else None

    @property
    def choices(self) -> tuple[object, ...]:
        """The words or numbers that can stand here; none where others can."""
        if get_origin(self.type) is Literal:
            return get_args(self.type)
        return tuple(self.type) if isinstance(self.type, type) and issubclass(self.type, Enum) else ()

    @property
    def items(self) -> Any:
        """The type of the items of a list; None for what is none."""
        return get_args(self.type)[0] if get_origin(self.type) is tuple else None

    @property
    def entries(self) -> Any:
        """The types of the keys and values of a mapping; None for what is none."""
        return get_args(self.type) if get_origin(self.type) is Mapping else None

    @property
    def optional(self) -> Any:
        """The type of what may also be empty; None for what may not."""
        if get_origin(self.type) not in (Union, UnionType):
            return None
        return next(one for one in get_args(self.type) if one is not NoneType)


class Field(NamedTuple):
    """A field of a record: its name in the program, in the file, and its shape."""

    name: str
    written: str
    shape: Shape
    required: bool
    default: object


def shape_of(kind: Any) -> Shape:
    """Return what a type says."""
    if get_origin(kind) is not Annotated:
        return Shape(kind)
    inner, *notes = get_args(kind)
    found = Shape(inner)
    for note in notes:
        if isinstance(note, Meta):
            found = Shape(
                inner,
                (note.extra or {}).get(FORM, found.form),
                found.least if note.ge is None else int(note.ge),
                found.greatest if note.le is None else int(note.le),
                note.description or found.description,
                tuple(note.examples or found.examples),
            )
    return found


@cache
def written_fields(record: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of a record that a file may write, in the order in which they are declared."""
    return tuple(
        Field(
            one.name,
            one.encode_name,
            shape,
            one.required,
            one.default if one.default is not NODEFAULT or one.required else one.default_factory(),
        )
        for one in fields(record)
        if (shape := shape_of(one.type)).form != "not_in_file"
    )
