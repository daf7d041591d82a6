"""A grid of who has reported which month: whose figures are missing, and since when?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from popcalc.language import text
from popcalc.output.report.charts.drawing import DEEP, INK, RED, Chart, canvas, drawn
from popcalc.output.report.words import Words
from popcalc.periods import year_month
from popcalc.reporting.report import Place, Standing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, EDGE = 0.24, 0.52
MOST_AREAS = 30
"""Of more areas those are shown that are not complete."""
HALF = 0.5
FEWEST_MONTHS = 12
"""Fewer take no more room than their part of these."""
PART = "#9fb7cf"


def draw_reported(words: Words) -> list[Chart]:
    """Return the grid of areas and months, from the beginning of the year before."""
    report = words.report
    months = sorted({month for _, month in report.reports})
    areas = [one for one in report.places if not one.is_total] or [report.total]
    if len(areas) > MOST_AREAS:
        areas = [one for one in areas if not _is_complete(words, one, months)][:MOST_AREAS]
    if not areas or not months:
        return []
    return [_chart(words, areas, months)]


def _is_complete(words: Words, area: Place, months: list[int]) -> bool:
    found = (words.report.reports.get((area.key, month), Standing(0, 0)) for month in months)
    return all(one.reported == one.expected for one in found)


def _chart(words: Words, areas: list[Place], months: list[int]) -> Chart:
    height = EDGE + ROW * len(areas)
    caption = words(text("Villages that have reported, by month"))
    with canvas("reported", height, 2 * 4.6) as (figure, axes):
        axes.set_position((0.12, 0.02, 0.87, 1 - EDGE / height))
        _draw_cells(
            axes,
            [
                (place, row, standing)
                for row, area in enumerate(areas)
                for place, month in enumerate(months)
                if (standing := words.report.reports.get((area.key, month), Standing(0, 0))).expected
            ],
        )
        axes.set_xlim(-HALF, max(len(months), FEWEST_MONTHS) - HALF)
        axes.set_ylim(len(areas) - HALF, -HALF)
        axes.set_yticks(range(len(areas)), [words.place(area) for area in areas])
        labels = [words.short_months[year_month(month)[1] - 1] for month in months]
        axes.set_xticks(range(len(months)), labels)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        for place, month in enumerate(months):
            year, number = year_month(month)
            if place == 0 or number == 1:
                axes.annotate(
                    f"{year}", (place - HALF, -HALF), xytext=(0, 17), textcoords="offset points", annotation_clip=False
                )
        legend = words(text("{caption}. Dark: all; pale, with their number: some; red dash: none.", caption=caption))
        return Chart(
            words(text("Whose figures are missing?")), legend, drawn(figure, "reported", caption), is_wide=True
        )


def _draw_cells(axes: Axes, cells: Sequence[tuple[int, int, Standing]]) -> None:
    """Draw a cell for each area and month by its place; those of a colour as one path, so that the page stays small."""
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    of_color: dict[tuple[str, str], list[Path]] = {}
    for place, row, standing in cells:
        full, none = standing.reported == standing.expected, standing.reported == 0
        color = DEEP if full else "white" if none else PART
        cell = Rectangle((place - 0.44, row - 0.4), 0.88, 0.8)
        of_color.setdefault((color, RED if none else color), []).append(
            cell.get_path().transformed(cell.get_patch_transform())
        )
        if not full:
            said = "–" if none else f"{standing.reported}"
            axes.text(place, row, said, ha="center", va="center", color=RED if none else INK, fontsize=9, zorder=3)
    for (color, edge), paths in of_color.items():
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), facecolor=color, edgecolor=edge, linewidth=0.8))
