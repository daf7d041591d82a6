"""The JSON Schema of a definition file, made of the declarations of its records."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from popcalc.definitions import values
from popcalc.definitions.forms import FORMS
from popcalc.definitions.reading import VERSION
from popcalc.definitions.shapes import Field, Shape, shape_of, written_fields


def described(record: type[Struct]) -> dict[str, Any]:
    """Return the schema of a file that is a record; those below it stand once, under `$defs`."""
    shared: dict[str, Any] = {}
    version = {"const": VERSION, "description": "The version of this format.", "type": "integer"}
    whole = _record(record, shared)
    whole["properties"] = {"version": version, **whole["properties"]}
    whole["required"] = ["version", *whole.get("required", [])]
    return {**({"$defs": dict(sorted(shared.items()))} if shared else {}), **whole}


def _record(record: type[Struct], shared: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    more: dict[str, Any] = {}
    for one in written_fields(record):
        found = _shaped(one.shape, shared)
        if one.shape.form in FORMS and FORMS[one.shape.form].keys:
            properties |= found.pop("properties")
            more |= found
            continue
        if one.required:
            required.append(one.written)
        properties[one.written] = {
            **({} if one.required or "default" in found else {"default": _default(one)}),
            **({"description": one.shape.description} if one.shape.description else {}),
            **({"examples": one.shape.examples} if one.shape.examples else {}),
            **found,
        }
    meaning = " ".join((record.__doc__ or "").split("\n\n")[0].split())
    return {
        "additionalProperties": False,
        "description": meaning,
        **more,
        "properties": properties,
        **({"required": required} if required else {}),
        "type": "object",
    }


def _default(one: Field) -> Any:
    """Return the value of a field that is not given; None where another part of the file decides."""
    return None if one.shape.form == "may_be_empty" else one.default


def _shaped(kind: Any, shared: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type, or of a shape without regard to its form."""

    def describe(kind: Any) -> dict[str, Any]:
        return _plain(kind, shared) if isinstance(kind, Shape) else _shaped(shape_of(kind), shared)

    shape = kind if isinstance(kind, Shape) else shape_of(kind)
    return FORMS[shape.form].schema(describe, shape) if shape.form in FORMS else _plain(shape, shared)


def _plain(shape: Shape, shared: dict[str, Any]) -> dict[str, Any]:
    assert shape.form in ("", *FORMS, *values.LEAVES), f"no form is called {shape.form}"
    if shape.optional:
        return {"anyOf": [_shaped(shape_of(shape.optional), shared), {"type": "null"}]}
    if shape.form in values.LEAVES:
        return dict(values.LEAVES[shape.form].schema)
    if shape.record:
        if shape.record.__name__ not in shared:
            shared[shape.record.__name__] = _record(shape.record, shared)
        return {"$ref": f"#/$defs/{shape.record.__name__}"}
    if shape.entries:
        key, value = map(shape_of, shape.entries)
        pattern = dict(values.LEAVES[key.form].schema)["pattern"]
        return {
            "additionalProperties": False,
            "patternProperties": {pattern: _shaped(value, shared)},
            **({"propertyNames": {"minLength": 1}} if key.form == "words" else {}),
            "type": "object",
        }
    if shape.items:
        return {"items": _shaped(shape_of(shape.items), shared), "type": "array"}
    if shape.choices:
        return values.schema_of(shape.choices)
    if shape.type is bool:
        return {"type": "boolean"}
    bounds = {"maximum": shape.greatest, "minimum": shape.least}
    return {**{name: bound for name, bound in bounds.items() if bound is not None}, "type": "integer"}
