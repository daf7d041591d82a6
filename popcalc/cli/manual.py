"""The page of the manual, `popcalc.1`, made from the help of the commands, in every language.

It is written for `man` (the macros of groff's man) by `docs/build.py` and is installed beside the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module

import click

from popcalc import __version__
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.help import AS_IT_STANDS, paragraphs, spoken_by
from popcalc.cli.main import COMMANDS
from popcalc.cli.main import popcalc as group
from popcalc.language import Language, Text, text

EXIT_CODES: dict[int, Text] = {
    ExitCode.DONE: text("Done; of check: no target is missed."),
    ExitCode.MISSED: text(
        "check: a target is missed, or nothing could be judged; validate and audit: something is wrong. compute and "
        "report never end so."
    ),
    ExitCode.WRONG: text(
        "Wrong usage, configuration or input, or what the machine lacks; what is wrong and where is on standard error."
    ),
    ExitCode.FAULT: text("A fault in popcalc."),
    ExitCode.INTERRUPTED: text("Ended by Ctrl-C."),
    ExitCode.PIPE_CLOSED: text("Whoever read the output went away."),
}
VARIABLES: dict[str, Text] = {
    "POPCALC_LANG": text("The language of what is said and shown, where --lang does not say it: en, zh."),
    "NO_COLOR": text("Set to anything: no colour."),
    "COLUMNS": text("The width of the terminal, where that is to be another."),
    "POPCALC_TRACEBACK": text("Set to anything: shows where a fault in popcalc happened."),
}

_BETWEEN_IDEOGRAPHS = re.compile("(?<=[\u4e00-\u9fff，。、；：）])(?=[\\w（])")
"""Where a line may end, which groff does not know."""


def manual(words: Language) -> str:
    """Return the page in a language; click's own words are in the one that it was told to speak."""
    return "\n".join(_page(words)) + "\n"


def _page(words: Language) -> Iterator[str]:
    whole = spoken_by(group, words)
    above = click.Context(whole, info_name="popcalc", obj=words, **group.context_settings)
    said, *more = paragraphs(whole)
    yield from ("'\\\" t -*- coding: utf-8 -*-", '.\\" Made by docs/build.py from the help of the commands.')
    yield from (f'.TH POPCALC 1 "" "popcalc {__version__}" ""', ".ad l", ".nh")
    yield _section(words(text("Name")))
    yield _plain(f"popcalc - {said.rstrip('.。')}")
    yield _section(words(text("Synopsis")))
    yield from _usage(above)
    yield _section(words(text("Description")))
    yield from _told(one for one in more if not one.startswith(AS_IT_STANDS))
    yield from _options(above)
    yield from _item(", ".join(above.help_option_names), words(text("Show the help of popcalc or of a command.")))
    yield _section(words(text("Examples")))
    yield from _told(one for one in more if one.startswith(AS_IT_STANDS))
    yield _section(words(text("Commands")))
    for name in COMMANDS:
        command: click.Command = spoken_by(import_module(f"popcalc.cli.{name}").command, words)
        context = click.Context(command, above, name)
        yield f'.SS "popcalc {name}"'
        yield from _usage(context)
        yield from _told(paragraphs(command))
        yield from _options(context)
    yield _section(words(text("Exit status")))
    for code, meaning in EXIT_CODES.items():
        yield from _item(str(int(code)), words(meaning))
    yield _section(words(text("Environment")))
    for variable, meaning in VARIABLES.items():
        yield from _item(variable, words(meaning))


def _section(heading: str) -> str:
    return f'.SH "{heading.upper()}"'


def _usage(context: click.Context) -> Iterator[str]:
    pieces = " ".join(context.command.collect_usage_pieces(context))
    yield from (".P", f"\\fB{context.command_path}\\fR {_escaped(pieces)}")


def _told(told: Iterable[str]) -> Iterator[str]:
    for paragraph in told:
        yield ".P"
        if paragraph.startswith(AS_IT_STANDS):
            yield from (".RS 4", ".nf", *map(_plain, paragraph.splitlines()[1:]), ".fi", ".RE")
        else:
            yield _plain(" ".join(paragraph.split()))


def _options(context: click.Context) -> Iterator[str]:
    for one in context.command.params:
        record = one.get_help_record(context) if isinstance(one, click.Option) else None
        if record:
            yield from _item(*record)


def _item(term: str, said: str) -> Iterator[str]:
    yield from (".TP", f"\\fB{_escaped(term)}\\fR", _plain(said))


def _plain(words: str) -> str:
    """Return a line as text, one that begins with a dot or a quote too."""
    line = _BETWEEN_IDEOGRAPHS.sub(r"\\:", _escaped(words))
    return f"\\&{line}" if line[:1] in (".", "'") else line


def _escaped(words: str) -> str:
    return words.replace("\\", "\\e").replace("-", "\\-")
