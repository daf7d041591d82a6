"""What `indicators` and `counts` share: the catalogue loaded, searched and shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from popcalc.cli import options, source_options
from popcalc.cli.stage import set_stage
from popcalc.output.documents import of_entries
from popcalc.output.entries import Listing


def show_catalogue(given: Mapping[str, Any], listing: Listing) -> None:
    """Show the entries that have all the words that were given; raises RequestError when there are none."""
    stage = set_stage(options.take(options.Showing, {"layout": "long", "quiet": False, **given}))
    stage.spare(options.take(source_options.Definitions, given).files)
    found = listing.found(source_options.known_by(given["catalogue"]), stage.language, given["words"])
    stage.show(of_entries(found, listing.fields))
