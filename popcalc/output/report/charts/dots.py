"""A dot with its 95 % bar for each area, the target as a line, last year as a tick: who is really off?"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from popcalc.language import text
from popcalc.output.report.charts.drawing import DEEP, GREY, INK, PALE, RED, Chart, canvas, drawn, plain
from popcalc.output.report.words import Words

ROW, EDGE = 0.3, 0.55
"""Inches of an area, and of what stands beside them all."""
MOST = 2
"""Charts of so many indicators."""
MOST_AREAS = 40
"""Of more areas those are shown that are farthest off."""


class Dot(Struct, frozen=True):
    """One area's figure with its limits, and last year's."""

    name: str
    value: float
    lower: float
    upper: float
    last: float | None
    is_total: bool


def draw_dots(words: Words) -> list[Chart]:
    """Return a chart for each of the first rates that have a target, then of the rate of the first page."""
    report = words.report
    rules = report.verdicts.rules.values() if report.verdicts else ()
    bounded = {rule.indicator.key: rule.bound for rule in rules if rule.indicator.has_basis}
    keys = list(dict.fromkeys([*bounded, *([report.contents.rate] if report.contents.rate else [])]))[:MOST]
    charts = []
    for key in keys:
        dots = _dots(words, key)
        if len(dots) > 1:
            bound = bounded.get(key)
            ends = [float(end) for end in (bound.low, bound.high) if end is not None] if bound else []
            targets = list(dict.fromkeys(ends))
            charts.append(_chart(words, key, _farthest(dots, targets), targets, len(dots)))
    return charts


def _dots(words: Words, key: str) -> list[Dot]:
    report = words.report
    found = []
    for place in report.places:
        figure = report.year.get((place.key, key))
        if figure is None or figure.value is None or figure.lower is None or figure.upper is None:
            continue
        both = report.both.get((place.key, key))
        last = float(both.last) if both and both.last is not None else None
        found.append(Dot(words.place(place), float(figure.value), figure.lower, figure.upper, last, place.is_total))
    return found


def _farthest(dots: Sequence[Dot], targets: Sequence[float]) -> list[Dot]:
    """Return the areas farthest from their target, or from the whole, in their order, where there are too many."""
    if len(dots) <= MOST_AREAS:
        return list(dots)
    middles = targets or [dot.value for dot in dots if dot.is_total]
    order = sorted(dots, key=lambda dot: (not dot.is_total, -min(abs(dot.value - one) for one in middles)))
    kept = {dot.name for dot in order[:MOST_AREAS]}
    return [dot for dot in dots if dot.name in kept]


def _chart(words: Words, key: str, dots: Sequence[Dot], targets: Sequence[float], every: int) -> Chart:
    report = words.report
    name = f"areas-{key}"
    caption = words(
        text(
            "{label}, {months} ({unit})",
            label=words.label(key),
            months=words.months(report.to_date),
            unit=words.full_unit(key),
        )
    )
    height = EDGE + ROW * len(dots)
    with canvas(name, height) as (figure, axes):
        axes.set_position((0.24, 0.34 / height, 0.72, 1 - 0.44 / height))
        for row, dot in enumerate(dots):
            color = INK if dot.is_total else DEEP
            axes.plot((dot.lower, dot.upper), (row, row), color=PALE, linewidth=3, solid_capstyle="butt")
            if dot.last is not None:
                axes.plot((dot.last, dot.last), (row - 0.24, row + 0.24), color=GREY, linewidth=2.4)
            axes.plot(dot.value, row, marker="D" if dot.is_total else "o", color=color, markersize=6.5)
        for target in targets:
            axes.axvline(target, color=RED, linewidth=1.3)
        axes.set_ylim(len(dots) - 0.4, -0.6)
        axes.set_yticks(range(len(dots)), [dot.name for dot in dots])
        axes.spines["left"].set_visible(False)
        plain(axes)
        axes.tick_params(axis="y", length=0)
        return Chart(
            words(text("Who is really off?")),
            words(text("{caption}. {legend}", caption=caption, legend=_legend(words, dots, targets, every))),
            drawn(figure, name, caption),
        )


def _legend(words: Words, dots: Sequence[Dot], targets: Sequence[float], every: int) -> str:
    said = [text("Dot: this year, bar: 95 % interval")]
    if any(dot.last is not None for dot in dots):
        said.append(text("tick: last year"))
    if targets:
        said.append(text("long red line: target"))
    if len(dots) < every:
        said.append(text("{shown} of {every}, those farthest off", shown=len(dots), every=every))
    return words(text("{parts}.", parts=tuple(said)))
