"""`popcalc indicators`: what can be computed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from popcalc.cli import options, source_options
from popcalc.cli.catalogue import show_catalogue
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.language import Language

FIELDS = (
    "key", "label", "kind", "numerator", "denominator", "per", "unit", "interval", "group", "source", "note",
)  # fmt: skip


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
    show_catalogue(given, FIELDS, _rows)


def _rows(catalogue: Catalogue, language: Language) -> Iterable[tuple[dict[str, object], Iterable[str]]]:
    for one in catalogue.indicators.values():
        if one.key not in catalogue.counts:
            names = (*one.label.names, *one.aliases, str(one.numerator), str(one.denominator or ""))
            yield _row(one, catalogue, language), names


def _row(one: Indicator, catalogue: Catalogue, language: Language) -> dict[str, object]:
    group = catalogue.groups.get(one.group)
    return {
        "key": one.key,
        "label": language.label(one.label),
        "kind": one.kind.value,
        "numerator": str(one.numerator),
        "denominator": str(one.denominator) if one.denominator else None,
        "per": one.per,
        "unit": one.unit,
        "interval": one.interval.value,
        "group": language.label(group) if group else one.group,
        "source": one.source or None,
        "note": language(one.note) or None,
    }
