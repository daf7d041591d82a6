"""Hold an answer against the truth: which figures differ, and whether the run said so and where."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tests.benchmarks.mutations.honest import Case
from tests.benchmarks.mutations.registry import Kind, Names


@dataclass(frozen=True)
class Ran:
    """What a run of the command left."""

    code: int
    out: str
    err: str


class Outcome(Enum):
    """What became of the figures."""

    RIGHT = "right"
    TOLD = "told"
    """A figure differs, is flagged or empty, and the run says what it is about."""
    REFUSED = "refused and named"
    WEAK = "refused without name"
    NOTICE = "only a notice"
    """A figure differs without a flag, and a notice names the place: with -q nothing does."""
    SILENT = "silent"
    CRASH = "crash"


FAILURES = frozenset({Outcome.NOTICE, Outcome.SILENT, Outcome.CRASH})


@dataclass(frozen=True)
class Difference:
    """A figure that is not the true one."""

    area: str
    period: str
    key: str
    right: int | None
    got: float | None
    flags: frozenset[str]

    def __str__(self) -> str:
        flags = f" ({';'.join(sorted(self.flags))})" if self.flags else ""
        return f"{self.area or 'all'} {self.period} {self.key}: {self.got} instead of {self.right}{flags}"


@dataclass(frozen=True)
class Judged:
    """The outcome of one try, and what differs."""

    outcome: Outcome
    differences: Sequence[Difference] = ()


def judge(kind: Kind, case: Case, names: Names, ran: Ran) -> Judged:
    """Say what became of the figures of a case."""
    if ran.code == 2 and "Traceback" not in ran.err:
        return Judged(Outcome.REFUSED if names_one(ran.err, names) else Outcome.WEAK)
    if ran.code != 0:
        return Judged(Outcome.CRASH)
    differences = compared(case, json.loads(ran.out)["records"])
    if not differences:
        return Judged(Outcome.RIGHT)
    if all(one.flags & kind.flags for one in differences):
        return Judged(Outcome.TOLD, differences)
    if not names_one(ran.err, names):
        return Judged(Outcome.SILENT, differences)
    loud = kind.notice or all(one.got is None or one.flags for one in differences)
    return Judged(Outcome.TOLD if loud else Outcome.NOTICE, differences)


def compared(case: Case, records: Sequence[Mapping[str, object]]) -> list[Difference]:
    """Return all figures of towns, and of all towns, that are not the true ones."""
    truth = case.truth()
    known = {folded(name): name for name, _, _ in truth} | {folded(one): town for one, town in case.spellings.items()}
    known |= {
        village.code[:9]: village.town for village in case.villages
    }  # of the codes of villages, where no name stands
    met: set[tuple[str, str, str]] = set()
    differences = []
    for record in records:
        shown = "" if record["level"] == "all" else str(record["area_name"] or record["area"])
        area = known.get(folded(shown), shown)
        place = (area, str(record["period"]), str(record["indicator"]))
        value = record["value"]
        got = float(value) if isinstance(value, int | float) else None
        again = place in met
        met.add(place)
        right = truth.get(place)
        if got is None and right is None:
            continue
        if again or right is None or got != right:
            given = record["flags"]
            flags = frozenset(given if isinstance(given, list) else str(given or "").split(";")) - {""}
            differences.append(Difference(shown, place[1], place[2], right, got, flags))
    for place, right in truth.items():
        if place not in met and right is not None:
            differences.append(Difference(*place, right, None, frozenset()))
    return differences


def folded(name: str) -> str:
    """A name without case, width, spaces and punctuation, which stays between digits."""
    name = re.sub(r"(?<=[0-9])[^0-9\w]+(?=[0-9])", _apart, unicodedata.normalize("NFKC", name).casefold())
    return "".join(sign for sign in name if sign == "_" or unicodedata.category(sign)[0] in "LN")


def _apart(found: re.Match[str]) -> str:
    """What stands between two digits: a dash or a blank, or another sign, which is not the same."""
    sign = found[0][0]
    return f"_{ord(sign)}_" if sign in "/.,:" else "_"


def names_one(text: str, names: Names) -> bool:
    """Whether a message holds one of some words; lines may be broken anywhere, no number is part of a longer one."""
    spaced = " ".join(text.split()).casefold()
    joined = "".join(text.split()).casefold()
    for word in (name.strip().casefold() for name in names):
        if not _telling(word):
            continue
        if re.search(_pattern(word), spaced) or (not word.isascii() and "".join(word.split()) in joined):
            return True
    return False


def _telling(word: str) -> bool:
    """Whether a word can name a place: a dash, a letter or a small number stands in any message."""
    if (word.isascii() and len(word) < 2) or (word.isdigit() and len(word) < 3):
        return False
    return any(sign.isalnum() for sign in word)


def _pattern(word: str) -> str:
    """A number is no part of a longer one, a short word of Latin letters no part of another."""
    edge = "[0-9a-z_]" if word.isascii() and word.isalpha() and len(word) < 5 else "[0-9]"
    before = f"(?<!{edge})" if word[:1].isascii() and word[:1].isalnum() else ""
    after = f"s?(?!{edge})" if word[-1:].isascii() and word[-1:].isalnum() else ""
    return before + re.escape(word) + after
