"""The door to definitions: files in, ready catalogue and columns out, or every mistake at once.

What reads files (PyYAML) is imported when a file is loaded, so that this module costs nothing to import.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.errors import DefinitionError

if TYPE_CHECKING:
    from popcalc.definitions.printed import Printed
    from popcalc.definitions.targets import Targets


def load_catalogue(files: Sequence[Path] = ()) -> Catalogue:
    """Return the built-in catalogue with the entries of `files`, which add to it or replace entries by key.

    Raises DefinitionError with all mistakes of all files.
    """
    from popcalc.definitions.compiled import built_in

    if not files:
        return built_in()
    from popcalc.definitions import strict_yaml
    from popcalc.definitions.catalogue_file import assemble

    return assemble([strict_yaml.read(Path(file)) for file in files], built_in())


def load_columns(path: Path, catalogue: Catalogue | None = None) -> Columns:
    """Return what a columns file says; with a catalogue its counts are looked up, too.

    Raises DefinitionError with all its mistakes.
    """
    from popcalc.definitions import strict_yaml
    from popcalc.definitions.columns_file import assemble

    return assemble(strict_yaml.read(Path(path)), catalogue)


def year_start_of(path: Path) -> int | None:
    """Return the month in which the years of a columns file begin, None where it says none or has mistakes."""
    try:
        return load_columns(path).year_start
    except DefinitionError:
        # They are said when the file is loaded to be used.
        return None


def load_targets(path: Path, catalogue: Catalogue) -> Targets:
    """Return the targets of a file; their indicators are looked up in the catalogue.

    Raises DefinitionError with all its mistakes.
    """
    from popcalc.definitions import strict_yaml
    from popcalc.definitions.targets_file import assemble

    return assemble(strict_yaml.read(Path(path)), catalogue)


def is_printed(path: Path) -> bool:
    """Return whether a file is one of printed figures: YAML, or a CSV file with a column `printed`.

    Any other is one of counts. What is no file of the disk may be a pipe of a shell, and is taken for YAML.
    """
    from popcalc.definitions.printed_csv import has_printed

    suffix = path.suffix.casefold()
    if suffix in (".yaml", ".yml"):
        return True
    if suffix == ".csv":
        return has_printed(path)
    return path.is_fifo()


def load_printed(path: Path, catalogue: Catalogue) -> Printed:
    """Return the printed figures of a YAML or CSV file; indicators and counts are looked up in the catalogue.

    Raises DefinitionError with all its mistakes.
    """
    from popcalc.definitions import printed_csv, strict_yaml
    from popcalc.definitions.printed_file import assemble

    read = printed_csv.read if path.suffix.casefold() == ".csv" else strict_yaml.read
    return assemble(read(Path(path)), catalogue)
