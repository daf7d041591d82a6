"""Labels of lines that are no part of a table: 填报人, 单位负责人, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from popcalc.definitions.headers import folded
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import pattern_as_written
from popcalc.vocabulary.patterns import any_of, either, maybe, solid, whole_line

_BEFORE = r"[*※#★☆(\[【]*"
_HIGHEST_NOTE = 5
"""Notes may be numbered in words up to this: 注五."""


@dataclass(frozen=True)
class _Patterns:
    """How the words of footers may stand in a line, folded; `perhaps` is held against a cell as it is written.

    `labels` are what a line below a table begins with or is, `signed` who signs it, `of_a_number` the labels whose
    number is no figure.
    """

    perhaps: re.Pattern[str]
    labels: tuple[re.Pattern[str], ...]
    signed: re.Pattern[str]
    of_a_number: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = vocabulary().words
    first = solid(words(lambda one: one.footers.role_first))
    then = solid(words(lambda one: one.footers.role_then))
    never_alone = "|".join(f"{re.escape(word)}$" for word in solid(words(lambda one: one.footers.never_alone)))
    who_and_when = f"(?:{maybe(first)}{any_of(then)}|{any_of(solid(words(lambda one: one.footers.signs)))})"
    notes = any_of(solid(words(lambda one: one.footers.notes)))
    digits = "".join(words(lambda one: one.numerals.digits[:_HIGHEST_NOTE]))
    after = rf"[\d{digits}]{{0,2}}[\])】]?(?:\([^()]{{0,12}}\))?"
    checked = (
        f"{maybe(solid(words(lambda one: one.footers.checked_of)))}"
        f"{any_of(solid(words(lambda one: one.footers.checked_what)))}"
        f".*{any_of(solid(words(lambda one: one.footers.checked_how)))}.*"
    )
    statement = f"{any_of(solid(words(lambda one: one.footers.statements)))}.{{4,}}"
    lines = either([r"-\d+-", *map(whole_line, words(lambda one: one.footers.lines)), statement, checked])
    numbers = any_of(solid(words(lambda one: one.footers.before_numbers)))
    return _Patterns(
        perhaps=_perhaps(),
        labels=(
            re.compile(rf"{_BEFORE}(?:{who_and_when}|{notes}){after}:.*"),
            re.compile(rf"{_BEFORE}(?:(?!{never_alone}){who_and_when}|{notes}){after}"),
            re.compile(lines),
        ),
        signed=re.compile(rf"{who_and_when}(?:\([^()]{{0,12}}\))?:.*"),
        of_a_number=re.compile(rf".*{numbers}(?:\([^()]*\))?:?"),
    )


@cache
def beginnings_of_labels() -> frozenset[str]:
    """Return what labels begin with, if not with a sign: words, of languages without blanks characters; plain ones."""
    beginnings: set[str] = set()
    for language in vocabulary().languages.values():
        words = language.footers
        checked = (*words.checked_of, *words.checked_what)
        every = (*words.role_first, *words.role_then, *words.signs, *words.notes, *words.lines, *words.statements)
        # The first word, or where words have no blanks between them, the first character.
        beginnings |= {re.split(r" |#|\.\.\.", word)[0] if language.spaced else word[0] for word in (*every, *checked)}
    return frozenset(filter(None, beginnings))


def _perhaps() -> re.Pattern[str]:
    """Return what a label begins with, as it is written; most names do not and need no closer look."""
    return re.compile(rf"[\W_]|{either(sorted(map(pattern_as_written, beginnings_of_labels())))}", re.IGNORECASE)


def is_label(cell: str) -> bool:
    """Whether a cell begins a line below a table: `填报人：…`, `注：…`, `Prepared by …`."""
    patterns = _patterns()
    if patterns.perhaps.match(cell) is None:
        return False
    words = folded(cell)
    return any(pattern.fullmatch(words) for pattern in patterns.labels)


def is_signature(cell: str) -> bool:
    """Whether a cell says who is responsible for the table, with a colon: `审核人：…`."""
    return _patterns().signed.fullmatch(folded(cell)) is not None


def is_of_a_number(cell: str) -> bool:
    """Whether a cell is the label of a telephone or of a day, whose number stands on its right."""
    return _patterns().of_a_number.fullmatch(folded(cell)) is not None
