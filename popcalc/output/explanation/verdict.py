"""A verdict in words: the bound, the comparison, how sure it is, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from popcalc.definitions.catalogue import IntervalModel
from popcalc.definitions.targets import Bound, Operator
from popcalc.explaining.facts import FigureFacts, VerdictFacts
from popcalc.language import Text, text, word
from popcalc.output.explanation.arithmetic import paced_words, told_apart, whole, written
from popcalc.output.explanation.lines import Line
from popcalc.output.explanation.turning import turning_lines
from popcalc.output.numbers import half_up, half_up_float
from popcalc.output.verdict_words import LIKELY, REASONS

CLEAR = "clear"
OUTLOOK: Mapping[str, Text] = {**LIKELY, "open": text("open whether it is met")}
EVIDENCE: Mapping[str, Text] = {
    "strong": text("strong: the 99.8 % interval lies wholly on one side of the bound"),
    "clear": text("clear: the 95 % interval lies wholly on one side of the bound, the 99.8 % interval does not"),
    "uncertain": text("uncertain: the 95 % interval reaches across the bound, so that chance alone could explain it"),
}
BAND_EVIDENCE: Mapping[tuple[str, str], Text] = {
    ("pass", "strong"): text("strong: the 99.8 % interval lies wholly inside the band"),
    ("pass", "clear"): text("clear: the 95 % interval lies wholly inside the band, the 99.8 % interval does not"),
    ("pass", "uncertain"): text("uncertain: the 95 % interval reaches out of the band"),
    ("fail", "strong"): text("strong: the 99.8 % interval lies wholly outside the band"),
    ("fail", "clear"): text("clear: the 95 % interval lies wholly outside the band, the 99.8 % interval does not"),
    ("fail", "uncertain"): text("uncertain: the 95 % interval reaches into the band"),
}
LIMIT_PLACES = 4


def verdict_lines(verdict: VerdictFacts, facts: FigureFacts, unit: str) -> Iterator[Line]:
    """Yield one target held against the figure."""
    yield Line(text("Target {name}", name=verdict.rule.title or verdict.rule.name), 1)
    yield Line(_as_written(verdict, unit), 2)
    if verdict.by:
        sentence = text("the target names no level: judged as `popcalc check --by {level}` does", level=verdict.by)
        yield Line(sentence, 2)
    yield from _applied(verdict)
    if verdict.status == "no_data":
        reported, expected = whole(facts.coverage.reported), whole(facts.coverage.expected)
        reason = text(REASONS[verdict.reason].template, reported=reported, expected=expected)
        yield Line(text("no verdict: {reason}", reason=reason), 2)
        if verdict.reason == "below_min_events":
            yield Line(
                text("{events} < {least}: too few", events=str(verdict.events), least=str(verdict.rule.min_events)), 2
            )
        return
    assert facts.value is not None
    yield Line(_comparison(facts.value, verdict), 2)
    if verdict.rule.warning_only:
        yield Line(text("severity warn: `popcalc check` does not end with 1 for it"), 2)
    yield from _evidence(verdict, facts)
    yield from turning_lines(verdict, facts)
    yield from _outlook(verdict)


def _outlook(verdict: VerdictFacts) -> Iterator[Line]:
    """Yield what the figure will come to, where the time of the target goes on."""
    value, lower, upper = verdict.projected
    if not verdict.likely or value != value or lower == upper:
        return
    low, high = (
        "∞" if end == float("inf") else half_up_float(end, LIMIT_PLACES, thousands=",") for end in (lower, upper)
    )
    sentence = text(
        "projected to {day}: {value} (95 % prediction interval {low} to {high}), {likely}",
        day=verdict.until.isoformat(),
        value=half_up_float(value, LIMIT_PLACES, thousands=","),
        low=low,
        high=high,
        likely=OUTLOOK[verdict.likely],
    )
    yield Line(sentence, 2)


def _as_written(verdict: VerdictFacts, unit: str) -> Text:
    bound = bound_words(verdict.written)
    if verdict.own:
        return text("bound of {area} as written: {bound} {unit}", area=verdict.own, bound=bound, unit=unit)
    return text("bound as written: {bound} {unit}", bound=bound, unit=unit)


def _with_places(end: Fraction, places: int) -> str:
    """Return an end of a bound with the decimals that it is written with."""
    shown = written(end)
    if len(shown.partition(".")[2]) >= places:
        return shown
    return half_up(end.numerator, end.denominator, places, thousands=",")


def bound_words(bound: Bound) -> Text:
    """Return `at least 85`, `from 103 to 107`."""
    ends = zip((bound.low, bound.high), bound.places, strict=True)
    low, high = (_with_places(end, places) if end is not None else "" for end, places in ends)
    match bound.operator:
        case Operator.AT_LEAST:
            return text("at least {low}", low=low)
        case Operator.AT_MOST:
            return text("at most {high}", high=high)
        case Operator.BETWEEN:
            return text("from {low} to {high}", low=low, high=high)
        case Operator.EQUAL:
            return text("exactly {low}", low=low)
        case _:
            assert_never(bound.operator)


def _applied(verdict: VerdictFacts) -> Iterator[Line]:
    """Yield how the bound of a year became the one that applied."""
    if verdict.paced is None:
        yield Line(text("applied as written, whatever part of the year has passed"), 2)
        return
    passed, _, year = verdict.paced
    for end in dict.fromkeys((verdict.written.low, verdict.written.high)):
        if end is not None:
            paced = paced_words(end, passed, year)
            yield Line(text("applied in proportion to the days that have passed: {paced}", paced=paced), 2)


def _comparison(value: Fraction, verdict: VerdictFacts) -> Text:
    """Return the comparison that decided, with digits enough to see it: `85.40772532 >= 85: pass`."""
    low, high = verdict.applied.low, verdict.applied.high
    status = word(verdict.status)
    if low is not None and value < low:
        relation = f"{told_apart(value, low)} < {written(low)}"
    elif high is not None and value > high:
        relation = f"{told_apart(value, high)} > {written(high)}"
    elif low is not None and low == high:
        relation = f"{written(value)} = {written(low)}"
    elif low is not None and high is not None:
        relation = f"{written(low)} <= {told_apart(value, low)} <= {written(high)}"
    elif low is not None:
        relation = f"{told_apart(value, low)} >= {written(low)}"
    else:
        assert high is not None
        relation = f"{told_apart(value, high)} <= {written(high)}"
    return text("{relation}: {status}", relation=relation, status=status)


def _evidence(verdict: VerdictFacts, facts: FigureFacts) -> Iterator[Line]:
    """Yield how sure the verdict is, with the intervals that it rests on."""
    if not verdict.evidence and verdict.of_part and facts.indicator.interval is not IntervalModel.NONE:
        yield Line(text("evidence: none, for a part of the year is held against a bound for the whole year"), 2)
        return
    if not verdict.evidence:
        yield Line(text("evidence: none, for {key} has no interval", key=facts.indicator.key), 2)
        return
    is_band = verdict.applied.low is not None and verdict.applied.high is not None
    words = BAND_EVIDENCE[verdict.status, verdict.evidence] if is_band else EVIDENCE[verdict.evidence]
    of_these_months = verdict.of_part and (facts.indicator.has_basis or verdict.rule.paced)
    if of_these_months and verdict.evidence == CLEAR:
        words = text("clear: the 95 % interval lies wholly on one side of the bound")
    yield Line(text("evidence {words}", words=words), 2)
    if of_these_months:
        yield Line(text("of these months; season not included"), 3)
    for limits in verdict.limits:
        low, high = (
            "∞" if end in (float("inf"), float("-inf")) else half_up_float(end, LIMIT_PLACES, thousands=",")
            for end in (limits.lower, limits.upper)
        )
        percent = f"{limits.confidence * 100:g}"
        yield Line(text("{percent} % interval: {low} to {high}", percent=percent, low=low, high=high), 3)
