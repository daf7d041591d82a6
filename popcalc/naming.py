"""Names in place of keys: what people call an indicator, a level or a kind of period, in any language.

Whatever takes a key takes its names as well, and asks here: options, Python and definition files. Records show keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field

from popcalc.errors import ALIKE, Fault, Hint, fault
from popcalc.language import LANGUAGES, SOURCE, Language, Text, language, text, word
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import in_plain_characters, plainer

_BETWEEN_NAMES = re.compile("[;；] *")
_NO_MATTER = re.compile(r"[\s_-]+")

ALIKE_IN_HAN = 0.5
"""How near a name of few characters must be: of two, one may be wrong."""
ALL_AREAS = text("all; total")
CHOICES: Mapping[str, Text] = {
    "month": text("month; monthly; months"),
    "quarter": text("quarter; quarterly; quarters"),
    "half": text("half; half-year; half-yearly"),
    "year": text("year; yearly; years"),
    "ytd": text("ytd; year to date"),
    "rolling": text("rolling; rolling year"),
    "all": text("all; all months"),
    "annual": text("annual; annual rate"),
    "period": text("period; of the period"),
    "curve": text("curve; all month-ends"),
    "ends": text("ends; opening and closing"),
    "mid": text("mid; middle"),
    "drop": text("drop; leave out"),
    "keep": text("keep; sum everything"),
    "exact": text("exact; exact limits"),
    "public-health": text("public-health; Wilson and Byar"),
    "last-year": text("last-year; last year"),
    "previous": text("previous; period before"),
    "above": text("above; area above"),
    "high": text("high; highest first"),
    "low": text("low; lowest first"),
    "missing": text("missing; not reported"),
    "zero": text("zero; 0"),
    "newest": text("newest; sent last"),
    "long": text("long; a record a row"),
    "wide": text("wide; indicators across"),
    "periods": text("periods; periods across"),
    "grid": text("grid; targets across"),
    "auto": text("auto; automatic"),
    "always": text("always; yes"),
    "never": text("never; no"),
    "catalogue": text("catalogue; indicators"),
    "columns": text("columns; columns file"),
    "printed": text("printed; printed figures"),
    "project": text("project; project file"),
    "targets": text("targets; targets file"),
    "table": text("table; for people"),
}
"""The names of words that an option is one of, separated by `;`, the one that is proposed first; others have none."""
COLUMNS: Mapping[str, Text] = {
    "period": text("period; month or period"),
    "month": text("month; months"),
    "year": text("year; years"),
    "quarter": text("quarter; quarters"),
    "half": text("half; half-year"),
    "measure": text("measure; name of the count"),
    "value": text("value; figure"),
    "dimension": text("dimension; splits rows"),
    "ignore": text("ignore; left out"),
    "description": text("description; remark"),
}
"""The names of what a column of a file may be beside a count or an area, as `CHOICES` has them."""
EVERY_INDICATOR = text("all; every indicator")
EVERY_SHEET = text("all; every sheet")


class Names(Struct, frozen=True):
    """Keys, each with its names in all languages.

    `also` are names that are never proposed, and understood where no key has them among its own.
    """

    by_key: Mapping[str, Sequence[str]]
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def meant(self, given: str) -> tuple[str, ...]:
        """Return the key that a word is, else every key that has it as a name, else every one that it also means.

        Case, width, blanks, dashes and traditional characters make no difference in a name.
        """
        if given in self.by_key:
            return (given,)
        wanted = _compared(given)
        own = {key: (key, *names) for key, names in self.by_key.items()}
        return _bearing(wanted, own) or _bearing(wanted, self.also) if wanted else ()

    def find(self, given: str, code: str, unknown: Callable[[Hint], Text]) -> str | Fault:
        """Return the key that a word means, or what is wrong with it: `unknown` makes the sentence from a hint."""
        meant = self.meant(given)
        if len(meant) == 1:
            return meant[0]
        if meant:
            return fault("AMBIGUOUS_NAME", several_keys(given, meant))
        return fault(code, unknown(self.hint(given)))

    def hint(self, given: str) -> Hint:
        """Return the key or name that a word was most likely meant to be."""
        return Hint(given, self.known, ALIKE if given.isascii() else ALIKE_IN_HAN)

    @property
    def known(self) -> list[str]:
        """All keys and the names that can be proposed."""
        return list(dict.fromkeys([*self.by_key, *(name for names in self.by_key.values() for name in names)]))


def several_keys(given: str, keys: Sequence[str]) -> Text:
    """Return that a word is the name of several keys."""
    return text("{name} is the name of {keys}: give one of these keys", name=given, keys=tuple(keys))


def names_of_levels(levels: Iterable[str]) -> Names:
    """Return levels with what offices call them; `all`, the grand total, may be among them."""
    offices = [one.headers.areas for code, one in vocabulary().languages.items() if code in LANGUAGES]
    known = list(levels)
    return Names(
        {level: in_all_languages(ALL_AREAS if level == "all" else word(level)) for level in known},
        {level: [name for areas in offices for name in areas.get(level, ())] for level in known},
    )


def not_a_level(given: str, known: Sequence[str], hint: Hint) -> Text:
    """Return that a word names none of the levels that there are."""
    levels = tuple(map(word, known))
    return text("{level} is not a level; the levels are {levels}{hint}", level=given, levels=levels, hint=hint)


def names_of_choices(choices: Iterable[str]) -> Names:
    """Return words that an option is one of, each with its names."""
    return Names({one: in_all_languages(CHOICES[one]) if one in CHOICES else [one] for one in choices})


def called(choice: str, language: Language) -> str:
    """Return the name of such a word that is proposed in a language, in English the word itself."""
    if language.code == SOURCE or choice not in CHOICES:
        return choice
    return _BETWEEN_NAMES.split(language(CHOICES[choice]))[0]


def in_all_languages(names: Text) -> list[str]:
    """Return the names, separated by `;`, that a sentence gives in each language."""
    spoken = (language(code)(names) for code in LANGUAGES)
    return list(dict.fromkeys(name for one in spoken for name in _BETWEEN_NAMES.split(one)))


def _bearing(wanted: str, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(key for key, some in names.items() if wanted in map(_compared, some))


def _compared(name: str) -> str:
    return _NO_MATTER.sub("", in_plain_characters(name, plainer()))
