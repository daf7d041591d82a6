"""One figure in words: the counts, the person-time, the value as an equation, its interval and its flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from popcalc.definitions.catalogue import Basis, Catalogue, Indicator, Kind, Moment, Nature
from popcalc.explaining.facts import Coverage, FigureFacts, Gap, Limits, TermFacts
from popcalc.language import Language, Text, plural, text, word
from popcalc.output.explanation.arithmetic import (
    bracketed,
    factor,
    formula_words,
    sum_of,
    whole,
    written,
    years_of,
)
from popcalc.output.explanation.definition import BASES, unit_words
from popcalc.output.explanation.lines import Line
from popcalc.output.explanation.person_time import person_time_lines
from popcalc.output.explanation.verdict import verdict_lines
from popcalc.output.notes import PARTIAL, REASONS, no_figure
from popcalc.output.numbers import half_up, half_up_float

PLACES = 2
DENOMINATORS: Mapping[str, Text] = {
    Basis.ANNUAL: text("person-years"),
    Basis.PERIOD: text("average population"),
}
"""What stands below the line of a rate, by its basis."""
METHODS: Mapping[str, Text] = {
    "exact_poisson": text("exact Poisson"),
    "exact_binomial": text("exact binomial"),
    "exact_odds": text("exact binomial, as a ratio"),
    "mover_exact_poisson": text("MOVER from exact Poisson limits"),
}


def figure_lines(facts: FigureFacts, catalogue: Catalogue, language: Language) -> Iterator[Line]:
    """Yield the way from the counts to the value of one area and period, and to its verdicts."""
    yield Line("")
    yield Line(_place(facts, language))
    yield Line(text("Counts"), 1)
    # A count that stands both above and below the line is told once.
    terms = {(one.term.moment, one.term.count): one for one in (*facts.numerator, *facts.denominator)}
    for term in terms.values():
        yield from _term_lines(term)
    yield from _coverage_lines(facts.coverage, facts)
    for sentence in facts.left_out:
        yield Line(text("note: {sentence}", sentence=sentence), 2)
    if facts.person_time:
        yield from person_time_lines(facts.person_time, facts, language)
    yield Line(text("Value"), 1)
    yield from _value_lines(facts, unit_words(facts.indicator, catalogue, language), language)
    for flag in _flags(facts):
        yield Line(text("flag {reason}", reason=REASONS[flag]), 2)
    for verdict in facts.verdicts:
        yield from verdict_lines(verdict, facts, unit_words(facts.indicator, catalogue, language))


def _place(facts: FigureFacts, language: Language) -> Text:
    area = facts.area
    if not area.name:
        named: Text = text("All areas")
    elif area.above:
        named = text("{area} ({level}, {above})", area=area.name, level=word(area.level), above=area.above)
    else:
        named = text("{area} ({level})", area=area.name, level=word(area.level))
    days = facts.period.days
    return text(
        "{area}, {period}: {start} to {end}, {days} days",
        area=named,
        period=facts.period.label,
        start=facts.period.first_day.isoformat(),
        end=facts.period.last_day.isoformat(),
        days=days,
    )


def _term_lines(facts: TermFacts) -> Iterator[Line]:
    """Yield the sum of a count, and what each month adds to it."""
    scale = 10**facts.count.decimals
    total = written(facts.amount, 40)
    term, parts = facts.term, facts.parts
    name = term.count if term.moment is Moment.PERIOD else f"{term.moment}({term.count})"
    if not parts:
        yield Line(text("{name}: nothing reported", name=name), 2)
        return
    amounts = [written(Fraction(part.total, scale), 40) for part in parts]
    if term.moment is Moment.PERIOD and facts.count.nature is Nature.FLOW:
        listed = tuple(f"{part.label} {amount}" for part, amount in zip(parts, amounts, strict=True))
        yield Line(text("{name} {total}: {listed}", name=name, total=total, listed=listed), 2)
        return
    kind = text("quota of the year") if facts.count.nature is Nature.QUOTA else text("month-end")
    for part, amount in zip(parts, amounts, strict=True):
        sentence = plural(
            part.villages,
            "{name} {amount}: {kind} {label} of {count} village",
            "{name} {amount}: {kind} {label} of {count} villages",
            name=name,
            amount=amount,
            kind=kind,
            label=part.label,
        )
        yield Line(sentence, 2)
    if len(parts) > 1:
        yield Line(text("{name} together: {sum} = {total}", name=name, sum=" + ".join(amounts), total=total), 2)


def _coverage_lines(coverage: Coverage, facts: FigureFacts) -> Iterator[Line]:
    """Yield how much of what there is the figure rests on, and what is missing."""
    months = plural(coverage.months, "{count} month", "{count} months")
    villages = plural(coverage.villages, "{count} village x {months}", "{count} villages x {months}", months=months)
    sentence = text(
        "rests on {reported} of {expected} village-months ({villages})",
        reported=whole(coverage.reported),
        expected=whole(coverage.expected),
        villages=villages,
    )
    yield Line(sentence, 2)
    for gap in coverage.gaps:
        yield Line(_gap(gap), 3)
    more = coverage.villages_with_gaps - len({(gap.village, gap.above) for gap in coverage.gaps})
    if more > 0:
        yield Line(plural(more, "and {count} more village", "and {count} more villages"), 3)
    if facts.keeps_unmatched:
        yield Line(text("--unmatched keep: each count is the sum of all that is reported of it"), 2)


def _gap(gap: Gap) -> Text:
    village = text("{village} ({above})", village=gap.village, above=gap.above) if gap.above else gap.village
    months = gap.months
    if gap.lacking == "nothing":
        return text("missing: {village} {months}, no row", village=village, months=months)
    if not gap.lacking:
        return text("missing: {village} {months}, across the edge of the period", village=village, months=months)
    return text("missing: {village} {months}, no {count}", village=village, months=months, count=gap.lacking)


def _value_lines(facts: FigureFacts, unit: str, language: Language) -> Iterator[Line]:
    """Yield the formula, the same with numbers, the rounded value and its interval."""
    indicator = facts.indicator
    below = language(DENOMINATORS[facts.basis]) if facts.basis else None
    plain = indicator.denominator is None and len(indicator.numerator.terms) == 1
    if not plain:
        yield Line(text("{name} = {formula}", name=indicator.key, formula=formula_words(indicator, below)), 2)
    if facts.basis:
        yield Line(BASES[facts.basis], 2)
    if facts.value is None:
        yield Line(REASONS[no_figure(reported=facts.coverage.reported > 0, flags=facts.flags)], 2)
        yield from _other_reading(facts)
        return
    if not plain:
        yield Line(text("{expression} = {value}", expression=equation(facts), value=written(facts.value)), 2)
    places = places_of(indicator, facts.value)
    shown = half_up(facts.value.numerator, facts.value.denominator, places, thousands=",")
    shown_unit = text("{unit} {basis}", unit=unit, basis=word(facts.basis)) if facts.basis else unit
    sentence = text("{value} {unit}", value=shown, unit=shown_unit)
    yield Line(sentence if plain else text("rounded half up: {value}", value=sentence), 2)
    if facts.limits:
        yield Line(interval_words(facts.limits, places), 2)
    yield from _other_reading(facts)


def _other_reading(facts: FigureFacts) -> Iterator[Line]:
    """Yield the values in both readings of empty cells, where they differ."""
    if facts.if_zero is None:
        return
    values = (
        text("no figure") if one is None else half_up(one.numerator, one.denominator, places_of(facts.indicator, one))
        for one in (facts.as_missing, facts.if_zero)
    )
    missing, zero = values
    sentence = text(
        "with empty cells as not reported {missing}, as none {zero}: --empty says which", missing=missing, zero=zero
    )
    yield Line(sentence, 2)


def places_of(indicator: Indicator, value: Fraction) -> int:
    """Return the decimals with which a value is shown: none for a whole count."""
    return 0 if indicator.kind is Kind.COUNT and value.denominator == 1 else PLACES


def equation(facts: FigureFacts) -> str:
    """Return the value as it is worked out: `1,000 x (251 - 128) / (7,405,850 / 365)`."""
    top = sum_of(facts.numerator)
    if facts.indicator.denominator is None:
        return top
    return f"{factor(facts.indicator)}{bracketed(top)} / {bracketed(denominator_of(facts))}"


def denominator_of(facts: FigureFacts) -> str:
    """Return the denominator with its numbers: `7,405,850 / 365` for person-years."""
    lived = facts.person_time
    if lived is None:
        return sum_of(facts.denominator)
    if facts.basis == "annual":
        return years_of(lived)
    return f"{written(Fraction(lived.twice, 2), 40)} / {lived.period_days}"


def interval_words(limits: Limits, places: int = PLACES) -> Text:
    """Return `95 % interval (exact Poisson): 10.91 to 14.03`, and the limits in events where these are what varies."""
    values = text("{low} to {high}", low=limit(limits.lower, places), high=limit(limits.upper, places))
    percent = f"{limits.confidence * 100:g}"
    method = METHODS[limits.method]
    if limits.events is None:
        return text("{percent} % interval ({method}): {values}", percent=percent, method=method, values=values)
    low, high = (limit(end, PLACES) for end in limits.events)
    return text(
        "{percent} % interval ({method}): {values}, that is {low} to {high} events",
        percent=percent,
        method=method,
        values=values,
        low=low,
        high=high,
    )


def limit(value: float, places: int = PLACES) -> str:
    """Return a limit, `∞` for no end."""
    return (
        "∞" if value in (float("inf"), float("-inf")) or value != value else half_up_float(value, places, thousands=",")
    )


def _flags(facts: FigureFacts) -> Iterator[str]:
    """Yield the flags to explain; that there is no value has been said."""
    for flag in facts.flags:
        if flag != "undefined" and (facts.value is not None or flag == PARTIAL):
            yield flag
