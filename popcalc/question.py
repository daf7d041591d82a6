"""What is asked of the village-months, in words of the command line or of Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from popcalc.aggregation import Plan
from popcalc.definitions.catalogue import Average, Basis, Catalogue, CiMethod
from popcalc.errors import Fault, RequestError, fault, unknown_choice
from popcalc.language import text
from popcalc.periods import CALENDAR_YEAR, Calendar, Period, PeriodError, PeriodKind, Run, read_months
from popcalc.records import COMPARISON_FIELDS, RANK_FIELDS


class Compare(StrEnum):
    """What figures are compared with: the same months a year before, the period before, the area above."""

    LAST_YEAR = "last-year"
    PREVIOUS = "previous"
    ABOVE = "above"


class Rank(StrEnum):
    """Which figure is ranked first."""

    HIGH = "high"
    LOW = "low"


class Question(Struct, frozen=True):
    """What is asked of the village-months.

    `by` is a level or `all`; None is towns, or the lowest level where there are none. `indicators` are keys, `all`
    for every one, nothing for what the columns allow. `first` and `last` bound the months. `confidence` of None asks
    for no interval, `compare` and `rank` of None for no comparison and no ranks.
    """

    by: str | None = None
    period: PeriodKind = PeriodKind.ALL
    first: int | None = None
    last: int | None = None
    average: Average = Average.CURVE
    calendar: Calendar = CALENDAR_YEAR
    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    basis: Basis = Basis.ANNUAL
    keep_unmatched: bool = False
    confidence: float | None = None
    ci_method: CiMethod = CiMethod.EXACT
    compare: Compare | None = None
    rank: Rank | None = None

    @property
    def added(self) -> tuple[str, ...]:
        """The fields that a comparison and ranks add to records."""
        return (*(COMPARISON_FIELDS if self.compare else ()), *(RANK_FIELDS if self.rank else ()))

    @property
    def computed_basis(self) -> Basis:
        """The basis on which rates are computed: a rolling year is a year of its own, whose factor is exactly 1."""
        return Basis.PERIOD if self.period is PeriodKind.ROLLING else self.basis

    def plan(self, catalogue: Catalogue, periods: tuple[Period, ...], span: Run) -> Plan:
        """Return how counts are rolled up for it."""
        return Plan(catalogue, periods, span, self.calendar, self.average, self.keep_unmatched)


def ask(
    *,
    by: str | None = None,
    period: str = "all",
    first: str | None = None,
    last: str | None = None,
    average: str = "curve",
    calendar: Calendar = CALENDAR_YEAR,
    areas: Iterable[str] = (),
    indicators: Iterable[str] = (),
    basis: str = "annual",
    unmatched: str = "drop",
    confidence: float | None = None,
    ci_method: str = "exact",
    compare: str | None = None,
    rank: str | None = None,
) -> Question:
    """Return a question from plain words; raises RequestError with every word that makes no sense."""
    faults: list[Fault] = []
    period = find_choice("period", period, [*PeriodKind], faults)
    average = find_choice("average", average, [*Average], faults)
    basis = find_choice("basis", basis, [*Basis], faults)
    unmatched = find_choice("unmatched", unmatched, ["drop", "keep"], faults)
    ci_method = find_choice("ci_method", ci_method, [*CiMethod], faults)
    compare = None if compare is None else find_choice("compare", compare, [*Compare], faults)
    rank = None if rank is None else find_choice("rank", rank, [*Rank], faults)
    bounds = [_bound(name, written, calendar, faults) for name, written in (("--from", first), ("--to", last))]
    if confidence is not None and not 0 < confidence < 1:
        sentence = text(
            "a confidence level is a share between 0 and 1 such as 0.95, not {word}", word=f"{confidence:g}"
        )
        faults.append(fault("BAD_CONFIDENCE", sentence))
    faults += _not_comparable(compare, period, unmatched)
    if faults:
        raise RequestError(faults)
    return Question(
        by=by,
        period=PeriodKind(period),
        first=bounds[0].start if bounds[0] else None,
        last=bounds[1].end if bounds[1] else None,
        average=Average(average),
        calendar=calendar,
        areas=tuple(areas),
        indicators=tuple(indicators),
        basis=Basis(basis),
        keep_unmatched=unmatched == "keep",
        confidence=confidence,
        ci_method=CiMethod(ci_method),
        compare=Compare(compare) if compare else None,
        rank=Rank(rank) if rank else None,
    )


def _not_comparable(compare: str | None, period: str, unmatched: str) -> Iterator[Fault]:
    """Yield why figures cannot be compared as they are asked for."""
    if compare and unmatched == "keep":
        sentence = text("--compare rests on the village-months that both sides have: leave out --unmatched keep")
        yield fault("COMPARED_UNMATCHED", sentence)
    if compare == Compare.PREVIOUS and period in (PeriodKind.YTD, PeriodKind.ROLLING):
        sentence = text(
            "--compare previous has no period before --period {period}: use --compare last-year, or another --period",
            period=period,
        )
        yield fault("NO_PERIOD_BEFORE", sentence)


def _bound(name: str, written: str | None, calendar: Calendar, faults: list[Fault]) -> Run | None:
    if written is None:
        return None
    try:
        return read_months(written, calendar)
    except PeriodError as error:
        faults.append(fault("NOT_A_PERIOD", text("{option}: {reason}", option=name, reason=error.text)))
        return None


def find_choice(name: str, given: str, choices: Sequence[str], faults: list[Fault]) -> str:
    """Return which of the `choices` of the option `name` a word is or names; what is wrong with it joins `faults`."""
    if given in choices:
        return given
    from popcalc.naming import names_of_choices

    found = names_of_choices(choices).find(
        given, "UNKNOWN_CHOICE", lambda hint: unknown_choice(name, given, choices, hint).text
    )
    if isinstance(found, str):
        return found
    faults.append(found)
    return choices[0]
