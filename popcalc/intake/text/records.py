"""Single records of a file, read again for what a message says of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence, Set

from popcalc.intake.sources.source import Source
from popcalc.intake.text.blocks import Block, read_blocks


def records_at(source: Source, encodings: Sequence[str], delimiter: str, rows: Set[int]) -> Mapping[int, Sequence[str]]:
    """Return the cells of records by their row, as a spreadsheet counts; without those that cannot be read."""
    for encoding in encodings:
        found: dict[int, Sequence[str]] = {}
        for block in read_blocks(source, encoding, delimiter):
            if not isinstance(block, Block):
                break
            if any(block.first <= row < block.first + block.records for row in rows):
                reader = csv.reader(io.StringIO(block.content.decode(), newline=""), delimiter=delimiter)
                found |= {row: cells for row, cells in enumerate(reader, start=block.first) if row in rows}
            if len(found) == len(rows):
                return found
    return {}
