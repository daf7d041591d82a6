"""What of a question the data can answer: the indicators, months, level and areas that it means."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.areas import ALL, Areas
from popcalc.areas.finding import AreaNames
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Catalogue, Indicator, Nature
from popcalc.errors import Fault, Hint, Notice, RequestError, fault
from popcalc.language import Text, text, word
from popcalc.periods import CALENDAR_YEAR, Calendar, Period, PeriodKind, Run, month_label
from popcalc.question import Question
from popcalc.table import Table, span_of

EVERY = "all"
DEFAULT_LEVEL = "town"
MOST_HELD = 2_000_000
"""More records than these are not held at once: pages take up to a kilobyte of memory for each."""
MOST_PAIRS = 10**10
"""Ranks compare each area with each other: more pairs than these take minutes."""


def choose_indicators(
    asked: Sequence[str], there: Available, catalogue: Catalogue, *, lenient: bool = False
) -> list[Indicator]:
    """Return the indicators to compute from the counts that can be had.

    Without a wish those that the counts allow, headline indicators first, and of the counts themselves the headline
    ones; `all` for every one; each by its key or a name. With `lenient` what cannot be had is left out. Raises
    RequestError for a name that is unknown or of several, and for what needs a count that is not there.
    """
    every = any(map(_means_every, asked))
    if asked and not every:
        return _asked_for(asked, there, catalogue, lenient=lenient)
    allowed = [one for one in catalogue.indicators.values() if not there.missing(one) and not _is_part(one, catalogue)]
    allowed.sort(key=lambda one: not one.headline)
    usual = [one for one in allowed if one.headline or one.key not in catalogue.counts]
    chosen = allowed if every else usual or allowed
    if not chosen:
        sentence = text(
            "no indicator can be computed from these columns; `popcalc indicators` lists what each one needs"
        )
        raise RequestError([fault("NO_INDICATOR", sentence)])
    return chosen


def _is_part(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether it is the opening or average figure of another count, which stands for nothing by itself."""
    own = catalogue.counts.get(indicator.key)
    return bool(own and (own.opening_of or own.average_of))


def _means_every(given: str) -> bool:
    if given == EVERY or given.isascii():
        return given == EVERY
    from popcalc.naming import EVERY_INDICATOR, in_all_languages

    return given in in_all_languages(EVERY_INDICATOR)


def _asked_for(asked: Sequence[str], there: Available, catalogue: Catalogue, *, lenient: bool) -> list[Indicator]:
    from popcalc.definitions.named import find_indicator

    faults: list[Fault] = []
    chosen: dict[str, Indicator] = {}
    for given in asked:
        indicator = find_indicator(given, catalogue)
        if isinstance(indicator, Fault):
            faults.append(indicator)
            continue
        if missing := there.missing(indicator):
            if lenient:
                continue
            sentence = text(
                "{key} needs {missing}, which no column holds; `popcalc counts` lists the headers",
                key=given,
                missing=tuple(missing),
            )
            faults.append(fault("COUNT_MISSING", sentence))
        chosen[indicator.key] = indicator
    if faults:
        raise RequestError(faults)
    return list(chosen.values())


def find_periods(table: Table, catalogue: Catalogue, question: Question) -> tuple[Run, tuple[Period, ...]]:
    """Return the months asked for, and the periods that they are cut into.

    A period is cut only at an end that was given: the other never moves. The year to date begins with the year. Of
    rolling years those are asked for that end in these months; each lies wholly within the data.
    """
    span = find_span(table, catalogue, question)
    if question.period is PeriodKind.ROLLING:
        return _rolling(reported_span(table, catalogue), span, question.calendar)
    whole = question.calendar.split(span, question.period)
    if question.period is PeriodKind.YTD or (question.first is None and question.last is None):
        return span, whole
    start = whole[0].start if question.first is None else span.start
    end = whole[-1].end if question.last is None else span.end
    return span, question.calendar.split(Run(start, end), question.period, clip=True)


def _rolling(reported: Run, asked: Run, calendar: Calendar) -> tuple[Run, tuple[Period, ...]]:
    """Return the rolling years that end in the months asked for, and their months; RequestError without any."""
    years = calendar.split(reported, PeriodKind.ROLLING)
    found = tuple(year for year in years if asked.start <= year.end <= asked.end)
    if not found:
        known = {"start": month_label(reported.start), "end": month_label(reported.end)}
        sentence = text(
            "a rolling year is twelve months that the data hold; they run from {start} to {end}: add the files of the "
            "months before, or choose another --period",
            **known,
        )
        if years:
            sentence = text(
                "the data run from {start} to {end}: rolling years end in {first} or later, none of them in the months "
                "asked for",
                **known,
                first=month_label(years[0].end),
            )
        raise RequestError([fault("NO_ROLLING_YEAR", sentence)])
    return Run(found[0].start, found[-1].end), found


def check_held(records: int, *, may_be_written: bool = False) -> None:
    """Raise RequestError where an answer has more records than memory should hold.

    One that `may_be_written` as it is computed would be, as records.
    """
    if records <= MOST_HELD:
        return
    sentence = text(
        "the answer has {records} figures, more than the {most} that are held at once: take a higher --by level, a "
        "longer --period, or fewer areas and indicators{records_instead}",
        records=f"{records:,}",
        most=f"{MOST_HELD:,}",
        records_instead=text("; or -f csv, which is written as it is computed") if may_be_written else text(""),
    )
    raise RequestError([fault("TOO_MANY_FIGURES", sentence)])


def check_ranked(areas: int, columns: int) -> None:
    """Raise RequestError where ranks of so many areas, in so many periods and indicators, would take too long."""
    if areas**2 * columns <= MOST_PAIRS:
        return
    sentence = text(
        "ranks hold each of {areas} areas against each other, for {columns} periods and indicators: take a higher --by "
        "level, some --area, or fewer periods and indicators",
        areas=f"{areas:,}",
        columns=f"{columns:,}",
    )
    raise RequestError([fault("TOO_MANY_RANKS", sentence)])


def find_span(table: Table, catalogue: Catalogue, question: Question) -> Run:
    """Return the months asked for: from the first to the last with any flow (any stock when there are no flows)."""
    span = reported_span(table, catalogue)
    first = span.start if question.first is None else question.first
    last = span.end if question.last is None else question.last
    if first > last:
        known = {"start": month_label(span.start), "end": month_label(span.end)}
        if question.first is None or question.last is None:
            sentence = text("the data run from {start} to {end}: none of it is asked for", **known)
        else:
            sentence = text("--from {first} is after --to {last}", first=month_label(first), last=month_label(last))
        raise RequestError([fault("NO_MONTHS", sentence)])
    return Run(first, last)


def beyond_data(table: Table, catalogue: Catalogue, question: Question) -> list[Notice]:
    """Return a notice of months that are asked for and lie before or after all data: they count as not reported."""
    if question.first is None and question.last is None:
        return []
    span = reported_span(table, catalogue)
    first = span.start if question.first is None else question.first
    last = span.end if question.last is None else question.last
    beyond = [(first, min(last, span.start - 1)), (max(first, span.end + 1), last)]
    months = tuple(CALENDAR_YEAR.label_of(Run(start, end)) for start, end in beyond if start <= end)
    if not months:
        return []
    sentence = text(
        "no area reports {months}, which is asked for and counts as not reported; they report from {start} to {end}, "
        "and --from and --to within these leave it out",
        months=months,
        start=month_label(span.start),
        end=month_label(span.end),
    )
    return [Notice("BEYOND_DATA", sentence)]


def reported_span(table: Table, catalogue: Catalogue) -> Run:
    """Return the first to the last month with any flow, with any stock when there are no flows."""
    natures = {key: catalogue.counts[key].nature for key in table.counts}
    flows = [key for key, nature in natures.items() if nature is Nature.FLOW]
    span = span_of(table, flows, [key for key in natures if key not in flows])
    if span is None:
        raise RequestError([fault("NOTHING_REPORTED", text("the files hold no figure at all"))])
    return span


def find_level(areas: Areas, asked: str | None) -> str:
    """Return the level to give records for, by its key or a name; without a wish towns, or the lowest level."""
    if asked == ALL:
        return ALL
    if asked is None:
        return DEFAULT_LEVEL if DEFAULT_LEVEL in areas.levels else areas.leaf
    if asked in areas.levels:
        return asked
    from popcalc.naming import names_of_levels

    known = (*areas.levels, ALL)
    found = names_of_levels(known).find(asked, "UNKNOWN_LEVEL", lambda hint: no_level(asked, known, hint))
    if isinstance(found, Fault):
        raise RequestError([found])
    return found


def no_level(asked: str, known: Sequence[str], hint: Hint) -> Text:
    """Return that the data have no such level, and which they have."""
    return text(
        "the data have no level {level}{hint}; they have {levels}",
        level=asked,
        hint=hint,
        levels=tuple(map(word, known)),
    )


def find_areas(
    areas: Areas, level: str, named: Sequence[str], names: AreaNames | None = None
) -> tuple[list[int], bool]:
    """Return the areas that get records, in order of output, and whether the grand total does.

    Of those that are `named`: these, and below each its areas of the level; no total. `names` are what leads to areas,
    where it is more than their names in the data. Raises RequestError for names that lead to none, or to several.
    """
    at_level = areas.at(level).tolist() if level != ALL else []
    if not named:
        return at_level, True
    known, chosen = names or AreaNames(areas), dict[int, None]()
    found = [known.one(name) for name in named]
    if faults := [one for one in found if isinstance(one, Fault)]:
        raise RequestError(faults)
    for position in found:
        if not isinstance(position, Fault):
            chosen[position] = None
            chosen.update(dict.fromkeys(below for below in at_level if _is_below(areas, below, position)))
    return list(chosen), False


def _is_below(areas: Areas, position: int, above: int) -> bool:
    while position >= 0:
        position = int(areas.parent_of[position])
        if position == above:
            return True
    return False
