"""`popcalc init`: a project file made from what lies here, or a blank return to hand out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from popcalc.cli.options import LANG, PROJECT_FILE, language_of_run
from popcalc.cli.stage import opened
from popcalc.errors import Place, RequestError, fault
from popcalc.language import Text, text
from popcalc.visible import visible

if TYPE_CHECKING:
    from popcalc.setting_up.draft import Chosen
    from popcalc.setting_up.sources import Here


@click.command("init", short_help="A project file made from what lies here; a blank return.")
@click.option("--form", is_flag=True, help="Write blank returns to hand out, a workbook for each town, instead.")
@click.option("--month", metavar="MONTH", help="Their month, or months (2027).  [default: the month after the last]")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where they are written.  [default: a new folder here]",
)
@click.option(*LANG.names, "lang", **LANG.settings)
def command(form: bool, month: str | None, folder: Path | None, lang: str | None) -> None:
    """Look at the files in this folder and below it, and write popcalc.yaml: a month's work is then `popcalc check` and
    `popcalc report`. A project file that is there is never replaced.

    \b
    popcalc init
    popcalc init --form --month 2026-11
    """
    if form:
        from popcalc.cli.forms import write_forms

        write_forms(month, folder, language_of_run(lang))
    elif month is not None or folder is not None:
        raise RequestError([fault("ONLY_FORMS", text("--month and -o are of blank returns: add --form"))])
    else:
        write_project(lang)


def write_project(lang: str | None) -> None:
    """Write the project file of this folder and say what was found."""
    project = Path(PROJECT_FILE)
    if project.exists() or project.is_symlink():
        sentence = text("it is there already: change it, or move it away and run popcalc init again")
        raise RequestError([fault("FILE_EXISTS", sentence, Place(PROJECT_FILE))])

    from popcalc.setting_up.draft import project_text
    from popcalc.setting_up.finding import look_through

    words = language_of_run(lang)
    here, files = look_through(Path())
    with opened(project) as stream:
        stream.write(project_text(here, files, words, lang))
    with opened(None) as stream:
        stream.writelines(f"{visible(words(one))}\n" for one in _told(here, files))


_KINDS = {
    "targets": text("Targets file"),
    "columns": text("Columns file"),
    "areas": text("Areas file"),
    "catalogue": text("Own counts and indicators"),
}


def _told(here: Here, files: Chosen) -> Iterator[Text]:
    """Yield what was found and what to do next."""
    from popcalc.setting_up.draft import held

    yield text("{file} is written.", file=PROJECT_FILE)
    yield text("Counts: {sources}", sources=here.sources)
    if here.table is not None:
        yield held(here.table, here.survey.catalogue)
    if here.left_out:
        yield text(
            "Not taken, with the reasons in {file}: {files}", file=PROJECT_FILE, files=tuple(sorted(here.left_out))
        )
    for one in files.taken:
        yield text("{kind}: {file}", kind=_KINDS[one.kind], file=one.path)
    if here.faults:
        yield text("They cannot be read together yet; `popcalc inspect` shows what is to be mended.")
    elif files.targets:
        yield text("Next: `popcalc check`, and `popcalc report -o report.html`.")
    else:
        yield text("Next: `popcalc compute`, and `popcalc report -o report.html`.")
