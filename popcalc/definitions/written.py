"""How the fields of a record are written in definition files: types that the reader, the schemas and mypy share.

A record (a count, a target ...) is a class, and each of its fields says in its type what a file may write there and
what editors tell about it. `reading` reads a file by these types and `describing` makes its schema of them; a plain
run, which reads no file, never looks at them. A form is how a value is written that its type alone does not tell:
`values` and `forms` have them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

FORM = "form"


def says(description: str, examples: Sequence[object] = ()) -> Meta:
    """Return what editors say of a field."""
    return Meta(description=description, examples=list(examples) or None)


def form(name: str) -> Meta:
    """Return the mark of a value that is written in a form of its own."""
    return Meta(extra={FORM: name})


Key = Annotated[str, form("key")]
"""A name in definitions: `crude_birth_rate`."""
Words = Annotated[str, form("words")]
"""One line for people."""
Prose = Annotated[str, form("prose")]
"""Text whose lines may be broken as the file likes."""
NotInFile = form("not_in_file")
"""A field that is worked out, not written."""
