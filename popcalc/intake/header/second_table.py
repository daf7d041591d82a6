"""A second header below the data: another table on the same sheet."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

from popcalc.errors import Fault, Place, fault
from popcalc.intake.header.headings import plain_line, plain_lines
from popcalc.intake.header.labels_below import is_figure
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.said_areas import Near, said_areas
from popcalc.intake.header.second_header import second_headers
from popcalc.intake.header.titles import title_of
from popcalc.intake.sources.source import Source
from popcalc.language import text
from popcalc.periods import CALENDAR_YEAR
from popcalc.periods.pieces import pieces
from popcalc.vocabulary.characters import in_plain_characters, plainer


def another_table(place: Place) -> Fault:
    """Return the fault of a header of another table."""
    sentence = text(
        "a second table begins with the header in this row, and its rows cannot be told from those above it: give each "
        "table a sheet or a file of its own"
    )
    return fault("SECOND_TABLE", sentence, place)


def roles_of_header(cells: Sequence[str], lexicon: HeaderLexicon) -> dict[int, str]:
    """Return the role of each cell of a line that can only be a header, by column; nothing for any other line."""
    filled = {index: cell for index, cell in enumerate(cells) if cell.strip()}
    if len(filled) < 2:
        return {}
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


def find_second_table(file: str, header: Header, lexicon: HeaderLexicon) -> Fault | None:
    """Return the fault of a table above or below the one of a header, within the rows that are looked at."""
    if _has_table(header.titles, lexicon):
        return another_table(Place(file, header.row + 1))
    other = begins_another(header, lexicon)
    return another_table(Place(file, other + 1)) if other is not None else None


def begins_another(header: Header, lexicon: HeaderLexicon) -> int | None:
    """Return the record with which the header of another table begins below a table, None where none does.

    It names another count, or one in another column, or it is the same under lines of its own that say another period
    or area.
    """
    other = _below(header, 0, lexicon)
    if other is not None and (skipped := second_headers(header, lexicon)):
        other = _below(header, skipped, lexicon)
    return other


def _below(header: Header, skipped: int, lexicon: HeaderLexicon) -> int | None:
    own = {index: lexicon.meaning(one).role for index, one in enumerate(header.headings) if one.levels}
    above = plain_lines((*header.titles, *header.rows, *header.below[:skipped]))
    repeated = plain_line(header.rows[0]) if header.rows else ()
    first = header.row + header.depth + skipped
    for number, cells in enumerate(header.below[skipped:], start=first):
        if plain_line(cells) in above or any(cell.strip().isdigit() for cell in cells):
            if number > first and repeated and plain_line(cells) == repeated:
                lines = _lines_of_its_own(header.below[: number - header.row - header.depth], above, header.titles)
                if _say_another(lines, lexicon):
                    return number
            continue
        counts = {index: role for index, role in roles_of_header(cells, lexicon).items() if lexicon.is_count(role)}
        if number > first and any(own.get(index) != role for index, role in counts.items()):
            return number
    return None


def is_of_data(cells: Sequence[str]) -> bool:
    """Whether a row has a figure beside something else."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and any(map(is_figure, filled))


def _lines_of_its_own(
    below: Sequence[Sequence[str]], above: Container[tuple[str, ...]], titles: Sequence[Sequence[str]]
) -> list[Sequence[str]]:
    """Return the lines above a header that repeats, which do not stand further up: those below a blank row.

    Without one, those that are a line above the first table but for the period in them.
    """
    lines = list(takewhile(lambda cells: not is_of_data(cells), reversed(below)))
    own = list(takewhile(lambda cells: any(map(str.strip, cells)), lines))
    if len(own) == len(lines):
        said = {_without_period(cell) for cells in titles for cell in cells if cell.strip()}
        own = [cells for cells in own if said & {_without_period(cell) for cell in cells if cell.strip()}]
    return [cells for cells in reversed(own) if plain_line(cells) not in above]


@cache
def _period() -> re.Pattern[str]:
    words = pieces()
    named = f"{words.sure_month_name}|{words.vague_month_name}"
    return re.compile(rf"\d+|(?:{words.month_in_words}|{words.quarter_in_words}|{words.half})(?!\w)|\b(?:{named})\b")


def _without_period(line: str) -> str:
    """Return a line with one sign for each number and each name of a month, as it is compared."""
    return _period().sub("#", in_plain_characters(line.strip(), plainer()))


def _say_another(lines: Sequence[Sequence[str]], lexicon: HeaderLexicon) -> bool:
    if not lines:
        return False
    says_period = bool(title_of("", lines, CALENDAR_YEAR).words)
    return says_period or any(one.near is Near.LINE for one in said_areas(lines, Source("", Path()), lexicon, {}))
