"""What the second judge adds up, today and when a bound is to be met, from the sums of `tests.unit.oracle`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from popcalc.definitions.catalogue import Formula, Indicator, Kind
from tests.unit.oracle import Asked, Oracle, Parts, days, months_of_year
from tests.unit.oracle_months import Months, span, year_months


@dataclass(frozen=True)
class Aim:
    """One target on one area: the bound of the year as written, and how it is judged.

    `goal` is the months at whose end the bound is to be met, by default those of the year.
    """

    indicator: Indicator
    low: Fraction | None
    high: Fraction | None
    year: int
    paced: bool = False
    min_events: int = 0
    min_coverage: Fraction | None = None
    goal: Months | None = None


@dataclass
class Village:
    """One village's numerator and denominator: what is known of each, and whether all of it is."""

    above: int
    above_whole: bool
    below: int
    below_whole: bool


class Sums:
    """The sums of the rows of an oracle."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle

    def goal(self, aim: Aim, asked: Asked) -> Months:
        return aim.goal or year_months(aim.year, asked.year_start)

    def signs(self, one: Indicator, parts: Parts) -> tuple[int, int]:
        """What is added above the line, and what is taken away."""
        plus, minus = (
            self.oracle.formula(Formula(tuple(term for term in one.numerator if term.coefficient * sign > 0)), parts)
            for sign in (1, -1)
        )
        return int(plus), -int(minus)

    def events(self, aim: Aim, parts: Parts) -> Fraction | int:
        """The numerator of a rate, both terms of a difference, the denominator of a proportion, both sexes."""
        one = aim.indicator
        top = self.oracle.formula(one.numerator, parts)
        below = self.oracle.formula(one.denominator, parts) if one.denominator else Fraction(0)
        if one.kind is Kind.PROPORTION:
            return below
        if one.kind in (Kind.RATE_DIFFERENCE, Kind.COUNT, Kind.CHANGE):
            apart = [Formula(tuple(t for t in one.numerator if t.coefficient * sign > 0)) for sign in (1, -1)]
            return sum(abs(self.oracle.formula(formula, parts)) for formula in apart)
        return top + below if one.interval.value == "odds" else top

    def before_the_first(self, asked: Asked) -> int:
        """The village-months of a period before the first month that the data have: no gaps of a rate."""
        flows = [key for key, count in self.oracle.catalogue.counts.items() if count.nature.value == "flow"]
        first, _ = span(self.oracle.rows, flows)
        return len(asked.villages) * min(max(0, first - asked.period[0]), asked.period[1] - asked.period[0])

    def village(self, one: Indicator, asked: Asked, village: str) -> Village:
        """What is known of one village's numerator and denominator, each by itself."""
        own = replace(asked, villages=frozenset({village}))
        above, above_whole = self.term(one.numerator, own)
        below, below_whole = self.term(one.denominator, own) if one.denominator else (1, True)
        return Village(above, above_whole, below, below_whole)

    def term(self, formula: Formula, own: Asked) -> tuple[int, bool]:
        alone = Indicator("alone", None, Kind.COUNT, formula)  # type: ignore[arg-type]
        parts, reported = self.oracle.matched(alone, own)
        whole = reported == own.period[1] - own.period[0] + 1
        unit = max(10 ** self.oracle.catalogue.counts[term.count].decimals for term in formula)
        return int(self.oracle.formula(formula, parts) * unit), whole

    def scaled(self, one: Indicator, above: int, below: int) -> Fraction:
        """A value from sums in smallest units."""
        units = [
            max(10 ** self.oracle.catalogue.counts[term.count].decimals for term in formula) if formula else 1
            for formula in (one.numerator, one.denominator)
        ]
        return Fraction((one.per if one.denominator else 1) * above * units[1], below * units[0])

    def share_so_far(self, aim: Aim, asked: Asked) -> Fraction:
        """The share of the target's time that has passed and is reported: of a rate in person-days."""
        end = self.goal(aim, asked)[1]
        if aim.indicator.kind in (Kind.RATE, Kind.RATE_DIFFERENCE):
            (_, today, _), (_, at_end, _) = self.today(aim.indicator, asked), self.at_end(aim, asked)
            share = today / at_end if at_end else Fraction(0)
            on_days = Fraction(days(*asked.period), days(asked.period[0], end)) if asked.basis == "period" else 1
            return share * on_days
        answer = self.oracle.answer(aim.indicator, asked)
        return Fraction(days(*asked.period) * answer.reported, days(asked.period[0], end) * answer.expected)

    def of_flows(self, one: Indicator, *, below_only: bool = False) -> bool:
        terms = (*(() if below_only else one.numerator), *(one.denominator or ()))
        return {self.oracle.nature(term.count) for term in terms} == {"flow"}

    def today(self, one: Indicator, asked: Asked) -> tuple[int, Fraction, Fraction]:
        """Numerator in smallest units, denominator, and the factor that makes a value of their quotient."""
        parts, _ = self.oracle.matched(one, asked)
        units = [
            max(10 ** self.oracle.catalogue.counts[term.count].decimals for term in formula) if formula else 1
            for formula in (one.numerator, one.denominator)
        ]
        x = int(self.oracle.formula(one.numerator, parts) * units[0])
        if one.kind in (Kind.RATE, Kind.RATE_DIFFERENCE):
            return x, self.lived(parts.lived, asked, days(*asked.period)), Fraction(one.per, units[0])
        if one.denominator is None:
            return x, Fraction(1), Fraction(1, units[0])
        return x, self.oracle.formula(one.denominator, parts), Fraction(one.per, units[0])

    def lived(self, person_days: Fraction, asked: Asked, of_period: int) -> Fraction:
        if asked.basis == "period":
            return person_days / of_period
        year = months_of_year(self.year(asked), asked.year_start)
        return person_days / days(year[0], year[-1])

    def year(self, asked: Asked) -> int:
        year, number = divmod(asked.period[1], 12)
        return year + 1 if asked.year_start > 1 and number + 1 >= asked.year_start else year

    def at_end(self, aim: Aim, asked: Asked) -> tuple[int, Fraction, Fraction]:
        """The same when the bound is to be met, were nothing more to happen.

        Person-time: every village's last stock, held flat over all days that are not in the figure. People who are
        there and tasks: all that are known.
        """
        one = aim.indicator
        x, n, factor = self.today(one, asked)
        if one.kind in (Kind.RATE, Kind.RATE_DIFFERENCE):
            last = self.goal(aim, asked)[1]
            person_days = Fraction(0)
            for village in sorted(asked.villages):
                person_days += self.village_lived(one, replace(asked, villages=frozenset({village})), last)
            return x, self.lived(person_days, asked, days(asked.period[0], last)), factor
        against_people = one.kind in (Kind.PROPORTION, Kind.RATIO) and not self.of_flows(one, below_only=True)
        answer = self.oracle.answer(one, asked)
        if answer.reported < answer.expected and (one.kind in (Kind.MEAN, Kind.QUOTA) or against_people):
            villages = [self.village(one, asked, village) for village in sorted(asked.villages)]
            whole = [v for v in villages if v.below_whole]
            assert one.denominator is not None
            unit = max(10 ** self.oracle.catalogue.counts[term.count].decimals for term in one.denominator)
            return sum(v.above for v in whole), Fraction(sum(v.below for v in whole), unit), factor
        return x, n, factor

    def village_lived(self, one: Indicator, own: Asked, last: int) -> Fraction:
        """A village's person-days by the last month: those of the figure, and its last stock for all other days."""
        parts, _ = self.oracle.matched(one, own)
        (village,) = own.villages
        flows = self.oracle.needs(one, "period", "flow")
        stocks = self.oracle.needs(one, "period", "stock")
        held = Fraction(0)
        for stock in stocks:
            known = self.last_stock(village, stock, own.period[1])
            if known is None:
                return parts.lived
            held += known * self.oracle.weight(one, stock)
        counted = sum(
            days(start, end)
            for start, end, _, whole in self.oracle.runs(village, flows)
            if own.period[0] <= start
            and end <= own.period[1]
            and whole == set(flows)
            and None not in [self.oracle.person_time(village, stock, start, end, own) for stock in stocks]
        )
        return parts.lived + held * (days(own.period[0], last) - counted)

    def last_stock(self, village: str, stock: str, by: int) -> int | None:
        """The stock that a village has when a month ends: its last figure by then, else its first after it."""
        own = self.oracle.stock(village, stock)
        figures = [(moment, 1, leaving) for moment, (_, leaving) in own.points.items() if moment <= by]
        figures += [(min(end, by), 0, value) for start, end, value in own.averages if start <= by]
        if figures:
            return max(figures)[2]
        later = [(moment, 1, arriving) for moment, (arriving, _) in own.points.items()]
        later += [(start, 0, value) for start, _, value in own.averages]
        return min(later)[2] if later else None
