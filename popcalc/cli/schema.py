"""`popcalc schema`: what editors check definition files by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from popcalc.cli.options import NamedChoice
from popcalc.cli.stage import opened, spare
from popcalc.definitions.schemas import NAMES, shipped


@click.command("schema", short_help="The JSON Schema of a definition file, for editors.")
@click.argument("name", type=NamedChoice(NAMES))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
)
def command(name: Any, output: Path | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a definition file.

    An editor with a YAML language server completes and checks a file whose first line names the schema:

    \b
    popcalc schema catalogue -o catalogue.schema.json
    # yaml-language-server: $schema=catalogue.schema.json
    """
    if output is not None:
        spare([output], tuple)
    with opened(output) as stream:
        stream.write(shipped(name))
