"""Rows of a header that say the periods of its columns: years over months, months over and below groups of counts.

| above | below |
|---|---|
| `2024-01,,2024-02,` | `births,deaths,births,deaths` |
| `births,,deaths,` | `2023,2024,2023,2024` |
| `District,Year,,` | `,2013,2014` |
| `2023,,2024,` | `Jan,Feb,Jan,Feb`, `Q1,Q2,Q1,Q2` or `births,deaths,births,deaths` |
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from popcalc.definitions.headers import normal_header
from popcalc.intake.header.area_names import area_roles, headed_area
from popcalc.intake.header.headings import DEEPEST, Heading, heading, join_rows
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.spans import is_span, span_of
from popcalc.intake.header.total_words import is_total
from popcalc.intake.header.words import PERIOD, PERIOD_ROLES
from popcalc.periods.notes import without_marks
from popcalc.vocabulary import vocabulary

FEWEST = 2
MONTHS = 12


def with_rows_of_periods(header: Header, lexicon: HeaderLexicon) -> Header:
    """Return a header with the rows above and below it that say the periods of its columns, or go on with these."""
    while header.depth < DEEPEST:
        wider = _with_row(header, lexicon)
        if wider is header:
            break
        header = wider
    return header


def _with_row(header: Header, lexicon: HeaderLexicon) -> Header:
    roles = [lexicon.meaning(one).role if one.levels else None for one in header.headings]
    if PERIOD_ROLES & set(roles) and not any(map(lexicon.is_count, roles)):
        return _with_periods_under_their_name(header, roles)
    if PERIOD in roles:
        return header
    named = set(roles) & area_roles(lexicon)
    counts = [
        lexicon.is_count(role) or (not named and role is None and _is_area(one, lexicon))
        for role, one in zip(roles, header.headings, strict=True)
    ]
    spans = [span_of(one) if one.levels else None for one in header.headings]
    alone = [span if span is not None and not span.rest.levels else None for span in spans]
    undated = [span is not None and not span.has_year for span in alone]
    years = [span is not None and span.has_year and _is_of_a_count(span.rest, lexicon) for span in spans]
    if header.titles:
        above = header.titles[-1]
        if (any(counts) and _are_periods(above, counts)) or (
            any(undated) and not any(years) and _are_years(above, undated)
        ):
            rows = (above, *header.rows)
            return replace(header, row=header.row - 1, headings=join_rows(rows), titles=header.titles[:-1], rows=rows)
    if any(years) and header.below and (months := _bare_months(header, years)) is not None:
        rows = (*header.rows, months)
        return replace(header, headings=join_rows(rows), rows=rows, below=header.below[1:])
    may_be_figures = _beyond([lexicon.is_count(role) or role is None for role in roles], header)
    if header.below and (
        (any(counts) and _are_periods(header.below[0], may_be_figures))
        or (any(years) and _go_on_below_years(header, years, lexicon))
    ):
        rows = (*header.rows, header.below[0])
        return replace(header, headings=join_rows(rows), rows=rows, below=header.below[1:])
    return header


def _with_periods_under_their_name(header: Header, roles: Sequence[str | None]) -> Header:
    """Return a header whose last heading names the periods in the row below it: `District,Year,,` over 2013, 2014.

    The name stands over the first of them, nothing over the others, and nothing below what stands before.
    """
    below = header.below[0] if header.below else ()
    spots = [spot for spot, cell in enumerate(below) if cell.strip()]
    first = spots[0] if spots else len(roles)
    # The name of the periods is filled over those that follow.
    names = {header.headings[spot] for spot in range(first, len(roles)) if header.headings[spot].levels}
    if first >= len(roles) or roles[first] not in PERIOD_ROLES or names != {header.headings[first]}:
        return header
    if not _are_periods(below, [spot >= first for spot in range(len(below))]):
        return header
    headings = (*header.headings[:first], *(heading(cell) for cell in below[first:]))
    return replace(header, headings=headings, rows=(*header.rows, below), below=header.below[1:])


def _is_area(heads: Heading, lexicon: HeaderLexicon) -> bool:
    area = headed_area(heads, lexicon) if heads.levels else None
    return area is not None and area.is_sure


def _is_of_a_count(rest: Heading, lexicon: HeaderLexicon) -> bool:
    """Whether what a heading says beside its period is a count or nothing."""
    return not rest.levels or lexicon.is_count(lexicon.meaning(rest).role)


def _beyond(are_figures: list[bool], header: Header) -> list[bool]:
    """Return the columns with those beyond the last heading: a blank one at the end may be of the group on its left."""
    return are_figures + [True] * (max(map(len, header.below), default=0) - len(are_figures))


def _are_periods(cells: Sequence[str], are_figures: Sequence[bool]) -> bool:
    """Whether all that stands over or under columns of figures are periods, different ones, and none elsewhere."""
    inside = [cell.strip() for cell, is_figures in zip(cells, are_figures, strict=False) if is_figures and cell.strip()]
    outside = [cell for cell, is_figures in zip(cells, are_figures, strict=False) if not is_figures]
    spans = {cell for cell in inside if is_span(without_marks(cell))}
    return len(spans) > 1 and all(cell in spans or is_total(cell) for cell in inside) and not any(map(is_span, outside))


def _are_years(cells: Sequence[str], are_figures: Sequence[bool]) -> bool:
    """Whether a row says years over months; one alone is a title."""
    inside = [cell for cell, is_figures in zip(cells, are_figures, strict=False) if is_figures and cell.strip()]
    return _are_periods(cells, are_figures) and all(_has_year(cell) or is_total(cell) for cell in inside)


def _has_year(cell: str) -> bool:
    span = span_of(heading(cell))
    return span is not None and span.has_year


def _bare_months(header: Header, years: Sequence[bool]) -> tuple[str, ...] | None:
    """Return the row below years that numbers their months, 1,2,3,1,2,3, as words for these; None where it does not.

    It says nothing else, so that it is no row of data, and begins anew as often as there are years.
    """
    first, row = years.index(True), header.below[0]
    before = [cell for spot, cell in enumerate(row[:first]) if normal_header(cell) != header.headings[spot].normal]
    filled = [cell.strip() for cell in row[first:] if cell.strip()]
    if any(map(str.strip, before)) or not all(cell.isdecimal() and 1 <= int(cell) <= MONTHS for cell in filled):
        return None
    numbers = list(map(int, filled))
    steps = [after - number for number, after in pairwise(numbers)]
    runs = len(steps) - steps.count(1) + 1
    goes_on = all(step == 1 or after == numbers[0] for step, after in zip(steps, numbers[1:], strict=True))
    if len(numbers) < FEWEST * runs or not goes_on or runs != sum(years):
        return None
    sign = vocabulary().words(lambda one: () if one.spaced else one.periods.month_signs)[0]
    return (*row[:first], *(f"{cell.strip()}{sign}" if cell.strip() else cell for cell in row[first:]))


def _go_on_below_years(header: Header, years: Sequence[bool], lexicon: HeaderLexicon) -> bool:
    """Whether the row below years says nothing but months without a year, or nothing but counts, and repeats the rest.

    A row that says an area is one of data, as figures may be written like years.
    """
    first = years.index(True)
    headings = header.headings
    inside: list[str] = []
    for spot, cell in enumerate(header.below[0]):
        above = headings[spot].normal if spot < len(headings) else ""
        is_count = bool(above) and lexicon.is_count(lexicon.meaning(headings[spot]).role)
        if spot >= first and (not above or years[spot] or is_count):
            inside += [cell.strip()] if cell.strip() else []
        elif cell.strip() and normal_header(cell) != above:
            return False
    said = [cell for cell in inside if not is_total(cell)]
    months = all(is_span(without_marks(cell)) and not _has_year(cell) for cell in said)
    counts = all(lexicon.is_count(lexicon.of(cell)) for cell in said)
    return len(said) >= FEWEST and (months or counts)
