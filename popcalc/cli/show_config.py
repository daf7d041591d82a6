"""`--show-config`: each setting, its value, and where it was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

import click
from click.core import ParameterSource
from msgspec import Struct

from popcalc.cli.options import Showing, key_of
from popcalc.cli.settings import Settings, is_set
from popcalc.cli.stage import set_stage
from popcalc.cli.talk import words_of
from popcalc.definitions.project import Project
from popcalc.language import VARIABLE, Language, Text, text
from popcalc.output import Document
from popcalc.output.document import Column, Manner, Note, Rows, View

SCHEMA_SETTINGS = "popcalc/settings/1"
FIELDS = ("setting", "value", "origin", "place")
COMMAND_LINE, ENVIRONMENT, PROJECT, BUILT_IN = "command_line", "variable", "project", "default"
"""Where a value may be from."""
LOCALE = "locale"
ORIGINS: Mapping[str, Text] = {
    COMMAND_LINE: text("the command line"),
    BUILT_IN: text("default"),
    LOCALE: text("the locale"),
}


class Line(Struct, frozen=True):
    """A setting: its key, its value (None for nothing), where that is from, and the place."""

    key: str
    value: Any
    origin: str
    place: str = ""


def showing(command: click.Command, settings: Settings) -> click.Command:
    """Return a command that shows the settings of a run instead of making it; nothing need be given."""
    own = copy(command)
    own.params = [_needless(one) for one in command.params]
    own.callback = lambda **given: _show(_of_command(click.get_current_context(), command, settings), given, settings)
    return own


def _needless(param: click.Parameter) -> click.Parameter:
    own = copy(param)
    own.required = False
    return own


def show_all(settings: Settings, words: Language) -> None:
    """Show all settings that any command may use."""
    lines = [_of_language(settings, words, None)]
    for key in Project.__struct_fields__:
        if key != "lang":
            lines.append(_of(settings, key) or Line(key, None, BUILT_IN))
    _show(lines, {}, settings, words)


def _of_command(context: click.Context, command: click.Command, settings: Settings) -> Iterator[Line]:
    taken = settings.for_options(command)
    asked = context.params.get("lang")
    yield _of_language(settings, words_of(context), asked)
    known = {key: one for one in command.params if (key := key_of(one)) in Project.__struct_fields__}
    for key in Project.__struct_fields__:
        one = known.get(key)
        if one is None or one.name is None:
            continue
        if context.get_parameter_source(one.name) is ParameterSource.COMMANDLINE:
            yield Line(key, context.params[one.name], COMMAND_LINE)
        elif one.name in taken and is_set(context, one.name):
            yield _of(settings, key) or Line(key, None, BUILT_IN)
        else:
            yield Line(key, context.params[one.name], BUILT_IN)


def _of(settings: Settings, key: str) -> Line | None:
    setting = settings[key]
    if setting is None:
        return None
    return Line(key, setting.value, ENVIRONMENT if setting.place.row is None else PROJECT, str(setting.place))


def _of_language(settings: Settings, words: Language, asked: str | None) -> Line:
    import os

    if asked is not None:
        return Line("lang", asked, COMMAND_LINE)
    if os.environ.get(VARIABLE):
        return Line("lang", words.code, ENVIRONMENT, VARIABLE)
    return _of(settings, "lang") or Line("lang", words.code, LOCALE)


def _show(lines: Iterable[Line], given: Mapping[str, Any], settings: Settings, words: Language | None = None) -> None:
    settings.check()
    held = {name: given[name] for name in ("format", "color") if given.get(name)}
    showing = Showing(**held, lang=words.code if words else None)
    set_stage(showing).show(_document(list(lines), settings))


def _document(lines: list[Line], settings: Settings) -> Document:
    rows = [
        {"setting": one.key, "value": _value(one.value), "origin": one.origin, "place": one.place or None}
        for one in lines
    ]

    def page(manner: Manner) -> list[View]:
        words = manner.language
        cells = [_words(one.value, words) for one in lines]
        origins = [one.place or words(ORIGINS[one.origin]) for one in lines]
        if settings.file:
            said = text("Project file: {file}", file=settings.file)
        else:
            said = text("No project file; `popcalc init` writes one.")
        return [
            View(
                words(text("Settings of this run")),
                (Column(words(text("setting")), [one.key for one in lines], is_number=False),),
                (
                    Column(words(text("value")), cells, is_number=False),
                    Column(words(text("said by")), origins, is_number=False),
                ),
                notes=(Note("", words(said)),),
            )
        ]

    return Document(SCHEMA_SETTINGS, Rows(FIELDS, rows), page)


def _value(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def _words(value: Any, words: Language) -> str:
    if value is None or value == () or value == "":
        return "-"
    if isinstance(value, bool):
        return words(text("yes")) if value else words(text("no"))
    return words.between.join(map(str, value)) if isinstance(value, tuple) else str(value)
