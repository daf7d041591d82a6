"""Help in the language that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from inspect import cleandoc
from typing import Any, TypeVar

import click

from popcalc.cli.options import NamedChoice, NamedDefault
from popcalc.language import Language, word
from popcalc.naming import called
from popcalc.output.widths import width, wrap

Asked = TypeVar("Asked", bound=click.Command)
AS_IT_STANDS = "\b"
"""Begins a paragraph whose lines are kept: examples."""
WIDEST_TERM = 30
PLACEHOLDER = re.compile(r"[A-Z]+|newest")
"""A word in what stands for a value."""
GAP = 2


class WideFormatter(click.HelpFormatter):
    """Help in letters that may take two columns."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, those of examples as they stand."""
        told = []
        for paragraph in text.split("\n\n"):
            kept = paragraph.startswith(AS_IT_STANDS)
            lines = paragraph.splitlines()[1:] if kept else wrap(paragraph, self.width - self.current_indent)
            told.append("".join(f"{' ' * self.current_indent}{line}\n" for line in lines))
        self.write("\n".join(told))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = WIDEST_TERM, col_spacing: int = GAP) -> None:
        """Write terms, each with what is said of it beside it, or below where the term is long."""
        rows = list(rows)
        first = min(max(width(term) for term, _ in rows), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, said in rows:
            lines = wrap(said, self.width - first - self.current_indent)
            beside = term + " " * (first - width(term))
            if width(term) > first - col_spacing:
                self.write(f"{margin}{term}\n")
                beside = " " * first
            for line in lines:
                self.write(f"{margin}{beside}{line}".rstrip() + "\n")
                beside = " " * first


class WideContext(click.Context):
    """Formats help so."""

    formatter_class = WideFormatter


def spoken_by(command: Asked, words: Language) -> Asked:
    """Return a command whose help is in a language; the command itself stays as it is."""
    own = copy(command)
    own.context_class = WideContext
    # Newer releases of click keep the option that shows help, in the language it was first shown in.
    own.__dict__.update({"_help_option": None} if "_help_option" in own.__dict__ else {})
    own.params = [_told(one, words) for one in command.params]
    own.options_metavar = _in_words(command.options_metavar or "", words)
    if isinstance(own, click.Group):
        own.subcommand_metavar = _in_words(own.subcommand_metavar or "", words)
    own.help = "\n\n".join(_paragraph(one, words) for one in paragraphs(command))
    return own


def paragraphs(command: click.Command) -> list[str]:
    """Return the paragraphs of what a command says of itself, without the indent of the code."""
    return cleandoc(command.help or "").split("\n\n")


def _told(one: Any, words: Language) -> Any:
    own = copy(one)
    if getattr(one, "help", None):
        own.help = words(word(one.help))
    if isinstance(one.type, NamedChoice):
        own.metavar = f"[{one.type.written_in(words)}]"
        if one.default is not None and getattr(one, "show_default", None):
            own.default = NamedDefault(one.default, called(one.default, words))
    elif written := stands_for(one):
        own.metavar = _in_words(written, words)
    return own


def stands_for(one: Any) -> str:
    """Return what help has in place of a value, `COLUMN=VALUE`; an argument has its name there."""
    return one.metavar or ((one.name or "").upper() if isinstance(one, click.Argument) else "")


def _in_words(written: str, words: Language) -> str:
    """Return what stands for a value, each of its words in a language: `[数据文件]...`, `列=值`."""
    return PLACEHOLDER.sub(lambda one: words(word(one[0])), written)


def _paragraph(written: str, words: Language) -> str:
    """Return a paragraph in a language; examples stand as they are where the language has no others."""
    joined = " ".join(written.split())
    found = words(word(joined))
    return written if written.startswith(AS_IT_STANDS) and found == joined else found
