"""What the lines above a table say of its months.

Figures of half a year under the name of its last month would be counted as those of one month. Nothing else would show
it, so a line that says other months than the rows is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from popcalc.errors import Notice, Place
from popcalc.intake.header.labels import is_label
from popcalc.language import text
from popcalc.periods import Calendar, Run, is_to_date, months_and_year_in_title, months_in_title


@dataclass(frozen=True)
class Title:
    """The first line above a table that says a period, and what it says.

    `run` is less than a year that it says by itself, `year` the year that it names, `words` are empty when no line says
    anything. Only the months are shown, as a line may name persons.
    """

    words: str = ""
    place: Place | None = None
    run: Run | None = None
    year: int | None = None

    def part(self, beside: Run, calendar: Calendar) -> Run | None:
        """Return the part of a year that the line says, which is of the year in which another run ends."""
        return months_in_title(self.words, beside, calendar) if self.words else None

    def contradiction(self, runs: Sequence[Run], calendar: Calendar, *, cumulative: bool) -> Notice | None:
        """Return the notice of a line that says other months than those of the rows, `runs`."""
        if not runs or not self.words:
            return None
        run = runs[0]
        said = self.part(run, calendar) if len(set(runs)) == 1 else None
        to_date = said is not None and said == calendar.to_date(run)
        if (cumulative and (said is None or to_date)) or (said is not None and run.holds(said)):
            return None
        if said is not None:
            sentence = text(
                "the line above the table says {said}, and its figures are taken for those of {run}: give the months "
                "of the figures, or, if they run from the start of the year to date, read all files with --cumulative",
                said=calendar.label_of(said),
                run=calendar.label_of(run),
            )
            return Notice("TITLE_PERIOD", sentence, self.place)
        if is_to_date(self.words) and all(one.months == 1 for one in runs):
            sentence = text(
                "the line above the table says that its figures are cumulative, and they are taken for those of single "
                "months; if they run from the start of the year to date, read all files with --cumulative"
            )
            return Notice("TITLE_PERIOD", sentence, self.place)
        return None


def title_of(file: str, titles: Sequence[Sequence[str]], calendar: Calendar) -> Title:
    """Return the first line above a table that says a month, a year, a part of one or that it runs to date."""
    for row, cells in enumerate(titles, start=1):
        for column, cell in enumerate(cells, start=1):
            words = cell.strip()
            if not words or is_label(words):
                continue
            run, year = months_and_year_in_title(words, calendar)
            part = months_in_title(words, calendar.year_run(2000), calendar)
            if run or year is not None or part or is_to_date(words):
                return Title(words, Place(file, row, column), run, year)
    return Title()
