"""The built-in catalogue as it ships: put together once, from `builtin/*.yaml`, and read without pydantic or PyYAML.

Every run needs the catalogue, and checking YAML costs a third of a small job's time. `python -m
popcalc.definitions.compiled` writes `builtin.json` anew; with `--check` it only says whether it is current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import fields

from popcalc.definitions.catalogue import (
    Catalogue,
    Count,
    Formula,
    Identity,
    Indicator,
    IntervalModel,
    Kind,
    Moment,
    Nature,
    Term,
)
from popcalc.language import Label

if TYPE_CHECKING:
    pass

FILE = Path(__file__).parent / "builtin.json"


Entry = TypeVar("Entry")


def built_in() -> Catalogue:
    """Return the built-in catalogue."""
    data = json.loads(FILE.read_bytes())
    return Catalogue(
        counts={one["key"]: _entry(Count, one) for one in data["counts"]},
        indicators={one["key"]: _entry(Indicator, one) for one in data["indicators"]},
        identities={one["key"]: _entry(Identity, one) for one in data["identities"]},
        units={key: Label(*words) for key, words in data["units"].items()},
        groups={key: Label(*words) for key, words in data["groups"].items()},
        headers=data["headers"],
    )


def written(catalogue: Catalogue) -> str:
    """Return a catalogue as the text of the file, one entry a line so that changes can be read."""
    parts = [
        *(_listed(name, getattr(catalogue, name).values()) for name in ("counts", "indicators", "identities")),
        *(f"{json.dumps(name)}: {_json({key: [label.en, label.zh] for key, label in labels.items()})}"
          for name, labels in (("units", catalogue.units), ("groups", catalogue.groups))),
        f'"headers": {_json(dict(catalogue.headers))}',
    ]  # fmt: skip
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _listed(name: str, entries: Iterable[Count | Indicator | Identity]) -> str:
    lines = ",\n".join(_json(_data(entry)) for entry in entries)
    return f"{json.dumps(name)}: [\n{lines}\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _data(entry: Count | Indicator | Identity) -> dict[str, object]:
    """Return the fields of an entry that are not their defaults."""
    return {
        field.name: _plain(value) for field in fields(entry) if (value := getattr(entry, field.name)) != field.default
    }


def _plain(value: object) -> object:
    match value:
        case Formula():
            return [[term.coefficient, term.count, term.moment.value] for term in value.terms]
        case Label():
            return [value.en, value.zh]
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _formula(terms: Sequence[tuple[int, str, str]]) -> Formula:
    return Formula(tuple(Term(coefficient, count, Moment(moment)) for coefficient, count, moment in terms))


def _label(words: Sequence[str]) -> Label:
    return Label(*words)


READERS: Mapping[str, Callable[[Any], object]] = {
    "nature": Nature,
    "kind": Kind,
    "interval": IntervalModel,
    "label": _label,
    "numerator": _formula,
    "denominator": _formula,
    "left": _formula,
    "right": _formula,
    "headers": tuple,
    "aliases": tuple,
    "derive": lambda formulas: tuple(_formula(terms) for terms in formulas),
}
"""How the fields are read that are more than text or a number."""


def _entry(kind: type[Entry], data: Mapping[str, Any]) -> Entry:
    return kind(**{name: READERS[name](value) if name in READERS else value for name, value in data.items()})


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with `--check` return 1 when it is not current."""
    from popcalc.definitions.catalogue_file import assemble, built_in_documents

    current = written(assemble(built_in_documents()))
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == current:
        return 0
    if "--check" in arguments:
        print(f"not current: {FILE.name}; run python -m popcalc.definitions.compiled", file=sys.stderr)
        return 1
    FILE.write_text(current, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
