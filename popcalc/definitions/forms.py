"""The forms of values that are written otherwise than their type says: one entry each, read and described here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import GenericAlias
from typing import Any

from popcalc.definitions import values
from popcalc.definitions.catalogue import Agreement, Comparison, Rule, Written
from popcalc.definitions.columns import EVERY_COUNT, LEVELS
from popcalc.definitions.formula import FormulaError, parse, parse_rule
from popcalc.definitions.named import find_indicator
from popcalc.definitions.printed_forms import read_printed
from popcalc.definitions.reading import LEFT_OUT, Form, Reader
from popcalc.definitions.shapes import Shape
from popcalc.definitions.strict_yaml import Node
from popcalc.definitions.targets import Bound, Operator
from popcalc.definitions.written import Words
from popcalc.errors import Fault, Hint, did_you_mean
from popcalc.language import LANGUAGES, Label, Text, text
from popcalc.naming import names_of_choices, names_of_levels, not_a_level
from popcalc.periods import Calendar, PeriodKind

Read = Callable[[Reader, Shape, Any, Node], object]
Describe = Callable[[Any], dict[str, Any]]

BOUNDS = tuple(operator.value for operator in Operator)
LONGEST_FORMULA = 2000
TEXT = dict(values.LEAVES["words"].schema)
FORMULA = {"minLength": 1, "type": "string"}
NULL = {"type": "null"}


def _label(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """A name is text, the same in every language, or a name for each of some languages."""
    if isinstance(value, dict):
        found = {}
        for code, one in value.items():
            below = (*node, code)
            if code not in LANGUAGES:
                sentence = text("unknown key{hint}", hint=did_you_mean(code, LANGUAGES))
                reader.say("UNKNOWN_KEY", sentence, below, reader.document.key_place(below))
            elif (held := reader.leaf(values.words, one, below)) is not LEFT_OUT:
                found[code] = held
        if not value:
            return reader.wrong(_name_wanted(), value, node)
        if found and not found.keys() >= set(LANGUAGES):
            # The languages that it lacks show its first name.
            found[""] = next(iter(found.values()))
        return Label(found) if found else LEFT_OUT
    if isinstance(value, list):
        return reader.wrong(_name_wanted(), value, node)
    held = reader.leaf(values.words, value, node)
    return held if held is LEFT_OUT else Label({"": held})


def _name_wanted() -> Text:
    *some, last = LANGUAGES
    keys = text("{some} and {last}", some=tuple(some), last=last)
    return text("a name is wanted here: text, or keys {keys}", keys=keys)


def _of_label(describe: Describe, shape: Shape) -> dict[str, Any]:
    names = {code: {**TEXT, "description": f"The name in the language {code}."} for code in LANGUAGES}
    by_language = {"additionalProperties": False, "minProperties": 1, "properties": names, "type": "object"}
    return {"anyOf": [by_language, TEXT]}


def _parsed(parser: Callable[[str], object]) -> Read:
    def read(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
        if not isinstance(value, str):
            wanted = text("a formula of counts is wanted here, not {value}", value=values.shown(value))
            return reader.wrong(wanted, value, node)
        if not value.strip():
            return reader.wrong(values.EMPTY, value, node)
        if len(value.strip()) > LONGEST_FORMULA:
            longer = text("this text is longer than {max_length} characters", max_length=LONGEST_FORMULA)
            return reader.wrong(longer, value, node)
        try:
            found = parser(value)
        except FormulaError as problem:
            reader.say("BAD_FORMULA", problem.text, node, reader.document.place(node, problem.position))
            return LEFT_OUT
        reader.parsed.append((node, value, found))
        return found

    return read


PAIRS = (Comparison.COMPULSORY, Comparison.EXCLUSIVE)
RULES = ("rule", Comparison.AGREE.value, *(pair.value for pair in PAIRS))


def _rule(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """The one key of an identity that says how two sums of counts stand to each other."""
    written = [name for name in RULES if name in value]
    if not written:
        missing = text("a rule is missing: give one of {keys}", keys=tuple(RULES))
        reader.say("MISSING_KEY", missing, node)
        return LEFT_OUT
    if len(written) > 1:
        *some, last = written
        given = text("{some} and {last}", some=tuple(some), last=last)
        reader.add("SEVERAL_RULES", text("{given} are both given: keep one", given=given), (*node, last))
        return LEFT_OUT
    (name,) = written
    below = (*node, name)
    if name == "rule":
        return _parsed(parse_rule)(reader, shape, value[name], below)
    if name == Comparison.AGREE:
        held = reader.value(Agreement, value[name], below)
        return held if held is LEFT_OUT else Rule(held.a, Comparison.AGREE, held.b, held.within)
    return _pair(reader, Comparison(name), value[name], below)


def _pair(reader: Reader, comparison: Comparison, value: Any, node: Node) -> object:
    if not isinstance(value, list) or len(value) != 2:
        return reader.wrong(text("two formulas are wanted here: [a, b]"), value, node)
    left, right = (reader.value(Written, one, (*node, place)) for place, one in enumerate(value))
    return LEFT_OUT if LEFT_OUT in (left, right) else Rule(left, comparison, right)


def _of_rule(describe: Describe, shape: Shape) -> dict[str, Any]:
    pair = {"items": FORMULA, "maxItems": 2, "minItems": 2, "type": "array"}
    keys = {
        "rule": {
            "description": "Two sums of counts and numbers held against each other with = != < <= > or >=.",
            "examples": ["births = births_male + births_female", "population >= 50"],
            **FORMULA,
        },
        "agree": {"description": "Two sums of counts that are about the same.", **describe(Agreement)},
        "compulsory": {
            "description": "Two sums of counts of which both are given, or none.",
            "examples": [["births", "births_male + births_female"]],
            **pair,
        },
        "exclusive": {"description": "Two sums of counts of which not both are given.", **pair},
    }
    return {"oneOf": [{"required": [name]} for name in RULES], "properties": keys}


def _one_or_many(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    if isinstance(value, list | dict):
        return reader.plain(shape, value, node)
    one = reader.value(shape.items, value, node)
    return one if one is LEFT_OUT else (one,)


def _plain(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    return reader.plain(shape, value, node)


def _some(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    if value in ([], {}):
        return reader.wrong(text("at least 1 must stand here"), value, node)
    return reader.plain(shape, value, node)


def _or_nothing(read: Read) -> Read:
    return lambda reader, shape, value, node: LEFT_OUT if value is None else read(reader, shape, value, node)


def _of_every_count(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    if not isinstance(value, str):
        return reader.plain(shape, value, node)
    held = reader.value(shape.entries[1], value, node)
    return held if held is LEFT_OUT else {EVERY_COUNT: held}


def _area(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """The only area of a file: its name, or names by level."""
    if isinstance(value, dict):
        return _some(reader, shape, value, node)
    if isinstance(value, list):
        example = "{town: Northhill}"
        wanted = text("one name is wanted here, or a name for each level: {example}", example=example)
        return reader.wrong(wanted, value, node)
    held = reader.leaf(values.words, value, node)
    return held if held is LEFT_OUT else {"": held}


def _by_name(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """Records that are written under their names."""
    found = reader.mapping(_under_names(shape), value, node)
    return tuple(found.values()) if isinstance(found, dict) else found


def _under_names(shape: Shape) -> Shape:
    return Shape(GenericAlias(Mapping, (Words, shape.items)))


def _bound(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """The one bound among the keys of a target, or of an area of it."""
    written = {name: value[name] for name in BOUNDS if name in value}
    ends = {}
    for name, end in written.items():
        if end is None:
            nothing = text("nothing stands after {bound}: give a number", bound=name)
            reader.add("MISSING_BOUND", nothing, (*node, name))
        elif (held := _ends(reader, name, end, (*node, name))) is not None:
            ends[name] = held
    if not written:
        reader.add("MISSING_BOUND", text("a bound is missing: give one of {bounds}", bounds=tuple(BOUNDS)), node)
    if len(ends) > 1:
        *some, last = ends
        given = text("{some} and {last}", some=tuple(some), last=last)
        both = text("{given} are both given: keep one, or write between: [low, high]", given=given)
        reader.add("SEVERAL_BOUNDS", both, (*node, list(ends)[1]))
    if len(ends) != 1:
        return LEFT_OUT
    ((name, (low, high)),) = ends.items()
    if low is not None and high is not None and low > high:
        first, second = (as_written(end) for end in written[name])
        sentence = text("the low end {low} is above the high end {high}", low=first, high=second)
        reader.add("BAD_BOUND", sentence, (*node, name))
    first, last = written[name] if name == Operator.BETWEEN else (written[name], written[name])
    return Bound(Operator(name), low, high, (_places(first), _places(last)))


def _ends(reader: Reader, name: str, value: Any, node: Node) -> tuple[Any, Any] | None:
    if name == Operator.BETWEEN:
        if not isinstance(value, list) or len(value) != 2:
            reader.wrong(text("two numbers are wanted here: [low, high]"), value, node)
            return None
        low, high = (reader.leaf(values.number, end, (*node, index)) for index, end in enumerate(value))
        return None if LEFT_OUT in (low, high) else (low, high)
    end = reader.leaf(values.number, value, node)
    if end is LEFT_OUT:
        return None
    return (None if name == Operator.AT_MOST else end), (None if name == Operator.AT_LEAST else end)


def _places(value: Decimal | int) -> int:
    """Return the decimals that a number of a file stands there with."""
    return len(as_written(value).partition(".")[2])


def as_written(value: Decimal | int) -> str:
    """Return a number of a file as it stands there."""
    return f"{Decimal(value):f}"


def _of_bound(describe: Describe, shape: Shape) -> dict[str, Any]:
    number = {"type": "number"}
    pair = {"maxItems": 2, "minItems": 2, "prefixItems": [number, number], "type": "array"}
    said = {
        Operator.AT_LEAST: "The least value that meets the target.",
        Operator.AT_MOST: "The greatest value that meets the target.",
        Operator.BETWEEN: "The least and the greatest value that meet the target.",
        Operator.EQUAL: "The one value that meets the target.",
    }
    keys = {name.value: {**(pair if name is Operator.BETWEEN else number), "description": said[name]} for name in said}
    keys["between"]["examples"] = [[103, 107]]
    return {"oneOf": [{"required": [name]} for name in BOUNDS], "properties": keys}


def _indicator(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    given = reader.leaf(values.words, value, node)
    if given is LEFT_OUT:
        return given
    assert reader.catalogue is not None, "targets are read with a catalogue"
    return _found(reader, find_indicator(given, reader.catalogue), node)


def _level(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """A level by its key, which a columns file may have made up, or by a name of one that popcalc has."""
    given = reader.leaf(values.words, value, node)
    if given is LEFT_OUT or not isinstance(values.key(given), Text):
        return given
    known = names_of_levels(LEVELS)
    found = known.find(given, "UNKNOWN_LEVEL", lambda hint: not_a_level(given, LEVELS, hint))
    return _found(reader, found, node)


def _level_or_all(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """A level as above, or `all`, the grand total; as it is written, since a level may be one of a columns file."""
    given = reader.leaf(values.words, value, node)
    if given is LEFT_OUT or not isinstance(values.key(given), Text):
        return given
    known = (*LEVELS, "all")
    found = names_of_levels(known).find(given, "UNKNOWN_LEVEL", lambda hint: not_a_level(given, known, hint))
    return _found(reader, found, node)


def _kind_of_period(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    given = reader.leaf(values.words, value, node)
    if given is LEFT_OUT:
        return given

    def unknown(hint: Hint) -> Text:
        kinds = ", ".join(PeriodKind)
        return text("{value} is not one of {choices}{hint}", value=values.shown(given), choices=kinds, hint=hint)

    return _found(reader, names_of_choices(PeriodKind).find(given, "BAD_VALUE", unknown), node)


def _found(reader: Reader, found: object, node: Node) -> object:
    """Return what a name leads to; LEFT_OUT, with its fault, when that is nothing."""
    if not isinstance(found, Fault):
        return found
    reader.say(found.code, found.text, node)
    return LEFT_OUT


def _printed(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """A number, or a figure in one of the ways in which people print it."""
    if isinstance(value, bool | list | dict) or value is None:
        return reader.wrong(text("{value} is not a number", value=values.shown(value)), value, node)
    return reader.leaf(read_printed, value if isinstance(value, str) else as_written(value), node)


def _period(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    """Months as people write them; a year may be a number."""
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return str(value)
    return reader.leaf(values.words, value, node)


def _year_start(reader: Reader, shape: Shape, value: Any, node: Node) -> object:
    month = reader.leaf(values.whole(1, 12), value, node)
    return Calendar(month) if isinstance(month, int) else month


def _either(*schemas: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(schemas)}


FORMS: Mapping[str, Form] = {
    "label": Form(_label, _of_label),
    "formula": Form(_parsed(parse), lambda describe, shape: FORMULA),
    "rule": Form(_rule, _of_rule, RULES),
    "one_or_many": Form(_one_or_many, lambda describe, shape: _either(describe(shape), describe(shape.items))),
    "may_be_empty": Form(_or_nothing(_plain), lambda describe, shape: _either(describe(shape), NULL)),
    "some": Form(_some, lambda describe, shape: {**describe(shape), "minItems": 1}),
    "some_or_empty": Form(
        _or_nothing(_some), lambda describe, shape: _either({**describe(shape), "minItems": 1}, NULL)
    ),
    "of_every_count": Form(
        _of_every_count, lambda describe, shape: _either(describe(shape), describe(shape.entries[1]))
    ),
    "area": Form(
        _or_nothing(_area), lambda describe, shape: _either({**describe(shape), "minProperties": 1}, TEXT, NULL)
    ),
    "by_name": Form(_by_name, lambda describe, shape: describe(_under_names(shape))),
    "bound": Form(_bound, _of_bound, BOUNDS),
    "indicator": Form(_indicator, lambda describe, shape: TEXT),
    "printed": Form(_printed, lambda describe, shape: _either({"type": "number"}, TEXT)),
    "period": Form(
        _period, lambda describe, shape: _either(TEXT, {"maximum": 9999, "minimum": 1000, "type": "integer"})
    ),
    "level": Form(_or_nothing(_level), lambda describe, shape: _either(TEXT, NULL)),
    "level_or_all": Form(_or_nothing(_level_or_all), lambda describe, shape: _either(TEXT, NULL)),
    "kind_of_period": Form(
        _or_nothing(_kind_of_period), lambda describe, shape: _either({"enum": list(PeriodKind)}, TEXT, NULL)
    ),
    "lang": Form(
        _or_nothing(lambda reader, shape, value, node: reader.leaf(values.one_of(LANGUAGES), value, node)),
        lambda describe, shape: _either(values.schema_of(LANGUAGES), NULL),
    ),
    "year_start": Form(
        _year_start, lambda describe, shape: {"default": 1, "maximum": 12, "minimum": 1, "type": "integer"}
    ),
}
"""Every form by the name that declarations give it."""
