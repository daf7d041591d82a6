"""Verdicts as a person reads them: fails first, how sure they are, and what is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from popcalc.definitions.catalogue import IntervalModel, Kind
from popcalc.definitions.targets import Operator, Rule
from popcalc.language import Language, Text, plural, text
from popcalc.output.notes import Note
from popcalc.output.numbers import half_up, shortest
from popcalc.output.scripts import plain_texts
from popcalc.output.view import Column, View
from popcalc.output.widths import visible
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR, VerdictResults

if TYPE_CHECKING:
    import pandas as pd

NOTHING = "–"
MOST_PLACES = 12

STATUS: Mapping[tuple[str, str], Text] = {
    ("fail", "strong"): text("FAIL"),
    ("fail", "clear"): text("FAIL"),
    ("fail", ""): text("FAIL"),
    ("fail", "uncertain"): text("fail?"),
    ("pass", "strong"): text("pass"),
    ("pass", "clear"): text("pass"),
    ("pass", ""): text("pass"),
    ("pass", "uncertain"): text("pass?"),
    ("no_data", ""): text("no data"),
}
STYLES: Mapping[tuple[str, str], str] = {
    ("fail", "uncertain"): "yellow",
    ("fail", ""): "bold red",
    ("fail", "clear"): "bold red",
    ("fail", "strong"): "bold red",
    ("pass", "uncertain"): "cyan",
    ("pass", ""): "green",
    ("pass", "clear"): "green",
    ("pass", "strong"): "green",
    ("no_data", ""): "magenta",
}
REASONS: Mapping[str, Text] = {
    "nothing_reported": text("nothing reported"),
    "undefined": text("denominator is zero"),
    "impossible": text("impossible: the part is larger than the whole"),
    "below_min_events": text("too few events to judge"),
    "incomplete": text("incomplete: village-months are missing"),
}
RANKS = {"fail": 0, "no_data": 1, "pass": 2}
CERTAINTY = {"strong": 0, "clear": 1, "": 1, "uncertain": 2}


def verdict_view(results: VerdictResults, language: Language) -> View:
    """Return one row for each verdict: area, target, figure, bound, verdict, and what is left; fails first."""
    frame = _in_order(results.frame)
    rules = [results.rules[name] for name in plain_texts(frame["target"])]
    keys = list(zip(plain_texts(frame["status"]), plain_texts(frame["evidence"]), strict=True))
    periods = plain_texts(frame["period"])
    stubs = [Column(language(text("Area")), _areas(results, frame), is_number=False)]
    if len(set(periods)) > 1:
        stubs.append(Column(language(text("Period")), periods, is_number=False))
    figures = [_figure(row, rule, results, language) for row, rule in zip(_rows(frame), rules, strict=True)]
    bounds = [_bound(row, rule, results, language) for row, rule in zip(_rows(frame), rules, strict=True)]
    columns = (
        Column(language(text("Target")), [_target(rule, language) for rule in rules], is_number=False),
        Column(language(text("Figure")), figures),
        Column(language(text("Bound")), bounds),
        Column(
            language(text("Verdict")),
            [language(STATUS[key]) for key in keys],
            is_number=False,
            styles={row: STYLES[key] for row, key in enumerate(keys)},
        ),
        Column(language(text("Evidence")), _evidence(frame, language), is_number=False),
        Column(
            language(text("To go")),
            [_to_go(row, rule, results, language) for row, rule in zip(_rows(frame), rules, strict=True)],
            is_number=False,
        ),
    )
    return View(_title(results, language), tuple(stubs), columns, notes=_notes(results, language))


def grid_view(results: VerdictResults, language: Language) -> View:
    """Return areas as rows and targets as columns, one verdict and figure in each cell."""
    frame = results.frame
    places = list(dict.fromkeys(zip(plain_texts(frame["area"]), plain_texts(frame["period"]), strict=True)))
    spots = {place: row for row, place in enumerate(places)}
    names = dict(zip(plain_texts(frame["area"]), _areas(results, frame), strict=True))
    cells: dict[str, list[str]] = {name: [""] * len(places) for name in results.rules}
    styles: dict[str, dict[int, str]] = {name: {} for name in results.rules}
    for row in _rows(frame):
        name, key = str(row["target"]), (str(row["status"]), str(row["evidence"]))
        spot = spots[str(row["area"]), str(row["period"])]
        figure = _figure(row, results.rules[name], results, language, unit=False)
        cells[name][spot] = f"{language(STATUS[key])} {figure}" if row["status"] != "no_data" else language(STATUS[key])
        styles[name][spot] = STYLES[key]
    stubs = [Column(language(text("Area")), [names[area] for area, _ in places], is_number=False)]
    if len({period for _, period in places}) > 1:
        stubs.append(Column(language(text("Period")), [period for _, period in places], is_number=False))
    columns = tuple(
        Column(_target(rule, language), cells[name], unit=_plain_bound(rule, results, language), styles=styles[name])
        for name, rule in results.rules.items()
        if any(cells[name])
    )
    return View(_title(results, language), tuple(stubs), columns, notes=_notes(results, language))


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [dict(zip(map(str, frame.columns), row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts with the fails first, the surest of them first, then what could not be judged."""
    statuses, evidence = plain_texts(frame["status"]), plain_texts(frame["evidence"])
    rank = [
        (RANKS[one], CERTAINTY[other] if one == "fail" else 0) for one, other in zip(statuses, evidence, strict=True)
    ]
    order = sorted(range(len(frame)), key=lambda row: rank[row])
    return frame.iloc[order].reset_index(drop=True)


def _areas(results: VerdictResults, frame: pd.DataFrame) -> list[str]:
    named = zip(plain_texts(frame["area"]), plain_texts(frame["area_name"]), plain_texts(frame["parent"]), strict=True)
    owners: dict[str, set[str]] = {}
    rows = list(named)
    for area, name, _ in rows:
        owners.setdefault(name, set()).add(area)
    return [
        visible(name if len(owners[name]) == 1 else f"{name} ({results.area_names.get(parent, parent) or area})")
        for area, name, parent in rows
    ]


def _target(rule: Rule, language: Language) -> str:
    named = rule.name.split("#")[0]
    return visible(language.label(rule.indicator.label) if named == rule.indicator.key else rule.name)


def _unit(rule: Rule, results: VerdictResults, language: Language) -> str:
    indicator = rule.indicator
    named = results.units.get(indicator.unit)
    unit = visible(language.label(named) if named else indicator.unit)
    return "" if indicator.kind is Kind.COUNT else unit


def _figure(
    row: Mapping[str, object], rule: Rule, results: VerdictResults, language: Language, *, unit: bool = True
) -> str:
    """Return the value with as many decimals as its verdict needs: 94.996 against 95, not 95.00."""
    top, bottom = row[EXACT_NUMERATOR], row[EXACT_DENOMINATOR]
    if not bottom:
        return NOTHING
    exact = Fraction(int(str(top)), int(str(bottom)))
    ends = [end for end in _applied(row, "applied") if end is not None]
    least = 0 if rule.indicator.kind is Kind.COUNT and exact.denominator == 1 else 2
    places = next(
        (few for few in range(least, MOST_PLACES) if all(_agrees(exact, end, few) for end in ends)), MOST_PLACES
    )
    shown = half_up(exact.numerator, exact.denominator, places, thousands=",")
    return f"{shown} {_unit(rule, results, language)}".strip() if unit else shown


def _agrees(exact: Fraction, end: Fraction, places: int) -> bool:
    """Whether the rounded value lies on the same side of a bound as the exact one."""
    scaled = exact * 10**places
    rounded = Fraction((abs(scaled) * 2 + 1) // 2 * (-1 if scaled < 0 else 1), 10**places)
    return (rounded < end) == (exact < end) and (rounded > end) == (exact > end)


def _applied(row: Mapping[str, object], which: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the bound that was `applied`, or the `bound` as written, as exactly as the record holds it."""
    return _exact(row[f"{which}_low"]), _exact(row[f"{which}_high"])


def _exact(number: object) -> Fraction | None:
    return None if not isinstance(number, float) or number != number else Fraction(repr(number))


def _bound(row: Mapping[str, object], rule: Rule, results: VerdictResults, language: Language) -> str:
    unit = _unit(rule, results, language)
    applied = _ends(row["applied_low"], row["applied_high"], str(row["operator"]))
    if _applied(row, "applied") == _applied(row, "bound"):
        return f"{applied} {unit}".strip()
    whole = _ends(row["bound_low"], row["bound_high"], str(row["operator"]), sign=False)
    return f"{applied} {unit}".strip() + language(text(" ({whole} a year)", whole=whole))


def _ends(low: object, high: object, operator: str, *, sign: bool = True) -> str:
    words = [shortest(round(float(str(end)), 2)) for end in (low, high) if isinstance(end, float) and end == end]
    marks = {"at_least": "≥ ", "at_most": "≤ ", "equal": "= ", "between": ""}
    return (marks[operator] if sign else "") + ("–".join(words) if operator == "between" else words[0])


def _plain_bound(rule: Rule, results: VerdictResults, language: Language) -> str:
    low, high = (None if end is None else float(end) for end in (rule.bound.low, rule.bound.high))
    return f"{_ends(low, high, rule.bound.operator.value)} {_unit(rule, results, language)}".strip()


def _evidence(frame: pd.DataFrame, language: Language) -> list[str]:
    words = {"strong": text("strong"), "clear": text("clear"), "uncertain": text("uncertain"), "": text("")}
    pairs = zip(plain_texts(frame["evidence"]), plain_texts(frame["reason"]), strict=True)
    return [language(REASONS[reason]) if reason else language(words[evidence]) for evidence, reason in pairs]


def _to_go(row: Mapping[str, object], rule: Rule, results: VerdictResults, language: Language) -> str:
    """Return what is left, in words; nothing where more of it is not what the indicator counts."""
    number, kind, failed = row["to_go"], row["to_go_kind"], row["status"] == "fail"
    floor = rule.bound.operator in (Operator.AT_LEAST,)
    if row["status"] == "no_data" or rule.indicator.interval is IntervalModel.ODDS:
        return ""
    if not isinstance(number, float) or number != number:
        return language(text("out of reach")) if failed and floor else ""
    shown = shortest(number)
    if kind == "allowed":
        if number < 0:
            return language(text("{number} too many", number=shortest(-number)))
        if rule.indicator.kind is Kind.COUNT and rule.bound.high is not None:
            return language(text("{number} left of {bound}", number=shown, bound=shortest(float(rule.bound.high))))
        return language(text("{number} left", number=shown))
    if not failed or not floor:
        return ""
    if rule.indicator.kind is Kind.PROPORTION and rule.indicator.interval is IntervalModel.BINOMIAL:
        return language(text("{number} more, all of which count", number=shown))
    return language(text("{number} more", number=shown))


def _title(results: VerdictResults, language: Language) -> str:
    frame = results.frame
    labels = list(dict.fromkeys(plain_texts(frame["period"])))
    start, end = min(plain_texts(frame["start"])), max(plain_texts(frame["end"]))
    parts = [visible(results.name)] if results.name else []
    parts.append(f"{labels[0]} ({start} – {end})" if len(labels) == 1 else f"{start} – {end}")
    return language(text(", ")).join(parts)


def _notes(results: VerdictResults, language: Language) -> tuple[Note, ...]:
    """Return the summary: how many of each verdict, how many uncertain, and what chance alone would give."""
    frame = results.frame
    keys = Counter(zip(plain_texts(frame["status"]), plain_texts(frame["evidence"]), strict=True))
    number = {status: sum(count for key, count in keys.items() if key[0] == status) for status in RANKS}
    said = [
        plural(
            len(frame),
            "{count} verdict: {fails} fail ({unsure} uncertain), {passes} pass ({open} uncertain), {none} no data.",
            "{count} verdicts: {fails} fail ({unsure} uncertain), {passes} pass ({open} uncertain), {none} no data.",
            fails=number["fail"],
            unsure=keys["fail", "uncertain"],
            passes=number["pass"],
            open=keys["pass", "uncertain"],
            none=number["no_data"],
        )
    ]
    tested = sum(count for key, count in keys.items() if key[1])
    if tested:
        said.append(
            text(
                "Were every area exactly on its bound, chance alone would still make at most 2.5 % of the verdicts "
                "clear fails (5 % on a band); a verdict with ? could be chance."
            )
        )
    return tuple(Note("", language(sentence)) for sentence in said)
