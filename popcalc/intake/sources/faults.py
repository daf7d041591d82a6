"""What may be wrong with the bytes of a source, in words that say how to mend it."""

from __future__ import annotations

import gzip
import zlib

from popcalc.errors import Fault, Place, fault, reason_of
from popcalc.intake.sources.spools import TooLargeError
from popcalc.language import Text, text

READING_ERRORS = (OSError, EOFError, zlib.error)
"""What a source may raise while its bytes are read; `unreadable` and `broken_off` put them into words."""


def unreadable(name: str, error: Exception) -> Fault:
    """Return the fault of a source that cannot be opened or read at all."""
    return fault("UNREADABLE", text("cannot be read: {reason}", reason=_why(error)), Place(name))


def broken_off(name: str, error: Exception) -> Fault:
    """Return the fault of a source of which only a part can be read."""
    return fault("UNREADABLE", text("cannot be read to its end: {reason}", reason=_why(error)), Place(name))


def _why(error: Exception) -> Text:
    if isinstance(error, TooLargeError):
        return text("it unpacks to far more than a table of counts would; unpack it yourself if it is right")
    if isinstance(error, EOFError):
        return text("the gzip file ends early; send or download it again")
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return text("the gzip file is damaged; send or download it again")
    return reason_of(error)


def damaged(name: str, what: Text) -> Fault:
    """Return the fault of a packed file whose bytes are not whole; `what` is the workbook or the archive."""
    sentence = text("{what} is damaged or ends early; send or download it again", what=what)
    return fault("UNREADABLE", sentence, Place(name))


def too_large(name: str) -> Fault:
    """Return the fault of an archive that grows without measure."""
    sentence = text(
        "unpacks to far more than a table of counts would, so it is damaged or made to fill the disk; unpack it "
        "yourself and give the files if it is right"
    )
    return fault("TOO_LARGE", sentence, Place(name))


def no_table(name: str, what: Text) -> Fault:
    """Return the fault of a file of a kind that holds no table, or none that can be read right."""
    sentence = text("this is {what}; open it, and save the table as .xlsx or CSV UTF-8", what=what)
    return fault("NOT_A_TABLE", sentence, Place(name))


def worker_lost(name: str) -> Fault:
    """Return the fault of a file that ends every worker that reads it."""
    sentence = text(
        "each worker that read this file ended while it did: it may need more memory than a worker has; read it with "
        "--engine here, or leave it out"
    )
    return fault("WORKER_LOST", sentence, Place(name))
