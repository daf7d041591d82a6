"""The sections that are wished for, by key, number or title in any language."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.errors import Fault, RequestError, fault
from popcalc.language import LANGUAGES, language, text
from popcalc.output.report.parts import TITLES
from popcalc.reporting.report import SECTIONS, Section


def read_sections(asked: Sequence[str]) -> tuple[Section, ...]:
    """Return the sections of some words, all for none; raises RequestError for a word that is none."""
    if not asked:
        return SECTIONS
    known = _known()
    wrong = [word for word in asked if word.strip().casefold() not in known]
    if wrong:
        raise RequestError(_unknown(word) for word in wrong)
    found = {known[word.strip().casefold()] for word in asked}
    if not found:
        raise RequestError([fault("NO_SECTION", text("--sections names none"))])
    return tuple(section for section in SECTIONS if section in found)


def _unknown(word: str) -> Fault:
    sentence = text(
        "--sections takes 1 to {last} or names ({known}), not {word}",
        last=len(SECTIONS),
        known=tuple(one.value for one in SECTIONS),
        word=word,
    )
    return fault("UNKNOWN_CHOICE", sentence)


def _known() -> dict[str, Section]:
    found: dict[str, Section] = {}
    for number, section in enumerate(SECTIONS, start=1):
        titles = [language(code)(TITLES[section]) for code in LANGUAGES]
        found |= dict.fromkeys([section.value, f"{number}", *(title.casefold() for title in titles)], section)
    return found
