"""Records for scripts: csv, tsv, json and jsonl of any frame.

The bytes depend on the frame alone. A line feed ends every line (open the stream with `newline=""`); numbers are the
shortest text that reads back the same; what is not there, be it a missing number, an empty text or a limit without
end, is empty in csv and tsv and null in JSON.

Names are written as they are: one that starts with `=`, `+`, `-` or `@` stays so, because these formats are for
programs; a spreadsheet may take it for a formula.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from popcalc.output.numbers import shortest_all

if TYPE_CHECKING:
    import pandas as pd

BOM = "\ufeff"
LISTS = ("flags", "vetoed", "not_judged")
"""Fields that hold words joined by `;`: a list in JSON."""
ROWS_AT_ONCE = 20_000


def write_delimited(
    frame: pd.DataFrame, fields: Sequence[str], stream: TextIO, *, separator: str, bom: bool = False
) -> None:
    """Write a header row of `fields` and one line per row of `frame`."""

    def quote(word: str) -> str:
        return quoted(word, separator)

    stream.write((BOM if bom else "") + separator.join(map(quote, fields)) + "\n")
    for part in _parts(frame, fields):
        columns = [column_texts(part[name], quote, null="") for name in fields]
        stream.write("\n".join(map(separator.join, zip(*columns, strict=True))) + "\n")


def write_json(
    frame: pd.DataFrame,
    fields: Sequence[str],
    stream: TextIO,
    *,
    schema: str,
    more: Mapping[str, tuple[pd.DataFrame, Sequence[str]]] | None = None,
) -> None:
    """Write `{"schema": ..., "records": [...]}`, one record a line, part by part; `more` are lists beside `records`."""
    stream.write(f'{{"schema": {_json(schema)}')
    for name, (listed, named) in {"records": (frame, fields), **(more or {})}.items():
        stream.write(f", {_json(name)}: [")
        before = "\n"
        for record in _objects(listed, named):
            stream.write(before + record)
            before = ",\n"
        stream.write("\n]")
    stream.write("}\n")


def write_jsonl(frame: pd.DataFrame, fields: Sequence[str], stream: TextIO) -> None:
    """Write one JSON object per line."""
    stream.writelines(f"{record}\n" for record in _objects(frame, fields))


def quoted(word: str, separator: str) -> str:
    """Return the word as a csv cell, in quotation marks only where it needs them."""
    if separator in word or '"' in word or "\n" in word or "\r" in word:
        return '"' + word.replace('"', '""') + '"'
    return word


def column_texts(column: pd.Series, write: Callable[[str], str], *, null: str) -> list[str]:
    """Return a column as texts: numbers by their shortest form, words by `write`, each distinct word once."""
    import numpy as np
    import pandas as pd

    if pd.api.types.is_float_dtype(column.dtype):
        return shortest_all(column.to_numpy(dtype=np.float64, na_value=np.nan), null)
    if pd.api.types.is_integer_dtype(column.dtype):
        return [null if cell is pd.NA else str(cell) for cell in column.tolist()]
    codes, distinct = pd.factorize(column)
    # A missing cell has the code -1, which takes the null put last.
    words = [write(str(word)) if str(word) else null for word in distinct] + [null]
    texts: list[str] = np.array(words, dtype=object)[codes].tolist()
    return texts


def plain_texts(column: pd.Series) -> list[str]:
    """Return a column's words as they are, empty for a missing one; far quicker than asking each cell of a category."""
    return column_texts(column, str, null="")


def _objects(frame: pd.DataFrame, fields: Sequence[str]) -> Iterator[str]:
    template = "{" + ", ".join(f"{_json(name)}: ".replace("%", "%%") + "%s" for name in fields) + "}"
    for part in _parts(frame, fields):
        columns = [
            column_texts(part[name], _json_list, null="[]")
            if name in LISTS
            else column_texts(part[name], _json, null="null")
            for name in fields
        ]
        yield from map(template.__mod__, zip(*columns, strict=True))


def _parts(frame: pd.DataFrame, fields: Sequence[str]) -> Iterator[pd.DataFrame]:
    for start in range(0, len(frame), ROWS_AT_ONCE):
        yield frame.iloc[start : start + ROWS_AT_ONCE][list(fields)]


def _json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _json_list(words: str) -> str:
    return json.dumps(words.split(";"), ensure_ascii=False)
