"""A second header below the data: another table on the same sheet, which is not read yet."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.headings import plain_line, plain_lines
from popcalc.intake.header.labels_below import is_figure
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.language import text


def another_table(place: Place) -> Fault:
    """Return the fault of a header of another table."""
    sentence = text(
        "a second table begins with the header in this row: several tables on one sheet are not read yet; give each "
        "table a sheet or a file of its own"
    )
    return fault("SECOND_TABLE", sentence, place)


def roles_of_header(cells: Sequence[str], lexicon: HeaderLexicon) -> dict[int, str]:
    """Return the role of each cell of a line that can only be a header, by column; nothing for any other line."""
    filled = {index: cell for index, cell in enumerate(cells) if cell.strip()}
    roles = {index: role for index, cell in filled.items() if (role := lexicon.of(cell)) is not None}
    return (
        roles
        if len(roles) >= 2 and 2 * len(roles) >= len(filled) and any(map(lexicon.is_count, roles.values()))
        else {}
    )


def _has_table(titles: Sequence[Sequence[str]], lexicon: HeaderLexicon) -> bool:
    """Whether the lines above a header are a table of their own: a header, and figures below its counts."""
    counts: set[int] = set()
    for cells in titles:
        if any(index < len(cells) and is_figure(cells[index]) for index in counts):
            return True
        roles = roles_of_header(cells, lexicon)
        counts |= {index for index, role in roles.items() if lexicon.is_count(role)}
    return False


def find_second_table(file: str, header: Header, skipped: int, lexicon: HeaderLexicon) -> Fault | None:
    """Return the fault of a table that begins below the first within the rows that are looked at for a header.

    The first may stand above what was found as the header, which names more. A line is its header when it names another
    count, or one in another column, than the header of the file.
    """
    if _has_table(header.titles, lexicon):
        return another_table(Place(file, header.row + 1))
    own = {index: lexicon.meaning(one).role for index, one in enumerate(header.headings) if one.levels}
    above = plain_lines((*header.titles, *header.rows, *header.below[:skipped]))
    first = header.row + header.depth + skipped
    for number, cells in enumerate(header.below[skipped:], start=first + 1):
        if plain_line(cells) in above or any(cell.strip().isdigit() for cell in cells):
            continue
        counts = {index: role for index, role in roles_of_header(cells, lexicon).items() if lexicon.is_count(role)}
        if number > first + 1 and any(own.get(index) != role for index, role in counts.items()):
            return another_table(Place(file, number))
    return None
