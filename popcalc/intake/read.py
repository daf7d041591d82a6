"""Read the surveyed files into one table of village-months."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

from popcalc.areas.identity import Pool, code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.available import needed
from popcalc.errors import Fault, InputError, Notice, Place, fault
from popcalc.intake.assemble import Part, assemble
from popcalc.intake.blocks import BLOCK_BYTES, WrongEncoding, read_blocks
from popcalc.intake.decoding import SHOWN_AS
from popcalc.intake.layout import Layout
from popcalc.intake.rows import Chunk, Reading, read_rows
from popcalc.intake.survey import Survey
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
    pools = {
        role: Pool(level, role != level, survey.registry) for level in levels for role in (level, code_role(level))
    }
    reading = Reading(survey.catalogue, survey.columns, wanted, survey.year_start, pools)
    parts = []
    notices: list[Notice] = []
    for position, layout in enumerate(survey.layouts):
        notices += layout.notices
        chunks, said = _read_file(layout, reading, block_bytes, progress)
        notices += said
        parts += [Part(position, chunk) for chunk in chunks]
        if reading.faults.full:
            break
    if reading.faults.faults:
        raise InputError(reading.faults.faults)
    files = tuple(layout.name for layout in survey.layouts)
    return assemble(parts, files, survey, wanted, pools, merge_notices(notices))


def _read_file(
    layout: Layout, reading: Reading, block_bytes: int, progress: Progress
) -> tuple[list[Chunk], list[Notice]]:
    """Read one file in the first of its encodings that fits all of it."""
    tried: WrongEncoding | None = None
    for encoding in layout.encodings:
        try:
            chunks = []
            for block in read_blocks(layout, encoding, block_bytes):
                chunk = read_rows(block, layout, reading)
                progress(len(block.content))
                if chunk is not None:
                    chunks.append(chunk)
                if reading.faults.full:
                    break
        except WrongEncoding as error:
            tried = tried or error
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            reading.faults.add(
                "UNREADABLE", text("cannot be read to its end: {reason}", reason=reason), Place(layout.name)
            )
            return [], []
        except InputError as error:
            reading.faults.faults.extend(error.faults)
            return [], []
        else:
            return chunks, _file_notices(layout, encoding, chunks)
    assert tried is not None
    reading.faults.faults.append(_no_encoding(layout, tried))
    return [], []


def _no_encoding(layout: Layout, tried: WrongEncoding) -> Fault:
    return fault(
        "NO_ENCODING",
        text(
            "byte {byte} (0x{value:02x}) fits none of {encodings}; save the file as CSV UTF-8, or name its encoding with --encoding",
            byte=tried.byte,
            value=tried.value,
            encodings=", ".join(SHOWN_AS.get(encoding, encoding) for encoding in layout.encodings),
        ),
        Place(layout.name),
    )


def _file_notices(layout: Layout, encoding: str, chunks: list[Chunk]) -> list[Notice]:
    place = Place(layout.name)
    notices = []
    if encoding != layout.encodings[0]:
        notices.append(
            Notice(
                "ENCODING",
                text("read as {encoding}; --encoding forces another", encoding=SHOWN_AS.get(encoding, encoding)),
                place,
            )
        )
    totals = sum(chunk.totals for chunk in chunks)
    if totals:
        notices.append(
            Notice(
                "TOTAL_ROWS", plural(totals, "{count} row of totals left out", "{count} rows of totals left out"), place
            )
        )
    if not chunks:
        notices.append(Notice("NO_ROWS", text("no rows of counts below the header"), place))
    return notices


def merge_notices(notices: list[Notice]) -> list[Notice]:
    """Say the same thing of many files once, at the first of them and with their number."""
    grouped: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        grouped.setdefault((notice.code, str(notice.text)), []).append(notice)
    return [
        same[0]
        if len(same) == 1
        else Notice(
            same[0].code,
            text("{what} (and in {more} more files)", what=same[0].text, more=len(same) - 1),
            same[0].place,
        )
        for same in grouped.values()
    ]
