"""What can be wrong, said with a code, a place and a mend.

Every error that popcalc raises on purpose is a `PopcalcError` made of one or more `Fault`s; what is worth saying but
stops nothing is a `Notice`. Neither is printed here: the command line does that, once.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from popcalc.language import Later, Text, text
from popcalc.small_files import NotReadError
from popcalc.visible import visible

SHOWN = 20
COUNTED = 10_000
_OF_THE_SYSTEM: Mapping[int, Text] = {
    errno.ENOENT: text("No such file or directory"),
    errno.EACCES: text("Permission denied"),
    errno.EPERM: text("Operation not permitted"),
    errno.EISDIR: text("Is a directory"),
    errno.ENOTDIR: text("Not a directory"),
    errno.ENAMETOOLONG: text("File name too long"),
    errno.ENOSPC: text("No space left on device"),
    errno.EROFS: text("Read-only file system"),
    errno.EIO: text("Input/output error"),
    errno.ELOOP: text("Too many levels of symbolic links"),
    errno.EMFILE: text("Too many open files"),
    errno.ENFILE: text("Too many open files in system"),
    errno.EFBIG: text("File too large"),
    errno.EDQUOT: text("Disk quota exceeded"),
}
"""What the system says of files, as it says it: these have translations."""


class Place(Struct, frozen=True):
    """Where something is: a file, the row as a spreadsheet counts records (a line in YAML) and the column, from 1."""

    file: str
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet calls it, `D7`; empty where no column is known."""
        letters, left = "", self.column or 0
        while left:
            left, place = divmod(left - 1, 26)
            letters = chr(ord("A") + place) + letters
        return f"{letters}{self.row}" if letters and self.row else ""


class Fault(Struct, frozen=True):
    """One thing that is wrong: a stable code (`NOT_A_COUNT`), what and how to mend it, and where."""

    code: str
    text: Text
    place: Place | None = None


class Notice(Struct, frozen=True):
    """One thing worth knowing that stops nothing; said once, on standard error."""

    code: str
    text: Text
    place: Place | None = None


class PopcalcError(Exception):
    """Everything wrong with what the user gave: usage, configuration or input. Exit code 2."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return the faults as lines, the first of many with how many there are."""
        lines = [visible(f"{one.place or ''} {one.code} {one.text}".strip()) for one in self.faults[:SHOWN]]
        more = len(self.faults) - len(lines)
        return "\n".join([*lines, *([str(text("and {more} more", more=f"{more:,}"))] if more else [])])


class DefinitionError(PopcalcError):
    """A catalogue, target, columns or areas file that cannot be used."""


class InputError(PopcalcError):
    """Sources that cannot be read as village-months.

    `closed` are the files whose header, shape or encoding was not understood, so that none of their rows was looked at;
    `next_step` is what the last line says.
    """

    def __init__(self, faults: Iterable[Fault], closed: Sequence[str] = (), next_step: Text | None = None) -> None:
        super().__init__(faults)
        self.closed = tuple(closed)
        self.next_step = next_step


class RequestError(PopcalcError):
    """An option that does not fit the data or the catalogue."""


def fault(code: str, sentence: Text, place: Place | None = None) -> Fault:
    """Return one fault."""
    return Fault(code, sentence, place)


def unknown_choice(name: str, word: str, known: Iterable[str], hint: Later | str = "") -> Fault:
    """Return the fault of a word that is none of those that can stand there."""
    sentence = text("{name} is one of {known}, not {word}{hint}", name=name, known=tuple(known), word=word, hint=hint)
    return Fault("UNKNOWN_CHOICE", sentence)


def reason_of(error: Exception) -> Text:
    """Return what an error says for itself, the system's own words where it is of the system."""
    if isinstance(error, NotReadError):
        return error.reason
    known = _OF_THE_SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or text("{reason}", reason=getattr(error, "strerror", None) or str(error) or type(error).__name__)


LONGEST_WORD = 100
"""A word of more characters is no misspelled one: comparing two takes the product of their lengths."""


ALIKE = 0.6
"""How near a word must be to one that it may have been meant to be."""


def nearest(word: str, known: Iterable[str], alike: float = ALIKE) -> str | None:
    """Return the known word that `word` was most likely meant to be, or None; `alike` says how near it must be.

    Of words that are equally near it is the last in the order of their letters. Only those are compared letter by
    letter that may be nearer than the nearest so far, so that it takes little time for many thousand words.
    """
    import difflib

    wanted = word.casefold()
    if not 0 < len(wanted) <= LONGEST_WORD:
        return None
    folded = {candidate.casefold(): candidate for candidate in reversed(list(known))}
    letters = set(wanted)
    matcher = difflib.SequenceMatcher(b=wanted)
    best, found = alike, None
    for one in sorted(folded, key=lambda one: (abs(len(one) - len(wanted)), one)):
        both = len(one) + len(wanted)
        if 2 * min(len(one), len(wanted)) < best * both or not letters & set(one):
            continue
        matcher.set_seq1(one)
        if matcher.quick_ratio() >= best and (matcher.ratio(), one) > (best, found or ""):
            best, found = matcher.ratio(), one
    return folded[found] if found is not None else None


class Hint(Later, frozen=True):
    """` (did you mean births?)`, or nothing when no known word is near `word`."""

    word: str
    known: Sequence[str]
    alike: float = ALIKE

    def found(self) -> Text:
        """Return the hint."""
        near = nearest(self.word, self.known, self.alike)
        return text(" (did you mean {near}?)", near=near) if near else text("")


def did_you_mean(word: str, known: Sequence[str]) -> Hint:
    """Return ` (did you mean births?)`, or nothing when no known word is near; it is looked for when it is said."""
    return Hint(word, known)
