"""The charts of a report, each with the question that it answers."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from popcalc.output.report.charts.drawing import Chart
    from popcalc.output.report.words import Words


def draw_charts(words: Words) -> list[Chart] | None:
    """Return the charts that the figures allow, in order; None where what draws them is not installed."""
    if find_spec("matplotlib") is None:
        return None
    from popcalc.output.report.charts.dots import draw_dots
    from popcalc.output.report.charts.funnel import draw_funnels
    from popcalc.output.report.charts.months import draw_months
    from popcalc.output.report.charts.reported import draw_reported

    return [*draw_months(words), *draw_dots(words), *draw_funnels(words), *draw_reported(words)]
