"""Read the surveyed files into one table of village-months."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from popcalc.areas.labels import Pool, code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.available import needed
from popcalc.errors import Fault, InputError, Notice, Place, fault
from popcalc.intake.assemble import Part, assemble
from popcalc.intake.blocks import BLOCK_BYTES, WrongEncodingError, first_wrong_byte, read_blocks
from popcalc.intake.decoding import SHOWN_AS
from popcalc.intake.layout import Layout, encoding_notice
from popcalc.intake.rows import Chunk, Reading, read_rows
from popcalc.intake.sources import why
from popcalc.intake.survey import Survey
from popcalc.intake.totals import without_subtotals
from popcalc.intake.words import AreaWords, PeriodWords
from popcalc.language import plural, text
from popcalc.table import VillageMonths

Progress = Callable[[int], None]


def read_table(
    survey: Survey,
    counts: Iterable[str] | None = None,
    *,
    block_bytes: int = BLOCK_BYTES,
    progress: Progress = lambda _: None,
) -> VillageMonths:
    """Return the village-months of all files with the columns that `counts` need (all that are held when None).

    `progress` is told the number of bytes of each block that was read. Raises InputError with every fault of every
    file; then nothing is returned.
    """
    there = survey.available
    wanted = needed(there.held | there.derived if counts is None else counts, survey.catalogue, there)
    levels = survey.levels or DEFAULT_LEVELS[-1:]
    areas = {
        role: AreaWords(level, Pool(is_code=role != level)) for level in levels for role in (level, code_role(level))
    }
    periods = PeriodWords(survey.columns.period, survey.year_start)
    reading = Reading(survey.catalogue, survey.columns, wanted, periods, areas)
    parts: list[Part] = []
    notices: list[Notice] = []
    for position, layout in enumerate(survey.layouts):
        chunks, encoding = _read_file(layout, reading, block_bytes, progress)
        notices += [*layout.notices, *_file_notices(layout, encoding, chunks)]
        parts += [Part(position, chunk) for chunk in chunks if len(chunk)]
        if reading.faults.full:
            break
    if reading.faults.faults:
        raise InputError(reading.faults.faults)
    files = tuple(layout.name for layout in survey.layouts)
    return assemble(parts, files, survey, wanted, reading.pools, merge_notices(notices))


def _read_file(
    layout: Layout, reading: Reading, block_bytes: int, progress: Progress
) -> tuple[list[Chunk], str | None]:
    """Read one file in the first of its encodings that fits all of it; return its chunks and that encoding."""
    tried: WrongEncodingError | None = None
    before = len(reading.faults.faults)
    for encoding in layout.encodings:
        chunks: list[Chunk] = []
        try:
            for block in read_blocks(layout, encoding, block_bytes):
                chunk = read_rows(block, layout, reading)
                progress(len(block.content))
                if chunk is not None:
                    chunks.append(chunk)
                if reading.faults.full:
                    break
        except WrongEncodingError as error:
            tried = tried or error
            reading.faults.forget_after(before)
            continue
        except (OSError, EOFError, zlib.error) as error:
            sentence = text("cannot be read to its end: {reason}", reason=why(error))
            reading.faults.add("UNREADABLE", sentence, Place(layout.name))
            return [], encoding
        except InputError as error:
            reading.faults.extend(error.faults)
            return [], encoding
        return without_subtotals(chunks, layout, reading.pools), encoding
    assert tried is not None
    reading.faults.extend([_no_encoding(layout, tried.row)])
    return [], None


def _no_encoding(layout: Layout, row: int) -> Fault:
    place, value = first_wrong_byte(layout.source, layout.encodings[0]) or (0, 0)
    sentence = text(
        "byte {byte} (0x{value:02x}) fits none of {encodings}; save the file as CSV UTF-8, or name its encoding with "
        "--encoding",
        byte=place,
        value=value,
        encodings=", ".join(SHOWN_AS.get(encoding, encoding) for encoding in layout.encodings),
    )
    return fault("NO_ENCODING", sentence, Place(layout.name, row))


def _file_notices(layout: Layout, encoding: str | None, chunks: Sequence[Chunk]) -> list[Notice]:
    place = Place(layout.name)
    notices = []
    if encoding not in (None, layout.encodings[0]):
        notices.append(encoding_notice(place, str(encoding)))
    if totals := sum(chunk.totals for chunk in chunks):
        sentence = plural(totals, "{count} row of totals left out", "{count} rows of totals left out")
        notices.append(Notice("TOTAL_ROWS", sentence, place))
    if not any(len(chunk) for chunk in chunks):
        notices.append(Notice("NO_ROWS", text("no rows of counts below the header"), place))
    return notices


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
