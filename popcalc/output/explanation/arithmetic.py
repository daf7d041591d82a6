"""Numbers and expressions as a person types them into a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from popcalc.definitions.catalogue import Formula, Indicator
from popcalc.explaining.facts import PersonTime, TermFacts
from popcalc.output.numbers import half_up

DIGITS = 10
"""Significant digits of a number that has no end: as many as a pocket calculator shows."""
MOST_DIGITS = 40


def written(value: Fraction, digits: int = DIGITS) -> str:
    """Return a number exactly where so many digits hold it, else rounded half up to as many: `12.40243567`."""
    whole = abs(value.numerator) // value.denominator
    before = len(str(whole)) if whole else -_zeros(value)
    places = max(digits - before, 0)
    shown = half_up(value.numerator, value.denominator, places, thousands=",")
    exact = (value * 10**places).denominator == 1
    return shown.rstrip("0").rstrip(".") if exact and "." in shown else shown


def _zeros(value: Fraction) -> int:
    """Return how many zeros follow the point of a number below 1."""
    zeros = 0
    while value and abs(value) * 10 ** (zeros + 1) < 1:
        zeros += 1
    return zeros


def told_apart(value: Fraction, bound: Fraction) -> str:
    """Return a value with so many digits that it lies on the side of a bound on which it truly is."""
    for digits in range(DIGITS, MOST_DIGITS):
        shown = written(value, digits)
        read = Fraction(shown.replace(",", ""))
        if (read < bound) == (value < bound) and (read > bound) == (value > bound):
            return shown
    return f"{value.numerator} / {value.denominator}"


def paced_words(bound: Fraction, days: int, year: int) -> str:
    """Return a bound of the year for so many of its days: `510 x 182 / 365 = 254.3013699`."""
    return f"{written(bound)} x {days} / {year} = {written(bound * days / year)}"


def whole(number: int) -> str:
    """Return a whole number with its thousands separated."""
    return f"{number:,}"


def half(twice: int) -> str:
    """Return half of a whole number, exactly."""
    return written(Fraction(twice, 2), MOST_DIGITS)


def factor(indicator: Indicator) -> str:
    """Return `1,000 x ` as it stands before a quotient, nothing for 1."""
    return f"{indicator.per:,} x " if indicator.per != 1 else ""


def bracketed(expression: str) -> str:
    """Return an expression that can stand beside a sign."""
    return f"({expression})" if " " in expression or expression.startswith("-") else expression


def formula_words(indicator: Indicator, below: str | None = None) -> str:
    """Return `1,000 x (births - deaths) / population`; `below` stands in for the denominator."""
    above = _times(indicator.numerator)
    if indicator.denominator is None:
        return above
    under = below or bracketed(_times(indicator.denominator))
    return f"{factor(indicator)}{bracketed(above)} / {under}"


def _times(formula: Formula) -> str:
    return str(formula).replace(" * ", " x ")


def sum_of(terms: Sequence[TermFacts]) -> str:
    """Return the terms of a formula with their numbers: `251 - 128`."""
    return _joined((facts.term.coefficient, written(facts.amount, MOST_DIGITS)) for facts in terms)


def _joined(parts: Iterable[tuple[int, str]]) -> str:
    words = ""
    for coefficient, number in parts:
        times = f"{abs(coefficient)} x " if abs(coefficient) != 1 else ""
        sign = ("- " if coefficient < 0 else "+ ") if words else ("-" if coefficient < 0 else "")
        words += f"{' ' if words else ''}{sign}{times}{number}"
    return words


def amount_of(terms: Sequence[TermFacts]) -> Fraction:
    """Return what the terms of a formula come to."""
    return sum((facts.term.coefficient * facts.amount for facts in terms), Fraction(0))


def person_days_of(lived: PersonTime) -> str:
    """Return the sum of the person-days of several stocks: `7,405,850 - 3,100,012.5`."""
    return _joined((stock.coefficient, half(stock.twice)) for stock in lived.stocks)


def years_of(lived: PersonTime) -> str:
    """Return person-years as a sum over the lengths of the statistical years: `7,405,850 / 365`."""
    parts = [(lived.twice_365, 365), (lived.twice_366, 366)]
    said = [f"{half(twice)} / {days}" for twice, days in parts if twice]
    return " + ".join(said) or f"{half(lived.twice)} / 365"


def years(lived: PersonTime) -> Fraction:
    """Return person-years."""
    return Fraction(lived.twice_365, 2 * 365) + Fraction(lived.twice_366, 2 * 366)
