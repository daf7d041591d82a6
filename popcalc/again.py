"""The command line that reads the same files in the same way: for messages that name the next step."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence

PLAIN = re.compile(r"[\w@%+=:,./-]+")
PLAIN_ON_WINDOWS = re.compile(r"[\w@+=:./\\-]+")
NAMED = 4
"""Of more sources only the first ones and the last are written."""


def command_line(command: str, sources: Sequence[str], options: Sequence[str] = ()) -> str:
    """Return `popcalc validate a.csv 'b c.csv' --sheet 1月`, as a shell takes it."""
    files = [_quoted(f"./{source}" if source.startswith("-") and source != "-" else source) for source in sources]
    if len(files) > NAMED:
        files = [*files[: NAMED - 1], "...", files[-1]]
    return " ".join(["popcalc", command, *files, *map(_quoted, options)])


def option_words(options: Sequence[str]) -> str:
    """Return options as a shell takes them: `--where 'Age group=All ages'`."""
    return " ".join(map(_quoted, options))


def _quoted(word: str) -> str:
    """Return a word as a shell takes it; letters of any language need no quotes."""
    if sys.platform == "win32":
        # Its shells know double quotes alone in common, which no name of a file holds.
        return word if PLAIN_ON_WINDOWS.fullmatch(word) else '"' + word.replace('"', '\\"') + '"'
    return word if PLAIN.fullmatch(word) else shlex.quote(word)
