"""The one place that every string meant for people goes through.

Code builds a `Text` (an English template and its values) and never a finished sentence; the outermost layer turns it
into words with a `Language`. A translation is a table from English template to template, so a new language touches
no code: it adds a folder of files to `popcalc/words/`.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct, field

LANGUAGES = ("en", "zh")


class Text(Struct, frozen=True):
    """A sentence for people: an English template in `str.format` form and the values that fill it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return ENGLISH(self)


def text(template: str, /, **values: object) -> Text:
    """Return the sentence `template` with its values; a value may itself be a `Text`, or a tuple, which is a list."""
    return Text(template, values)


def plural(count: int, one: str, many: str, /, **values: object) -> Text:
    """Return `one` or `many` as `count` asks; the template sees it as `{count}`, with thousands separated."""
    return Text(one if count == 1 else many, {"count": f"{count:,}", **values})


class Label(Struct, frozen=True):
    """The name of a count, an indicator or a unit, in each language."""

    en: str
    zh: str = ""


class Language(Struct, frozen=True):
    """Turns texts and labels into words."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, sentence: Text | str) -> str:
        """Return the words of a text; a plain string is a template without values."""
        if isinstance(sentence, str):
            return self.words.get(sentence, sentence)
        values = {name: self._value(value) for name, value in sentence.values.items()}
        return self.words.get(sentence.template, sentence.template).format(**values)

    def _value(self, value: object) -> object:
        if isinstance(value, Text):
            return self(value)
        if isinstance(value, tuple):
            return self.between.join(str(self._value(one)) for one in value)
        return value

    @property
    def between(self) -> str:
        """What stands between the names of a list."""
        return "、" if self.code == "zh" else ", "

    def label(self, label: Label) -> str:
        """Return the label in this language, in English where it has none."""
        return (label.zh or label.en) if self.code == "zh" else label.en


ENGLISH = Language("en")


@cache
def language(code: str) -> Language:
    """Return the language `en` or `zh`; its words are those of all files in its folder."""
    if code == "en":
        return ENGLISH
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    words: dict[str, str] = {}
    for file in sorted(files("popcalc").joinpath("words", code).iterdir(), key=lambda file: file.name):
        words |= yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    return Language(code, words)


def language_of_locale() -> str:
    """Return the language that the environment asks for: `zh` in a Chinese locale, else `en`."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"
