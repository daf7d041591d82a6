"""Tables with columns for each period: which column is of which count and months, and which adds up others.

`村名 | 1月 | 2月 | 3月` under a title or in a file that says which count, `births 2023 | births 2024`, months over
groups of counts and counts over groups of months are all read alike. A table with a column of months is none of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice, pairwise, takewhile

from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.fiscal_years import YearBeside, year_beside
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.layout import MONTHS, Turn
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.spans import SOME_YEAR, Span, span_of
from popcalc.intake.header.split_years import are_split_years
from popcalc.intake.header.subject import subject_of
from popcalc.intake.header.titles import named_to_date, title_of
from popcalc.intake.header.total_words import is_total, without_total
from popcalc.intake.header.words import HALF, MEASURE, PERIOD, QUARTER, VALUE, YEAR
from popcalc.intake.sources.source import Source
from popcalc.language import Text, text
from popcalc.periods import Calendar, Run, month_label

_SEEN = 6
FEWEST = 2
"""Columns of different periods that make a table of them."""


class Across(Struct, frozen=True):
    """The columns of a table with several columns for a count: by position their count, and what else they are of.

    Where rows say the year, the months are those of any. `totals` are columns that add up others, those of all periods
    or areas where they have none. Where rows name the count it is `value`. `level` is that of the areas, empty where
    nothing says it. `kinds` are what the parts of turns are values of: sex, age. `parts` are columns of a count beside
    that of the whole, which is read; `left` are those that are not chosen.
    """

    columns: Mapping[int, tuple[str, Turn]] = field(default_factory=dict)
    totals: Mapping[int, tuple[str, Turn]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    level: str = ""
    kinds: tuple[str, ...] = ()
    parts: Mapping[int, tuple[str, Turn]] = field(default_factory=dict)
    left: Mapping[int, str] = field(default_factory=dict)

    @property
    def has_periods(self) -> bool:
        """Whether its columns say the months of their figures."""
        return any(turn.run for _, turn in self.columns.values())

    @property
    def has_areas(self) -> bool:
        """Whether its columns say the areas of their figures."""
        return any(turn.area for _, turn in self.columns.values())

    def without(self, header: Header) -> Header:
        """Return the header as if these columns had no heading."""
        taken = self.columns.keys() | self.totals.keys() | self.parts.keys() | self.left.keys()
        headings = tuple(Heading(()) if index in taken else heads for index, heads in enumerate(header.headings))
        return replace(header, headings=headings)


NONE_ACROSS = Across()


def periods_across(
    header: Header, source: Source, lexicon: HeaderLexicon, calendar: Calendar, *, cumulative: bool
) -> Across:
    """Return the columns of periods of a table; `cumulative` says that its figures run from the start of the year."""
    roles = [lexicon.meaning(one).role if one.levels else None for one in header.headings]
    if {PERIOD, QUARTER, HALF} & set(roles):
        return NONE_ACROSS
    spans = {
        index: span
        for index, heads in enumerate(header.headings)
        if (span := span_of(heads)) is not None
        and (not heads.is_rate or (lexicon.rates and span.rest.levels))
        and _may_be_figures(index, roles, lexicon)
    }
    spans = _without_letters(spans)
    if len({span.words for span in spans.values()}) < FEWEST:
        return NONE_ACROSS
    counts = _counts(header, spans, lexicon)
    subject = None
    if any(key is None for key in counts.values()):
        subject = VALUE if names_counts(header, lexicon) else subject_of(source, header, lexicon)
        if subject is None:
            return Across(faults=(_of_which_count(source.name, header, counts),))
    keys = {index: key or str(subject) for index, key in counts.items()}
    rows_say_year = YEAR in roles
    if len({spans[index].words for index in keys}) < FEWEST or (
        rows_say_year and any(spans[index].has_year for index in keys)
    ):
        return NONE_ACROSS
    undated = [index for index in keys if not spans[index].has_year and not rows_say_year]
    beside = year_beside(title_of(source.name, header.titles, calendar), source, calendar) if undated else YearBeside()
    if beside.fault:
        return Across(faults=(beside.fault,))
    if undated and beside.written is None:
        return Across(faults=(_of_which_year(source.name, header, undated),))
    year = SOME_YEAR if rows_say_year else beside.written
    runs = _runs({index: spans[index] for index in keys}, calendar, year)
    if unknown := [index for index in keys if runs[index] is None and spans[index].has_year]:
        return Across(faults=(_of_which_months(source.name, header, unknown, spans[unknown[0]].refused(calendar)),))
    found = {index: (key, run) for index, key in keys.items() if (run := runs[index]) is not None}
    if not rows_say_year and (over := _over_a_year_end(found, spans)):
        return Across(faults=(_of_which_years(source.name, header, over),))
    whole = _adding_up(found)
    only = next(iter(keys.values())) if len(set(keys.values())) == 1 else None
    by_word = _totals_by_word(header, set(keys), roles, only, lexicon)
    totals = {
        **{index: (found[index][0], Turn(found[index][1])) for index in whole},
        **{index: (key, Turn()) for index, key in by_word.items()},
    }
    kept = {index: one for index, one in found.items() if index not in whole}
    known = {*counts, *totals}
    faults = (
        *_passed_over(source.name, header, roles, spans, found, known, lexicon),
        *(() if cumulative else _to_date(source, header, kept, calendar)),
        *_without_period(source.name, header, roles, {*spans, *totals}, lexicon),
        *_given_twice(source.name, header, kept),
    )
    return Across({index: (key, Turn(run)) for index, (key, run) in kept.items()}, totals, faults)


def _passed_over(
    file: str,
    header: Header,
    roles: Sequence[str | None],
    spans: Mapping[int, Span],
    found: Mapping[int, tuple[str, Run]],
    known: Set[int],
    lexicon: HeaderLexicon,
) -> Iterator[Fault]:
    """Yield the faults of columns of figures that may be of a period and are of none that is known."""
    from popcalc.intake.header.passed_over import Periods, passed_over

    runs = {index: run for index, (_, run) in found.items()}
    yield from passed_over(file, header, roles, Periods(spans, runs, known), lexicon)


def _without_letters(spans: Mapping[int, Span]) -> dict[int, Span]:
    """Return the spans without those whose mark may be the name of a count, as one letter is beside them: 2022 p, b."""
    letters = {span.words for span in spans.values() if _is_letter(span.rest)}
    return {
        index: span for index, span in spans.items() if span.rest.levels or not span.marked or span.words not in letters
    }


def _is_letter(heads: Heading) -> bool:
    return len(heads.levels) == 1 and len(heads.levels[0].strip("()[]. ")) == 1


def names_counts(header: Header, lexicon: HeaderLexicon) -> bool:
    """Whether a column of the first rows names the counts of their figures, and no header does."""
    roles = [lexicon.meaning(one).role if one.levels else None for one in header.headings]
    if MEASURE not in roles or any(map(lexicon.is_count, roles)):
        return False
    spot = roles.index(MEASURE)
    return any(lexicon.measured(cells[spot]) for cells in header.below if len(cells) > spot and cells[spot].strip())


def _runs(spans: Mapping[int, Span], calendar: Calendar, year: str | None) -> dict[int, Run | None]:
    """Return the months of each column; where all are years of two numbers they are no months: 2009-10, 2010-11."""
    if are_split_years(span.words for span in spans.values()):
        return {index: span.split_year.run(calendar) if span.split_year else None for index, span in spans.items()}
    return {index: span.run(calendar, year) for index, span in spans.items()}


def _may_be_figures(index: int, roles: Sequence[str | None], lexicon: HeaderLexicon) -> bool:
    return roles[index] is None or lexicon.is_count(roles[index])


def _counts(header: Header, spans: Mapping[int, Span], lexicon: HeaderLexicon) -> dict[int, str | None]:
    """Return the count of each column of a period, None where its heading is nothing but the period.

    What else its heading says must be a count; a rate beside its counts is left out. A total says no more than its
    year: 2023 > Total.
    """
    found: dict[int, str | None] = {}
    for index, span in spans.items():
        heads = header.headings[index]
        mapped = lexicon.meaning(heads).role if heads.normal in lexicon.mapped else None
        meaning = None if all(map(is_total, span.rest.levels)) else lexicon.meaning(span.rest)
        if mapped is not None or (meaning is not None and meaning.sure and lexicon.is_count(meaning.role)):
            found[index] = mapped or (meaning.role if meaning else None)
        elif meaning is None:
            found[index] = None
    return found


def _adding_up(found: Mapping[int, tuple[str, Run]]) -> set[int]:
    """Return the columns whose months are those of at least two others of the same count: 一季度 beside 1月 to 3月."""
    runs: dict[str, set[Run]] = {}
    for key, run in found.values():
        runs.setdefault(key, set()).add(run)
    starting = {key: sorted(of, key=lambda run: run.start) for key, of in runs.items()}
    fewest = {key: min(run.months for run in of) for key, of in runs.items()}
    return {
        index for index, (key, run) in found.items() if run.months > fewest[key] and _holds_others(run, starting[key])
    }


def _holds_others(run: Run, others: Sequence[Run]) -> bool:
    """Whether a run holds at least two others, which stand in the order of their first months."""
    first = bisect_left(others, run.start, key=lambda one: one.start)
    within = takewhile(lambda one: one.start <= run.end, islice(others, first, None))
    return len(list(islice((one for one in within if one != run and run.holds(one)), FEWEST))) == FEWEST


def _totals_by_word(
    header: Header, spanned: set[int], roles: Sequence[str | None], only: str | None, lexicon: HeaderLexicon
) -> dict[int, str]:
    """Return the columns that a word calls totals over the periods, with their counts: 合计, 全年, Total > births.

    One that names no count is of the `only` one that the table has.
    """
    found: dict[int, str] = {}
    for index, heads in enumerate(header.headings):
        levels = [rest for level in heads.levels if (rest := without_total(level))]
        if index in spanned or levels == list(heads.levels):
            continue
        named = Heading(tuple(levels))
        key = lexicon.meaning(named).role if levels else only
        if key is not None and (lexicon.is_count(key) or key == VALUE) and roles[index] in (None, key):
            found[index] = key
    return found


def _of_which_count(file: str, header: Header, counts: Mapping[int, str | None]) -> Fault:
    first = next(index for index, key in counts.items() if key is None)
    shown = str(header.headings[first])
    sentence = text(
        "a table with a column for each period ({columns}), and nothing says which count its figures are: name it in a "
        "line above the table, in the name of the sheet or of the file (2013 births.csv), or map each of these columns "
        "to it in a --columns file (columns: {{{header}: births}})",
        columns=_shown(header, [index for index, key in counts.items() if key is None]),
        header=shown,
    )
    return fault("WHICH_COUNT", sentence, header.place(file, first))


def _of_which_months(file: str, header: Header, unknown: Sequence[int], reason: Text) -> Fault:
    sentence = text(
        "columns of years that are not known ({columns}): {reason}",
        columns=_shown(header, unknown),
        reason=reason,
    )
    return fault("AMBIGUOUS_PERIOD", sentence, header.place(file, unknown[0]))


def _of_which_year(file: str, header: Header, undated: Sequence[int]) -> Fault:
    sentence = text(
        "a table with a column for each month ({columns}), and nothing says of which year: name it in a line above the "
        "table, in the name of the sheet or of the file, or add a column `year`",
        columns=_shown(header, undated),
    )
    return fault("NO_YEAR", sentence, header.place(file, undated[0]))


def _without_period(
    file: str, header: Header, roles: Sequence[str | None], dated: Set[int], lexicon: HeaderLexicon
) -> Iterator[Fault]:
    """Yield the fault of the first count that says no period beside columns that do: of which months is it?"""
    for index, role in enumerate(roles):
        if lexicon.is_count(role) and index not in dated:
            shown = str(header.headings[index])
            sentence = text(
                "the column {column} says no period, and others do ({columns}): write its period into its header "
                "({header} 2013), or leave it out in a --columns file (columns: {{{header}: ignore}})",
                column=index + 1,
                header=shown,
                columns=_shown(header, sorted(dated)),
            )
            yield fault("NO_PERIOD", sentence, header.place(file, index))
            return


def _to_date(
    source: Source, header: Header, found: Mapping[int, tuple[str, Run]], calendar: Calendar
) -> Iterator[Fault]:
    """Yield the fault of a line above the table, or a name, that says its figures are cumulative and nothing else."""
    title = title_of(source.name, header.titles, calendar)
    if title.is_to_date and any(run != calendar.to_date(run) for _, run in found.values()):
        sentence = text(
            "the line above the table says that its figures are cumulative: if each column runs from the start of the "
            "year to its month, read all files with --cumulative; else take the word out of the line"
        )
        yield fault("TO_DATE", sentence, title.place)
    elif calendar.has_later_months(run for _, run in found.values()) and (name := source.named_to_date()) is not None:
        yield named_to_date(name, Place(source.name))


def _over_a_year_end(found: Mapping[int, tuple[str, Run]], spans: Mapping[int, Span]) -> tuple[int, int] | None:
    """Return two neighbours without a year of which the left is a December and the right a January, None for none."""
    undated = [index for index in found if not spans[index].has_year]
    words = list(dict.fromkeys(spans[index].words for index in sorted(undated)))
    if words == sorted(words):
        # 10月, 11月, 12月, 1月 are in the order of texts.
        return None
    for left, right in pairwise(sorted(undated)):
        (count, one), (other_count, other) = found[left], found[right]
        if count == other_count and one.months == other.months == 1 and one.start - other.start == MONTHS - 1:
            return left, right
    return None


def _of_which_years(file: str, header: Header, over: tuple[int, int]) -> Fault:
    sentence = text(
        "{columns} stand one behind the other, as if the months went on into the next year, and their years are not "
        "said: write them into the headers, such as 2023-12, 2024-01",
        columns=_shown(header, over),
    )
    return fault("NO_YEAR", sentence, header.place(file, over[1]))


def _given_twice(file: str, header: Header, found: Mapping[int, tuple[str, Run]]) -> Iterator[Fault]:
    """Yield the fault of the first two columns of one count for the same or overlapping months."""
    order = sorted(found, key=lambda index: (found[index][0], found[index][1].start, index))
    for earlier, index in pairwise(order):
        (of, other), (key, run) = found[earlier], found[index]
        if of == key and run.start <= other.end:
            sentence = text(
                "columns {one} ({first}) and {two} ({second}) both give {count} for {month}: take one of them out",
                one=earlier + 1,
                first=str(header.headings[earlier]),
                two=index + 1,
                second=str(header.headings[index]),
                count=key,
                month=month_label(run.start),
            )
            yield fault("TWO_COLUMNS", sentence, header.place(file, index))
            return


def _shown(header: Header, indices: Sequence[int]) -> tuple[str, ...]:
    names = tuple(str(header.headings[index]) for index in indices)
    return (*names[:_SEEN], *(["..."] if len(names) > _SEEN else []))
