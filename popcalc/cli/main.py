"""The command `popcalc`: its group of commands and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from copy import copy
from gettext import gettext
from importlib import import_module
from mmap import mmap
from typing import TYPE_CHECKING

import click

from popcalc import __version__
from popcalc.cli.beforehand import Wishes, let_click_speak, origins_of, spoken, wishes_of
from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.options import KEPT, LANG, about_settings, key_of, with_about_settings
from popcalc.cli.signals import end_cleanly
from popcalc.cli.stage import OutputError, output_of
from popcalc.cli.talk import say, say_faults, words_of, write
from popcalc.errors import PopcalcError, nearest, reason_of
from popcalc.language import SOURCE, Language, LanguageError, language, text, word
from popcalc.temporary import clear

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from popcalc.cli.settings import Settings

COMMANDS = {
    "compute": "Indicators of towns from monthly village counts.",
    "check": "Towns held against their targets: pass or fail, and how sure.",
    "report": "A page on a month for those who lead, and a workbook.",
    "inspect": "How each file was understood, and what is open.",
    "validate": "What looks wrong in the counts: sums, gaps, leaps, outliers.",
    "audit": "Printed figures held against the counts, and against each other.",
    "explain": "How a figure comes about, with numbers a calculator can follow.",
    "indicators": "The indicators that can be computed, with formula and source.",
    "counts": "The counts that are read, with the headers they are known by.",
    "init": "A project file made from what lies here; a blank return.",
    "schema": "The JSON Schema of a definition file, for editors.",
}
"""Each command is in the module of its name and is imported when it is called: `--help` stays quick."""
COMPLETE = "_POPCALC_COMPLETE"
"""The variable by which a shell asks what the Tab key may put there."""


WISHES = "popcalc.wishes"
"""Under which name the context of a run keeps what its command line says of settings."""


def _with_settings(command: click.Command, context: click.Context) -> click.Command:
    """Return a command with the options about settings, if it has any, and with what is set for its own."""
    wishes: Wishes | None = context.meta.get(WISHES)
    if wishes is None or not any(map(key_of, command.params)):
        return command
    own = copy(command)
    own.params = [*command.params, *about_settings()]
    settings: Settings | None = context.meta.get(KEPT)
    if settings is None:
        return own
    if not wishes.helped:
        # Help is given whatever a project file says.
        settings.check()
    context.default_map = {str(command.name): settings.defaults_of(own)}
    if wishes.shown:
        from popcalc.cli.show_config import showing

        return showing(own, settings)
    own.callback = settings.heeded(own)
    return own


def _spoken_by(command: click.Command, words: Language) -> click.Command:
    """Return a command whose help is in a language."""
    if words.code == SOURCE:
        return command
    from popcalc.cli.help import spoken_by

    return spoken_by(command, words)


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"popcalc.cli.{cmd_name}").command
        return _spoken_by(_with_settings(command, ctx), words_of(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called, or say which one was likely meant."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = nearest(name, COMMANDS)
            sentence = text("No such command '{name}'. The commands are {known}.", name=name, known=tuple(COMMANDS))
            if near:
                sentence = text("No such command '{name}'. Did you mean {near}?", name=name, near=near)
            raise click.UsageError(words_of(ctx)(sentence), ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose commands without importing them, and options."""
        from click.shell_completion import CompletionItem

        words = words_of(ctx)
        named = [CompletionItem(name, help=words(word(said))) for name, said in COMMANDS.items()]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(one for one in named if one.value.startswith(incomplete)), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(gettext("Commands")):
            words = words_of(ctx)
            formatter.write_dl([(name, words(word(said))) for name, said in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="popcalc %(version)s")
@click.option(*LANG.names, "lang", **LANG.settings)
@with_about_settings
@click.pass_context
def popcalc(context: click.Context, lang: str | None) -> None:
    """Standard population indicators from monthly village counts.

    \b
    popcalc compute sample_data/monthly                  towns and the whole, all months
    popcalc compute sample_data/monthly --period month   the same, month by month
    popcalc indicators                                   what can be computed

    Aggregate counts only: popcalc refuses columns about persons.
    """
    if lang is not None:
        # What stands behind the command is said last and wins.
        found = context.default_map or {}
        context.default_map = {name: {**found.get(name, {}), "lang": lang} for name in COMMANDS}


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with one of the exit codes."""
    if os.environ.get(COMPLETE):
        sys.exit(_proposed())
    given = list(sys.argv[1:] if arguments is None else arguments)
    end_cleanly()
    if sys.stderr is None:
        # Nobody listens; and no file that is opened may come to stand where complaints go.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    try:
        wishes = wishes_of(given)
        settings = _settings(wishes)
        of_project = settings.lang if settings else None
        code = guarded(lambda words: _called(given, words, wishes, settings), lambda: spoken(given, of_project))
    finally:
        clear()
    sys.exit(code)


def _settings(wishes: Wishes) -> Settings | None:
    """Return the settings of a run, None where nothing sets any and nobody asks."""
    origins = origins_of(wishes, os.environ)
    if not origins and not wishes.shown:
        return None
    from popcalc.cli.settings import load

    return load(origins, os.environ)


def _proposed() -> int:
    """Answer a shell whose Tab key was pressed; return the exit code."""
    from popcalc.cli.shells import complete

    words = language(spoken(()))
    try:
        return complete(_spoken_by(popcalc, words), {"obj": words}, COMPLETE)
    finally:
        clear()


def _called(arguments: list[str], words: Language, wishes: Wishes, settings: Settings | None) -> object:
    """Run the command that the arguments call; what click says itself is said in `words`.

    Not by click's own `main`: that ends the process with 1 when a pipe is closed, and 1 is an answer here.
    """
    # numpy's algebra, which is not used, takes memory for each processor, and where there is none ends the process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _room(_ROOM_FOR_LIBRARIES).close()
    let_click_speak(words.code)
    with _spoken_by(popcalc, words).make_context("popcalc", arguments, obj=words) as context:
        context.meta[KEPT], context.meta[WISHES] = settings, wishes
        if settings and wishes.shown and not set(arguments) & set(COMMANDS):
            from popcalc.cli.show_config import show_all

            show_all(settings, words)
            return ExitCode.DONE
        return context.command.invoke(context)


def _room(size: int) -> mmap:
    """Return room of so many bytes, which takes no memory until it is written to; raises MemoryError without it."""
    try:
        return mmap(-1, size)
    except OSError:
        raise MemoryError from None


def guarded(command: Callable[[Language], object], spoken: Callable[[], str]) -> int:
    """Run a command; return its exit code, whatever happens in it. Faults are said in the language `spoken`."""
    try:
        return _guarded(command, spoken())
    except LanguageError as error:
        # What is wrong with a language cannot be said in it.
        say(f"popcalc: LANGUAGE {error}")
        return ExitCode.WRONG


def _guarded(command: Callable[[Language], object], code: str) -> int:
    # Room in which the end of memory can be said; it takes none until it is written to.
    reserve = [_room(_RESERVE)]
    try:
        result = command(language(code))
        with output_of(None):
            if sys.stdout is not None:
                sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.WRONG
    except LanguageError:
        raise
    except PopcalcError as error:
        say_faults(error, language(code))
        return ExitCode.WRONG
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return ExitCode.PIPE_CLOSED
    except OutputError as error:
        _forget_output()
        sentence = text("the answer could not be written: {reason}", reason=reason_of(error))
        say(f"{error.filename or 'popcalc:'} OUTPUT_FAILED {language(code)(sentence)}")
        return ExitCode.WRONG
    except OSError as error:
        sentence = text("the system refused what was needed: {reason}", reason=reason_of(error))
        say(f"{error.filename or 'popcalc:'} SYSTEM {language(code)(sentence)}")
        return ExitCode.WRONG
    except (MemoryError, RecursionError) as error:
        # What was held is let go before anything is said.
        error.__traceback__ = None
        reserve.clear()
        say(f"popcalc: TOO_LARGE {language(code)(_TOO_LARGE[isinstance(error, MemoryError)])}")
        return ExitCode.WRONG
    except Exception as error:
        if _lacks_memory(error):
            reserve.clear()
            say(f"popcalc: TOO_LARGE {language(code)(_TOO_LARGE[True])}")
            return ExitCode.WRONG
        _say_fault(error, language(code))
        return ExitCode.FAULT
    return result if isinstance(result, int) else ExitCode.DONE


_RESERVE = 8 << 20
_ROOM_FOR_LIBRARIES = 80 << 20
_TOO_LARGE = {
    True: text("this machine has not enough memory for it: give fewer files or months at once"),
    False: text("something in these files is nested deeper than can be followed"),
}


_NO_ROOM = ("failed to map segment", "cannot allocate memory", "without exception set", "without setting an exception")


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether memory ended where that is told in words alone.

    So tells the loader of a library, and Python itself where it had no room left for the exception.
    """
    while error is not None:
        if isinstance(error, ImportError | SystemError) and any(words in str(error).casefold() for words in _NO_ROOM):
            return True
        error = error.__cause__ or error.__context__
    return False


def _forget_output() -> None:
    """Keep Python from failing again when it flushes a stream that nobody reads."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_fault(error: Exception, words: Language) -> None:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"
    sentence = text(
        "popcalc: a fault in popcalc {version}, not in your files: {kind}: {error} ({where})",
        version=__version__,
        kind=type(error).__name__,
        error=str(error),
        where=where,
    )
    say(words(sentence))
    if os.environ.get("POPCALC_TRACEBACK"):
        write("".join(traceback.format_exception(error)).rstrip())
    else:
        say(words(text("Please report it; POPCALC_TRACEBACK=1 shows where it happened.")))
