"""The tree of areas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from popcalc.wrapping import unwrapped

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from popcalc.areas.lives import Lives
    from popcalc.arrays import AnyInts

ALL = "all"
"""Level and key of the grand total."""

DEFAULT_LEVELS = ("province", "prefecture", "county", "town", "village")

_WRAPS = ("'", '="')
_CJK = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_SPACES = re.compile("(?<![0-9]) | (?![0-9])")
_BETWEEN_TWO_DIGITS = re.compile("[0-9] [0-9]")
_LINE = "\n"
_WRAPS_OF_LINES = tuple(_LINE + wrap for wrap in _WRAPS)
_BLANKS_TO_MEND = ("  ", f" {_LINE}", f"{_LINE} ")
_BESIDE_CJK = f"(?<={_CJK}) | (?={_CJK})"
_WHOLE_AS_DECIMAL = re.compile(r"\d+\.0+")
_DIGITS_WITH_CLASS = 17
STATISTICAL_CODE_LEVELS: Mapping[str, int] = {"county": 6, "town": 9}
"""Digits of the 12-digit statistical division code that name the county and the town (GB/T 2260, GB/T 10114)."""
PADDING = "000"
"""What stands in the place of each lower level in a code of a higher one."""
_DIGITS_OF_CODES = (9, 12, 15)
_DIGITS_OF_COUNTIES = 6

# The division code of a village, two digits for town or country, three for the class of settlement.
_WITH_CLASS = re.compile(r"([1-9]\d{11})\d\d(?:11[12]|12[123]|2[12]0)", re.ASCII)


@cache
def _separators() -> re.Pattern[str]:
    """Return what finds what may stand between the digits of a code."""
    return re.compile(r"[\s'\u2018\u2019\u2010-\u2015\u2212-]")


@cache
def _invisible() -> re.Pattern[str]:
    """Return what finds characters that cannot be seen."""
    return re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class Areas(Struct, frozen=True):
    """Every area of the data, the villages first.

    `levels` runs from the top down and ends with the level of the rows (the leaf, here called village whatever its
    name). `keys`, `names`, `level_of` (position in `levels`) and `parent_of` (position of the area above, -1 for none)
    are aligned; positions 0 to `villages - 1` are the leaves, in order of their keys. `lives` says from when to when
    they exist; None where nothing is known of that. `first_rows` are the first rows that any file has of each; None
    where there are no files.
    """

    levels: tuple[str, ...]
    keys: Sequence[str]
    names: Sequence[str]
    level_of: npt.NDArray[np.int32]
    parent_of: npt.NDArray[np.int32]
    villages: int
    lives: Lives | None = None
    first_rows: AnyInts | None = None

    @property
    def leaf(self) -> str:
        """The level of the rows."""
        return self.levels[-1]

    def above(self, level: str) -> npt.NDArray[np.int32]:
        """Return for each village the position of its area in `level`, -1 where it has none."""
        import numpy as np

        wanted = self.levels.index(level)
        found = np.arange(self.villages, dtype=np.int32)
        while True:
            climbing = (found >= 0) & (self.level_of[found] > wanted)
            if not climbing.any():
                break
            found = np.where(climbing, self.parent_of[found], found).astype(np.int32)
        return np.where((found >= 0) & (self.level_of[found] == wanted), found, -1).astype(np.int32)

    def at(self, level: str) -> npt.NDArray[np.int32]:
        """Return the positions of the areas in `level`, in order of their keys."""
        import numpy as np

        positions = np.flatnonzero(self.level_of == self.levels.index(level))
        order = sorted(positions.tolist(), key=lambda position: (self.keys[position], self.names[position]))
        return np.array(order, dtype=np.int32)

    def as_in_files(self, positions: Sequence[int]) -> Mapping[str, int]:
        """Return the place of each key among some areas, by level and as the files have them; of equals by key."""
        if self.first_rows is None:
            return {}
        rows, level = self.first_rows.tolist(), self.level_of.tolist()
        order = sorted(positions, key=lambda spot: (level[spot], rows[spot], self.keys[spot], self.names[spot]))
        return {self.keys[spot]: place for place, spot in enumerate(order)}

    def with_rows(self, villages: npt.NDArray[np.int32], rows: AnyInts) -> Areas:
        """Return the areas with the first of some rows of each village, and of an area above the first of its villages.

        That is the same in whatever order files are read.
        """
        import numpy as np

        # Of one type, or numpy takes ten times as long.
        first = np.full(len(self.keys), np.iinfo(rows.dtype).max, dtype=rows.dtype)
        np.minimum.at(first, villages, rows)
        for level in reversed(range(len(self.levels))):
            below = np.flatnonzero((self.level_of == level) & (self.parent_of >= 0))
            np.minimum.at(first, self.parent_of[below], first[below])
        return replace(self, first_rows=first)


def plain_name(name: str) -> str:
    """Return an area's name as it is shown: NFKC, one space between Latin words, none at the ends or beside CJK text.

    `North  hill` is `North hill`; `石　门 村` is `石门村`; an apostrophe in front (`'a`) only marks a cell as text.
    """
    if name.isascii():
        plain = " ".join(name.split())
    elif name.isprintable() and " " not in name and unicodedata.is_normalized("NFKC", name):
        plain = name
    else:
        folded = " ".join(_invisible().sub("", unicodedata.normalize("NFKC", name)).split())
        plain = re.sub(_BESIDE_CJK, "", folded)
    return unwrapped(plain) if plain.startswith(_WRAPS) else plain


def plain_names(names: Sequence[str]) -> Sequence[str]:
    """Return names as they are shown, see plain_name; where all are so already, those themselves.

    That is seen of all of them at once, as nearly all files write them.
    """
    joined = _LINE.join(names)
    if "".join(names).isprintable() and not any(wrap in _LINE + joined for wrap in _WRAPS_OF_LINES):
        if joined.isascii():
            if not any(blank in f"{_LINE}{joined}{_LINE}" for blank in _BLANKS_TO_MEND):
                return names
        elif " " not in joined and unicodedata.is_normalized("NFKC", joined):
            return names
    return [plain_name(name) for name in names]


def name_key(name: str) -> str:
    """Return an area's name as it is shown, without any space but one between two digits."""
    return name_key_of(plain_name(name))


def name_key_of(plain: str) -> str:
    """Return a name that is written as it is shown without any space but one between two digits: 1 1村 is not 11村."""
    space = plain.find(" ")
    if space < 0:
        return plain
    if plain.rfind(" ") == space and not plain[space - 1].isdigit():
        return plain[:space] + plain[space + 1 :]
    return _SPACES.sub("", plain)


def name_keys_of(plain: Sequence[str]) -> Sequence[str]:
    """Return names that are written as they are shown as they are compared, see name_key_of."""
    joined = _LINE.join(plain)
    if _BETWEEN_TWO_DIGITS.search(joined) is not None:
        return [name_key_of(name) for name in plain]
    return joined.replace(" ", "").split(_LINE) if " " in joined else plain


def plain_code(code: str) -> str:
    """Return an area's code in the form in which codes are compared: text without `-`, spaces, `'` and a final `.0`.

    Of a statistical code of 17 digits, the 12 of the village are kept.
    """
    if not (code.isascii() and code.isalnum()):
        code = unwrapped(code)
        code = _separators().sub("", _invisible().sub("", unicodedata.normalize("NFKC", code)))
        code = code.partition(".")[0] if _WHOLE_AS_DECIMAL.fullmatch(code) else code
    with_class = _WITH_CLASS.fullmatch(code) if len(code) == _DIGITS_WITH_CLASS else None
    return with_class[1] if with_class else code


def stem(code: str) -> str:
    """Return a statistical code without what stands in it for lower levels: 320803100 for 320803100000."""
    if len(code) in _DIGITS_OF_CODES and code.isascii() and code.isdigit():
        while len(code) > _DIGITS_OF_COUNTIES and code.endswith(PADDING):
            code = code[: -len(PADDING)]
    return code


def codes_of_level(written: Sequence[str], level: str) -> Sequence[str]:
    """Return codes as they are compared, see code_of_level; where all are so already, those themselves."""
    joined = "".join(written)
    plain = joined.isascii() and joined.isalnum() and max(map(len, written), default=0) < _DIGITS_WITH_CLASS
    if plain and level not in STATISTICAL_CODE_LEVELS:
        return written
    return [code_of_level(code, level) for code in written]


def code_of_level(written: str, level: str) -> str:
    """Return the code of an area as it is compared, that of a county or town without the digits of villages."""
    code = plain_code(written)
    return stem(code) if level in STATISTICAL_CODE_LEVELS else code
