"""The names of encodings of texts, as Python knows them."""

from __future__ import annotations

import codecs


def codec_of(name: str) -> str | None:
    """Return the codec that the name of an encoding means, None for what is no encoding of texts.

    Those that are none write one text as another, `idna` names of machines and `unicode_escape` source code.
    """
    try:
        found = codecs.lookup(name).name
        bytes(4).decode(found, "replace")
    except (LookupError, ValueError):
        return None
    return found if found not in _NOT_OF_TEXTS else None


_NOT_OF_TEXTS = ("idna", "punycode", "raw-unicode-escape", "raw_unicode_escape", "unicode-escape", "unicode_escape")
