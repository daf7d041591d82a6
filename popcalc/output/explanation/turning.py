"""What would turn a verdict, as sentences that can be checked: the number that does it, and the one that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from msgspec import Struct

from popcalc.definitions.targets import Effect
from popcalc.explaining.facts import Ahead, FigureFacts, VerdictFacts
from popcalc.language import Text, text
from popcalc.output.explanation.arithmetic import (
    amount_of,
    bracketed,
    factor,
    half,
    paced_words,
    told_apart,
    whole,
    written,
)
from popcalc.output.explanation.lines import Line

ALLOWED = "allowed"
"""What `to_go_kind` says of what may still come; the other word is `needed`."""


class _Sum(Struct, frozen=True):
    """A figure with k more above or below the line: the expression and its value."""

    expression: str
    value: Fraction


Outcome = Callable[[Fraction], _Sum]


def turning_lines(verdict: VerdictFacts, facts: FigureFacts) -> Iterator[Line]:
    """Yield what is left to do, or still allowed, against the bound at the end of the target's time."""
    assert facts.value is not None
    failed = verdict.status == "fail"
    side = _side(facts.value, verdict)
    bound = verdict.goal.low if side == "low" else verdict.goal.high
    assert bound is not None
    if verdict.to_go is None:
        if failed:
            yield Line(text("out of reach: nothing that may still happen turns it"), 2)
        return
    number = verdict.to_go
    if verdict.to_go_kind != ALLOWED and number == 0:
        yield Line(text("nothing more is needed"), 2)
        return
    whole_year = verdict.written.low if side == "low" else verdict.written.high
    if verdict.paced and whole_year is not None and bound != whole_year:
        _, days, year = verdict.paced
        paced = paced_words(whole_year, days, year)
        yield Line(text("bound until {day}: {paced}", day=verdict.until.isoformat(), paced=paced), 2)
    # Only more of the denominator brings a figure down to a cap that it exceeds.
    thin = side == "high" and failed and verdict.effect is not Effect.ABOVE
    terms = facts.denominator if thin else facts.numerator
    step = Fraction(1, 10 ** max((term.count.decimals for term in terms), default=0))
    outcome = _outcome(verdict, facts, thin=thin)
    yield Line(_lead(verdict, facts, thin=thin), 2)
    if verdict.ahead:
        yield from _ahead_lines(verdict.ahead)
    other = number + step if verdict.to_go_kind == ALLOWED else number - step
    yield Line(_sentence(outcome(number), bound), 3)
    if verdict.to_go_kind == ALLOWED or other >= 0:
        yield Line(_with(other, _sentence(outcome(other), bound)), 3)


def _side(value: Fraction, verdict: VerdictFacts) -> str:
    """Return which end of the bound matters: the one that is missed, else the cap."""
    low, high = verdict.applied.low, verdict.applied.high
    if low is not None and value < low:
        return "low"
    return "low" if high is None else "high"


def _ahead_lines(ahead: Ahead) -> Iterator[Line]:
    """Yield the person-days at the end of the target year."""
    if not ahead.days_left:
        return
    if ahead.held is None:
        sentence = text(
            "person-days until then, {left} days more as so far: {so_far} + {more} = {all}",
            left=ahead.days_left,
            so_far=half(ahead.twice_so_far),
            more=half(ahead.twice - ahead.twice_so_far),
            all=half(ahead.twice),
        )
    else:
        sentence = text(
            "person-days until then, the last month-end held: {so_far} + {held} x {left} = {all}",
            so_far=half(ahead.twice_so_far),
            held=whole(ahead.held),
            left=ahead.days_left,
            all=half(ahead.twice),
        )
    yield Line(sentence, 3)


def _outcome(verdict: VerdictFacts, facts: FigureFacts, *, thin: bool) -> Outcome:
    """Return what a figure comes to with a number of events more."""
    per = facts.indicator.per
    above, below = amount_of(facts.numerator), amount_of(facts.denominator)

    def at(number: Fraction) -> _Sum:
        top = above if thin else above + number
        top_words = written(above) if thin else _plus(above, number)
        if facts.indicator.denominator is None:
            return _Sum(top_words, top)
        if verdict.ahead:
            bottom = Fraction(verdict.ahead.twice, 2 * verdict.ahead.days)
            bottom_words = f"{half(verdict.ahead.twice)} / {verdict.ahead.days}"
        elif verdict.effect is Effect.PART or thin:
            bottom, bottom_words = below + number, _plus(below, number)
        else:
            bottom, bottom_words = below, written(below)
        words = f"{factor(facts.indicator)}{bracketed(top_words)} / {bracketed(bottom_words)}"
        return _Sum(words, per * top / bottom)

    return at


def _plus(amount: Fraction, number: Fraction) -> str:
    sign = "-" if number < 0 else "+"
    return f"{written(amount)} {sign} {written(abs(number))}"


def _sentence(outcome: _Sum, bound: Fraction) -> Text:
    """Return `(199 + 617) / (233 + 617) = 96 >= 96`."""
    value, words = outcome.value, outcome.expression
    if value == bound:
        return text("{words} = {bound}, the bound", words=words, bound=written(bound))
    sign = "<" if value < bound else ">"
    return text(
        "{words} = {value} {sign} {bound}", words=words, value=told_apart(value, bound), sign=sign, bound=written(bound)
    )


def _with(number: Fraction, sentence: Text) -> Text:
    if number < 0:
        return text("with {number} fewer: {sentence}", number=written(-number), sentence=sentence)
    return text("with {number}: {sentence}", number=written(number), sentence=sentence)


def _lead(verdict: VerdictFacts, facts: FigureFacts, *, thin: bool) -> Text:
    """Return what the number is of."""
    assert verdict.to_go is not None
    number = written(abs(verdict.to_go))
    if verdict.to_go_kind == ALLOWED:
        formula, day = str(facts.indicator.numerator), verdict.until.isoformat()
        if verdict.to_go < 0:
            return text("until {day}, {number} too many ({formula}):", number=number, day=day, formula=formula)
        return text("until {day}, {number} more may come ({formula}):", number=number, day=day, formula=formula)
    if verdict.effect is Effect.PART:
        if thin:
            return text("it takes {number} more of the whole that do not count:", number=number)
        return text("it takes {number} more, all of which count:", number=number)
    more_of = str(facts.indicator.denominator if thin else facts.indicator.numerator)
    return text("it takes {number} more {count}:", number=number, count=more_of)
