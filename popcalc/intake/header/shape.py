"""The shape of a table: which of its columns are of which count, area, months and part.

Where headers name areas or parts, the columns of each are looked at as a table of their own, which may have periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from popcalc.errors import Fault, fault
from popcalc.intake.header.across import NONE_ACROSS, Across, names_counts, periods_across
from popcalc.intake.header.areas_across import NO_AREAS, areas_across, perhaps_areas
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.layout import Turn
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.subject import subject_of
from popcalc.intake.header.words import VALUE
from popcalc.intake.sources.source import Source
from popcalc.language import text
from popcalc.periods import Calendar

SHOWN = 6


@dataclass(frozen=True)
class _Headed:
    """What a heading says beside its count and months, and what is left of it."""

    area: str
    parts: tuple[str, ...]
    rest: Heading


@dataclass(frozen=True)
class _Found:
    columns: dict[int, tuple[str, Turn]] = field(default_factory=dict)
    totals: dict[int, tuple[str, Turn]] = field(default_factory=dict)


def find_across(
    header: Header, below: int, source: Source, lexicon: HeaderLexicon, calendar: Calendar, *, cumulative: bool
) -> Across:
    """Return what the columns of a table are of, where several are of one count.

    `below` rows say the same as the header; `cumulative` says that figures run from the start of the year.
    """
    areas = areas_across(header, below, lexicon)
    if areas.perhaps:
        return Across(faults=(perhaps_areas(source.name, header, areas),))
    if areas == NO_AREAS:
        return periods_across(header, source, lexicon, calendar, cumulative=cumulative)
    headed = {index: _Headed(one.area, (), one.rest) for index, one in areas.columns.items()}
    subject = None
    if bare := [index for index, one in headed.items() if not one.rest.levels]:
        subject = VALUE if names_counts(header, lexicon) else subject_of(source, header, lexicon)
        if subject is None:
            return Across(faults=(_of_which_count(source.name, header, bare),))
    found = _Found()
    for of, indices in _groups(headed).items():
        alone = _alone(header, headed, indices)
        periods = periods_across(alone, source, lexicon, calendar, cumulative=cumulative)
        if periods.faults:
            return Across(faults=periods.faults)
        if periods == NONE_ACROSS:
            periods = Across({index: (_count(headed[index], subject, lexicon), Turn()) for index in indices})
        of_area, parts = of
        for index, (key, turn) in periods.columns.items():
            place = found.columns if of_area else found.totals
            place[index] = (key, replace(turn, area=of_area, parts=parts))
        found.totals.update(
            {index: (key, replace(turn, area=of_area, parts=parts)) for index, (key, turn) in periods.totals.items()}
        )
    faults = (*_without_area(source.name, header, found, lexicon), *_given_twice(source.name, header, found))
    return Across(found.columns, {**found.totals, **_of_all(header, found, lexicon)}, faults, areas.level)


def _groups(headed: Mapping[int, _Headed]) -> dict[tuple[str, tuple[str, ...]], list[int]]:
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for index, one in headed.items():
        groups.setdefault((one.area, one.parts), []).append(index)
    return groups


def _alone(header: Header, headed: Mapping[int, _Headed], indices: Sequence[int]) -> Header:
    """Return the header with the columns of one area or part only, and those of words."""
    headings = tuple(
        one if index not in headed else headed[index].rest if index in indices else Heading(())
        for index, one in enumerate(header.headings)
    )
    return replace(header, headings=headings)


def _count(headed: _Headed, subject: str | None, lexicon: HeaderLexicon) -> str:
    role = lexicon.meaning(headed.rest).role if headed.rest.levels else subject
    assert role is not None
    return role


def _others(header: Header, found: _Found, lexicon: HeaderLexicon) -> Iterator[tuple[int, str]]:
    """Yield the columns of counts that say no area, with their counts."""
    for index, one in enumerate(header.headings):
        role = lexicon.meaning(one).role if one.levels else None
        if role is not None and lexicon.is_count(role) and index not in {*found.columns, *found.totals}:
            yield index, role


def _of_all(header: Header, found: _Found, lexicon: HeaderLexicon) -> dict[int, tuple[str, Turn]]:
    """Return the columns of a count without an area beside those of areas: it is that of all of them."""
    counts = {key for key, _ in found.columns.values()}
    return {index: (role, Turn()) for index, role in _others(header, found, lexicon) if role in counts}


def _without_area(file: str, header: Header, found: _Found, lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the fault of the first column of a count that says no area beside columns of other counts that do."""
    counts = {key for key, _ in found.columns.values()}
    for index, role in _others(header, found, lexicon):
        if role not in counts:
            shown = str(header.headings[index])
            sentence = text(
                "the column {column} names no area, and others do ({columns}): write its area into its header, or "
                "leave it out in a --columns file (columns: {{{header}: ignore}})",
                column=index + 1,
                columns=_shown(header, sorted(found.columns)),
                header=shown,
            )
            yield fault("NO_AREA", sentence, header.place(file, index))
            return


def _given_twice(file: str, header: Header, found: _Found) -> Iterator[Fault]:
    """Yield the fault of the first two columns that are of the same."""
    first: dict[tuple[str, Turn], int] = {}
    for index, of in sorted(found.columns.items()):
        one = first.setdefault(of, index)
        if one != index:
            sentence = text(
                "columns {one} ({first}) and {two} ({second}) are of the same figures: take one of them out",
                one=one + 1,
                first=str(header.headings[one]),
                two=index + 1,
                second=str(header.headings[index]),
            )
            yield fault("TWO_COLUMNS", sentence, header.place(file, index))
            return


def _of_which_count(file: str, header: Header, bare: Sequence[int]) -> Fault:
    sentence = text(
        "a table with a column for each area ({columns}), and nothing says which count its figures are: name it in a "
        "line above the table, in the name of the sheet or of the file (2013 births.csv)",
        columns=_shown(header, bare),
    )
    return fault("WHICH_COUNT", sentence, header.place(file, bare[0]))


def _shown(header: Header, indices: Sequence[int]) -> tuple[str, ...]:
    names = tuple(str(header.headings[index]) for index in indices)
    return (*names[:SHOWN], *(["..."] if len(names) > SHOWN else []))
