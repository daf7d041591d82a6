"""What one cell says: a whole number, nothing, or a fault that says how to mend it.

Cells are read by their distinct texts, so this may be thorough: a column of two million cells has a few hundred.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import cache

from msgspec import Struct, field

from popcalc.definitions.catalogue import Count
from popcalc.intake.rows.signs import OPEN, THREE_BEHIND_A_COMMA, THREE_BEHIND_A_POINT, Signs, plain_number
from popcalc.language import Text, text
from popcalc.periods.pieces import pieces
from popcalc.table import MISSING
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.wrapping import unwrapped

LARGEST_COUNT = 9_999_999_999
LARGEST_AMOUNT = 999_999_999_999
LONGEST_FIGURE = 20
"""Digits beyond which a figure is too large without being read."""

_MARKED = ("<super>", "<sub>", "<circle>", "<fraction>")
_MINUS = re.compile("^[\u2010-\u2015\u2212](?=\\d)")
_PLAIN = re.compile(r"\+?(\d+)(?:\.(\d*))?", re.ASCII)
_MINUS_ZERO = re.compile(r"-0+")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?e[+-]?\d+")
_WITH_UNIT = re.compile(r"([\d,.]+)\s*([^\d\s.,]+)")
_ARABIC_SIGNS = str.maketrans({"\u066b": ".", "\u066c": ",", "\u060c": ","})
CELL_FAULTS = frozenset(
    {
        "NOT_A_COUNT",
        "POINT_OR_THOUSANDS",
        "COMMA_OR_THOUSANDS",
        "COUNT_TOO_LARGE",
        "NEGATIVE",
        "WORKSHEET_ERROR",
        "SCIENTIFIC",
    }
    | {"MERGED_FIGURE", "SHOWN_OTHERWISE"}
)
"""The codes of what is wrong with a count's cell."""


@cache
def _invisible() -> re.Pattern[str]:
    """Return what finds characters that cannot be seen."""
    return re.compile("[\u200b-\u200d\u2060\ufeff]")


@cache
def nil_marks() -> frozenset[str]:
    """Return what says nothing in a cell, in the form in which cells are compared: … is ... then."""
    return frozenset(("", *vocabulary().signs.nil, *vocabulary().words(lambda one: one.cells.nil)))


@cache
def _words_for_nothing() -> frozenset[str]:
    return frozenset((*vocabulary().signs.no_figure, *vocabulary().words(lambda one: one.cells.no_figure)))


@cache
def _digits_in_words() -> frozenset[str]:
    """Return the characters of numbers in words."""
    return frozenset(
        vocabulary().words(
            lambda one: (
                *one.numerals.zeros,
                *one.numerals.digits,
                *one.numerals.ten,
                *one.numerals.two,
                *one.numerals.others,
            )
        )
    )


@cache
def _date() -> re.Pattern[str]:
    words = pieces()
    year, month, day = words.year, words.month, words.written_day
    return re.compile(
        rf"\d{{4}}(?:[-/.]|{year})\d{{1,2}}(?:(?:[-/.]|{month})\d{{1,2}}(?:{day})?|{month})?(?: \d{{1,2}}:\d\d.*)?"
        r"|\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?"
        rf"|\d{{1,2}}{month}\d{{1,2}}{day}"
        rf"|\d{{1,2}}-{words.month_name}(?:-\d{{2,4}})?|{words.month_name}-\d{{2}}"
    )


class CellError(ValueError):
    """A cell that is not a count; carries what is wrong and how to mend it."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(str(reason))
        assert code in CELL_FAULTS, code
        self.code = code
        self.reason = reason


class CellRules(Struct, frozen=True):
    """How the cells of one column are read: the nil marks, what they mean, the header's unit, the signs in figures.

    `empty_value` stands for a cell in which nothing stands: `EMPTY` for a flow, which its row then settles.
    """

    count: Count
    factor: int = 1
    nil_marks: Set[str] = field(default_factory=nil_marks)
    nil_value: int = MISSING
    empty_value: int = MISSING
    signs: Signs = OPEN

    @property
    def scale(self) -> int:
        """How many of the unit that is kept (hundredths for money) one of the cell's unit is."""
        return int(self.factor * 10**self.count.decimals)

    @property
    def largest(self) -> int:
        """The largest figure, in the unit that is kept."""
        return int((LARGEST_AMOUNT if self.count.decimals else LARGEST_COUNT) * 10**self.count.decimals)

    @property
    def has_numbers_as_nil(self) -> bool:
        """Whether a mark such as `999` means nil, so that columns of nothing but numbers are looked at too."""
        return any(_PLAIN.fullmatch(mark) for mark in self.nil_marks)


def plain_cell(written: str) -> str:
    """Return a cell as it is compared: NFKC, case folded, without spaces and an apostrophe around it.

    `="3"`, as exports of web pages write it, is 3.
    """
    cell = unwrapped(_invisible().sub("", unicodedata.normalize("NFKC", written))).casefold()
    return cell if cell.isascii() else _in_ascii_digits(cell)


def _in_ascii_digits(cell: str) -> str:
    """Return a cell whose digits are all of one script (١٢٣, १२३) in those of this one, with its signs.

    Digits of two scripts in one cell are left, and are no figure then.
    """
    digits = [letter for letter in cell if letter.isdecimal()]
    if len({ord(letter) - unicodedata.decimal(letter) for letter in digits}) != 1 or digits[0].isascii():
        return cell
    plain = cell.translate({ord(letter): str(unicodedata.decimal(letter)) for letter in digits})
    return plain.translate(_ARABIC_SIGNS)


def read_cell(written: str, rules: CellRules) -> int:
    """Return the count (money in hundredths), or what stands for a blank; raise CellError for anything else.

    Full-width digits, thousands separators (commas, or spaces of any width), `12.0`, a leading apostrophe and
    spaces around are read as what they mean.
    """
    cell = plain_cell(written)
    if not cell:
        return rules.empty_value
    if cell in rules.nil_marks:
        return rules.nil_value
    if any(unicodedata.decomposition(letter).startswith(_MARKED) for letter in written if not letter.isascii()):
        # The mark of a footnote behind a figure, 12², would make another figure of it.
        raise CellError("NOT_A_COUNT", text("a raised, lowered or circled digit; write the number in plain digits"))
    number = plain_number(cell, rules.signs)
    if rules.signs.open and THREE_BEHIND_A_POINT.fullmatch(cell):
        raise point_or_thousands(cell)
    if rules.signs.open_comma and THREE_BEHIND_A_COMMA.fullmatch(cell) and int(number) * rules.scale % 1000 == 0:
        raise _comma_or_thousands(cell)
    found = _PLAIN.fullmatch("0" if _MINUS_ZERO.fullmatch(number) else number)
    if not found:
        raise _not_a_number(cell, rules.count)
    return _whole(found[1], (found[2] or "").rstrip("0"), rules)


def _whole(digits: str, decimals: str, rules: CellRules) -> int:
    """Return the figure in the unit that is kept, exactly."""
    digits = digits.lstrip("0")
    if len(digits) > LONGEST_FIGURE:
        raise _too_large(rules)
    # Decimals beyond any unit are a fraction whatever they are.
    decimals = decimals[:LONGEST_FIGURE]
    value: int
    value, left_over = divmod(int(digits + decimals or "0") * rules.scale, 10 ** len(decimals))
    if left_over and rules.count.decimals:
        raise CellError("NOT_A_COUNT", text("an amount of money has at most two decimals"))
    if left_over:
        raise CellError("NOT_A_COUNT", text("a count is a whole number; write it without a fraction"))
    if value > rules.largest:
        raise _too_large(rules)
    return value


def point_or_thousands(cell: str) -> CellError:
    """Return what is wrong with 2.000 where nothing tells whether its point parts thousands."""
    if cell.count(".") > 1:
        sentence = text(
            'the points part thousands: say so in a --columns file (thousands: "."), or write the figure without them'
        )
        return CellError("POINT_OR_THOUSANDS", sentence)
    sentence = text(
        "it may be {thousands} or {decimals}: say in a --columns file whether the point parts thousands "
        '(thousands: ".") or stands before decimals (decimal: "."), or write the figure without a point',
        thousands=cell.replace(".", ""),
        decimals=cell.rstrip("0").rstrip("."),
    )
    return CellError("POINT_OR_THOUSANDS", sentence)


def _comma_or_thousands(cell: str) -> CellError:
    """Return what is wrong with 5,023 in thousands where nothing tells whether its comma stands before decimals."""
    sentence = text(
        "it may be {thousands} or {decimals}: say in a --columns file whether the comma parts thousands "
        '(thousands: ",") or stands before decimals (decimal: ","), or write the figure without a comma',
        thousands=cell.replace(",", ""),
        decimals=cell.replace(",", ".").rstrip("0").rstrip("."),
    )
    return CellError("COMMA_OR_THOUSANDS", sentence)


def _too_large(rules: CellRules) -> CellError:
    largest = f"{rules.largest // rules.scale:,}"
    return CellError("COUNT_TOO_LARGE", text("more than {largest}; two columns may have run together", largest=largest))


def _not_a_number(cell: str, count: Count) -> CellError:
    cell = _MINUS.sub("-", cell)
    if cell in _words_for_nothing():
        return CellError(
            "NOT_A_COUNT",
            text(
                "not a number; leave the cell empty, or, if {cell} means missing here, list it under nil_marks in a "
                "--columns file",
                cell=cell,
            ),
        )
    if cell in ("-1", "-2"):
        return CellError(
            "NEGATIVE",
            text(
                "a count is never negative; if {cell} means missing here, list it under nil_marks in a --columns file",
                cell=cell,
            ),
        )
    if re.fullmatch(r"[-(].*\d.*", cell):
        return CellError(
            "NEGATIVE",
            text("a count is never negative; write the whole number, or leave the cell empty when it is not known"),
        )
    if cell in vocabulary().signs.worksheet_errors:
        return CellError(
            "WORKSHEET_ERROR", text("an error of the spreadsheet; mend the formula there and save the file again")
        )
    if _SCIENTIFIC.fullmatch(cell):
        return CellError(
            "SCIENTIFIC",
            text("a number in scientific form; format the column as a number without decimals and save again"),
        )
    if "%" in cell or "‰" in cell:
        return CellError("NOT_A_COUNT", text("a rate, not a count; give the counts, popcalc computes the rate"))
    if _date().fullmatch(cell):
        return CellError(
            "NOT_A_COUNT",
            text("a date, which a spreadsheet may have made of a number; format the column as a number and enter it"),
        )
    if re.fullmatch(r"\d+(?: \d+)+", cell):
        return CellError(
            "NOT_A_COUNT", text("spaces within a number; write the digits alone, or each number in its own column")
        )
    if found := _WITH_UNIT.fullmatch(cell):
        return CellError(
            "NOT_A_COUNT",
            text(
                "write the number alone: {number}; the unit {unit} belongs in the header",
                number=found[1],
                unit=found[2],
            ),
        )
    if cell and set(cell) <= _digits_in_words():
        return CellError("NOT_A_COUNT", text("a number in words; write it in digits"))
    if any(letter.isdecimal() and not letter.isascii() for letter in cell):
        return CellError("NOT_A_COUNT", text("digits of two scripts in one figure; write it in digits of one"))
    if re.fullmatch(r"\d+,\d{1,2}|\d{1,3}(\.\d{3})+,\d+", cell):
        return CellError(
            "NOT_A_COUNT",
            text(
                "commas not in places of thousands; write the digits alone, or, if the comma stands before decimals, "
                'say so in a --columns file (decimal: ",")'
            ),
        )
    if re.fullmatch(r"[\d,]+", cell):
        return CellError("NOT_A_COUNT", text("commas not in places of thousands; write the digits alone"))
    return CellError(
        "NOT_A_COUNT", text("not a whole number; write digits, or leave the cell empty when it is not known")
    )


def says_nothing_or_words(cell: str) -> bool:
    """Whether the cell of a count has no figure in it: it is blank, a nil mark or words."""
    words = folded(cell)
    return words in nil_marks() or not any(letter.isdigit() for letter in words)


def as_written(value: int, count: Count) -> str:
    """Return a figure as people write it: money, kept in hundredths, with its decimals."""
    return f"{value // 100}.{value % 100:02}" if count.decimals else str(value)
