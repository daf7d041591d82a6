"""What the Tab key proposes for a value: names of indicators, levels, periods and areas, and files.

Nothing is imported before the key is pressed, and never what computes. Only names of areas need files to be read: those
that stand on the line, the newest few of them.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

import click

from popcalc.cli.talk import words_of
from popcalc.errors import PopcalcError
from popcalc.language import SOURCE, word

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from popcalc.api import Counts
    from popcalc.definitions.catalogue import Catalogue
    from popcalc.language import Language

MOST_FILES, MOST_BYTES = 8, 1 << 20
"""So many files, and so much of them, are read for names of areas: within half a second."""
_LAST_OF_SEVERAL = re.compile("(.*[,，])?(.*)", re.DOTALL)


def files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leave the names of files and folders to the shell."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def indicators(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Propose indicators and counts, by key or Chinese name, also the last of several between commas."""
    before, last = _LAST_OF_SEVERAL.findall(begun)[0]
    known = _catalogue(context)
    names = {key: (*one.label.names, *one.aliases) for key, one in known.indicators.items()}
    given = set(re.split("[,，]", before))
    found = proposed(names, last, words_of(context))
    return _items((f"{before}{name}", said) for name, said in found if not given & {name, said})


def levels(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Propose levels of areas, and `all`."""
    from popcalc.definitions.columns import LEVELS
    from popcalc.naming import names_of_levels

    return _items(proposed(names_of_levels([*reversed(LEVELS), "all"]).by_key, begun, words_of(context)))


def choices(context: click.Context, known: Sequence[str], begun: str) -> list[CompletionItem]:
    """Propose the words that an option is one of."""
    from popcalc.naming import names_of_choices

    return _items(proposed(names_of_choices(known).by_key, begun, words_of(context)))


def areas(
    context: click.Context, sources: Sequence[str], read: Callable[[tuple[str, ...]], Counts], begun: str
) -> list[CompletionItem]:
    """Propose areas of the files that are named; those of the lowest level once something of them is typed."""
    named = list(_areas_of(sources, read, words_of(context)))
    lowest = named[-1][1] if named else ""
    return _items(
        (name, level)
        for name, level in named
        if name.casefold().startswith(begun.casefold()) and (begun or level != lowest or named[0][1] == lowest)
    )


def proposed(names: Mapping[str, Sequence[str]], begun: str, words: Language) -> Iterator[tuple[str, str]]:
    """Yield keys and names that go on from what was begun, each with its other name.

    Names in Latin letters are left to the keys, which have no blanks. While nothing is typed each is there once: by its
    key, or by its first name in a language of other letters.
    """
    wanted = begun.casefold()
    for key, several in names.items():
        others = [name for name in dict.fromkeys(several) if not name.isascii()]
        spoken = others[0] if others and words.code != SOURCE else ""
        if not begun:
            yield (spoken, key) if spoken else (key, several[0])
            continue
        if key.startswith(wanted):
            yield key, spoken or several[0]
        yield from ((name, key) for name in others if name.startswith(wanted))


def _items(found: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=said if said != word else None) for word, said in dict(found).items()]


def _catalogue(context: click.Context) -> Catalogue:
    """Return the catalogue with the files that stand on the line; the built-in one where they are wrong."""
    from popcalc.definitions.loading import load_catalogue

    with contextlib.suppress(PopcalcError):
        return load_catalogue(context.params.get("catalogue") or ())
    return load_catalogue(())


def _areas_of(
    sources: Sequence[str], read: Callable[[tuple[str, ...]], Counts], words: Language
) -> Iterator[tuple[str, str]]:
    """Yield the names of areas with their levels, from the top down; none where the files cannot be read."""
    from popcalc.intake.sources.find import files_of

    with contextlib.suppress(PopcalcError, OSError):
        few = _newest(files_of(sources))
        if not few:
            return
        found = read(few).table.areas
        for level, name in sorted(zip(found.level_of.tolist(), found.names, strict=True), key=lambda one: one[0]):
            yield name, words(word(found.levels[level]))


def _newest(files: Sequence[str]) -> tuple[str, ...]:
    """Return the newest few files that are small enough to be read while a person waits."""
    there = sorted(((os.stat(file).st_mtime, file) for file in files if file != "-"), reverse=True)[:MOST_FILES]
    newest = [file for _, file in there]
    sizes = accumulate(os.path.getsize(file) for file in newest)
    return tuple(file for file, _ in takewhile(lambda one: one[1] <= MOST_BYTES, zip(newest, sizes, strict=True)))
