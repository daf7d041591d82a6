"""What the lines above a table say of its months.

Figures of half a year under the name of its last month would be counted as those of one month. Nothing else would show
it, so a line that says other months than the rows is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.labels import is_label
from popcalc.language import Text, text
from popcalc.periods import (
    Calendar,
    Run,
    SplitYear,
    is_to_date,
    months_and_year_in_title,
    months_in_title,
    split_year_in_title,
)


class Around(Struct, frozen=True):
    """What decides how a line above a table is meant.

    `cumulative`: figures to date are wanted; `to_date_columns`: columns of them stand beside those of the month, and
    the line may speak of these.
    """

    cumulative: bool = False
    to_date_columns: bool = False


class Runs(Struct, frozen=True):
    """The months of the rows that are looked at first, and what finds those of all others, where that decides."""

    first: Sequence[Run]
    others: Callable[[], Iterator[Run]]

    @property
    def every(self) -> Iterator[Run]:
        """Those of all rows, sought as far as they are asked for."""
        yield from self.first
        yield from self.others()


class Title(Struct, frozen=True):
    """The first line above a table that says a period, and what it says.

    `run` is less than a year that it says by itself, `year` the year that it names, `split` one of two numbers, which
    may be a month; `words` are empty when no line says anything. Only the months are shown, as a line may name persons.
    """

    words: str = ""
    place: Place | None = None
    run: Run | None = None
    year: int | None = None
    split: SplitYear | None = None

    def part(self, beside: Run, calendar: Calendar) -> Run | None:
        """Return the part of a year that the line says, which is of the year in which another run ends."""
        return months_in_title(self.words, beside, calendar) if self.words else None

    @property
    def is_to_date(self) -> bool:
        """Whether the line says that the figures run from the start of the year."""
        return is_to_date(self.words)

    def contradiction(self, runs: Runs, calendar: Calendar, around: Around) -> Fault | None:
        """Return what is wrong with a line that says other months than those of the rows."""
        if not runs.first or not self.words:
            return None
        run = runs.first[0]
        if self.split is not None and not any(map(self.split.widest.holds, runs.every)):
            return fault("TITLE_PERIOD", _other_months(self.split.written, calendar.label_of(run)), self.place)
        said = self.part(run, calendar) if len(set(runs.first)) == 1 else None
        to_date = said is not None and said == calendar.to_date(run)
        if (around.cumulative and (said is None or to_date)) or (said is not None and run.holds(said)):
            return None
        if to_date and around.to_date_columns:
            return None
        if said is not None and (not said.holds(run) or all(one == run for one in runs.every)):
            return fault(
                "TITLE_PERIOD", _other_months(calendar.label_of(said), calendar.label_of(run), to_date), self.place
            )
        if (
            self.is_to_date
            and not around.to_date_columns
            and (said is not None or calendar.has_later_months(runs.every))
        ):
            sentence = text(
                "the line above the table says that its figures are cumulative, and its rows are of single months: if "
                "they run from the start of the year to date, read all files with --cumulative; else take the word out "
                "of the line"
            )
            return fault("TITLE_PERIOD", sentence, self.place)
        return None


def _other_months(said: str, run: str, to_date: bool = False) -> Text:
    if to_date:
        return text(
            "the line above the table says {said}, and its rows are of {run}: write the months of the figures in both, "
            "or, if they run from the start of the year to date, read all files with --cumulative",
            said=said,
            run=run,
        )
    return text(
        "the line above the table says {said}, and its rows are of {run}: write the months of the figures in both",
        said=said,
        run=run,
    )


def named_to_date(name: str, place: Place) -> Fault:
    """Return the fault of a sheet or a file of single months whose name says that its figures are to date."""
    sentence = text(
        "the name {name} says that its figures are cumulative, and they are given by single months: if they run from "
        "the start of the year to date, read all files with --cumulative; else take the word out of the name",
        name=name,
    )
    return fault("NAME_TO_DATE", sentence, place)


def title_of(file: str, titles: Sequence[Sequence[str]], calendar: Calendar) -> Title:
    """Return the first line above a table that says a month, a year, a part of one or that it runs to date."""
    for row, cells in enumerate(titles, start=1):
        for column, cell in enumerate(cells, start=1):
            words = cell.strip()
            if not words or is_label(words):
                continue
            run, year = months_and_year_in_title(words, calendar)
            part = months_in_title(words, calendar.year_run(2000), calendar)
            split = split_year_in_title(words, calendar)
            if run or year is not None or part or split or is_to_date(words):
                return Title(words, Place(file, row, column), run, year, split)
    return Title()
