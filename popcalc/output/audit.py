"""Printed figures and what an audit found of them: the records, and tables for people with the wrong ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from popcalc.audit.audit import Audit, Audited
from popcalc.audit.classes import FAILS, RIGHT, Class
from popcalc.audit.unchecked import Unchecked
from popcalc.language import Language, plural, text
from popcalc.output.audit_words import NAMES, explanation, finding, hypotheses, unchecked_finding
from popcalc.output.document import Cells, Column, Note, Rows, View
from popcalc.output.panels import GAP
from popcalc.output.widths import widest, wrap
from popcalc.records import AUDIT_FIELDS

LISTED = 20
"""So many figures of a class are listed, unless details are asked for."""
LISTED_FAILS = 200
"""So many of those that are wrong."""
LEAST_FINDING = 32
"""A finding is not wrapped to less than this, however narrow the terminal."""
ORDER = (
    Class.WRONG,
    Class.IMPOSSIBLE,
    Class.OTHER_DENOMINATOR,
    Class.OTHER_BASIS,
    Class.CAPPED,
    Class.CANNOT_CHECK,
    Class.FLOORED,
    Class.TRUNCATED,
    Class.HALF_EVEN,
    Class.ROUNDED,
    Class.EXACT,
)
"""The classes as tables show them, what needs a look first."""


PART = 5_000
"""So many records are made at a time."""


class AuditRecords(Struct, frozen=True, eq=False):
    """A record for each printed figure in the order of the file, made when it is written; then what is unchecked."""

    audit: Audit
    language: Language

    @property
    def fields(self) -> Sequence[str]:
        """The names of the fields, in order."""
        return AUDIT_FIELDS

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        for first in range(0, len(self.audit.figures), PART):
            part = self.audit.figures[first : first + PART]
            yield from Rows(AUDIT_FIELDS, [_record(one, self.audit, self.language) for one in part]).parts(cells)
        if self.audit.unchecked:
            unchecked = [_unchecked_record(one, self.language) for one in self.audit.unchecked]
            yield from Rows(AUDIT_FIELDS, unchecked).parts(cells)


def _unchecked_record(one: Unchecked, language: Language) -> dict[str, object]:
    return {
        "indicator": one.header,
        "class": Class.CANNOT_CHECK.value,
        "explanation": language(unchecked_finding(one)),
        "hypotheses": [],
    }


def _record(one: Audited, audit: Audit, language: Language) -> dict[str, object]:
    computed = one.judged.computed
    basis = computed.way.basis if computed is not None else one.figure.basis
    return {
        "area": one.figure.area,
        "period": _period(one, audit),
        "indicator": one.figure.indicator.key,
        "printed": one.figure.printed.written,
        "value": _number(computed.value if computed else None),
        "numerator": _number(computed.numerator if computed else None),
        "denominator": _number(computed.denominator if computed else None),
        "basis": basis.value if basis is not None else "",
        "class": one.judged.found.value,
        "explanation": language(explanation(one, audit)),
        "hypotheses": [language(each) for each in hypotheses(one)],
    }


def contradiction_records(audit: Audit, language: Language) -> list[dict[str, object]]:
    """Return a record for each set of figures that cannot all be right."""
    found: list[dict[str, object]] = []
    for each in audit.contradictions:
        figures = [audit.figures[place] for place in each.figures]
        found.append(
            {
                "area": figures[0].figure.area,
                "period": _period(figures[0], audit),
                "figures": [f"{one.figure.indicator.key} {one.figure.printed.written}" for one in figures],
                "message": language(each.message),
            }
        )
    return found


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _period(one: Audited, audit: Audit) -> str:
    return audit.printed.calendar.label_of(one.figure.run) if one.figure.run else ""


def views_of(audit: Audit, language: Language, columns: int | None, *, verbose: bool) -> list[View]:
    """Return a table for each class of figures, the wrong ones first, and one of what cannot all be right."""
    tables = []
    numbers = _numbers_of(audit)
    for found in ORDER:
        number = numbers[found]
        if not number:
            continue
        title = language(text("{finding} ({number})", finding=NAMES[found], number=f"{number:,}"))
        most = None if verbose else LISTED_FAILS if found in FAILS else LISTED
        if found in RIGHT and most is not None and number > most:
            # They are as they should be, and there is nothing to say of one that is not said of all.
            continue
        figures = list(islice(audit.of(found), most))
        lines: CellLines = [_lines(one, language, verbose=verbose) for one in figures]
        heads: Mapping[str, CellLines] = _heads(figures, audit, language)
        if found is Class.CANNOT_CHECK and audit.unchecked:
            unchecked = audit.unchecked[: most and max(most - len(figures), 0)]
            heads, lines = _with_unchecked(heads, lines, unchecked, language)
        table = _table(title, heads, lines, language, columns, _style(found))
        tables.append(_with_rest(table, number - len(lines), language))
    if audit.contradictions:
        fails = sum(found in FAILS for found in numbers)
        tables.insert(fails, _contradictions(audit, language, columns, verbose=verbose))
    return [_summary(audit, language), *tables]


def _with_rest(table: View, more: int, language: Language) -> View:
    """Return a table with a note of how many figures it leaves out."""
    if not more:
        return table
    words = plural(more, "{count} more: -v lists all", "{count} more: -v lists all")
    return replace(table, notes=(Note("", language(words)),))


def _numbers_of(audit: Audit) -> Counter[Class]:
    """Return how many figures there are of each class."""
    numbers = Counter(audit.classes)
    if audit.unchecked:
        numbers[Class.CANNOT_CHECK] += len(audit.unchecked)
    return numbers


def _with_unchecked(
    heads: Mapping[str, CellLines], lines: CellLines, unchecked: Sequence[Unchecked], language: Language
) -> tuple[Mapping[str, CellLines], CellLines]:
    """Return what stands left of the findings, and these, with the rates that nothing can be said of."""
    name = language(text("Indicator"))
    heads = heads if any(heads.values()) else {name: []}
    further = [[language(unchecked_finding(one))] for one in unchecked]
    with_names = {
        head: [*cells, *([one.header if head == name else ""] for one in unchecked)] for head, cells in heads.items()
    }
    return with_names, [*lines, *further]


def _summary(audit: Audit, language: Language) -> View:
    """Return what the report is called, and how many figures are what."""
    numbers = _numbers_of(audit)
    shown = [found for found in ORDER if numbers[found]]
    said = plural(len(audit.figures), "{count} printed figure", "{count} printed figures")
    if audit.contradictions:
        number = len(audit.contradictions)
        contradictions = plural(number, "{count} contradiction", "{count} contradictions")
        said = text("{figures}, {contradictions}", figures=said, contradictions=contradictions)
    if audit.printed.name:
        said = text("{name}: {figures}", name=audit.printed.name, figures=said)
    names = [language(NAMES[found]) for found in shown]
    styles = {row: style for row, found in enumerate(shown) if (style := _style(found))}
    return View(
        title=language(said),
        stubs=(Column(language(text("Class")), names, is_number=False, styles=styles),),
        columns=(Column(language(text("Number")), [f"{numbers[found]:,}" for found in shown]),),
    )


def _lines(one: Audited, language: Language, *, verbose: bool) -> list[str]:
    found = [finding(one)]
    if verbose:
        found += hypotheses(one)
        found += [text("where: {where}", where=one.figure.where)] if one.figure.where else []
    return [language(each) for each in found]


CellLines = Sequence[Sequence[str]]
"""The cells of a column, each as its lines."""


def _heads(figures: Sequence[Audited], audit: Audit, language: Language) -> dict[str, CellLines]:
    """Return what stands left of the findings, by heading, without columns that are empty."""
    heads: dict[str, list[str]] = {
        language(text("Area")): [one.figure.area for one in figures],
        language(text("Period")): [_period(one, audit) for one in figures],
        language(text("Indicator")): [language.label(one.figure.indicator.label) for one in figures],
        language(text("Printed")): [one.figure.printed.written for one in figures],
    }
    return {head: [[word] for word in words] for head, words in heads.items() if any(words)}


def _style(found: Class) -> str | None:
    if found in FAILS:
        return "red"
    return "yellow" if found is Class.CANNOT_CHECK else None


def _contradictions(audit: Audit, language: Language, columns: int | None, *, verbose: bool) -> View:
    """Return the table of figures that cannot all be right."""
    title = text("not all can be right ({number})", number=f"{len(audit.contradictions):,}")
    listed = audit.contradictions[: None if verbose else LISTED_FAILS]
    figures = [audit.figures[one.figures[0]] for one in listed]
    heads = _heads(figures, audit, language)
    shown = {head: heads[head] for head in list(heads)[:-2]}
    shown[language(text("Indicator"))] = [
        list(dict.fromkeys(language.label(audit.figures[place].figure.indicator.label) for place in one.figures))
        for one in listed
    ]
    lines = [[language(one.message)] for one in listed]
    return _with_rest(
        _table(language(title), shown, lines, language, columns, "red"),
        len(audit.contradictions) - len(listed),
        language,
    )


def _table(
    title: str,
    heads: Mapping[str, CellLines],
    lines: CellLines,
    language: Language,
    columns: int | None,
    style: str | None,
) -> View:
    """Return one table, each figure in as many rows as its lines need.

    Where the terminal has no room beside them, what stands left of the findings is put into one column.
    """
    left = _width(heads)
    if columns is not None and columns - left < LEAST_FINDING:
        merged = [[line for cell in cells for line in cell if line] for cells in zip(*heads.values(), strict=True)]
        heads = {language(text("Figure")): merged}
        left = _width(heads)
    room = max(columns - left, LEAST_FINDING) if columns else None
    wrapped = [[row for line in own for row in (wrap(line, room) if room else [line])] for own in lines]
    cells = (*heads.values(), wrapped)
    deep = [max(len(cell) for cell in row) for row in zip(*cells, strict=True)]
    starts = [sum(deep[:place]) for place in range(len(deep))]
    found = [
        Column(
            head,
            [line for cell, rows in zip(column, deep, strict=True) for line in (*cell, *[""] * (rows - len(cell)))],
            is_number=False,
            styles=dict.fromkeys(starts, style) if style and place == 0 else {},
        )
        for place, (head, column) in enumerate(zip((*heads, language(text("Finding"))), cells, strict=True))
    ]
    return View(title, tuple(found[:-1]), (found[-1],))


def _width(heads: Mapping[str, CellLines]) -> int:
    return sum(widest([head, *(line for cell in cells for line in cell)]) + GAP for head, cells in heads.items())
