"""The text of a project file: what was found is filled in, what may be wanted besides is a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.definitions.scalars import kind_of
from popcalc.language import Language, Text, text, word
from popcalc.periods import CALENDAR_YEAR, Run
from popcalc.setting_up.definition_files import AREAS, CATALOGUE, COLUMNS, TARGETS, DefinitionFile
from popcalc.setting_up.sources import Here
from popcalc.table import span_of
from popcalc.village_months import VillageMonths
from popcalc.visible import visible

PLAIN = re.compile(r"[^\W\d_][\w./*()（）-]*")
"""What needs no quotes in YAML, unless YAML takes it for something else."""
MOST_LEFT_OUT = 12


class Chosen(Struct, frozen=True):
    """The definition files that a project names, by kind, and those of which there are more."""

    targets: DefinitionFile | None
    columns: DefinitionFile | None
    areas: DefinitionFile | None
    catalogue: tuple[DefinitionFile, ...]
    others: tuple[DefinitionFile, ...]

    @property
    def taken(self) -> tuple[DefinitionFile, ...]:
        """Those that the project names."""
        return tuple(one for one in (self.targets, self.columns, self.areas, *self.catalogue) if one is not None)


def choose(files: Sequence[DefinitionFile]) -> Chosen:
    """Return which files to name: the targets of the last year, of other kinds the first."""
    by_kind = {kind: [one for one in files if one.kind == kind] for kind in (TARGETS, COLUMNS, AREAS, CATALOGUE)}
    aims = max(by_kind[TARGETS], key=lambda one: one.year, default=None)
    columns, areas = next(iter(by_kind[COLUMNS]), None), next(iter(by_kind[AREAS]), None)
    singles = [one for kind in (TARGETS, COLUMNS, AREAS) for one in by_kind[kind]]
    others = tuple(one for one in singles if one not in (aims, columns, areas))
    return Chosen(aims, columns, areas, tuple(by_kind[CATALOGUE]), others)


def project_text(here: Here, files: Chosen, language: Language, lang: str | None) -> str:
    """Return the text of a project file; `lang` is the language that was asked for."""
    return "".join(f"{line}\n" for line in _lines(here, files, language, lang))


def _lines(here: Here, files: Chosen, language: Language, lang: str | None) -> Iterator[str]:
    def said(sentence: Text) -> str:
        return f"# {visible(language(sentence))}"

    yield said(text("Project file of popcalc, made by popcalc init: every run here and in the folders below uses it."))
    yield said(text("The keys are the names of options; the command line wins. Paths start at this folder."))
    yield said(text("`popcalc schema project` describes all keys, `popcalc --show-config` shows what is in effect."))
    yield "version: 1"
    yield ""
    if here.table is not None:
        yield said(held(here.table, here.survey.catalogue))
    yield "sources:"
    yield from (f"  - {in_yaml(one)}" for one in here.sources)
    if here.left_out:
        yield said(text("Not among them:"))
        for file, why in sorted(here.left_out.items())[:MOST_LEFT_OUT]:
            yield f"#   {visible(file)}: {visible(language(why))}"
        if (more := len(here.left_out) - MOST_LEFT_OUT) > 0:
            yield f"#   {language(text('and {more} more', more=more))}"
    for key in (TARGETS, COLUMNS, AREAS):
        one: DefinitionFile | None = getattr(files, key)
        if one is not None:
            yield f"{key}: {in_yaml(one.path)}"
        yield from (f"# {key}: {in_yaml(other.path)}" for other in files.others if other.kind == key)
    if files.catalogue:
        yield "catalogue:"
        yield from (f"  - {in_yaml(one.path)}" for one in files.catalogue)
    yield f"lang: {lang}" if lang else f"# lang: {language.code}"
    yield ""
    yield said(text("What else may be said once; take the # away:"))
    for line, meaning in _OFFERED:
        yield f"# {line:<{_WIDTH}}  # {language(meaning)}"


_OFFERED: Sequence[tuple[str, Text]] = (
    ("year_start: 10", text("the month in which the statistical year begins")),
    ("empty: zero", text("an empty cell of events beside others means none")),
    ("prefer: newest", text("of two different figures that of the file sent last is right")),
    ("compare: last-year", text("figures beside those of a year ago")),
    ("by: village", text("the level that is listed; without it towns")),
)
_WIDTH = max(len(line) for line, _ in _OFFERED)


def held(table: VillageMonths, catalogue: Catalogue) -> Text:
    """Return what counts hold: its months, how many areas of each level and how many counts."""
    areas = table.areas
    levels = tuple(
        text("{level} {number}", number=f"{len(areas.at(level)):,}", level=word(level))
        for level in areas.levels
        if len(areas.at(level))
    )
    months = months_of(table, catalogue)
    return text(
        "Found in them: {months}; {levels}; {counts} counts",
        months=CALENDAR_YEAR.label_of(months) if months else "-",
        levels=levels,
        counts=len(table.counts),
    )


def months_of(table: VillageMonths, catalogue: Catalogue) -> Run | None:
    """Return the first to the last month of the counts."""
    flows = [key for key in table.counts if catalogue.counts[key].nature is Nature.FLOW]
    stocks = [key for key in table.counts if catalogue.counts[key].nature is Nature.STOCK]
    return span_of(table, flows, stocks)


def in_yaml(words: str) -> str:
    """Return a text as a scalar of YAML that is this text and nothing else."""
    written = words.replace("\\", "/") if "\\" in words and ":" in words[:2] else words
    if PLAIN.fullmatch(written) and kind_of(written) is None:
        return written
    return "'" + written.replace("'", "''") + "'"
