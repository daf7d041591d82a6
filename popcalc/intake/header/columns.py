"""Which column holds what: each column of a header is interpreted once, with its class and the reason for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.completion import is_statistical, level_of_code
from popcalc.areas.labels import code_role
from popcalc.areas.tree import plain_code, stem
from popcalc.definitions.headers import remark_headers
from popcalc.errors import Fault
from popcalc.intake.header.across import NONE_ACROSS, Across
from popcalc.intake.header.alternatives import meanings_of
from popcalc.intake.header.faults import two_columns, unclear_column
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.layout import Column, ColumnClass, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.unused import count_to_date
from popcalc.intake.header.words import (
    AREA,
    AREA_CODE,
    DIMENSION,
    IGNORE,
    MEASURE,
    PERIOD_ROLES,
    VALUE,
    YEAR,
    level_number,
)
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.patterns import solid

AREA_NAMES = (AREA, AREA_CODE)
"""Roles of columns of areas that name no level."""


class Held(Struct, frozen=True):
    """Which column holds each role, and what is wrong with columns that may hold the same or several."""

    column_of: Mapping[str, int]
    faults: tuple[Fault, ...]


def columns_of_roles(file: str, header: Header, lexicon: HeaderLexicon) -> Held:
    """Return the column of each role; two columns for one role, and one that may hold two counts, are faults.

    A column below a group that may narrow it is taken only for an area or the month, and where no other column is; for
    a count that no other column holds it is a fault.
    """
    held: dict[str, int] = {}
    faults = []
    vague_words = solid(vocabulary().words(lambda one: one.headers.vague_period))
    vague = {index for index, one in enumerate(header.headings) if one.normal in vague_words}
    meanings = enumerate(meanings_of(header, lexicon))
    for index, meaning in sorted(meanings, key=lambda column: (not column[1].sure, column[0] in vague)):
        role = meaning.role
        heads = header.headings[index]
        if meaning.rivals:
            faults.append(unclear_column(header.place(file, index), heads, meaning.rivals))
        if role is None or role in (IGNORE, DIMENSION) or (role in held and (role == YEAR or index in vague)):
            continue
        earlier = held.get(role)
        if earlier is None and lexicon.is_count(role) and not meaning.sure:
            faults.append(unclear_column(header.place(file, index), heads, (role,)))
        elif earlier is None:
            held[role] = index
        elif _is_meant_rather(role, index, earlier, header, lexicon):
            held[role] = index
            held.setdefault(lexicon.other_population, earlier)
        elif lexicon.is_other_population(role, heads):
            held.setdefault(lexicon.other_population, index)
        elif meaning.sure:
            faults.append(two_columns(file, role, earlier, index, header))
    return Held(dict(sorted(held.items(), key=lambda column: column[1])), tuple(faults))


def _is_meant_rather(role: str, index: int, earlier: int, header: Header, lexicon: HeaderLexicon) -> bool:
    """Whether of two columns of a population the later is the one that the columns file means."""
    return lexicon.is_other_population(role, header.headings[earlier]) and not lexicon.is_other_population(
        role, header.headings[index]
    )


def with_levels(words: Mapping[str, int], header: Header, skipped: int, lexicon: HeaderLexicon) -> dict[str, int]:
    """Give the columns `area` and `area_code`, which name no level, the level that the others leave to them.

    A name beside a village column is the town's (`区域, 村里`), and so is one on the left of another level; alone, or
    on the right of the levels above, it is the lowest level's (`乡镇, 名称`). A code is that of the lowest level with a
    name, unless codes of lower ones stand below it; where no column says a level, the codes do by their length. A name
    on the right of a village and its town is of none of the levels.
    """
    found = {role: index for role, index in words.items() if role not in AREA_NAMES}
    lowest = lexicon.levels[-1]
    spoken = lexicon.level_of(found)
    rows = header.below[skipped:]
    codes = [plain_code(cells[words[AREA_CODE]]) for cells in rows if len(cells) > words.get(AREA_CODE, len(cells))]
    coded = _level_of_codes(codes, lexicon)
    if AREA in words and (level := _level_of_area(words[AREA], found, coded, lexicon)):
        found.setdefault(level, words[AREA])
    if AREA_CODE in words:
        lower = coded and (spoken is None or lexicon.levels.index(coded) > lexicon.levels.index(spoken))
        own = coded if lower else lexicon.level_of(found)
        found.setdefault(code_role(own or lowest), words[AREA_CODE])
    return found


def _level_of_area(column: int, found: Mapping[str, int], coded: str | None, lexicon: HeaderLexicon) -> str | None:
    """Return the level of a name that says none, beside the columns that say theirs; None where no level is left.

    Between two of them it is of the level above the lower one: a distrito between provincia and localidad. Behind a
    code without a name it is that name.
    """
    levels = lexicon.levels
    named = [level for level in levels if level in found or code_role(level) in found]
    if not named:
        return coded or levels[-1]
    if len(named) > 1 and levels[-1] in named and all(column > found.get(one, -1) for one in named):
        # On the right of a village and its town it names what is below them, such as a clinic: its cells are judged.
        return None
    nameless = next((level for level in named if level not in found and found[code_role(level)] == column - 1), None)
    if nameless:
        return nameless
    places = {level: found.get(level, found.get(code_role(level), 0)) for level in named}
    if levels[-1] not in named and column > max(places.values()):
        return levels[-1]
    below = next((level for level in named if places[level] > column), named[0])
    spot = levels.index(below) - 1
    return levels[spot] if spot >= 0 and levels[spot] not in named else None


def _level_of_codes(codes: Sequence[str], lexicon: HeaderLexicon) -> str | None:
    """Return the lowest level that some codes are of by their length, None where that does not tell."""
    used = [stem(code) for code in codes if code]
    if any(is_statistical(code) for code in used):
        return lexicon.levels[-1]
    found = {level_of_code(code) or "" for code in used}
    return max(found, key=lexicon.levels.index) if found and found <= set(lexicon.levels) else None


def interpreted(
    header: Header,
    below: int,
    role_of_column: Mapping[str, int],
    lexicon: HeaderLexicon,
    across: Across = NONE_ACROSS,
) -> tuple[Column, ...]:
    """Return every column with its class and the reason for it; `below` rows say the same as the header."""
    roles = {index: role for role, index in role_of_column.items()}
    makers = lexicon.columns_of_makers(header.lines(below))
    meanings = meanings_of(header, lexicon)
    found = []
    for index, one in enumerate(header.headings):
        if index in across.columns:
            key, turn = across.columns[index]
            column = _read_column(index, one, key, header, lexicon)
            found.append(replace(column, run=turn.run, area=turn.area, parts=turn.parts))
        elif index in across.totals:
            key, turn = across.totals[index]
            column = _read_column(index, one, key, header, lexicon)
            column = replace(column, column_class=ColumnClass.COMPARISON, why=Why.ADDS_UP)
            found.append(replace(column, run=turn.run, area=turn.area, parts=turn.parts))
        elif index in across.parts:
            key, turn = across.parts[index]
            column = replace(_read_column(index, one, key, header, lexicon), column_class=ColumnClass.DIMENSION)
            found.append(replace(column, why=Why.PART, run=turn.run, area=turn.area, parts=turn.parts))
        elif index in across.left:
            found.append(Column(index, str(one), ColumnClass.DIMENSION, Why.CHOSEN, across.left[index]))
        elif index in roles:
            found.append(_read_column(index, one, roles[index], header, lexicon))
        elif index in makers:
            found.append(Column(index, str(one), ColumnClass.MAKER, Why.SAYS_NOTHING))
        else:
            found.append(_unread_column(index, one, meanings[index].role, lexicon))
    return tuple(found)


def _read_column(index: int, heads: Heading, role: str, header: Header, lexicon: HeaderLexicon) -> Column:
    if role in (MEASURE, VALUE):
        return Column(index, str(heads), ColumnClass(role), Why.HEADER)
    if lexicon.is_count(role):
        factor = lexicon.factor(role, heads.unit, header.units)
        return Column(index, str(heads), ColumnClass.COUNT, Why.HEADER, role, factor)
    kind = ColumnClass.PERIOD if role in PERIOD_ROLES else ColumnClass.AREA
    return Column(index, str(heads), kind, Why.HEADER, role)


def _unread_column(index: int, heads: Heading, role: str | None, lexicon: HeaderLexicon) -> Column:
    """Return a column that is not read, with what it is as far as its header says."""
    if not heads.levels:
        found = ColumnClass.UNKNOWN, Why.NO_HEADER, ""
    elif role == IGNORE:
        is_remark = heads.normal in remark_headers() - lexicon.mapped
        found = ColumnClass.DESCRIPTION, Why.REMARKS if is_remark else Why.SAYS_NOTHING, ""
    elif role == DIMENSION:
        found = ColumnClass.DIMENSION, Why.HEADER, ""
    elif role is not None and role not in (*AREA_NAMES, MEASURE, VALUE) and not level_number(role):
        kind = ColumnClass.PERIOD if role in PERIOD_ROLES else ColumnClass.AREA
        found = ColumnClass.COUNT if lexicon.is_count(role) else kind, Why.GIVES_WAY, role
    elif (count := count_to_date(heads, lexicon)) is not None:
        found = ColumnClass.COMPARISON, Why.NOT_OF_THIS_PERIOD, count
    elif heads.is_rate or lexicon.indicator_of(str(heads)) is not None:
        found = ColumnClass.RATE, Why.NO_COUNT, ""
    else:
        found = ColumnClass.UNKNOWN, Why.NOT_KNOWN, ""
    return Column(index, str(heads), *found)
