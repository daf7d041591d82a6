"""A second judge, slow and plain, written from the design's words: status, reason, and what is to go, by trying.

Nothing of it comes from popcalc but the definitions of indicators; sums are those of `tests.unit.oracle`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from popcalc.definitions.catalogue import Formula, Indicator, Kind, Moment, Term
from popcalc.language import named
from tests.unit.judging.second_judge_chance import Bounds, Observed, evidence
from tests.unit.judging.second_judge_outlook import Limits, by_the_end, difference, ratio, share_of
from tests.unit.oracle_months import Months, span, year_months
from tests.unit.oracle import Answer, Asked, Oracle, Parts, days, months_of_year

FAR = 3_000
"""So many numbers are tried one by one; one that is said and lies further off is tried with those beside it."""
MOST_MISSING = Fraction(1, 10)


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


@dataclass(frozen=True)
class Word:
    """A verdict."""

    status: str
    reason: str = ""
    to_go: int | None = None
    kind: str = ""
    behind: int | None = None
    evidence: str = ""


@dataclass
class Village:
    """One village's numerator and denominator: what is known of each, and whether all of it is."""

    above: int
    above_whole: bool
    below: int
    below_whole: bool


class SecondJudge:
    """Verdicts on the rows of an oracle."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle

    def judge(self, aim: Aim, asked: Asked, said: tuple[int | None, ...] = ()) -> Word:
        """The verdict; `said` are numbers that popcalc gives."""
        far = [number for number in said if number is not None and abs(number) >= FAR - 1]
        beyond = {number + step for number in far for step in (-1, 0, 1)}
        self.tried = sorted({*range(FAR), *(number for number in beyond if number >= 0)})
        self.tried_back = sorted({*self.tried, *range(-FAR, 0), *beyond}, reverse=True)
        answer = self.oracle.answer(aim.indicator, asked)
        applied = self.share_of(aim, asked.period, asked)
        goal = self.share_of(aim, self.goal(aim, asked), asked)
        if answer.reported == 0:
            return Word("no_data", "nothing_reported")
        if "impossible" in answer.flags or self.more_than_everyone(aim.indicator, asked):
            return Word("no_data", "impossible")
        if answer.value is None:
            return Word("no_data", "undefined")
        if self.is_open(aim, answer, applied, asked):
            # What is left is said all the same: what is missing is part of what may still come.
            differs = any(term.coefficient < 0 for term in aim.indicator.numerator)
            is_count = aim.indicator.kind is Kind.COUNT
            if differs if is_count else self.reach(aim.indicator, asked) is not None:
                return Word("no_data", "incomplete")
            return Word("no_data", "incomplete", *self.to_go(aim, asked, answer.value, "", applied, goal))
        parts, _ = self.oracle.matched(aim.indicator, asked)
        if int(self.events(aim, parts)) < aim.min_events:
            return Word("no_data", "below_min_events")
        status = "pass" if inside(answer.value, applied) else "fail"
        number, kind = self.to_go(aim, asked, answer.value, status, applied, goal)
        sure = self.evidence(aim, asked, parts, status, applied)
        return Word(status, "", number, kind, self.behind(aim, asked, answer, applied), sure)

    def goal(self, aim: Aim, asked: Asked) -> Months:
        return aim.goal or year_months(aim.year, asked.year_start)

    def evidence(self, aim: Aim, asked: Asked, parts: Parts, status: str, applied: Bounds) -> str:
        one = aim.indicator
        _, below, factor = self.today(one, asked)
        plus, minus = self.signs(one, parts)
        seen = Observed(plus, minus, below, factor)
        part_of_year = asked.period != year_months(aim.year, asked.year_start)
        return evidence(one, status, seen, applied, part_of_year=part_of_year, basis=asked.basis)

    def more_than_everyone(self, one: Indicator, asked: Asked) -> bool:
        """Whether more died, or were born, than everyone there was: in the period of a rate or in a month of it.

        Everyone are the people at the start or at the end, whichever is more, and of deaths those born meanwhile.
        """
        if one.kind not in (Kind.RATE, Kind.RATE_DIFFERENCE) or str(one.denominator) != "population":
            return False
        events = [term.count for term in one.numerator if term.count in ("births", "deaths")]
        months = [(month, month) for month in range(asked.period[0], asked.period[1] + 1)]
        return any(
            self.exceeds(event, replace(asked, period=period)) for event in events for period in (asked.period, *months)
        )

    def exceeds(self, event: str, asked: Asked) -> bool:
        born = self.term(Formula((Term(1, "births"),)), asked)[0] if event == "deaths" else 0
        for moment in (Moment.OPENING, Moment.CLOSING):
            people = Formula((Term(1, "population", moment),))
            of_people = Indicator("of people", named("of people"), Kind.RATIO, Formula((Term(1, event),)), people)
            parts, reported = self.oracle.matched(of_people, asked)
            happened = parts.terms.get(("period", event), 0)
            if not reported or happened <= self.oracle.formula(people, parts) + born:
                return False
        return True

    def signs(self, one: Indicator, parts: Parts) -> tuple[int, int]:
        """What is added above the line, and what is taken away."""
        plus, minus = (
            self.oracle.formula(Formula(tuple(term for term in one.numerator if term.coefficient * sign > 0)), parts)
            for sign in (1, -1)
        )
        return int(plus), -int(minus)

    def share_of(self, aim: Aim, period: Months, asked: Asked) -> Bounds:
        """The bound for a part of the year, by days."""
        if not aim.paced:
            return aim.low, aim.high
        year = months_of_year(aim.year, asked.year_start)
        share = Fraction(days(*period), days(year[0], year[-1]))
        return tuple(None if end is None else end * share for end in (aim.low, aim.high))  # type: ignore[return-value]

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

    # What may still come in.

    def is_open(self, aim: Aim, answer: Answer, applied: Bounds, asked: Asked) -> bool:
        """Whether village-months that are missing leave the verdict open."""
        missing = answer.expected - answer.reported
        if aim.min_coverage is not None and answer.reported >= aim.min_coverage * answer.expected:
            return False
        if missing == 0:
            return False
        reach = self.reach(aim.indicator, asked)
        if reach is None:
            least = aim.min_coverage if aim.min_coverage is not None else 1 - MOST_MISSING
            return answer.reported < least * (answer.expected - self.before_the_first(asked))
        assert answer.value is not None
        return not all_alike([answer.value, *reach], applied)

    def before_the_first(self, asked: Asked) -> int:
        """The village-months of a period before the first month that the data have: no gaps of a rate."""
        flows = [key for key, count in self.oracle.catalogue.counts.items() if count.nature.value == "flow"]
        first, _ = span(self.oracle.rows, flows)
        return len(asked.villages) * min(max(0, first - asked.period[0]), asked.period[1] - asked.period[0])

    def reach(self, one: Indicator, asked: Asked) -> list[Fraction | None] | None:
        """The least and the largest a figure can become (None: without end); None for one that is judged as it is.

        What adds up can only grow; what is held against people who are there, or against a task, moves both ways.
        """
        negative = any(term.coefficient < 0 for term in one.numerator)
        villages = [self.village(one, asked, village) for village in sorted(asked.villages)]
        if one.kind is Kind.COUNT:
            return [None, None] if negative else [self.scaled(one, sum(v.above for v in villages), 1), None]
        natures = {self.oracle.nature(term.count) for term in one.denominator or ()}
        if one.kind not in (Kind.MEAN, Kind.QUOTA) and (
            one.kind not in (Kind.PROPORTION, Kind.RATIO) or natures == {"flow"}
        ):
            return None
        if negative:
            return [None, None]
        above, below = sum(v.above for v in villages), sum(v.below for v in villages)
        every_above = all(v.above_whole for v in villages)
        every_below = all(v.below_whole for v in villages)
        least = self.scaled(one, above, below) if every_below and below else Fraction(0)
        if one.kind is Kind.PROPORTION:
            if any(not v.above_whole and not v.below_whole for v in villages):
                return [least, Fraction(one.per)]
            most_above = sum(v.above if v.above_whole else max(v.above, v.below) for v in villages)
            least_below = sum(v.below if v.below_whole else max(v.below, v.above) for v in villages)
            return [least, self.scaled(one, most_above, least_below) if least_below else Fraction(one.per)]
        if not every_above or not below:
            return [least, None]
        return [least, self.scaled(one, above, below)]

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

    # What would turn it, by trying.

    def to_go(
        self, aim: Aim, asked: Asked, value: Fraction, status: str, applied: Bounds, goal: Bounds
    ) -> tuple[int | None, str]:
        """The smallest number that meets the bound at the year's end, or the largest that keeps it."""
        one = aim.indicator
        x, n, factor = self.at_end(aim, asked)
        too_low = applied[0] is not None and value < applied[0]
        too_high = applied[1] is not None and value > applied[1]

        def meets(more_above: int, more_below: int) -> bool:
            return inside(factor * (x + more_above), goal, n + more_below)

        part = one.kind is Kind.PROPORTION and self.of_flows(one)
        over_flow = one.kind is Kind.RATIO and self.of_flows(one, below_only=True)
        if one.interval.value == "odds":
            if too_low:
                return first(self.tried, lambda k: meets(k, 0)), "needed"
            return (first(self.tried, lambda k: meets(0, k)), "needed") if too_high else (None, "")
        if too_low or (applied[1] is None):
            return first(self.tried, lambda k: meets(k, k if part else 0)), "needed"
        if too_high and (part or over_flow):
            return first(self.tried, lambda k: meets(0, k)), "needed"
        if part and goal[1] is not None and goal[1] >= one.per:
            return None, "allowed"
        falls = any(term.coefficient < 0 for term in one.numerator)
        tried = self.tried_back if falls else self.tried[::-1]
        return first(tried, lambda k: meets(k, k if part else 0)), "allowed"

    def behind(self, aim: Aim, asked: Asked, answer: Answer, applied: Bounds) -> int | None:
        """The smallest number added by the last month that meets the applied floor today."""
        low = applied[0]
        if low is None:
            return None
        one = aim.indicator
        x, n, factor = self.today(one, asked)
        part = one.kind is Kind.PROPORTION and self.of_flows(one)
        return first(self.tried, lambda k: inside(factor * (x + k), (low, None), n + (k if part else 0)))

    def outlook(self, aim: Aim, asked: Asked) -> Limits | None:
        """The figure at the end of the target's time, with its prediction interval, of a target that was judged.

        None where nothing is projected: money, people at a moment, tasks, changes.
        """
        one = aim.indicator
        counts = [self.oracle.catalogue.counts[term.count] for term in one.numerator]
        if any(count.nature.value != "flow" or count.decimals for count in counts):
            return None
        x, n, factor = self.at_end(aim, asked)
        share = self.share_so_far(aim, asked)
        if share >= 1 or share <= 0 or n <= 0:
            answer = self.oracle.answer(one, asked)
            return Limits(*[float(answer.value or 0)] * 3) if share >= 1 else None
        above, below = (self.today(one, asked)[place] for place in (0, 1))
        if one.kind is Kind.PROPORTION and self.of_flows(one):
            return share_of(ratio(int(above), int(below - above), float(share))).times(one.per)
        if one.kind is Kind.RATIO and self.of_flows(one, below_only=True):
            return ratio(int(above), int(below), float(share)).times(one.per)
        plus, minus = self.signs(one, self.oracle.matched(one, asked)[0])
        events = by_the_end(plus, float(share))
        if any(term.coefficient < 0 for term in one.numerator):
            events = difference(events, by_the_end(minus, float(share)))
        return events.times(float(factor / n))

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


def inside(value: Fraction, bounds: Bounds, below: Fraction | int = 1) -> bool:
    """Whether value / below lies in inclusive bounds; nothing lies in them without anything below."""
    if below <= 0:
        return False
    return (bounds[0] is None or value >= bounds[0] * below) and (bounds[1] is None or value <= bounds[1] * below)


def all_alike(values: Sequence[Fraction | None], bounds: Bounds) -> bool:
    """Whether a value, the least and the largest it can be (None: without end) are on one side of the bounds."""
    value, least, most = values
    assert value is not None
    if inside(value, bounds):
        return (bounds[0] is None or (least is not None and least >= bounds[0])) and (
            bounds[1] is None or (most is not None and most <= bounds[1])
        )
    if bounds[0] is not None and value < bounds[0]:
        return most is not None and most < bounds[0]
    return bounds[1] is not None and least is not None and least > bounds[1]


def first(candidates: Iterable[int], holds: Callable[[int], bool]) -> int | None:
    """The first candidate for which a condition holds."""
    return next((number for number in candidates if holds(number)), None)
