"""What one cell says: a whole number, nothing, or a fault that says how to mend it.

Cells are read by their distinct texts, so this may be thorough: a column of two million cells has a few hundred.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass

from popcalc.definitions.catalogue import Count
from popcalc.language import Text, text
from popcalc.table import MISSING

NIL_MARKS = frozenset(
    {"", "-", "--", "---", "—", "——", "–", "/", "…", "……", "...", "无", "無", "na", "n/a", "nil", "null", "none"}
)
LARGEST_COUNT = 9_999_999_999
LARGEST_AMOUNT = 999_999_999_999
WORKSHEET_ERRORS = ("#div/0!", "#value!", "#ref!", "#name?", "#n/a", "#num!", "#null!")

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"(\d+)(?:\.(\d*))?")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?e[+-]?\d+")
_WITH_UNIT = re.compile(r"([\d,.]+)\s*([^\d\s.,]+)")
_CHINESE_DIGITS = frozenset("〇零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟")


class CellError(ValueError):
    """A cell that is not a count; carries what is wrong and how to mend it."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(str(reason))
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class CellRules:
    """How the cells of one column are read: the nil marks, what they mean, and the header's unit."""

    count: Count
    factor: int = 1
    nil_marks: Set[str] = NIL_MARKS
    nil_value: int = MISSING


def read_cell(written: str, rules: CellRules) -> int:
    """Return the count (money in hundredths), or `MISSING` for a blank; raise CellError for anything else.

    Full-width digits, thousands separators, `12.0`, a leading apostrophe and spaces around are read as what they mean.
    """
    cell = unicodedata.normalize("NFKC", written).strip().removeprefix("'").strip().casefold()
    if not cell:
        return MISSING
    if cell in rules.nil_marks:
        return rules.nil_value
    number = cell.replace(",", "") if _GROUPED.fullmatch(cell) else cell
    found = _PLAIN.fullmatch(number)
    if not found or not found[0].isascii():
        raise _not_a_number(cell, rules.count)
    return _whole(found[1], (found[2] or "").rstrip("0"), rules)


def _whole(digits: str, decimals: str, rules: CellRules) -> int:
    """Return the figure in the count's smallest unit, exactly."""
    scale = rules.factor * 10**rules.count.decimals
    shifted = int(digits) * scale * 10 ** len(decimals) + int(decimals or 0) * scale
    value, left_over = divmod(shifted, 10 ** len(decimals))
    if left_over and rules.count.decimals:
        raise CellError(
            "NOT_A_COUNT", text("an amount of money has at most two decimals; write it in whole hundredths")
        )
    if left_over:
        raise CellError(
            "NOT_A_COUNT",
            text("a count is a whole number; write the number of {unit} without a fraction", unit=rules.count.unit),
        )
    if value > (LARGEST_AMOUNT if rules.count.decimals else LARGEST_COUNT) * 10**rules.count.decimals:
        raise CellError(
            "COUNT_TOO_LARGE",
            text("more than {largest}; two columns may have run together", largest=f"{LARGEST_COUNT:,}"),
        )
    return value


def _not_a_number(cell: str, count: Count) -> CellError:
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
    if cell in WORKSHEET_ERRORS:
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
    if found := _WITH_UNIT.fullmatch(cell):
        return CellError(
            "NOT_A_COUNT",
            text(
                "write the number alone: {number}; the unit {unit} belongs in the header",
                number=found[1],
                unit=found[2],
            ),
        )
    if cell and set(cell) <= _CHINESE_DIGITS:
        return CellError("NOT_A_COUNT", text("a number in words; write it in digits"))
    if re.fullmatch(r"[\d,]+", cell):
        return CellError("NOT_A_COUNT", text("commas not in places of thousands; write the digits alone"))
    return CellError(
        "NOT_A_COUNT", text("not a whole number; write digits, or leave the cell empty when it is not known")
    )
