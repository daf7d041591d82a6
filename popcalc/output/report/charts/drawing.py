"""How all charts are drawn: the same look, text as text, the same bytes for the same figures."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DEEP, GREY, PALE, RED = "#1b4b7a", "#8a8f94", "#7fa0a8", "#b3261e"
INK = "#1d1d1f"
SIZE = 10.5
WIDTH = 4.6
"""Inches of a chart of half the page's width."""
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": SIZE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.unicode_minus": False,
    # Text is laid out by the page's fonts: only these measures must not hang on what is installed here.
    "text.parse_math": False,
    "path.simplify": False,
}
_STYLED_FONT = re.compile(r"font: (?:[a-z0-9]+ )*?([\d.]+)px [^;\"]*")
_ID = re.compile(r"(\bid=\"|url\(#|href=\"#)")


class Chart(Struct, frozen=True):
    """A chart: the question that it answers, what it shows, and its picture."""

    question: str
    caption: str
    drawing: Markup
    is_wide: bool = False


@contextlib.contextmanager
def canvas(name: str, height: float, width: float = WIDTH) -> Iterator[tuple[Figure, Axes]]:
    """Give an empty chart to draw on, in inches."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({**SETTINGS, "svg.hashsalt": name}):
        figure = Figure(figsize=(width, height))
        yield figure, figure.add_axes((0, 0, 1, 1))


def drawn(figure: Figure, name: str, title: str) -> Markup:
    """Return a chart as SVG inside a page: no date, no address, its own ids, the page's fonts."""
    from markupsafe import Markup, escape

    stream = io.StringIO()
    with _quietly():
        figure.savefig(stream, format="svg", metadata=NO_METADATA, transparent=True)
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\sxmlns(:\w+)?=\"[^\"]*\"", "", svg).replace("xlink:href", "href")
    svg = _ID.sub(lambda one: f"{one[1]}{name}-", svg)
    svg = _STYLED_FONT.sub(lambda one: f"font-size: {one[1]}px", svg)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    view = re.search(r"viewBox=\"[^\"]*\"", svg)
    inside = svg[svg.index(">") + 1 :].strip()
    return Markup(f'<svg {view[0] if view else ""} role="img" aria-label="{escape(title)}">{inside}')


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Silence what matplotlib says of characters that its own fonts lack: the page's fonts have them."""
    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            yield
    finally:
        logger.setLevel(level)


def plain(axes: Axes, **settings: Any) -> None:
    """Take away the ticks' marks and set the lines of the axes thin."""
    axes.tick_params(length=3, width=0.7, **settings)
    for spine in axes.spines.values():
        spine.set_linewidth(0.7)
