"""Figures as people print them: `109.4:100`, `107::100`, `6.55‰`, `千分之6.55`, `85.4%`, `1.2万`, full-width digits."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from msgspec import Struct

from popcalc.definitions.catalogue import Indicator
from popcalc.language import Text, text

MANY = {"万": 10**4, "亿": 10**8}
SIGNS = {"%": 100, "‰": 1000, "百分之": 100, "千分之": 1000, "万分之": 10_000}
"""What a sign says a figure is per."""

_FORM = re.compile(
    r"""
    (?P<before>[百千万]分之)?
    (?P<minus>[-负])?
    (?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)
    (?P<many>[万亿])?
    (?P<after>[%‰])?
    (?:::?(?P<ratio>1(?:0{1,5})))?
    (?:人|名|例|个|元)?
    """,
    re.VERBOSE,
)
_MINUSES = str.maketrans({"−": "-", "–": "-", "—": "-"})
LONGEST = 30


class PrintedForm(Struct, frozen=True):
    """A figure as it was printed, taken apart: `number` with its `places` behind the point, and how many one is.

    `per` is what a sign or `:100` says, 0 where there is none.
    """

    written: str
    number: Fraction
    places: int
    many: int = 1
    per: int = 0

    def factor(self, indicator: Indicator) -> Fraction:
        """Return by what a number of the form is multiplied to be in the unit of an indicator."""
        return Fraction(self.many * indicator.per, self.per or indicator.per)


def read_printed(value: object) -> PrintedForm | Text:
    """Return a printed figure, or the sentence that says why it is none."""
    written = str(value)
    plain = "".join(unicodedata.normalize("NFKC", written).translate(_MINUSES).split())
    found = _FORM.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        return text(
            "{written} is no printed figure: write it as 6.55, 85.4%, 6.55‰, 109.4:100 or 1.2万",
            written=written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…",
        )
    said = [SIGNS[sign] for sign in (found["before"], found["after"]) if sign]
    said += [int(found["ratio"])] if found["ratio"] else []
    if len(said) > 1:
        return text("{written} says twice what it is per: keep one sign", written=written)
    digits = found["number"].replace(",", "")
    number = Fraction(digits)
    return PrintedForm(
        written=written.strip(),
        number=-number if found["minus"] else number,
        places=len(digits.partition(".")[2]),
        many=MANY.get(found["many"], 1),
        per=said[0] if said else 0,
    )
