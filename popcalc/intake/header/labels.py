"""Labels of lines that are no part of a table: 填报人, 单位负责人, notes."""

from __future__ import annotations

import re
from functools import cache

from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded, in_plain_characters, plainer
from popcalc.vocabulary.patterns import any_of, either, maybe, solid, whole_line

_BEFORE = r"[*※#★☆(\[【]*"
_HIGHEST_NOTE = 5
"""Notes may be numbered in words up to this: 注五."""


@cache
def _who_and_when() -> str:
    words = vocabulary().words
    first = solid(words(lambda one: one.footers.role_first))
    then = solid(words(lambda one: one.footers.role_then))
    return f"(?:{maybe(first)}{any_of(then)}|{any_of(solid(words(lambda one: one.footers.signs)))})"


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    """Return what lines below a table begin with or are, folded."""
    words = vocabulary().words
    never_alone = "|".join(f"{re.escape(word)}$" for word in solid(words(lambda one: one.footers.never_alone)))
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
    return (
        re.compile(rf"{_BEFORE}(?:{_who_and_when()}|{notes}){after}:.*"),
        re.compile(rf"{_BEFORE}(?:(?!{never_alone}){_who_and_when()}|{notes}){after}"),
        re.compile(lines),
    )


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"{_who_and_when()}(?:\([^()]{{0,12}}\))?:.*")


@cache
def _of_a_number() -> re.Pattern[str]:
    numbers = any_of(solid(vocabulary().words(lambda one: one.footers.before_numbers)))
    return re.compile(rf".*{numbers}(?:\([^()]*\))?:?")


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


@cache
def _lengths_of_beginnings() -> tuple[int, ...]:
    return tuple(sorted(set(map(len, beginnings_of_labels()))))


def _perhaps(cell: str) -> bool:
    """Whether a cell begins as a label may, or with a sign; most names do not and need no closer look."""
    if not cell[:1].isalnum():
        return bool(cell)
    lengths, known = _lengths_of_beginnings(), beginnings_of_labels()
    front = in_plain_characters(cell[: lengths[-1]], plainer())
    return any(front[:length] in known for length in lengths)


def is_label(cell: str) -> bool:
    """Whether a cell begins a line below a table: `填报人：…`, `注：…`, `Prepared by …`."""
    if not _perhaps(cell):
        return False
    words = folded(cell)
    return any(pattern.fullmatch(words) for pattern in _labels())


def is_signature(cell: str) -> bool:
    """Whether a cell says who is responsible for the table, with a colon: `审核人：…`."""
    words = folded(cell)
    return ":" in words and _signed().fullmatch(words) is not None


def is_of_a_number(cell: str) -> bool:
    """Whether a cell is the label of a telephone or of a day, whose number stands on its right."""
    return _of_a_number().fullmatch(folded(cell)) is not None
