"""What to do about a finding, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from popcalc.language import Text, text

OF_RULES = text("look both figures up in the return and put the wrong one right where it stands")
"""What to do where a rule of the catalogue does not hold."""

MENDS: Mapping[str, Text] = {
    "FAR_DATE": text("put the year right where it stands; if it is right, leave the rows out or ask for other years"),
    "PART_ABOVE_WHOLE": OF_RULES,
    "TOTAL_DIFFERS": text("add the parts up in the file: put the wrong part right, or the total"),
    "GAP": text("ask for the return; if the area is new or closed, say so in the areas file (opened, closed)"),
    "NEW_AREA": text(
        "if it is new, say so in the areas file; if it is another's other name, join both there (aliases)"
    ),
    "CLOSED_AREA": text("ask whether it was closed, or has stopped sending; if closed, say so in the areas file"),
    "MERGED_AREA": text("put that row into the areas file (into), so that nothing is expected of it any more"),
    "NEVER_REPORTED": text("ask for what is missing; if it is there under another name, join both in the areas file"),
    "MONTH_WITHOUT_FILE": text("put the file of that month beside the others"),
    "EMPTY_CELLS": text("ask for the figure; if empty means none, --empty zero or the columns file says so"),
    "NOBODY_REPORTS": text("see whether the form has that column in the other months, perhaps under another header"),
    "LOOKS_CUMULATIVE": text("ask whether the figures run from the start of the year, and read them as such if so"),
    "SENT_TWICE": text("ask for the return of the later date; if both are right, nothing is to be done"),
    "SAME_FIGURES": text("look both returns up; if it is one village under two names, leave one of them out"),
    "MORE_THAN_PEOPLE": text("look at the columns of that row: two may have changed places, or a digit is too many"),
    "TEN_TIMES": text("look the figure up in the return and put it right where it stands, or its unit in the header"),
    "POPULATION_JUMP": text("look the figures up; if boundaries changed, say so in the areas file (closed, into)"),
    "SILENT": text("ask whether nothing happened, or nothing was reported; leave the cells empty if so"),
    "POPULATION_SLIP": text("look the month-end up in the return: digits may have changed places"),
    "EXCHANGED": text("look at the columns, or the headers, of that return: births and deaths may be each other's"),
    "OUTLIER": text("look the figure up in the return; if it is right, nothing is to be done"),
    "SHIFT": text("ask what changed in the first of these months: who reports, what is counted, and of which area"),
    "UNUSUAL_RATE": text("hold events and people against another source; a home for the aged explains many deaths"),
    "UNUSUAL_SEX_RATIO": text("look at the columns of boys and girls, and ask whether all births were registered"),
    "SENT_LATE": text("speak with those who send late; what came late may be missing from figures that were printed"),
    "SENT_EARLY": text("ask for what happened in the last days of the month"),
    "FEW_BIRTHS": text("show the interval with the ratio, or take several years together"),
}


def mend_of(code: str) -> Text:
    """Return what to do about findings of a code; of a rule of the catalogue both figures are to be looked up."""
    return MENDS.get(code, OF_RULES)
