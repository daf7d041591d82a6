"""A second calculator, slow and plain, written from the design's words: what the roll-up and the rates must give.

Nothing of it comes from popcalc but the definitions of indicators (their formulas, kinds and factors).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise

from popcalc.definitions.catalogue import Catalogue, Formula, Indicator

FEW = 20


@dataclass(frozen=True)
class Row:
    """What a village reports for a run of months; a count that is not there is missing."""

    village: str
    start: int
    end: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Asked:
    """One cell of a question: villages of an area, a period, and how to reckon."""

    villages: frozenset[str]
    period: tuple[int, int]
    span: tuple[int, int]
    year_start: int = 1
    average: str = "curve"
    keep: bool = False
    basis: str = "annual"


@dataclass(frozen=True)
class Answer:
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    reported: int
    expected: int
    flags: frozenset[str]


@dataclass
class Parts:
    """The terms of a figure, by moment and count, and its person-time."""

    terms: dict[tuple[str, str], int] = field(default_factory=dict)
    lived: Fraction = Fraction(0)
    lived_leap: Fraction = Fraction(0)
    flags: set[str] = field(default_factory=set)
    missing: bool = False

    def add(self, moment: str, count: str, value: int) -> None:
        self.terms[moment, count] = self.terms.get((moment, count), 0) + value

    def live(self, lived: Fraction, lived_leap: Fraction, flags: set[str], weight: int) -> None:
        self.lived += weight * lived
        self.lived_leap += weight * lived_leap
        self.flags |= flags


@cache
def day_of_end(moment: int) -> int:
    """The day, as date.toordinal counts, on which a month ends."""
    year, month = divmod(moment, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1]).toordinal()


def days(start: int, end: int) -> int:
    return day_of_end(end) - day_of_end(start - 1)


def year_of(month: int, year_start: int) -> int:
    """The statistical year that a month lies in, named after the calendar year in which it ends."""
    year, number = divmod(month, 12)
    return year + 1 if year_start > 1 and number + 1 >= year_start else year


def months_of_year(year: int, year_start: int) -> range:
    first = year * 12 if year_start == 1 else (year - 1) * 12 + year_start - 1
    return range(first, first + 12)


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True)
class Village:
    """One village's stock: figures at month-ends (when they arrive, when they leave) and averages that were given."""

    points: Mapping[int, tuple[int, int]]
    averages: Sequence[tuple[int, int, int]]

    @property
    def known(self) -> bool:
        return bool(self.points)

    def at(self, moment: int, *, leaving: bool) -> tuple[int, set[str]]:
        """The curve at a month-end, and `bridged` where it was interpolated."""
        if moment in self.points:
            return self.points[moment][leaving], set()
        before = [point for point in self.points if point < moment]
        after = [point for point in self.points if point > moment]
        if not before:
            return self.points[min(after)][0], set()
        if not after:
            return self.points[max(before)][1], set()
        left, right = max(before), min(after)
        share = Fraction(day_of_end(moment) - day_of_end(left), day_of_end(right) - day_of_end(left))
        low, high = self.points[left][1], self.points[right][0]
        return half_up(low + (high - low) * share), {"bridged"}

    def area(self, start: int, end: int) -> tuple[Fraction, set[str]]:
        """Person-days under the curve: trapezoids between the run's ends and the month-ends reported inside it."""
        corners = [start - 1, *sorted(point for point in self.points if start <= point < end), end]
        total, flags = Fraction(0), set[str]()
        for left, right in pairwise(corners):
            opening, bridged = self.at(left, leaving=True)
            closing, bridged_too = self.at(right, leaving=False)
            total += Fraction(opening + closing, 2) * (day_of_end(right) - day_of_end(left))
            flags |= bridged | bridged_too
        if min(self.points) > start or max(self.points) < end - 1:
            flags.add("extrapolated")
        return total, flags

    def average_of_ends(self, period: tuple[int, int]) -> tuple[Fraction, set[str]]:
        start, end = period
        inside = [point for point in self.points if start - 1 <= point <= end]
        if not inside:
            opening, flags = self.at(start - 1, leaving=True)
            closing, more = self.at(end, leaving=False)
            flags = flags | more
            if not flags:
                flags = {"extrapolated"}
            return Fraction(opening + closing, 2), flags
        first, last = min(inside), max(inside)
        opening = self.points[first][first == start - 1]
        closing = self.points[last][last != end]
        late = first > start or last < end - 1
        return Fraction(opening + closing, 2), {"extrapolated"} if late else set()

    def middle(self, period: tuple[int, int]) -> tuple[Fraction, set[str]]:
        start, end = period
        middle = Fraction(day_of_end(start - 1) + day_of_end(end), 2)
        nearest = min(self.points, key=lambda point: (abs(day_of_end(point) - middle), point))
        before_period = nearest <= start - 1
        outside = nearest < start - 1 or nearest > end
        return Fraction(self.points[nearest][before_period]), {"extrapolated"} if outside else set()

    def lived(self, start: int, end: int, period: tuple[int, int], average: str) -> tuple[Fraction, set[str]] | None:
        """Person-days from the first to the last month of a run that lies in a period; None where nothing is known."""
        for first, last, value in self.averages:
            if first <= start and end <= last:
                return Fraction(value * days(start, end)), {"supplied"}
        if any(first <= end and start <= last for first, last, _ in self.averages):
            months = [self.lived(month, month, period, average) for month in range(start, end + 1)]
            if None in months:
                return None
            known = [month for month in months if month]
            return sum((one[0] for one in known), Fraction(0)), set[str]().union(*(one[1] for one in known))
        if not self.known:
            return None
        if average == "curve":
            return self.area(start, end)
        mean, flags = self.average_of_ends(period) if average == "ends" else self.middle(period)
        return mean * days(start, end), flags


class Oracle:
    """The figures of some rows."""

    def __init__(self, rows: Iterable[Row], villages: Iterable[str], catalogue: Catalogue) -> None:
        self.rows = list(rows)
        self.villages = list(villages)
        self.catalogue = catalogue
        self.stocks: dict[tuple[str, str], Village] = {}

    def nature(self, count: str) -> str:
        return self.catalogue.counts[count].nature.value

    def stock(self, village: str, count: str) -> Village:
        if (village, count) not in self.stocks:
            self.stocks[village, count] = self.read_stock(village, count)
        return self.stocks[village, count]

    def read_stock(self, village: str, count: str) -> Village:
        openings = [key for key, one in self.catalogue.counts.items() if one.opening_of == count]
        averages = [key for key, one in self.catalogue.counts.items() if one.average_of == count]
        own = [row for row in self.rows if row.village == village]
        closed = {row.end: row.counts[count] for row in own if count in row.counts}
        opened = {row.start - 1: row.counts[key] for row in own for key in openings if key in row.counts}
        points = {
            moment: (closed.get(moment, opened.get(moment, 0)), opened.get(moment, closed.get(moment, 0)))
            for moment in {*closed, *opened}
        }
        given = [(row.start, row.end, row.counts[key]) for row in own for key in averages if key in row.counts]
        return Village(points, given)

    def runs(self, village: str, flows: Sequence[str]) -> Iterator[tuple[int, int, dict[str, int], set[str]]]:
        """Runs of months on which a figure over some flows can rest: sums, and the flows reported for all of each."""
        groups: list[list[Row]] = []
        for row in self.rows:
            if row.village != village or not any(flow in row.counts for flow in flows):
                continue
            near = [group for group in groups if any(row.start <= one.end and one.start <= row.end for one in group)]
            groups = [group for group in groups if group not in near]
            groups.append([row, *(one for group in near for one in group)])
        # Two groups can come to touch through a run that was added later; the loop above joins them as it is added.
        for group in groups:
            start, end = min(row.start for row in group), max(row.end for row in group)
            sums, whole = dict[str, int](), set[str]()
            for flow in flows:
                of_flow = [row for row in group if flow in row.counts]
                sums[flow] = sum(row.counts[flow] for row in of_flow)
                months = {month for row in of_flow for month in range(row.start, row.end + 1)}
                if months == set(range(start, end + 1)):
                    whole.add(flow)
            yield start, end, sums, whole

    def quota(self, village: str, year: int, count: str, year_start: int) -> int | None:
        for row in self.rows:
            if row.village == village and count in row.counts and year_of(row.end, year_start) == year:
                return row.counts[count]
        return None

    def closing(self, village: str, period: tuple[int, int], counts: Sequence[str]) -> int | None:
        """The last month-end inside a period at which a village reports all of some stocks."""
        for moment in range(period[1], period[0] - 1, -1):
            if all(moment in self.stock(village, count).points for count in counts):
                return moment
        return None

    def answer(self, indicator: Indicator, asked: Asked) -> Answer:
        matched, reported = self.matched(indicator, asked)
        parts = self.kept(indicator, asked) if asked.keep else matched
        flags = set(parts.flags)
        if asked.keep:
            flags |= matched.flags
            if self.sums(indicator, parts) != self.sums(indicator, matched):
                flags.add("unmatched")
        expected = len(asked.villages) * (asked.period[1] - asked.period[0] + 1)
        if reported < expected:
            flags.add("partial")
        known = not parts.missing if asked.keep else reported > 0
        return self.figure(indicator, asked, parts, known, reported, expected, flags)

    def figure(
        self,
        indicator: Indicator,
        asked: Asked,
        parts: Parts,
        known: bool,
        reported: int,
        expected: int,
        flags: set[str],
    ) -> Answer:
        kind = indicator.kind.value
        top = self.formula(indicator.numerator, parts)
        below: Fraction | None
        if kind in ("rate", "rate_difference"):
            if asked.basis == "annual":
                below = (parts.lived - parts.lived_leap) / 365 + parts.lived_leap / 366
            else:
                below = parts.lived / days(*asked.period)
        else:
            below = None if indicator.denominator is None else self.formula(indicator.denominator, parts)
        value: Fraction | None = None
        if known and below is None:
            value = top
        elif known and below:
            value = indicator.per * top / below
        if value is None:
            flags.add("undefined")
        else:
            if kind == "proportion" and below is not None and not 0 <= top <= below:
                flags.add("impossible")
            if kind in ("rate", "ratio", "quota", "mean") and (top < 0 or (below is not None and below < 0)):
                flags.add("impossible")
            if self.events(indicator, parts) < FEW:
                flags.add("few_events")
        return Answer(value, top if known else None, below if known else None, reported, expected, frozenset(flags))

    def events(self, indicator: Indicator, parts: Parts) -> Fraction | int:
        """What chance works on; enough of it where an indicator is not of that kind."""
        top = self.formula(indicator.numerator, parts)
        match indicator.kind.value, indicator.interval.value:
            case "rate_difference", _:
                return sum(
                    abs(term.coefficient) * parts.terms.get((term.moment.value, term.count), 0)
                    for term in indicator.numerator
                )
            case ("rate", _) | (_, "poisson"):
                return top
            case _, "binomial":
                assert indicator.denominator
                return self.formula(indicator.denominator, parts)
            case _, "odds":
                assert indicator.denominator
                return top + self.formula(indicator.denominator, parts)
        return FEW

    def formula(self, formula: Formula, parts: Parts) -> Fraction:
        """A formula in its own unit: money in yuan, people in persons."""
        return sum(
            (
                Fraction(term.coefficient * parts.terms.get((term.moment.value, term.count), 0))
                / 10 ** self.catalogue.counts[term.count].decimals
                for term in formula
            ),
            Fraction(0),
        )

    def sums(self, indicator: Indicator, parts: Parts) -> tuple[Fraction, ...]:
        below = self.formula(indicator.denominator, parts) if indicator.denominator else Fraction(0)
        # The terms of the numerator by sign: a surplus of both that cancels is a difference too.
        signs = [
            self.formula(Formula(tuple(term for term in indicator.numerator if term.coefficient * sign > 0)), parts)
            for sign in (1, -1)
        ]
        return (*signs, below, parts.lived, parts.lived_leap)

    def needs(self, indicator: Indicator, moment: str, nature: str) -> list[str]:
        terms = (*indicator.numerator, *(indicator.denominator or ()))
        return list(
            dict.fromkeys(
                term.count for term in terms if term.moment.value == moment and self.nature(term.count) == nature
            )
        )

    def matched(self, indicator: Indicator, asked: Asked) -> tuple[Parts, int]:
        """Sums over the village-months for which everything is known, and how many these are."""
        parts, reported = Parts(), 0
        flows, stocks = self.needs(indicator, "period", "flow"), self.needs(indicator, "period", "stock")
        quotas = self.needs(indicator, "period", "quota")
        moments = self.needs(indicator, "closing", "stock") + self.needs(indicator, "opening", "stock")
        years = {year_of(month, asked.year_start) for month in range(asked.period[0], asked.period[1] + 1)}
        for village in sorted(asked.villages):
            month_ends = self.month_ends(indicator, village, asked)
            with_quota = {
                year
                for year in (*years, year_of(asked.period[1], asked.year_start))
                if all(self.quota(village, year, count, asked.year_start) is not None for count in quotas)
            }
            rows = 0
            for start, end, sums, whole in self.runs(village, flows) if flows else ():
                if not (asked.period[0] <= start and end <= asked.period[1]) or whole != set(flows):
                    continue
                if moments and month_ends is None:
                    continue
                if quotas and year_of(end, asked.year_start) not in with_quota:
                    continue
                lived = [self.person_time(village, stock, start, end, asked) for stock in stocks]
                if None in lived:
                    continue
                rows += end - start + 1
                for flow in flows:
                    parts.add("period", flow, sums[flow])
                for stock, one in zip(stocks, lived, strict=True):
                    assert one
                    parts.live(*one, self.weight(indicator, stock))
            enters = month_ends is not None if not flows else rows > 0
            if not flows and moments and quotas:
                enters = enters and year_of(asked.period[1], asked.year_start) in with_quota
            if moments and enters and month_ends is not None:
                self.add_month_ends(parts, month_ends)
                rows = rows if flows else asked.period[1] - asked.period[0] + 1
            if quotas:
                for year in sorted(years & with_quota):
                    for count in quotas:
                        parts.add("period", count, self.quota(village, year, count, asked.year_start) or 0)
                    if not flows and not moments:
                        of_year = months_of_year(year, asked.year_start)
                        rows += len([m for m in of_year if asked.period[0] <= m <= asked.period[1]])
            reported += rows
        return parts, reported

    def weight(self, indicator: Indicator, stock: str) -> int:
        return sum(term.coefficient for term in indicator.denominator or () if term.count == stock)

    def person_time(
        self, village: str, stock: str, start: int, end: int, asked: Asked
    ) -> tuple[Fraction, Fraction, set[str]] | None:
        """Person-days, those of them in statistical years of 366 days, and flags."""
        own = self.stock(village, stock)
        lived = own.lived(start, end, asked.period, asked.average)
        if lived is None:
            return None
        leap = Fraction(0)
        for year in range(year_of(start, asked.year_start), year_of(end, asked.year_start) + 1):
            of_year = months_of_year(year, asked.year_start)
            if days(of_year[0], of_year[-1]) == 366:
                part = own.lived(max(start, of_year[0]), min(end, of_year[-1]), asked.period, asked.average)
                assert part
                leap += part[0]
        return lived[0], leap, lived[1]

    def month_ends(
        self, indicator: Indicator, village: str, asked: Asked
    ) -> tuple[dict[tuple[str, str], int], bool] | None:
        """A village's closing and opening figures, and whether the closing is stale; None where one is missing."""
        closing, opening = self.needs(indicator, "closing", "stock"), self.needs(indicator, "opening", "stock")
        found, stale = dict[tuple[str, str], int](), False
        if closing:
            moment = self.closing(village, asked.period, closing)
            if moment is None:
                return None
            stale = moment < asked.period[1]
            found |= {("closing", count): self.stock(village, count).points[moment][0] for count in closing}
        for count in opening:
            points = self.stock(village, count).points
            if asked.period[0] - 1 not in points:
                return None
            found["opening", count] = points[asked.period[0] - 1][1]
        return (found, stale) if found else None

    def add_month_ends(self, parts: Parts, month_ends: tuple[dict[tuple[str, str], int], bool]) -> None:
        for (moment, count), value in month_ends[0].items():
            parts.add(moment, count, value)
        if month_ends[1]:
            parts.flags.add("stale")

    def kept(self, indicator: Indicator, asked: Asked) -> Parts:
        """Sums over everything that is reported, each count by itself."""
        parts = Parts()
        found: dict[tuple[str, str], bool] = {}

        def saw(moment: str, count: str) -> None:
            found[moment, count] = True

        flows = self.needs(indicator, "period", "flow")
        for village in sorted(asked.villages):
            for flow in flows:
                for row in self.rows:
                    inside = asked.period[0] <= row.start and row.end <= asked.period[1]
                    if row.village == village and flow in row.counts and inside:
                        parts.add("period", flow, row.counts[flow])
                        saw("period", flow)
            for stock in self.needs(indicator, "period", "stock"):
                self.keep_person_time(parts, indicator, village, stock, asked, saw)
            self.keep_month_ends(parts, indicator, village, asked, saw)
            for count in self.needs(indicator, "period", "quota"):
                for year in {year_of(month, asked.year_start) for month in range(asked.period[0], asked.period[1] + 1)}:
                    value = self.quota(village, year, count, asked.year_start)
                    if value is not None:
                        parts.add("period", count, value)
                        saw("period", count)
        terms = (*indicator.numerator, *(indicator.denominator or ()))
        parts.missing = any((term.moment.value, term.count) not in found for term in terms)
        return parts

    def keep_person_time(
        self,
        parts: Parts,
        indicator: Indicator,
        village: str,
        stock: str,
        asked: Asked,
        saw: Callable[[str, str], None],
    ) -> None:
        """Add all months of the period: those that match as they match, run by run, and the others month by month."""
        flows, stocks = self.needs(indicator, "period", "flow"), self.needs(indicator, "period", "stock")
        covered, pieces = set[int](), list[tuple[int, int]]()
        for start, end, _, whole in self.runs(village, flows):
            inside = asked.period[0] <= start and end <= asked.period[1] and whole == set(flows)
            if inside and None not in [self.person_time(village, one, start, end, asked) for one in stocks]:
                pieces.append((start, end))
                covered |= set(range(start, end + 1))
        first, last = asked.period
        pieces += [(month, month) for month in range(first, last + 1) if month not in covered]
        for start, end in pieces:
            lived = self.person_time(village, stock, start, end, asked)
            if lived is not None:
                parts.live(*lived, self.weight(indicator, stock))
                saw("period", stock)

    def keep_month_ends(
        self, parts: Parts, indicator: Indicator, village: str, asked: Asked, saw: Callable[[str, str], None]
    ) -> None:
        """Add a village's month-ends: those that all stocks share, or else each stock's own."""
        together = self.month_ends(indicator, village, asked)
        for count in self.needs(indicator, "closing", "stock"):
            moment = self.closing(village, asked.period, [count])
            if together:
                parts.add("closing", count, together[0]["closing", count])
                parts.flags |= {"stale"} if together[1] else set()
                saw("closing", count)
            elif moment is not None:
                parts.add("closing", count, self.stock(village, count).points[moment][0])
                parts.flags |= {"stale"} if moment < asked.period[1] else set()
                saw("closing", count)
        for count in self.needs(indicator, "opening", "stock"):
            points = self.stock(village, count).points
            if asked.period[0] - 1 in points:
                parts.add("opening", count, points[asked.period[0] - 1][1])
                saw("opening", count)
