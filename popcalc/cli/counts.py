"""`popcalc counts`: what is read."""

from __future__ import annotations

from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.catalogue import show_catalogue
from popcalc.output.entries import COUNTS


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
    show_catalogue(given, COUNTS)
