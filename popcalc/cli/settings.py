"""Settings: what a project file and the variables of the environment say before the command line does.

Each stands for the option of its name: `year_start:` of the file and POPCALC_YEAR_START for `--year-start`. The command
line wins over a variable, a variable over the file, and the file over what popcalc does by itself.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from msgspec import Struct

from popcalc.cli.beforehand import PREFIX, SHOWN, Origins
from popcalc.cli.options import key_of
from popcalc.cli.talk import say_notices, words_of
from popcalc.definitions import strict_yaml
from popcalc.definitions.project import OF_LOOKS, PATHS, Project
from popcalc.definitions.project_file import Setting, setting_of, settings_of
from popcalc.errors import DefinitionError, Fault, Notice, Place, RequestError, did_you_mean, fault, nearest
from popcalc.language import text

MISSPELLED = 0.85
"""How near a variable's name must be to that of a setting to have been meant for it."""


class Settings(Struct, frozen=True):
    """What a project file and variables say, the first of a key winning, and what is wrong with them."""

    file: str | None = None
    found: tuple[Setting, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __getitem__(self, key: str) -> Setting | None:
        return next((one for one in self.found if one.key == key), None)

    @property
    def lang(self) -> str | None:
        """The language that is asked for."""
        setting = self["lang"]
        return setting.value if setting else None

    def for_options(self, command: click.Command) -> dict[str, Setting]:
        """Return the settings that a command has an option for, and can take, by the name of its parameter."""
        options = {name: one for one in command.params if (name := key_of(one)) and one.name}
        return {
            str(options[one.key].name): one
            for one in self.found
            if one.key in options and _fits(options[one.key], one.value)
        }

    def defaults_of(self, command: click.Command) -> dict[str, Any]:
        """Return what click takes for the options of a command that are not given."""
        options = {one.name: one for one in command.params}
        return {
            name: one.value[0] if isinstance(one.value, tuple) and not _takes_several(options[name]) else one.value
            for name, one in self.for_options(command).items()
        }

    def heeded(self, command: click.Command) -> Callable[..., Any]:
        """Return what a command does, with the files of its settings there, after it is said whose these are."""
        callback, taken = command.callback, self.for_options(command)
        assert callback is not None, "every command does something"

        @wraps(callback)
        def run(*args: Any, **given: Any) -> Any:
            context = click.get_current_context()
            used = [one for name, one in taken.items() if is_set(context, name)]
            if faults := [wrong for one in used for wrong in _missing(one)]:
                raise RequestError(faults)
            say_notices(_said(used), words_of(context), quiet=bool(given.get("quiet")))
            return callback(*args, **given)

        return run

    def check(self) -> None:
        """Raise DefinitionError with all that is wrong."""
        if self.faults:
            raise DefinitionError(self.faults)


def _fits(option: click.Parameter, value: object) -> bool:
    if isinstance(option.type, click.Choice):
        return value in option.type.choices
    return not isinstance(value, tuple) or _takes_several(option) or len(value) == 1


def _takes_several(option: click.Parameter) -> bool:
    return option.multiple or option.nargs == -1


def load(origins: Origins, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a run; what is wrong with them is among them, to be said in its language."""
    faults = list(origins.faults)
    found = list(_of_variables(origins.variables, environment, faults))
    if origins.file is not None and not origins.faults:
        of_file, wrong = settings_of(strict_yaml.read(Path(origins.file)), os.path.dirname(origins.file))
        said = {one.key for one in found}
        found += [one for one in of_file if one.key not in said]
        faults += wrong
    return Settings(origins.file, tuple(found), tuple(faults))


def _of_variables(names: Sequence[str], environment: Mapping[str, str], faults: list[Fault]) -> Iterator[Setting]:
    known = {f"{PREFIX}{key.upper()}": key for key in Project.__struct_fields__ if key != "lang"}
    for name in names:
        if name in known:
            said = setting_of(known[name], name, environment[name])
            if isinstance(said, list):
                faults += said
            else:
                yield said
        elif near := nearest(name, known, MISSPELLED):
            sentence = text("no setting is called so (did you mean {near}?)", near=near)
            faults.append(fault("UNKNOWN_VARIABLE", sentence, Place(name)))


def is_set(context: click.Context, name: str) -> bool:
    """Whether a parameter has the value of a setting."""
    return context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP


def _said(used: Sequence[Setting]) -> Iterator[Notice]:
    """Yield one notice of where settings are from that may change figures, or which are shown."""
    origins = dict.fromkeys(one.place.file for one in used if one.key not in OF_LOOKS)
    if origins:
        yield Notice(
            "SETTINGS",
            text("settings of {origins} are used; {shown} lists them", origins=tuple(origins), shown=SHOWN),
        )


def _missing(setting: Setting) -> Iterator[Fault]:
    """Yield a fault for each file that a setting names and that is not there."""
    if setting.key not in PATHS or setting.key == "prefer":
        return
    for path in setting.value if isinstance(setting.value, tuple) else (setting.value,):
        if "://" in path or os.path.exists(path) or (setting.key == "sources" and _matches(path)):
            continue
        folder, name = os.path.split(path)
        beside = sorted(os.listdir(folder or os.curdir)) if os.path.isdir(folder or os.curdir) else []
        sentence = text(
            "there is no {path} (paths start at the folder of the file){hint}",
            path=path,
            hint=did_you_mean(name, beside),
        )
        said = sentence if setting.place.row is None else strict_yaml.at((setting.key,), sentence)
        yield fault("NO_SUCH_FILE", said, setting.place)


def _matches(path: str) -> bool:
    return glob.has_magic(path) and any(True for _ in glob.iglob(path, recursive=True))
