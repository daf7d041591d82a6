"""Names of areas that lost characters on their way through two encodings.

What was lost cannot be found again, and a name with a hole in it is another area than the one it was: the figures of a
village would be spread over two. So such names are errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Pool
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.gathering import Gathered
from popcalc.intake.text.misread import may_begin_misread, misread, misread_utf8_as_western
from popcalc.language import Text, text
from popcalc.table import FILE, ROW

if TYPE_CHECKING:
    import numpy.typing as npt

REPLACEMENT = "\ufffd"
TWICE_REPLACED = "锟斤拷"
"""Two replacement characters in UTF-8, read as GBK."""

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_QUESTION = rf"{_HAN}.*[?\uff1f]|[?\uff1f].*{_HAN}|[?\uff1f]{{2,}}"


def lost_characters(name: str, raw: str = "") -> tuple[str, Text] | None:
    """Return the code and the sentence of what happened to a name that lost characters, None for a sound one.

    `raw` is the name as its file writes it, where that is not how it is shown.
    """
    if REPLACEMENT in name or TWICE_REPLACED in name:
        sentence = text(
            "the name {name} has lost characters: the file was once opened in another encoding and saved; export it "
            "again from where it comes from",
            name=name,
        )
        return "LOST_CHARACTERS", sentence
    if ("?" in name or "\uff1f" in name) and re.search(_QUESTION, name):
        sentence = text(
            "the name {name} has a question mark where a character was lost, when the file was saved in an encoding "
            "without it; save it again as CSV UTF-8, or write the name",
            name=name,
        )
        return "LOST_CHARACTERS", sentence
    if meant := misread(name):
        sentence = text(
            "the name {name} is {meant} in UTF-8, read as GBK and saved; export the file again as CSV UTF-8",
            name=name,
            meant=meant,
        )
        return "MISREAD_NAME", sentence
    if meant := misread_utf8_as_western(raw or name):
        sentence = text(
            "the name {name} is {meant} in UTF-8, read as Windows-1252 and saved; export the file again as CSV UTF-8",
            name=name,
            meant=meant,
        )
        return "MISREAD_NAME", sentence
    return None


def _suspects(names: Sequence[str], raw: Mapping[int, str]) -> Iterator[int]:
    """Yield the names that may have lost characters; most have no letter that shows it."""
    letters = set("".join(names))
    lost = letters & {REPLACEMENT, TWICE_REPLACED[0], "?", "\uff1f"}
    begin = {letter for letter in letters if not letter.isascii() and may_begin_misread(letter)}
    for spot, name in enumerate(names if lost or begin or raw else ()):
        front = name if name[:1].isascii() else name[:1]
        if spot in raw or not (lost.isdisjoint(name) and begin.isdisjoint(front)):
            yield spot


def has_lost(names: Sequence[str], raw: Mapping[int, str]) -> bool:
    """Whether some name of an area lost characters; `raw` are some as a file writes them, by position."""
    return any(lost_characters(names[spot], raw.get(spot, "")) is not None for spot in _suspects(names, raw))


def find_lost(gathered: Gathered, pools: Mapping[str, Pool], layouts: Sequence[Layout]) -> Iterator[Fault]:
    """Yield a fault for each name of an area that lost characters, at the first row that has it."""
    for role, positions in gathered.words.items():
        pool = pools[role]
        if pool.is_code:
            continue
        lost = {
            spot: lost_characters(pool.words[spot], pool.raw.get(spot, "")) for spot in _suspects(pool.words, pool.raw)
        }
        for spot, (code, sentence) in ((spot, found) for spot, found in lost.items() if found):
            rows: npt.NDArray[np.intp] = np.flatnonzero(positions == spot)
            if len(rows):
                layout = layouts[int(gathered.months[FILE][rows[0]])]
                row = int(gathered.months[ROW][rows[0]])
                yield fault(code, sentence, Place(layout.name, row, layout.place_columns().get(role)))
