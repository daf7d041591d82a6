"""A file of printed figures turned into `Printed`, with every mistake found at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from msgspec.structs import replace

from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.forms import FORMS
from popcalc.definitions.named import names_of_counts
from popcalc.definitions.printed import Printed, PrintedFigure
from popcalc.definitions.printed_forms import PrintedForm
from popcalc.definitions.reading import LEFT_OUT, Reader, in_order
from popcalc.definitions.strict_yaml import Document, Node, at
from popcalc.errors import DefinitionError, Fault, Hint, Place, fault
from popcalc.language import Text, text
from popcalc.periods import Calendar, PeriodError, Run, read_months

LARGEST = 10**15
"""Counts are below it, so that all sums of them are exact."""

Wrong = tuple[str, Node, Text]


def assemble(document: Document, catalogue: Catalogue) -> Printed:
    """Return the printed figures of a document; raises DefinitionError with every mistake."""
    reader = Reader(document, FORMS, catalogue=catalogue)
    values = reader.file(Printed)
    calendar: Calendar = values.get("calendar", Calendar())
    faults = list(reader.faults)
    figures = []
    seen: set[tuple[str, Place | None]] = set()
    for kind, node, found, record in reader.records:
        if kind is not PrintedFigure:
            continue
        run, wrong = _run(found.get("period", ""), (*node, "period"), calendar)
        wrong += [*_wrong_counts(found.get("counts", {}), (*node, "counts"), catalogue), *_wrong_form(found, node)]
        for one in wrong:
            said = _fault(one, document)
            if (said.code, said.place) not in seen:
                # A column of a table is wrong once, not in every row.
                seen.add((said.code, said.place))
                faults.append(said)
        if record is not LEFT_OUT and not wrong:
            figures.append(_finished(record, run, document, node, catalogue))
    if faults:
        raise DefinitionError(in_order(faults))
    return Printed(**{**values, "figures": tuple(figures)})


def _fault(wrong: Wrong, document: Document) -> Fault:
    code, node, sentence = wrong
    place = document.key_place(node) if code == "UNKNOWN_COUNT" else document.place(node)
    return fault(code, at(node, sentence), place)


def _run(written: str, node: Node, calendar: Calendar) -> tuple[Run | None, list[Wrong]]:
    if not written:
        return None, []
    try:
        return read_months(written, calendar), []
    except PeriodError as error:
        return None, [("NOT_A_PERIOD", node, error.text)]


def _wrong_counts(counts: Mapping[str, Fraction], node: Node, catalogue: Catalogue) -> Iterator[Wrong]:
    names, seen = names_of_counts(catalogue), dict[str, str]()
    for written, number in counts.items():
        below = (*node, written)
        found = names.find(written, "UNKNOWN_COUNT", partial(_no_count, written))
        if isinstance(found, Fault):
            yield "UNKNOWN_COUNT", below, found.text
            continue
        if (other := seen.setdefault(found, written)) != written:
            same = text("{name} and {other} are one count: keep one of them", name=written, other=other)
            yield "UNKNOWN_COUNT", below, same
        decimals = catalogue.counts[found].decimals
        if number < 0 or (number * 10**decimals).denominator != 1:
            wanted = text("a count is a whole number, 0 or more; money may have two decimals")
            yield "NOT_A_COUNT", below, wanted
        elif number >= LARGEST:
            yield "NOT_A_COUNT", below, text("this number is larger than any count can be")


def _no_count(written: str, hint: Hint) -> Text:
    return text("{key} is not a count{hint}", key=written, hint=hint)


def _wrong_form(found: Mapping[str, Any], node: Node) -> Iterator[Wrong]:
    """Yield what does not fit between a printed figure, its indicator and its decimals."""
    printed: PrintedForm | None = found.get("printed")
    if printed is None:
        return
    indicator, decimals = found.get("indicator"), found.get("decimals")
    if printed.per and indicator is not None and indicator.per == 1:
        sentence = text("{key} is no share: write the number alone", key=indicator.key)
        yield "BAD_VALUE", (*node, "printed"), sentence
    if decimals is not None and decimals < printed.places:
        sentence = text("the figure is written with {places} decimals already", places=printed.places)
        yield "BAD_VALUE", (*node, "decimals"), sentence
    if found.get("tolerance") is not None and found["tolerance"] < 0:
        yield "BAD_VALUE", (*node, "tolerance"), text("a tolerance is 0 or more")
    if found.get("basis") and indicator is not None and not indicator.has_basis:
        yield "BAD_VALUE", (*node, "basis"), text("{key} has no basis: leave it out", key=indicator.key)


def _finished(
    record: PrintedFigure, run: Run | None, document: Document, node: Node, catalogue: Catalogue
) -> PrintedFigure:
    factor = record.printed.factor(record.indicator)
    places = record.printed.places if record.decimals is None else record.decimals
    return replace(
        record,
        value=record.printed.number * factor,
        step=factor / 10**places,
        run=run,
        place=document.place(node),
        counts={key: number * 10 ** catalogue.counts[key].decimals for key, number in _by_key(record, catalogue)},
    )


def _by_key(record: PrintedFigure, catalogue: Catalogue) -> Iterator[tuple[str, Fraction]]:
    names = names_of_counts(catalogue)
    for written, number in record.counts.items():
        yield names.meant(written)[0], number
