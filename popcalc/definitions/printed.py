"""Figures as reports print them, with the counts that they say they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct, field

from popcalc.definitions.catalogue import Basis, Indicator
from popcalc.definitions.printed_forms import PrintedForm
from popcalc.definitions.written import NotInFile, Prose, Words, form, says
from popcalc.errors import Place
from popcalc.periods import CALENDAR_YEAR, Calendar, Run

Number = Annotated[Fraction, form("number")]


class PrintedFigure(Struct, frozen=True):
    """A figure as it was printed; only indicator and printed are required.

    `value` is in the unit of the indicator, and `step` is one of its last printed digit. `counts` are whole numbers in
    the smallest unit of each. `run` are the months of the period.
    """

    indicator: Annotated[
        Indicator,
        form("indicator"),
        says("An indicator or a count, by key or name: `popcalc indicators` lists them."),
    ]
    printed: Annotated[
        PrintedForm,
        form("printed"),
        says("The figure as it stands in the report.", [3.59, "85.4%", "109.4:100", "千分之6.55", "1.2万"]),
    ]
    area: Annotated[Words, says("The area that it is of; without one all areas of the sources.")] = ""
    period: Annotated[
        str, form("period"), says("The months that it is of.", ["2013-06", "2012-10..2013-03", "2013H1", 2013])
    ] = ""
    counts: Annotated[
        Mapping[Words, Number],
        says(
            "The counts printed beside it, by key or name: `popcalc counts` lists them.",
            [{"births": 233, "deaths": 95}],
        ),
    ] = field(default_factory=dict)
    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=9)] | None,
        says("Decimals that it is printed with, where a zero at the end was left out; by default those written."),
    ] = None
    tolerance: Annotated[
        Number | None, says("How far it may be from the counts, in its own unit; by default what rounding allows.")
    ] = None
    basis: Annotated[
        Basis | None, says("What the report says a rate is per: a person-year, or the average person of the period.")
    ] = None
    where: Annotated[Prose, says("Where in the report it stands.")] = ""
    value: Annotated[Fraction, NotInFile] = Fraction(0)
    step: Annotated[Fraction, NotInFile] = Fraction(1)
    run: Annotated[Run | None, NotInFile] = None
    place: Annotated[Place, NotInFile] = Place("")


class Printed(Struct, frozen=True, kw_only=True):
    """popcalc printed: figures of reports, to be held against counts."""

    name: Annotated[Words, says("What the report is called, shown above tables.")] = ""
    calendar: Annotated[Calendar, form("year_start"), says("The first month of the statistical year, 1 to 12.")] = (
        field(name="year_start", default=CALENDAR_YEAR)
    )
    figures: Annotated[tuple[PrintedFigure, ...], form("some"), says("The figures.")]
