"""JSON Schemas of the files that users write, for editors; made from the declarations and shipped beside this module.

`python -m popcalc.definitions.schemas` writes them anew; with `--check` it only says whether they are current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

Name = Literal["catalogue", "columns", "printed", "project", "targets"]
NAMES: tuple[Name, ...] = get_args(Name)

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: Name) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of file."""
    from msgspec import Struct

    from popcalc.definitions.catalogue import Catalogue
    from popcalc.definitions.columns import Columns
    from popcalc.definitions.describing import described
    from popcalc.definitions.printed import Printed
    from popcalc.definitions.project import Project
    from popcalc.definitions.targets import Targets

    records: dict[Name, type[Struct]] = {
        "catalogue": Catalogue,
        "columns": Columns,
        "printed": Printed,
        "project": Project,
        "targets": Targets,
    }
    found = {"$schema": DIALECT, "title": f"popcalc {name}", **described(records[name])}
    return dict(json.loads(json.dumps(found)))


def written(name: Name) -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def shipped(name: Name) -> str:
    """Return the text of the schema that ships with popcalc; needs none of the libraries that made it."""
    return files("popcalc.definitions").joinpath(f"schemas/{name}.schema.json").read_text(encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Write the schema files, or with `--check` return 1 when one is not current."""
    folder = Path(__file__).parent / "schemas"
    stale = []
    for name in NAMES:
        path = folder / f"{name}.schema.json"
        current = written(name)
        if path.is_file() and path.read_text(encoding="utf-8") == current:
            continue
        stale.append(path.name)
        if "--check" not in arguments:
            path.write_text(current, encoding="utf-8", newline="\n")
    if stale and "--check" in arguments:
        print(f"not current: {', '.join(stale)}; run python -m popcalc.definitions.schemas", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
