"""Indicators and levels found by what people call them: key, label or other name, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.errors import Fault, Hint
from popcalc.language import Text, text

if TYPE_CHECKING:
    from popcalc.naming import Names


def find_indicator(given: str, catalogue: Catalogue) -> Indicator | Fault:
    """Return the indicator of a key or a name, or what is wrong: no such one, or a name that several have.

    The headers of a count are names of it, too.
    """
    if given in catalogue.indicators:
        return catalogue.indicators[given]
    from popcalc.naming import Names

    def unknown(hint: Hint) -> Text:
        return text("{key} is not an indicator{hint}; `popcalc indicators` lists them", key=given, hint=hint)

    names = Names(
        {key: (*one.label.names, *one.aliases) for key, one in catalogue.indicators.items()},
        {key: count.headers for key, count in catalogue.counts.items()},
    )
    found = names.find(given, "UNKNOWN_INDICATOR", unknown)
    return found if isinstance(found, Fault) else catalogue.indicators[found]


def names_of_counts(catalogue: Catalogue) -> Names:
    """Return the counts of a catalogue with their names; their headers are names of them, too."""
    from popcalc.naming import Names

    counts = catalogue.counts
    return Names(
        {key: one.label.names for key, one in counts.items()}, {key: one.headers for key, one in counts.items()}
    )
