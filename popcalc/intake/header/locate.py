"""The header of a file: which rows it is, under which delimiter, and how many rows below it repeat it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence, Set
from functools import cache
from itertools import islice, pairwise

from msgspec import Struct

from popcalc.definitions.headers import heads_multipliers, normal_header
from popcalc.definitions.units import TableUnits, is_unit_line, may_multiply, units_of_line
from popcalc.errors import Place
from popcalc.intake.header.area_names import are_over_counts, area_roles, headed_area
from popcalc.intake.header.code_rows import is_code_row
from popcalc.intake.header.headings import DEEPEST, Heading, goes_on, heading, join_rows
from popcalc.intake.header.labels_below import is_figure_or_date, is_note
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.meanings import UNKNOWN
from popcalc.intake.header.part_names import headed_parts
from popcalc.intake.header.sep_line import said_delimiter
from popcalc.intake.header.spans import span_of
from popcalc.intake.header.words import AREA, MEASURE, PERIOD, YEAR
from popcalc.intake.text.loose_quotes import with_spaces_inside
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import solid

HEADER_ROWS = 60
"""How many rows from the top the header may stand below titles."""
LOOKED_AT = 120
"""How many rows from the top are looked at for the header and what repeats it."""
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
DELIMITERS = (",", "\t", ";")


@cache
def _of_which() -> tuple[str, ...]:
    return solid(vocabulary().words(lambda one: one.groups.of_which))


Records = tuple[tuple[str, ...], ...]


class Header(Struct, frozen=True):
    """The rows that are most likely the header: from which row on (0 is the first), and the heading of each column.

    `known` is how many roles the headings have. `titles` are the records above it (a line `sep=;` among them is empty,
    and so are those of another table, which end at `begin`),
    `rows` its own, `below` those that follow, as far as the file's beginning shows them. `end` is how many records
    there are up to the end of its table, None where that is the end of the file.
    """

    row: int
    headings: tuple[Heading, ...]
    delimiter: str
    known: int
    titles: Records = ()
    rows: Records = ()
    below: Records = ()
    begin: int = 0
    end: int | None = None

    @property
    def depth(self) -> int:
        """Number of rows of the header."""
        return len(self.rows)

    def place(self, file: str, column: int) -> Place:
        """Return where the lowest word over a column stands; a blank cell of a group is where its column begins."""
        filled = [row for row, cells in enumerate(self.rows) if len(cells) > column and cells[column].strip()]
        return Place(file, self.row + 1 + (filled[-1] if filled else 0), column + 1)

    def lines(self, below: int) -> tuple[tuple[Heading, ...], ...]:
        """Return the headings, and those of the rows below that say the same once more."""
        return (self.headings, *(join_rows([cells]) for cells in self.below[:below]))

    @property
    def units(self) -> tuple[TableUnits, ...]:
        """The units that lines above the header give: `单位:万人`, `Population in thousands`."""
        return units_of_lines(self.titles)


def units_of_lines(titles: Records) -> tuple[TableUnits, ...]:
    """Return the units that the lines above a table give, in one cell or in several."""
    lines = (line for cells in titles for line in dict.fromkeys((*cells, "  ".join(filter(None, cells)))))
    return tuple(dict.fromkeys(units for line in lines if (units := units_of_line(line)) is not None))


def may_give_units(titles: Records, *names: str) -> bool:
    """Whether lines above a table, or names of its sheet and file, may give a unit of many; hardly any do."""
    cells = [cell for line in titles for cell in line if cell]
    return (
        any(map(may_multiply, (*names, *cells)))
        or bool(units_of_lines(titles))
        or any(heads_multipliers(cell.replace("：", ":").partition(":")[0]) for cell in cells)
    )


def find_header(decoded: str, lexicon: HeaderLexicon) -> Header:
    """Return the rows near the top, under the delimiter, that have the most known headers; the first of equals.

    Of two that begin at the same row, the one that takes in more rows of words is the better when it knows as much; one
    cell alone is rather a title.
    """
    best = Header(0, (), ",", -1)
    said = said_delimiter(decoded)
    for delimiter in dict.fromkeys((*([said] if said else []), *DELIMITERS)):
        if best.known >= 0 and delimiter not in decoded:
            continue
        records = records_of(decoded, delimiter, LOOKED_AT)
        if said:
            records = ((), *records[1:])
        if lexicon.header_row:
            best = _better(best, _header_as_said(records, delimiter, lexicon))
            continue
        best = _best(records, 0, delimiter, lexicon, best)
    return best


def header_within(records: Records, first: int, last: int, delimiter: str, lexicon: HeaderLexicon) -> Header:
    """Return the header of a table that stands in some of the records of a text, those above it being blank lines."""
    within = (*[()] * first, *records[first:last])
    return _best(within, first, delimiter, lexicon, Header(first, (), delimiter, -1))


def _best(records: Records, first: int, delimiter: str, lexicon: HeaderLexicon, best: Header) -> Header:
    for row in range(first, min(first + HEADER_ROWS, len(records))):
        if best.known >= 0 and _is_mostly_figures(records[row]):
            continue
        for depth in _depths(records, row, lexicon):
            rows = _without_codes(records[row : row + depth])
            headings = _with_parts(join_rows(rows), lexicon)
            known = _known(headings, lexicon)
            if (known, _are_several(headings), depth) > (best.known, _are_several(best.headings), best.depth):
                best = _header(records, row, rows, headings, delimiter, known)
    return best


def _are_several(headings: Sequence[Heading]) -> bool:
    """Whether more than one column has a heading; a cell alone is rather a title."""
    return sum(bool(one.levels) for one in headings) > 1


def _header_as_said(records: Records, delimiter: str, lexicon: HeaderLexicon) -> Header:
    """Return the rows that the columns file says are the header."""
    first, *_, last = (*lexicon.header_row, *lexicon.header_row)
    rows = tuple(
        cells if number in lexicon.header_row else ()
        for number, cells in enumerate(records[first - 1 : last], start=first)
    )
    headings = _with_parts(join_rows(rows), lexicon)
    return _header(records, first - 1, rows, headings, delimiter, _known(headings, lexicon))


def _better(one: Header, other: Header) -> Header:
    return other if other.known > one.known else one


def _with_parts(headings: tuple[Heading, ...], lexicon: HeaderLexicon) -> tuple[Heading, ...]:
    """Return headings in which `其中：男` stands below the count on its left, and so does a bare `女` after it."""
    if not any(one.normal.startswith(_of_which()) for one in headings):
        return headings
    result: list[Heading] = []
    whole: Heading | None = None
    within = False
    for one in headings:
        is_part = len(one.levels) == 1 and one.normal.startswith(_of_which())
        if whole is not None and (is_part or (within and len(one.levels) == 1 and lexicon.meaning(one).role is None)):
            part = heading(*whole.levels, *one.levels)
            meaning = lexicon.meaning(part)
            within = lexicon.is_count(meaning.role) and meaning.sure
            result.append(part if within else one)
            continue
        within = False
        whole = one if one.levels and lexicon.is_count(lexicon.meaning(one).role) else None
        result.append(one)
    return tuple(result)


def _header(
    records: Records, row: int, rows: Records, headings: tuple[Heading, ...], delimiter: str, known: int
) -> Header:
    while headings and not headings[-1].levels:
        headings = headings[:-1]
    return Header(row, headings, delimiter, known, records[:row], rows, records[row + len(rows) :])


def records_of(decoded: str, delimiter: str, most: int | None = None) -> Records:
    """Return the first records of a text; the last may be cut short."""
    records: list[tuple[str, ...]] = []
    if ' "' in decoded:
        decoded = with_spaces_inside(decoded.encode(errors="replace"), delimiter).decode()
    try:
        for record in islice(csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter), most):
            records.append(tuple(record))
    except csv.Error:
        # What cannot be read as records is no header; the faults come when the rows are read.
        pass
    return tuple(records)


def _is_mostly_figures(cells: Sequence[str]) -> bool:
    """Whether a row is so plainly no header that looking closer would only take time."""
    return 2 * sum(cell.isdigit() and not _YEAR.fullmatch(cell) for cell in cells) > len(cells)


def _known(headings: Sequence[Heading], lexicon: HeaderLexicon) -> int:
    """Return how many roles some headings have; persons' facts, and headings that fit several counts, among them."""
    known: set[str | tuple[str, ...]] = set()
    persons = 0
    for one in headings:
        if not one.levels:
            continue
        meaning = lexicon.meaning(one)
        if (meaning == UNKNOWN or not meaning.sure) and (span := span_of(one)) is not None and span.rest.levels:
            # Births in 2013 are births.
            meaning = lexicon.meaning(span.rest)
        if meaning.role is not None and (meaning.sure or not lexicon.is_count(meaning.role)):
            known.add(meaning.role)
        if meaning.rivals:
            known.add(meaning.rivals)
        persons += lexicon.is_personal(one)
    by_area = _areas_and_counts(headings, known, lexicon) or _counts_of_parts(headings, known, lexicon)
    return len(known | by_area) + persons + (PERIOD not in known and _are_across(headings))


def _counts_of_parts(
    headings: Sequence[Heading], known: Set[str | tuple[str, ...]], lexicon: HeaderLexicon
) -> set[str]:
    """Return the counts of which the headings name nothing but parts, where they name no other."""
    if not known or any(lexicon.is_count(one) for one in known if isinstance(one, str)):
        return set()
    parts = [headed_parts(one, lexicon) for one in headings]
    roles = {lexicon.meaning(one.rest).role for one in parts if one is not None and one.values and one.rest.levels}
    return {role for role in roles if role is not None and lexicon.is_count(role)}


def _areas_and_counts(
    headings: Sequence[Heading], known: Set[str | tuple[str, ...]], lexicon: HeaderLexicon
) -> set[str]:
    """Return what areas in the headings say, where no column does: that there are some, and the counts beside them.

    They are sure, or several stand over or below one count.
    """
    if not known & {PERIOD, MEASURE, YEAR} or known & area_roles(lexicon):
        return set()
    counts = {role for role, areas in are_over_counts(headings, lexicon).items() if len(areas) > 1}
    found = [area for one in headings if one.levels and (area := headed_area(one, lexicon)) and area.is_sure]
    return counts | ({AREA} if len({one.area for one in found if one.area}) > 1 else set())


def _are_across(headings: Sequence[Heading]) -> bool:
    """Whether several headings are nothing but periods, each another one."""
    spans = {span.words for one in headings if one.levels and (span := span_of(one)) and not span.rest.levels}
    return len(spans) > 1


def _depths(records: Records, row: int, lexicon: HeaderLexicon) -> list[int]:
    """Return how many rows a header that begins at a row may have.

    One that must take in the next row, which has words below the counts and none below the area and the month, is not
    offered without it.
    """
    depths = [1]
    if is_code_row(records[row]):
        return depths
    header: Records = (records[row],)
    at = row + 1
    while len(header) < DEEPEST:
        # Rows of codes between those of words are passed over.
        while at < len(records) and is_code_row(records[at]):
            at += 1
        if at == len(records):
            break
        following = records[at]
        if not goes_on(header, following) or any(map(is_unit_line, header[0])) or is_note(header, following, lexicon):
            break
        if _begins_months(header, following):
            break
        if repeats(join_rows(header), (following,), lexicon) and not _tells_apart(header, following):
            break
        if _is_beneath(header, following, lexicon):
            depths.clear()
        header = (*header, following)
        at += 1
        depths.append(at - row)
    return depths


def _begins_months(header: Records, row: Sequence[str]) -> bool:
    """Whether a row says nothing but a month, with its year, below the first heading: the rows below it are of it."""
    words = {cell.strip() for cell in row if cell.strip()}
    is_below_heading = any(cells and cells[0].strip() for cells in header)
    if len(words) != 1 or not is_below_heading or row[0].strip() not in words:
        return False
    said = span_of(heading(words.pop()))
    return said is not None and not said.rest.levels and said.has_year


def _without_codes(rows: Records) -> Records:
    """Return the rows of a header with those of codes between them as blank ones."""
    return tuple(() if number and is_code_row(cells) else cells for number, cells in enumerate(rows))


def _tells_apart(header: Records, row: Sequence[str]) -> bool:
    """Whether a row has parts below neighbours that a header heads alike, or leaves blank but for the first.

    Such a row goes on with the header although the cells of its other columns, which were merged once, repeat it.
    """
    above = [one.normal for one in join_rows(header)]
    beneath = [normal_header(cell) for cell in row]
    return any(
        left and right in (left, "") and one and other and one != other and one != left
        for (left, right), (one, other) in zip(pairwise(above), pairwise(beneath), strict=False)
    )


def _is_beneath(header: Records, row: Sequence[str], lexicon: HeaderLexicon) -> bool:
    """Whether all words of a row stand below a header's groups and counts, and some do."""
    above = join_rows(header)
    roles_above = [lexicon.meaning(one).role if one.levels else None for one in above]
    word_columns = {index for index, role in enumerate(roles_above) if role is not None and not lexicon.is_count(role)}
    return bool(word_columns) and not any(cell.strip() for index, cell in enumerate(row) if index in word_columns)


def repeats(headings: Sequence[Heading], rows: Sequence[Sequence[str]], lexicon: HeaderLexicon) -> bool:
    """Whether rows say of two columns what the header says, of no count another one, and have no figure for a count."""
    agreeing = 0
    for above, below in zip(headings, join_rows(rows), strict=False):
        role = lexicon.meaning(above).role if above.levels else None
        again = lexicon.meaning(below).role if below.levels else None
        if again is not None and lexicon.is_count(role) and lexicon.is_count(again) and role != again:
            return False
        if lexicon.is_count(role) and again is None and any(map(is_figure_or_date, below.levels)):
            return False
        agreeing += again is not None and again == role
    return agreeing >= 2
