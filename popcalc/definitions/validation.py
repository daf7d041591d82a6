"""A document held against a model: every mistake, in our words, where it stands in the file."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.errors import Fault, did_you_mean, fault, nearest
from popcalc.language import Text, text

M = TypeVar("M", bound=BaseModel)

_OF_A_KEY = "[key]"
_NOT_OF_THE_FILE = (_OF_A_KEY, "[name]", "[levels]")
"""Parts of the paths of errors that stand in no file: of a key itself, and of what may be written in two ways."""


def validated(model: type[M], document: Document) -> tuple[M | None, list[Fault]]:
    """Return the model of a document and all that is wrong with it.

    With mistakes the model holds what is right: wrong parts are left out, and entries that cannot do without them,
    so that what remains can be checked further. None when nothing remains.
    """
    if document.broken:
        return None, list(document.faults)
    faults = list(document.faults)
    data = document.data
    for attempt in range(50):
        try:
            return model.model_validate(data), faults
        except ValidationError as problem:
            errors = problem.errors(include_url=False)
        if attempt == 0:
            faults += [_fault(model, document, error) for error in _worth_saying(model, errors, document)]
            data = copy.deepcopy(data)
        if not isinstance(data, dict) or not _prune(data, errors):
            break
    return None, faults


def _worth_saying(model: type[BaseModel], errors: Sequence[ErrorDetails], document: Document) -> Iterator[ErrorDetails]:
    """Leave out what another fault already says: a part with a fault of its own, a key that is there, misspelled."""
    misspelled = {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), _keys_at(model, error["loc"][:-1])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        if error["type"] == "missing" and error["loc"] in misspelled:
            continue
        if _node(error) in document.blamed:
            continue
        yield error


def _prune(data: dict[str, Any], errors: Sequence[ErrorDetails]) -> bool:
    """Take the wrong parts out of `data`; False when the document itself is wrong. From the end, for lists' sake."""
    for error in reversed(errors):
        node = _node(error)
        if node == ("version",):
            data["version"] = 1
            continue
        if error["type"] == "missing":
            node = node[:-1]
        if not node:
            return False
        above: Any = data
        for part in node[:-1]:
            above = above[part] if _holds(above, part) else None
        if _holds(above, node[-1]):
            del above[node[-1]]
    return True


def _holds(above: object, part: str | int) -> bool:
    if isinstance(above, dict):
        return part in above
    return isinstance(above, list) and isinstance(part, int) and part < len(above)


def _node(error: ErrorDetails) -> Node:
    return tuple(part for part in error["loc"] if part not in _NOT_OF_THE_FILE)


def _fault(model: type[BaseModel], document: Document, error: ErrorDetails) -> Fault:
    node = _node(error)
    kind = error["type"]
    if kind == "extra_forbidden":
        sentence = text("unknown key{hint}", hint=did_you_mean(str(node[-1]), _keys_at(model, node[:-1])))
        return fault("UNKNOWN_KEY", at(node, sentence), document.key_place(node))
    if kind == "missing":
        return fault("MISSING_KEY", at(node, text("this key is missing")), document.key_place(node[:-1]))
    sentence = _SENTENCES.get(kind, _not_valid)(error)
    if error["loc"][-1:] == (_OF_A_KEY,):
        return fault("BAD_KEY", at(node, sentence), document.key_place(node))
    return fault("BAD_VALUE", at(node, sentence), document.place(node))


def _keys_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Return the keys that the model knows at a place; none where the keys are the user's own."""
    shape: Any = model
    for part in loc:
        shape = _below(_bare(shape), part)
    shape = _bare(shape)
    return list(shape.model_fields) if _is_model(shape) else []


def _below(shape: Any, part: str | int) -> Any:
    if _is_model(shape):
        found = shape.model_fields.get(part)
        return found.annotation if found else None
    arguments = get_args(shape)
    return arguments[1] if get_origin(shape) is dict else (arguments[0] if arguments else None)


def _bare(shape: Any) -> Any:
    """Return a type without `Annotated` and without `| None`."""
    while get_origin(shape) in (Annotated, Union, UnionType):
        inner = [argument for argument in get_args(shape) if argument is not type(None)]
        shape = inner[0]
    return shape


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def _shown(value: object) -> str:
    """Return a value as it was written, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    written = str(value)
    return written if len(written) <= 40 else written[:39] + "…"


def _or_empty(sentence: Callable[[ErrorDetails], Text]) -> Callable[[ErrorDetails], Text]:
    def said(error: ErrorDetails) -> Text:
        if error["input"] is None:
            return text("there is no value here: give one or leave it out")
        return sentence(error)

    return said


def _not_text(error: ErrorDetails) -> Text:
    value = error["input"]
    if "[name]" in error["loc"] and isinstance(value, list):
        return text("one name is wanted here, or a name for each level: {example}", example="{town: Northhill}")
    if isinstance(value, bool | int | Decimal):
        return text('{value} must be in quotes, "{value}", to be text', value=_shown(value))
    return text("text is wanted here")


def _not_whole(error: ErrorDetails) -> Text:
    value = error["input"]
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value):
        return text('"{value}" is text: write {value} without quotes', value=_shown(value))
    return text("{value} is not a whole number", value=_shown(value))


def _not_true_or_false(error: ErrorDetails) -> Text:
    if error["input"] in ("true", "false"):
        return text('"{value}" is text: write {value} without quotes', value=_shown(error["input"]))
    return text("{value} is not true or false", value=_shown(error["input"]))


def _not_a_number(error: ErrorDetails) -> Text:
    value = error["input"]
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return text('"{value}" is text: write {value} without quotes', value=value)
    if isinstance(value, str) and value.endswith(("%", "‰")):
        return text("write the number alone, {value}: the unit is the indicator's", value=value[:-1].strip())
    return text("{value} is not a number", value=_shown(value))


def _not_a_pair(error: ErrorDetails) -> Text:
    return text("two numbers are wanted here: [low, high]")


def _not_a_formula(error: ErrorDetails) -> Text:
    return text("a formula of counts is wanted here, not {value}", value=_shown(error["input"]))


def _not_a_label(error: ErrorDetails) -> Text:
    value = error["input"]
    if isinstance(value, bool | int | Decimal):
        return _not_text(error)
    return text("a name is wanted here: text, or keys en and zh")


def _not_keys(error: ErrorDetails) -> Text:
    return text("keys with values are wanted here, not {value}", value=_shown(error["input"]))


def _not_a_list(error: ErrorDetails) -> Text:
    return text("a list is wanted here: [{value}]", value=_shown(error["input"]))


def _not_one_of(error: ErrorDetails) -> Text:
    choices = re.findall(r"'([^']*)'|(\d+)", str(error.get("ctx", {}).get("expected", "")))
    words = [quoted or number for quoted, number in choices]
    value = _shown(error["input"])
    if error["loc"] == ("version",):
        return text("this popcalc reads version {version}, not {value}", version=words[-1], value=value)
    hint = did_you_mean(value, words)
    return text("{value} is not one of {choices}{hint}", value=value, choices=", ".join(words), hint=hint)


def _not_the_pattern(error: ErrorDetails) -> Text:
    value = _shown(error["input"])
    if error["ctx"]["pattern"].startswith("^[0-9]"):
        return text("{value} is not a month: write it as 2013-04", value=value)
    if error["ctx"]["pattern"].startswith("^[a-z]"):
        near = re.sub(r"[^a-z0-9]+", "_", str(error["input"]).casefold()).strip("_")
        if near[:1].isalpha():
            return text("{value} is not a key: a-z, 0-9 and _ (write {near})", value=value, near=near)
        return text("{value} is not a key: a-z, 0-9 and _, with a letter first", value=value)
    return text("control characters cannot stand here: write the text on one line")


def _not_valid(error: ErrorDetails) -> Text:
    return text("{value} cannot stand here", value=_shown(error["input"]))


def _bound(sentence: Text) -> Callable[[ErrorDetails], Text]:
    def said(error: ErrorDetails) -> Text:
        bounds = {key: str(is_) for key, is_ in error["ctx"].items()}
        return Text(sentence.template, {"value": _shown(error["input"]), **bounds})

    return said


_SENTENCES: Mapping[str, Callable[[ErrorDetails], Text]] = {
    "string_type": _or_empty(_not_text),
    "label_type": _or_empty(_not_a_label),
    "formula_type": _or_empty(_not_a_formula),
    "number_type": _or_empty(_not_a_number),
    "pair_type": _or_empty(_not_a_pair),
    "int_type": _or_empty(_not_whole),
    "bool_type": _or_empty(_not_true_or_false),
    "dict_type": _or_empty(_not_keys),
    "model_type": _or_empty(_not_keys),
    "tuple_type": _or_empty(_not_a_list),
    "list_type": _or_empty(_not_a_list),
    "list_empty": lambda error: text("at least 1 must stand here"),
    "enum": _or_empty(_not_one_of),
    "literal_error": _or_empty(_not_one_of),
    "string_pattern_mismatch": _not_the_pattern,
    "string_too_short": lambda error: text("this text is empty"),
    "string_too_long": _bound(text("this text is longer than {max_length} characters")),
    "too_short": _bound(text("at least {min_length} must stand here")),
    "too_long": _bound(text("at most {max_length} can stand here")),
    "greater_than": _bound(text("{value} is not above {gt}")),
    "greater_than_equal": _bound(text("{value} is below {ge}")),
    "less_than": _bound(text("{value} is not below {lt}")),
    "less_than_equal": _bound(text("{value} is above {le}")),
}
