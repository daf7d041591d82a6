"""`popcalc init --form`: blank returns to hand out, a workbook for each town."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import asdict

from popcalc.again import command_line
from popcalc.cli import check
from popcalc.cli.options import KEPT, take
from popcalc.cli.source_options import Reading
from popcalc.cli.stage import opened, output_of, written_whole
from popcalc.errors import Place, RequestError, fault
from popcalc.language import Language, text
from popcalc.output.blank_return import blank_return, name_of
from popcalc.periods import PeriodError, Run, month_label, read_months
from popcalc.returns import Return, returns
from popcalc.setting_up.reporters import Reporters, reporters_here, reporters_of_areas, reporters_of_sources
from popcalc.visible import visible

MOST_MONTHS = 24
NOT_IN_NAMES = str.maketrans('<>:"/\\|?*', "_________")
"""Characters that no name of a file can have on some system."""


def write_forms(month: str | None, folder: Path | None, words: Language) -> None:
    """Write a workbook for each area above those that report, into a folder; none that is there is replaced."""
    reporters = _reporters(_months(month) if month else None)
    forms = returns(reporters.rows)
    months = reporters.months
    into = folder or Path(words(text("forms-{month}", month=month_label(months.start))))
    files = dict(zip(_names(forms, months, words), forms, strict=True))
    there = [into / name for name in files if os.path.lexists(into / name)]
    if there:
        sentence = text("it is there already, and may be filled in: name another folder with -o")
        raise RequestError([fault("FILE_EXISTS", sentence, Place(str(one))) for one in there])
    with output_of(into):
        into.mkdir(parents=True, exist_ok=True)
    for name, form in files.items():
        written_whole(into / name, blank_return(form, reporters.counts, months, words))
    told = (
        text("Blank returns in {folder}: {files}", folder=str(into), files=tuple(files)),
        text("Filled in and sent back, they are read as any file: {command}", command=_example(into)),
    )
    with opened(None) as stream:
        stream.writelines(f"{visible(words(one))}\n" for one in told)


def _example(folder: Path) -> str:
    return f"`{command_line('inspect', [str(folder)])}`"


def _months(written: str) -> Run:
    try:
        run = read_months(written)
    except PeriodError as error:
        raise RequestError([fault("BAD_PERIOD", error.text)]) from error
    if run.months > MOST_MONTHS:
        sentence = text("a form is of {most} months at most, not of {months}", most=MOST_MONTHS, months=run.months)
        raise RequestError([fault("BAD_PERIOD", sentence)])
    return run


def _reporters(months: Run | None) -> Reporters:
    """Return who reports by the settings of this folder, or else by the files that lie here."""
    settings = click.get_current_context().meta.get(KEPT)
    given: Mapping[str, Any] = {}
    if settings is not None:
        settings.check()
        given = settings.defaults_of(check.command)
    if not given.get("sources") and not given.get("areas_file"):
        return reporters_here(Path(), months)
    options = asdict(take(Reading, {"sources": (), **given}))
    sources, areas_file, targets = options.pop("sources"), options.pop("areas_file"), given.get("targets")
    if sources:
        return reporters_of_sources(sources, {**options, "areas": areas_file}, targets, months)
    return reporters_of_areas(areas_file, options, targets, months)


def _names(forms: Sequence[Return], months: Run, words: Language) -> Iterator[str]:
    """Yield the name of each form's file; of two towns of one name the second has a number."""
    used: set[str] = set()
    for form in forms:
        stem = visible(name_of(form, months, words)).translate(NOT_IN_NAMES).strip(" .")
        name, number = stem, 1
        while name.casefold() in used:
            number += 1
            name = f"{stem} {number}"
        used.add(name.casefold())
        yield f"{name}.xlsx"
