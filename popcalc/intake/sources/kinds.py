"""What a file is, by its first bytes: names lie (a tab-separated export called .xls, a workbook called .csv)."""

from __future__ import annotations

import os
import zipfile
from enum import Enum
from pathlib import Path

from popcalc.errors import Fault, InputError, Place, fault
from popcalc.language import Text, text

TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
ARCHIVES = (".zip",)
SUFFIXES = (*TABLES, *WORKBOOKS, *ARCHIVES)
"""How the names of data files end; other files of a folder or an archive are left alone."""

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_EARLY_MAGIC = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<div", b"<style", b"<?xml", b"mime-version:")
_OTHERS = {
    b"Rar!": text("a rar archive"),
    b"7z\xbc\xaf": text("a 7z archive"),
    b"%PDF": text("a PDF document"),
    b"\xff\xd8\xff": text("a picture"),
    b"\x89PNG": text("a picture"),
    b"{\\rtf": text("a text document"),
}


class Kind(Enum):
    """What is done with a file: read as text, its sheets read, its files read."""

    TEXT = "text"
    WORKBOOK = "workbook"
    ARCHIVE = "archive"


def has_suffix(name: str, suffixes: tuple[str, ...] = SUFFIXES) -> bool:
    """Whether a file is called as data files are; hidden ones and the lock files of open workbooks are none."""
    name = os.path.basename(name)
    return not name.startswith((".", "~$")) and name.casefold().endswith(suffixes)


def without_suffix(name: str) -> str:
    """Return a file's name without the ending of a data file."""
    found = next((suffix for suffix in SUFFIXES[::-1] if name.casefold().endswith(suffix)), "")
    return name[: len(name) - len(found)]


def kind_of(path: Path, name: str) -> Kind:
    """Return the kind of a file that messages call `name`.

    Raises InputError for what is no table (a web page, a document, another archive), OSError when it cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(1 << 10)
    if head.startswith(ZIP_MAGIC):
        return _kind_of_zip(path, name)
    if head.startswith(COMPOUND_MAGIC):
        return Kind.WORKBOOK
    if head.startswith(_EARLY_MAGIC):
        raise _refused(name, text("a workbook of Excel 4 or older"))
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if plain.startswith(_MARKUP):
        raise _refused(name, text("a web page or XML, whatever its name says"))
    for magic, words in _OTHERS.items():
        if head.startswith(magic):
            raise _refused(name, words)
    is_text = head.startswith(_WIDE) or all(byte >= ord("\t") for byte in head)
    if has_suffix(name, (*WORKBOOKS, *ARCHIVES)) and not is_text:
        raise InputError([damaged(name, _called(name))])
    return Kind.TEXT


def _kind_of_zip(path: Path, name: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError) as error:
        raise InputError([damaged(name, _called(name))]) from error
    if "xl/workbook.bin" in names:
        # Its empty cells cannot be told from #DIV/0! by the library that reads it.
        raise _refused(name, text("a binary workbook (.xlsb)"))
    if b"opendocument.spreadsheet" in mimetype or {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return Kind.WORKBOOK
    if mimetype or "[Content_Types].xml" in names:
        raise _refused(name, text("a document, not a workbook"))
    return Kind.ARCHIVE


def _called(name: str) -> Text:
    return text("the workbook") if has_suffix(name, WORKBOOKS) else text("the zip archive")


def damaged(name: str, what: Text) -> Fault:
    """Return the fault of a packed file whose bytes are not whole; `what` is the workbook or the archive."""
    sentence = text("{what} is damaged or ends early; send or download it again", what=what)
    return fault("UNREADABLE", sentence, Place(name))


def _refused(name: str, what: Text) -> InputError:
    sentence = text("this is {what}; open it, and save the table as .xlsx or CSV UTF-8", what=what)
    return InputError([fault("NOT_A_TABLE", sentence, Place(name))])
