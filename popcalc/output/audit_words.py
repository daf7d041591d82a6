"""What an audit found of a figure, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from popcalc.audit.audit import Audit, Audited
from popcalc.audit.classes import FAILS, RIGHT, Class, Judged, Reason
from popcalc.audit.hypotheses import Hypothesis, Repair, Side, Slip
from popcalc.audit.people import Implied
from popcalc.audit.unchecked import Unchecked
from popcalc.audit.values import Computed, People
from popcalc.definitions.catalogue import Basis
from popcalc.language import Text, plural, text
from popcalc.output.numbers import half_up

PLACES = 6
"""Decimals of a value that is no whole number."""

NAMED = 3
"""So many contradictions are named of one figure; the list of them has all."""

NAMES: Mapping[Class, Text] = {
    Class.EXACT: text("exact"),
    Class.ROUNDED: text("rounded"),
    Class.HALF_EVEN: text("half to even"),
    Class.TRUNCATED: text("cut off"),
    Class.FLOORED: text("rounded down"),
    Class.CAPPED: text("capped"),
    Class.OTHER_BASIS: text("other basis"),
    Class.OTHER_DENOMINATOR: text("other population"),
    Class.WRONG: text("wrong"),
    Class.IMPOSSIBLE: text("impossible"),
    Class.CANNOT_CHECK: text("cannot be checked"),
}
_PEOPLE: Mapping[People, Text] = {
    People.AVERAGE: text("the average population"),
    People.ENDS: text("the mean of opening and closing population"),
    People.OPENING: text("the opening population"),
    People.CLOSING: text("the closing population"),
}
_BASES: Mapping[Basis, Text] = {
    Basis.ANNUAL: text("a year"),
    Basis.PERIOD: text("in the period"),
}
_SIDES: Mapping[Side, Text] = {
    Side.NUMERATOR: text("hypothesis: right with a numerator of {numbers} ({found})"),
    Side.DENOMINATOR: text("hypothesis: right with a denominator of {numbers} ({found})"),
}
_SLIPS: Mapping[Slip, Text] = {
    Slip.SWAPPED: text("hypothesis: {key} {instead} instead of {stands}, two digits swapped ({found})"),
    Slip.ONE_DIGIT: text("hypothesis: {key} {instead} instead of {stands}, one digit off ({found})"),
    Slip.OTHER_COUNT: text("hypothesis: {other} {instead} instead of {key} {stands}, one count for another ({found})"),
}


def shown(value: Fraction, places: int = PLACES) -> str:
    """Return a number for people: whole numbers as they are, others rounded half up."""
    return half_up(value.numerator, value.denominator, 0 if value.denominator == 1 else places, thousands=",")


def explanation(one: Audited, audit: Audit) -> Text:
    """Return why a figure is in its class, what else prints it, and what it contradicts."""
    against = [audit.contradictions[number] for number in one.contradicted]
    if one.judged.found in RIGHT:
        # Its own counts print it: where another is known to be wrong, nothing is left to explain.
        against = [each for each in against if not any(audit.classes[place] in FAILS for place in each.figures)]
    if not against:
        return finding(one)
    messages = tuple(each.message for each in against[:NAMED])
    more = len(against) - len(messages)
    if more:
        messages = (*messages, plural(more, "and {count} more", "and {count} more"))
    return text("{said}; not all can be right: {messages}", said=finding(one), messages=messages)


def finding(one: Audited) -> Text:
    """Return why a figure is in its class, and what else prints it."""
    judged = one.judged
    said = _reason(one)
    if judged.computed is not None:
        said = text("{quotient}: {reason}", quotient=_quotient(judged.computed), reason=said)
    also = dict.fromkeys(fit.found for fit in judged.fits[1:] if fit.found is not judged.found)
    others = tuple(NAMES[found] for found in also)
    said = text("{said}; it would also be: {others}", said=said, others=others) if others else said
    # Figures of a report have no better place than their words; one among counts has its cell.
    return text("{place}: {said}", place=str(one.figure.place), said=said) if one.figure.is_beside else said


def unchecked_finding(one: Unchecked) -> Text:
    """Return why nothing can be said of rates beside counts."""
    return text("{place}: {said}", place=str(one.place), said=one.why)


def _quotient(computed: Computed) -> Text:
    value = shown(computed.value)
    if computed.denominator is None:
        return text("the counts give {value}", value=value)
    numbers = {"above": shown(computed.numerator), "value": value}
    if computed.people is not None:
        basis = _BASES[computed.way.basis or Basis.PERIOD]
        people = shown(computed.people, 1)
        return text("{above} of {people} people give {value} {basis}", people=people, basis=basis, **numbers)
    return text("{above} / {below} give {value}", below=shown(computed.denominator), **numbers)


def _reason(one: Audited) -> Text:
    judged = one.judged
    missing = tuple(judged.missing)
    written = one.figure.printed.written
    match judged.reason:
        case Reason.FITS:
            return _of_class(one, judged)
        case Reason.TOLERANCE:
            return text("within the tolerance of {printed}", printed=written)
        case Reason.ONLY_SPLIT:
            return text(
                "the only whole numbers that print {printed}; {missing} are not given", printed=written, missing=missing
            )
        case Reason.NO_SPLIT:
            return text("no whole number of {key} prints {printed}", key=missing[0], printed=written)
        case Reason.SPLITS:
            assert judged.split is not None, "there are whole numbers that fit"
            return text(
                "{missing} are missing: {key} of {numbers} would print it",
                missing=missing,
                key=judged.split.count,
                numbers=_numbers(judged.split.first, judged.split.last),
            )
        case Reason.OUT_OF_RANGE:
            return text("{key} cannot be {printed}", key=one.figure.indicator.key, printed=written)
        case Reason.PART_ABOVE_WHOLE:
            return text("a part is larger than its whole, or a sum is below zero: a count is wrong")
        case Reason.OTHER_SIGN:
            return text("no population gives it: the events have the other sign")
        case Reason.MISSING:
            if judged.people is not None:
                return text(
                    "{missing} is missing: {people} would print it", missing=missing, people=_people(judged.people)
                )
            return text("missing: {missing}", missing=missing)
        case Reason.NO_AVERAGE:
            assert judged.people is not None, "a population fits"
            return text(
                "the average population is missing: {people} would print it",
                people=_people(judged.people),
            )
        case Reason.PARTIAL:
            assert one.material.gaps is not None, "village-months are missing"
            reported, expected = (f"{number:,}" for number in one.material.gaps)
            return text(
                "not {printed}, but only {reported} of {expected} village-months are in the sources",
                printed=written,
                reported=reported,
                expected=expected,
            )
        case Reason.NO_VALUE:
            return text("its denominator is zero")
        case Reason.NOTHING_FITS:
            assert judged.computed is not None, "a wrong figure has another value"
            return text(
                "not {printed}, by no rule of rounding; the counts print {right}",
                printed=written,
                right=as_printed(one, judged.computed.value),
            )
        case _:
            assert_never(judged.reason)


def _of_class(one: Audited, judged: Judged) -> Text:
    match judged.found:
        case Class.CAPPED:
            return text("more than {per} was printed as {per}", per=f"{one.figure.indicator.per:,}")
        case Class.OTHER_BASIS:
            way = judged.fits[0].computed.way
            if way.by_months:
                return text("annualised by months, not by days")
            return text("the report says that it is {basis}", basis=_BASES[one.material.said[0]])
        case Class.OTHER_DENOMINATOR:
            way = judged.fits[0].computed.way
            people, usual = (_PEOPLE[each] for each in (way.people or People.AVERAGE, one.material.populations[0]))
            return text("per {people}, not per {usual}", people=people, usual=usual)
        case Class.EXACT:
            return text("as printed")
        case Class.ROUNDED:
            return text("rounded half up")
        case Class.HALF_EVEN:
            return text("a half rounded to the even digit")
        case Class.TRUNCATED:
            return text("the digits behind cut off, not rounded")
        case Class.FLOORED:
            return text("rounded down")
        case Class.WRONG | Class.IMPOSSIBLE | Class.CANNOT_CHECK:
            raise ValueError(f"{judged.found} fits nothing")
        case _:
            assert_never(judged.found)


def as_printed(one: Audited, value: Fraction) -> str:
    """Return a value with the decimals and in the unit of the printed figure, rounded half up."""
    figure = one.figure
    number = value / figure.printed.factor(figure.indicator)
    places = figure.printed.places if figure.decimals is None else figure.decimals
    return half_up(number.numerator, number.denominator, places)


def hypotheses(one: Audited) -> list[Text]:
    """Return what would make a wrong figure right, each as a sentence that says it is a hypothesis."""
    return [*map(_repair, one.wrong.repairs), *map(_slip, one.wrong.hypotheses)]


def _repair(repair: Repair) -> Text:
    numbers = _numbers(repair.low, repair.high)
    return Text(_SIDES[repair.side].template, {"numbers": numbers, "found": NAMES[repair.found]})


def _slip(found: Hypothesis) -> Text:
    values = {
        "key": found.key or text("printed"),
        "stands": found.stands,
        "instead": found.instead,
        "other": found.other,
        "found": NAMES[found.found],
    }
    return Text(_SLIPS[found.slip].template, values)


def _numbers(low: int, high: int) -> Text:
    if low == high:
        return text("{low}", low=f"{low:,}")
    return text("{low} to {high}", low=f"{low:,}", high=f"{high:,}")


def _people(people: Implied) -> Text:
    low, high = people.span.whole
    middle = half_up(people.middle.numerator, people.middle.denominator, 0, thousands=",")
    return text("{middle} people ({low} to {high})", middle=middle, low=f"{low:,}", high=f"{high:,}")
