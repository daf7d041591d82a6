"""One verdict in words: the figure with as many decimals as its verdict needs, the bound, what is left to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from popcalc.definitions.catalogue import Kind
from popcalc.definitions.targets import Bound, Effect, Rule
from popcalc.doubts import EMPTY_CELLS
from popcalc.language import Language, Text, text
from popcalc.output.numbers import half_up, shortest
from popcalc.output.units import unit_name
from popcalc.output.widths import width
from popcalc.records import (
    EXACT_DENOMINATOR,
    EXACT_GOAL_HIGH,
    EXACT_GOAL_LOW,
    EXACT_HIGH,
    EXACT_LOW,
    EXACT_NUMERATOR,
    VerdictResults,
)
from popcalc.visible import told_apart, visible

if TYPE_CHECKING:
    from popcalc.record_columns import RecordColumns

Row = Mapping[str, object]

NOTHING = "–"
PLACES = 2
MOST_DECIMALS = 12
"""Bounds are written with fewer."""
MOST_PLACES = 60
"""Far more decimals than two different fractions of counts need to look different."""
SHORT_UNIT = 2
"""A unit of at most so many characters stands beside the figure, % and ‰; a longer one beside the target's name."""

WORDS: Mapping[str, Text] = {
    "fail": text("FAIL"),
    "fail?": text("fail?"),
    "warn": text("WARN"),
    "warn?": text("warn?"),
    "pass": text("pass"),
    "pass?": text("pass?"),
    "no_data": text("no data"),
}
STYLES: Mapping[str, str] = {
    "fail": "bold red",
    "fail?": "red",
    "warn": "bold yellow",
    "warn?": "yellow",
    "pass": "green",
    "pass?": "cyan",
    "no_data": "magenta",
}
EVIDENCE: Mapping[str, Text] = {
    "strong": text("strong"),
    "clear": text("clear"),
    "uncertain": text("uncertain"),
    "": text(""),
}
REASONS: Mapping[str, Text] = {
    "nothing_reported": text("nothing reported"),
    "undefined": text("its denominator is zero"),
    "impossible": text("impossible: a part above its whole, or more births or deaths than people"),
    EMPTY_CELLS: text("empty cells: they may mean none or not reported"),
    "below_min_events": text("too few events to judge"),
    "incomplete": text("incomplete: {reported} of {expected} village-months"),
}
LIKELY: Mapping[str, Text] = {"met": text("likely met"), "missed": text("likely missed")}
MARKS: Mapping[str, str] = {"at_least": "≥ ", "at_most": "≤ ", "equal": "= ", "between": ""}


class VerdictWords(Struct, frozen=True):
    """One verdict as it is shown; `whole` is the bound of the whole year where a part of it was applied."""

    mark: str
    area: str
    period: str
    target: str
    figure: str
    bound: str
    whole: str
    evidence: str
    to_go: str


def in_words(results: VerdictResults, records: RecordColumns, language: Language) -> list[VerdictWords]:
    """Return verdicts in words, row by row."""
    labels = target_labels(results, language)
    lists = records.lists()
    rows = [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    found = []
    for row, area in zip(rows, area_labels(results, records), strict=True):
        rule = results.rules[str(row["target"])]
        figure, bound = figure_and_bound(row, rule, language)
        unit = _unit(rule, results, language)
        found.append(
            VerdictWords(
                mark=mark_of(row, rule),
                area=area,
                period=visible(str(row["period"])),
                target=labels[rule.name],
                figure=f"{figure} {unit}" if unit and width(unit) <= SHORT_UNIT and figure != NOTHING else figure,
                bound=bound,
                whole=_whole(row, rule, language),
                evidence=language(EVIDENCE[str(row["evidence"])]),
                to_go=_reason(row, language) or _ahead(row, rule, results, language),
            )
        )
    return found


def decimals_of_words(figure: str) -> int:
    """Return how many decimals a figure in words has; two for no figure."""
    found = re.search(r"\d(?:\.(\d+))?(?!.*\d)", figure)
    return len(found[1] or "") if found else PLACES


def mark_of(row: Row, rule: Rule) -> str:
    """Return the key in `WORDS` of a verdict: `fail`, `fail?` where chance could explain it, `warn` ..."""
    status = "warn" if row["status"] == "fail" and rule.warning_only else str(row["status"])
    return f"{status}?" if row["evidence"] == "uncertain" else status


def target_labels(results: VerdictResults, language: Language) -> dict[str, str]:
    """Return what each target is called: its own name, or its indicator's label without a remark in brackets.

    Targets that would be called the same are numbered in the order of the file, as their names in records are.
    """
    bases = {rule.basis for rule in results.rules.values() if rule.basis}
    found: dict[str, str] = {}
    times: Counter[str] = Counter()
    for name, rule in results.rules.items():
        label = rule.title or without_remark(language.label(rule.indicator.label))
        unit = _unit(rule, results, language)
        remarks = [unit] if width(unit) > SHORT_UNIT else []
        if rule.basis and len(bases) > 1:
            remarks.append(language(text("annual") if rule.basis == "annual" else text("period")))
        remarks = [remark for remark in remarks if not _says(label, remark)]
        called = visible(f"{label} ({', '.join(remarks)})" if remarks else label)
        times[called] += 1
        found[name] = f"{called} #{times[called]}" if times[called] > 1 else called
    return found


def _says(label: str, remark: str) -> bool:
    """Whether a label has a remark as words of its own: `Natural increase (period)`."""
    return bool(re.search(rf"(?<!\w){re.escape(remark)}(?!\w)", label, re.IGNORECASE))


def without_remark(label: str) -> str:
    """Return a label without the remark in brackets behind it."""
    return re.sub(r"\s*[(（][^()（）]*[)）]$", "", label) or label


def area_labels(results: VerdictResults, records: RecordColumns) -> list[str]:
    """Return what each row's area is called; a name that two areas share is followed by the area above it.

    Two names that only look alike are told apart by marks.
    """
    rows = list(zip(*map(records.texts, ("area", "area_name", "parent")), strict=True))
    owners: dict[str, set[str]] = {}
    for area, name, _ in rows:
        owners.setdefault(name, set()).add(area)
    called = told_apart(owners)
    return [
        called[name]
        if len(owners[name]) == 1
        else visible(f"{called[name]} ({results.area_names.get(parent, parent) or area})")
        for area, name, parent in rows
    ]


def _unit(rule: Rule, results: VerdictResults, language: Language) -> str:
    if rule.indicator.kind is Kind.COUNT:
        return ""
    return unit_name(rule.indicator, results.units, language)


def figure_and_bound(row: Row, rule: Rule, language: Language) -> tuple[str, str]:
    """Return the figure and the bound that was applied, with decimals enough that they never contradict the verdict.

    94.996 against a floor of 95 is not 95.00. A bound that was taken in part is rounded as the figure is.
    """
    low, high = _fraction(row[EXACT_LOW]), _fraction(row[EXACT_HIGH])
    least_own = _own_places(row, rule) if _is_whole(row) else (0, 0)
    top, bottom = row[EXACT_NUMERATOR], row[EXACT_DENOMINATOR]
    # A bound that was taken as it is written keeps its own decimals.
    own = max((decimals_of(end) for end in (low, high) if end is not None and _is_whole(row)), default=0)
    least = max(PLACES, own)
    if not bottom:
        return NOTHING, _ends(low, high, str(row["operator"]), least, language, least_own)
    exact = Fraction(int(str(top)), int(str(bottom)))
    whole = rule.indicator.kind is Kind.COUNT and exact.denominator == 1
    for places in range(least, MOST_PLACES):
        shown = exact if whole else _rounded(exact, places)
        low_agrees = low is None or (shown < _rounded(low, places)) == (exact < low)
        if low_agrees and (high is None or (shown > _rounded(high, places)) == (exact > high)):
            break
    figure = half_up(exact.numerator, exact.denominator, 0 if whole else places, thousands=",")
    return figure, _ends(low, high, str(row["operator"]), places, language, least_own)


def _rounded(exact: Fraction, places: int) -> Fraction:
    return Fraction(half_up(exact.numerator, exact.denominator, places))


def _fraction(end: object) -> Fraction | None:
    return end if isinstance(end, Fraction) else None


def _own_places(row: Row, rule: Rule) -> tuple[int, int]:
    """Return the decimals that the ends of a bound are written with in the target file."""
    bounds = [one for one in (rule.bound, *(own.bound for own in rule.areas)) if _ends_of(one) == _ends_in(row)]
    return max((one.places for one in bounds), default=(0, 0))


def _ends_of(bound: Bound) -> tuple[float | None, float | None]:
    low, high = (None if end is None else float(end) for end in (bound.low, bound.high))
    return low, high


def _ends_in(row: Row) -> tuple[object, object]:
    low, high = (end if end == end else None for end in (row["bound_low"], row["bound_high"]))
    return low, high


def _ends(
    low: Fraction | None,
    high: Fraction | None,
    operator: str,
    places: int,
    language: Language,
    least: tuple[int, int],
) -> str:
    """Return `≥ 95`, `≤ 254.30`, `103–107`, `-1 to 0`: decimals as far as the bound has any or is written."""
    words = [_short(end, places, own) for end, own in {low: least[0], high: least[1]}.items() if end is not None]
    # A dash beside a minus sign cannot be read.
    to = language(text(" to ")) if low is not None and low < 0 else "–"
    return MARKS[operator] + to.join(words)


def _short(end: Fraction, places: int, least: int = 0) -> str:
    fewest = next((few for few in range(places) if not (end * 10**few).denominator > 1), places)
    return half_up(end.numerator, end.denominator, max(fewest, least), thousands=",")


def _written_bound(row: Row, rule: Rule, language: Language) -> str:
    """Return the bound as it stands in the file."""
    low, high = (_written(row[f"bound_{side}"]) for side in ("low", "high"))
    places = PLACES if low is None and high is None else 12
    return _ends(low, high, str(row["operator"]), places, language, _own_places(row, rule))


def _written(end: object) -> Fraction | None:
    return Fraction(repr(end)) if isinstance(end, float) and end == end else None


def _is_whole(row: Row) -> bool:
    """Whether the bound was applied as it is written."""
    applied = (row["applied_low"], row["applied_high"])
    written = (row["bound_low"], row["bound_high"])
    return all(one == other or one != one for one, other in zip(applied, written, strict=True))


def decimals_of(end: Fraction) -> int:
    """Return how many decimals a bound has, as far as it is a decimal."""
    return next((few for few in range(MOST_DECIMALS) if (end * 10**few).denominator == 1), 0)


def _whole(row: Row, rule: Rule, language: Language) -> str:
    if _is_whole(row):
        return ""
    bound = _written_bound(row, rule, language).lstrip("≥≤= ")
    return language(text("{bound} a year", bound=bound))


def _reason(row: Row, language: Language) -> str:
    if not row["reason"]:
        return ""
    reason = REASONS[str(row["reason"])]
    reported, expected = row["village_months_reported"], row["village_months_expected"]
    return language(text(reason.template, reported=reported, expected=expected))


def _ahead(row: Row, rule: Rule, results: VerdictResults, language: Language) -> str:
    """Return what is left, and whether the bound will likely be met where the target's time goes on."""
    words = [_to_go(row, rule, results, language)]
    if str(row["end"]) < results.open_until.get(rule.name, "") and row["likely"] in LIKELY:
        words.append(language(LIKELY[str(row["likely"])]))
    return language(text("; ")).join(filter(None, words))


def _to_go(row: Row, rule: Rule, results: VerdictResults, language: Language) -> str:
    """Return what is left, in words; nothing where more of it is not what the indicator counts."""
    number, failed, effect = row["to_go"], row["status"] == "fail", results.effects[rule.name]
    if effect is Effect.ODDS:
        # Nobody is asked for more births of one sex.
        return ""
    if not isinstance(number, float) or number != number:
        return language(_no_number(row, effect)) if failed else ""
    until = results.open_until.get(rule.name, "")
    still_open = str(row["end"]) < until
    # A bound of the year that stands for a part of it would be taken for what is to be reached.
    of_a_part = still_open and rule.paced and (rule.first, rule.last) != (None, None)
    if row["to_go_kind"] == "allowed":
        goal = _goal(row[EXACT_GOAL_HIGH], until) if of_a_part else {}
        is_partial = row["village_months_reported"] != row["village_months_expected"]
        return _allowed(number, language, goal, still_open=still_open, is_partial=is_partial)
    if not failed:
        return ""
    shown, is_low = _grouped(number), _is_low(row)
    if effect is Effect.PART:
        counted = text("{number} more, all of which count") if is_low else text("{number} more, none of which counts")
        return language(text(counted.template, number=shown))
    if not is_low:
        return language(text("{number} more in the denominator", number=shown))
    if not still_open:
        return language(text("{number} short", number=shown))
    goal = _goal(row[EXACT_GOAL_LOW], until) if of_a_part else {}
    more = text("{number} more for {goal} until {month}", number=shown, **goal) if goal else None
    more = more or text("{number} more by {day}", number=shown, day=until)
    behind = row["behind"]
    if isinstance(behind, float) and behind > 0:
        return language(text("{behind} behind today; {more}", behind=_grouped(behind), more=more))
    return language(more)


def _is_low(row: Row) -> bool:
    """Whether a figure that is missed lies below its bound."""
    margin = row["margin"]
    return isinstance(margin, float) and margin < 0


def _no_number(row: Row, effect: Effect) -> Text:
    """Return why no number turns a fail: a band that all jump over, or a bound that is out of reach."""
    low, high = _fraction(row[EXACT_GOAL_LOW]), _fraction(row[EXACT_GOAL_HIGH])
    is_band = low is not None and high is not None
    if is_band and (_is_low(row) or effect is not Effect.ABOVE):
        return text("no whole number leads into the band")
    return text("out of reach")


def _goal(end: object, until: str) -> Mapping[str, str]:
    """Return what the figure may come to, or has to, and the month in which the target ends, for a sentence."""
    return {"goal": _short(end, PLACES), "month": until[: len("2013-10")]} if isinstance(end, Fraction) else {}


def _allowed(number: float, language: Language, goal: Mapping[str, str], *, still_open: bool, is_partial: bool) -> str:
    if number < 0:
        return language(text("{number} too many", number=_grouped(-number)))
    shown = _grouped(number)
    if not still_open and is_partial:
        return language(text("{number} left for what is not reported", number=shown))
    if not still_open:
        return language(text("{number} to spare", number=shown))
    if goal:
        return language(text("{number} left of {goal} until {month}", number=shown, **goal))
    return language(text("{number} left", number=shown))


def _grouped(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else shortest(number)
