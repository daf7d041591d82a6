"""A columns file turned into `Columns`, with every mistake found at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from msgspec.structs import replace

from popcalc.areas.tree import name_key
from popcalc.definitions.catalogue import Catalogue, Nature
from popcalc.definitions.column_names import ColumnNames
from popcalc.definitions.columns import EVERY_COUNT, IGNORE, MEANINGS, Columns
from popcalc.definitions.encoding_names import codec_of
from popcalc.definitions.forms import FORMS
from popcalc.definitions.headers import normal_header
from popcalc.definitions.reading import Reader, in_order
from popcalc.definitions.scalars import shortened
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.definitions.values import key
from popcalc.errors import DefinitionError, did_you_mean, fault
from popcalc.language import Text, text
from popcalc.naming import names_of_levels, several_keys
from popcalc.periods import PeriodError, read_months

LONGEST_FORM = 80
"""Characters of how a date is written."""
ENCODINGS = ("utf-8", "gb18030", "gbk", "big5", "utf-16", "cp1252", "latin-1")
# Words that mean something else where a level is named.
NOT_LEVELS = (*MEANINGS, "all")
# Faults of a key, not of its value, and keys below which all faults are.
_OF_KEYS = ("DUPLICATE_KEY", "UNKNOWN_LEVEL")
_OF_THEIR_KEYS = ("empty",)


def assemble(document: Document, catalogue: Catalogue | None = None) -> Columns:
    """Return what the document says; with a catalogue, what headers mean must exist in it.

    Raises DefinitionError with every mistake.
    """
    reader = Reader(document, FORMS)
    columns = Columns(**reader.file(Columns))
    faults = reader.faults
    names = ColumnNames(columns.levels, catalogue)
    for code, node, sentence in _complaints(columns, names):
        of_key = code in _OF_KEYS or node[:1] == _OF_THEIR_KEYS
        faults.append(fault(code, at(node, sentence), document.key_place(node) if of_key else document.place(node)))
    if faults:
        raise DefinitionError(in_order(faults))
    is_period = columns.period is not None and _is_period(columns.period)
    digits = {names.level(level): number for level, number in columns.code_levels.items()}
    return replace(
        columns,
        headers={header: names.meaning(meaning) for header, meaning in columns.headers.items()},
        levels=names.levels,
        measures={name: names.count(meaning) for name, meaning in columns.measures.items()},
        empty={names.count(count): means for count, means in columns.empty.items()},
        area={names.level(level) if level else level: area for level, area in columns.area.items()},
        code_levels={level: digits[level] for level in names.levels if level in digits},
        period=None if is_period else columns.period,
        months=columns.period if is_period else None,
        header_row=tuple(sorted(columns.header_row)),
    )


_Complaint = tuple[str, Node, Text]


def _complaints(columns: Columns, names: ColumnNames) -> Iterator[_Complaint]:
    yield from _same_headers("columns", columns.headers)
    yield from _wrong_meanings(columns, names)
    yield from _wrong_levels(columns, names)
    yield from _wrong_period(columns.period)
    yield from _wrong_encoding(columns.encoding)
    yield from _wrong_signs(columns)
    yield from _wrong_totals(columns)
    yield from _wrong_empty(columns, names)
    yield from _wrong_measures(columns, names)
    yield from _same_headers("where", columns.where)
    yield from _unknown_levels("area", columns.area, names)
    yield from _unknown_levels("code_levels", columns.code_levels, names)


def _same_headers(section: str, headers: Iterable[str]) -> Iterator[_Complaint]:
    seen: dict[str, str] = {}
    for header in headers:
        first = seen.setdefault(normal_header(header), header)
        if first != header:
            sentence = text("this is the same header as {first} once case, spaces and units are set aside", first=first)
            yield "DUPLICATE_KEY", (section, header), sentence


def _wrong_meanings(columns: Columns, names: ColumnNames) -> Iterator[_Complaint]:
    if names.catalogue is None:
        return
    for header, meaning in columns.headers.items():
        meant = names.meanings.meant(meaning)
        if len(meant) == 1:
            continue
        if len(meant) > 1:
            sentence = several_keys(meaning, meant)
        elif meaning in names.catalogue.indicators:
            sentence = text("{meaning} is an indicator: a column is a count, or ignore", meaning=meaning)
        else:
            sentence = text(
                "{meaning} is not a count, nor one of {others}, a level ({levels}) or its code (such as {code}){hint}",
                meaning=meaning,
                others=MEANINGS,
                levels=names.levels,
                code=f"{names.levels[-1]}_code",
                hint=names.meanings.hint(meaning),
            )
        yield "UNKNOWN_COUNT", ("columns", header), sentence


def _wrong_measures(columns: Columns, names: ColumnNames) -> Iterator[_Complaint]:
    for name, meaning in columns.measures.items() if names.catalogue else ():
        meant = tuple(one for one in names.counts.meant(meaning) if one != EVERY_COUNT)
        if len(meant) > 1:
            yield "UNKNOWN_COUNT", ("measures", name), several_keys(meaning, meant)
        elif not meant:
            sentence = text(
                "{meaning} is not a count, nor {ignore}{hint}",
                meaning=meaning,
                ignore=IGNORE,
                hint=names.counts.hint(meaning),
            )
            yield "UNKNOWN_COUNT", ("measures", name), sentence


def _unknown_levels(section: str, named: Iterable[str], names: ColumnNames) -> Iterator[_Complaint]:
    for level in named:
        if level and names.level(level) not in names.levels:
            hint = names_of_levels(names.levels).hint(level)
            yield (
                "UNKNOWN_LEVEL",
                (section, level),
                text("{level} is not one of the levels{hint}", level=level, hint=hint),
            )


def _wrong_levels(columns: Columns, names: ColumnNames) -> Iterator[_Complaint]:
    levels = names.levels
    for index, level in enumerate(levels):
        if isinstance(wrong := key(level), Text):
            yield "BAD_VALUE", ("levels", index), wrong
        elif level in NOT_LEVELS:
            yield "BAD_VALUE", ("levels", index), text("{level} cannot be a level: choose another word", level=level)
        elif level in levels[:index]:
            yield "BAD_VALUE", ("levels", index), text("{level} is listed twice", level=level)
    written = {names.level(level): level for level in columns.code_levels}
    digits = [(level, columns.code_levels[written[level]]) for level in dict.fromkeys(levels) if level in written]
    for (above, shorter), (below, longer) in pairwise(digits):
        if longer <= shorter:
            sentence = text(
                "{below} must take more digits than {above}, which takes {digits}",
                below=below,
                above=above,
                digits=shorter,
            )
            yield "BAD_VALUE", ("code_levels", written[below]), sentence


def _wrong_period(written: str | None) -> Iterator[_Complaint]:
    """A format is right when a month survives being written and read with it."""
    if written is None or _is_period(written):
        return
    if len(written) > LONGEST_FORM:
        yield "BAD_VALUE", ("period",), text("{written} is no form of a month or day", written=shortened(written))
        return
    month = datetime(2013, 6, 1)
    try:
        again = datetime.strptime(month.strftime(written), written)
    except (ValueError, re.error):
        # The same part of a date given twice is an error of the expression that is made of the form.
        sentence = text("strptime cannot read {written}: write for example %Y-%m or %d/%m/%Y", written=written)
    else:
        if (again.year, again.month) == (month.year, month.month):
            return
        sentence = text("{written} needs a year (%Y) and a month (%m)", written=written)
    yield "BAD_VALUE", ("period",), sentence


def _is_period(written: str) -> bool:
    """Whether it is a period, that of files without a column of one, and not how one is written."""
    try:
        read_months(written)
    except PeriodError:
        return False
    return True


def _wrong_totals(columns: Columns) -> Iterator[_Complaint]:
    totals = {name_key(name) for name in columns.totals}
    for index, name in enumerate(columns.not_totals):
        if name_key(name) in totals:
            sentence = text("{area} is under totals as well; keep it in one of the two", area=name)
            yield "BAD_VALUE", ("not_totals", index), sentence


def _wrong_empty(columns: Columns, names: ColumnNames) -> Iterator[_Complaint]:
    """Only flows may be named, each once: an empty cell of a stock or a quota is never zero."""
    seen: dict[str, str] = {}
    for written in columns.empty if names.catalogue is not None else ():
        assert names.catalogue is not None
        count, other = names.count(written), seen.setdefault(names.count(written), written)
        known = names.catalogue.counts.get(count)
        if known is None and count != EVERY_COUNT:
            sentence = text("there is no count {name}{hint}", name=written, hint=names.counts.hint(written))
            yield "UNKNOWN_COUNT", ("empty", written), sentence
        elif other != written:
            sentence = text("{name} and {other} are one count: keep one of them", name=written, other=other)
            yield "DUPLICATE_KEY", ("empty", written), sentence
        elif known is not None and known.nature is not Nature.FLOW:
            sentence = text("{count} is no flow: an empty cell of it is always missing", count=written)
            yield "BAD_VALUE", ("empty", written), sentence


def _wrong_encoding(written: str | None) -> Iterator[_Complaint]:
    if written is not None and codec_of(written) is None:
        hint = did_you_mean(written, ENCODINGS)
        yield "BAD_VALUE", ("encoding",), text("{written} is not an encoding{hint}", written=written, hint=hint)


def _wrong_signs(columns: Columns) -> Iterator[_Complaint]:
    if columns.thousands is not None and columns.thousands == columns.decimal:
        sentence = text("{sign} cannot part thousands and stand before decimals too", sign=columns.thousands)
        yield "BAD_VALUE", ("thousands",), sentence
