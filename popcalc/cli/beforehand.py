"""What is known of a run before its command line is read: its language, so that what is wrong with the command line is
said in it, and whether there is a project file or a variable for it.

Where there is neither, a run pays for some looks into folders, and nothing else.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct

from popcalc.cli.options import PROJECT_FILE
from popcalc.errors import Fault, Place, fault
from popcalc.language import CLICK_DOMAIN, FOLDER, LANGUAGES, SOURCE, VARIABLE, language_of_environment, text

_LANG_IN_ONE = re.compile(r"(?:--lang=|-l)(\w+)")
LIKELY = "popcalc.yml"
"""A name that people give a project file; it is never passed over."""
PREFIX = "POPCALC_"
NAMES_FILE = "POPCALC_PROJECT"
OTHER_VARIABLES = (NAMES_FILE, VARIABLE, "POPCALC_TRACEBACK")
"""Variables that are no settings, or are read elsewhere."""
NAMED, NONE, SHOWN = "--project", "--no-project", "--show-config"


def spoken(arguments: Sequence[str], of_project: str | None = None) -> str:
    """Return the language that faults are said in: that of --lang, also where the command never gets to read it.

    Else that of POPCALC_LANG, of the project file, or of the locale.
    """
    asked = None
    for one, following in zip_longest(arguments, arguments[1:]):
        in_one = _LANG_IN_ONE.fullmatch(one)
        code = in_one[1] if in_one else following if one in ("-l", "--lang") else None
        asked = code if code in LANGUAGES else asked
    if asked is None and of_project is not None and not os.environ.get(VARIABLE):
        return of_project
    return asked or language_of_environment()


def let_click_speak(code: str) -> None:
    """Let click find its sentences in a language: it asks gettext, which asks the environment."""
    if code != SOURCE:
        gettext.bindtextdomain(CLICK_DOMAIN, FOLDER)
    os.environ["LANGUAGE"] = code


class Wishes(Struct, frozen=True):
    """What a command line says of settings as a whole, before or after the command."""

    file: str | None = None
    none: bool = False
    shown: bool = False
    helped: bool = False


def wishes_of(arguments: Sequence[str]) -> Wishes:
    """Return what a command line says of settings; the other options are read later, by click."""
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    file = None
    for one, following in zip_longest(before, before[1:]):
        name, equals, value = one.partition("=")
        if name == NAMED:
            file = value if equals else following
    return Wishes(file, NONE in before, SHOWN in before, bool({"-h", "--help"} & set(before)))


class Origins(Struct, frozen=True):
    """Where the settings of a run are: the project file as it is named from here, variables, and what is wrong."""

    file: str | None = None
    variables: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __bool__(self) -> bool:
        return self != Origins()


def origins_of(wishes: Wishes, environment: Mapping[str, str]) -> Origins:
    """Return where the settings of a run are."""
    variables = sorted(name for name in environment if name.startswith(PREFIX) and environment[name])
    file, faults = _file(wishes, environment)
    return Origins(file, tuple(name for name in variables if name not in OTHER_VARIABLES), tuple(faults))


def _file(wishes: Wishes, environment: Mapping[str, str]) -> tuple[str | None, Sequence[Fault]]:
    if wishes.none:
        if wishes.file is None:
            return None, []
        return None, [fault("TWO_WISHES", text("--project and --no-project are both given: keep one"))]
    if named := wishes.file or environment.get(NAMES_FILE):
        return named, []
    try:
        return _above(os.getcwd())
    except OSError:
        # A folder that is gone, or one above it that may not be looked into, has no project file.
        return None, []


def _above(folder: str) -> tuple[str | None, Sequence[Fault]]:
    """Return the project file of a folder, or of the nearest one above it, up to the user's home or the root."""
    home, here = os.path.realpath(os.path.expanduser("~")), ""
    while True:
        for name in (PROJECT_FILE, LIKELY):
            file = os.path.join(here, name)
            if os.path.lexists(file) and not os.path.isdir(file):
                return file, list(_not_trusted(file, name, folder))
        above = os.path.dirname(folder)
        if folder in (above, home):
            return None, []
        folder, here = above, os.path.join(here, os.pardir)


def _not_trusted(file: str, name: str, folder: str) -> Iterator[Fault]:
    """Yield what speaks against a file that nobody named: its name, or that anybody may have put it there."""
    if name == LIKELY:
        yield fault(
            "PROJECT_NAME", text("the project file is called {name}: rename it", name=PROJECT_FILE), Place(file)
        )
        return
    if not hasattr(os, "getuid"):
        return
    owner, anyone_writes = os.lstat(file).st_uid, os.stat(folder).st_mode & 0o002
    if anyone_writes and owner not in (os.getuid(), 0):
        sentence = text(
            "this file belongs to someone else and lies in a folder that everyone may write to: give {named} {file} if "
            "it is meant, or {none}",
            named=NAMED,
            file=file,
            none=NONE,
        )
        yield fault("FOREIGN_PROJECT", sentence, Place(file))
