"""The shape of a table: which of its columns are of which count, area, months and part.

Where headers name areas or parts, the columns of each are looked at as a table of their own, which may have periods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.intake.header import shape_faults as said
from popcalc.intake.header.across import NONE_ACROSS, Across, names_counts, periods_across
from popcalc.intake.header.areas_across import areas_across, perhaps_areas
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.layout import Turn
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import kind_called
from popcalc.intake.header.parts_across import PartsInHeader, parts_across
from popcalc.intake.header.subject import subject_of
from popcalc.intake.header.whole_columns import chosen_parts, with_whole
from popcalc.intake.header.words import VALUE
from popcalc.intake.sources.source import Source
from popcalc.periods import Calendar


class _Headed(Struct, frozen=True):
    """What a heading says beside its count and months, and what is left of it; `area` is empty for all areas."""

    area: str
    parts: tuple[str, ...]
    rest: Heading


def find_across(
    header: Header, below: int, source: Source, lexicon: HeaderLexicon, calendar: Calendar, asked: Columns
) -> Across:
    """Return what the columns of a table are of, where several are of one count.

    `below` rows say the same as the header; `asked` says which parts are chosen or added up.
    """

    @cache
    def subject() -> str | None:
        return VALUE if names_counts(header, lexicon) else subject_of(source, header, lexicon)

    parts = parts_across(header, lexicon, subject)
    reduced = _with_headings(header, {index: rest for index, (_, rest) in parts.columns.items()})
    areas = areas_across(reduced, below, lexicon)
    if areas.perhaps:
        return Across(faults=(perhaps_areas(source.name, header, areas),))
    headed = _headed(parts, {index: (one.area, one.rest) for index, one in areas.columns.items()})
    if not headed:
        return periods_across(header, source, lexicon, calendar, cumulative=asked.cumulative)
    bare = [index for index, one in headed.items() if not one.rest.levels]
    if bare and subject() is None:
        return Across(faults=(said.of_which_count(source.name, header, bare),))
    found = Across(kinds=parts.kinds, level=areas.level)
    for (area, values), indices in _groups(headed).items():
        alone = _alone(header, headed, indices)
        periods = periods_across(alone, source, lexicon, calendar, cumulative=asked.cumulative)
        if periods.faults:
            return Across(faults=periods.faults)
        if periods == NONE_ACROSS:
            counts = {index: _count(headed[index], subject(), lexicon) for index in indices}
            if unknown := [index for index, count in counts.items() if count is None]:
                return Across(faults=(said.months_besides(source.name, header, unknown[0]),))
            periods = Across({index: (count, Turn()) for index, count in counts.items() if count is not None})
        found = _with(found, periods, area, values, is_total=bool(areas.columns) and not area)
    if areas.columns:
        found = replace(found, totals={**found.totals, **_of_all_areas(header, found, lexicon)})
    faults = (
        *(said.without_area(source.name, header, found, lexicon) if areas.columns else ()),
        *said.given_twice(source.name, header, found),
    )
    if faults:
        return replace(found, faults=faults)
    kinds_asked = {kind_called(name) for name in (*asked.where, *asked.sum_over)}
    if not kinds_asked & set(found.kinds):
        found = with_whole(found, parts.counts)
    else:
        found = chosen_parts(found, header, lexicon, asked)
    are_chosen = not {kind_called(name) for name in asked.where}.isdisjoint(found.kinds)
    if parts.unknown and not are_chosen and any(any(turn.parts) for _, turn in found.columns.values()):
        return replace(found, faults=(said.perhaps_part(source.name, header, parts),))
    return found


def _headed(parts: PartsInHeader, areas: Mapping[int, tuple[str, Heading]]) -> dict[int, _Headed]:
    """Return what the columns with parts or areas say; without parts or an area, where others have them."""
    none = ("",) * len(parts.kinds)
    found = {index: _Headed("", values, rest) for index, (values, rest) in parts.columns.items()}
    for index, (area, rest) in areas.items():
        found[index] = _Headed(area, found[index].parts if index in found else none, rest)
    return found


def _with(found: Across, periods: Across, area: str, parts: tuple[str, ...], *, is_total: bool) -> Across:
    """Return what was found with the columns of an area and a part; those of all areas add up the others."""
    columns, totals = (
        {index: (key, replace(turn, area=area, parts=parts)) for index, (key, turn) in some.items()}
        for some in (periods.columns, periods.totals)
    )
    if is_total:
        return replace(found, totals={**found.totals, **columns, **totals})
    return replace(found, columns={**found.columns, **columns}, totals={**found.totals, **totals})


def _groups(headed: Mapping[int, _Headed]) -> dict[tuple[str, tuple[str, ...]], list[int]]:
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for index, one in headed.items():
        groups.setdefault((one.area, one.parts), []).append(index)
    return groups


def _with_headings(header: Header, headings: Mapping[int, Heading]) -> Header:
    found = tuple(headings.get(index, one) for index, one in enumerate(header.headings))
    return replace(header, headings=found)


def _alone(header: Header, headed: Mapping[int, _Headed], indices: Sequence[int]) -> Header:
    """Return the header with the columns of one area and part only, and those of words."""
    return _with_headings(
        header, {index: one.rest if index in indices else Heading(()) for index, one in headed.items()}
    )


def _count(headed: _Headed, subject: str | None, lexicon: HeaderLexicon) -> str | None:
    return lexicon.meaning(headed.rest).role if headed.rest.levels else subject


def _of_all_areas(header: Header, found: Across, lexicon: HeaderLexicon) -> dict[int, tuple[str, Turn]]:
    """Return the columns of a count without an area beside those of areas: it is that of all of them."""
    counts = {key for key, _ in found.columns.values()}
    return {
        index: (role, Turn(parts=("",) * len(found.kinds)))
        for index, role in said.other_counts(header, found, lexicon)
        if role in counts
    }
