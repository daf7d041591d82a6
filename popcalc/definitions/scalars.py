"""Scalars without quotes: what they are, and how to write the ones that YAML would change."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import yaml

from popcalc.language import Text, text

MEANS_WHAT_IT_SAYS = ("null", "truth", "whole", "decimal")

LONGEST = 40
"""Characters of a value that a message repeats; no number or date that anybody meant has more."""

_PLAIN = re.compile(
    r"""
      (?P<null> | ~ | null)
    | (?P<truth> true | false)
    | (?P<whole> -?(?:0|[1-9][0-9]{0,29}))
    | (?P<decimal> -?(?:0|[1-9][0-9]{0,29})\.[0-9]{1,30})
    | (?P<word> (?i:y|n|yes|no|on|off|true|false|null))
    | (?P<date> [0-9]{4}-[0-9]{2}-[0-9]{2} | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:.*)
    | (?P<number> [-+]?(?:0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+ | \.(?i:inf)
                  | (?:[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)? | \.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)
                | \.(?i:nan) | =)
    """,
    re.VERBOSE,
)
_MEANT = {"y": "true", "yes": "true", "on": "true", "true": "true", "null": "null"}


def kind_of(written: str) -> str | None:
    """Return what an unquoted scalar is; None for text.

    `null`, `truth`, `whole` and `decimal` mean what they say; `word`, `date` and `number` are what YAML would change.
    """
    found = _PLAIN.fullmatch(written)
    return found.lastgroup if found else None


def value_of(written: str, kind: str) -> object:
    """Return the value of an unquoted scalar of a kind that means what it says."""
    if kind == "null":
        return None
    if kind == "truth":
        return written == "true"
    return int(written) if kind == "whole" else Decimal(written)


def shortened(written: str) -> str:
    """Return a value as a message repeats it."""
    return written if len(written) <= LONGEST else written[: LONGEST - 1] + "…"


def quote_it(written: str, kind: str) -> Text:
    """Return how to write a scalar that YAML would change, as what it seems to be and as text."""
    if len(written) > LONGEST:
        shown = shortened(written)
        return text('{written} could be read as a number: write "{written}" in quotes', written=shown)
    if kind == "word":
        meant = _MEANT.get(written.casefold(), "false")
        return text('write {meant}, or "{written}" in quotes if it is text', meant=meant, written=written)
    if kind == "date":
        return text('YAML reads {written} as a date: write "{written}" in quotes', written=written)
    number = _as_plain_number(written)
    if number is not None:
        return text('write {number}, or "{written}" in quotes if it is text', number=number, written=written)
    if written.lstrip("+-").casefold() in (".inf", ".nan"):
        return text('{written} is no figure: write a number, or "{written}" in quotes if it is text', written=written)
    changed = _as_yaml_reads(written)
    if changed is not None:
        return text('YAML reads {written} as {changed}: write "{written}" in quotes', written=written, changed=changed)
    return text('{written} could be read as a number: write "{written}" in quotes', written=written)


def _as_plain_number(written: str) -> str | None:
    """Return the plain form of a number in an odd form (`1_000`, `+5`, `1e3`); None for what looks like a code."""
    digits = written.lstrip("+-").replace("_", "")
    if not re.match(r"[1-9.]|0\.", digits) or len(digits) > 20:
        return None
    try:
        number = Decimal(written.replace("_", ""))
    except InvalidOperation:
        return None
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 20 else None


def _as_yaml_reads(written: str) -> str | None:
    try:
        changed = yaml.safe_load(written)
    except (yaml.YAMLError, ValueError):
        return None
    return None if isinstance(changed, str) else str(changed)
