"""Events by month, this year over last year in grey: is it the season?"""

from __future__ import annotations

from popcalc.language import text
from popcalc.output.report.charts.drawing import DEEP, GREY, Chart, canvas, drawn, plain
from popcalc.output.report.words import Words
from popcalc.periods import year_month

YEAR = 12
HEIGHT = 2.2
APART = 5
MOST = 2
"""Charts of so many flows."""


def draw_months(words: Words) -> list[Chart]:
    """Return a chart of the months of each of the first flows, where there are months enough for a line."""
    report = words.report
    charts = []
    for key in report.contents.flows[:MOST]:
        start = report.to_date.start
        this_year = _line(words, key, start)
        last_year = _line(words, key, start - YEAR)
        if len(this_year) + len(last_year) > 2:
            charts.append(_chart(words, key, this_year, last_year))
    return charts


def _line(words: Words, key: str, start: int) -> list[tuple[int, int]]:
    """Return the months of a statistical year, from 0, with the figure of each that has one."""
    found = []
    for place in range(YEAR):
        figure = words.report.series.get((key, start + place))
        if figure is not None and figure.value is not None:
            found.append((place, int(figure.value)))
    return found


def _chart(words: Words, key: str, this_year: list[tuple[int, int]], last_year: list[tuple[int, int]]) -> Chart:
    from matplotlib.ticker import MaxNLocator

    report = words.report
    name = f"months-{key}"
    caption = words(text("{whole}, {label} by month", whole=words.whole, label=words.label(key)))
    year = report.calendar.year_of(report.run.end)
    with canvas(name, HEIGHT) as (figure, axes):
        axes.set_position((0.085, 0.12, 0.8, 0.82))
        aside = _apart(this_year, last_year)
        for line, color, width, called in ((last_year, GREY, 1.6, year - 1), (this_year, DEEP, 2.2, year)):
            if not line:
                continue
            places, values = zip(*line, strict=True)
            axes.plot(places, values, color=color, linewidth=width, marker="o", markersize=3.6, clip_on=False)
            is_own = color == DEEP
            axes.annotate(
                f"{called}",
                (places[-1], values[-1]),
                xytext=(6, aside if is_own else -aside),
                textcoords="offset points",
                color=color,
                va="center",
                weight="bold" if is_own else "normal",
                annotation_clip=False,
            )
        axes.set_xlim(-0.3, YEAR - 0.7)
        axes.set_ylim(0, max(value for _, value in [*this_year, *last_year]) * 1.08 or 1)
        numbers = [year_month(report.to_date.start + place)[1] for place in range(YEAR)]
        axes.set_xticks(range(YEAR), [words.short_months[number - 1] for number in numbers])
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        plain(axes)
        return Chart(words(text("Is it the season?")), caption, drawn(figure, name, caption))


def _apart(this_year: list[tuple[int, int]], last_year: list[tuple[int, int]]) -> int:
    """Return by how many points the name of this year's line is lifted, and the other's lowered: both may end there."""
    if not this_year or not last_year or this_year[-1][0] != last_year[-1][0]:
        return 0
    return APART if this_year[-1][1] >= last_year[-1][1] else -APART
