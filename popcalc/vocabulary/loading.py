"""The vocabulary as it ships, read from one JSON file when a word is first needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

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
    types = {field.name: field.type for field in fields(kind)}
    given = _checked(dict, data, path)
    if strange := given.keys() - types.keys():
        raise ValueError(_at(path, f"not known: {', '.join(sorted(strange))}"))
    if missing := [name for name in types if name not in given]:
        raise ValueError(_at(path, f"missing: {', '.join(missing)}; what a language does without is an empty list, []"))
    return kind(**{name: _value(of, given[name], f"{path}.{name}".lstrip(".")) for name, of in types.items()})


def _checked(kind: type[Kind], data: object, path: str) -> Kind:
    if type(data) is not kind:
        raise ValueError(_at(path, f"{kind.__name__} is wanted, not {type(data).__name__}"))
    return data


def _at(path: str, sentence: str) -> str:
    return f"{path}: {sentence}" if path else sentence
