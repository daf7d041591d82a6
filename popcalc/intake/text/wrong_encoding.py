"""A file that is not in the encoding that was tried: which one is next, and what is said when none is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from popcalc.errors import Fault, Place
from popcalc.intake.encodings import UTF8, Fitting, fitting, rivals_of
from popcalc.intake.sources.source import Source
from popcalc.intake.text.wrong_bytes import no_encoding


class WrongEncoding(Struct, frozen=True):
    """The file is not in the encoding that was tried: what was read of it in that says nothing.

    `place` is that of the first byte that does not fit; `sample` is what follows it up to a line's end; `so_far` says
    that characters beyond ASCII did fit before.
    """

    place: Place
    sample: bytes
    so_far: bool


def next_encoding(encodings: Sequence[str], tried: Mapping[str, WrongEncoding]) -> str | None:
    """Return the likeliest of a file's encodings that has not been tried, None when all have."""
    first, *others = encodings
    if first == UTF8 and first in tried and others:
        # What comes next is decided by the first characters that are not ASCII.
        others = list(dict.fromkeys((*(one.encoding for one in fitting(tried[first].sample)), *others)))
    return next((encoding for encoding in (first, *others) if encoding not in tried), None)


def rivals_after(encodings: Sequence[str], tried: Mapping[str, WrongEncoding]) -> list[Fitting]:
    """Return the encodings that fit equally what follows where UTF-8 does not; none where one of them fits best."""
    if list(tried) != [UTF8] or len(encodings) < 2 or tried[UTF8].so_far:
        return []
    found = fitting(tried[UTF8].sample)
    rivals = rivals_of(found[0], found[1:]) if found else []
    return [found[0], *rivals] if rivals else []


def none_fits(source: Source, encodings: Sequence[str], tried: Mapping[str, WrongEncoding]) -> Fault:
    """Return the fault of a file that is in none of its encodings, in the order in which they were tried."""
    # The likeliest if some of it is in that; else the one that goes farthest.
    nearest = next(iter(tried))
    if not tried[nearest].so_far:
        nearest = max(tried, key=lambda encoding: tried[encoding].place.row or 0)
    return no_encoding(source, encodings, tried[nearest].place, nearest)
