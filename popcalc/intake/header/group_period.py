"""The period that a group of columns says, where it is the only one: `平成29年12月中の人口増減` over births and deaths.

Beside it a line above the table may put the stocks at the day on which that period ends, the first of the next month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.catalogue import Nature
from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.spans import Span, span_of
from popcalc.intake.header.titles import Title
from popcalc.intake.header.words import PERIOD_ROLES
from popcalc.language import text
from popcalc.periods import Calendar, Run
from popcalc.vocabulary import vocabulary

SHOWN = 6
LEAST = 2
"""Columns below a group that says a period."""


class Grouped(Struct, frozen=True):
    """A header whose group of columns has lost its period, and the words of that; none where no group says one."""

    header: Header
    words: str = ""

    def run(self, calendar: Calendar) -> Run | None:
        """Return the months that the group says."""
        return Span(self.words, Heading(())).run(calendar) if self.words else None


def with_period_of_group(header: Header, lexicon: HeaderLexicon) -> Grouped:
    """Return the header without the period of a group over several of its columns, where it says but one."""
    spans = {index: span for index, one in enumerate(header.headings) if (span := _above(one)) is not None}
    roles = {lexicon.meaning(one).role for one in header.headings if one.levels}
    words = {span.words for span in spans.values()}
    if len(words) != 1 or len(spans) < LEAST or roles & PERIOD_ROLES:
        return Grouped(header)
    if not any(lexicon.is_count(lexicon.meaning(span.rest).role) for span in spans.values()):
        return Grouped(header)
    headings = tuple(spans[index].rest if index in spans else one for index, one in enumerate(header.headings))
    return Grouped(replace(header, headings=headings), words.pop())


def _above(heads: Heading) -> Span | None:
    """Return the period with its year that a group over a column says, not the column itself."""
    if len(heads.levels) < LEAST or span_of(Heading(heads.levels[-1:])) is not None:
        return None
    span = span_of(heads)
    return span if span is not None and span.has_year and span.rest.levels else None


def opening_stocks(header: Header, lexicon: HeaderLexicon) -> dict[str, int]:
    """Return by count the columns of stocks at the first day of the month before the table's date: 前月1日現在人口.

    That is the opening of the months of a group that ends on the day before that date.
    """
    words = vocabulary().words(lambda one: one.headers.at_previous_first)
    found: dict[str, int] = {}
    for index, heads in enumerate(header.headings):
        said = next((word for word in map(normal_header, words) if word in heads.normal), None)
        role = lexicon.meaning(heads).role if said and heads.levels else None
        opening = next((one.key for one in lexicon.catalogue.counts.values() if one.opening_of == role), None)
        if role is not None and opening is not None:
            found.setdefault(opening, index)
    return found


def run_beside(title: Title, day: tuple[int, int] | None, own: Run, place: Place, calendar: Calendar) -> Run | Fault:
    """Return the months of a table whose group says `own`, where no line above it says anything else.

    `day` is the month and the day at which a line puts the stocks.
    """
    said = title.run or (Run(day[0], day[0]) if day else None)
    if (day is not None and own.holds(month_ended(day))) or (day is None and (said is None or own.holds(said))):
        return own
    sentence = text(
        "a group of columns says {own}, and the line above the table says {said}: which months its figures are of must "
        "be mended in one of the two",
        own=calendar.label_of(own),
        said=calendar.label_of(said or own),
    )
    return fault("TITLE_PERIOD", sentence, title.place or place)


def month_ended(day: tuple[int, int]) -> Run:
    """Return the month at whose end a day stands: the one before for its first day."""
    month, number = day
    last = month - 1 if number == 1 else month
    return Run(last, last)


def events_of_which_month(
    header: Header, counts: Mapping[str, int], place: Place, lexicon: HeaderLexicon
) -> Iterator[Fault]:
    """Yield the fault of events in a table that says nothing but the first day of a month, as that of its stocks."""
    flows = [key for key in counts if lexicon.catalogue.counts[key].nature is Nature.FLOW]
    if flows:
        sentence = text(
            "the line above the table says the day at which people are counted, the first of a month, and not of which "
            "month {columns} are: write that month into a line above the table, or into the name of the sheet or file",
            columns=tuple(str(header.headings[counts[key]]) for key in flows[:SHOWN]),
        )
        yield fault("NO_PERIOD", sentence, place)
