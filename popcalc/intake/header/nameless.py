"""Tables of one area that nothing names: a row for each month or year, and no column of areas.

One such table alone needs no name of its area, as there is nothing that it could be taken for; it goes by that of its
sheet or file. Several may be of one area or of different ones, which nobody but the user can say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.labels_below import are_words, says_month
from popcalc.intake.header.layout import Layout, Refused
from popcalc.intake.header.said_areas import is_no_name
from popcalc.intake.header.total_words import is_total
from popcalc.intake.header.words import PERIOD
from popcalc.intake.sources.source import without_endings
from popcalc.language import text
from popcalc.periods.notes import without_notes

SHOWN = 3
_LEAST_ROWS = 2


def nameless(found: Sequence[Layout | Refused], layouts: Sequence[Layout], leaf: str) -> list[Layout | Refused]:
    """Return what was found with a table of which nothing says the area as that of its file, where it is alone."""
    spots = [
        spot
        for spot, (one, layout) in enumerate(zip(found, layouts, strict=True))
        if one is layout.unsettled and _is_of_one_area(layout)
    ]
    if not spots:
        return list(found)
    result = list(found)
    if len({layout.name for layout in layouts}) == 1 and len(spots) == len(layouts):
        # Also of several tables in one sheet.
        return [_called_after_its_file(layout, leaf) for layout in layouts]
    for spot in spots:
        own = layouts[spot].source
        beside = [one.source.sheet or "" for one in layouts if one.source.file == own.file]
        if own.may_be_no_table and len(beside) > 1:
            result[spot] = Refused((_which_sheet(layouts[spot], beside),))
    return result


def _is_of_one_area(layout: Layout) -> bool:
    """Whether each of the first rows has a period of its own, and nothing else says in words what it is of."""
    filled = [without_notes(cell) for cell in layout.first_periods if cell.strip()]
    periods = list(filter(says_month, filled))
    return (
        layout.unsettled is not None
        and PERIOD in layout.words
        and layout.measure is None
        and len(set(periods)) == len(periods) >= _LEAST_ROWS
        and not any(map(are_words, layout.first_unknown.values()))
    )


def _called_after_its_file(layout: Layout, leaf: str) -> Layout:
    source = layout.source
    sheet = source.sheet if source.name != source.file and _may_name_an_area(source.sheet or "") else None
    name = sheet or PurePosixPath(without_endings(source.file, source.endings)).name
    sentence = text(
        "nothing names an area, so all rows are of one, which is called after the name here: {name}; `area: ...` in a "
        "--columns file names it",
        name=name,
    )
    notices = (*layout.notices, Notice("NO_NAME", sentence, Place(layout.name)))
    return replace(layout, leaf=leaf, constants={leaf: name}, unsettled=None, notices=notices)


def _may_name_an_area(sheet: str) -> bool:
    # A sheet called after the whole would make each row a total.
    return bool(sheet) and not is_no_name(sheet) and not is_total(sheet)


def _which_sheet(layout: Layout, sheets: Sequence[str]) -> Fault:
    sentence = text(
        "no column names areas, and other sheets may be of the same area or of another one: read one sheet alone "
        "({options}); where all are of one area, say in a --columns file which (area: Northhill)",
        options=tuple(f"--sheet {json.dumps(one, ensure_ascii=False)}" for one in sheets[:SHOWN]),
    )
    return fault("NO_AREA", sentence, Place(layout.name, layout.header[0]))
