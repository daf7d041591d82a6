"""The languages as they ship: the files of each folder of `words/`, checked and put together in one JSON file each.

English is what the code and the built-in definitions are written in; every other language is a folder. Its files lead
from each English sentence to its own, and `labels.yaml` names what the built-in definitions define. `python -m
popcalc.languages` writes the JSON files, which are read without PyYAML, or says what a language lacks; with `--check`
it only says whether they are current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from popcalc.language import FOLDER, LANGUAGES, SOURCE, words_file

LABELS = "labels.yaml"
Labels = Mapping[str, Mapping[str, str]]


def sentences(code: str, folder: Path = FOLDER) -> dict[str, str]:
    """Return the sentences of a language by their English; raises ValueError for one that is given twice."""
    found: dict[str, str] = {}
    for file in sorted(folder.joinpath(code).glob("*.yaml")):
        if file.name != LABELS:
            one: dict[str, str] = _yaml(file)
            if twice := found.keys() & one.keys():
                raise ValueError(f"words/{code}/{file.name} has again: {', '.join(sorted(twice))}")
            found |= one
    return found


def labels(code: str, folder: Path = FOLDER) -> Labels:
    """Return the names that a language gives to built-in counts, indicators, units ..., by section and key."""
    file = folder / code / LABELS
    found: Labels = _yaml(file) if file.is_file() else {}
    return found


def _yaml(file: Path) -> Any:
    import yaml

    return yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}


def lacking(languages: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield what each language lacks of the sentences that another one has, or has and leaves empty."""
    every = sorted({sentence for words in languages.values() for sentence in words})
    for code, words in languages.items():
        for sentence in every:
            if not words.get(sentence):
                yield f"words/{code} has no words for: {sentence}"


def compiled(words: Mapping[str, str]) -> str:
    """Return the text of a JSON file, a sentence a line so that changes can be read."""
    return json.dumps(dict(sorted(words.items())), ensure_ascii=False, indent=0) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with `--check` return 1 when one is not current; a language that lacks words ends it."""
    found = {code: sentences(code) for code in LANGUAGES if code != SOURCE}
    if missing := list(lacking(found)):
        print("\n".join(missing), file=sys.stderr)
        return 1
    stale = [code for code, words in found.items() if not _is(words_file(code), compiled(words))]
    if stale and "--check" in arguments:
        print(f"not current: {', '.join(stale)}; run python -m popcalc.languages", file=sys.stderr)
        return 1
    for code in stale:
        words_file(code).write_text(compiled(found[code]), encoding="utf-8", newline="\n")
    return 0


def _is(file: Path, current: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == current


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
