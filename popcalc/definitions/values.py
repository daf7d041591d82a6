"""Single values of definition files: read as what they are meant to be, or told what is wrong, and their JSON Schemas.

A reader takes the plain value of a YAML file and returns the value that popcalc uses, or the sentence that says why it
cannot be one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from popcalc.definitions.scalars import shortened
from popcalc.definitions.units import multiple_of
from popcalc.errors import did_you_mean
from popcalc.language import Text, text
from popcalc.periods import PeriodError, read_months

KEY_PATTERN = "^[a-z][a-z0-9_]*$"
ONE_LINE = "^[^\\x00-\\x1f\\x7f-\\x9f]*$"
SOME_LINES = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$"
MONTH_PATTERN = "^[0-9]{4}-[0-9]{2}$"
EMPTY = text("this text is empty")
NO_VALUE = text("there is no value here: give one or leave it out")


class Leaf(NamedTuple):
    """A kind of value: how it is read and what its JSON Schema is."""

    read: Callable[[object], object]
    schema: Mapping[str, Any]


def shown(value: object) -> str:
    """Return a value as it was written, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    return shortened(str(value))


def key(value: object) -> object:
    """Read a name of definitions."""
    if not isinstance(value, str):
        return not_text(value)
    if re.search(KEY_PATTERN, value) and not value.endswith("\n"):
        return value
    near = shown(re.sub(r"[^a-z0-9]+", "_", value.casefold()).strip("_"))
    if near[:1].isalpha():
        return text("{value} is not a key: a-z, 0-9 and _ (write {near})", value=shown(value), near=near)
    return text("{value} is not a key: a-z, 0-9 and _, with a letter first", value=shown(value))


def words(value: object) -> object:
    """Read a line for people; control characters could move a terminal's cursor."""
    if not isinstance(value, str):
        return not_text(value)
    written = value.strip()
    if not written:
        return EMPTY
    return written if re.fullmatch(ONE_LINE, written) else _CONTROL


def prose(value: object) -> object:
    """Read text of several lines, which are joined."""
    if not isinstance(value, str):
        return not_text(value)
    return " ".join(value.split()) if re.fullmatch(SOME_LINES, value) else _CONTROL


_CONTROL = text("control characters cannot stand here: write the text on one line")


def name_of_target(value: object) -> object:
    """Read what a target is called; no name is the empty one."""
    if value is None:
        return ""
    if isinstance(value, str) and ";" in value:
        return text("a name has no ; in it: lists of names are separated by it")
    return words(value)


_WITH_SIGN = re.compile(r"(?P<number>-?[0-9]+(?:\.[0-9]+)?)\s*(?P<sign>[%‰])")
_WITH_UNIT = re.compile(
    r"(?P<number>-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^\W\d]*)"
)


def number(value: object) -> object:
    """Read a number, exactly as written."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return text('"{value}" is text: write {value} without quotes', value=shown(value))
    if isinstance(value, str):
        if (share := _share(value)) is not None:
            return text(
                "write the number alone, in the unit that is meant here: {percent} where that is %, {permille} where "
                "it is ‰, {share} for a share",
                percent=_plain(share * 100),
                permille=_plain(share * 1000),
                share=_plain(share),
            )
        if (alone := _number_alone(value)) is not None:
            return text("write the number alone: {value}", value=_plain(alone))
    return text("{value} is not a number", value=shown(value))


def _share(written: str) -> Decimal | None:
    """Return the share that a text with a sign of per cent or per mille says."""
    found = _WITH_SIGN.fullmatch(unicodedata.normalize("NFKC", written).strip())
    return None if found is None else Decimal(found["number"]) / (100 if found["sign"] == "%" else 1000)


def _number_alone(written: str) -> Decimal | None:
    """Return the number of a text that groups its digits or names what it counts: 1,200, 350人, 2.3万."""
    found = _WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", written).strip())
    by = multiple_of(found["unit"]) if found else None
    return Decimal(found["number"].replace(",", "")) * by if found and by else None


def _plain(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def percent(value: object) -> object:
    """Read so many per cent, 0 to 100, exactly as written."""
    found = number(value)
    if isinstance(found, Text):
        return found
    held = Decimal(str(value))
    return held if 0 <= held <= 100 else text("{value} is not 0 to 100 per cent", value=shown(value))


def whole(least: int | None, greatest: int | None) -> Callable[[object], object]:
    """Return the reader of a whole number within bounds."""

    def read(value: object) -> object:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value):
            return text('"{value}" is text: write {value} without quotes', value=shown(value))
        if not isinstance(value, int) or isinstance(value, bool):
            return text("{value} is not a whole number", value=shown(value))
        if least is not None and value < least:
            return text("{value} is below {ge}", value=shown(value), ge=least)
        if greatest is not None and value > greatest:
            return text("{value} is above {le}", value=shown(value), le=greatest)
        return value

    return read


def truth(value: object) -> object:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return text('"{value}" is text: write {value} without quotes', value=shown(value))
    return text("{value} is not true or false", value=shown(value))


def one_of(choices: Collection[object]) -> Callable[[object], object]:
    """Return the reader of one of some words or numbers."""

    def read(value: object) -> object:
        for choice in choices:
            plain = choice.value if isinstance(choice, Enum) else choice
            if type(value) is type(plain) and value == plain:
                return choice
        known = [str(choice) for choice in choices]
        hint = did_you_mean(shown(value), known)
        return text("{value} is not one of {choices}{hint}", value=shown(value), choices=tuple(known), hint=hint)

    return read


def month(value: object) -> object:
    """Read a month, `2013-04`, as the months since year 0."""
    if not isinstance(value, str):
        return not_text(value)
    if not re.fullmatch(MONTH_PATTERN, value):
        return text("{value} is not a month: write it as 2013-04", value=shown(value))
    try:
        return read_months(value).start
    except PeriodError as error:
        return error.text


def not_text(value: object) -> Text:
    """Return what is wrong with a value that is no text."""
    if isinstance(value, bool | int | Decimal):
        return text('{value} must be in quotes, "{value}", to be text', value=shown(value))
    return text("text is wanted here")


def schema_of(choices: Sequence[object]) -> dict[str, Any]:
    """Return the JSON Schema of one of some words or numbers."""
    plain = [choice.value if isinstance(choice, Enum) else choice for choice in choices]
    return {"enum": plain, "type": "integer" if isinstance(plain[0], int) else "string"}


LEAVES: Mapping[str, Leaf] = {
    "key": Leaf(key, {"pattern": KEY_PATTERN, "type": "string"}),
    "words": Leaf(words, {"minLength": 1, "pattern": ONE_LINE, "type": "string"}),
    "prose": Leaf(prose, {"pattern": SOME_LINES, "type": "string"}),
    "name": Leaf(
        name_of_target,
        {"anyOf": [{"minLength": 1, "pattern": ONE_LINE, "type": "string"}, {"type": "null"}]},
    ),
    "number": Leaf(number, {"type": "number"}),
    "percent": Leaf(percent, {"maximum": 100, "minimum": 0, "type": "number"}),
    "month": Leaf(month, {"pattern": MONTH_PATTERN, "type": "string"}),
}
"""The kinds of values that have a form, by its name."""
