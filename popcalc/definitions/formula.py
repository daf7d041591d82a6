"""Formulas: sums and differences of counts, read by a small parser of our own; nothing is evaluated.

formula  = ["-"] term { ("+" | "-") term }
term     = [whole "*"] count | [whole "*"] ("opening" | "closing") "(" count ")"
rule     = sum ("=" | "==" | "!=" | "<" | "<=" | ">" | ">=") sum
sum      = a formula of which a term may also be a whole number alone
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from popcalc.definitions.catalogue import NUMBER, Comparison, Formula, Moment, Rule, Term
from popcalc.language import Text, text

LARGEST_COEFFICIENT = 1_000_000
LARGEST_NUMBER = 1_000_000_000

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<whole>[0-9]+(?![0-9A-Za-z_.]))|(?P<sign>[<>=!]=|[-+*()=<>]))"
)
SIGNS = {sign.value: sign for sign in Comparison if not sign.is_pair} | {"==": Comparison.EQUAL}
"""The comparisons of a rule by how they are written."""
_MOMENTS = {"opening": Moment.OPENING, "closing": Moment.CLOSING}
_OTHERS = {
    "−": text("{found} is not the minus sign of the keyboard: write -"),
    "/": text("a formula has no division: give numerator and denominator"),
    "≤": text("{found} is not on the keyboard: write <="),
    "≥": text("{found} is not on the keyboard: write >="),
    "≠": text("{found} is not on the keyboard: write !="),
    ".": text("a factor is a whole number"),
}


class FormulaError(Exception):
    """What is wrong with a formula, and how many characters into it."""

    def __init__(self, sentence: Text, position: int) -> None:
        self.text = sentence
        self.position = position
        super().__init__(f"{position}: {sentence}")


class _Token(NamedTuple):
    kind: str
    written: str
    position: int


def parse(written: str) -> Formula:
    """Return the formula; terms of the same count and moment are merged.

    Raises FormulaError for anything that is not a sum or difference of counts.
    """
    tokens = _tokens(written)
    formula, rest = _formula(tokens, written)
    if rest:
        raise FormulaError(_unexpected(rest[0]), rest[0].position)
    return formula


def parse_rule(written: str) -> Rule:
    """Return the two sides and the comparison of `births = births_male + births_female`, or of `population >= 50`."""
    left, rest = _formula(_tokens(written), written, numbers=True)
    signs = tuple(SIGNS)
    if not rest:
        raise FormulaError(text("a rule compares two formulas with one of {signs}", signs=signs), len(written))
    comparison = rest[0]
    if comparison.written not in SIGNS:
        raise FormulaError(_unexpected(comparison), comparison.position)
    right, rest = _formula(rest[1:], written, numbers=True)
    if rest:
        raise FormulaError(_unexpected(rest[0]), rest[0].position)
    if not left.counts and not right.counts:
        raise FormulaError(text("a rule speaks of a count at least"), 0)
    return Rule(left, SIGNS[comparison.written], right)


def position_of(count: str, written: str) -> int:
    """Return how many characters into a formula the name of a count stands."""
    found = re.search(rf"(?<![A-Za-z0-9_]){re.escape(count)}(?![A-Za-z0-9_])", written)
    return found.start() if found else 0


def _tokens(written: str) -> list[_Token]:
    tokens = []
    position = 0
    end = len(written.rstrip())
    while position < end:
        found = _TOKEN.match(written, position)
        if found is None:
            start = position + len(written[position:]) - len(written[position:].lstrip())
            raise FormulaError(_foreign(written[start:]), start)
        kind = found.lastgroup or ""
        tokens.append(_Token(kind, found.group(kind), found.start(kind)))
        position = found.end()
    return tokens


def _foreign(rest: str) -> Text:
    character = "−" if rest[0] in "−–—－" else rest[0]
    if number := re.match(r"[0-9]+(\.[0-9]+)", rest):
        return text("{found} is not a whole number", found=number.group())
    if name := re.match(r"[0-9]+[A-Za-z_][A-Za-z0-9_]*", rest):
        return text("{found} is no count: a factor is written 2 * births", found=name.group())
    sentence = _OTHERS.get(character, text("{found} has no meaning here: a formula adds and subtracts counts"))
    return Text(sentence.template, {"found": rest[0]})


def _formula(tokens: Sequence[_Token], written: str, *, numbers: bool = False) -> tuple[Formula, Sequence[_Token]]:
    """Return the formula at the front of `tokens` and the tokens behind it; with `numbers` they may stand in it."""
    rest = list(tokens)
    found: dict[tuple[str, Moment], int] = {}
    sign = 1
    if rest and rest[0].written in ("+", "-"):
        sign = -1 if rest.pop(0).written == "-" else 1
    while True:
        term, rest = _number(rest) if numbers and _is_number(rest) else _term(rest, written)
        name = (term.count, term.moment)
        found[name] = found.get(name, 0) + sign * term.coefficient
        if not rest or rest[0].written not in ("+", "-"):
            break
        sign = -1 if rest.pop(0).written == "-" else 1
    for (count, _), coefficient in found.items():
        if coefficient == 0 and count != NUMBER:
            raise FormulaError(text("{count} cancels itself out", count=count), position_of(count, written))
    return Formula(tuple(Term(coefficient, *name) for name, coefficient in found.items())), rest


def _is_number(tokens: Sequence[_Token]) -> bool:
    """Whether a whole number comes that is the factor of nothing."""
    return (
        bool(tokens)
        and tokens[0].kind == "whole"
        and not (tokens[1:] and (tokens[1].kind == "name" or tokens[1].written == "*"))
    )


def _number(tokens: list[_Token]) -> tuple[Term, list[_Token]]:
    number = tokens[0]
    if len(number.written) > len(str(LARGEST_NUMBER)) or int(number.written) > LARGEST_NUMBER:
        sentence = text("a number is at most {largest}", largest=f"{LARGEST_NUMBER:,}")
        raise FormulaError(sentence, number.position)
    return Term(int(number.written), NUMBER), tokens[1:]


def _term(tokens: list[_Token], written: str) -> tuple[Term, list[_Token]]:
    coefficient, rest = _coefficient(tokens, written)
    if not rest:
        raise FormulaError(text("a count is missing at the end"), len(written))
    name = rest[0]
    if name.kind != "name":
        raise FormulaError(text("a count is missing before {found}", found=name.written), name.position)
    if len(rest) < 2 or rest[1].written != "(":
        return Term(coefficient, name.written), rest[1:]
    if name.written not in _MOMENTS:
        sentence = text("{found}(...) is unknown: only opening(...) and closing(...) are", found=name.written)
        raise FormulaError(sentence, name.position)
    inside = rest[2:4]
    if [token.kind for token in inside[:1]] != ["name"] or [token.written for token in inside[1:]] != [")"]:
        raise FormulaError(text("{found}(...) takes one count", found=name.written), name.position)
    return Term(coefficient, inside[0].written, _MOMENTS[name.written]), rest[4:]


def _coefficient(tokens: list[_Token], written: str) -> tuple[int, list[_Token]]:
    if not tokens or tokens[0].kind != "whole":
        return 1, tokens
    factor = tokens[0]
    if len(tokens) < 2 or tokens[1].written != "*":
        alone = text("{found} stands alone: a factor is written {found} * births", found=factor.written)
        raise FormulaError(alone, factor.position)
    if len(factor.written) > 7 or not 1 <= int(factor.written) <= LARGEST_COEFFICIENT:
        sentence = text("a factor is a whole number from 1 to {largest}", largest=f"{LARGEST_COEFFICIENT:,}")
        raise FormulaError(sentence, factor.position)
    return int(factor.written), tokens[2:]


def _unexpected(token: _Token) -> Text:
    if token.written == "*":
        return text("a factor stands before its count: 2 * births")
    if token.written in SIGNS:
        return text("{found} belongs in a rule only, and once", found=token.written)
    if token.written in ("(", ")"):
        return text("a formula has no brackets of its own: write the terms out")
    return text("a + or - is missing before {found}", found=token.written)
