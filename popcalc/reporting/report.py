"""What a report holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.language import Text
from popcalc.periods import Calendar, Run
from popcalc.records import FindingResults, Results, VerdictResults

YEAR = 12


class Section(StrEnum):
    """The parts of a report, in their order; the head always stands above them."""

    MONTH = "month"
    SCORECARD = "scorecard"
    COMPARISON = "comparison"
    CHARTS = "charts"
    MISSED = "missed"
    QUALITY = "quality"
    METHOD = "method"


SECTIONS = tuple(Section)
BODY = (Section.MONTH, Section.SCORECARD, Section.COMPARISON, Section.CHARTS)
"""What stands on the first two pages; the rest is the annex."""


class Wish(Struct, frozen=True):
    """What is asked of a report; `month` is written as a period, `title` and `issuer` stand as they are given."""

    title: str = ""
    issuer: str = ""
    month: str | None = None
    by: str | None = None
    sections: tuple[Section, ...] = SECTIONS


class Figure(Struct, frozen=True):
    """A figure of an area: exact, None where it is undefined, with its 95 % limits, None for none.

    `last` is that of the same months a year before and `difference` the one less the other, both on what both years
    have; `percent` only where there are events enough. With `comparable` the value itself rests on less than all that
    is reported.
    """

    value: Fraction | None
    lower: float | None = None
    upper: float | None = None
    last: Fraction | None = None
    difference: Fraction | None = None
    percent: float | None = None
    evidence: str = ""
    denominator: float | None = None
    reported: int = 0
    expected: int = 0
    flags: frozenset[str] = frozenset()

    @property
    def comparable(self) -> bool:
        """Whether it has another value on what both years have than on all that is reported."""
        return "comparable" in self.flags


Figures = Mapping[tuple[str, str], Figure]
"""Figures by area and indicator, both by their keys."""


class Place(Struct, frozen=True):
    """An area of the report: key, name, level, the name of the area above it.

    The level of the total is `all`, and it has no name.
    """

    key: str
    name: str
    level: str
    parent: str = ""

    @property
    def is_total(self) -> bool:
        """Whether it is all areas together."""
        return self.level == "all"


class Standing(Struct, frozen=True):
    """Of how many villages an area has, so many have reported the month."""

    reported: int
    expected: int


class Contents(Struct, frozen=True):
    """What is told: flows as numbers, the rate of the first page, rates beside last year's; keys of indicators."""

    flows: tuple[str, ...]
    rate: str | None
    rates: tuple[str, ...]


class Asked(Struct, frozen=True):
    """What is asked of an area about its figures: where it stands, what is wrong or open there.

    `finding` says what looks wrong and `code` of what kind it is; without one `counts` are those whose cells are empty,
    and without any the village has not reported. `columns` are those of the cells in the row, as far as is known.
    """

    area: str
    village: str
    month: str
    file: str
    row: int | None
    finding: Text | None = None
    code: str = ""
    counts: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()
    is_error: bool = False


class Report(Struct, frozen=True, eq=False):
    """What a report says of a month.

    `places` are the areas in the order of their files, the total last. `standings` say who has reported the month,
    `reports` who has reported which month since the year before began, by area and month; `later` are months after it
    that are there in part. `month` and `year` are the figures of the month and of the year to date as they were
    reported, `both_of_month` and `both` the same on what both years have; `month_results` and `results` are the
    records of these. `series` are the flows and the rate of the total by month.
    """

    wish: Wish
    whole: str
    whole_level: str
    population: str
    run: Run
    to_date: Run
    calendar: Calendar
    has_last_year: bool
    catalogue: Catalogue
    indicators: Mapping[str, Indicator]
    contents: Contents
    places: Sequence[Place]
    standings: Mapping[str, Standing]
    reports: Mapping[tuple[str, int], Standing]
    later: Sequence[tuple[int, Standing]]
    month: Figures
    year: Figures
    both: Figures
    both_of_month: Figures
    series: Mapping[tuple[str, int], Figure]
    results: Results
    month_results: Results
    verdicts: VerdictResults | None
    findings: FindingResults
    asked: Sequence[Asked]
    empty_as_zero: bool = False

    @property
    def missing(self) -> list[Place]:
        """The areas of which no village has reported the month."""
        return [
            one
            for one in self.places
            if not one.is_total and (stands := self.standings[one.key]).expected and not stands.reported
        ]

    def absent(self, place: Place, run: Run) -> list[int]:
        """The months of a run that no village of an area has reported, or that lie before all that is there."""
        return [month for month in range(run.start, run.end + 1) if self._is_absent(place.key, month)]

    def _is_absent(self, key: str, month: int) -> bool:
        stands = self.reports.get((key, month))
        return stands is None or (stands.expected > 0 and not stands.reported)

    @property
    def nobody(self) -> list[int]:
        """The months of the year to date that nobody has reported."""
        return self.absent(self.total, self.to_date)

    @property
    def last_year(self) -> Run:
        """The months of the year to date, a year before."""
        return Run(self.to_date.start - YEAR, self.to_date.end - YEAR)

    def uncompared(self, place: Place) -> list[int]:
        """The months of the year to date that an area has not reported this year or last, so that both are without."""
        last = self.absent(place, self.last_year) if self.has_last_year else []
        return sorted({*self.absent(place, self.to_date), *(month + YEAR for month in last)})

    def unsent(self, place: Place) -> list[int]:
        """The months of the year to date that an area has not reported and others have; none for the total."""
        return _but(self.nobody, self.absent(place, self.to_date))

    def uncompared_alone(self, place: Place) -> list[int]:
        """The months that are left out of both years for an area and not for others; none for the total."""
        return _but(self.uncompared(self.total), self.uncompared(place))

    @property
    def is_in_part(self) -> bool:
        """Whether some villages are missing of a month that others have reported in both years."""
        left_out = self.uncompared(self.total)
        stands = [
            self.reports[self.total.key, month - back]
            for month in range(self.to_date.start, self.to_date.end + 1)
            if month not in left_out
            for back in ((0, YEAR) if self.has_last_year else (0,))
        ]
        return any(one.reported < one.expected for one in stands)

    def is_last_year_in_part(self, run: Run) -> bool:
        """Whether villages reported a month of a run last year that have not reported it this year."""
        both = (
            (self.reports.get((self.total.key, month)), self.reports.get((self.total.key, month - YEAR)))
            for month in range(run.start, run.end + 1)
        )
        return any(now and then and now.reported < then.reported for now, then in both)

    @property
    def total(self) -> Place:
        """All areas together."""
        return self.places[-1]


def _but(some: Sequence[int], every: Sequence[int]) -> list[int]:
    return [one for one in every if one not in some]
