"""Options that hold figures against others."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from popcalc.cli.options import NamedChoice, option, options_of
from popcalc.output import GRID, PERIODS, check_place


class Comparing(Struct, frozen=True):
    """What figures are compared with, and which is ranked first."""

    compare: Annotated[
        str | None,
        option(
            "--compare",
            type=NamedChoice(["last-year", "previous", "above"]),
            help="Beside each figure that of the same months a year ago, of the period before, or of the area above, "
            "the difference, and whether chance alone could make it.",
        ),
    ] = None
    rank: Annotated[
        str | None,
        option(
            "--rank",
            type=NamedChoice(["high", "low"]),
            help="Rank the areas of a level, the highest or the lowest figure first (or as a target asks), and how "
            "far a rank is sure.",
        ),
    ] = None

    def check_layout(self, layout: str) -> None:
        """Raise RequestError for a layout that has no place for what is compared."""
        asked = [name for name, given in (("--compare", self.compare), ("--rank", self.rank)) if given]
        if asked and layout in (GRID, PERIODS):
            check_place(asked, layout)


comparing = options_of(Comparing)
