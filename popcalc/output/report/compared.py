"""Figures against those of last year: the month, the year to date, the same months a year before, the difference."""

from __future__ import annotations

from popcalc.evidence import CLEAR, STRONG
from popcalc.language import text
from popcalc.output.numbers import half_up_float
from popcalc.output.page.tables import Cell, Head, Table
from popcalc.output.report.words import WITHOUT, Words
from popcalc.output.verdict_words import NOTHING
from popcalc.reporting.report import Figure, Place, Report

SURE = "*"
"""Marks a difference that chance alone would hardly make."""
PERCENT_PLACES = 1


def against_last_year(words: Words) -> Table:
    """Return areas down, and across for each flow the month, both years to date and their difference."""
    report = words.report
    flows, rates = report.contents.flows, report.contents.rates
    month, to_date = words.months(report.run), words.months(report.to_date)
    values = (one.value for (_, key), one in report.both_of_month.items() if key in flows)
    with_month = report.to_date.months > 1 and any(value is not None for value in values)
    last, difference = words(text("last year")), words(text("more or fewer"))
    of_flows = [*([month] if with_month else []), to_date, last, difference, "%"]
    of_rates = [to_date, last, words(text("difference"))]
    top = [Head(words.level, rows=2)]
    top += [Head(_headed(words, key), columns=len(of_flows)) for key in flows]
    top += [Head(_headed(words, key), columns=len(of_rates)) for key in rates]
    below = [Head(one) for _ in flows for one in of_flows] + [Head(one) for _ in rates for one in of_rates]
    left_out = {place: report.uncompared_alone(place) for place in report.places}
    rows = []
    for place in report.places:
        cells = [Cell(words.marked(place, left_out[place]), is_words=True)]
        for key in flows:
            if with_month:
                cells.append(value_cell(words, report.both_of_month.get((place.key, key)), key))
            both = report.both.get((place.key, key))
            cells += [value_cell(words, both, key), *_beside(words, both, key), _percent(both)]
        for key in rates:
            both = report.both.get((place.key, key))
            cells += [value_cell(words, both, key), *_beside(words, both, key)]
        rows.append(cells)
    return Table([top, below], rows, _notes(words, report.places[-1], rates), total=True, is_dense=True)


def _headed(words: Words, key: str) -> str:
    unit = words.full_unit(key)
    return words(text("{label} ({unit})", label=words.label(key), unit=unit)) if unit else words.label(key)


def value_cell(words: Words, figure: Figure | None, key: str) -> Cell:
    """Return the cell of a figure."""
    if figure is None or figure.value is None:
        return Cell(NOTHING)
    return Cell(words.number(figure.value, key), float(figure.value), words.decimals(key))


def _beside(words: Words, figure: Figure | None, key: str) -> list[Cell]:
    if figure is None or figure.last is None or figure.difference is None:
        return [Cell(NOTHING), Cell(NOTHING)]
    sure = SURE if figure.evidence in (CLEAR, STRONG) else ""
    decimals = words.decimals(key)
    return [
        Cell(words.number(figure.last, key), float(figure.last), decimals),
        Cell(words.signed(figure.difference, key), float(figure.difference), decimals, tail=sure, signed=True),
    ]


def _percent(figure: Figure | None) -> Cell:
    if figure is None or figure.percent is None:
        return Cell(NOTHING)
    words = half_up_float(figure.percent, PERCENT_PLACES)
    sign = "+" if figure.percent > 0 and words.strip("0.") else ""
    return Cell(f"{sign}{words}", figure.percent, PERCENT_PLACES, signed=True)


def _notes(words: Words, total: Place, rates: tuple[str, ...]) -> list[str]:
    report = words.report
    left_out = report.uncompared(total)
    notes = [words(text("Per cent only where both years have 20 events or more."))]
    if left_out:
        notes.append(
            words(text("Both years without {months}, which one of them lacks.", months=words.undated(left_out)))
        )
    if _differs(report, rates) and (report.is_in_part or not left_out):
        notes.append(
            words(text("Both years on the villages and months that both have, so that some differ from those above."))
        )
    if any(one.evidence in (CLEAR, STRONG) for (_, key), one in report.both.items() if key in rates):
        notes.append(words(text("{mark} a difference beyond chance (95 %)", mark=SURE)))
    marked = [
        text("{area} {months}", area=words.row(one), months=words.undated(months))
        for one in report.places
        if (months := report.uncompared_alone(one))
    ]
    if marked:
        notes.append(words(text("{mark} both years without {areas}", mark=WITHOUT, areas=tuple(marked))))
    return notes


def _differs(report: Report, rates: tuple[str, ...]) -> bool:
    """Whether a number of the table is another than that on all that is reported."""
    flows = report.contents.flows
    pairs = ((report.both, report.year, (*flows, *rates)), (report.both_of_month, report.month, flows))
    return any(
        one.value != plain[place, key].value
        for both, plain, shown in pairs
        for (place, key), one in both.items()
        if key in shown
    )
