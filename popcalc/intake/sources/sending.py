"""When a file was sent, and which of two it replaces, as far as its name and its folders say.

| name | says |
|---|---|
| `births_报送2013-07-05.csv`, `births sent 20130705.csv` | the day it was sent |
| `2013-07-05/births.csv` | likewise: a full date, the nearest one |
| `births (2).csv`, `births v2.csv`, `births更正.csv`, `births_corrected.csv` | replaces `births.csv` |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from popcalc.errors import Fault, did_you_mean, fault
from popcalc.intake.sources.source import Source, without_endings
from popcalc.language import text
from popcalc.vocabulary import vocabulary

NEWEST = "newest"
"""Stands for the file that was sent last."""

_DATE = (
    r"(?<!\d)(?P<year>19[5-9]\d|20\d\d)(?P<sign>[-_./年]?)(?P<month>\d{1,2})(?:(?P=sign)|月)"
    r"(?P<day>\d{1,2})[日号號]?(?!\d)"
)
_COPY = re.compile(r"\((\d{1,2})\)")
_VERSION = re.compile(r"(?<![a-z])v(?:er(?:sion)?)?[-_ .]?(\d{1,3}(?:\.\d{1,3})?)(?!\d)|第(\d{1,2})版")
_SEPARATORS = re.compile(r"[\s_\-.,()\[\]【】（）]+")


class Sending(Struct, frozen=True):
    """What a name says: the day of sending, and the marks of a version beside what is left of the name without."""

    day: date | None
    marks: tuple[float, ...]
    base: str


def later_sent(one: Sending, other: Sending) -> int | None:
    """Return 1 where `one` was sent after `other`, -1 where before, None where the names do not say it clearly.

    Two days decide. Without them the marks of a version do, where the names are the same but for these.
    """
    if one.day and other.day and one.day != other.day:
        return 1 if one.day > other.day else -1
    if one.base != other.base or bool(one.day) != bool(other.day):
        return None
    signs = {1 if mine > its else -1 for mine, its in zip(one.marks, other.marks, strict=True) if mine != its}
    return signs.pop() if len(signs) == 1 else None


def sending_of(source: Source) -> Sending:
    """Return what the name of a source and its folders say."""
    return sending_in(without_endings(source.file, source.endings).split("/"))


def day_sent(source: Source) -> date | None:
    """Return the day that a word of sending stands before in the name of a source or its folders, the nearest one."""
    names = without_endings(source.file, source.endings).split("/")
    plain = [unicodedata.normalize("NFKC", name).casefold() for name in reversed(names)]
    days = (_date(match) for name in plain for match in _dates().finditer(name) if match["sent"])
    return next(filter(None, days), None)


def says_sending(header: str) -> bool:
    """Whether the header of a column of dates says that they are those of sending: `date sent`, `上报日期`."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return _in_a_header().search(plain) is not None


def is_named(word: str, source: Source) -> bool:
    """Whether a word means a source: its path, the end of it from a name on, or a folder or archive that holds it."""
    # Some systems write an accent as a sign of its own.
    file, wanted = (Path(unicodedata.normalize("NFC", one)).parts for one in (source.file, word))
    ends = len(file) >= len(wanted) and file[-len(wanted) :] == wanted
    return source.name == word or ends or file[: len(wanted)] == wanted


def unknown_preference(prefer: str, sources: Sequence[Source]) -> list[Fault]:
    """Return a fault when the file that is preferred is none of those that are read."""
    if prefer == NEWEST or any(is_named(prefer, source) for source in sources):
        return []
    names = list(dict.fromkeys(source.file for source in sources))
    sentence = text(
        "--prefer {prefer} names none of the files that are read{hint}; it is newest or one of them",
        prefer=prefer,
        hint=did_you_mean(prefer, [*names, NEWEST]),
    )
    return [fault("UNKNOWN_FILE", sentence)]


def sending_in(names: Sequence[str]) -> Sending:
    """Return what the names of a file and its folders say, from the folder at the top to the file."""
    plain = [unicodedata.normalize("NFKC", name).casefold() for name in names]
    days = [day for name in reversed(plain) if (day := _day(name))]
    left, marks = [], [0.0] * len(_marks())
    for name in plain:
        rest = re.sub(rf"{_sent().pattern}?{_DATE}", " ", name)
        for place, (pattern, value) in enumerate(_marks()):
            for match in pattern.finditer(rest):
                number = next((group for group in match.groups() if group), None)
                marks[place] = max(marks[place], float(number) if number else value, key=abs)
            rest = pattern.sub(" ", rest)
        left.append(_SEPARATORS.sub(" ", rest).strip())
    return Sending(days[0] if days else None, tuple(marks), "/".join(name for name in left if name))


def _day(name: str) -> date | None:
    """Return the day that a name gives: the one behind a word of sending, else the last one."""
    found = [(bool(match["sent"]), day) for match in _dates().finditer(name) if (day := _date(match))]
    sent = [day for is_sent, day in found if is_sent]
    days = sent or [day for _, day in found]
    return days[-1] if days else None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


@cache
def _sent() -> re.Pattern[str]:
    words = vocabulary().words(lambda one: one.sending.sent)
    return re.compile(rf"(?:(?:{_any(words)})(?:于|於|日期|on|:|\s|_|-)*)")


@cache
def _in_a_header() -> re.Pattern[str]:
    words = vocabulary().words(lambda one: one.sending.sent)
    return re.compile(rf"(?<![a-z])(?:{_any(words)})(?![a-z])")


@cache
def _dates() -> re.Pattern[str]:
    return re.compile(rf"(?P<sent>{_sent().pattern})?{_DATE}")


@cache
def _marks() -> tuple[tuple[re.Pattern[str], float], ...]:
    """Return the patterns of the marks, each with its value where it has no number."""
    words = vocabulary().words
    revised = words(lambda one: one.sending.revised)
    final = words(lambda one: one.sending.final)
    draft = words(lambda one: one.sending.draft)
    return (_COPY, 0.0), (_VERSION, 0.0), (_whole(revised), 1.0), (_whole(final), 1.0), (_whole(draft), -1.0)


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_any(words)})(?![a-z])")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
