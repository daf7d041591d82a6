"""json and jsonl: one record a line; what is not there is null.

On a terminal what steers or hides in a name is written as JSON's own escapes, which a program reads as the same name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from popcalc.output.document import Cells, Document, Manner, Records
from popcalc.visible import HIDDEN

_NO_TEXT = re.compile("[\ud800-\udfff]")
"""Bytes of file names that are no UTF-8."""


def write_json(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write `{"schema": ..., "records": [...]}` with the lists that the document has beside its records."""
    stream.write(f'{{"schema": {_words(document.schema)}')
    for name, records in {"records": document.records, **document.more}.items():
        stream.write(f", {_words(name)}: [")
        before = "\n"
        for record in _objects(records, manner):
            stream.write(before + record)
            before = ",\n"
        stream.write("\n]")
    stream.write("}\n")


def write_jsonl(document: Document, stream: TextIO, manner: Manner) -> None:
    """Write one JSON object per line."""
    stream.writelines(f"{record}\n" for record in _objects(document.records, manner))


def _objects(records: Records, manner: Manner) -> Iterator[str]:
    template = "{" + ", ".join(f"{_words(name)}: ".replace("%", "%%") + "%s" for name in records.fields) + "}"
    words, several = (_escaped_words, _escaped_several) if manner.read else (_words, _several)
    for columns in records.parts(Cells(words, several, "null")):
        yield from map(template.__mod__, zip(*columns, strict=True))


def _words(words: str) -> str:
    return _NO_TEXT.sub(_escape, json.dumps(words, ensure_ascii=False))


def _several(several: Sequence[str]) -> str:
    return _NO_TEXT.sub(_escape, json.dumps(list(several), ensure_ascii=False))


def _escaped_words(words: str) -> str:
    return _escaped(_words(words))


def _escaped_several(several: Sequence[str]) -> str:
    return _escaped(_several(several))


def _escaped(written: str) -> str:
    return HIDDEN.sub(_escape, written)


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
