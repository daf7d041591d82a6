"""The story of intake: the files that were surveyed become one table of village-months."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.available import companions, needed
from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import COUNTED, Fault, InputError, Notice, Place
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.gathering import Gathered, Gathering
from popcalc.intake.join.lost_names import find_lost
from popcalc.intake.join.open_cells import people_to_read
from popcalc.intake.join.table import Conflicting, join
from popcalc.intake.join.total_sheets import TotalSheets, with_rows_of_totals
from popcalc.intake.join.whole_area import with_whole_area
from popcalc.intake.rows.cells import CELL_FAULTS, as_written
from popcalc.intake.rows.choosing import unknown_values
from popcalc.intake.rows.file import read_file
from popcalc.intake.rows.noticed import EMPTY
from popcalc.intake.rows.reading import Reading, new_reading
from popcalc.intake.rows.values import NO_ROWS, FileRows
from popcalc.intake.sources.sending import day_sent
from popcalc.intake.survey import MIXED_LEVELS, Survey
from popcalc.intake.text.blocks import BLOCK_BYTES
from popcalc.language import plural, text
from popcalc.village_months import PrintedTotal, Sent, VillageMonths

if TYPE_CHECKING:
    from popcalc.intake.apart.table import VillageParts

Progress = Callable[[int], None]
LARGE = 512 << 20
"""Files of so many bytes together are not held in memory, if what they say allows it: some five million rows."""
SHOWN = 3
"""How many totals that differ are said one by one."""


def read_table(
    survey: Survey,
    counts: Iterable[str] | None = None,
    *,
    block_bytes: int = BLOCK_BYTES,
    progress: Progress = lambda _: None,
) -> VillageMonths:
    """Return the village-months of all files with the columns that `counts` need (all that are held when None).

    `progress` is told the number of bytes of each block that was read. Raises InputError with every fault of every
    file, those of the survey among them; then nothing is returned.
    """
    asked, reading = _asked(survey, counts)
    return _table(survey, asked, read_files(survey, reading, block_bytes, progress), reading, block_bytes)


def read_counts(
    survey: Survey,
    counts: Iterable[str] | None = None,
    *,
    block_bytes: int = BLOCK_BYTES,
    progress: Progress = lambda _: None,
) -> VillageMonths | VillageParts:
    """Return the same as `read_table`, its rows where they were read if nothing has to be said of them.

    That is on the workers of an engine, or, of files larger than memory should hold, on the disk of this machine.
    """
    asked, reading = _asked(survey, counts)
    found, files = None, None
    if survey.engine.apart:
        from popcalc.intake.apart.batches import begin, read_apart
        from popcalc.intake.apart.table import read_parts

        begun = begin(survey, reading, block_bytes)
        found = read_parts(begun, survey, asked & reading.wanted, reading.anew(), progress)
        files = read_apart(begun, survey, reading, lambda _: None)
        progress = _untold
    elif survey.unpacked >= LARGE:
        from popcalc.intake.apart.streamed import read_streamed

        found = read_streamed(survey, asked & reading.wanted, reading, block_bytes, progress)
        progress = _untold
    if found is None:
        files = files or read_files(survey, reading, block_bytes, progress)
        return _table(survey, asked, files, reading, block_bytes)
    sent = tuple(_sent(layout, file) for layout, file in zip(survey.layouts, found.files, strict=True))
    notices = (*_notices(found.files, survey), *found.notices)
    return replace(found, notices=notices, sent=sent if any(sent) else ())


def _untold(_: int) -> None:
    """Say nothing of bytes that are read once more."""


def _asked(survey: Survey, counts: Iterable[str] | None) -> tuple[frozenset[str], Reading]:
    """Return the counts that are asked for, and the reading of the columns that they need."""
    there = survey.available
    asked = frozenset(there.held | there.derived if counts is None else counts)
    asked |= {key for count in asked for key in companions(count, survey.catalogue)}
    wanted = needed(asked, survey.catalogue, there)
    levels = survey.levels or DEFAULT_LEVELS[-1:]
    return asked, new_reading(survey.catalogue, survey.columns, wanted, levels, survey.calendar)


def _table(
    survey: Survey, asked: frozenset[str], read: Generator[FileRows], reading: Reading, block_bytes: int
) -> VillageMonths:
    """Return the table of files that are read, again where empty cells ask for more columns."""
    there, wanted = survey.available, reading.wanted
    gathered, files, sheets = _gathered(survey, read)
    besides = people_to_read(gathered.counts, survey.catalogue, there, zeros=bool(gathered.zeros)) - wanted
    if besides:
        # An empty cell is judged by the people of its village, also where nobody asked for them.
        reading = replace(reading, wanted=wanted | besides)
        gathered, files, sheets = _gathered(survey, read_files(survey, reading, block_bytes, lambda _: None))
    sheets.hold(gathered, survey.layouts, reading)
    faults = [one for file in files for one in file.faults]
    faults += sheets.faults
    odd = [*(one for file in files for one in file.odd_totals), *sheets.odd_totals]
    notices = [*_notices(files, survey), *sheets.notices, *_odd_totals(odd, survey.catalogue)]
    empty = [Fault(one.code, one.text, one.place) for file in files for one in file.notices if one.code == EMPTY]
    faults += unknown_values(survey.layouts, files)
    if any(file.parts for file in files):
        from popcalc.intake.rows.adding_up import unlike_parts

        faults += unlike_parts(survey.layouts, files, reading)
    faults += find_lost(gathered, reading.pools, survey.layouts)
    if not faults and not survey.faults and not len(gathered):
        raise InputError(empty)
    # Rows without an area or a month cannot be held against each other; those with a bad cell can.
    are_comparable = all(one.code in CELL_FAULTS for one in faults) and len(gathered) > 0
    are_comparable &= all(one.code != MIXED_LEVELS for one in survey.faults)
    table = (
        join(gathered, survey, asked & wanted, wanted, reading.pools, besides) if are_comparable else Conflicting(())
    )
    if isinstance(table, Conflicting) or faults or survey.faults:
        conflicts = table.faults if isinstance(table, Conflicting) else ()
        every = (*survey.faults, *faults, *conflicts)
        raise InputError(sorted(every, key=lambda one: one.place.file if one.place else ""), survey.closed)
    whole = [(layout, file.whole) for layout, file in zip(survey.layouts, files, strict=True) if not layout.adds_up]
    table = with_whole_area(table, whole, survey.catalogue, asked)
    if any(layout.rates or layout.unknown_rates for layout in survey.layouts):
        from popcalc.intake.join.printed_rates import printed_rates

        table = replace(table, rates=printed_rates(table, [file.rates for file in files], survey))
    sent = tuple(_sent(layout, file) for layout, file in zip(survey.layouts, files, strict=True))
    return replace(table, notices=(*notices, *table.notices), totals=tuple(odd), sent=sent if any(sent) else ())


def _sent(layout: Layout, file: FileRows) -> Sent | None:
    """Return when the rows of a file were sent, as a column of it says, else its name or its folders."""
    if file.sent is not None:
        return file.sent
    day = day_sent(layout.source)
    return Sent(None, np.array(day.toordinal())) if day else None


def _gathered(survey: Survey, read: Generator[FileRows]) -> tuple[Gathered, list[FileRows], TotalSheets]:
    """Return the rows of all files, what else was found in each, and the sheets that add up others.

    It ends early when there are so many faults that counting on says nothing more.
    """
    gathering, sheets = Gathering(), TotalSheets()
    files: list[FileRows] = []
    faults = len(survey.faults)
    for number, layout in enumerate(survey.layouts):
        if faults > COUNTED:
            break
        file = next(read)
        if layout.adds_up:
            sheets.add(layout, file.data)
            file = with_rows_of_totals(file)
        else:
            gathering.add(number, file.data, file.marks, file.zeros)
        faults += len(file.faults)
        files.append(replace(file, data=NO_ROWS))
    # Whoever waits to read on would hold the rows of the last file.
    read.close()
    return gathering.gathered(), files, sheets


def read_files(
    survey: Survey, reading: Reading, block_bytes: int, progress: Progress, *, together: bool = True
) -> Generator[FileRows]:
    """Yield the rows of each file, their words as positions in the pools of `reading`, which grow.

    The end of a file is not looked at after more faults than are counted, `together` with those of the files before
    it; of files that are read apart nobody knows what was found before them.
    """
    if survey.engine.apart:
        from popcalc.intake.apart.batches import begin, read_apart

        yield from read_apart(begin(survey, reading, block_bytes), survey, reading, progress)
        return
    left = COUNTED - len(survey.faults)
    for layout in survey.layouts:
        most = left if together else COUNTED
        file = read_file(layout, reading, block_bytes=block_bytes, most=most, progress=progress)
        left -= len(file.faults)
        yield file


def _notices(files: Sequence[FileRows], survey: Survey) -> Iterator[Notice]:
    """Yield what was noticed in the files, what is the same of many of them once, and their totals together."""
    pairs = zip(survey.layouts, files, strict=False)
    yield from merge_notices([one for layout, file in pairs for one in (*layout.notices, *file.notices)])
    with_totals = {layout.name: file.totals for layout, file in zip(survey.layouts, files, strict=False) if file.totals}
    if with_totals:
        sentence = plural(
            sum(with_totals.values()), "{count} row of totals left out", "{count} rows of totals left out"
        )
        if len(with_totals) > 1:
            sentence = text("{what}, in {files} files", what=sentence, files=f"{len(with_totals):,}")
        yield Notice("TOTAL_ROWS", sentence, Place(next(iter(with_totals))) if len(with_totals) == 1 else None)


def _odd_totals(odd: Sequence[PrintedTotal], catalogue: Catalogue) -> Iterator[Notice]:
    """Yield what is said of totals that differ: the first few one by one, then how many more there are."""
    for one in odd[:SHOWN]:
        count = catalogue.counts[one.count]
        sentence = text(
            "{area} says {count} {printed}, its rows give {summed}",
            area=one.area,
            count=one.count,
            printed=as_written(one.printed, count),
            summed=as_written(one.summed, count),
        )
        yield Notice("TOTAL_DIFFERS", sentence, Place(one.file, one.row, one.column))
    if (more := len(odd) - SHOWN) > 0:
        sentence = plural(
            more,
            "{count} more printed total differs from the sum of its rows",
            "{count} more printed totals differ from the sum of their rows",
        )
        yield Notice("TOTAL_DIFFERS", sentence)


def merge_notices(notices: Sequence[Notice]) -> list[Notice]:
    """Say the same thing of many files, or tables of one, once, at the first of them and with their number."""
    grouped: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        grouped.setdefault((notice.code, str(notice.text)), []).append(notice)
    return [same[0] if len(same) == 1 else _of_many(same) for same in grouped.values()]


def _of_many(same: Sequence[Notice]) -> Notice:
    what, files = same[0].text, {one.place.file for one in same if one.place}
    if len(files) == 1:
        more = len(same) - 1
        sentence = plural(more, "{what} (and in {count} more table)", "{what} (and in {count} more tables)", what=what)
    else:
        more = len(files) - 1
        sentence = plural(more, "{what} (and in {count} more file)", "{what} (and in {count} more files)", what=what)
    return replace(same[0], text=sentence)
