"""JSON Schemas of the files that users write, for editors; made from the models and shipped beside this module.

`python -m popcalc.definitions.schemas` writes them anew; with `--check` it only says whether they are current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

Name = Literal["catalogue", "columns", "targets"]
NAMES: tuple[Name, ...] = get_args(Name)

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: Name) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of file."""
    from popcalc.definitions import models, targets_model
    from popcalc.definitions.strict_model import StrictModel

    models_by_name: dict[Name, type[StrictModel]] = {
        "catalogue": models.CatalogueFile,
        "columns": models.ColumnsFile,
        "targets": targets_model.TargetsFile,
    }
    return {"$schema": DIALECT, "title": f"popcalc {name}", **_closed(models_by_name[name].model_json_schema())}


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


def _closed(part: Any) -> Any:
    """Refuse keys that fit no pattern, as the models do, and drop titles that only repeat a key."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(value) for key, value in part.items() if not (key == "title" and isinstance(value, str))}
    if "patternProperties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
