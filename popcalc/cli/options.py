"""Options that commands share, and how they are declared.

An option is a field of a struct, and what click is told of it stands beside its type: from that come the option of a
command, the value that was given, and the option as it is written again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar, get_type_hints

import click
from click.core import ParameterSource
from msgspec import Struct

from popcalc.cli import proposals
from popcalc.cli.talk import words_of
from popcalc.errors import ALIKE, Place, nearest
from popcalc.language import LANGUAGES, Language, language, language_of_environment, text
from popcalc.output import FORMATS, GRID, LONG, PERIODS, WIDE

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Options = TypeVar("Options", bound=Struct)


class Declared(Struct, frozen=True):
    """What click is told of a field: the names of the option, none for an argument, and its settings."""

    names: tuple[str, ...]
    settings: Mapping[str, Any]

    def decorator(self, field: str) -> Callable[[Any], Any]:
        """Return what adds it to a command, its value under the name of the field."""
        if not self.names:
            return click.argument(field, **self.settings)
        return click.option(*self.names, field, **self.settings)


class Asked(click.Option):
    """An option that only the command line gives: no project file and no variable does."""


class ArgumentOrSetting(click.Argument):
    """An argument of several values, for which a setting may stand when none is given.

    click itself takes no value for one, and looks no further.
    """

    def consume_value(self, ctx: click.Context, opts: Any) -> tuple[Any, ParameterSource]:
        """Return the values and where they are from."""
        value, source = super().consume_value(ctx, opts)
        if value in ((), None) and (said := ctx.lookup_default(str(self.name))) is not None:
            return said, ParameterSource.DEFAULT_MAP
        return value, source

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the values; raises click.MissingParameter with the way out where there are none and some must be."""
        try:
            return super().process_value(ctx, value)
        except click.MissingParameter as error:
            way_out = text("Name files or folders, or let `popcalc init` write a project file that names them.")
            raise click.MissingParameter(words_of(ctx)(way_out), ctx, self) from error


def option(*names: str, **settings: Any) -> Declared:
    """Declare a field as an option, with the settings of `click.option`."""
    return Declared(names, settings)


def argument(**settings: Any) -> Declared:
    """Declare a field as an argument, with the settings of `click.argument`."""
    return Declared((), settings)


def declared(kind: type[Struct]) -> dict[str, Declared]:
    """Return what is declared of the fields of a struct, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return {field: hints[field].__metadata__[0] for field in kind.__struct_fields__}


def options_of(kind: type[Struct], *, but: Sequence[str] = ()) -> Callable[[Decorated], Decorated]:
    """Return what adds all that a struct declares to a command, `but` for some fields, in the order of its fields."""
    return lambda function: added(
        function, *(one.decorator(field) for field, one in declared(kind).items() if field not in but)
    )


def added(function: Decorated, *decorators: Callable[[Any], Any]) -> Decorated:
    """Return the function with options, in the order in which help shows them."""
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def take(kind: type[Options], given: Mapping[str, Any]) -> Options:
    """Return the options that a command was called with; one that it does not have is that of the struct."""
    return kind(**{name: given[name] for name in kind.__struct_fields__ if name in given})


def written(options: Struct, but: Sequence[str] = ()) -> tuple[str, ...]:
    """Return options as they are written on the command line, those that were given, `but` for some fields."""
    words: list[str] = []
    for field, one in declared(type(options)).items():
        value = getattr(options, field)
        if field in but or not one.names or value is None or value is False:
            continue
        several = value if one.settings.get("multiple") else [value]
        words += [one.names[-1]] if value is True else [str(word) for each in several for word in (one.names[-1], each)]
    return tuple(words)


def keys(given: Sequence[str]) -> tuple[str, ...]:
    """Return keys that were given one by one or separated by commas."""
    return tuple(key.strip() for words in given for key in re.split("[,，]", words) if key.strip())


def file_option(*names: str, help: str, **settings: Any) -> Declared:
    """Declare a field as the name of a file."""
    return option(*names, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help=help, **settings)


if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _Choice = click.Choice[str]
    _Type = click.ParamType[str]
else:
    # Older releases of click have no type of what is given.
    _Choice = click.Choice
    _Type = click.ParamType


class NamedDefault(str):
    """A default as help calls it in a language; what is computed with is its key."""

    key: str

    def __new__(cls, key: str, name: str) -> Self:
        """Return the name, which knows its key."""
        made = super().__new__(cls, name)
        made.key = key
        return made


class NamedChoice(_Choice):
    """Words that an option is one of, each by its key or by a name in any language."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the key; raises click.BadParameter for a word that is none, with the nearest one."""
        if isinstance(value, NamedDefault):
            return value.key
        if value in self.choices:
            return value
        from popcalc.naming import ALIKE_IN_HAN, called, names_of_choices

        names = names_of_choices(self.choices)
        meant = names.meant(value)
        if len(meant) == 1:
            return meant[0]
        words = words_of(ctx)
        near = nearest(value, names.known, ALIKE if value.isascii() else ALIKE_IN_HAN)
        hint = words(text("Did you mean {near}?", near=near)) if near else ""
        # As click says it, whose older releases have no function for it.
        told = ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", len(self.choices))
        choices = words.between.join(repr(called(one, words)) for one in self.choices)
        self.fail(f"{told.format(value=value, choice=choices, choices=choices)} {hint}".rstrip(), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Propose keys and names."""
        return proposals.choices(ctx, self.choices, incomplete)

    def written_in(self, words: Language) -> str:
        """Return the words as help of a language shows them: `月|季度|半年`."""
        from popcalc.naming import called

        return "|".join(called(one, words) for one in self.choices)


class FileOr(_Type):
    """The name of a file, or a word that may stand in its place, by its key or a name in any language."""

    name = "text"

    def __init__(self, word: str) -> None:
        self.word = word

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the key where the word is meant, else the name as it stands."""
        from popcalc.naming import names_of_choices

        return self.word if names_of_choices([self.word]).meant(value) else value


PROJECT_FILE = "popcalc.yaml"
"""The name by which a project file is found."""
KEPT = "popcalc.settings"
"""Under which name the context of a run keeps its settings."""
WISHES = "popcalc.wishes"
"""Under which name it keeps what its command line says of settings as a whole."""


def language_of_run(asked: str | None) -> Language:
    """Return the language that is asked for, else that of the run, else that of the environment."""
    if asked is not None:
        return language(asked)
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Language)) or language(language_of_environment())


def place_of_setting(name: str) -> Place | None:
    """Return where the value of a parameter is set, None where the command line gives it or nobody does."""
    context = click.get_current_context(silent=True)
    settings = context and context.meta.get(KEPT)
    if not settings or not context or context.get_parameter_source(name) is not ParameterSource.DEFAULT_MAP:
        return None
    setting = settings.for_options(context.command).get(name)
    return setting.place if setting else None


def project_words() -> tuple[str, ...]:
    """Return what names the project file of the run on the command line, nothing where it is found by itself."""
    context = click.get_current_context(silent=True)
    wishes = context and context.meta.get(WISHES)
    return ("--project", wishes.file) if wishes and wishes.file else ()


ABOUT_SETTINGS = (
    option(
        "--project",
        metavar="FILE",
        expose_value=False,
        help="Take settings from this file.  [default: popcalc.yaml here or in a folder above]",
    ),
    option("--no-project", is_flag=True, expose_value=False, help="Take no settings from a project file."),
    option(
        "--show-config",
        is_flag=True,
        expose_value=False,
        help="Show the settings of this run and where each is from; nothing else is done.",
    ),
)
"""Options of every command that has settings; they are read before all others (`settings.wishes_of`)."""


def key_of(option: click.Parameter) -> str | None:
    """Return the key by which a setting stands for an option; None for one that only the command line gives."""
    if isinstance(option, Asked) or option.name == "lang":
        return None
    if isinstance(option, click.Argument):
        return option.name if option.name == "sources" else None
    long = next((name for name in option.opts if name.startswith("--")), "")
    return long.removeprefix("--").replace("-", "_")


def about_settings() -> list[click.Parameter]:
    """Return the options about settings, to be added to those of a command."""

    @click.command("any")
    @with_about_settings
    def command() -> None:
        """Have them."""

    return command.params


def with_about_settings(function: Decorated) -> Decorated:
    """Add the options about settings to a command."""
    return added(function, *(click.option(*one.names, **one.settings) for one in ABOUT_SETTINGS))


LANG = option(
    "-l",
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of what is said and shown, before or after the command.  "
    "[default: POPCALC_LANG, the project file, or the locale]",
)


class Showing(Struct, frozen=True):
    """How the answer is written; `format` and `lang` of None leave it to the terminal and the locale."""

    format: Annotated[
        str | None,
        option(
            "-f",
            "--format",
            type=NamedChoice(list(FORMATS)),
            help="How the answer is written.  [default: table on a terminal, by the name of -o FILE, else csv]",
        ),
    ] = None
    bom: Annotated[
        bool, option("--bom", is_flag=True, help="Begin with a byte order mark, so that Excel reads UTF-8.")
    ] = False
    output: Annotated[
        Path | None,
        option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to a file, whole or not at all.",
        ),
    ] = None
    layout: Annotated[
        str,
        option(
            "--layout",
            type=NamedChoice([LONG, WIDE, PERIODS]),
            default=LONG,
            show_default=True,
            help="Wide: indicators as columns; periods: periods as columns.",
        ),
    ] = LONG
    lang: Annotated[
        str | None,
        LANG,
    ] = None
    color: Annotated[
        str,
        option(
            "--color",
            type=NamedChoice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Colour in tables; NO_COLOR is heeded.",
        ),
    ] = "auto"
    quiet: Annotated[
        bool, option("-q", "--quiet", is_flag=True, help="No notices and no progress on standard error.")
    ] = False


class ShowingVerdicts(Showing, frozen=True):
    """How verdicts are written."""

    layout: Annotated[
        str,
        option(
            "--layout",
            type=NamedChoice([LONG, GRID]),
            default=LONG,
            show_default=True,
            help="Grid: areas as rows, targets as columns (in text formats).",
        ),
    ] = LONG


showing = options_of(Showing)
showing_verdicts = options_of(ShowingVerdicts)
showing_findings = options_of(Showing, but=["layout"])
listing = options_of(Showing, but=["layout", "quiet"])
