"""What the lines above a table say of its months, held against the months that its figures are taken for.

Figures of half a year under the name of its last month would be counted as those of one month. Nothing else would
show it, so it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from popcalc.errors import Notice, Place
from popcalc.intake.header.labels import is_label
from popcalc.language import text
from popcalc.periods import Calendar, Run, is_to_date, months_in_title


def title_notices(
    place: Place, titles: Sequence[Sequence[str]], runs: Sequence[Run], calendar: Calendar, *, cumulative: bool
) -> Iterator[Notice]:
    """Yield a notice for the first line above a table that says other months than the figures are read for.

    `runs` are those of the first rows, or the one that the file's name says; `cumulative` says that figures are read as
    those from the start of the year to date. Only the months are shown, as a line may name persons.
    """
    if not runs:
        return
    for row, cells in enumerate(titles, start=1):
        for column, cell in enumerate(cells, start=1):
            if not cell.strip() or is_label(cell.strip()):
                continue
            notice = _notice(Place(place.file, row, column), cell, runs, calendar, cumulative=cumulative)
            if notice is not None:
                yield notice
                return


def _notice(place: Place, title: str, runs: Sequence[Run], calendar: Calendar, *, cumulative: bool) -> Notice | None:
    run = runs[0]
    said = months_in_title(title, run, calendar) if len(set(runs)) == 1 else None
    to_date = said is not None and said == calendar.to_date(run)
    if (cumulative and (said is None or to_date)) or (said is not None and run.holds(said)):
        return None
    if said is not None:
        sentence = text(
            "the line above the table says {said}, and its figures are taken for those of {run}: give the months of "
            "the figures, or, if they run from the start of the year to date, read all files with --cumulative",
            said=calendar.label_of(said),
            run=calendar.label_of(run),
        )
        return Notice("TITLE_PERIOD", sentence, place)
    if is_to_date(title) and all(one.months == 1 for one in runs):
        sentence = text(
            "the line above the table says that its figures are cumulative, and they are taken for those of single "
            "months; if they run from the start of the year to date, read all files with --cumulative"
        )
        return Notice("TITLE_PERIOD", sentence, place)
    return None
