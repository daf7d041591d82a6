"""The languages as they ship: the files of each folder of `words/`, checked and put together in one JSON file each.

English is what the code and the built-in definitions are written in; every other language is a folder. Its files lead
from each English sentence to its own, `labels.yaml` names what the built-in definitions define, and `click.yaml` has
the sentences of the library that reads the command line. `python -m popcalc.languages` writes the JSON files, which are
read without PyYAML, and for that library a file of gettext, or says what a language lacks; with `--check` it only says
whether they are current.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from popcalc.language import FOLDER, LANGUAGES, SOURCE, file_of_click, unit_name, words_file

LABELS = "labels.yaml"
CLICK = "click.yaml"
NOT_SENTENCES = (LABELS, CLICK)
WITH_KEYS = ("counts", "indicators")
"""The sections of labels whose keys sentences have."""
Labels = Mapping[str, Mapping[str, str]]


def sentences(code: str, folder: Path = FOLDER) -> dict[str, str]:
    """Return the sentences of a language by their English; raises ValueError for one that is given twice."""
    found: dict[str, str] = {}
    for file in sorted(folder.joinpath(code).glob("*.yaml")):
        if file.name not in NOT_SENTENCES:
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


def sentences_of_click(code: str, folder: Path = FOLDER) -> dict[str, str]:
    """Return what the library of the command line says in a language, by its English; none where that is not said."""
    file = folder / code / CLICK
    found: dict[str, str] = _yaml(file) if file.is_file() else {}
    return found


def gettext_file(words: Mapping[str, str]) -> bytes:
    """Return sentences in the format of gettext (`.mo`); each stands for one and for many.

    The format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    """
    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
    both = {form: said for english, said in words.items() for form in (english, f"{english}\0{english}")}
    entries = [(one.encode(), other.encode()) for one, other in sorted({"": head, **both}.items())]
    sides = [[entry[side] for entry in entries] for side in (0, 1)]
    tables = _HEAD.size
    place = tables + 2 * len(entries) * _SPAN.size
    spans = b""
    for text in (text for side in sides for text in side):
        spans += _SPAN.pack(len(text), place)
        place += len(text) + 1
    second = tables + len(entries) * _SPAN.size
    front = _HEAD.pack(0x950412DE, 0, len(entries), tables, second, 0, place)
    return front + spans + b"".join(text + b"\0" for side in sides for text in side)


_HEAD = struct.Struct("<7I")
_SPAN = struct.Struct("<2I")


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


def compiled(code: str, folder: Path = FOLDER) -> str:
    """Return the text of a language's JSON file, a sentence or a name a line so that changes can be read."""
    said = labels(code, folder)
    names = {key: name for section in WITH_KEYS for key, name in said.get(section, {}).items()}
    names |= {unit_name(key): name for key, name in said.get("units", {}).items()}
    both = [dict(sorted(words.items())) for words in (sentences(code, folder), names)]
    return json.dumps(both, ensure_ascii=False, indent=0) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with `--check` return 1 when one is not current; a language that lacks words ends it."""
    found = {code: sentences(code) for code in LANGUAGES if code != SOURCE}
    if missing := list(lacking(found)):
        print("\n".join(missing), file=sys.stderr)
        return 1
    files = {words_file(code): compiled(code).encode() for code in found}
    files |= {file_of_click(code): gettext_file(words) for code in found if (words := sentences_of_click(code))}
    stale = [file for file, current in files.items() if not file.is_file() or file.read_bytes() != current]
    if stale and "--check" in arguments:
        names = ", ".join(str(file.relative_to(FOLDER)) for file in stale)
        print(f"not current: {names}; run python -m popcalc.languages", file=sys.stderr)
        return 1
    for file in stale:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(files[file])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
