"""Read the surveyed files into one table of village-months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from popcalc.areas.labels import Pool, code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.available import companions, needed
from popcalc.errors import Fault, InputError, Notice, Place, fault
from popcalc.intake.header.layout import Layout
from popcalc.intake.join.assemble import assemble, new_stack, put
from popcalc.intake.join.faultlist import FaultList
from popcalc.intake.join.lost_characters import find_lost
from popcalc.intake.join.printed import LeftOut, leave_out_totals, total_notices
from popcalc.intake.join.stack import Stack
from popcalc.intake.rows.cells import CELL_FAULTS
from popcalc.intake.rows.rows import Chunk, Reading, read_rows
from popcalc.intake.rows.words import AreaWords, PeriodWords
from popcalc.intake.survey import Survey
from popcalc.intake.text.blocks import BLOCK_BYTES, Block, read_blocks
from popcalc.intake.text.head import encoding_notice
from popcalc.intake.text.wrong_encoding import WrongEncoding, next_encoding, none_fits
from popcalc.language import plural, text
from popcalc.table import VillageMonths

Progress = Callable[[int], None]
NO_ROWS = "NO_ROWS"


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
    there = survey.available
    asked = frozenset(there.held | there.derived if counts is None else counts)
    asked |= {key for count in asked for key in companions(count, survey.catalogue)}
    wanted = needed(asked, survey.catalogue, there)
    levels = survey.levels or DEFAULT_LEVELS[-1:]
    areas = {
        role: AreaWords(level, Pool(role != level, level)) for level in levels for role in (level, code_role(level))
    }
    periods = PeriodWords(survey.columns.period, survey.year_start)
    reading = Reading(survey.catalogue, survey.columns, wanted, periods, areas, FaultList([*survey.faults]))
    stack = new_stack(survey.catalogue, areas)
    notices: list[Notice] = []
    watch = _Watch(survey.bytes, progress)
    left_out: dict[str, LeftOut] = {}
    for position, layout in enumerate(survey.layouts):
        notices += layout.notices
        said, left_out[layout.name] = _read_file(position, layout, reading, stack, block_bytes, watch)
        notices += said
        if reading.faults.full:
            break
    reading.faults.extend(find_lost(stack, reading.pools, survey.layouts))
    if faults := reading.faults.faults:
        if all(one.code in CELL_FAULTS for one in faults[len(survey.faults) :]):
            # All rows have their areas and months: figures that differ are told as well.
            try:
                assemble(stack, survey, asked & wanted, wanted, reading.pools, [])
            except InputError as error:
                faults += error.faults
        raise InputError(sorted(faults, key=lambda one: one.place.file if one.place else ""))
    if not stack.length:
        raise InputError(fault(one.code, one.text, one.place) for one in notices if one.code == NO_ROWS)
    odd = [one for found in left_out.values() for one in found.odd]
    notices = [*merge_notices(notices), *_totals_notice(left_out), *total_notices(odd, survey.catalogue)]
    table = assemble(stack, survey, asked & wanted, wanted, reading.pools, notices)
    return replace(table, totals=tuple(odd))


@dataclass
class _Watch:
    """How far the reading has come, in bytes."""

    total: int
    progress: Progress
    done: int = 0

    def read(self, size: int) -> None:
        """Take note of some bytes more."""
        self.done += size
        self.progress(size)

    def expected(self, rows: int) -> int:
        """Return about how many rows there will be in all, when so many have been read; a little more than that."""
        return int(rows * max(1.0, self.total / self.done) * 1.02)


def _read_file(
    position: int, layout: Layout, reading: Reading, stack: Stack, block_bytes: int, watch: _Watch
) -> tuple[list[Notice], LeftOut]:
    """Put the rows of one file on the stack, read in the first of its encodings that fits all of it."""
    tried: dict[str, WrongEncoding] = {}
    faults, since = len(reading.faults.faults), stack.length
    while (encoding := next_encoding(layout.encodings, tried)) is not None:
        totals: list[Chunk] = []
        footers = headers = 0
        block: Block | Fault | WrongEncoding | None = None
        for block in read_blocks(layout.source, encoding, layout.delimiter, layout.skipped, block_bytes):
            if not isinstance(block, Block):
                break
            chunk = read_rows(block, layout, reading)
            watch.read(len(block.content))
            footers += chunk.footers
            headers += chunk.headers
            totals += [chunk.totals] if chunk.totals else []
            if len(chunk):
                put(stack, chunk, position, watch.expected(stack.length + len(chunk)))
            if reading.faults.full:
                break
        if isinstance(block, WrongEncoding):
            tried[encoding] = block
            reading.faults.forget_after(faults)
            stack.cut(since)
            continue
        if isinstance(block, Fault):
            reading.faults.extend([block])
            return [], LeftOut(0, [])
        left_out = leave_out_totals(stack, since, totals, layout, reading, faults)
        said = _file_notices(layout, encoding, footers, headers, empty=stack.length == since)
        return [*said, *left_out.notices], left_out
    reading.faults.extend([none_fits(layout.source, layout.encodings, tried)])
    return [], LeftOut(0, [])


def _totals_notice(left_out: Mapping[str, LeftOut]) -> Iterator[Notice]:
    """Yield one notice for the rows of totals of all files."""
    files = {name: found.rows for name, found in left_out.items() if found.rows}
    if files:
        sentence = plural(sum(files.values()), "{count} row of totals left out", "{count} rows of totals left out")
        if len(files) > 1:
            sentence = text("{what}, in {files} files", what=sentence, files=f"{len(files):,}")
        yield Notice("TOTAL_ROWS", sentence, Place(next(iter(files))) if len(files) == 1 else None)


def _file_notices(layout: Layout, encoding: str, footers: int, headers: int, *, empty: bool) -> Iterator[Notice]:
    place = Place(layout.name)
    if encoding != layout.encodings[0]:
        yield encoding_notice(layout.name, encoding)
    if footers:
        sentence = plural(footers, "{count} line below the table left out", "{count} lines below the table left out")
        yield Notice("FOOTER_ROWS", sentence, place)
    if headers:
        sentence = plural(
            headers,
            "{count} row that repeats the header left out",
            "{count} rows that repeat the header left out",
        )
        yield Notice("HEADER_AGAIN", sentence, place)
    if empty:
        yield Notice(NO_ROWS, text("no rows of counts below the header"), place)


def merge_notices(notices: Sequence[Notice]) -> list[Notice]:
    """Say the same thing of many files once, at the first of them and with their number."""
    grouped: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        grouped.setdefault((notice.code, str(notice.text)), []).append(notice)
    return [same[0] if len(same) == 1 else _of_many(same) for same in grouped.values()]


def _of_many(same: Sequence[Notice]) -> Notice:
    more = len(same) - 1
    sentence = plural(
        more, "{what} (and in {count} more file)", "{what} (and in {count} more files)", what=same[0].text
    )
    return replace(same[0], text=sentence)
