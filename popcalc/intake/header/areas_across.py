"""Tables with columns for each area: `month | North | South` under a title that says which count, areas over counts.

A header names areas where the columns file says so (`across: area`), where the areas are known from the areas file or
other tables, or where each has the word of its level. Else it is a fault that shows the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from popcalc.areas.folding import folded_name
from popcalc.errors import Fault, fault
from popcalc.intake.header.area_names import ACROSS_AREAS, HeadedArea, area_roles, headed_area
from popcalc.intake.header.labels_below import is_figure, says_nothing
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.said_areas import levels_said
from popcalc.intake.header.words import MEASURE, PERIOD_ROLES
from popcalc.language import text

FEWEST = 2
SHOWN = 6
PERHAPS_AREAS = "AREAS_ACROSS"


class HeadedAreas(Struct, frozen=True):
    """By column the areas that a header names; `level` is theirs, empty where nothing says it.

    They are `perhaps` none where nothing but their place says that they are areas.
    """

    columns: Mapping[int, HeadedArea] = field(default_factory=dict)
    level: str = ""
    perhaps: bool = False


NO_AREAS = HeadedAreas()


def areas_across(header: Header, below: int, lexicon: HeaderLexicon) -> HeadedAreas:
    """Return the areas that the columns of a table are of; `below` rows say the same as the header."""
    if lexicon.across not in (None, ACROSS_AREAS):
        return NO_AREAS
    roles = {lexicon.meaning(one).role for one in header.headings if one.levels}
    if roles & area_roles(lexicon):
        return NO_AREAS
    makers = lexicon.columns_of_makers(header.lines(below))
    rows = header.below[below:]
    found = {
        index: area
        for index, one in enumerate(header.headings)
        if index not in makers and (area := headed_area(one, lexicon)) and _may_be_figures(rows, index, area)
    }
    if any(one.area and one.rest.levels for one in found.values()):
        # A column that says no count beside those that do is something else.
        found = {index: one for index, one in found.items() if one.rest.levels}
    elif any(map(lexicon.is_count, roles)) and lexicon.across is None:
        # Beside counts of all, columns of figures may be anything.
        return NO_AREAS
    names = {folded_name(one.area): one.area for one in found.values() if one.area}
    has_figures = any(is_figure(cells[index]) for cells in rows for index in found if index < len(cells))
    if not has_figures or len(names) < (1 if lexicon.across == ACROSS_AREAS else FEWEST):
        return NO_AREAS
    is_sure = all(one.is_sure for one in found.values())
    if not (is_sure or roles & PERIOD_ROLES or MEASURE in roles):
        return NO_AREAS
    return HeadedAreas(found, _level(list(names.values()), lexicon), perhaps=not is_sure)


def _may_be_figures(rows: Sequence[Sequence[str]], index: int, area: HeadedArea) -> bool:
    """Whether what stands in a column is not mostly words; those for nothing are none.

    What is surely an area needs only one figure: a word among its figures is asked about when it is read.
    """
    filled = [cell for cells in rows if len(cells) > index and not says_nothing(cell := cells[index])]
    number = sum(map(is_figure, filled))
    return 2 * number >= len(filled) or (area.is_sure and number > 0)


def _level(names: Sequence[str], lexicon: HeaderLexicon) -> str:
    """Return the lowest level that all names may be of, by their words or as others know them."""
    known = {lexicon.areas[form][0] for name in names if (form := folded_name(name)) in lexicon.areas}
    if len(known) == 1:
        return known.pop()
    said = [levels for name in names if (levels := levels_said(name, lexicon))]
    common = [level for level in said[0] if all(level in one for one in said)] if said else []
    return common[0] if common else ""


def perhaps_areas(file: str, header: Header, areas: HeadedAreas) -> Fault:
    """Return the fault of columns that may be areas, with the way out."""
    names = tuple(dict.fromkeys(one.area for one in areas.columns.values() if one.area))
    sentence = text(
        "no column names areas, and {columns} are no known counts: if these columns are areas, say so in a --columns "
        "file (across: area); if they are counts, say there which",
        columns=(*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])),
    )
    return fault(PERHAPS_AREAS, sentence, header.place(file, min(areas.columns)))
