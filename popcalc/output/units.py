"""What the unit of a figure is called."""

from __future__ import annotations

from collections.abc import Mapping

from popcalc.definitions.catalogue import Indicator, Kind
from popcalc.language import Label, Language, text
from popcalc.visible import visible

FEMALE = "_female"
"""How the keys of the built-in counts of girls and women end."""


def unit_name(indicator: Indicator, units: Mapping[str, Label], language: Language) -> str:
    """Return the unit of an indicator for people, its key where it has no name; that of a sex ratio is of females."""
    if is_sex_ratio(indicator):
        return language(text("per 100"))
    known = units.get(indicator.unit)
    return visible(language.label(known) if known else indicator.unit)


def is_sex_ratio(indicator: Indicator) -> bool:
    """Whether an indicator has males for 100 females."""
    below = indicator.denominator.counts if indicator.denominator else ()
    is_of_females = bool(below) and all(count.endswith(FEMALE) for count in below)
    return indicator.kind is Kind.RATIO and indicator.unit == "per100" and is_of_females
