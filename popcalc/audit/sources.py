"""Printed figures without counts of their own, recomputed from village-months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from popcalc.aggregation import Totals, make_groups
from popcalc.areas.folding import folded_name
from popcalc.audit.audit import own_material
from popcalc.audit.material import Material, material_of
from popcalc.audit.values import key_of, time_of
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Formula, Indicator, Kind, Moment, Term
from popcalc.definitions.printed import Printed, PrintedFigure
from popcalc.errors import DefinitionError, Fault, did_you_mean, fault
from popcalc.language import text
from popcalc.question import Question, find_span
from popcalc.readings import roll_up_readings

if TYPE_CHECKING:
    from popcalc.areas import Areas
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
    faults = [found for one in figures.values() if one.area and (found := _wrong_area(one, table.areas)) is not None]
    if faults:
        raise DefinitionError(faults)
    question = Question(calendar=printed.calendar)
    span = find_span(table, catalogue, question)
    materials: dict[int, Material] = {}
    for place, figure in figures.items():
        run = figure.run or span
        period = printed.calendar.period_of(run)
        chosen = _named(figure.area, table.areas) if figure.area else []
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


def _named(name: str, areas: Areas) -> list[int]:
    """Return the areas of a key or a name, in whatever characters it is written."""
    if found := areas.named(name):
        return found
    wanted = folded_name(name)
    return [position for position, other in enumerate(areas.names) if folded_name(other) == wanted]


def _wrong_area(figure: PrintedFigure, areas: Areas) -> Fault | None:
    found = _named(figure.area, areas)
    if len(found) == 1:
        return None
    if found:
        keys = ", ".join(areas.keys[position] for position in found)
        sentence = text(
            "{name} is the name of {number} areas; give one of their keys: {keys}",
            name=figure.area,
            number=len(found),
            keys=keys,
        )
        return fault("AMBIGUOUS_AREA", sentence, figure.place)
    hint = did_you_mean(figure.area, [*areas.names, *areas.keys])
    return fault("UNKNOWN_AREA", text("no area {name} in the data{hint}", name=figure.area, hint=hint), figure.place)


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
