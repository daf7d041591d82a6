"""Of columns that split a count: which is of the whole, and which are chosen."""

from __future__ import annotations

from collections.abc import Sequence, Set

from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.errors import Notice, Place
from popcalc.intake.header.across import Across
from popcalc.intake.header.layout import Column, ColumnClass, Turn, Why
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.narrowing import is_whole_or_version, kind_called
from popcalc.intake.header.shape_faults import other_counts
from popcalc.intake.header.total_words import is_total
from popcalc.language import plural
from popcalc.vocabulary.characters import folded

SHOWN = 6


def is_of_whole(value: str) -> bool:
    """Whether a part is everybody: nothing is said, or total, both sexes, actual."""
    return not value or is_whole_or_version(value) or is_total(value)


def with_whole(found: Across, counts: Set[int] = frozenset()) -> Across:
    """Return the columns with those of the whole read and their parts left, if there is one for all parts.

    Parts that are `counts` of their own are read as these.
    """
    if not found.kinds:
        return found
    whole = {index: of for index, of in found.columns.items() if all(map(is_of_whole, of[1].parts))}
    plain = [(key, replace(turn, parts=())) for key, turn in whole.values()]
    if len(set(plain)) < len(plain) or {(key, replace(turn, parts=())) for key, turn in found.columns.values()} - set(
        plain
    ):
        return found
    columns = {index: (key, replace(turn, parts=())) for index, (key, turn) in whole.items()}
    parts = {index: of for index, of in found.columns.items() if index not in whole and index not in counts}
    parts |= {index: of for index, of in found.totals.items() if not all(map(is_of_whole, of[1].parts))}
    totals = {
        index: (key, replace(turn, parts=())) for index, (key, turn) in found.totals.items() if index not in parts
    }
    return replace(found, columns=columns, parts=parts, totals=totals)


def chosen_parts(found: Across, header: Header, lexicon: HeaderLexicon, asked: Columns) -> Across:
    """Return the columns with those left that have another part than is chosen, or none.

    Of other counts, which are not split, nothing says whether they are of those that are chosen.
    """
    wanted = {
        found.kinds.index(kind): frozenset(map(folded, values))
        for name, values in asked.where.items()
        if (kind := kind_called(name)) in found.kinds
    }
    if not wanted:
        return found

    def is_kept(turn: Turn) -> bool:
        return all(folded(turn.parts[spot]) in values for spot, values in wanted.items())

    left = {index: key for index, (key, turn) in found.columns.items() if not is_kept(turn)}
    if len(left) == len(found.columns):
        # No column has such a value, which is said when all files are read.
        return found
    left |= dict(other_counts(header, found, lexicon))
    kept = {index: of for index, of in found.columns.items() if index not in left}
    totals = {index: of for index, of in found.totals.items() if is_kept(of[1])}
    return replace(found, columns=kept, totals=totals, left=left)


def dimensions_of(across: Across, width: int) -> tuple[Column, ...]:
    """Return the columns that stand for what headers split counts by, behind those of the file."""
    if not any(turn.parts for _, turn in across.columns.values()):
        return ()
    numbered = enumerate(across.kinds, start=width)
    return tuple(Column(index, kind, ColumnClass.DIMENSION, Why.HEADER, kind) for index, kind in numbered)


def parts_left_out(place: Place, columns: Sequence[Column], across: Across) -> Notice | None:
    """Return the notice of columns that were left out because others give their totals."""
    if not across.parts:
        return None
    whole = [columns[index].header for index, (key, _) in across.columns.items() if key in _split(across)]
    sentence = plural(
        len(across.parts),
        "{count} column of a part by {kinds} left out; that of the whole is read ({columns})",
        "{count} columns of parts by {kinds} left out; those of the whole are read ({columns})",
        kinds=across.kinds,
        columns=(*whole[:SHOWN], *(["…"] if len(whole) > SHOWN else [])),
    )
    return Notice("TOTALS_CHOSEN", sentence, place)


def _split(across: Across) -> set[str]:
    return {key for key, _ in across.parts.values()}
