"""The vocabulary's YAML files checked and put together in one JSON file, which is read without PyYAML.

`python -m popcalc.vocabulary.compiled` writes it anew; with `--check` it only says whether it is current.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert

from popcalc.vocabulary.characters import in_plain_characters
from popcalc.vocabulary.loading import FILE
from popcalc.vocabulary.model import Language, Signs, Vocabulary

FOLDER = Path(__file__).parent
SIGNS = "any"
"""The file of what is the same in every language."""
AS_THEY_STAND = {
    "headers": ("in_month", "numbering", "column_letters"),
    "dimensions": (),
    "groups": ("of_which_slips",),
    "to_date": (),
    "units": (),
    "persons": ("identity_cards",),
    "footers": (),
    "periods": (),
}
"""The sections whose words are compared in plain characters, each with its lists that are not."""
OF_NUMBERS = ("multiples", "money", "rates")
"""The units that lead to a number."""


def compiled(folder: Path = FOLDER) -> str:
    """Return the text of the JSON file; raises ValueError with all that is wrong, each with its file and path."""
    data: dict[str, Any] = {}
    wrong: list[str] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            data[file.stem] = _plain(file)
            wrong += [f"{file.name}: {one}" for one in _mistakes(file.stem, data[file.stem])]
        except (ValueError, ValidationError) as error:
            wrong.append(f"{file.name}: {error}")
    if SIGNS not in data:
        wrong.append(f"{SIGNS}.yaml is missing")
    if wrong:
        raise ValueError("\n".join(wrong))
    signs = data.pop(SIGNS)
    signs |= in_plain({"units": signs["units"]}, signs)
    whole = {"signs": signs, "languages": {code: in_plain(language, signs) for code, language in data.items()}}
    if wrong := list(_across(convert(whole, Vocabulary))):
        raise ValueError("\n".join(wrong))
    return _written(whole)


def _plain(file: Path) -> Any:
    """Return a YAML file as text alone, but for the numbers and the truths that the model wants.

    YAML makes no and null something else than words; here they are words.
    """
    import yaml

    class Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
        """Leaves every scalar a text, and refuses a key that stands twice."""

    def mapping(loader: Any, node: yaml.MappingNode) -> dict[str, object]:
        pairs = [(str(loader.construct_object(key)), loader.construct_object(value, deep=True))
                 for key, value in node.value]  # fmt: skip
        if twice := _twice(key for key, _ in pairs):
            raise ValueError(f"line {node.start_mark.line + 1}: a key stands twice: {', '.join(twice)}")
        return dict(pairs)

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    if isinstance(data, dict):
        _give_types(data)
    return data


def _give_types(data: dict[str, Any]) -> None:
    """Turn in place what is no text: factors of units, years of eras, yes and no, pairs of characters."""
    if data.get("spaced") in ("yes", "no"):
        data["spaced"] = data["spaced"] == "yes"
    for name, kind in (*(("units", kind) for kind in OF_NUMBERS), ("periods", "reigns"), ("periods", "reign_letters")):
        section = data.get(name)
        if isinstance(section, dict) and isinstance(section.get(kind), dict):
            section[kind] = _numbers(section[kind])
    if isinstance(data.get("rates"), dict):
        data["rates"] = _numbers(data["rates"])
    if isinstance(data.get("simpler"), str):
        pairs = data["simpler"].split()
        if strange := [pair for pair in pairs if len(pair) != 2 or pair[0] == pair[1]]:
            raise ValueError(f"simpler: no pairs of characters: {' '.join(strange)}")
        if twice := _twice(pair[0] for pair in pairs):
            raise ValueError(f"simpler: given twice: {' '.join(twice)}")
        data["simpler"] = dict(pairs)


def _numbers(data: Mapping[str, str]) -> dict[str, int | str]:
    return {word: int(many) if many.isdigit() else many for word, many in data.items()}


def in_plain(language: Mapping[str, Any], signs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a language with the words in plain characters that are compared so, each once."""
    table = str.maketrans(signs["simpler"])

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {in_plain_characters(key, table): plain(one) for key, one in value.items()}
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return list(dict.fromkeys(plain(one) for one in value))
        if isinstance(value, list):
            return [plain(one) for one in value]
        return in_plain_characters(value, table) if isinstance(value, str) else value

    return {
        name: {key: one if key in AS_THEY_STAND[name] else plain(one) for key, one in section.items()}
        if name in AS_THEY_STAND
        else section
        for name, section in language.items()
    }


def _mistakes(name: str, data: object) -> Iterator[str]:
    """Yield what is wrong within one file."""
    if name == SIGNS:
        signs = convert(data, Signs)
        yield from _lists(signs, "")
        if chained := signs.simpler.keys() & set(signs.simpler.values()):
            yield f"simpler: simplified and traditional at once: {' '.join(sorted(chained))}"
        return
    language = convert(data, Language)
    yield from _lists(language, "")
    for kind, number in (("months", (12,)), ("quarters", (0, 4)), ("halves", (0, 2))):
        if len(getattr(language.periods, kind)) not in number:
            yield f"periods.{kind}: {number[-1]} are wanted"
    for path, words in _single(language):
        if longer := [word for word in words if len(word) != 1]:
            yield f"{path}: one character each is wanted: {', '.join(longer)}"
    for (path, words), (whole, all_words) in _parts(language):
        if strange := [word for word in words if word not in all_words]:
            yield f"{path}: not among {whole}: {', '.join(strange)}"
    for path, lists in _apart(language):
        if twice := _twice(word for words in lists for word in words):
            yield f"{path}: in two roles: {', '.join(twice)}"


def _across(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is wrong between the files."""
    kinds = [(code, language.headers.areas.keys()) for code, language in vocabulary.languages.items()]
    for code, keys in kinds:
        if missing := set().union(*(other for _, other in kinds)) - keys:
            yield f"{code}.yaml: headers.areas: missing: {', '.join(sorted(missing))}"


def _lists(section: Any, path: str) -> Iterator[str]:
    """Yield the lists in which a word stands twice, is empty or has blanks around it."""
    for name, value in _parts_of(section):
        below = f"{path}.{name}".lstrip(".")
        if not isinstance(value, tuple):
            if isinstance(value, Mapping | Struct):
                yield from _lists(value, below)
            continue
        words = [word for one in value for word in (one if isinstance(one, tuple) else (one,))]
        if twice := _twice(words):
            yield f"{below}: given twice: {', '.join(twice)}"
        if any(not word or word != " ".join(word.split()) for word in words):
            yield f"{below}: an empty word, or one with blanks around or several within it"


def _parts_of(section: Any) -> Iterator[tuple[str, object]]:
    if isinstance(section, Mapping):
        yield from section.items()
    else:
        yield from ((name, getattr(section, name)) for name in section.__struct_fields__)


def _single(language: Language) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the lists of single characters."""
    yield "headers.column_letters", language.headers.column_letters
    for name, words in _parts_of(language.numerals):
        assert isinstance(words, tuple)
        yield f"numerals.{name}", words


def _parts(language: Language) -> Iterator[tuple[tuple[str, Sequence[str]], tuple[str, Sequence[str]]]]:
    """Yield the lists that are parts of others."""
    headers, totals, footers = language.headers, language.totals, language.footers
    yield ("headers.vague_period", headers.vague_period), ("headers.period", headers.period)
    yield ("headers.remarks", headers.remarks), ("headers.ignored", headers.ignored)
    yield (
        ("periods.vague_months", language.periods.vague_months),
        ("periods.months", [form for forms in language.periods.months for form in forms]),
    )
    yield ("totals.alone", totals.alone), ("totals.whole", totals.whole)
    yield ("footers.never_alone", footers.never_alone), ("footers.role_then", footers.role_then)


def _apart(language: Language) -> Iterator[tuple[str, Sequence[Iterable[str]]]]:
    """Yield the lists that share no word: each of its words means one thing."""
    headers, totals, units = language.headers, language.totals, language.units
    yield "headers", (*headers.areas.values(), headers.period, headers.year, headers.ignored)
    yield "totals", (totals.whole, totals.section, totals.part)
    yield "units", (units.plain, units.multiples, units.money, units.couples, units.rates)
    yield "groups.synonyms", (language.groups.synonyms, *language.groups.synonyms.values())
    yield "groups", (language.groups.now, language.groups.of_which, language.groups.totals)
    yield "cells", (language.cells.nil, language.cells.no_figure)


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def _written(whole: Mapping[str, Any]) -> str:
    """Return the data as JSON, a line for each section so that changes can be read."""
    languages = ",\n".join(f"{_json(code)}: {{\n{_lines(one)}\n}}" for code, one in whole["languages"].items())
    return f'{{"signs": {{\n{_lines(whole["signs"])}\n}},\n"languages": {{\n{languages}\n}}}}\n'


def _lines(section: Mapping[str, object]) -> str:
    return ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in section.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with `--check` return 1 when it is not current."""
    try:
        current = compiled()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == current:
        return 0
    if "--check" in arguments:
        print(f"not current: {FILE.name}; run python -m popcalc.vocabulary.compiled", file=sys.stderr)
        return 1
    FILE.write_text(current, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
