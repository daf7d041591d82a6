"""The built-in catalogue as it ships: put together once, from `builtin/*.yaml`, and read without PyYAML.

Every run needs the catalogue, and checking YAML costs a third of a small job's time. `python -m
popcalc.definitions.compiled` writes `builtin.json` anew; with `--check` it only says whether it is current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import PopcalcError

FILE = Path(__file__).parent / "builtin.json"


def built_in() -> Catalogue:
    """Return the built-in catalogue."""
    return msgspec.json.decode(FILE.read_bytes(), type=Catalogue)


def written(catalogue: Catalogue) -> str:
    """Return a catalogue as the text of the file, one entry a line so that changes can be read."""
    sections = (f"{_json(name)}: {_listed(getattr(catalogue, name))}" for name in Catalogue.__struct_fields__)
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _listed(entries: Mapping[str, object]) -> str:
    return "{\n" + ",\n".join(f"{_json(key)}: {_json(entry)}" for key, entry in entries.items()) + "\n}"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def nameless(catalogue: Catalogue) -> Iterator[str]:
    """Yield the units and headings that built-in entries give without a name of theirs: no language could have one."""
    for key, one in catalogue.indicators.items():
        if one.unit and one.unit not in catalogue.units:
            yield f"builtin/units.yaml has no unit {one.unit}, which {key} has"
        if one.group and one.group not in catalogue.groups:
            yield f"builtin/*.yaml have no group {one.group}, which {key} has"


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with `--check` return 1 when it is not current."""
    from popcalc.definitions.catalogue_file import assemble, built_in_documents

    try:
        catalogue = assemble(built_in_documents())
    except (ValueError, PopcalcError) as error:
        print(error, file=sys.stderr)
        return 1
    if wrong := list(nameless(catalogue)):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    current = written(catalogue)
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == current:
        return 0
    if "--check" in arguments:
        print(f"not current: {FILE.name}; run python -m popcalc.definitions.compiled", file=sys.stderr)
        return 1
    FILE.write_text(current, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
