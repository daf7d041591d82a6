"""How the figures of a report come about, one line each."""

from __future__ import annotations

from popcalc.definitions.catalogue import Formula, Indicator, IntervalModel, Kind
from popcalc.language import text
from popcalc.output.report.quality import with_count_labels
from popcalc.output.report.words import Words


def method(words: Words) -> list[str]:
    """Return the formulas, then what holds for all of them."""
    report = words.report
    lines = [_formula(words, one) for one in report.indicators.values() if one.kind is not Kind.COUNT]
    rates = [one for one in report.indicators.values() if one.has_basis]
    if rates:
        lines.append(
            words(
                text(
                    "Average population: the month-ends of each village joined by straight lines and weighted by days, "
                    "with the end of the month before as the beginning."
                )
            )
        )
        lines.append(
            words(text("Annual rates: what the rate would be were the year to go on so; the season is not taken out."))
        )
    lines.append(words(text("Figures of areas are sums of their villages; rates are never averaged.")))
    if report.has_last_year:
        lines.append(words(text("Last year: the same months, on the villages and months that both years have.")))
    if report.verdicts is not None:
        lines.append(
            words(
                text(
                    "Perhaps by chance: the exact 95 % interval of the figure holds the bound, so that chance alone "
                    "could explain the difference."
                )
            )
        )
        lines.append(words(text("A rate is judged where 90 % of its villages and months are reported.")))
    if report.empty_as_zero:
        lines.append(words(text("Empty cells of events count as 0, as was asked for.")))
    else:
        lines.append(words(text("An empty cell is missing, not 0.")))
    return lines


def _formula(words: Words, indicator: Indicator) -> str:
    above = _sum(words, indicator.numerator)
    known = {"label": words.label(indicator.key), "above": above, "unit": words.unit(indicator.key)}
    if indicator.denominator is None:
        return words(text("{label} = {above}", **known))
    below = _sum(words, indicator.denominator)
    if indicator.has_basis:
        below = words(text("average {stock}", stock=below))
    if indicator.interval is IntervalModel.ODDS:
        return words(text("{label} = {above} / {below} x {per}", **known, below=below, per=f"{indicator.per:,}"))
    return words(text("{label} ({unit}) = {above} / {below} x {per}", **known, below=below, per=f"{indicator.per:,}"))


def _sum(words: Words, formula: Formula) -> str:
    said = with_count_labels(str(formula), words)
    return f"({said})" if len(formula.terms) > 1 else said
