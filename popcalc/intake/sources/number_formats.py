"""What a number format of a spreadsheet makes of a figure, where it shows another number than the cell holds.

`0` shows 3 for 2.6, `#,##0,` shows 12 for 12,345, `0"万"` shows 12万 for 12. A sign of currency, a word such as 人, the
number of a footnote in brackets and grouped digits change nothing; nor does a zero that is shown as a dash or not at
all. Dates, fractions and scientific forms are not looked at. Of a date it matters whether its day is shown:
`yyyy"年"m"月"` shows a month.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from msgspec import Struct

BUILT_IN = {
    **dict.fromkeys((1, 3, 5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((2, 4, 7, 8, 39, 40, 43, 44), "#,##0.00"),
    9: "0%",
    10: "0.00%",
}
"""The formats that workbooks name by a number alone, as far as they are of numbers."""

LONGEST = 1000
"""Characters of a code; spreadsheets take no more than 255."""

MONTHS_BUILT_IN = frozenset((17, 57))
"""Those that show a date as its month, 57 in Chinese workbooks."""

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|\[[^\]]*\]|([0#?.,%]+)|(General|E[+-]|[@/ymdhs])|(.)', re.IGNORECASE)
_NOTE = re.compile(r"\(\d{1,2}\)", re.ASCII)
"""The number of a footnote before or behind a figure."""
_MULTIPLE = re.compile(r"[0-9百千万亿萬億]|\b(?:k|m|mn|thousands?|millions?)\b", re.IGNORECASE)


_NOT_LETTERS = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]')


def shows_months(code: str) -> bool:
    """Whether a format code shows a date as its month."""
    if len(code) > LONGEST:
        return False
    letters = set(_NOT_LETTERS.sub("", _first_section(code)).casefold())
    return "m" in letters and bool(letters & set("ye")) and not letters & set("dhs")


class NumberFormat(Struct, frozen=True):
    """A format: its decimals, the power of ten that it multiplies by, and a word behind the figure that is a number.

    `grouped` says that it parts thousands, `hides` that the word, or nothing, is shown in place of the figure.
    """

    decimals: int
    power: int = 0
    word: str = ""
    grouped: bool = False
    hides: bool = False

    @property
    def changes_whole_numbers(self) -> bool:
        """Whether it shows even a whole number as another."""
        return bool(self.power or self.word or self.hides)

    def shown(self, held: str) -> str | None:
        """Return what is shown for a number, None when it is that number."""
        try:
            value = Decimal(held)
            scaled = value.scaleb(self.power)
            rounded = scaled.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        except InvalidOperation:
            return None
        if not value or (rounded == value and not self.word and not self.hides):
            return None
        if self.hides:
            return self.word
        return f"{rounded:{',' if self.grouped else ''}f}{self.word}"


def number_format(code: str) -> NumberFormat | None:
    """Return what a format code does to positive numbers; None where it shows them as they are, or is none of numbers.

    The first section of a code is that of positive numbers, unless it names another condition.
    """
    if len(code) > LONGEST:
        return None
    section = _first_section(code)
    digits, behind, drawn = "", False, False
    before_figure = behind_figure = ""
    for token in _TOKEN.finditer(section):
        quoted, escaped, placeholders, other, plain = token.groups()
        if other or (token[0].startswith("[") and token[0][1:2] in "<>=hmsHMS"):
            return None
        if placeholders:
            digits += placeholders
            behind = True
        elif escaped == "." and behind:
            # A point that is drawn between two digits: 0!.0, shows 1.2 for 12,345, with 万 behind it.
            digits, drawn = digits + ".", True
        else:
            literal = quoted or escaped or plain or ""
            before_figure, behind_figure = (
                (before_figure, behind_figure + literal) if behind else (before_figure + literal, behind_figure)
            )
    literals = before_figure + behind_figure
    before_figure, behind_figure = _NOTE.sub("", before_figure), _NOTE.sub("", behind_figure)
    word = (before_figure if _MULTIPLE.search(before_figure) else "") + behind_figure
    percents = digits.count("%")
    digits = digits.replace("%", "")
    if not re.search("[0#?]", digits):
        # Nothing behind a semicolon alone, or a text: a section without digits shows no figure.
        return NumberFormat(0, word=literals.strip(), hides=True) if literals.strip() or code != section == "" else None
    whole, point, decimals = digits.partition(".")
    # Commas behind the last digit divide by a thousand each, others part thousands.
    last = decimals if point and decimals.strip(",") else whole
    divided = len(last) - len(last.rstrip(","))
    word = "%" * percents or (word.strip() if _MULTIPLE.search(word) else "")
    places = sum(sign in "0#?" for sign in decimals)
    power = 2 * percents - 3 * divided - (places if drawn else 0)
    return NumberFormat(places, power, word, "," in whole.rstrip(","))


def _first_section(code: str) -> str:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code, maxsplit=1)[0]
