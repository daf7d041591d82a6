"""A table whose parts lie on workers: the driver has its areas, and asks each part for what it needs of the rows.

Rows are joined on the workers only where nothing is to be said of them: no figure is given twice, no cell is empty, no
total differs, nothing is corrected. Everything else is decided and said where all rows are, as one process does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from msgspec import Struct

from popcalc.areas import Areas
from popcalc.areas.drafting import spans_of
from popcalc.definitions.catalogue import Nature
from popcalc.doubts import NO_DOUBTS, Doubts, Reading
from popcalc.engines import Lost
from popcalc.errors import Notice
from popcalc.intake.apart.batches import Apart, Begun
from popcalc.intake.apart.labels import AllLabels, Known, RowsWantedError, identified, summarise
from popcalc.intake.apart.parts import Batch, Part, PartOf, Said, Sending, assemble, route, said_of
from popcalc.intake.join.coverage import column_notices, notices_of_months
from popcalc.intake.join.finishing import Steps
from popcalc.intake.join.places import Places
from popcalc.intake.join.silent import notices_of_silent
from popcalc.intake.join.table import count_columns_of
from popcalc.intake.rows.choosing import unknown_values
from popcalc.intake.rows.growing import MONTHS, Growing, GrowingRows, Name
from popcalc.intake.rows.mapped import MappedRows
from popcalc.intake.rows.reading import Reading as FileReading
from popcalc.intake.rows.values import FileRows
from popcalc.intake.survey import Survey
from popcalc.table import FILE, ROW, VILLAGE, Pieces, TablePart
from popcalc.village_months import Readings, Sent, VillageMonths

if TYPE_CHECKING:
    import pandas as pd

    from popcalc.arrays import AnyInts
    from popcalc.engines.engine import Engine, Handles

Result = TypeVar("Result")
ROWS = 250_000
"""So many rows of a part, about, are summed in one go: with sixty counts 60 MB."""
HELD = 5_000_000
"""So many rows of workers, at most, are held in memory where all of them are wanted; of more, the disk holds them."""


class VillageParts(Struct, frozen=True, eq=False, dict=True):
    """Village-months whose rows lie on the workers of an engine, or on disk, in parts of neighbouring villages.

    `parts` stand for them, each asked for as often as is wanted; `ranges` are their villages.
    """

    engine: Engine
    parts: Sequence[Any]
    ranges: Sequence[range]
    areas: Areas
    counts: tuple[str, ...]
    survey: Survey
    files: Sequence[FileRows]
    notices: tuple[Notice, ...]
    sent: tuple[Sent | None, ...] = ()
    of_all: None = None

    @property
    def doubts(self) -> Doubts:
        """What is open: nothing, or the rows would be in one place."""
        return NO_DOUBTS

    @property
    def rows(self) -> pd.DataFrame:
        """The columns as a DataFrame, all of them here."""
        return self.gathered.rows

    def read_as(self, reading: Reading) -> VillageParts:
        """Return the same: nothing is open."""
        return self

    def each(self, answer: Callable[[TablePart], Result]) -> Iterator[Result]:
        """Yield what a function gives for each part, where that lies."""
        return self.answers(self.engine.then(self.parts, _answer, (), self.engine.share(answer)))

    def answers(self, asked: Handles) -> Iterator[Any]:
        """Yield what parts were asked for; raises MemoryError where no worker lives through it."""
        for found in self.engine.gather(asked):
            if isinstance(found, Lost):
                raise MemoryError
            yield found

    def of_each(self, pieces: Sequence[range], answer: Callable[[TablePart], Result]) -> Iterator[Result]:
        """Yield what a function gives for each piece, where that lies: of one in several parts, for each of these."""
        within = [
            (handle, both)
            for piece in pieces
            for handle, own in zip(self.parts, self.ranges, strict=True)
            if (both := range(max(piece.start, own.start), min(piece.stop, own.stop)))
        ]
        handles, villages = [one for one, _ in within], [both for _, both in within]
        asked = self.engine.then(handles, _answer_of, villages, self.engine.share(answer)) if within else ()
        return self.answers(asked)

    def in_pieces(self, several: Sequence[Sequence[range]]) -> Iterator[Pieces]:
        """Yield some villages after others, each time as a table whose rows stay where they are."""
        return (Pieces(self, pieces) for pieces in several)

    def for_months(self, months: int) -> VillageParts:
        """Return the same, as it lies in parts already."""
        return self

    @cached_property
    def gathered(self) -> VillageMonths:
        """All rows here, for what wants them in one place: in memory, or on disk where they are many or lie there."""
        rows = sum(self.each(len))
        growing: Growing = GrowingRows() if self.engine.apart and rows <= HELD else MappedRows()
        growing_beside = GrowingRows()
        read: list[tuple[int, Readings | None]] = []
        for part in self.answers(self.engine.then(self.parts, _itself)):
            growing.add(_of_whole(part.columns, part), len(part.columns[ROW]), rows)
            if part.beside:
                growing_beside.add(_of_whole(part.beside, part), len(part.beside[VILLAGE]))
            read.append((len(part.columns[ROW]), part.readings))
        layouts = self.survey.layouts
        columns = growing.group(MONTHS)
        return VillageMonths(
            columns=columns,
            areas=self.areas,
            counts=self.counts,
            files=tuple(layout.name for layout in layouts),
            notices=self.notices,
            held=tuple(frozenset(column.key for column in layout.counts) for layout in layouts),
            count_columns=tuple(count_columns_of(layout) for layout in layouts),
            sheets=tuple((layout.source.sheet or "") for layout in layouts),
            sent=self.sent,
            readings=_readings(read, columns),
            beside=growing_beside.group(MONTHS),
            cell_of=Places(layouts).cell,
        )


def _answer_of(part: Part, villages: range, answer: Callable[[TablePart], Result]) -> Result:
    return answer(part.as_table_part.of(villages))


def _answer(part: Part, answer: Callable[[TablePart], Result]) -> Result:
    return answer(part.as_table_part)


def _itself(part: Part) -> Part:
    return part


def _of_whole(columns: Mapping[str, AnyInts], part: Part) -> dict[Name, AnyInts]:
    """Return columns of a part with its villages counted as those of all parts."""
    whole = {**columns, VILLAGE: columns[VILLAGE] + np.int32(part.villages.start)}
    return {(MONTHS, name): column for name, column in whole.items()}


def _readings(parts: Sequence[tuple[int, Readings | None]], columns: Mapping[str, AnyInts]) -> Readings | None:
    """Return where the rows of all parts were read, where several became one in some of them.

    Of each part come the number of its rows and where they were read; `columns` are those of all parts together.
    """
    if all(readings is None for _, readings in parts):
        return None
    edges = accumulate((rows for rows, _ in parts), initial=0)
    own = [
        readings
        or Readings(columns[FILE][at : at + rows], columns[ROW][at : at + rows], np.arange(rows, dtype=np.int32))
        for at, (rows, readings) in zip(edges, parts, strict=False)
    ]
    before = [0, *accumulate(len(one.file) for one in own)]
    return Readings(
        np.concatenate([one.file for one in own]),
        np.concatenate([one.row for one in own]),
        np.concatenate([one.first + np.int32(start) for one, start in zip(own, before, strict=False)]),
    )


def read_parts(
    begun: Begun, survey: Survey, asked: frozenset[str], reading: FileReading, progress: Callable[[int], None]
) -> VillageParts | None:
    """Return the table of files that are read apart, None where something is to be said that takes all rows."""
    if not may_be_plain(survey):
        return None
    apart = Apart(survey.engine, [0, *accumulate(map(len, begun.batches))][:-1], begun.handles)
    try:
        return joined(apart, _summarised(begun, apart, reading, progress), survey, asked, reading.wanted)
    except RowsWantedError:
        return None


def may_be_plain(survey: Survey) -> bool:
    """Whether the headers of the files leave nothing that takes all rows."""
    columns, layouts = survey.columns, survey.layouts
    odd = survey.faults or survey.prefer or columns.cumulative or columns.absent == "zero" or not layouts
    odd = odd or any(layout.adds_up or layout.areas for layout in layouts)
    # Villages of one name may be in the towns that the names of their files say.
    return not odd and sum(layout.is_only_named for layout in layouts) < 2


def _summarised(
    begun: Begun, apart: Apart, reading: FileReading, progress: Callable[[int], None]
) -> tuple[list[FileRows], AllLabels]:
    """Return what was found in each file but its rows, and the labels of all batches."""
    files: list[FileRows] = []
    labels = AllLabels(reading.pools)
    engine = apart.engine
    for batch, found in zip(begun.batches, engine.gather(engine.then(begun.handles, summarise)), strict=True):
        if isinstance(found, Lost) or not found.is_plain:
            raise RowsWantedError
        files += found.files
        labels.add(found)
        progress(sum(layout.source.size for layout in batch))
    return files, labels


def joined(
    apart: Apart, read: tuple[list[FileRows], AllLabels], survey: Survey, asked: frozenset[str], wanted: frozenset[str]
) -> VillageParts:
    """Return the table of files whose rows lie elsewhere; raises RowsWantedError where it takes all of them."""
    files, labels = read
    catalogue = survey.catalogue
    labels.join()
    if not len(labels.all) or unknown_values(survey.layouts, files):
        raise RowsWantedError
    known = identified(apart, labels, survey)
    areas = known.identified.areas
    if known.identified.part is not None or known.identified.aliases is not None or areas.lives is not None:
        raise RowsWantedError
    held = [key for key in catalogue.counts if key in wanted & survey.available.held]
    steps = Steps(
        catalogue, survey.calendar, asked, wanted, areas.villages, None, None, to_date=False, absent_is_zero=False
    )
    parts, ranges, said = _in_parts(apart, known, steps, held, survey)
    if len({one.counts for one in said}) != 1:
        raise RowsWantedError
    counts = said[0].counts
    notices = [
        *known.identified.notices,
        *column_notices(survey.layouts, asked, catalogue),
        *_notices(said, areas, counts, catalogue.counts),
    ]
    return VillageParts(apart.engine, parts, ranges, areas, counts, survey, files, tuple(notices))


def _in_parts(
    apart: Apart, known: Known, steps: Steps, held: Sequence[str], survey: Survey
) -> tuple[Sequence[Any], Sequence[range], list[Said]]:
    """Return the parts, their villages, and what each says of these."""
    engine, areas = apart.engine, known.identified.areas
    number = max(engine.workers, round(int(known.rows.sum()) / ROWS))
    edges = _edges(known.rows, number)
    own = [Batch(file, village) for file, village in zip(apart.first, known.villages, strict=True)]
    sending = engine.share(Sending(edges[:-1], held, len(survey.layouts)))
    ranges = [range(begin, end) for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)]
    of_parts = [PartOf(villages, _above(areas, villages)) for villages in ranges]
    shared = engine.share(steps)
    # Nobody else holds what there is for the parts, so that it goes when these are made.
    parts = list(
        engine.then(
            engine.exchange(engine.then(apart.handles, route, own, sending), len(ranges)),
            assemble,
            of_parts,
            shared,
            engine.share(held),
        )
    )
    said = list(engine.gather(engine.then(parts, said_of, (), shared)))
    if any(one is None or isinstance(one, Lost) for one in said):
        raise RowsWantedError
    return parts, ranges, said


def _edges(rows: AnyInts, number: int) -> AnyInts:
    """Return where ranges of villages begin that have about as many rows each, and where the last one ends."""
    reached = np.cumsum(rows)
    wanted = np.arange(1, number) * (int(reached[-1]) / number)
    return np.unique(np.concatenate([[0], np.searchsorted(reached, wanted, side="right"), [len(rows)]]))


def _above(areas: Areas, villages: range) -> AnyInts:
    above = areas.parent_of[villages.start : villages.stop]
    return np.where(above < 0, np.arange(villages.start, villages.stop), above)


def _notices(said: Sequence[Said], areas: Areas, counts: Sequence[str], known: Mapping[str, Any]) -> Iterator[Notice]:
    """Yield what is said of months that are missing, and of villages that fall silent."""
    months = (sorted({month for one in said for month in getattr(one, name)}) for name in ("flows", "stocks"))
    yield from notices_of_months(*months)
    if any(known[key].nature is Nature.STOCK for key in counts):
        first, last, step, held = (
            np.concatenate([getattr(one, name) for one in said]) for name in ("first", "last", "step", "held")
        )
        yield from notices_of_silent(spans_of(first, last, lambda: step), held, areas)
