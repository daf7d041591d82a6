"""Options that commands share, and how they are added and taken. Parsing ends in frozen structs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec import Struct

from popcalc.language import LANGUAGES
from popcalc.output import FORMATS, LONG, WIDE

AREA_HELP = "Only this area, by name or code, and what lies below it; may be given again."

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Showing(Struct, frozen=True):
    """How the answer is written; `format` and `lang` of None leave it to the terminal and the locale."""

    format: str | None
    layout: str
    bom: bool
    output: Path | None
    lang: str | None
    color: str
    quiet: bool


def showing(function: Decorated) -> Decorated:
    """Add the options that say how the answer is written."""
    layout = click.option(
        "--layout",
        type=click.Choice([LONG, WIDE]),
        default=LONG,
        show_default=True,
        help="Wide: indicators as columns, for a spreadsheet.",
    )
    return added(function, *writing(), layout, *speech(), quiet())


def showing_findings(function: Decorated) -> Decorated:
    """Add the options that say how findings are written."""
    return added(function, *writing(), *speech(), quiet())


def listing(function: Decorated) -> Decorated:
    """Add the options that say how a list of the catalogue is written."""
    return added(function, *writing(), *speech())


def quiet() -> Callable[[Any], Any]:
    """Return the option that silences notices."""
    return click.option("-q", "--quiet", is_flag=True, help="No notices and no progress on standard error.")


def writing() -> list[Callable[[Any], Any]]:
    """Return the options for format and place of the answer."""
    return [
        click.option(
            "-f",
            "--format",
            "format",
            type=click.Choice(list(FORMATS)),
            help="How the answer is written.  [default: table on a terminal, by the name of -o FILE, else csv]",
        ),
        click.option("--bom", is_flag=True, help="Begin with a byte order mark, so that Excel reads UTF-8."),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to a file, whole or not at all.",
        ),
    ]


def speech() -> list[Callable[[Any], Any]]:
    """Return the options for language and colour."""
    return [
        click.option(
            "--lang", type=click.Choice(LANGUAGES), help="Language of labels and tables.  [default: from the locale]"
        ),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Colour in tables; NO_COLOR is heeded.",
        ),
    ]


def added(function: Decorated, *decorators: Callable[[Any], Any]) -> Decorated:
    """Return the function with options, in the order in which help shows them."""
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


Parsed = TypeVar("Parsed", bound=Struct)


def take(kind: type[Parsed], given: Mapping[str, Any]) -> Parsed:
    """Return the options that a command was called with."""
    return kind(**{name: given[name] for name in kind.__struct_fields__})


def keys(given: Sequence[str]) -> tuple[str, ...]:
    """Return keys that were given one by one or separated by commas."""
    return tuple(key.strip() for words in given for key in words.split(",") if key.strip())
