"""A project file, or a variable for one of its keys, turned into settings with every mistake found at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.columns_file import ENCODINGS
from popcalc.definitions.encoding_names import codec_of
from popcalc.definitions.forms import FORMS
from popcalc.definitions.project import PATHS, Project
from popcalc.definitions.reading import LEFT_OUT, Reader, in_order
from popcalc.definitions.scalars import MEANS_WHAT_IT_SAYS, kind_of, value_of
from popcalc.definitions.shapes import Field, shape_of, written_fields
from popcalc.definitions.strict_yaml import Document, at
from popcalc.definitions.values import shown
from popcalc.errors import Fault, Place, did_you_mean, fault
from popcalc.language import Text, text

NEWEST = "newest"
BETWEEN = ";"
"""What parts the values of a variable that may have several."""


class Setting(Struct, frozen=True):
    """A value for the options of its name, as they take it, and where it was said."""

    key: str
    value: Any
    place: Place


def settings_of(document: Document, folder: str) -> tuple[list[Setting], list[Fault]]:
    """Return what a project file says, its paths as they are from here, and all its mistakes.

    `folder` is where the file lies, empty for here.
    """
    reader = Reader(document, FORMS)
    found = reader.file(Project)
    faults = reader.faults
    settings = []
    for one in written_fields(Project):
        value = found.get(one.name)
        if value is None or value == ():
            continue
        wrong = list(_wrong(one.name, value))
        faults += [fault("BAD_VALUE", at((one.name,), said), document.place((one.name,))) for said in wrong]
        if not wrong:
            placed = _from(folder, one.name, value) if one.name in PATHS else value
            settings.append(Setting(one.name, _plain(placed), document.place((one.name,))))
    return settings, in_order(faults)


def setting_of(key: str, variable: str, written: str) -> Setting | list[Fault]:
    """Return what a variable says of a key, or what is wrong with it."""
    one = next(field for field in written_fields(Project) if field.name == key)
    document = Document(variable, written)
    reader = Reader(document, FORMS)
    value = reader.shaped(one.shape, _as_yaml(one, written), ())
    wrong = [fault("BAD_VALUE", said) for said in (_wrong(key, value) if value is not LEFT_OUT else ())]
    if faults := [*reader.faults, *wrong]:
        return [replace(each, place=Place(variable)) for each in faults]
    return Setting(key, _plain(value), Place(variable))


def _as_yaml(one: Field, written: str) -> object:
    """Return what a file would have where a variable, which is text alone, says this."""
    if one.shape.items is not None:
        return [part.strip() for part in written.split(BETWEEN) if part.strip()]
    shape = shape_of(one.shape.optional)
    if shape.type is bool:
        return _TRUTH.get(written.casefold(), written)
    kind = kind_of(written) if shape.type is int or shape.form == "number" else None
    return value_of(written, kind) if kind in MEANS_WHAT_IT_SAYS else written


_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def _wrong(key: str, value: Any) -> Iterator[Text]:
    """Yield what is wrong with a value beside its form."""
    if key == "encoding" and codec_of(value) is None:
        hint = did_you_mean(value, ENCODINGS)
        yield text("{encoding} is not an encoding{hint}", encoding=shown(value), hint=hint)
    if key == "sources" and "-" in value:
        yield text("standard input is named on the command line alone: `popcalc compute -`")
    if key == "confidence" and not 0 < value < 1:
        yield text("{value} is no level between 0 and 1", value=f"{float(value):g}")


def _from(folder: str, key: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_from(folder, key, one) for one in value)
    return value if key == "prefer" and value == NEWEST else path_from(folder, value)


def path_from(folder: str, written: str) -> str:
    """Return a path of a project file as it is from here; one that is written as Windows has it is understood too."""
    if "://" in written:
        return written
    path = os.path.join(folder, os.path.expanduser(written))
    if os.sep == "/" and "\\" in written and not os.path.lexists(path):
        path = path.replace("\\", "/")
    return os.path.normpath(path)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return float(value) if isinstance(value, Fraction) else value
