"""Printed figures without counts of their own, recomputed from village-months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from popcalc.aggregation import Totals, make_groups
from popcalc.answerable import find_span
from popcalc.areas.finding import AreaNames
from popcalc.audit.audit import own_material
from popcalc.audit.material import Material, material_of
from popcalc.audit.values import key_of, time_of
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Kind, Moment, Term
from popcalc.definitions.printed import Printed, PrintedFigure
from popcalc.errors import DefinitionError, Fault
from popcalc.question import Question
from popcalc.readings import roll_up_readings

if TYPE_CHECKING:
    from popcalc.table import Table


def wanted(printed: Printed, catalogue: Catalogue) -> dict[int, PrintedFigure]:
    """Return the figures, by their places in the file, whose own counts do not give them."""
    return {
        place: figure
        for place, figure in enumerate(printed.figures)
        if own_material(figure, printed, catalogue).lacking
    }


def from_sources(printed: Printed, catalogue: Catalogue, table: Table, there: Available) -> Mapping[int, Material]:
    """Return what the sources give of the figures that their own counts do not, by their places in the file.

    A figure without an area is that of all of them, one without a period that of all months. Raises DefinitionError
    for areas that are not in the data.
    """
    figures = {place: one for place, one in wanted(printed, catalogue).items() if not there.missing(one.indicator)}
    names = AreaNames(table.areas)
    areas = {place: names.one(one.area, one.place) for place, one in figures.items() if one.area}
    if faults := [one for one in areas.values() if isinstance(one, Fault)]:
        raise DefinitionError(faults)
    question = Question(calendar=printed.calendar)
    span = find_span(table, catalogue, question)
    materials: dict[int, Material] = {}
    for place, figure in figures.items():
        run = figure.run or span
        period = printed.calendar.period_of(run)
        area = areas.get(place)
        chosen = [area] if isinstance(area, int) else []
        groups = make_groups(table.areas, chosen, total=not chosen, periods=1)
        parts = [one for one in counts_of(figure.indicator, catalogue) if not there.missing(one)]
        rolled = roll_up_readings(
            table, [figure.indicator, *parts], groups, question.plan(catalogue, (period,), period)
        )
        counts = {
            part.key: int(rolled.totals[part.key].numerator[0]) for part in parts if _is_known(rolled.totals[part.key])
        }
        totals = rolled.totals[figure.indicator.key]
        time = time_of(run, printed.calendar)
        materials[place] = material_of(replace(figure, run=run), catalogue, time, counts, totals)
    return materials


def _is_known(totals: Totals) -> bool:
    return bool(totals.known[0])


def counts_of(indicator: Indicator, catalogue: Catalogue) -> list[Indicator]:
    """Return the sums of an indicator's counts as indicators of kind count: flows, and stocks at both ends."""
    terms = dict.fromkeys((*indicator.numerator, *(indicator.denominator or ())))
    found: dict[str, Indicator] = {}
    for term in terms:
        moments = (Moment.OPENING, Moment.CLOSING) if _is_stock(term, indicator) else (term.moment,)
        for moment in moments:
            one = Term(1, term.count, moment)
            key = key_of(one, catalogue)
            if key in catalogue.counts:
                own = catalogue.counts[term.count]
                found[key] = Indicator(key, own.label, Kind.COUNT, Formula((one,)))
    return list(found.values())


def _is_stock(term: Term, indicator: Indicator) -> bool:
    """Whether a term stands for person-time."""
    return indicator.has_basis and term in (indicator.denominator or ())
