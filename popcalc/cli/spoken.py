"""The language of a run, known before the command line is read, so that what is wrong with it is said in it, too."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Sequence
from itertools import zip_longest

from popcalc.language import CLICK_DOMAIN, FOLDER, LANGUAGES, SOURCE, language_of_environment

_LANG_IN_ONE = re.compile(r"(?:--lang=|-l)(\w+)")


def spoken(arguments: Sequence[str]) -> str:
    """Return the language that faults are said in: that of --lang, also where the command never gets to read it.

    Else that of the environment.
    """
    asked = None
    for one, following in zip_longest(arguments, arguments[1:]):
        in_one = _LANG_IN_ONE.fullmatch(one)
        code = in_one[1] if in_one else following if one in ("-l", "--lang") else None
        asked = code if code in LANGUAGES else asked
    return asked or language_of_environment()


def let_click_speak(code: str) -> None:
    """Let click find its sentences in a language: it asks gettext, which asks the environment."""
    if code != SOURCE:
        gettext.bindtextdomain(CLICK_DOMAIN, FOLDER)
    os.environ["LANGUAGE"] = code
