"""What `indicators` and `counts` share: the catalogue loaded, searched and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from popcalc.cli import options, source_options
from popcalc.cli.stage import set_stage
from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import RequestError, did_you_mean, fault
from popcalc.language import Language, text
from popcalc.output.documents import of_entries

Rows = Callable[[Catalogue, Language], Iterable[tuple[dict[str, object], Iterable[str]]]]
"""Gives each entry's fields, and the names by which it is found."""


def show_catalogue(given: Mapping[str, Any], fields: Sequence[str], rows: Rows) -> None:
    """Show the entries that have all the words that were given; raises RequestError when there are none."""
    stage = set_stage(options.take(options.Showing, {"layout": "long", "quiet": False, **given}))
    stage.spare(options.take(source_options.Definitions, given).files)
    catalogue = source_options.known_by(given["catalogue"])
    every = list(rows(catalogue, stage.language))
    words = [word.casefold() for word in given["words"]]
    found = [row for row, names in every if _has_all(words, [str(row["key"]), *names])]
    if not found:
        hint = did_you_mean(" ".join(words), [str(row["key"]) for row, _ in every])
        raise RequestError(
            [fault("NOT_FOUND", text("nothing has the words {words}{hint}", words=" ".join(words), hint=hint))]
        )
    stage.show(of_entries(found, fields))


def _has_all(words: Sequence[str], names: Iterable[str]) -> bool:
    text_of_entry = "\n".join(names).casefold()
    return all(word in text_of_entry for word in words)
