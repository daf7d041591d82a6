"""The catalogue for people and programs: `popcalc indicators` and `popcalc counts`, without pandas or numpy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from popcalc.language import Language, text
from popcalc.output.document import Lines, Manner, Spans
from popcalc.output.source_words import source_words
from popcalc.output.widths import pad, widest, wrap
from popcalc.visible import visible

Row = Mapping[str, object]

KEY, LABEL, GROUP = "key", "label", "group"
NUMERATOR, DENOMINATOR, PER, UNIT, NOTE = "numerator", "denominator", "per", "unit", "note"
DERIVE, SOURCE = "derive", "source"
INDENT = "  "
LEAST_DETAIL = 24
"""Narrower than this, details are not wrapped any more: one word a line helps nobody."""


def page_of(rows: Sequence[Row], fields: Sequence[str], manner: Manner) -> Lines:
    """Return entries under their groups, in the order in which these first appear, wrapped to the terminal."""
    return Lines(list(_listing(rows, fields, manner.language, manner.width)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ";".join(str(each) for each in value)
    return str(value)


def _listing(rows: Sequence[Row], fields: Sequence[str], language: Language, width: int | None) -> Iterator[Spans]:
    """Yield groups of entries: the key on the left, name and details beside it."""
    keys = widest(visible(_cell(row.get(KEY))) for row in rows)
    left = keys + 2 * len(INDENT)
    room = max(width - left, LEAST_DETAIL) if width else None
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_cell(row.get(GROUP)), []).append(row)
    for number, (group, entries) in enumerate(groups.items()):
        if number:
            yield []
        if group:
            yield [(visible(group), "bold")]
        for row in entries:
            key = pad(visible(_cell(row.get(KEY))), keys)
            first, *more = _wrapped(visible(_cell(row.get(LABEL))), room)
            yield [(INDENT, ""), (key, "cyan"), (INDENT, ""), (first, "bold")]
            yield from ([(" " * left, ""), (line, "bold")] for line in more)
            for detail in _details(row, fields, language):
                yield from ([(" " * left, ""), (line, "dim")] for line in _wrapped(detail, room))


def _details(row: Row, fields: Sequence[str], language: Language) -> Iterator[str]:
    """Yield the lines below a name: the formula, the short facts in one line, the note, then the source."""
    formula = _formula(row, language)
    if formula:
        yield formula
    told = {KEY, LABEL, GROUP, NUMERATOR, DENOMINATOR, PER, NOTE, *((UNIT,) if formula else ())}
    facts = [name for name in fields if name not in told and _cell(row.get(name))]
    long = [name for name in facts if name == SOURCE or isinstance(row.get(name), (list, tuple))]
    short = [_fact(name, row, language) for name in facts if name not in long]
    if short:
        yield language(text("; ")).join(short)
    if _cell(row.get(NOTE)):
        yield visible(_cell(row.get(NOTE)))
    for name in long:
        yield _fact(name, row, language)


def in_words(rows: Sequence[Row], language: Language) -> list[Row]:
    """Return entries as the language says them, each under its key; English shows keys throughout."""
    return [{name: _said(name, value, language) for name, value in row.items()} for row in rows]


def _said(name: str, value: object, language: Language) -> object:
    if isinstance(value, (list, tuple)):
        return [language.named(str(one)) for one in value] if name == DERIVE else value
    if not isinstance(value, str) or name == KEY:
        return value
    if name == SOURCE:
        return source_words(value, language)
    return {NUMERATOR: language.named, DENOMINATOR: language.named, UNIT: language.unit}.get(name, language)(value)


def _fact(name: str, row: Row, language: Language) -> str:
    value = _said(name, row.get(name), language)
    words = language(text(", ")).join(map(str, value)) if isinstance(value, (list, tuple)) else _cell(value)
    return language(text("{field}: {words}", field=language(name), words=visible(words)))


def _formula(row: Row, language: Language) -> str:
    """Return `1,000 x births / population, permille`; empty where a row has no numerator."""
    above, below = (visible(_cell(_said(side, row.get(side), language))) for side in (NUMERATOR, DENOMINATOR))
    if not above:
        return ""
    per, unit = _cell(row.get(PER)), visible(_cell(_said(UNIT, row.get(UNIT), language)))
    factor = language.named(f"{int(per):,} x ") if per.isdecimal() and int(per) != 1 else ""
    quotient = f"{_bracketed(above)} / {_bracketed(below)}" if below else above
    return language(text(", ")).join(filter(None, (factor + quotient, unit)))


def _bracketed(sum_of_counts: str) -> str:
    return f"({sum_of_counts})" if " " in sum_of_counts else sum_of_counts


def _wrapped(words: str, room: int | None) -> list[str]:
    return wrap(words, room) if room else [words]
