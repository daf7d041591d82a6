"""The one place that every string meant for people goes through.

Code builds a `Text` (an English template and its values) and never a finished sentence; the outermost layer turns it
into words with a `Language`. A translation is a table from English template to template, so a new language touches
no code: it adds a folder of files to `popcalc/words/`. Where it lacks a sentence or a label, that is an error: English
never stands in for it in silence.
"""

from __future__ import annotations

import json
import locale
import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct, field

LONGEST = 2000
"""Characters of a cell or a name that a sentence repeats; lists of all that is known have fewer."""
FOLDER = Path(__file__).parent / "words"
VARIABLE = "POPCALC_LANG"
"""What names the language in the environment, before the locale does."""
SOURCE = "en"
"""The language that the code and the built-in definitions are written in."""
LANGUAGES = (SOURCE, *sorted(entry.name for entry in os.scandir(FOLDER) if entry.is_dir()))
"""English, and the folders of `words/`."""


class LanguageError(Exception):
    """A language lacks words that are to be said; the message is English."""


class Text(Struct, frozen=True):
    """A sentence for people: an English template in `str.format` form and the values that fill it.

    With `of_data` it is a word that came with the data, such as a level's name, which may have no translation.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    of_data: bool = False

    def __str__(self) -> str:
        return ENGLISH(self)


class Later(Struct, frozen=True):
    """A value of a sentence that is found when the sentence is said: most of many thousand faults never are."""

    def found(self) -> Text:
        """Return the value."""
        raise NotImplementedError


def text(template: str, /, **values: object) -> Text:
    """Return the sentence `template` with its values; a value may itself be a `Text`, or a tuple, which is a list."""
    return Text(template, values)


def word(name: str) -> Text:
    """Return a word of the data or of the definitions, translated where it is known, else as it stands."""
    return Text(name, of_data=True)


def plural(count: int, one: str, many: str, /, **values: object) -> Text:
    """Return `one` or `many` as `count` asks; the template sees it as `{count}`, with thousands separated."""
    return Text(one if count == 1 else many, {"count": f"{count:,}", **values})


class Label(Struct, frozen=True, array_like=True):
    """The name of a count, an indicator or a unit, by the code of the language; `""` is the one in every other.

    What is built in has a name in every language, and none for every other.
    """

    words: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Its names in all languages, each once."""
        return tuple(dict.fromkeys(self.words.values()))


def named(name: str, **others: str) -> Label:
    """Return the label of what has one name in every language but those of `others`, by their codes."""
    return Label({"": name, **others})


class Language(Struct, frozen=True):
    """Turns texts and labels into words.

    `names` are what it calls the keys of counts and indicators: a translation writes `{count:named}` where its field
    has keys, alone or in a formula. English shows keys.
    """

    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __call__(self, sentence: Text | str) -> str:
        """Return the words of a text; a plain string is a word of the data.

        Raises LanguageError for a sentence that the language lacks.
        """
        if isinstance(sentence, str):
            return self.words.get(sentence, sentence)
        if sentence.of_data:
            return self.words.get(sentence.template, sentence.template)
        template, values = self._template(sentence.template), sentence.values
        if _NAMED in template:
            template, values = self._with_names(template, values)
        return template.format(**{name: self._value(value) for name, value in values.items()})

    def _with_names(self, template: str, values: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
        """Return a template without the marks of its keys, and its values with the names of these."""
        marked = _MARKED.findall(template)
        named = {f"{name}_named": self._value(values[name], self.named) for name in marked}
        return _MARKED.sub(r"{\1_named}", template), {**values, **named}

    def call(self, labels: Mapping[str, Label]) -> None:
        """From here on call these keys by their labels: a run has one catalogue, known once its files are read."""
        if self.code != SOURCE:
            self.names.update({key: self.label(label) for key, label in labels.items()})

    def unit(self, key: str) -> str:
        """Return what the unit of a key is called."""
        return self.names.get(unit_name(key), key)

    def named(self, keys: str) -> str:
        """Return what a key is called, or a formula of keys, with the sign of multiplication; the rest stays."""
        if self.code == SOURCE:
            return keys
        if (found := self.names.get(keys) or self.words.get(keys)) is not None:
            return found
        said = _MOMENT.sub(lambda one: self(text(MOMENTS[one[1]].template, stock=self.named(one[2]))), keys)
        return _KEY.sub(lambda one: self.names.get(one[0], one[0]), _TIMES.sub(" × ", said))

    def _template(self, english: str) -> str:
        found = english if self.code == SOURCE else self.words.get(english)
        if found is not None:
            return found
        if _HAS_WORDS.search(re.sub(r"{[^{}]*}", "", english)):
            raise LanguageError(f"the language {self.code} has no words for: {english}")
        return english

    def _value(self, value: object, named: Callable[[str], str] | None = None) -> object:
        if isinstance(value, (Text, Later)):
            said = self(value if isinstance(value, Text) else value.found())
            return named(said) if named else said
        if isinstance(value, tuple):
            return self.between.join(str(self._value(one, named)) for one in value)
        if isinstance(value, str) and len(value) > LONGEST:
            value = value[: LONGEST - 1] + "…"
        return named(str(value)) if named else value

    @property
    def between(self) -> str:
        """What stands between the names of a list."""
        return self._template(_LISTED.template).format(one="", other="")

    def label(self, label: Label) -> str:
        """Return the label in this language; raises LanguageError for one that is built in and lacks it."""
        found = label.words.get(self.code) or label.words.get("")
        if found is None:
            raise LanguageError(f"the language {self.code} has no name for: {label.words.get(SOURCE, label.names[0])}")
        return found


def unit_name(key: str) -> str:
    """Return under which key a unit is among the names: villages are counted, and are a unit."""
    return f"unit {key}"


_LISTED = text("{one}, {other}")
_HAS_WORDS = re.compile(r"[^\W\d_]")
_NAMED = ":named}"
_MARKED = re.compile(r"\{(\w+):named\}")
_KEY = re.compile(r"(?<![\w-])[a-z][a-z0-9_]*(?![\w-])")
_TIMES = re.compile(" [x*] ")
_MOMENT = re.compile(r"\b(opening|closing)\((\w+)\)")
MOMENTS: Mapping[str, Text] = {
    "opening": text("{stock} at the beginning"),
    "closing": text("{stock} at the end"),
}
"""A stock at a moment, as a formula writes it."""
ENGLISH = Language("en")


def words_file(code: str) -> Path:
    """Return the file that the words of a language's folder are put together in."""
    return FOLDER / f"{code}.json"


CLICK_DOMAIN = "messages"
"""Under which the library of the command line asks gettext for its sentences."""


def file_of_click(code: str) -> Path:
    """Return the file that has that library's sentences in a language, where gettext looks for it."""
    return FOLDER / code / "LC_MESSAGES" / f"{CLICK_DOMAIN}.mo"


@cache
def language(code: str) -> Language:
    """Return the language of a code; raises LanguageError while its words are not put together."""
    if code == SOURCE:
        return ENGLISH
    try:
        return Language(code, *json.loads(words_file(code).read_bytes()))
    except FileNotFoundError:
        raise LanguageError(f"the language {code} is not ready: run python -m popcalc.languages") from None


def language_of_environment() -> str:
    """Return the language that POPCALC_LANG names (`zh`, `zh_CN`), else the locale's, English where that is none.

    Raises LanguageError for a POPCALC_LANG that names none: a wish is never passed over.
    """
    if wished := os.environ.get(VARIABLE):
        if (code := _code_of(wished)) is None:
            raise LanguageError(f"{VARIABLE} is one of {', '.join(LANGUAGES)}, not {wished}")
        return code
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    return _code_of(named) or SOURCE


def _code_of(named: str) -> str | None:
    """Return the language of a locale's name, None for none that there is."""
    # Windows says Chinese (Simplified)_China, which Python knows as chinese-s.
    first = re.split(r"[^A-Za-z]", named, maxsplit=1)[0]
    codes = (locale.normalize(name)[:2] for name in (first, f"{first}-s") if first)
    return next((code for code in codes if code in LANGUAGES), None)
