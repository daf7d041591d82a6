"""Sentences drafted from the figures of the tables, so that they cannot contradict these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from popcalc.language import Text, plural, text
from popcalc.output.report.scorecard import verdicts_by_place
from popcalc.output.report.words import Words
from popcalc.records import VerdictResults
from popcalc.reporting.report import Figure
from popcalc.visible import visible

NAMED = 6
"""So many areas are named in a sentence."""
MOST_TARGETS = 1
"""Sentences on so many targets; the scorecard has all."""

SEVERAL: Mapping[str, Text] = {
    "county": text("counties"),
    "town": text("towns"),
    "village": text("villages"),
}
"""What areas of a level are called together."""


class Box(Struct, frozen=True):
    """One of the figures in large: its label, the figure, last year's beside it; the figure as a number."""

    label: str
    figure: str
    beside: str
    number: float | None = None
    decimals: int = 0
    unit: str = ""


def boxes(words: Words) -> list[Box]:
    """Return the first flow of the month and to date, the second to date, and the rate, each with last year's."""
    report = words.report
    flows, rate = report.contents.flows, report.contents.rate
    area = report.total.key
    months = words.months(report.to_date)
    found = []
    if flows and report.to_date.months > 1 and report.month[area, flows[0]].value is not None:
        month = words.months(report.run)
        label = words(text("{label}, {months}", label=words.label(flows[0]), months=month))
        figures = report.month[area, flows[0]], report.both_of_month[area, flows[0]]
        found.append(_box(words, label, flows[0], *figures, is_in_part=report.is_last_year_in_part(report.run)))
    for key in [*flows, *([rate] if rate else [])]:
        name = words.label(key)
        if report.indicators[key].has_basis:
            label = words(text("{label} (annual rate)", label=name))
        else:
            label = words(text("{label}, {months}", label=name, months=months))
        figures, left_out = (report.year[area, key], report.both[area, key]), report.uncompared(report.total)
        is_in_part = report.is_last_year_in_part(report.to_date)
        found.append(_box(words, label, key, *figures, left_out, is_in_part=is_in_part))
    return found


def _box(
    words: Words,
    label: str,
    key: str,
    figure: Figure,
    beside: Figure,
    left_out: Sequence[int] = (),
    *,
    is_in_part: bool,
) -> Box:
    """Return a box; `left_out` are months that nobody has reported this year or last, so that both are without.

    What is `is_in_part` of last year is of the villages alone that have reported this year.
    """
    shown = words.with_unit(words.number(figure.value, key), key)
    number = None if figure.value is None else float(figure.value)
    decimals, unit = words.decimals(key), words.unit(key)
    if beside.last is None:
        return Box(label, shown, words(text("nothing of last year")), number, decimals, unit)
    last = words.with_unit(words.number(beside.last, key), key)
    known = {
        "last": last,
        "own": words.number(beside.value, key),
        "difference": words.signed(beside.difference, key),
        "months": words.undated(left_out),
    }
    differs = beside.value != figure.value
    if left_out and differs:
        said = text("without {months} {own}, last year {last}", **known)
    elif left_out:
        said = text("last year {last} ({difference}), without {months}", **known)
    elif differs:
        said = text("of the same villages {own}, last year {last}", **known)
    elif is_in_part:
        said = text("last year, of the same villages, {last} ({difference})", **known)
    else:
        said = text("last year {last} ({difference})", **known)
    return Box(label, shown, words(said), number, decimals, unit)


def sentences(words: Words) -> list[str]:
    """Return what the figures say: events against last year, then targets."""
    found = [_flows(words)] if words.report.contents.flows else []
    if words.report.verdicts is not None:
        found += _targets(words, words.report.verdicts)
    return found


def _flows(words: Words) -> str:
    """Return `Jan to Oct, whole county: live births 260, 10 more than in the same months of last year; ...`."""
    report = words.report
    parts = []
    left_out = words.undated(report.uncompared(report.total))
    for key in report.contents.flows:
        figure, both = report.year[report.total.key, key], report.both[report.total.key, key]
        number = words.with_unit(words.number(figure.value, key), key)
        known = {"label": words.label(key), "number": number}
        if both.last is None or both.difference is None:
            parts.append(words(text("{label} {number}", **known)))
            continue
        size = words.with_unit(words.number(abs(both.difference), key), key)
        known |= {"difference": size, "months": left_out}
        if left_out:
            more, fewer = (
                text("{label} {number}, without {months} {difference} more than last year"),
                text("{label} {number}, without {months} {difference} fewer than last year"),
            )
        elif both.value != figure.value:
            more, fewer = (
                text("{label} {number}, of the villages that reported both years {difference} more than last year"),
                text("{label} {number}, of the villages that reported both years {difference} fewer than last year"),
            )
        else:
            more, fewer = (
                text("{label} {number}, {difference} more than last year"),
                text("{label} {number}, {difference} fewer than last year"),
            )
        if not both.difference:
            parts.append(words(text("{label} {number}, as many as last year", **known)))
        else:
            parts.append(words(text((more if both.difference > 0 else fewer).template, **known)))
    rate = report.contents.rate
    if rate and report.year[report.total.key, rate].value is not None:
        number = words.with_unit(words.number(report.year[report.total.key, rate].value, rate), rate)
        parts.append(words(text("{label} {number} as an annual rate", label=words.label(rate), number=number)))
    return words(
        text(
            "{whole}, {months}: {parts}.",
            months=words.months(report.to_date),
            whole=words.whole,
            parts=words(text("; ")).join(parts),
        )
    )


def _targets(words: Words, results: VerdictResults) -> list[str]:
    """Return how many targets are met, then those that most areas surely miss, and by whom."""
    found = verdicts_by_place(words, results)
    rows = [row for row, _ in found.values()]
    if not rows:
        return []
    by_target: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        by_target.setdefault(str(row["target"]), []).append(row)
    fails = {
        name: failed for name, own in by_target.items() if (failed := [row for row in own if row["status"] == "fail"])
    }
    order = sorted(fails, key=lambda name: -sum(map(_is_sure, fails[name])))
    said = [_summary(words, rows)]
    said += [_target(words, results, name, by_target[name], fails[name]) for name in order[:MOST_TARGETS]]
    return said


def _is_sure(row: Mapping[str, object]) -> bool:
    return row["evidence"] in ("clear", "strong")


def _summary(words: Words, rows: Sequence[Mapping[str, object]]) -> str:
    failed = [row for row in rows if row["status"] == "fail"]
    known = {
        "judged": len(rows),
        "met": sum(row["status"] == "pass" for row in rows),
        "missed": len(failed),
        "open": sum(row["status"] == "no_data" for row in rows),
        "chance": sum(row["evidence"] == "uncertain" for row in failed),
    }
    parts = [text("met {met}", **known), text("missed {missed}", **known)]
    if known["chance"]:
        parts[-1] = text("missed {missed} (perhaps by chance {chance})", **known)
    if known["open"]:
        parts.append(text("not to be judged {open}", **known))
    return words(text("Of {judged} targets and areas: {parts}.", judged=len(rows), parts=tuple(parts)))


def _target(
    words: Words,
    results: VerdictResults,
    name: str,
    rows: Sequence[Mapping[str, object]],
    failed: Sequence[Mapping[str, object]],
) -> str:
    rule = results.rules[name]
    label = rule.title or words.label(rule.indicator.key)
    sure = [row for row in failed if _is_sure(row)]
    doubtful = [row for row in failed if row["evidence"] == "uncertain"]
    known = {"label": label, "all": len(rows), "missed": len(failed), "areas": _named(words, failed)}
    level = SEVERAL.get(rule.level or words.report.places[0].level, text("areas of this level"))
    first = plural(
        len(failed),
        "{label}: {missed} of {all} {level} misses the target ({areas})",
        "{label}: {missed} of {all} {level} miss the target ({areas})",
        **known,
        level=level,
    )
    if doubtful and not sure and len(doubtful) == len(failed):
        rest = text("chance cannot be excluded, so nothing should be concluded from it yet")
    elif sure:
        rest = text("beyond chance: {areas}", areas=_named(words, sure))
    else:
        return words(text("{first}.", first=first))
    return words(text("{first}; {rest}.", first=first, rest=rest))


def _named(words: Words, rows: Sequence[Mapping[str, object]]) -> str:
    order = {one.key: spot for spot, one in enumerate(words.report.places)}
    ordered = sorted(rows, key=lambda row: order.get(str(row["area"]), len(order)))
    names = [visible(str(row["area_name"])) for row in ordered]
    if len(names) <= NAMED:
        return words.names(names)
    return words(text("{names} and {more} more", names=words.names(names[:NAMED]), more=len(names) - NAMED))
