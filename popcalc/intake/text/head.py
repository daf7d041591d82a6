"""The beginning of a file, decoded: where its header is looked for."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.encodings import SHOWN_AS, UTF8
from popcalc.intake.sources.faults import READING_ERRORS, unreadable
from popcalc.intake.sources.source import Source
from popcalc.intake.text.decoding import candidates, without_mark
from popcalc.intake.text.unclear_encoding import unclear_encoding
from popcalc.language import text

HEAD_BYTES = 1 << 16
EMPTY_FILE = "EMPTY_FILE"


class Head(Struct, frozen=True):
    """The beginning of a file.

    `content` is as it stands there, cut at a line's end where the file goes on; `encodings` are to be tried in order;
    `decoded` is the content in the first of them, U+FFFD for what does not fit.
    """

    content: bytes
    encodings: tuple[str, ...]
    decoded: str
    notices: tuple[Notice, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether all of it is in the first encoding, but for a character that the end may have cut."""
        content = without_mark(self.content)
        try:
            content[:-4].decode(self.encodings[0])
        except UnicodeDecodeError as error:
            return error.end >= len(content) - 8
        return True


def read_head(source: Source, known_headers: Callable[[str], int], forced: str | None = None) -> Head | Fault:
    """Return the beginning of a file, or why there is none: it cannot be read, or nothing stands in it.

    `known_headers` says how many cells of the best header row of a decoded text are known, which decides between
    encodings; `forced` is the encoding that the user named.
    """
    try:
        with source.open() as stream:
            content = stream.read(HEAD_BYTES)
    except READING_ERRORS as error:
        return unreadable(source.name, error)
    cut = content.rfind(b"\n") + 1
    if len(content) == HEAD_BYTES and cut and b"\0" not in content:
        content = content[:cut]
    if not without_mark(content).strip():
        sentence = text("the file is empty; it needs a header row and rows of counts")
        return fault(EMPTY_FILE, sentence, Place(source.name))
    said = source.encoding or forced
    choice = candidates(content, known_headers, said)
    if choice.rivals:
        return unclear_encoding(source.name, choice.rivals)
    encodings = choice.encodings
    decoded = without_mark(content).decode(encodings[0], errors="replace").removeprefix("\ufeff")
    guessed = not said and encodings[0] != UTF8
    notices = (encoding_notice(source.name, encodings[0]),) if guessed else ()
    return Head(content, encodings, decoded, (*source.notices, *notices))


def encoding_notice(file: str, encoding: str) -> Notice:
    """Return the notice that a file was not in UTF-8."""
    shown = SHOWN_AS.get(encoding, encoding)
    return Notice("ENCODING", text("read as {encoding}; --encoding forces another", encoding=shown), Place(file))
