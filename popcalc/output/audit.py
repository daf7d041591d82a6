"""Printed figures and what an audit found of them: the records, and tables for people with the wrong ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from popcalc.audit.audit import Audit, Audited
from popcalc.audit.classes import FAILS, Class
from popcalc.language import Language, plural, text
from popcalc.output.audit_words import NAMES, explanation, finding, hypotheses
from popcalc.output.document import Column, View
from popcalc.output.panels import GAP
from popcalc.output.widths import widest, wrap

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


def records_of(audit: Audit, language: Language) -> list[dict[str, object]]:
    """Return a record for each printed figure, in the order of the file."""
    return [_record(one, audit, language) for one in audit.figures]


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
    for found in ORDER:
        figures = [one for one in audit.figures if one.judged.found is found]
        if figures:
            title = language(text("{finding} ({number})", finding=NAMES[found], number=f"{len(figures):,}"))
            lines = [_lines(one, language, verbose=verbose) for one in figures]
            tables.append(_table(title, _heads(figures, audit, language), lines, language, columns, _style(found)))
    if audit.contradictions:
        fails = sum(found in FAILS for found in dict.fromkeys(one.judged.found for one in audit.figures))
        tables.insert(fails, _contradictions(audit, language, columns))
    return [_summary(audit, language), *tables]


def _summary(audit: Audit, language: Language) -> View:
    """Return what the report is called, and how many figures are what."""
    numbers = Counter(one.judged.found for one in audit.figures)
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


Cells = Sequence[Sequence[str]]
"""The cells of a column, each as its lines."""


def _heads(figures: Sequence[Audited], audit: Audit, language: Language) -> dict[str, Cells]:
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


def _contradictions(audit: Audit, language: Language, columns: int | None) -> View:
    """Return the table of figures that cannot all be right."""
    title = text("not all can be right ({number})", number=f"{len(audit.contradictions):,}")
    figures = [audit.figures[one.figures[0]] for one in audit.contradictions]
    heads = _heads(figures, audit, language)
    shown = {head: heads[head] for head in list(heads)[:-2]}
    shown[language(text("Indicator"))] = [
        list(dict.fromkeys(language.label(audit.figures[place].figure.indicator.label) for place in one.figures))
        for one in audit.contradictions
    ]
    lines = [[language(one.message)] for one in audit.contradictions]
    return _table(language(title), shown, lines, language, columns, "red")


def _table(
    title: str,
    heads: Mapping[str, Cells],
    lines: Cells,
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


def _width(heads: Mapping[str, Cells]) -> int:
    return sum(widest([head, *(line for cell in cells for line in cell)]) + GAP for head, cells in heads.items())
