"""A file whose bytes make as much sense in one encoding as in another."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.errors import Fault, Place, fault
from popcalc.intake.encodings import SHOWN_AS, Fitting
from popcalc.intake.plausible import words_beyond_ascii
from popcalc.language import text

SHOWN = 3


def unclear_encoding(file: str, rivals: Sequence[Fitting]) -> Fault:
    """Return the fault of a file that fits several encodings equally; a name is shown in the first of them."""
    words = zip(*(list(words_beyond_ascii(one.decoded)) for one in rivals), strict=False)
    name = next((of_each for of_each in words if len(set(of_each)) > 1), ("?",) * len(rivals))
    # Each reading once, in the first encoding that gives it.
    by_word: dict[str, str] = {}
    for word, one in zip(name, rivals, strict=True):
        by_word.setdefault(word, one.encoding)
    sentence = text(
        "the encoding is not clear: {names}; say which with --encoding",
        names=tuple(
            text("{name} in {encoding}", name=word, encoding=SHOWN_AS.get(encoding, encoding))
            for word, encoding in list(by_word.items())[:SHOWN]
        ),
    )
    return fault("UNCLEAR_ENCODING", sentence, Place(file))
