"""What does not fit together in a catalogue, among entries that are right in themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from popcalc.definitions import rules
from popcalc.definitions.catalogue import Nature
from popcalc.definitions.columns import LEVELS, MEANINGS
from popcalc.definitions.entries import Entries, Entry, indicator_from
from popcalc.definitions.headers import normal_header
from popcalc.definitions.models import CountModel, IdentityModel, IndicatorModel
from popcalc.definitions.strict_model import StrictModel
from popcalc.definitions.strict_yaml import Node, at
from popcalc.definitions.written_formulas import Formulas
from popcalc.errors import Fault, did_you_mean, fault
from popcalc.language import Text, plural, text

RESERVED = (*MEANINGS, *LEVELS)


class Misfit(Struct, frozen=True):
    """A part of an entry that does not fit the natures of the counts it names."""

    code: str
    entry: Entry[StrictModel]
    part: tuple[str | int, ...]
    sentence: Text
    counts: tuple[str, ...]


def misfits(entries: Entries, formulas: Formulas) -> Iterator[Fault]:
    """Yield every fault that takes more than one value to see."""
    found: list[Misfit] = []
    for count in entries.counts.values():
        yield from _wrong_in_count(count, entries)
        found += _misfits_of_count(count, entries, formulas)
    yield from _clashing_headers(entries.counts.values())
    for indicator in entries.indicators.values():
        yield from _key_of_a_count(indicator, entries)
        found += _misfits_of_indicator(indicator, entries, formulas)
    for identity in entries.identities.values():
        found += _misfits_of_identity(identity, entries, formulas)
    yield from _told(found, entries)


def _told(found: Iterable[Misfit], entries: Entries) -> Iterator[Fault]:
    """Yield the misfits where they can be mended.

    An entry that a later file upset by changing one of its counts is told once, at that count.
    """
    upset: dict[str, list[Misfit]] = {}
    for misfit in found:
        entry = misfit.entry
        latest = max((entries.counts[key] for key in misfit.counts), key=lambda count: count.order)
        if latest.order > entry.order:
            upset.setdefault(latest.key, []).append(misfit)
        else:
            yield fault(misfit.code, at(entry.node(*misfit.part), misfit.sentence), entry.place(*misfit.part))
    for key, several in upset.items():
        count = entries.counts[key]
        first = several[0]
        sentence = plural(
            len(several),
            "as a {nature} it no longer fits {first}",
            "as a {nature} it no longer fits {count} other definitions, the first of them {first}",
            nature=count.model.nature.value,
            first=at(first.entry.node(*first.part), first.sentence),
        )
        yield fault(first.code, at(count.node(), sentence), count.place())


def _misfits_of_count(entry: Entry[CountModel], entries: Entries, formulas: Formulas) -> Iterator[Misfit]:
    model = entry.model
    for index, written in enumerate(model.derive):
        formula = formulas.sums.get(written)
        if formula is None or not _known(formula.counts, entries):
            continue
        in_list = entry.node("derive", index) in entry.document.values
        part = ("derive", index) if in_list else ("derive",)
        for sentence in rules.check_derivation(entry.key, model.nature, formula, entries.natures):
            yield Misfit("BAD_DERIVATION", entry, part, sentence, formula.counts)


def _misfits_of_indicator(entry: Entry[IndicatorModel], entries: Entries, formulas: Formulas) -> Iterator[Misfit]:
    indicator = indicator_from(entry.key, entry.model, formulas, entries.natures)
    if indicator is None:
        return
    for part, sentence in rules.check_indicator(indicator, entries.natures, per_given=entry.model.per is not None):
        yield Misfit("DOES_NOT_FIT", entry, (part,) if part else (), sentence, indicator.counts)


def _misfits_of_identity(entry: Entry[IdentityModel], entries: Entries, formulas: Formulas) -> Iterator[Misfit]:
    rule = formulas.rules.get(entry.model.rule)
    if rule is None or not _known(rule.counts, entries):
        return
    for side in (rule.left, rule.right):
        for sentence in rules.check_identity(side, entries.natures):
            yield Misfit("DOES_NOT_FIT", entry, ("rule",), sentence, rule.counts)


def _known(counts: Iterable[str], entries: Entries) -> bool:
    return all(key in entries.natures for key in counts)


def _key_of_a_count(entry: Entry[IndicatorModel], entries: Entries) -> Iterator[Fault]:
    count = entries.counts.get(entry.key)
    if count is not None:
        node, place = (entry.node(), entry.place()) if entry.order >= count.order else (count.node(), count.place())
        sentence = text("{key} is a count, which is an indicator already: choose another key", key=entry.key)
        yield fault("DUPLICATE_KEY", at(node, sentence), place)


def _wrong_in_count(entry: Entry[CountModel], entries: Entries) -> Iterator[Fault]:
    model = entry.model
    if entry.key in RESERVED:
        sentence = text("{key} is a word of columns files: choose another key", key=entry.key)
        yield fault("BAD_KEY", at(entry.node(), sentence), entry.place())
    if model.opening_of and model.average_of:
        sentence = text("a count is the opening or the average of a stock, not both")
        yield fault("BAD_VALUE", at(entry.node("average_of"), sentence), entry.place("average_of"))
    for part, stock in (("opening_of", model.opening_of), ("average_of", model.average_of)):
        for code, sentence in _wrong_with_stock(entry, stock, entries.counts) if stock else ():
            yield fault(code, at(entry.node(part), sentence), entry.place(part))


def _wrong_with_stock(
    entry: Entry[CountModel], stock: str, counts: Mapping[str, Entry[CountModel]]
) -> Iterator[tuple[str, Text]]:
    if stock not in counts:
        hint = did_you_mean(stock, list(counts))
        yield "UNKNOWN_COUNT", text("there is no count {name}{hint}", name=stock, hint=hint)
        return
    other = counts[stock].model
    if (entry.model.nature, other.nature) != (Nature.STOCK, Nature.STOCK):
        yield "DOES_NOT_FIT", text("{key} and {name} must both be stocks", key=entry.key, name=stock)
    elif other.opening_of or other.average_of or stock == entry.key:
        yield "DOES_NOT_FIT", text("{name} is not a stock of its own", name=stock)


def _clashing_headers(counts: Iterable[Entry[CountModel]]) -> Iterator[Fault]:
    """Yield each header that two counts share, at the later file's, once for each pair of counts and form."""
    owners: dict[str, tuple[Entry[CountModel], Node]] = {}
    told = set()
    for entry in counts:
        for node, written in _headers(entry):
            form = normal_header(written)
            if not form:
                sentence = text("{header} has neither letters nor digits besides a unit", header=written)
                yield fault("BAD_VALUE", at(node, sentence), entry.document.key_place(node))
                continue
            owner, there = owners.setdefault(form, (entry, node))
            if owner.key == entry.key or (form, entry.key) in told:
                continue
            told.add((form, entry.key))
            later, node = (owner, there) if owner.order > entry.order else (entry, node)
            sentence = text(
                "the header {header} would mean both {first} and {second}",
                header=written,
                first=owner.key,
                second=entry.key,
            )
            yield fault("AMBIGUOUS_HEADER", at(node, sentence), later.document.key_place(node))


def _headers(entry: Entry[CountModel]) -> Iterator[tuple[Node, str]]:
    """Yield what `headers.headers_of` yields of the count, with its path."""
    for index, written in enumerate(entry.model.headers):
        yield entry.node("headers", index), written
    yield entry.node("label", "en"), entry.model.label.en
    if entry.model.label.zh:
        yield entry.node("label", "zh"), entry.model.label.zh
    yield entry.node(), entry.key
