"""A funnel with 95 and 99.8 % limits around the whole, where there are areas enough: who stands out?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import pdtrik

from popcalc.arrays import Floats
from popcalc.evidence import CLEAR_LEVEL, STRONG_LEVEL
from popcalc.language import text
from popcalc.output.report.charts.drawing import DEEP, GREY, INK, RED, Chart, canvas, drawn, plain
from popcalc.output.report.words import Words

LEAST = 15
"""So many areas a funnel needs."""
HEIGHT = 3.1
STEPS = 60
MOST_NAMED = 12


def draw_funnels(words: Words) -> list[Chart]:
    """Return a funnel of the rate of the first page, where there are areas enough."""
    report = words.report
    key = report.contents.rate
    if key is None:
        return []
    whole = report.year[report.total.key, key]
    points = [
        (place.name, float(figure.denominator), float(figure.value))
        for place in report.places
        if not place.is_total
        and (figure := report.year.get((place.key, key))) is not None
        and figure.value is not None
        and figure.denominator
    ]
    if len(points) < LEAST or whole.value is None:
        return []
    return [_chart(words, key, float(whole.value), points)]


def limits(rate: float, people: Sequence[float], level: float) -> tuple[Floats, Floats]:
    """Return the numbers of events that are outside for areas of so many person-years: these, and fewer or more.

    By exact Poisson tails: so few, or so many, have a chance of half of what the level leaves, at most, where the rate
    is that of the whole. Between two whole numbers is where the tail, as a continuous function, is that chance;
    -1 where not even none would be so few.
    """
    expected = rate * np.array(people, dtype=np.float64)
    tail = (1 - level) / 2
    none_is_few = np.exp(-expected) <= tail
    lower = np.where(none_is_few, pdtrik(tail, np.where(none_is_few, expected, 10.0)), -1.0)
    return lower, pdtrik(1 - tail, expected) + 1


def _chart(words: Words, key: str, whole: float, points: list[tuple[str, float, float]]) -> Chart:
    report = words.report
    name = f"funnel-{key}"
    per = report.indicators[key].per
    most = max(people for _, people, _ in points) * 1.05
    least = min(people for _, people, _ in points) * 0.8
    grid = [least + (most - least) * step / STEPS for step in range(STEPS + 1)]
    caption = words(text("{label} ({unit}) by person-years", label=words.label(key), unit=words.full_unit(key)))
    with canvas(name, HEIGHT, 2 * 4.6) as (figure, axes):
        axes.set_position((0.05, 0.1, 0.93, 0.86))
        outside = []
        for level, style in ((CLEAR_LEVEL, "--"), (STRONG_LEVEL, "-")):
            for line in limits(whole / per, grid, level):
                axes.plot(grid, line.clip(min=0) * per / grid, color=GREY, linewidth=1.1, linestyle=style)
        fewest, most_events = limits(whole / per, [people for _, people, _ in points], CLEAR_LEVEL)
        for point, few, many in zip(points, fewest.tolist(), most_events.tolist(), strict=True):
            events = round(point[2] * point[1] / per)
            if events <= few or events >= many:
                outside.append(point)
        axes.axhline(whole, color=INK, linewidth=1)
        axes.plot([one[1] for one in points], [one[2] for one in points], "o", color=DEEP, markersize=4.5)
        for area, people, value in outside[:MOST_NAMED]:
            axes.plot(people, value, "o", color=RED, markersize=6)
            axes.annotate(area, (people, value), xytext=(6, 3), textcoords="offset points")
        axes.set_xlim(least, most)
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        plain(axes)
        legend = words(
            text(
                "{caption}. Line: {whole}; dashed: 95 % limits, solid: 99.8 % limits; red: outside.",
                caption=caption,
                whole=words.whole,
            )
        )
        return Chart(words(text("Who stands out?")), legend, drawn(figure, name, caption), is_wide=True)
