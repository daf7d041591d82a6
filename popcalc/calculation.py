"""The whole calculation: from a question over village-months to records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas import ALL, Areas
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Count, Indicator, Nature
from popcalc.errors import Fault, Notice, RequestError, did_you_mean, fault
from popcalc.language import Text, plural, text
from popcalc.periods import Period, PeriodKind, Run, split
from popcalc.person_time import Average
from popcalc.rates import Basis, Figures, interval, rate
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR, FLAGS, LEVEL_ALL, Results
from popcalc.rollup import LeftOut, Plan, roll_up
from popcalc.sums import TOTAL, Groups, make_groups
from popcalc.table import VillageMonths

if TYPE_CHECKING:
    from popcalc.intervals import CiMethod

EVERY = "all"
DEFAULT_LEVEL = "town"
NAMED_AT_MOST = 6


@dataclass(frozen=True)
class Question:
    """What is asked of the village-months.

    `by` is a level or `all`; None is towns, or the lowest level where there are none. `indicators` are keys, `all`
    for every one, nothing for what the columns allow. `first` and `last` bound the months. `confidence` of None asks
    for no interval.
    """

    by: str | None = None
    period: PeriodKind = PeriodKind.ALL
    first: int | None = None
    last: int | None = None
    average: Average = Average.CURVE
    year_start: int = 1
    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    basis: Basis = Basis.ANNUAL
    keep_unmatched: bool = False
    confidence: float | None = None
    ci_method: str = "exact"


def choose_indicators(asked: Sequence[str], there: Available, catalogue: Catalogue) -> list[Indicator]:
    """Return the indicators to compute from the counts that can be had.

    Without a wish those that the counts allow, headline indicators first, and of the counts themselves the headline
    ones; `all` for every one. Raises RequestError for a key that is unknown or needs a count that is not there.
    """
    if asked and EVERY not in asked:
        return _asked_for(asked, there, catalogue)
    allowed = [one for one in catalogue.indicators.values() if not there.missing(one) and not _is_part(one, catalogue)]
    allowed.sort(key=lambda one: not one.headline)
    usual = [one for one in allowed if one.headline or one.key not in catalogue.counts]
    chosen = allowed if EVERY in asked else usual or allowed
    if not chosen:
        sentence = text("no indicator can be computed from these columns; `popcalc indicators` lists what each one needs")
        raise RequestError([fault("NO_INDICATOR", sentence)])
    return chosen


def _is_part(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether it is the opening or average figure of another count, which stands for nothing by itself."""
    own = catalogue.counts.get(indicator.key)
    return bool(own and (own.opening_of or own.average_of))


def _asked_for(asked: Sequence[str], there: Available, catalogue: Catalogue) -> list[Indicator]:
    faults: list[Fault] = []
    chosen: dict[str, Indicator] = {}
    for key in asked:
        indicator = catalogue.indicators.get(key)
        if indicator is None:
            hint = did_you_mean(key, list(catalogue.indicators))
            sentence = text("{key} is not an indicator{hint}; `popcalc indicators` lists them", key=key, hint=hint)
            faults.append(fault("UNKNOWN_INDICATOR", sentence))
            continue
        if missing := there.missing(indicator):
            sentence = text(
                "{key} needs {missing}, which no column holds; `popcalc counts` lists the headers",
                key=key,
                missing=", ".join(missing),
            )
            faults.append(fault("COUNT_MISSING", sentence))
        chosen[key] = indicator
    if faults:
        raise RequestError(faults)
    return list(chosen.values())


def calculate(
    table: VillageMonths, indicators: Sequence[Indicator], catalogue: Catalogue, question: Question
) -> tuple[Results, list[Notice]]:
    """Return the records of a question, and notices on what was left out of them.

    Raises RequestError when an area or level is not in the data, or the data hold no month that was asked for.
    """
    span = find_span(table, catalogue, question)
    bounded = question.first is not None or question.last is not None
    periods = split(span, question.period, question.year_start, clip=bounded)
    level = find_level(table.areas, question.by)
    chosen, total = find_areas(table.areas, level, question.areas)
    groups = make_groups(table.areas, chosen, total=total, periods=len(periods))
    plan = Plan(catalogue, periods, span, question.year_start, question.average, question.keep_unmatched)
    totals, left_out = roll_up(table, indicators, groups, plan)
    days = np.tile(np.array([period.days for period in periods], dtype=np.int64), len(groups.areas))
    figures = [rate(one, totals[one.key], days, question.basis, catalogue) for one in indicators]
    frame = _frame(figures, groups, periods, table.areas, question)
    results = Results(
        frame=frame,
        indicators={one.key: one for one in indicators},
        units=catalogue.units,
        by=level,
        average=question.average.value,
        basis=question.basis.value,
        levels=tuple(reversed(table.areas.levels)),
        area_names=dict(
            zip(table.areas.keys[table.areas.villages :], table.areas.names[table.areas.villages :], strict=True)
        ),
    )
    return results, _notices(table, left_out, indicators, catalogue, question, periods)


def find_span(table: VillageMonths, catalogue: Catalogue, question: Question) -> Run:
    """Return the months asked for: from the first to the last with any flow (any stock when there are no flows)."""
    natures = {key: catalogue.counts[key].nature for key in table.counts}
    span = table.span(
        [key for key, nature in natures.items() if nature is Nature.FLOW],
        [key for key, nature in natures.items() if nature is not Nature.FLOW],
    )
    if span is None:
        raise RequestError([fault("NOTHING_REPORTED", text("the files hold no figure at all"))])
    first = span.start if question.first is None else question.first
    last = span.end if question.last is None else question.last
    if first > last:
        sentence = text(
            "no month from {first} to {last}; the data run from {start} to {end}",
            first=_month(first),
            last=_month(last),
            start=_month(span.start),
            end=_month(span.end),
        )
        raise RequestError([fault("NO_MONTHS", sentence)])
    return Run(first, last)


def _month(ordinal: int) -> str:
    return f"{ordinal // 12}-{ordinal % 12 + 1:02d}"


def find_level(areas: Areas, asked: str | None) -> str:
    """Return the level to give records for; towns when nothing is asked, or the lowest level without towns."""
    if asked == ALL:
        return ALL
    if asked is None:
        return DEFAULT_LEVEL if DEFAULT_LEVEL in areas.levels else areas.leaf
    if asked not in areas.levels:
        known = (*areas.levels, ALL)
        sentence = text(
            "the data have no level {level}{hint}; they have {levels}",
            level=asked,
            hint=did_you_mean(asked, known),
            levels=", ".join(known),
        )
        raise RequestError([fault("UNKNOWN_LEVEL", sentence)])
    return asked


def find_areas(areas: Areas, level: str, named: Sequence[str]) -> tuple[list[int], bool]:
    """Return the areas that get records, in order of output, and whether the grand total does.

    With names: those areas, and below each its areas of the level; no total.
    """
    at_level = areas.at(level).tolist() if level != ALL else []
    if not named:
        return at_level, True
    faults: list[Fault] = []
    chosen: dict[int, None] = {}
    for name in named:
        found = areas.named(name)
        if not found:
            sentence = text(
                "no area {name} in the data{hint}", name=name, hint=did_you_mean(name, [*areas.names, *areas.keys])
            )
            faults.append(fault("UNKNOWN_AREA", sentence))
        elif len(found) > 1:
            keys = ", ".join(areas.keys[position] for position in found[:NAMED_AT_MOST])
            faults.append(
                fault(
                    "AMBIGUOUS_AREA",
                    text(
                        "{name} is the name of {number} areas; give one of their keys: {keys}",
                        name=name,
                        number=len(found),
                        keys=keys,
                    ),
                )
            )
        for position in found:
            chosen[position] = None
            chosen.update(dict.fromkeys(below for below in at_level if _is_below(areas, below, position)))
    if faults:
        raise RequestError(faults)
    return list(chosen), False


def _is_below(areas: Areas, position: int, above: int) -> bool:
    while position >= 0:
        position = int(areas.parent_of[position])
        if position == above:
            return True
    return False


def _frame(
    figures: Sequence[Figures], groups: Groups, periods: Sequence[Period], areas: Areas, question: Question
) -> pd.DataFrame:
    """Return the records, in order of area, period and indicator."""
    wide = len(figures)
    count = groups.size * wide
    area = np.repeat(np.arange(len(groups.areas)), len(periods) * wide)
    period = np.tile(np.repeat(np.arange(len(periods)), wide), len(groups.areas))
    which = np.tile(np.arange(wide), groups.size)

    def stacked(columns: Iterable[object], dtype: object = np.float64) -> np.ndarray:  # type: ignore[type-arg]
        return (
            np.stack([np.asarray(column, dtype=dtype) for column in columns], axis=1).ravel()
            if count
            else np.zeros(0, dtype=dtype)
        )  # type: ignore[arg-type, call-overload]

    keys = [*areas.keys, ALL]
    names = [*areas.names, ""]
    levels = [*(areas.levels[level] for level in areas.level_of), LEVEL_ALL]
    parents = [*(keys[above] if above >= 0 else "" for above in areas.parent_of), ""]
    indicators = [one.indicator for one in figures]
    basis = [question.basis.value if one.has_basis else "" for one in indicators]
    columns: dict[str, object] = {
        "area": _texts([keys[spot] for spot in groups.areas], area),
        "area_name": _texts([names[spot] for spot in groups.areas], area),
        "level": _texts([levels[spot] for spot in groups.areas], area),
        "parent": _texts([parents[spot] for spot in groups.areas], area),
        "period": _texts([one.label for one in periods], period),
        "start": _texts([one.first_day.isoformat() for one in periods], period),
        "end": _texts([one.last_day.isoformat() for one in periods], period),
        "indicator": _texts([one.key for one in indicators], which),
        "unit": _texts([one.unit for one in indicators], which),
        "basis": _texts(basis, which),
        "value": stacked(one.value for one in figures),
        "numerator": stacked(one.numerator for one in figures),
        "denominator": stacked(one.denominator for one in figures),
    }
    columns |= _limits(figures, question, stacked)
    columns |= {
        "village_months_reported": stacked((one.reported for one in figures), np.int64),
        "village_months_expected": stacked((one.expected for one in figures), np.int64),
        "flags": _flag_texts(figures, stacked),
        EXACT_NUMERATOR: stacked((one.exact_numerator for one in figures), object),
        EXACT_DENOMINATOR: stacked((one.exact_denominator for one in figures), object),
    }
    return pd.DataFrame(columns)


def _texts(words: Sequence[str], position: np.ndarray) -> pd.Categorical:  # type: ignore[type-arg]
    """Return a column of words that repeat."""
    distinct = list(dict.fromkeys(words))
    place = {word: spot for spot, word in enumerate(distinct)}
    codes = np.array([place[word] for word in words], dtype=np.int64)
    return pd.Categorical.from_codes(
        codes[position] if len(codes) else codes, categories=pd.Index(distinct, dtype=object)
    )


def _limits(figures: Sequence[Figures], question: Question, stacked) -> Mapping[str, object]:  # type: ignore[no-untyped-def]
    if question.confidence is None:
        count = len(figures) * (len(figures[0].value) if figures else 0)
        nothing = np.full(count, np.nan)
        return {"lower": nothing, "upper": nothing, "confidence": nothing, "method": pd.Categorical([""] * count)}
    from popcalc.intervals import CiMethod

    found = [interval(one, question.confidence, CiMethod(question.ci_method)) for one in figures]
    lower, upper = (stacked(limits[side] for limits in found) for side in (0, 1))
    method = stacked((limits[2] for limits in found), object)
    return {
        "lower": lower,
        "upper": upper,
        "confidence": np.where(method != "", question.confidence, np.nan),
        "method": pd.Categorical(method),
    }


def _flag_texts(figures: Sequence[Figures], stacked) -> pd.Categorical:  # type: ignore[no-untyped-def]
    """Return the flags of each record, joined by `;` in their fixed order."""
    packed = 0
    for place, flag in enumerate(FLAGS):
        packed = packed + (
            stacked((one.flags.get(flag, np.zeros(len(one.value), dtype=bool)) for one in figures), np.int64) << place
        )
    codes, distinct = pd.factorize(np.asarray(packed))
    words = [";".join(flag for place, flag in enumerate(FLAGS) if bits >> place & 1) for bits in distinct.tolist()]
    return pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype=object))


def _notices(
    table: VillageMonths,
    left_out: Sequence[LeftOut],
    indicators: Sequence[Indicator],
    catalogue: Catalogue,
    question: Question,
    periods: Sequence[Period],
) -> list[Notice]:
    """Return one notice for each count whose events were left out for one reason, naming where and the likely cause."""
    grouped: dict[tuple[str, str, int, tuple[int, ...]], list[LeftOut]] = {}
    for lost in left_out:
        grouped.setdefault((lost.count, lost.cause, lost.events, lost.villages), []).append(lost)
    notices = []
    for (count, cause, events, villages), same in grouped.items():
        sentence = text(
            "{events} of {all} {count} are left out of {indicators}: {why} for {where}{mend}",
            events=f"{events:,}",
            all=f"{same[0].of:,}",
            count=count,
            indicators=_some(list(dict.fromkeys(lost.indicator for lost in same))),
            why=_why(catalogue.counts[cause]),
            where=_where(table.areas, villages),
            mend=_mend(catalogue.counts[cause], keep=question.keep_unmatched),
        )
        notices.append(Notice("LEFT_OUT", sentence))
    return notices


def _why(cause: Count) -> Text:
    match cause.nature:
        case Nature.STOCK:
            return text("no {count}", count=cause.key)
        case Nature.QUOTA:
            return text("no {count} for the year", count=cause.key)
        case _:
            return text("{count} is missing", count=cause.key)


def _mend(cause: Count, *, keep: bool) -> Text:
    if keep:
        return text(" (kept in the sums by --unmatched keep)")
    if cause.nature is Nature.STOCK:
        return text(
            "; a renamed or split area, or a file not sent? --areas names other names, --unmatched keep sums everything"
        )
    return text("; --unmatched keep sums everything reported")


def _where(areas: Areas, villages: Sequence[int]) -> Text:
    """Return the villages in words: how many, and the areas above them by name, those with the most first."""
    above = [int(areas.parent_of[village]) for village in villages]
    counted: dict[str, int] = {}
    for village, parent in zip(villages, above, strict=True):
        name = areas.names[parent] if parent >= 0 else areas.names[village]
        counted[name] = counted.get(name, 0) + 1
    names = sorted(counted, key=lambda name: (-counted[name], name))
    return plural(len(villages), "{count} village of {names}", "{count} villages of {names}", names=_some(names))


def _some(names: Sequence[str]) -> Text:
    shown = ", ".join(names[:NAMED_AT_MOST])
    if len(names) <= NAMED_AT_MOST:
        return text("{shown}", shown=shown)
    return text("{shown} and {more} more", shown=shown, more=len(names) - NAMED_AT_MOST)
