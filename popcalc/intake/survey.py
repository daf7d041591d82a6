"""The first look at all sources: what files there are and which counts they hold. Nothing below the headers is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas import Registry
from popcalc.areas.labels import code_role
from popcalc.definitions.available import Available, available, with_populations
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.engines import HERE, Lost
from popcalc.errors import DefinitionError, Fault, Place, did_you_mean, fault
from popcalc.intake.encodings import all_names, known_encoding
from popcalc.intake.header.areas_across import PERHAPS_AREAS
from popcalc.intake.header.chosen import unknown_columns, with_choices_told
from popcalc.intake.header.interpret import lay_out
from popcalc.intake.header.layout import Layout, Refused
from popcalc.intake.header.lexicon import HeaderLexicon, header_lexicon
from popcalc.intake.header.settling import known_areas, settle
from popcalc.intake.header.sheets import LaidOut, Sheet, sort_sheets
from popcalc.intake.header.total_sheets import (
    sheets_with_totals,
    totals_without_months,
    with_passed_over,
    with_total_sheets,
)
from popcalc.intake.rows.measures import with_measures
from popcalc.intake.sources.find import find_sources
from popcalc.intake.sources.source import Source
from popcalc.language import text, word
from popcalc.periods import CALENDAR_YEAR, Calendar

if TYPE_CHECKING:
    from popcalc.engines.engine import Engine

MIXED_LEVELS = "MIXED_LEVELS"
HEADS = 64
"""So many files are looked at together where that is done elsewhere."""
NOTHING_TO_SHOW = {"EMPTY_FILE", "UNREADABLE", "PERSONAL_DATA"}
"""Faults of files of which there is nothing to understand, or of which nothing may be shown."""


class Survey(Struct, frozen=True):
    """The files to read, how each is laid out, the definitions they are read by, and the counts they give.

    `faults` are what is wrong with files that are not among them: nothing may be computed then, but the others can be
    looked through for more, and those whose beginning was not understood are `refused`. `prefer` is the
    file whose figures replace those of others, or `newest`; `sheets` are those of all workbooks, read or not. `engine`
    is where the files are read.
    """

    layouts: tuple[Layout, ...]
    catalogue: Catalogue
    columns: Columns
    registry: Registry
    available: Available
    levels: tuple[str, ...]
    calendar: Calendar = CALENDAR_YEAR
    faults: tuple[Fault, ...] = ()
    prefer: str | None = None
    sheets: tuple[Sheet, ...] = ()
    refused: tuple[tuple[Source, Refused], ...] = ()
    engine: Engine = HERE

    @property
    def closed(self) -> tuple[str, ...]:
        """The names of files of which the beginning was not understood."""
        return tuple(
            source.name for source, file in self.refused if {one.code for one in file.faults} - NOTHING_TO_SHOW
        )

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(layout.source.size for layout in self.layouts)

    @property
    def unpacked(self) -> int:
        """About how many bytes of text there are."""
        return sum(layout.source.unpacked for layout in self.layouts)


def survey(
    sources: Sequence[str | Source],
    catalogue: Catalogue,
    columns: Columns,
    *,
    areas_file: Path | None = None,
    encoding: str | None = None,
    calendar: Calendar = CALENDAR_YEAR,
    sheets: Sequence[str] = (),
    prefer: str | None = None,
    rates: bool = False,
    engine: Engine = HERE,
) -> Survey:
    """Return what the sources hold, and what is wrong with those that cannot be read.

    With `rates` the columns of printed rates are among the layouts. For columns about persons these are the only
    fault, and no file is surveyed. Raises DefinitionError for an encoding or an areas file that is wrong.
    """
    if encoding is not None and known_encoding(encoding) is None:
        sentence = text(
            "{encoding} is not an encoding{hint}", encoding=encoding, hint=did_you_mean(encoding, all_names())
        )
        raise DefinitionError([fault("UNKNOWN_ENCODING", sentence)])
    forced = known_encoding(encoding) if encoding else None
    lexicon = header_lexicon(catalogue, columns)
    registry = _registry(areas_file, lexicon.levels)
    found, faults = find_sources(sources, sheets, engine=engine)
    laid_out: list[LaidOut] = []
    for source, files in _all_laid_out(found, engine, lexicon, columns, forced, calendar):
        laid_out += [(source, file) for file in files]
        if any(isinstance(file, Refused) and file.is_about_persons for file in files):
            # Nothing else is looked at, nor said, where there are persons.
            faults, laid_out = [], [one for one in laid_out if isinstance(one[1], Refused) and one[1].is_about_persons]
            break
    laid_out = _with_known_areas(laid_out, registry, catalogue, columns, forced, calendar)
    settled = iter(settle([file for _, file in laid_out if isinstance(file, Layout)], lexicon, registry, columns.area))
    laid_out = [(source, next(settled) if isinstance(file, Layout) else file) for source, file in laid_out]
    dateless = totals_without_months(laid_out)
    in_order = sort_sheets([one for one in laid_out if one[0] not in dateless])
    layouts = with_total_sheets(with_choices_told(in_order.layouts, columns), columns)
    layouts = with_passed_over(layouts, dateless)
    parts = [layout for layout in layouts if not layout.adds_up]
    faults += [one for _, file in in_order.refused for one in file.faults] + _mixed_levels(parts)
    if not faults:
        faults += unknown_columns(layouts, columns, lexicon)
        if prefer is not None:
            from popcalc.intake.sources.sending import unknown_preference

            faults += unknown_preference(prefer, [layout.source for layout in layouts])
    if rates and not faults:
        from popcalc.intake.header.printed_rates import with_rates

        layouts = with_rates(
            layouts, lexicon, lambda source, words: _laid_out(source, words, columns, forced, calendar)
        )
    levels = tuple(
        level for level in lexicon.levels if any({level, code_role(level)} & one.area_roles for one in parts)
    )
    held = {column.key for layout in layouts for column in layout.counts}
    catalogue = with_populations(catalogue, held, columns.population)
    return Survey(
        layouts,
        catalogue,
        columns,
        registry,
        available(catalogue, held),
        levels,
        calendar,
        tuple(faults),
        prefer,
        sheets_with_totals(in_order.sheets, layouts, dateless),
        in_order.refused,
        engine,
    )


def _registry(areas_file: Path | None, levels: Sequence[str]) -> Registry:
    if areas_file is None:
        return Registry()
    from popcalc.areas.areas_file import read_registry

    return read_registry(areas_file, levels)


def _all_laid_out(
    sources: Sequence[Source],
    engine: Engine,
    lexicon: HeaderLexicon,
    columns: Columns,
    encoding: str | None,
    calendar: Calendar,
) -> Iterator[tuple[Source, list[Layout | Refused]]]:
    """Yield the tables of each source, wherever its head is read."""
    if not engine.apart:
        for source in sources:
            yield source, _laid_out(source, lexicon, columns, encoding, calendar)
        return
    from popcalc.engines.surviving import survived
    from popcalc.intake.sources.faults import worker_lost

    # Elsewhere is another working folder.
    sources = [replace(source, path=source.path.absolute()) for source in sources]
    batches = [sources[first : first + HEADS] for first in range(0, len(sources), HEADS)]
    settings = engine.share(lexicon), engine.share(columns), engine.share(encoding), engine.share(calendar)
    for batch, found in survived(engine, _several_laid_out, batches, *settings):
        if isinstance(found, Lost):
            yield batch[0], [Refused((worker_lost(batch[0].name),))]
        else:
            for source, files in zip(batch, found, strict=True):
                # A copy of a source does not keep what was unpacked.
                yield source, [replace(one, source=source) if isinstance(one, Layout) else one for one in files]


def _several_laid_out(
    sources: Sequence[Source], lexicon: HeaderLexicon, columns: Columns, encoding: str | None, calendar: Calendar
) -> list[list[Layout | Refused]]:
    return [_laid_out(source, lexicon, columns, encoding, calendar) for source in sources]


def _laid_out(
    source: Source, lexicon: HeaderLexicon, columns: Columns, encoding: str | None, calendar: Calendar
) -> list[Layout | Refused]:
    files = lay_out(source, lexicon, columns, encoding, calendar)
    return [with_measures(file, lexicon) if isinstance(file, Layout) and file.is_long else file for file in files]


def _with_known_areas(
    laid_out: Sequence[LaidOut],
    registry: Registry,
    catalogue: Catalogue,
    columns: Columns,
    encoding: str | None,
    calendar: Calendar,
) -> list[LaidOut]:
    """Return the files with those looked at once more whose headers may be areas, if others name these areas."""
    if not any(isinstance(file, Refused) and _may_name_areas(file) for _, file in laid_out):
        return list(laid_out)
    layouts = [file for _, file in laid_out if isinstance(file, Layout)]
    known = known_areas(layouts, registry, header_lexicon(catalogue, columns))
    if not known:
        return list(laid_out)
    lexicon = header_lexicon(catalogue, columns, known)
    again = {source.name: source for source, file in laid_out if isinstance(file, Refused) and _may_name_areas(file)}
    return [
        one
        for source, files in _by_source(laid_out)
        for one in (
            [(source, file) for file in _laid_out(source, lexicon, columns, encoding, calendar)]
            if source.name in again
            else files
        )
    ]


def _by_source(laid_out: Sequence[LaidOut]) -> list[tuple[Source, list[LaidOut]]]:
    """Return the tables of each source, which stand next to each other."""
    found: dict[str, tuple[Source, list[LaidOut]]] = {}
    for source, file in laid_out:
        found.setdefault(source.name, (source, []))[1].append((source, file))
    return list(found.values())


def _may_name_areas(file: Refused) -> bool:
    return any(one.code == PERHAPS_AREAS for one in file.faults)


def _mixed_levels(layouts: Sequence[Layout]) -> list[Fault]:
    """Return a fault when the rows of files are of different levels: events by village and population by town."""
    first_of: dict[str, Layout] = {}
    for layout in layouts:
        first_of.setdefault(layout.leaf, layout)
    if len(first_of) < 2:
        return []
    one, *others = first_of.values()
    return [
        fault(
            MIXED_LEVELS,
            text(
                "the rows are of the level {level}, those of {file} of the level {other}; give all files by one level",
                level=word(layout.leaf),
                file=one.name,
                other=word(one.leaf),
            ),
            Place(layout.name),
        )
        for layout in others
    ]
