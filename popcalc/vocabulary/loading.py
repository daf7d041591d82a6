"""The vocabulary as it ships, read from one JSON file when a word is first needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from popcalc.vocabulary.model import Vocabulary

FILE = Path(__file__).parent / "words.json"

Kind = TypeVar("Kind")


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary."""
    return parsed(Vocabulary, json.loads(FILE.read_bytes()))


def parsed(kind: type[Kind], data: object) -> Kind:
    """Return plain data as a section of the vocabulary.

    Raises ValueError, which says where and what, for a key that is missing or not known and for a value of another
    type.
    """
    return _value(kind, data, "")  # type: ignore[no-any-return]


def _value(kind: Any, data: Any, path: str) -> Any:
    if is_dataclass(kind):
        return _section(kind, data, path)
    origin, inner = get_origin(kind), get_args(kind)
    if inner[:1] == (str,) and origin is tuple and isinstance(data, list) and set(map(type, data)) <= {str}:
        return tuple(data)
    if origin is tuple:
        return tuple(_value(inner[0], one, f"{path}[{spot}]") for spot, one in enumerate(_checked(list, data, path), 1))
    if origin is Mapping:
        return {key: _value(inner[1], one, f"{path}.{key}") for key, one in _checked(dict, data, path).items()}
    return _checked(kind, data, path)


def _section(kind: Any, data: Any, path: str) -> Any:
    hints = _hints(kind)
    given = _checked(dict, data, path)
    if strange := given.keys() - hints.keys():
        raise ValueError(f"{path}: not known: {', '.join(sorted(strange))}")
    if missing := [name for name in hints if name not in given]:
        raise ValueError(f"{path}: missing: {', '.join(missing)}; what a language does without is an empty list, []")
    return kind(**{name: _value(hint, given[name], f"{path}.{name}".lstrip(".")) for name, hint in hints.items()})


def _checked(kind: type[Kind], data: object, path: str) -> Kind:
    if type(data) is not kind:
        raise ValueError(f"{path}: {kind.__name__} is wanted, not {type(data).__name__}")
    return data


@cache
def _hints(kind: type[object]) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}  # type: ignore[arg-type]
