"""`popcalc indicators`: what can be computed."""

from __future__ import annotations

from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.catalogue import show_catalogue
from popcalc.output.entries import INDICATORS


@click.command("indicators", short_help="The indicators that can be computed, with formula and source.")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@source_options.catalogue_files
@options.listing
def command(**given: Any) -> None:
    """List the indicators of the catalogue: formula, unit, interval and source.

    With WORDS only those that have all of them in their key, name or formula. Every count is an indicator too, under
    its own key: see `popcalc counts`.

    \b
    popcalc indicators birth
    popcalc indicators -f csv
    """
    show_catalogue(given, INDICATORS)
