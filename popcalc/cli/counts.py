"""`popcalc counts`: what is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.catalogue import show_catalogue
from popcalc.definitions.catalogue import Catalogue, Count
from popcalc.language import Language

FIELDS = ("key", "label", "nature", "unit", "derive", "group", "note", "headers")


@click.command("counts", short_help="The counts that are read, with the headers they are known by.")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@source_options.catalogue_files
@options.listing
def command(**given: Any) -> None:
    """List the counts of the catalogue: nature, unit, what they are derived from, and the headers they are known by.

    With WORDS only those that have all of them in their key, name or headers. A header is also known by the key and
    the names; spaces, brackets and traditional characters make no difference.

    \b
    popcalc counts population
    popcalc counts 出生
    """
    show_catalogue(given, FIELDS, _rows)


def _rows(catalogue: Catalogue, language: Language) -> Iterable[tuple[dict[str, object], Iterable[str]]]:
    for count in catalogue.counts.values():
        yield _row(count, catalogue, language), (*count.label.names, *count.headers)


def _row(count: Count, catalogue: Catalogue, language: Language) -> dict[str, object]:
    group = catalogue.groups.get(count.group)
    return {
        "key": count.key,
        "label": language.label(count.label),
        "nature": count.nature.value,
        "unit": count.unit,
        "derive": [str(formula) for formula in count.derive],
        "group": language.label(group) if group else count.group,
        "note": language(count.note) or None,
        "headers": list(count.headers),
    }
