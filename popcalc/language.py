"""The one place that every string meant for people goes through.

Code builds a `Text` (an English template and its values) and never a finished sentence; the outermost layer turns it
into words with a `Language`. A translation is a table from English template to template, so a new language touches
no code: it adds a file beside this one.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Text:
    """A sentence for people: an English template in `str.format` form and the values that fill it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return ENGLISH(self)


def text(template: str, /, **values: object) -> Text:
    """Return the sentence `template` with its values; a value may itself be a `Text`."""
    return Text(template, values)


def plural(count: int, one: str, many: str, /, **values: object) -> Text:
    """Return `one` or `many` as `count` asks; the template sees it as `{count}`, with thousands separated."""
    return Text(one if count == 1 else many, {"count": f"{count:,}", **values})


@dataclass(frozen=True)
class Label:
    """The name of a count, an indicator or a unit, in each language."""

    en: str
    zh: str = ""


@dataclass(frozen=True)
class Language:
    """Turns texts and labels into words."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, sentence: Text | str) -> str:
        """Return the words of a text; a plain string is a template without values."""
        if isinstance(sentence, str):
            return self.words.get(sentence, sentence)
        values = {name: self(value) if isinstance(value, Text) else value for name, value in sentence.values.items()}
        return self.words.get(sentence.template, sentence.template).format(**values)

    def label(self, label: Label) -> str:
        """Return the label in this language, in English where it has none."""
        return (label.zh or label.en) if self.code == "zh" else label.en


ENGLISH = Language("en")


@cache
def language(code: str) -> Language:
    """Return the language `en` or `zh`."""
    if code == "en":
        return ENGLISH
    import yaml

    source = files("popcalc").joinpath(f"words/{code}.yaml").read_text(encoding="utf-8")
    return Language(code, yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def language_of_locale() -> str:
    """Return the language that the environment asks for: `zh` in a Chinese locale, else `en`."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"
