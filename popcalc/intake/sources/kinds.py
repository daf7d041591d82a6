"""The kinds of file there are, each by its bytes: names lie (a tab-separated export called .xls, a workbook as .csv).

A kind more is a line of this table, and the module of its opener. All else reads the table: which files of folders and
archives are data, where the month stands in a name, what messages say.
"""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.intake.sources.archives import files_in
from popcalc.intake.sources.compound import COMPOUND_MAGIC
from popcalc.intake.sources.file_kind import FileKind, FileKinds, Opening, Signature
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.zips import ZIP_MAGIC
from popcalc.language import text

_EARLY_MAGIC = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<div", b"<style", b"<?xml", b"mime-version:")


def _itself(file: Source, _: Opening) -> Sequence[Source]:
    return [file]


def _sheets_in(file: Source, opening: Opening) -> Sequence[Source]:
    return opening.sheets.of(file)


def _is_binary_workbook(signature: Signature) -> bool:
    # Its empty cells cannot be told from #DIV/0! by the library that reads it.
    return "xl/workbook.bin" in signature.members


def _is_workbook(signature: Signature) -> bool:
    return (
        signature.head.startswith(COMPOUND_MAGIC)
        or b"opendocument.spreadsheet" in signature.mimetype
        or {"[Content_Types].xml", "xl/workbook.xml"} <= signature.members
    )


def _is_document(signature: Signature) -> bool:
    return bool(signature.mimetype) or "[Content_Types].xml" in signature.members


def _is_markup(signature: Signature) -> bool:
    return signature.head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP)


KINDS = FileKinds(
    (
        # Whatever is none of the others.
        FileKind(text("the text"), _itself, (".csv", ".tsv", ".csv.gz", ".tsv.gz"), also=(".txt",)),
        FileKind(text("a binary workbook (.xlsb)"), sniff=_is_binary_workbook),
        FileKind(text("the workbook"), _sheets_in, (".xlsx", ".xlsm", ".xls", ".ods"), sniff=_is_workbook),
        FileKind(text("a document, not a workbook"), sniff=_is_document),
        FileKind(text("the zip archive"), files_in, (".zip",), magic=ZIP_MAGIC, holds_files=True),
        FileKind(text("a workbook of Excel 4 or older"), magic=_EARLY_MAGIC),
        FileKind(text("a web page or XML, whatever its name says"), sniff=_is_markup),
        FileKind(text("a rar archive"), magic=(b"Rar!",)),
        FileKind(text("a 7z archive"), magic=(b"7z\xbc\xaf",)),
        FileKind(text("a PDF document"), magic=(b"%PDF",)),
        FileKind(text("a picture"), magic=(b"\xff\xd8\xff", b"\x89PNG")),
        FileKind(text("a text document"), magic=(b"{\\rtf",)),
    )
)
