"""The months by their names, for sentences that people read."""

from __future__ import annotations

from popcalc.language import Text, text

MONTHS = (
    text("January"),
    text("February"),
    text("March"),
    text("April"),
    text("May"),
    text("June"),
    text("July"),
    text("August"),
    text("September"),
    text("October"),
    text("November"),
    text("December"),
)


def month_name(month: int) -> Text:
    """Return the name of a month, 1 to 12."""
    return MONTHS[month - 1]
