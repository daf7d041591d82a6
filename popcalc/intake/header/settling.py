"""The areas that no column of a table names: nearest wins, each level on its own.

A table without any column of areas is one of the area that its title, sheet or file names. This is settled when all
headers are read, as a name without the word of a level is known by the other tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from popcalc.areas.folding import folded_name
from popcalc.areas.labels import code_role
from popcalc.areas.registry import Registry
from popcalc.definitions.headers import normal_header
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.further_rows import Rows
from popcalc.intake.header.layout import Layout, Refused
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.nameless import nameless
from popcalc.intake.header.narrowing import is_residence, is_whole_or_version, narrows
from popcalc.intake.header.said_areas import Known, Near, SaidArea, area_named, is_no_name, said_areas
from popcalc.intake.header.spans import is_span
from popcalc.intake.header.total_words import is_total
from popcalc.language import text
from popcalc.vocabulary.characters import folded

SHOWN = 3


@cache
def _brackets() -> re.Pattern[str]:
    """Return what finds words in brackets, which tell a sheet from others of a name: 全国（登记）, 全国（发生）."""
    return re.compile(r"[(（\[【].*?[)）\]】]")


class _Settling(Struct, frozen=True):
    lexicon: HeaderLexicon
    known: Known
    area: Mapping[str, str]


def settle(
    layouts: Sequence[Layout], lexicon: HeaderLexicon, registry: Registry, area: Mapping[str, str]
) -> list[Layout | Refused]:
    """Return the tables with the areas that are said beside them; `area` is that of tables without a column of areas.

    Those of which nothing says the area, or of which a line says another one than the rows, are refused.
    """
    settling = _Settling(lexicon, known_areas(layouts, registry, lexicon), area)
    found = [_settled(layout, settling) for layout in layouts]
    found = nameless(_named_by_sheets(found, layouts, settling), layouts, lexicon.levels[-1])
    return _without_the_whole(found, lexicon.levels)


def known_areas(layouts: Iterable[Layout], registry: Registry, lexicon: HeaderLexicon) -> Known:
    """Return the areas that columns of tables and the areas file name; those of several levels are left out."""
    known: dict[str, tuple[str, str]] = {}
    twice: set[str] = set()
    named = [(level, name) for layout in layouts for level, names in layout.first_areas.items() for name in names]
    named += [(entry.level, entry.name) for entry in registry.entries if entry.name]
    for level, name in named:
        form = folded_name(name)
        if not form or is_total(name):
            continue
        if known.setdefault(form, (level, name))[0] != level:
            twice.add(form)
    return {form: one for form, one in known.items() if form not in twice and one[0] in lexicon.levels}


def _settled(layout: Layout, settling: _Settling) -> Layout | Refused:
    said = list(said_areas(layout.titles, layout.source, settling.lexicon, settling.known))
    held = {level for level in settling.lexicon.levels if {level, code_role(level)} & layout.words.keys()}
    if layout.areas:
        layout = _with_level(layout, settling)
        held = {layout.leaf}
    if not held:
        return _of_one_area(layout, said, settling)
    if wrong := _contradiction(layout, said, held):
        return Refused((wrong,))
    below = min(settling.lexicon.levels.index(level) for level in held)
    free = [level for level in settling.lexicon.levels[:below] if level not in held]
    constants = _nearest(said, free) | {level: name for level, name in settling.area.items() if level in free}
    if wrong := _copied_line(said):
        return Refused((wrong,))
    notices = (*layout.notices, *_notices(layout, said, held), *_contrary(layout, said, constants))
    indent = "" if layout.indent in constants else layout.indent
    return replace(layout, constants=constants, notices=notices, indent=indent)


def _with_level(layout: Layout, settling: _Settling) -> Layout:
    """Return a table whose headers name areas with the level that other tables or the areas file give these."""
    levels = {settling.known[form][0] for area in layout.areas if (form := folded_name(area)) in settling.known}
    return replace(layout, leaf=levels.pop()) if len(levels) == 1 else layout


def _without_the_whole(found: Sequence[Layout | Refused], levels: Sequence[str]) -> list[Layout | Refused]:
    """Return the tables without areas that are said beside them and hold everything, as the one county of all.

    The town above villages stays, and the area of a table without a column of areas.
    """
    tables = [one for one in found if isinstance(one, Layout)]
    telling = {level for level in levels if any({level, code_role(level)} & one.words.keys() for one in tables)}
    telling |= {one.leaf for one in tables if one.areas}
    for level in levels:
        if len({folded_name(one.constants[level]) for one in tables if level in one.constants}) > 1:
            telling.add(level)

    def kept(one: Layout) -> Layout:
        own = {one.leaf} | ({levels[-2]} if one.leaf == levels[-1] and len(levels) > 1 else set())
        return replace(one, constants={level: name for level, name in one.constants.items() if level in own | telling})

    return [kept(one) if isinstance(one, Layout) and one.constants else one for one in found]


def _of_one_area(layout: Layout, said: Sequence[SaidArea], settling: _Settling) -> Layout | Refused:
    """Return a table without a column of areas as that of the area that is said beside it."""
    levels = settling.lexicon.levels
    if settling.area:
        named = dict(settling.area)
        if alone := named.pop("", None):
            named = dict([area_named(alone, settling.lexicon, settling.known)])
        leaf = settling.lexicon.level_of(named) or levels[-1]
        above = _nearest(said, [level for level in levels[: levels.index(leaf)] if level not in named])
        notices = (*layout.notices, *_contrary(layout, said, named))
        return replace(layout, leaf=leaf, constants={**above, **named}, unsettled=None, notices=notices)
    found = _nearest(said, levels)
    if not found and (labelled := [one.name for one in said if not one.levels]):
        found = {levels[-1]: labelled[0]}
    if not found:
        return layout.unsettled or Refused(())
    if wrong := _copied_line(said):
        return Refused((wrong,))
    leaf = settling.lexicon.level_of(found) or levels[-1]
    notices = (*layout.notices, *_contrary(layout, said, found))
    return replace(layout, leaf=leaf, constants=found, unsettled=None, notices=notices)


def _nearest(said: Sequence[SaidArea], free: Sequence[str]) -> dict[str, str]:
    """Return the area of each free level that is said nearest; where two are said in one place, neither is taken.

    What may be of several levels is of the lowest that no other area beside it has.
    """
    found: dict[str, str] = {}
    for near in Near:
        here: dict[str, SaidArea | None] = {}
        for one in sorted((one for one in said if one.near is near), key=lambda one: len(one.levels)):
            open_levels = [level for level in one.levels if level in free and level not in found]
            taken = next((level for level in open_levels if _is_same(one, here.get(level, one))), None)
            if taken is not None:
                here.setdefault(taken, one)
            elif open_levels:
                here[open_levels[0]] = None
        found |= {level: one.name for level, one in here.items() if one is not None}
    return found


def _copied_line(said: Sequence[SaidArea]) -> Fault | None:
    """Return the fault of a sheet whose name says another area than the line above its table, copied perhaps."""
    of_lines: dict[tuple[str, ...], list[SaidArea]] = {}
    for one in said:
        of_lines.setdefault(one.levels, []).extend([one] if one.near is Near.LINE else [])
    for one in said:
        of_line = of_lines[one.levels] if one.near is Near.SHEET and len(one.levels) == 1 else []
        if of_line and _is_another(one, [other.name for other in of_line]):
            sentence = text(
                "the sheet is called {said}, and the line above its table says {line}: which area its figures are of "
                "must be mended in one of the two",
                said=one.name,
                line=of_line[0].name,
            )
            return fault("SHEET_AREA", sentence, of_line[0].place)
    return None


def _contrary(layout: Layout, said: Iterable[SaidArea], taken: Mapping[str, str]) -> Iterator[Notice]:
    """Yield the notice of what is said farther away of a level that something nearer says otherwise."""
    for one in said:
        name = taken.get(one.levels[0]) if len(one.levels) == 1 else None
        if name is not None and _is_another(one, [name]):
            sentence = text(
                "{taken} is said nearer to the table than {said}, which the name of the sheet, the file or a folder "
                "says: {taken} is taken",
                taken=name,
                said=one.name,
            )
            yield Notice("NAME_AREA", sentence, Place(layout.name))
            return


def _is_another(one: SaidArea, names: Iterable[str]) -> bool:
    """Whether none of some names is that of an area, also without the word of its level."""
    own = _forms(one.name, one.bare)
    others = filter(None, map(folded_name, names))
    return not any(form in other or other in form for other in others for form in own)


def _is_same(one: SaidArea, other: SaidArea | None) -> bool:
    return other is not None and bool(_forms(one.name, one.bare) & _forms(other.name, other.bare))


def _forms(*names: str) -> set[str]:
    return {folded_name(name) for name in names if name}


def _differing(
    layout: Layout, said: Iterable[SaidArea], held: Set[str], nearest: Near, farthest: Near
) -> Iterator[SaidArea]:
    """Yield what is said of a level that the rows say too, where none of them says it."""
    for one in said:
        level = one.levels[0] if len(one.levels) == 1 else ""
        names = layout.first_areas.get(level, ())
        if not (nearest <= one.near <= farthest and level in held and names):
            continue
        if _is_another(one, names) and _is_another(one, _further_names(layout, level)):
            yield one


def _further_names(layout: Layout, level: str) -> Iterator[str]:
    """Yield the names of a level in all rows of a file, each once; the first rows are not all that it has."""
    column = layout.words.get(level)
    if column is None:
        return
    seen: set[str] = set()
    rows = Rows((), layout.source, layout.encodings[0], layout.delimiter, layout.skipped, layout.until)
    for cells in rows.every():
        name = cells[column] if len(cells) > column else ""
        if name not in seen:
            seen.add(name)
            yield name


def _contradiction(layout: Layout, said: Iterable[SaidArea], held: Set[str]) -> Fault | None:
    """Return the fault of a line above the table, or of a sheet's name, that says another area than all rows."""
    one = next(_differing(layout, said, held, Near.LINE, Near.SHEET), None)
    if one is None:
        return None
    names = layout.first_areas[one.levels[0]]
    if one.near is Near.SHEET:
        sentence = text(
            "the sheet is called {said}, and its rows are of {names}: which area its figures are of must be mended in "
            "one of the two",
            said=one.name,
            names=names[:SHOWN],
        )
        return fault("SHEET_AREA", sentence, one.place)
    sentence = text(
        "the line above the table says {said}, and its rows are of {names}: which area the figures are of must be "
        "mended in one of the two",
        said=one.name,
        names=names[:SHOWN],
    )
    return fault("TITLE_AREA", sentence, one.place)


def _notices(layout: Layout, said: Iterable[SaidArea], held: Set[str]) -> Iterator[Notice]:
    for one in _differing(layout, said, held, Near.FILE, Near.FOLDER):
        sentence = text(
            "the column says {names} and the name says {said}: the column is taken",
            names=layout.first_areas[one.levels[0]][:SHOWN],
            said=one.name,
        )
        yield Notice("NAME_AREA", sentence, Place(layout.name))
        return


def _named_by_sheets(
    found: list[Layout | Refused], layouts: Sequence[Layout], settling: _Settling
) -> list[Layout | Refused]:
    """Return what was found with the sheets of areas: several like tables of one book, each named after its area."""
    sheets: dict[str, list[int]] = {}
    for spot, (layout, one) in enumerate(zip(layouts, found, strict=True)):
        if layout.unsettled is not None and isinstance(one, Refused) and layout.source.sheet:
            sheets.setdefault(layout.source.file, []).append(spot)
    leaf = settling.lexicon.levels[-1]
    for spots in sheets.values():
        wholes = [spot for spot in spots if is_total(layouts[spot].source.sheet or "")]
        own = [layouts[spot] for spot in spots if spot not in wholes]
        alike = len({tuple(column.header for column in layout.columns) for layout in own}) == 1
        if len(own) < 2 or not alike or not _may_be_areas([layout.source.sheet or "" for layout in own], settling):
            continue
        for spot, layout in zip([spot for spot in spots if spot not in wholes], own, strict=True):
            found[spot] = replace(layout, leaf=leaf, constants={leaf: layout.source.sheet or ""}, unsettled=None)
        for spot in wholes:
            found[spot] = Refused((_of_total(layouts[spot], own),))
    return found


def _of_total(layout: Layout, others: Sequence[Layout]) -> Fault:
    """Return the fault of a sheet of totals beside sheets of areas."""
    sentence = text(
        "this sheet names no area; if it adds up the others, leave it out: {options}",
        options=" ".join(f"--sheet {json.dumps(one.source.sheet, ensure_ascii=False)}" for one in others[:SHOWN]),
    )
    return fault("TOTAL_SHEET", sentence, Place(layout.name))


def _may_be_areas(sheets: Sequence[str], settling: _Settling) -> bool:
    """Whether names of sheets may be those of areas: no words for something else, and none begins another."""
    forms = [folded(sheet) for sheet in sheets]
    begun = any(one != other and other.startswith(one) for one in forms for other in forms)
    return not begun and all(_may_be_area(sheet, settling) for sheet in sheets)


def _may_be_area(sheet: str, settling: _Settling) -> bool:
    known = settling.lexicon.roles.get(normal_header(sheet))
    is_word = any(map(str.isalpha, sheet)) and not any(map(str.isdigit, sheet))
    is_of_some = (
        narrows(sheet) or is_residence(sheet) or is_whole_or_version(sheet) or is_total(_brackets().sub("", sheet))
    )
    return is_word and known is None and not is_of_some and not is_span(sheet) and not is_no_name(sheet)
