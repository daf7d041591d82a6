"""How an indicator is defined, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from popcalc.definitions.catalogue import Average, Basis, Catalogue, Indicator, IntervalModel, Kind, Moment, Nature
from popcalc.language import Language, Text, text, word
from popcalc.output.explanation.arithmetic import formula_words
from popcalc.output.explanation.lines import Line
from popcalc.output.source_words import source_words
from popcalc.output.units import unit_name

KINDS: Mapping[Kind, Text] = {
    Kind.RATE: text("rate: events over the time that people lived"),
    Kind.RATE_DIFFERENCE: text(
        "rate_difference: more events of one sort than of the other, over the time people lived"
    ),
    Kind.PROPORTION: text("proportion: a part of a whole, never more than all of it"),
    Kind.RATIO: text("ratio: one count over another"),
    Kind.CHANGE: text("change: from the beginning to the end of the period, not annual"),
    Kind.QUOTA: text("quota: what was done of a task set for the year; it may exceed 100 %"),
    Kind.COUNT: text("count: a sum, not a rate"),
    Kind.MEAN: text("mean: an amount per head or case"),
}
METHODS: Mapping[IntervalModel, Text] = {
    IntervalModel.POISSON: text("exact Poisson limits of the events (Garwood 1936)"),
    IntervalModel.BINOMIAL: text("exact binomial limits (Clopper and Pearson 1934)"),
    IntervalModel.ODDS: text("exact binomial limits of one part of both together, turned into a ratio"),
    IntervalModel.MOVER: text("MOVER from the exact Poisson limits of both counts (Donner and Zou 2012)"),
    IntervalModel.NONE: text("none"),
}
BASES: Mapping[str, Text] = {
    Basis.ANNUAL: text("annual basis: events per person-year (person-days / days of the statistical year)"),
    Basis.PERIOD: text(
        "period basis: events per average person of the period (person-days / days of the period), not annual"
    ),
}
AVERAGES: Mapping[str, Text] = {
    Average.CURVE: text("the area under the curve of all month-ends: between two of them (first + last) / 2 x days"),
    Average.ENDS: text("the first and the last month-end of the period, (first + last) / 2, for all of its days"),
    Average.MID: text("the month-end nearest the middle of the period, for all of its days"),
}
MEANINGS: Mapping[Moment, Text] = {
    Moment.CLOSING: text("closing(...) is the last month-end that a village reports in the period"),
    Moment.OPENING: text("opening(...) is the month-end before the period"),
}


def heading_line(indicator: Indicator) -> Line:
    """Return the name in every language that it has, and the key: `Crude birth rate / 出生率 (crude_birth_rate)`."""
    names = " / ".join(indicator.label.names)
    return Line(text("{names} ({key})", names=names, key=indicator.key))


def unit_words(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Return the unit of an indicator for people, its key where it has no name."""
    return unit_name(indicator, catalogue.units, language)


def definition_lines(indicator: Indicator, catalogue: Catalogue, language: Language) -> Iterator[Line]:
    """Yield all that the catalogue says of an indicator."""
    yield heading_line(indicator)
    yield Line(text("formula: {formula}", formula=formula_words(indicator)), 1)
    yield Line(text("kind: {kind}", kind=KINDS[indicator.kind]), 1)
    unit = unit_words(indicator, catalogue, language)
    if unit:
        yield Line(text("unit: {unit}", unit=unit), 1)
    if indicator.has_basis:
        yield Line(_person_time(indicator), 1)
        yield Line(text("default: {basis}; --basis period gives the other", basis=BASES[Basis.ANNUAL]), 1)
    for moment in dict.fromkeys(term.moment for term in (*indicator.numerator, *(indicator.denominator or ()))):
        if moment in MEANINGS:
            yield Line(MEANINGS[moment], 1)
    yield Line(text("interval: {method}", method=METHODS[indicator.interval]), 1)
    yield from _counts(indicator, catalogue, language)
    if indicator.aliases:
        yield Line(text("also called: {names}", names=indicator.aliases), 1)
    if indicator.note:
        yield Line(text("note: {note}", note=language(indicator.note)), 1)
    if indicator.source:
        yield Line(text("source: {source}", source=source_words(indicator.source, language)), 1)


def short_lines(indicator: Indicator, catalogue: Catalogue, language: Language) -> Iterator[Line]:
    """Yield the same in short, above the figures."""
    yield heading_line(indicator)
    formula, unit = formula_words(indicator), unit_words(indicator, catalogue, language)
    yield Line(text("formula: {formula}", formula=formula), 1)
    yield Line(text("kind: {kind}; unit: {unit}", kind=word(indicator.kind.value), unit=unit), 1)


def _person_time(indicator: Indicator) -> Text:
    return text(
        "{stock} below the line stands for its person-time: each village's month-ends make a curve of straight lines, "
        "and the area under it is the days that people lived; average = person-days / days",
        stock=str(indicator.denominator),
    )


def _counts(indicator: Indicator, catalogue: Catalogue, language: Language) -> Iterator[Line]:
    """Yield the counts that it rests on, with what stands in for one whose own column is absent."""
    yield Line(text("counts (`popcalc counts KEY` lists the headers that each is known by):"), 1)
    natures = {
        Nature.FLOW: text("added over months and areas"),
        Nature.STOCK: text("a figure of month-ends, added over areas"),
        Nature.QUOTA: text("a task of the year, added over areas"),
    }
    for key in indicator.counts:
        count = catalogue.counts[key]
        label = language.label(count.label)
        yield Line(text("{key}: {label}; {nature}", key=key, label=label, nature=natures[count.nature]), 2)
        if count.derive:
            instead = language(text(" or ")).join(str(formula) for formula in count.derive)
            yield Line(text("where it has no column of its own: {formulas}", formulas=instead), 3)
