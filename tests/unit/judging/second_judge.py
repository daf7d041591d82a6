"""A second judge, slow and plain, written from the design: status, reason, evidence, what is to go.

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
from tests.unit.judging.second_judge_sums import Aim, Sums
from tests.unit.oracle import Answer, Asked, Parts, days, months_of_year
from tests.unit.oracle_months import Months, year_months

FAR = 3_000
"""So many numbers are tried one by one; one that is said and lies further off is tried with those beside it."""
MOST_MISSING = Fraction(1, 10)


@dataclass(frozen=True)
class Word:
    """A verdict."""

    status: str
    reason: str = ""
    to_go: int | None = None
    kind: str = ""
    behind: int | None = None
    evidence: str = ""


class SecondJudge(Sums):
    """Verdicts on the rows of an oracle."""

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

    def evidence(self, aim: Aim, asked: Asked, parts: Parts, status: str, applied: Bounds) -> str:
        one = aim.indicator
        _, below, factor = self.today(one, asked)
        plus, minus = self.signs(one, parts)
        seen = Observed(plus, minus, below, factor)
        part_of_year = asked.period != year_months(aim.year, asked.year_start)
        how = {"paced": aim.paced, "part_of_year": part_of_year}
        return evidence(one, status, seen, applied, **how, basis=asked.basis)

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

    def share_of(self, aim: Aim, period: Months, asked: Asked) -> Bounds:
        """The bound for a part of the year, by days."""
        if not aim.paced:
            return aim.low, aim.high
        year = months_of_year(aim.year, asked.year_start)
        share = Fraction(days(*period), days(year[0], year[-1]))
        return tuple(None if end is None else end * share for end in (aim.low, aim.high))  # type: ignore[return-value]

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
        _, n, factor = self.at_end(aim, asked)
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
